// Connections of OpenSSL, opened with the keys that it wrote down.
#include "trace/decrypt.h"

#include <gtest/gtest.h>

#include "trace/tls_traffic_test_support.h"
#include "wire/tls/hello.h"
#include "wire/tls/registry.h"
#include "wire/tls/stream.h"

namespace wireassay::trace {
namespace {

struct Spoken {
  std::string client, server;  ///< application data
  std::string refused;         ///< reasons, each once in a row
  std::size_t opened = 0, closed = 0;
  std::string alerts;
};

/// Both sides of a connection through streams into a decryptor.
class Reader {
 public:
  explicit Reader(const KeyLog& log) : decryptor_(log) {}

  void add(const Flight& flight) {
    tls::Stream& stream = flight.from == Direction::FromClient ? client_ : server_;
    stream.feed(flight.octets);
    while (auto item = stream.next()) take(flight.from, *item);
  }
  void lose(Direction from) { decryptor_.lost(from); }
  const Spoken& spoken() const { return spoken_; }

 private:
  void take(Direction from, const tls::Item& item) {
    if (item.kind == tls::ItemKind::Handshake) {
      decryptor_.message(from, item.type, item.octets);
      if (from == Direction::FromServer && item.type == tls::handshake::kServerHello)
        client_.set_version(tls::selected_version(tls::decode_server_hello(item.octets).value));
    } else if (item.kind == tls::ItemKind::ChangeCipherSpec) {
      decryptor_.change_cipher_spec(from);
    } else {
      open(from, {item.type, item.version, item.octets});
    }
  }
  void open(Direction from, const tls::Record& record) {
    const auto opened = decryptor_.open(from, record);
    if (!opened) {
      ++spoken_.closed;
      const std::string why = decryptor_.why_not();
      if (!spoken_.refused.ends_with(why))
        spoken_.refused += (spoken_.refused.empty() ? "" : "|") + why;
      return;
    }
    ++spoken_.opened;
    if (opened->type == tls::content::kApplicationData)
      (from == Direction::FromClient ? spoken_.client : spoken_.server) += opened->octets;
    if (opened->type == tls::content::kAlert)
      spoken_.alerts += std::to_string(opened->octets.back());
  }

