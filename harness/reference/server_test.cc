// The servers over sockets: in clear, upgraded, and TLS from the first octet.
#include "reference/server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "net/connection.h"
#include "reference/sasl.h"
#include "wire/smtp/reply.h"

namespace wireassay::reference {
namespace {

using std::chrono::seconds;

net::Clock::time_point in_time() { return net::Clock::now() + seconds(60); }

struct Step {
  std::string send;   ///< with CRLF; "": nothing; "{tls}": the handshake
  std::string codes;  ///< of the replies; "close"
};
struct Row {
  const char* name;
  const char* service;
  std::vector<Step> steps;
};

/// Plays the steps against a server and answers with what came instead of what was expected; empty:
/// all came.
class Client {
 public:
  Client(net::Loop& loop, const scenario::Target& target) : loop_(loop), target_(target) {
    auto context = net::TlsContext::client({.trust = target.trust});
    EXPECT_TRUE(context.has_value());
    if (context) tls_ = *context;
  }

  net::Task<void> play(const Row& row, std::string& trouble) {
    const scenario::ServiceUrl& url = target_.services.at(row.service);
    auto dialled =
        co_await net::Connection::dial(loop_, {.host = url.host, .port = url.port}, in_time());
    trouble = dialled ? "" : dialled.error().text;
    if (!dialled) co_return;
    connection_ = *std::move(dialled);
    input_.clear();
    if (url.security == scenario::Security::Tls) co_await shake_hands(trouble);
    for (const Step& step : row.steps) {
      if (!trouble.empty()) co_return;
      if (step.send == "{tls}") {
        co_await shake_hands(trouble);
        continue;
      }
      if (!step.send.empty()) co_await connection_->write(step.send, {}, in_time());
      co_await expect(step, trouble);
    }
  }

 private:
  net::Task<void> shake_hands(std::string& trouble) {
    const net::TlsOutcome outcome = co_await connection_->start_tls(
        tls_, {.sni = target_.sni, .verify = true, .verify_name = target_.sni}, in_time());
    if (!outcome.established) trouble = "no TLS: " + outcome.text;
  }

  net::Task<void> expect(const Step& step, std::string& trouble) {
    std::string came;
    while (came.size() < step.codes.size()) {
      const std::string outcome = co_await next();
      came += (came.empty() ? "" : " ") + outcome;
      if (outcome == "close") break;
    }
    if (came != step.codes) trouble = "to " + step.send + " came " + came;
  }

  net::Task<std::string> next() {
    while (true) {
      const Parsed<smtp::Reply> parsed = smtp::parse_reply(input_);
      if (const auto* got = std::get_if<Got<smtp::Reply>>(&parsed)) {
        const std::string code = std::to_string(got->value.code);
        input_.erase(0, got->used);
        co_return code;
      }
      if (std::holds_alternative<ParseError>(parsed)) co_return "malformed " + input_;
      const net::ReadResult read = co_await connection_->read(input_, in_time());
      if (read.end != net::ReadEnd::Data)
        co_return read.end == net::ReadEnd::Closed ? "close" : read.text;
    }
  }

