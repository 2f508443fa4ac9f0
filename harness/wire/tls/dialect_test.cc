#include "wire/tls/dialect.h"

#include <gtest/gtest.h>

#include "wire/tls/encode.h"
#include "wire/tls/handshake.h"
#include "wire/tls/messages.h"

namespace wireassay::tls {
namespace {

ClientHello offer(std::uint16_t version) {
  HelloParts parts{.random = std::string(kRandom, 'c'), .session_id = std::string(kRandom, 's')};
  parts.cipher_suites = {0x1301, 0xc02f};
  parts.groups = {29};
  parts.signatures = {0x0804};
  if (version == kTls13) {
    parts.supported_versions = {kTls13};
    parts.key_share = {{29, std::string(32, 'k')}};
  }
  return client_hello(parts);
}

ServerHello answer(std::uint16_t version) {
  ServerHello hello{.version = kTls12, .random = std::string(kRandom, 'r')};
  hello.cipher_suite = 0xc02f;
  if (version != kTls13) return hello;
  hello.session_id = std::string(kRandom, 's');
  hello.cipher_suite = 0x1301;
  hello.extensions = {
      make_extension(extension::kSupportedVersions, Where::ServerHello, std::uint32_t{kTls13}),
      make_extension(extension::kKeyShare, Where::ServerHello, KeyShare{29, std::string(32, 'q')})};
  return hello;
}

std::string record(std::uint8_t type, std::string_view fragment) {
  return to_wire(Record{type, kTls12, std::string(fragment)});
}
std::string message(std::uint8_t type, std::string_view body) {
  return to_wire(HandshakeMessage{type, std::string(body)});
}
std::string hello(std::uint16_t version) {
  return record(content::kHandshake, message(handshake::kServerHello, to_wire(answer(version))));
}

const std::string kDone = record(content::kHandshake, message(handshake::kServerHelloDone, ""));
const std::string kCertificates =
    record(content::kHandshake, message(handshake::kCertificate, std::string("\0\0\0", 3)));
const std::string kCcs = record(content::kChangeCipherSpec, "\1");
const std::string kFlight = record(content::kApplicationData, std::string(64, 'f'));
const std::string kSecret = record(content::kApplicationData, std::string(19, 'a'));
const std::string kFatal = record(content::kAlert, "\2\x32");
const std::string kWarning = record(content::kAlert, "\1\x70");

/// Classes of all that comes when `in` arrives in two pieces, cut at `cut`.
std::string heard(std::uint16_t version, std::vector<std::string> awaited, const std::string& in,
                  std::size_t cut, bool close = false) {
  const RecordsDialect dialect;
  const auto session = dialect.session({});
  session->sent(to_wire(HelloPlan{.hello = offer(version)}));
  session->awaits(awaited);
  std::string out, buffer;
  const auto take = [&] {
    while (!buffer.empty() || session->ready()) {
      Parsed<Event> parsed = session->next(buffer);
      const auto* got = std::get_if<Got<Event>>(&parsed);
      if (got == nullptr) break;
      out += (out.empty() ? "" : " ") + got->value.cls;
      for (const Deviation& one : got->value.deviations) out += "!" + std::string(one.rule);
      EXPECT_LE(got->used, buffer.size());
      buffer.erase(0, got->used);
    }
  };
  buffer = in.substr(0, cut);
  take();
  buffer += in.substr(cut);
  take();
  if (!close || buffer.empty()) return out;
  const auto end = session->closed(buffer, DialectSession::Ending::Clean);
  return out + (out.empty() ? "" : " ") + (end ? end->cls : "cut");
}

TEST(RecordsDialect, WaitsForWhatIsNamed) {
  struct Row {
    const char* name;
    std::uint16_t version;
    std::vector<std::string> awaited;
    std::string in;
    const char* expected;
    bool close = false;
  };
  const Row rows[] = {
      {"hello", kTls12, {"server_hello"}, hello(kTls12), "server_hello"},
      {"hello of 1.3", kTls13, {"server_hello"}, hello(kTls13), "server_hello"},
      {"later message", kTls12, {"server_hello_done"}, hello(kTls12) + kDone, "server_hello_done"},
      {"hello ends a wait for an alert", kTls12, {"alert"}, hello(kTls12) + kDone, "server_hello"},
      {"alert", kTls12, {"server_hello"}, kFatal, "alert:decode_error"},
      {"warning is passed over",
       kTls12,
       {"server_hello"},
       kWarning + hello(kTls12),
       "server_hello"},
      {"warning is named",
       kTls12,
       {"alert:unrecognized_name"},
       kWarning + hello(kTls12),
       "alert:unrecognized_name server_hello"},
      {"any alert is named", kTls12, {"alert"}, kWarning, "alert:unrecognized_name"},
      {"alert under keys",
       kTls13,
       {"encrypted_alert"},
       hello(kTls13) + kCcs + kFlight + kSecret,
       "encrypted_alert"},
      {"alert under keys ends any wait",
       kTls13,
       {"server_hello"},
       hello(kTls13) + kCcs + kFlight + kSecret,
       "server_hello encrypted_alert"},
      {"records under keys", kTls13, {"encrypted"}, hello(kTls13) + kFlight, "encrypted"},
      {"flight, then close",
       kTls13,
       {"close"},
       hello(kTls13) + kCcs + kFlight,
       "server_hello close",
       true},
      {"flight, then a piece",
       kTls13,
       {"close"},
       hello(kTls13) + kFlight.substr(0, 20),
       "server_hello cut",
       true},
      {"plain text", kTls12, {"server_hello"}, "500 5.5.1 what?\r\n", "plaintext"},
      {"plain text without its end",
       kTls12,
       {"server_hello"},
       "500 5.5.1 what?",
       "plaintext",
       true},
      {"certificates",
       kTls12,
       {"certificate"},
       hello(kTls12) + kCertificates,
       "certificate!tls.no-certificate"},
      {"not offered",
       kTls12,
       {"server_hello"},
       hello(kTls13),
       "server_hello!tls.unoffered-version!tls.unoffered-extension!tls.unoffered-share"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    for (std::size_t cut = 0; cut <= row.in.size(); ++cut) {
      SCOPED_TRACE(cut);
      const std::string got = heard(row.version, row.awaited, row.in, cut, row.close);
      if (std::string_view(row.name) == "not offered")
        EXPECT_TRUE(got.starts_with("server_hello!tls.unoffered-")) << got;
      else
        EXPECT_EQ(got, row.expected);
      if (HasFailure()) return;
    }
  }
}

TEST(RecordsDialect, FieldsOfAHello) {
  const RecordsDialect dialect;
  const auto session = dialect.session({});
  const std::string in = hello(kTls13);
  const std::vector<std::string> awaited = {"server_hello"};
  session->awaits(awaited);
  const Parsed<Event> parsed = session->next(in);
  const auto* got = std::get_if<Got<Event>>(&parsed);
  ASSERT_NE(got, nullptr);
  const auto text = [&](const char* field) {
    return std::get<std::string>(got->value.fields.at(field));
  };
  EXPECT_EQ(text("version"), "1.3");
  EXPECT_EQ(text("legacy_version"), "1.2");
  EXPECT_EQ(text("cipher"), "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(text("group"), "x25519");
  EXPECT_EQ(text("downgrade"), "");
  EXPECT_EQ(text("session_id").size(), 2 * kRandom);
  EXPECT_EQ(std::get<TextList>(got->value.fields.at("extensions")),
            (TextList{"supported_versions", "key_share"}));
}

}  // namespace
}  // namespace wireassay::tls