  tls::Stream client_, server_;
  KeyLogDecryptor decryptor_;
  Spoken spoken_;
};

Spoken read(const std::vector<Flight>& flights, const std::string& keys) {
  KeyLog log;
  EXPECT_TRUE(log.add("keys", keys));
  Reader reader(log);
  for (const Flight& flight : flights) reader.add(flight);
  return reader.spoken();
}

std::string said(const std::vector<Say>& dialogue, Direction from) {
  std::string all;
  for (const Say& say : dialogue) all += say.from == from ? say.octets : "";
  return all;
}

void expect_all(const Spoken& spoken, const std::vector<Say>& dialogue) {
  EXPECT_EQ(spoken.client, said(dialogue, Direction::FromClient));
  EXPECT_EQ(spoken.server, said(dialogue, Direction::FromServer));
  EXPECT_EQ(spoken.refused, "");
}

/// Empty, one octet, more than a record, and with many octets of each value.
std::vector<Say> large_dialogue() {
  std::string large;
  for (int i = 0; i < 40'000; ++i) large += static_cast<char>(i * 7);
  return {{Direction::FromClient, "x"},
          {Direction::FromServer, large},
          {Direction::FromClient, large},
          {Direction::FromServer, "\r\n"}};
}

struct Row {
  std::string_view name;
  TrafficOptions options;
  std::string suite;
};

const Row kRows[] = {
    {"1.3 AES-128-GCM",
     {.suites = "TLS_AES_128_GCM_SHA256", .ciphers = "", .groups = ""},
     "TLS_AES_128_GCM_SHA256"},
    {"1.3 AES-256-GCM",
     {.suites = "TLS_AES_256_GCM_SHA384", .ciphers = "", .groups = ""},
     "TLS_AES_256_GCM_SHA384"},
    {"1.3 ChaCha20",
     {.suites = "TLS_CHACHA20_POLY1305_SHA256", .ciphers = "", .groups = ""},
     "TLS_CHACHA20_POLY1305_SHA256"},
    {"1.3 CCM",
     {.suites = "TLS_AES_128_CCM_SHA256", .ciphers = "", .groups = ""},
     "TLS_AES_128_CCM_SHA256"},
    {"1.3 CCM_8",
     {.suites = "TLS_AES_128_CCM_8_SHA256", .ciphers = "", .groups = ""},
     "TLS_AES_128_CCM_8_SHA256"},
    {"1.3 HelloRetryRequest",
     {.suites = "TLS_AES_128_GCM_SHA256", .ciphers = "", .groups = "secp384r1"},
     "TLS_AES_128_GCM_SHA256"},
    {"1.3 padding",
     {.suites = "TLS_AES_128_GCM_SHA256", .ciphers = "", .groups = "", .padding = 256},
     "TLS_AES_128_GCM_SHA256"},
    {"1.3 client certificate",
     {.suites = "TLS_AES_256_GCM_SHA384", .ciphers = "", .groups = "", .ask = true},
     "TLS_AES_256_GCM_SHA384"},
    {"1.3 resumed",
     {.suites = "TLS_AES_256_GCM_SHA384", .ciphers = "", .groups = "", .resume = true},
     "TLS_AES_256_GCM_SHA384"},
    {"1.2 ECDHE AES-128-GCM",
     {.version = TLS1_2_VERSION,
      .suites = "",
      .ciphers = "ECDHE-RSA-AES128-GCM-SHA256",
      .groups = ""},
     "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
    {"1.2 ECDHE AES-256-GCM",
     {.version = TLS1_2_VERSION,
      .suites = "",
      .ciphers = "ECDHE-RSA-AES256-GCM-SHA384",
      .groups = ""},
     "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
    {"1.2 ECDHE ChaCha20",
     {.version = TLS1_2_VERSION,
      .suites = "",
      .ciphers = "ECDHE-RSA-CHACHA20-POLY1305",
      .groups = ""},
     "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
    {"1.2 DHE AES-128-GCM",
     {.version = TLS1_2_VERSION,
      .suites = "",
      .ciphers = "DHE-RSA-AES128-GCM-SHA256",
      .groups = ""},
     "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"},
    {"1.2 DHE ChaCha20",
     {.version = TLS1_2_VERSION,
      .suites = "",
      .ciphers = "DHE-RSA-CHACHA20-POLY1305",
      .groups = ""},
     "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
    {"1.2 RSA AES-256-GCM",
     {.version = TLS1_2_VERSION, .suites = "", .ciphers = "AES256-GCM-SHA384", .groups = ""},
     "TLS_RSA_WITH_AES_256_GCM_SHA384"},
    {"1.2 RSA CCM",
     {.version = TLS1_2_VERSION, .suites = "", .ciphers = "AES128-CCM", .groups = ""},
     "TLS_RSA_WITH_AES_128_CCM"},
    {"1.2 DHE CCM_8",
     {.version = TLS1_2_VERSION, .suites = "", .ciphers = "DHE-RSA-AES256-CCM8", .groups = ""},
     "TLS_DHE_RSA_WITH_AES_256_CCM_8"},
    {"1.2 resumed",
     {.version = TLS1_2_VERSION,
      .suites = "",
      .ciphers = "ECDHE-RSA-AES128-GCM-SHA256",
      .groups = "",
      .resume = true},
     "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
    {"1.2 client certificate",
     {.version = TLS1_2_VERSION,
      .suites = "",
      .ciphers = "ECDHE-RSA-AES128-GCM-SHA256",
      .groups = "",
      .ask = true},
     "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
};

TEST(Decrypt, EverySuite) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    for (const auto& dialogue : {smtp_dialogue(), large_dialogue()}) {
      const TlsTraffic traffic(row.options, dialogue);
      ASSERT_TRUE(traffic.established());
      EXPECT_EQ(traffic.suite(), row.suite);
      EXPECT_EQ(traffic.resumed(), row.options.resume);
      expect_all(read(traffic.flights(), traffic.key_log()), dialogue);
    }
  }
}

TEST(Decrypt, KeyUpdates) {
  const auto client = Direction::FromClient, server = Direction::FromServer;
  const std::vector<Say> dialogue = {{client, "1"},
                                     {client, "", Say::What::KeyUpdate},
                                     {client, "2"},
                                     {server, "3"},
                                     {server, "", Say::What::KeyUpdate},
                                     {server, "4"},
                                     {client, "", Say::What::KeyUpdate},
                                     {client, "5"},
                                     {server, "6"}};
  for (const char* suite :
       {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"}) {
    SCOPED_TRACE(suite);
    const TlsTraffic traffic({.suites = suite, .ciphers = "", .groups = ""}, dialogue);
    expect_all(read(traffic.flights(), traffic.key_log()), dialogue);
  }
}

TEST(Decrypt, Renegotiation) {
  const auto client = Direction::FromClient, server = Direction::FromServer;
  const std::vector<Say> dialogue = {{client, "before"},
                                     {client, "", Say::What::Renegotiate},
                                     {client, "behind"},
                                     {server, "answer"}};
  const TlsTraffic traffic({.version = TLS1_2_VERSION,
                            .suites = "",
                            .ciphers = "ECDHE-RSA-AES128-GCM-SHA256",
                            .groups = ""},
                           dialogue);
  expect_all(read(traffic.flights(), traffic.key_log()), dialogue);
}

TEST(Decrypt, AlertsAreInside) {
  const TlsTraffic traffic({}, smtp_dialogue());
  EXPECT_EQ(read(traffic.flights(), traffic.key_log()).alerts, "0");
}

std::string without(const std::string& keys, std::string_view label) {
  std::string out;
  for (std::size_t at = 0; at < keys.size();) {
    const std::size_t end = keys.find('\n', at) + 1;
    if (!std::string_view(keys).substr(at).starts_with(label)) out += keys.substr(at, end - at);
    at = end;
  }
  return out;
}

TEST(Decrypt, ApplicationKeysAloneOpenTheApplicationData) {
  const TlsTraffic traffic({}, smtp_dialogue());
  std::string keys = without(traffic.key_log(), "CLIENT_HANDSHAKE_TRAFFIC_SECRET");
  keys = without(keys, "SERVER_HANDSHAKE_TRAFFIC_SECRET");
  const Spoken spoken = read(traffic.flights(), keys);
  EXPECT_EQ(spoken.client, said(smtp_dialogue(), Direction::FromClient));
  EXPECT_EQ(spoken.server, said(smtp_dialogue(), Direction::FromServer));
  EXPECT_EQ(spoken.refused, "the tag is wrong") << "the records of the handshake";
}

TEST(Decrypt, SaysWhyNot) {
  const TlsTraffic traffic({}, smtp_dialogue());
  const TlsTraffic other({}, smtp_dialogue());
  EXPECT_TRUE(read(traffic.flights(), "")
                  .refused.starts_with("the key log has no secret for this client random, "));
  EXPECT_EQ(read(traffic.flights(), other.key_log()).opened, 0U);
  EXPECT_EQ(read(traffic.flights(), without(traffic.key_log(), "CLIENT_TRAFFIC")).refused,
            "the key log has no traffic secret of this side");
  const TlsTraffic cbc(
      {.version = TLS1_2_VERSION, .suites = "", .ciphers = "AES128-SHA", .groups = ""},
      smtp_dialogue());
  EXPECT_EQ(read(cbc.flights(), cbc.key_log()).refused, "not AEAD: TLS_RSA_WITH_AES_128_CBC_SHA");
}

TEST(Decrypt, AWrongTagIsReportedAndOpensNothing) {
  const TlsTraffic traffic({}, smtp_dialogue());
  std::vector<Flight> flights = traffic.flights();
  std::size_t changed = 0;
  for (Flight& flight : flights) {
    if (flight.from != Direction::FromClient || ++changed != 3) continue;
    flight.octets.back() = static_cast<char>(flight.octets.back() ^ 1);  // EHLO
  }
  const Spoken spoken = read(flights, traffic.key_log());
  EXPECT_EQ(spoken.refused, "the tag is wrong");
  EXPECT_EQ(spoken.client, "") << "each record behind it has the number of another one";
  EXPECT_EQ(spoken.server, said(smtp_dialogue(), Direction::FromServer));
}

TEST(Decrypt, BehindAHoleNothingIsOpened) {
  const TlsTraffic traffic({}, smtp_dialogue());
  KeyLog log;
  ASSERT_TRUE(log.add("keys", traffic.key_log()));
  Reader reader(log);
  for (const Flight& flight : traffic.flights()) {
    if (reader.spoken().client.ends_with("org\r\n")) reader.lose(Direction::FromClient);
    reader.add(flight);
  }
  EXPECT_EQ(reader.spoken().client, "EHLO client.example.org\r\n");
  EXPECT_EQ(reader.spoken().refused, "octets before it are missing");
}

}  // namespace
}  // namespace wireassay::trace
