// Every fault of TLS can be seen from outside: the same octets, the answer of the conforming server
// and the mutant's.
#include "reference/tls_faults.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "core/escape.h"
#include "reference/tls_test_support.h"
#include "wire/tls/certificate.h"
#include "wire/tls/registry.h"

namespace wireassay::reference::testing {
namespace {

using namespace std::string_literals;
using Op = tls::Override::Op;
using What = tls::Override::What;
using Aspect = std::string (*)(const Said&);

// What of an answer a row shows.

std::string first(const Said& said) {
  const std::string all = names_of(said);
  return all.substr(0, all.find(' '));
}

std::string all(const Said& said) { return names_of(said); }

/// The n-th ServerHello; HelloRetryRequests are some, too.
std::optional<tls::ServerHello> server_hello(const Said& said, std::size_t n = 0) {
  for (const tls::Item& item : said.items) {
    if (item.kind != tls::ItemKind::Handshake || item.type != tls::handshake::kServerHello ||
        n-- > 0)
      continue;
    return tls::decode_server_hello(item.octets).value;
  }
  return std::nullopt;
}

std::string of_hello(const Said& said, std::string (*show)(const tls::ServerHello&)) {
  const auto hello = server_hello(said);
  return hello ? show(*hello) : names_of(said);
}

std::string hex(std::uint16_t value) { return to_hex(tls::number(value, 2)); }

std::string extensions_in(const tls::ServerHello& hello) {
  std::string names;
  for (const tls::Extension& one : hello.extensions.value_or(std::vector<tls::Extension>()))
    names += (names.empty() ? "" : " ") + std::to_string(one.type);
  return names;
}

std::string extensions(const Said& said) { return of_hello(said, extensions_in); }
std::string suite(const Said& said) {
  return of_hello(said, [](const tls::ServerHello& h) { return hex(h.cipher_suite); });
}
std::string versions(const Said& said) {
  return of_hello(said, [](const tls::ServerHello& h) {
    return hex(h.version) + " " + hex(tls::selected_version(h));
  });
}
std::string compression(const Said& said) {
  return of_hello(said, [](const tls::ServerHello& h) { return std::to_string(h.compression); });
}
std::string session_id(const Said& said) {
  return of_hello(said, [](const tls::ServerHello& h) { return h.session_id.substr(0, 4); });
}
std::string random(const Said& said) {
  return of_hello(said, [](const tls::ServerHello& h) {
    const std::string begin = h.random.substr(0, 4);
    return begin == "RRRR" || begin == "rrrr" ? begin : "fresh"s;
  });
}
std::string sentinel(const Said& said) {
  return of_hello(said, [](const tls::ServerHello& h) {
    return tls::downgrade(h) == tls::Downgrade::Tls12 ? "1.2"s : "none"s;
  });
}
std::string group(const Said& said) {
  return of_hello(said, [](const tls::ServerHello& h) {
    const auto* share =
        h.extensions ? tls::find(*h.extensions, tls::extension::kKeyShare) : nullptr;
    return share == nullptr ? "none"s : to_hex(share->body.substr(0, 2));
  });
}
std::string second_suite(const Said& said) {
  const auto hello = server_hello(said, 1);
  return hello ? hex(hello->cipher_suite) : names_of(said);
}
std::string certificates(const Said& said) {
  std::string shown;
  for (const tls::Item& item : said.items) {
    if (item.kind != tls::ItemKind::Handshake || item.type != tls::handshake::kCertificate)
      continue;
    for (const tls::CertificateEntry& entry :
         tls::decode_certificate(item.octets, tls::kTls12).value.entries) {
      const auto facts = tls::certificate_facts(entry.der);
      if (!facts) return "malformed";
      shown += facts->dns_names.empty() ? "authority" : "server";
      shown += facts->used == entry.der.size() ? " " : "+ ";
    }
  }
  return shown;
}

// What is sent.

template <class Change>
std::string with(tls::HelloParts parts, Change change) {
  change(parts);
  return hello(parts);
}
template <class Change>
std::string with12(Change change) {
  return with(parts12(), change);
}
template <class Change>
std::string with13(Change change) {
  return with(parts13(), change);
}
/// A hello with one more extension, behind the others.
std::string more12(std::uint16_t type, const std::string& body) {
  return with12([&](tls::HelloParts& p) { p.more.push_back({type, body}); });
}
std::string more13(std::uint16_t type, const std::string& body) {
  return with13([&](tls::HelloParts& p) { p.more.push_back({type, body}); });
}
std::string length12(std::string path, std::int64_t add) {
  return hello(parts12(),
               {{.path = std::move(path), .what = What::Length, .op = Op::Add, .number = add}});
}
std::string set12(std::string path, std::string octets) {
  return hello(parts12(), {{.path = std::move(path), .op = Op::Set, .octets = std::move(octets)}});
}
std::string fragments(const tls::HelloParts& parts, std::vector<std::size_t> lengths) {
  return tls::to_wire(
      tls::HelloPlan{.hello = tls::client_hello(parts), .fragments = std::move(lengths)});
}
std::string record(std::uint8_t type, std::string fragment) {
  return tls::to_wire(tls::Record{type, tls::kTls12, std::move(fragment)});
}
/// A hello of that many octets with its header, in one record.
std::string hello_of(std::size_t octets) {
  const std::size_t plain = hello(parts12()).size() - tls::kRecordHeader;
  return fragments(
      [&] {
        tls::HelloParts p = parts12();
        p.more.push_back({21, std::string(octets - plain - 4, '\0')});
        return p;
      }(),
      {octets});
}
std::string in_segments(const std::string& octets) {
  return octets.substr(0, 20) + "{|}" + octets.substr(20);
}

const std::string k12 = hello(parts12()), k13 = hello(parts13());
const std::string kBad = length12("extensions", 1);
const std::string kForeign = with12([](tls::HelloParts& p) { p.cipher_suites = {0xfffe}; });
const std::string kFatal = record(21, "\x02\x28"), kWarning = record(21, "\x01\x70");
const std::string kCcs = record(20, "\x01");
const std::string kEmptyShare =
    with13([](tls::HelloParts& p) { p.more.push_back({51, "\x00\x00"s}), p.key_share.clear(); });
const std::string kSsl2 = "\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10"s + std::string(37, 'c');
const std::string kAnyName = "\x00\x04\x00\x00\x01\x61"s;

struct Row {
  const char* fault;
  const char* service;
  std::string in;
  Aspect shows;
  std::string good, mutant;
  Then then = Then::End;
};

// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    // alerts
    {"tls-alert-wrong", "smtps", kBad, all, "alert:decode_error", "alert:internal_error"},
    {"tls-alert-wrong", "imaps", kForeign, all, "alert:handshake_failure", "alert:internal_error"},
    {"tls-alert-missing", "smtps", kBad, all, "alert:decode_error", ""},
    {"tls-alert-missing", "imaps", kForeign, all, "alert:handshake_failure", ""},
    {"tls-alert-warning", "smtps", kBad, all, "alert:decode_error", "warning:decode_error"},
    {"tls-alert-twice", "smtps", kBad, all, "alert:decode_error", "alert:decode_error alert:decode_error"},
    {"tls-alert-fragmented", "smtps", kBad, all, "alert:decode_error", "alert:close_notify alert:close_notify"},
    {"tls-alert-stays-open", "smtps", kBad, all, "alert:decode_error", "alert:decode_error open", Then::Wait},
    {"tls-alert-stays-open", "pop3+stls", kForeign, all, "alert:handshake_failure", "alert:handshake_failure open", Then::Wait},
    {"tls-alert-received-answered", "smtps", kFatal, all, "", "alert:unexpected_message"},
    {"tls-alert-received-ignored", "smtps", kFatal, all, "", "open", Then::Wait},
    {"tls-alert-received-ignored", "https", k12 + kFatal, all, "server_hello certificate server_key_exchange server_hello_done", "server_hello certificate server_key_exchange server_hello_done open", Then::Wait},
    {"tls-refusal-in-clear", "smtps", kBad, all, "alert:decode_error", "plaintext"},
    {"tls-banner-in-clear", "pop3s", "", all, "open", "plaintext open", Then::Wait},
    {"tls-falls-back-to-clear", "smtp+starttls", "NOOP\r\n", all, "alert:unexpected_message", "plaintext"},
    {"tls-falls-back-to-clear", "imap+starttls", "a NOOP\r\n", all, "alert:unexpected_message", "plaintext"},
    // records before a hello
    {"tls-record-version-heeded", "smtps", set12("record.version", "\x03\xff"), first, "server_hello", "alert:protocol_version"},
    {"tls-record-type-ignored", "smtps", record(99, "x") + k12, first, "alert:unexpected_message", "server_hello"},
    {"tls-heartbeat-answered", "smtps", record(24, "\x01\x00\x01x"s + std::string(16, 'p')), first, "alert:unexpected_message", "record"},
    {"tls-data-before-hello-ignored", "smtps", record(23, "x") + k12, first, "alert:unexpected_message", "server_hello"},
    {"tls-ccs-before-hello-ignored", "smtps", kCcs + k12, first, "alert:unexpected_message", "server_hello"},
    {"tls-alert-malformed-ignored", "smtps", record(21, "\x01") + k12, first, "alert:decode_error", "server_hello"},
    {"tls-alert-malformed-ignored", "smtps", record(21, "\x01\x70\x70") + k12, first, "alert:decode_error", "server_hello"},
    {"tls-record-full-refused", "smtps", hello_of(1 << 14), first, "server_hello", "alert:record_overflow"},
    {"tls-record-too-long-accepted", "smtps", hello_of((1 << 14) + 1), first, "alert:record_overflow", "server_hello"},
    {"tls-record-too-long-awaited", "smtps", "\x16\x03\x01\xff\xff\x01"s, all, "alert:record_overflow", "open", Then::Wait},
    {"tls-fragments-refused", "smtps", fragments(parts12(), {1}), first, "server_hello", "alert:unexpected_message"},
    {"tls-octet-records-refused", "smtps", fragments(parts12(), std::vector<std::size_t>(60, 1)), first, "server_hello", "alert:unexpected_message"},
    {"tls-segments-refused", "smtps", in_segments(k12), first, "server_hello", "alert:decode_error"},
    {"tls-interleaved-ignored", "smtps", [] { std::string two = fragments(parts12(), {9}); return two.insert(14, kWarning); }(), first, "alert:unexpected_message", "server_hello"},
    {"tls-unaligned-hello-accepted", "smtps", hello(parts13(), {{.path = "record", .op = Op::Insert, .octets = "\x01"}}), first, "alert:unexpected_message", "server_hello"},
    {"tls-wrong-message-ignored", "smtps", record(22, "\x00\x00\x00\x00"s) + k12, first, "alert:unexpected_message", "server_hello"},
    {"tls-wrong-message-ignored", "smtps", record(22, "\x14\x00\x00\x01x"s) + k12, first, "alert:unexpected_message", "server_hello"},
    {"tls-ssl2-answered", "smtps", kSsl2, first, "alert:protocol_version", "ssl2_hello"},
    // versions
    {"tls-ssl3-accepted", "smtps", with12([](tls::HelloParts& p) { p.version = 0x0300; }), versions, "alert:protocol_version", "0300 0300"},
    {"tls-1.0-accepted", "smtps", with12([](tls::HelloParts& p) { p = {.version = 0x0301, .cipher_suites = {0xc00a}}; }), versions, "alert:protocol_version", "0301 0301"},
    {"tls-1.1-accepted", "smtps", with12([](tls::HelloParts& p) { p.version = 0x0302; }), versions, "alert:protocol_version", "0302 0302"},
    {"tls-supported-versions-ignored", "smtps", with13([](tls::HelloParts& p) { p.cipher_suites.push_back(0xc02b); }), versions, "0303 0304", "0303 0303"},
    {"tls-legacy-version-heeded", "smtps", with13([](tls::HelloParts& p) { p.version = 0x0301; }), versions, "0303 0304", "alert:protocol_version"},
    {"tls-unknown-version-refused", "smtps", with13([](tls::HelloParts& p) { p.supported_versions = {0x0a0a, 0x0304}; }), versions, "0303 0304", "alert:protocol_version"},
    {"tls-unknown-versions-accepted", "smtps", with13([](tls::HelloParts& p) { p.supported_versions = {0x0309}; }), versions, "alert:protocol_version", "0303 0303"},
    {"tls-fallback-accepted", "smtps", with12([](tls::HelloParts& p) { p.cipher_suites.push_back(0x5600); }), first, "alert:inappropriate_fallback", "server_hello"},
    // syntax of hellos
    {"tls-handshake-length-ignored", "smtps", length12("handshake", -1), first, "alert:decode_error", "server_hello"},
    {"tls-session-id-long-accepted", "smtps", with12([](tls::HelloParts& p) { p.session_id = std::string(33, 's'); }), first, "alert:decode_error", "server_hello"},
    {"tls-suites-empty-accepted", "smtps", with12([](tls::HelloParts& p) { p.cipher_suites.clear(); }), first, "alert:decode_error", "server_hello"},
    {"tls-suites-odd-accepted", "smtps", hello(parts12(), {{.path = "cipher_suites", .op = Op::Insert, .octets = "x"}}), first, "alert:decode_error", "server_hello"},
    {"tls-suites-odd-accepted", "smtps", length12("cipher_suites", -1), first, "alert:decode_error", "server_hello"},
    {"tls-compression-empty-accepted", "smtps", with12([](tls::HelloParts& p) { p.compression.clear(); }), first, "alert:decode_error", "server_hello"},
    {"tls-extensions-length-ignored", "smtps", length12("extensions", 1), first, "alert:decode_error", "server_hello"},
    {"tls-extensions-length-ignored", "smtps", length12("extensions", -1), first, "alert:decode_error", "server_hello"},
    {"tls-trailing-ignored", "smtps", hello(parts12(), {{.path = "handshake", .op = Op::Insert, .octets = "xyz"}}), first, "alert:decode_error", "server_hello"},
    {"tls-server-name-empty-accepted", "smtps", more12(0, "\x00\x00"s), first, "alert:decode_error", "server_hello"},
    {"tls-server-name-empty-accepted", "smtps", more12(0, "\x00\x03\x00\x00\x00"s), first, "alert:decode_error", "server_hello"},
    {"tls-alpn-empty-accepted", "smtps", more12(16, "\x00\x00"s), first, "alert:decode_error", "server_hello"},
    {"tls-alpn-empty-accepted", "smtps", more12(16, "\x00\x01\x00"s), first, "alert:decode_error", "server_hello"},
    {"tls-versions-malformed-accepted", "smtps", with13([](tls::HelloParts& p) { p.supported_versions.clear(), p.more.push_back({43, "\x03\x03\x04\x03"}); }), first, "alert:decode_error", "server_hello"},
    {"tls-versions-malformed-accepted", "smtps", with13([](tls::HelloParts& p) { p.supported_versions.clear(), p.more.push_back({43, "\x00"s}); }), first, "alert:decode_error", "server_hello"},
    {"tls-groups-empty-accepted", "smtps", with12([](tls::HelloParts& p) { p.groups.clear(), p.more.push_back({10, "\x00\x00"s}); }), first, "alert:decode_error", "server_hello"},
    {"tls-signatures-malformed-accepted", "smtps", with12([](tls::HelloParts& p) { p.signatures.clear(), p.more.push_back({13, "\x00\x00"s}); }), first, "alert:decode_error", "server_hello"},
    {"tls-signatures-malformed-accepted", "smtps", with12([](tls::HelloParts& p) { p.signatures.clear(), p.more.push_back({13, "\x00\x03\x04\x03\x08"s}); }), first, "alert:decode_error", "server_hello"},
    {"tls-share-malformed-accepted", "smtps", with13([](tls::HelloParts& p) { p.key_share.clear(), p.more.push_back({51, "\x00\x04\x00\x1d\x00\x00"s}); }), first, "alert:decode_error", "server_hello"},
    // contents of hellos
    {"tls-duplicate-extension-accepted", "smtps", with12([](tls::HelloParts& p) { p.more = {{23, ""}, {23, ""}}; }), first, "alert:illegal_parameter", "server_hello"},
    {"tls-duplicate-extension-accepted", "smtps", with13([](tls::HelloParts& p) { p.more = {{60000, ""}, {60000, ""}}; }), first, "alert:illegal_parameter", "server_hello"},
    {"tls-null-compression-missing-accepted", "smtps", with12([](tls::HelloParts& p) { p.compression = "\x01"; }), first, "alert:illegal_parameter", "server_hello"},
    {"tls-1.3-compression-accepted", "smtps", with13([](tls::HelloParts& p) { p.compression = "\x00\x01"s; }), first, "alert:illegal_parameter", "server_hello"},
    {"tls-compression-refused", "smtps", with12([](tls::HelloParts& p) { p.compression = "\x01\x00"s; }), first, "server_hello", "alert:illegal_parameter"},
    {"tls-server-name-unknown-accepted", "smtps", more12(0, kAnyName), first, "alert:unrecognized_name", "server_hello"},
    {"tls-server-name-warning", "smtps", more12(0, kAnyName), first, "alert:unrecognized_name", "warning:unrecognized_name"},
    {"tls-alpn-ignored", "smtps", with12([](tls::HelloParts& p) { p.alpn = {"h2", "zzz"}; }), first, "alert:no_application_protocol", "server_hello"},
    {"tls-alpn-refused", "imaps", with12([](tls::HelloParts& p) { p.alpn = {"zzz", "imap"}; }), extensions, "65281 16", "alert:no_application_protocol"},
    {"tls-max-fragment-accepted", "smtps", more12(1, "\x05"), first, "alert:illegal_parameter", "server_hello"},
    {"tls-point-formats-accepted", "smtps", more12(11, "\x01\x01"), first, "alert:illegal_parameter", "server_hello"},
    {"tls-renegotiation-info-accepted", "smtps", more12(65281, "\x01x"), first, "alert:handshake_failure", "server_hello"},
    {"tls-grease-suite-refused", "smtps", with12([](tls::HelloParts& p) { p.cipher_suites.push_back(0x0a0a); }), first, "server_hello", "alert:illegal_parameter"},
    {"tls-many-suites-refused", "smtps", with12([](tls::HelloParts& p) { p.cipher_suites.resize(400, 0xfefe); }), first, "server_hello", "alert:illegal_parameter"},
    {"tls-unknown-extension-refused", "smtps", more12(60000, "x"), first, "server_hello", "alert:unsupported_extension"},
    {"tls-many-extensions-refused", "smtps", with12([](tls::HelloParts& p) { for (std::uint16_t type = 60000; type < 60300; ++type) p.more.push_back({type, ""}); }), first, "server_hello", "alert:decode_error"},
    {"tls-large-hello-refused", "smtps", more12(21, std::string(40000, '\0')), first, "server_hello", "alert:decode_error"},
    {"tls-padded-hello-hangs", "smtps", hello_of(300), first, "server_hello", "open", Then::Wait},
    {"tls-no-extensions-refused", "smtps", with12([](tls::HelloParts& p) { p = {.cipher_suites = {0xc02b}}; }), first, "alert:handshake_failure", "alert:decode_error"},
    {"tls-weak-suite-chosen", "smtps", with12([](tls::HelloParts& p) { p.cipher_suites = {0x0005}; }), suite, "alert:handshake_failure", "0005"},
    // key exchange of TLS 1.3
    {"tls-share-missing-accepted", "smtps", with13([](tls::HelloParts& p) { p.key_share.clear(); }), first, "alert:missing_extension", "hello_retry_request"},
    {"tls-groups-missing-accepted", "smtps", with13([](tls::HelloParts& p) { p.groups.clear(); }), first, "alert:missing_extension", "server_hello"},
    {"tls-signatures-missing-accepted", "smtps", with13([](tls::HelloParts& p) { p.signatures.clear(); }), first, "alert:missing_extension", "server_hello"},
    {"tls-share-unknown-refused", "smtps", with13([](tls::HelloParts& p) { p.groups.push_back(0x1a1a), p.key_share.insert(p.key_share.begin(), {0x1a1a, "x"}); }), first, "server_hello", "alert:illegal_parameter"},
    {"tls-share-length-accepted", "smtps", with13([](tls::HelloParts& p) { p.key_share[0].key.pop_back(); }), first, "alert:illegal_parameter", "server_hello"},
    {"tls-share-zero-accepted", "smtps", with13([](tls::HelloParts& p) { p.key_share[0].key.assign(32, '\0'); }), first, "alert:illegal_parameter", "server_hello"},
    {"tls-psk-not-last-accepted", "smtps", with13([](tls::HelloParts& p) { p.more = {{45, "\x01\x01"}, {41, "\x00\x07\x00\x01i\x00\x00\x00\x00\x00\x21\x20"s + std::string(32, 'b')}, {23, ""}}; }), first, "alert:illegal_parameter", "server_hello"},
    {"tls-psk-modes-missing-accepted", "smtps", more13(41, "\x00\x07\x00\x01i\x00\x00\x00\x00\x00\x21\x20"s + std::string(32, 'b')), first, "alert:missing_extension", "server_hello"},
    {"tls-retry-refused", "smtps", kEmptyShare, first, "hello_retry_request", "alert:handshake_failure"},
    {"tls-retry-group-unoffered", "smtps", kEmptyShare, group, "001d", "001e"},
    {"tls-retry-extension-illegal", "smtps", kEmptyShare, extensions, "43 51", "43 51 23"},
    {"tls-retry-suite-changed", "smtps", kEmptyShare + k13, second_suite, "1301", "1302"},
    {"tls-retry-twice", "smtps", kEmptyShare + k13, all, "hello_retry_request change_cipher_spec server_hello encrypted encrypted encrypted encrypted", "hello_retry_request change_cipher_spec hello_retry_request encrypted encrypted encrypted encrypted"},
    // the server's flight
    {"tls-server-extension-twice", "smtps", k12, extensions, "65281", "65281 65281"},
    {"tls-server-extension-unoffered", "smtps", k12, extensions, "65281", "65281 15"},
    {"tls-server-extension-echoed", "smtps", more12(60000, "x"), extensions, "65281", "65281 60000"},
    {"tls-server-legacy-version", "smtps", k13, versions, "0303 0304", "0304 0304"},
    {"tls-server-version-unoffered", "smtps", k13, versions, "0303 0304", "0303 0305"},
    {"tls-server-version-unoffered", "smtps", k12, versions, "0303 0303", "0304 0304"},
    {"tls-server-versions-in-1.2", "smtps", k12, extensions, "65281", "65281 43"},
    {"tls-server-suite-grease", "smtps", k12, suite, "c02b", "0a0a"},
    {"tls-server-suite-unoffered", "smtps", k13, suite, "1301", "1305"},
    {"tls-server-compression", "smtps", k12, compression, "0", "1"},
    {"tls-session-id-not-echoed", "smtps", k13, session_id, "ssss", "SSSS"},
    {"tls-random-constant", "smtps", k12, random, "fresh", "RRRR"},
    {"tls-random-of-client", "smtps", k12, random, "fresh", "rrrr"},
    {"tls-downgrade-unsaid", "smtps", k12, sentinel, "1.2", "none"},
    {"tls-share-unoffered", "smtps", k13, group, "001d", "001e"},
    {"tls-certificate-list-empty", "smtps", k12, certificates, "server ", ""},
    {"tls-certificate-chain-unordered", "smtps", k12, certificates, "server ", "server server "},
    {"tls-certificate-trailing", "smtps", k12, certificates, "server ", "server+ "},
    {"tls-certificate-requested", "smtps", k12, all, "server_hello certificate server_key_exchange server_hello_done", "server_hello certificate server_key_exchange certificate_request server_hello_done"},
    // behind the server's flight
    {"tls-early-ccs-ignored", "smtps", k12 + kCcs, all, "server_hello certificate server_key_exchange server_hello_done alert:unexpected_message", "server_hello certificate server_key_exchange server_hello_done"},
    {"tls-second-hello-ignored", "smtps", k12 + k12, all, "server_hello certificate server_key_exchange server_hello_done alert:unexpected_message", "server_hello certificate server_key_exchange server_hello_done"},
    {"tls-ccs-value-ignored", "smtps", k13 + record(20, "\x02"), all, "server_hello change_cipher_spec encrypted encrypted encrypted encrypted encrypted", "server_hello change_cipher_spec encrypted encrypted encrypted encrypted"},
    {"tls-unreadable-ignored", "smtps", k13 + record(23, std::string(40, 'x')), all, "server_hello change_cipher_spec encrypted encrypted encrypted encrypted encrypted", "server_hello change_cipher_spec encrypted encrypted encrypted encrypted open", Then::Wait},
    {"tls-plain-message-ignored", "smtps", k12 + record(23, "x"), all, "server_hello certificate server_key_exchange server_hello_done alert:unexpected_message", "server_hello certificate server_key_exchange server_hello_done"},
    {"tls-plain-message-ignored", "smtps", k12 + record(22, "\x14\x00\x00\x0c"s + std::string(12, 'v')), all, "server_hello certificate server_key_exchange server_hello_done alert:unexpected_message", "server_hello certificate server_key_exchange server_hello_done"},
};
// clang-format on

/// What the conforming server answers besides.
struct GoodRow {
  const char* name;
  std::string in;
  const char* said;
};
const std::string kFlight = "server_hello certificate server_key_exchange server_hello_done ";
const std::string kRetry = "hello_retry_request change_cipher_spec ";
// clang-format off
const GoodRow kGood[] = {
    {"nothing", "", ""},
    {"text", "NOOP\r\n", "alert:unexpected_message"},
    {"garbage", "\xff\xff\xff\xff", "alert:unexpected_message"},
    {"text behind the flight", k12 + "NOOP\r\n", "FLIGHT alert:protocol_version"},
    {"fatal alert behind the flight", k12 + kFatal, "FLIGHT"},
    {"major version of a record", "\x16\x07\x01\x00\x01\x01"s, "alert:protocol_version"},
    {"close_notify first", record(21, "\x01\x00"s), "warning:close_notify"},
    {"warning first", kWarning + k12, "alert:unexpected_message"},
    {"empty alert", record(21, ""), "alert:decode_error"},
    {"empty handshake record", record(22, "") + k12, "alert:unexpected_message"},
    {"two host names", more12(0, "\x00\x08\x00\x00\x01\x61\x00\x00\x01\x62"s), "alert:illegal_parameter"},
    {"host name with NUL", more12(0, "\x00\x06\x00\x00\x03\x61\x00\x62"s), "alert:illegal_parameter"},
    {"hello that is never whole", "\x16\x03\x01\x00\x04\x01\xff\xff\xff"s, "alert:decode_error"},
    {"hello in octets", fragments(parts12(), std::vector<std::size_t>(60, 1)), "FLIGHT"},
    {"SSL 2.0 framing of TLS 1.2", "\x80\x2e\x01\x03\x03\x00\x15\x00\x00\x00\x10"s + std::string(37, 'c'), "alert:protocol_version"},
    {"version 0002", set12("version", "\x00\x02"s), "alert:protocol_version"},
    {"extension of CertificateRequest in 1.3", more13(48, "\x00\x00"s), "alert:illegal_parameter"},
    {"shares of one group twice", with13([](tls::HelloParts& p) { p.key_share.push_back(p.key_share[0]); }), "alert:illegal_parameter"},
    {"unknown extension that is malformed", more12(28, "\x00"s), "FLIGHT"},
    {"change_cipher_spec between hellos", kEmptyShare + "{flight}" + kCcs + k13, "RETRY server_hello encrypted encrypted encrypted encrypted"},
    {"change_cipher_spec of 2 between hellos", kEmptyShare + "{flight}" + record(20, "\x02"), "RETRY alert:unexpected_message"},
    {"the same hello again", kEmptyShare + "{flight}" + kEmptyShare, "RETRY alert:illegal_parameter"},
    {"warning between hellos", kEmptyShare + "{flight}" + record(21, "\x01\x28"), "RETRY"},
    {"user_canceled between hellos", kEmptyShare + "{flight}" + record(21, "\x01\x5a") + k13, "RETRY server_hello encrypted encrypted encrypted encrypted"},
};
// clang-format on

/// Shown by tls_sessions_test.cc: they need a client that finishes the handshake.
constexpr std::string_view kInSessions[] = {
    "tls-close-notify-missing", "tls-close-notify-ignored", "tls-key-update-unsaid",
    "tls-resumes-other-name",   "tls-resumes-after-fatal",
};

std::string_view protocol_of(std::string_view service) {
  for (const std::string_view protocol : {"imap", "pop3", "http"}) {
    if (service.starts_with(protocol)) return protocol;
  }
  return "smtp";
}

std::unique_ptr<Servers> start(std::vector<std::string> faults, std::string_view only = "tls") {
  auto servers =
      Servers::start({.faults = std::move(faults), .users = 1, .only = std::string(only)});
  EXPECT_TRUE(servers.has_value()) << servers.error();
  return servers ? std::move(*servers) : nullptr;
}

TEST(TlsFaults, EachIsCommitted) {
  const auto healthy = start({});
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.fault);
    const auto mutant = start({row.fault}, protocol_of(row.service));
    ASSERT_TRUE(healthy && mutant);
    EXPECT_EQ(row.shows(say_to(healthy->target(), row.service, row.in, row.then)), row.good);
    EXPECT_EQ(row.shows(say_to(mutant->target(), row.service, row.in, row.then)), row.mutant);
  }
}

