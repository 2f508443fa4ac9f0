// TLS of the servers as a whole client sees it: the faults that show once there are keys, and the
// protocols of ALPN.
#include <gtest/gtest.h>

#include "net/connection.h"
#include "reference/server.h"

namespace wireassay::reference {
namespace {

net::Clock::time_point in_time() { return net::Clock::now() + std::chrono::seconds(60); }
/// A deadline that is meant to pass.
net::Clock::time_point shortly() { return net::Clock::now() + net::Millis(100); }

/// One client of one server.
class Client {
 public:
  Client(net::Loop& loop, const scenario::Target& target) : loop_(loop), target_(target) {
    auto context = net::TlsContext::client({.trust = target.trust});
    EXPECT_TRUE(context.has_value());
    if (context) context_ = *context;
  }

  net::TlsOptions options(std::string version) const {
    return {.min = version,
            .max = version,
            .sni = target_.sni,
            .verify = true,
            .verify_name = target_.sni};
  }

  net::Task<net::TlsOutcome> connect(std::string service, net::TlsOptions options) {
    const scenario::ServiceUrl& url = target_.services.at(service);
    auto dialled =
        co_await net::Connection::dial(loop_, {.host = url.host, .port = url.port}, in_time());
    EXPECT_TRUE(dialled.has_value());
    if (!dialled) co_return net::TlsOutcome();
    peer = *std::move(dialled);
    co_return co_await peer->start_tls(context_, options, in_time());
  }

  net::Task<std::string> line(std::string_view send) {
    if (!send.empty()) co_await peer->write(send, {}, in_time());
    std::string got;
    while (!got.ends_with('\n')) {
      const net::ReadResult read = co_await peer->read(got, in_time());
      if (read.end != net::ReadEnd::Data) co_return read.text;
    }
    co_return got;
  }

  net::Task<net::ReadResult> end(net::Clock::time_point deadline) {
    net::ReadResult read;
    std::string rest;
    while (read.end == net::ReadEnd::Data) read = co_await peer->read(rest, deadline);
    co_return read;
  }

  std::unique_ptr<net::Connection> peer;

 private:
  net::Loop& loop_;
  const scenario::Target& target_;
  std::shared_ptr<net::TlsContext> context_;
};

using Act = net::Task<std::string> (*)(Client& client, std::string version);

/// How the server ends when it is asked to.
net::Task<std::string> quit(Client& client, std::string version) {
  co_await client.connect("pop3s", client.options(version));
  co_await client.line("");
  co_await client.line("QUIT\r\n");
  co_return (co_await client.end(in_time())).text;
}

/// What it makes of a close_notify.
net::Task<std::string> notify(Client& client, std::string version) {
  co_await client.connect("pop3s", client.options(version));
  co_await client.line("");
  co_await client.peer->close_notify(in_time());
  co_return (co_await client.end(shortly())).text;
}

net::Task<std::string> update(Client& client, std::string version) {
  co_await client.connect("pop3s", client.options(version));
  co_await client.line("");
  co_await client.peer->key_update(in_time());
  co_return (co_await client.line("CAPA\r\n")).substr(0, 3);
}

net::Task<std::string> resume(Client& client, std::string version, bool other_name, bool fatal) {
  net::TlsOptions options = client.options(version);
  co_await client.connect("imaps", options);
  co_await client.line("");
  options.resume = client.peer->resumption();
  if (fatal) {
    net::WriteShape past;
    past.plain = true;
    co_await client.peer->write("garbage", past, in_time());
    co_await client.end(in_time());
  }
  if (other_name) options.sni = "localhost";
  const net::TlsOutcome up = co_await client.connect("imaps", options);
  co_return std::string(up.resumed ? "resumed" : up.established ? "full" : up.text);
}
net::Task<std::string> resume_again(Client& client, std::string version) {
  return resume(client, version, false, false);
}
net::Task<std::string> resume_other(Client& client, std::string version) {
  return resume(client, version, true, false);
}
net::Task<std::string> resume_failed(Client& client, std::string version) {
  return resume(client, version, false, true);
}

std::string play(const scenario::Target& target, Act act, std::string version) {
  net::Loop loop;
  Client client(loop, target);
  std::string shown = "not played";
  auto whole = [&]() -> net::Task<void> { shown = co_await act(client, version); };
  loop.spawn(whole());
  loop.run();
  return shown;
}

std::unique_ptr<Servers> start(std::vector<std::string> faults) {
  auto servers = Servers::start({.faults = std::move(faults), .users = 1});
  EXPECT_TRUE(servers.has_value()) << servers.error();
  return servers ? std::move(*servers) : nullptr;
}

struct Row {
  const char* fault;
  const char* version;
  Act act;
  const char* good;
  const char* mutant;
};

const Row kRows[] = {
    {"tls-close-notify-missing", "1.2", quit, "closed with close_notify",
     "closed without close_notify"},
    {"tls-close-notify-missing", "1.3", quit, "closed with close_notify",
     "closed without close_notify"},
    {"tls-close-notify-ignored", "1.2", notify, "closed with close_notify", "timed out"},
    {"tls-close-notify-ignored", "1.3", notify, "closed with close_notify", "timed out"},
    {"tls-key-update-unsaid", "1.3", update, "+OK", "ale"},
    {"tls-resumes-other-name", "1.2", resume_other, "full", "resumed"},
    {"tls-resumes-other-name", "1.3", resume_other, "full", "resumed"},
    {"tls-resumes-after-fatal", "1.2", resume_failed, "full", "resumed"},
    {"tls-resumes-after-fatal", "1.3", resume_failed, "full", "resumed"},
    {"tls-resumes-after-fatal", "1.3", resume_again, "resumed", "resumed"},
};

TEST(TlsSessions, FaultsAreCommitted) {
  const auto healthy = start({});
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.fault) + " " + row.version);
    const auto mutant = start({row.fault});
    ASSERT_TRUE(healthy && mutant);
    EXPECT_EQ(play(healthy->target(), row.act, row.version), row.good);
    EXPECT_EQ(play(mutant->target(), row.act, row.version), row.mutant);
  }
}

// RFC 7301 section 3.2
TEST(TlsSessions, EachServiceHasItsProtocol) {
  struct AlpnRow {
    const char* service;
    std::vector<std::string> offered;
    const char* chosen;
    const char* alert;
  };
  const AlpnRow kAlpn[] = {
      {"imaps", {"h2", "imap"}, "imap", ""},
      {"pop3s", {"pop3"}, "pop3", ""},
      {"smtps", {"smtp"}, "smtp", ""},
      {"https", {"h2", "http/1.1"}, "http/1.1", ""},
      {"https", {"h2"}, "", "no_application_protocol"},
      {"imaps", {"http/1.1"}, "", "no_application_protocol"},
      {"imaps", {}, "", ""},
  };
  const auto servers = start({});
  ASSERT_TRUE(servers);
  for (const AlpnRow& row : kAlpn) {
    SCOPED_TRACE(row.service);
    net::Loop loop;
    Client client(loop, servers->target());
    net::TlsOutcome up;
    auto whole = [&]() -> net::Task<void> {
      net::TlsOptions options = client.options("1.3");
      options.alpn = row.offered;
      up = co_await client.connect(row.service, options);
    };
    loop.spawn(whole());
    loop.run();
    EXPECT_EQ(up.established, row.alert == std::string());
    EXPECT_EQ(up.alpn, row.chosen);
    EXPECT_EQ(up.alert, row.alert);
  }
}

}  // namespace
}  // namespace wireassay::reference