  net::Loop& loop_;
  const scenario::Target& target_;
  std::shared_ptr<net::TlsContext> tls_;
  std::unique_ptr<net::Connection> connection_;
  std::string input_;
};

std::string plain(const scenario::User& user) {
  std::string octets;
  octets += '\0' + user.name + '\0' + user.password;
  return base64_encode(octets);
}

std::string play(const scenario::Target& target, const Row& row) {
  net::Loop loop;
  Client client(loop, target);
  std::string trouble = "not played";
  loop.spawn(client.play(row, trouble));
  loop.run();
  return trouble;
}

class ServersTest : public ::testing::Test {
 protected:
  static std::unique_ptr<Servers> start(const ServerOptions& options = {}) {
    auto servers = Servers::start(options);
    EXPECT_TRUE(servers.has_value()) << servers.error();
    return servers ? *std::move(servers) : nullptr;
  }
};

TEST_F(ServersTest, Dialogues) {
  const auto servers = start();
  ASSERT_NE(servers, nullptr);
  const scenario::Target& target = servers->target();
  const std::string auth = "AUTH PLAIN " + plain(target.users.front()) + "\r\n";
  const std::string address = target.users.front().address;
  const std::string rcpt = "RCPT TO:<" + address + ">\r\n";
  const Row kRows[] = {
      {"in clear",
       "smtp",
       {{"", "220"},
        {"EHLO x.test\r\n", "250"},
        {"MAIL FROM:<>\r\n" + rcpt + "DATA\r\n", "250 250 354"},
        {"x\r\n.\r\nQUIT\r\n", "250 221 close"}}},
      {"STARTTLS",
       "smtp",
       {{"", "220"},
        {"EHLO x.test\r\nSTARTTLS\r\n", "250 220"},
        {"{tls}", ""},
        {"MAIL FROM:<>\r\nEHLO x.test\r\n", "503 250"},
        {auth, "235"},
        {"QUIT\r\n", "221 close"}}},
      {"injected",
       "smtp",
       {{"", "220"}, {"STARTTLS\r\nXYZZY\r\n", "220"}, {"{tls}", ""}, {"NOOP\r\n", "250"}}},
      {"smtps",
       "smtps",
       {{"", "220"}, {"EHLO x.test\r\nMAIL FROM:<>\r\nQUIT\r\n", "250 250 221 close"}}},
      {"submission",
       "submission",
       {{"", "220"},
        {"EHLO x.test\r\n" + auth + "STARTTLS\r\n", "250 538 220"},
        {"{tls}", ""},
        {"EHLO x.test\r\nMAIL FROM:<>\r\n", "250 530"},
        {auth, "235"},
        {"MAIL FROM:<>\r\n", "250"}}},
      {"submissions",
       "submissions",
       {{"", "220"},
        {"EHLO x.test\r\n" + auth, "250 235"},
        {"MAIL FROM:<" + address + ">\r\nRCPT TO:<x@elsewhere.example>\r\n", "250 250"}}},
      {"what follows QUIT", "smtp", {{"", "220"}, {"QUIT\r\nNOOP\r\nNOOP\r\n", "221 close"}}},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(play(target, row), "");
  }
}

TEST_F(ServersTest, Target) {
  std::string trust;
  {
    const auto servers = start({.users = 3});
    ASSERT_NE(servers, nullptr);
    const scenario::Target& target = servers->target();
    trust = target.trust;
    EXPECT_TRUE(std::filesystem::exists(trust));
    ASSERT_EQ(target.users.size(), 3U);
    EXPECT_EQ(target.users.back().address, "u03@reference.test");
    EXPECT_NE(target.users.front().password, target.users.back().password);
    for (const char* service : {"smtp", "smtps", "submission", "submissions"}) {
      ASSERT_TRUE(target.services.contains(service));
      EXPECT_NE(target.services.at(service).port, 0);
    }
  }
  EXPECT_FALSE(std::filesystem::exists(trust));
}

TEST_F(ServersTest, FaultsAndMistakes) {
  EXPECT_FALSE(Servers::start({.faults = {"no-such-fault"}}).has_value());
  const auto servers = start({.faults = {"greeting-wrong-code"}});
  ASSERT_NE(servers, nullptr);
  const std::uint16_t taken = servers->target().services.at("smtp").port;
  EXPECT_FALSE(Servers::start({.ports = {{"smtp", taken}}}).has_value());
  EXPECT_EQ(play(servers->target(), {"mutant", "smtp", {{"", "250"}}}), "");
}

TEST_F(ServersTest, ManyConnectionsAtOnce) {
  constexpr std::size_t kMany = 200;
  const auto servers = start();
  ASSERT_NE(servers, nullptr);
  const Row row = {"many", "smtp", {{"", "220"}, {"EHLO x.test\r\nQUIT\r\n", "250 221 close"}}};
  net::Loop loop;
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::string> troubles(kMany, "not played");
  for (std::string& trouble : troubles) {
    clients.push_back(std::make_unique<Client>(loop, servers->target()));
    loop.spawn(clients.back()->play(row, trouble));
  }
  loop.run();
  EXPECT_EQ(std::ranges::count(troubles, ""), static_cast<std::ptrdiff_t>(kMany));
}

TEST_F(ServersTest, EndsWhileAClientIsConnected) {
  auto servers = start();
  ASSERT_NE(servers, nullptr);
  net::Loop loop;
  Client client(loop, servers->target());
  const Row row = {"stays", "smtp", {{"", "220"}}};
  std::string trouble = "not played";
  loop.spawn(client.play(row, trouble));
  loop.run();
  EXPECT_EQ(trouble, "");
  servers.reset();
}

}  // namespace
}  // namespace wireassay::reference
