#include "reference/tls_test_support.h"

#include <gtest/gtest.h>

#include <map>

#include "net/connection.h"
#include "wire/tls/messages.h"
#include "wire/tls/registry.h"

namespace wireassay::reference::testing {
namespace {

net::Clock::time_point in_time() { return net::Clock::now() + std::chrono::seconds(60); }
/// A deadline that is meant to pass.
net::Clock::time_point shortly() { return net::Clock::now() + net::Millis(100); }

struct UpgradeRow {
  std::string_view service, opening;  ///< what the client says in clear; "|" waits for a reply
};
constexpr UpgradeRow kUpgrades[] = {
    {"smtp", "|EHLO a\r\n|STARTTLS\r\n|"},
    {"submission", "|EHLO a\r\n|STARTTLS\r\n|"},
    {"imap", "|a STARTTLS\r\n|"},
    {"pop3", "|STLS\r\n|"},
};

class Probe {
 public:
  Probe(net::Loop& loop, const scenario::Target& target) : loop_(loop), target_(target) {}

  net::Task<void> play(std::string_view service, std::string octets, Then then, Said& said) {
    const std::size_t plus = service.find('+');
    const scenario::ServiceUrl& url = target_.services.at(std::string(service.substr(0, plus)));
    auto dialled =
        co_await net::Connection::dial(loop_, {.host = url.host, .port = url.port}, in_time());
    EXPECT_TRUE(dialled.has_value());
    if (!dialled) co_return;
    connection_ = *std::move(dialled);
    if (plus != std::string_view::npos) co_await upgrade(service.substr(0, plus));
    co_await send(octets);
    if (then == Then::End) connection_->shut();
    said.open = !co_await read_to_end(then == Then::End ? in_time() : shortly());
    tls::Stream stream;
    stream.feed(input_);
    stream.finish();
    while (std::optional<tls::Item> item = stream.next()) said.items.push_back(std::move(*item));
  }

 private:
  net::Task<void> upgrade(std::string_view service) {
    for (const UpgradeRow& row : kUpgrades) {
      if (row.service != service) continue;
      std::string_view rest = row.opening;
      while (!rest.empty()) {
        const std::size_t bar = rest.find('|');
        if (bar > 0) co_await connection_->write(rest.substr(0, bar), {}, in_time());
        std::string reply;
        co_await connection_->read(reply, in_time());
        rest.remove_prefix(bar + 1);
      }
    }
  }

  net::Task<void> send(std::string_view octets) {
    constexpr std::string_view kCut = "{|}", kFlight = "{flight}";
    while (!octets.empty()) {
      const std::size_t cut = octets.find(kCut), flight = octets.find(kFlight);
      const std::size_t end = std::min(cut, flight);
      co_await connection_->write(octets.substr(0, end), {}, in_time());
      if (end == std::string_view::npos) co_return;
      octets.remove_prefix(end + (cut < flight ? kCut : kFlight).size());
      if (cut < flight)
        co_await loop_.sleep_until(net::Clock::now() + net::Millis(20));
      else
        co_await connection_->read(input_, in_time());
    }
  }

  /// True if the server has closed.
  net::Task<bool> read_to_end(net::Clock::time_point deadline) {
    while (true) {
      const net::ReadResult read = co_await connection_->read(input_, deadline);
      EXPECT_NE(read.end, net::ReadEnd::Reset);
      if (read.end != net::ReadEnd::Data) co_return read.end == net::ReadEnd::Closed;
    }
  }

  net::Loop& loop_;
  const scenario::Target& target_;
  std::unique_ptr<net::Connection> connection_;
  std::string input_;
};

std::string name_of(const tls::Item& item) {
  if (item.kind == tls::ItemKind::Plaintext) return "plaintext";
  std::string name = tls::to_string(item);
  const bool warning =
      item.kind == tls::ItemKind::Alert && !item.octets.empty() && item.octets.front() == 1;
  return warning ? "warning:" + name.substr(name.find(':') + 1) : name;
}

}  // namespace

tls::HelloParts parts12() {
  return {.version = tls::kTls12,
          .random = std::string(tls::kRandom, 'r'),
          .cipher_suites = {0xc02b, 0xc02c, 0xc02f, 0x00ff},
          .groups = {29, 23},
          .signatures = {0x0403, 0x0804}};
}

tls::HelloParts parts13() {
  return {.version = tls::kTls12,
          .random = std::string(tls::kRandom, 'r'),
          .session_id = std::string(32, 's'),
          .cipher_suites = {0x1301, 0x1302},
          .groups = {29, 23},
          .signatures = {0x0403, 0x0804},
          .supported_versions = {tls::kTls13},
          .key_share = {{29, "\x09" + std::string(31, '\0')}}};
}

std::string hello(const tls::HelloParts& parts, std::vector<tls::Override> changes) {
  return tls::to_wire(
      tls::HelloPlan{.hello = tls::client_hello(parts), .changes = std::move(changes)});
}

Said say_to(const scenario::Target& target, std::string_view service, const std::string& octets,
            Then then) {
  net::Loop loop;
  Probe probe(loop, target);
  Said said;
  loop.spawn(probe.play(service, octets, then, said));
  loop.run();
  return said;
}

std::string names_of(const Said& said) {
  std::string names;
  for (const tls::Item& item : said.items) names += (names.empty() ? "" : " ") + name_of(item);
  if (said.open) names += names.empty() ? "open" : " open";
  return names;
}

}  // namespace wireassay::reference::testing