TEST(TlsFaults, WithoutThemTheServerConforms) {
  const auto healthy = start({}, "smtp");
  ASSERT_TRUE(healthy);
  for (const GoodRow& row : kGood) {
    SCOPED_TRACE(row.name);
    std::string expected = row.said;
    if (expected.starts_with("FLIGHT")) expected.replace(0, 7, kFlight);
    if (expected.starts_with("RETRY")) expected.replace(0, 6, kRetry);
    if (expected.ends_with(' ')) expected.pop_back();
    EXPECT_EQ(all(say_to(healthy->target(), "smtps", row.in)), expected);
  }
}

TEST(TlsFaults, AreInEffectWhereverTlsBegins) {
  const auto mutant = start({"tls-alert-wrong"});
  ASSERT_TRUE(mutant);
  for (const char* service : {"smtps", "submissions", "imaps", "pop3s", "https", "smtp+starttls",
                              "submission+starttls", "imap+starttls", "pop3+stls"}) {
    SCOPED_TRACE(service);
    EXPECT_EQ(all(say_to(mutant->target(), service, kBad)), "alert:internal_error");
  }
}

TEST(TlsFaults, EachHasARow) {
  std::set<std::string_view> tried(std::begin(kInSessions), std::end(kInSessions));
  for (const Row& row : kRows) tried.insert(row.fault);
  for (const TlsFaultRow& row : tls_fault_rows()) {
    EXPECT_TRUE(tried.contains(row.fault.name)) << row.fault.name;
    tried.erase(row.fault.name);
  }
  for (const std::string_view name : tried) ADD_FAILURE() << "no such fault: " << name;
}

}  // namespace
}  // namespace wireassay::reference::testing
