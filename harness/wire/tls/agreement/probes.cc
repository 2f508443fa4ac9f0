// Hellos with one thing wrong, and records around one.
#include <utility>

#include "wire/tls/agreement/inputs.h"
#include "wire/tls/encode.h"
#include "wire/tls/handshake.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/key_messages.h"
#include "wire/tls/registry.h"

namespace wireassay::tls::agreement {
namespace {

using What = Override::What;
using Op = Override::Op;

struct Base {
  std::string_view name;
  HelloPlan plan;
};

Extension client(std::uint16_t type, const ExtensionValue& value) {
  return make_extension(type, Where::ClientHello, value);
}
using Names = std::vector<std::string>;
using Numbers = std::vector<std::uint16_t>;

const std::string kRandomOctets(kRandom, 'r'), kSessionId(32, 's'), kShare(32, 'k');

HelloParts tls12() {
  return {.random = kRandomOctets,
          .session_id = kSessionId,
          .cipher_suites = {0xc02f, 0x009e, 0x009c, kRenegotiationScsv},
          .server_name = "mx.example.org",
          .groups = {29, 23, 24},
          .signatures = {0x0804, 0x0403, 0x0401},
          .alpn = {"smtp", "h2"},
          .more = {client(23, {}), client(22, {}), client(35, std::string()),
                   client(11, Numbers{0}), client(5, StatusRequest{1, {}, "", ""}),
                   client(15, std::uint32_t{1}), client(65281, std::string())}};
}

HelloParts tls13() {
  return {.random = kRandomOctets,
          .session_id = kSessionId,
          .cipher_suites = {0x0a0a, 0x1301, 0x1302},
          .server_name = "mx.example.org",
          .groups = {0x1a1a, 29, 23},
          .signatures = {0x0804, 0x0403},
          .alpn = {"imap"},
          .supported_versions = {0x2a2a, kTls13, kTls12},
          .key_share = {{0x1a1a, "g"}, {29, kShare}},
          .more = {client(45, Numbers{1}), client(28, std::uint32_t{16385}),
                   client(44, std::string("c")), client(27, Numbers{2}),
                   client(41, OfferedPsks{{{"id", 7}}, {std::string(32, 'b')}})}};
}

/// "C=DE" in DER.
constexpr std::string_view kName = "300d310b3009060355040613024445";

/// Extensions that mail seldom sees.
HelloParts rare() {
  return {.random = kRandomOctets,
          .cipher_suites = {0xc02f},
          .more = {client(1, std::uint32_t{2}), client(12, std::string("user")), client(18, {}),
                   client(19, Numbers{2, 0}), client(20, Numbers{0}),
                   client(17, std::vector<StatusRequest>{{2, {}, "", ""}, {1, {}, "", ""}}),
                   client(21, std::string(9, '\0')), client(34, Numbers{0x0403}),
                   client(35, std::string("ticket")), client(42, {}), client(47, Names{hex(kName)}),
                   client(49, {}), client(50, Numbers{0x0804, 0x0401}),
                   client(17513, Names{"h2", "http/1.1"}), client(13172, {}),
                   client(65037, EncryptedClientHello{0, 1, 1, 7, "enc", "payload", ""})}};
}

std::vector<Base> bases() {
  const HelloParts old{
      .version = kTls10, .random = kRandomOctets, .cipher_suites = {0xc014, 0x000a}};
  const ClientHello ssl3{kSsl3, kRandomOctets, "", {0x0035}, std::string(1, '\0'), std::nullopt};
  return {{"old", {.hello = client_hello(old)}},
          {"1.2", {.hello = client_hello(tls12())}},
          {"1.3", {.hello = client_hello(tls13())}},
          {"rare", {.hello = client_hello(rare())}},
          {"ssl3", {.hello = ssl3, .record_version = kSsl3}}};
}

struct Change {
  std::string_view name;
  Override change;
};

std::vector<Change> changes() {
  return {{"length + 1", {"", What::Length, Op::Add, 1, "", {}}},
          {"length - 1", {"", What::Length, Op::Add, -1, "", {}}},
          {"length 0", {"", What::Length, Op::Set, 0, "", {}}},
          {"length greatest", {"", What::Length, Op::Set, -1, "", {}}},
          {"nothing", {"", What::Value, Op::Set, 0, "", {}}},
          {"octet behind", {"", What::Value, Op::Insert, 0, "\1", {}}},
          {"octet in front", {"", What::Value, Op::Insert, 0, "\3", 0}},
          {"without its last", {"", What::Value, Op::Drop, 1, "", {}}},
          {"first bit", {"", What::Value, Op::Xor, 0, "\x80", {}}}};
}

void add(std::vector<Input>& out, std::string name, std::string octets) {
  out.push_back({std::move(name), {{false, std::move(octets)}}});
}

/// Each change to each field; most lengths are none of a field without one.
void add_changes(const Base& base, std::vector<Input>& out) {
  const std::string plain = to_wire(base.plan);
  add(out, "probe " + std::string(base.name), plain);
  for (const std::string& path : paths(base.plan)) {
    for (const Change& one : changes()) {
      HelloPlan plan = base.plan;
      plan.changes = {one.change};
      plan.changes.front().path = path;
      std::string octets = to_wire(plan);
      if (octets != plain)
        add(out, "probe " + std::string(base.name) + " " + path + " " + std::string(one.name),
            std::move(octets));
    }
  }
}

/// A message of a server, and the hello before it where that decides how it is read.
struct Answer {
  std::string_view name;
  std::uint8_t type;
  Field tree;
  std::uint16_t suite = 0;  ///< of the hello before it; 0: it is the hello
};

ServerHello server_hello(std::uint16_t suite, std::vector<Extension> extensions) {
  return {kTls12, std::string(kRandom, 'S'), kSessionId, suite, 0, std::move(extensions)};
}
Extension server(std::uint16_t type, const ExtensionValue& value) {
  return make_extension(type, Where::ServerHello, value);
}

ServerHello retry() {
  const Where where = Where::HelloRetryRequest;
  ServerHello hello = server_hello(
      0x1301, {server(43, std::uint32_t{kTls13}), make_extension(51, where, std::uint32_t{23}),
               make_extension(44, where, std::string("cookie"))});
  hello.random = hex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
  return hello;
}

std::vector<Answer> answers() {
  const ServerHello old = server_hello(
      0xc02f, {server(0, {}), server(23, {}), server(65281, std::string()), server(35, {}),
               server(11, Numbers{0, 1}), server(16, Names{"smtp"}), server(15, std::uint32_t{1})});
  const ServerHello new_one =
      server_hello(0x1301, {server(43, std::uint32_t{kTls13}), server(51, KeyShare{29, kShare}),
                            server(41, std::uint32_t{0})});
  const ServerKeyExchange ecdhe{EcdheParams{3, 29, kShare}, 0x0804, "signature"};
  const ServerKeyExchange dhe{DheParams{"prime", "g", "public"}, 0x0401, "signature"};
  const CertificateRequest request{hex("0140"), Numbers{0x0403, 0x0804}, {hex(kName)}, {}, {}};
  return {{"server hello 1.2", 2, fields(old)},
          {"server hello 1.3", 2, fields(new_one)},
          {"retry", 2, fields(retry())},
          {"key exchange", 12, fields(ecdhe), 0xc02f},
          {"key exchange of DHE", 12, fields(dhe), 0x009e},
          {"certificate request", 13, fields(request), 0xc02f},
          {"done", 14, fields(NoBody{}), 0xc02f},
          {"ticket", 4, fields(NewSessionTicket{7200, 0, "", "ticket", {}}), 0xc02f},
          {"key share", 16, fields(ClientKeyExchange{1, kShare}), 0xc02f},
          {"public value", 16, fields(ClientKeyExchange{2, "public"}), 0x009e},
          {"secret", 16, fields(ClientKeyExchange{2, "secret"}), 0x009c},
          {"verify", 15, fields(CertificateVerify{0x0403, "signature"}), 0xc02f}};
}

std::string message(std::uint8_t type, const Field& body, std::vector<Override> changes) {
  for (Override& one : changes) one.path = one.path.empty() ? "body" : "body." + one.path;
  return to_wire(Record{22, kTls12, print(handshake_fields(type, body), changes)});
}

void add_answer(const Answer& answer, const std::string& name, std::string octets,
                std::vector<Input>& out) {
  const bool of_client = answer.type == 16 || answer.type == 15;
  Input input{name, {{false, to_wire(HelloPlan{client_hello(tls12())})}}};
  std::string hello;
  if (answer.suite != 0)
    hello = message(handshake::kServerHello, fields(server_hello(answer.suite, {})), {});
  if (of_client) input.flights.push_back({true, std::move(hello)});
  input.flights.push_back({!of_client, of_client ? std::move(octets) : hello + octets});
  out.push_back(std::move(input));
}

void add_answers(std::vector<Input>& out) {
  for (const Answer& answer : answers()) {
    const std::string plain = message(answer.type, answer.tree, {});
    const std::string name = "probe " + std::string(answer.name);
    add_answer(answer, name, plain, out);
    std::vector<std::string> all = paths(answer.tree);
    all.emplace_back();
    for (const std::string& path : all) {
      for (const Change& one : changes()) {
        Override change = one.change;
        change.path = path;
        std::string octets = message(answer.type, answer.tree, {change});
        if (octets == plain) continue;
        add_answer(answer, name + " " + path + " " + std::string(one.name), std::move(octets), out);
      }
    }
  }
}

std::string record(std::uint8_t type, std::uint16_t version, std::string_view fragment) {
  return to_wire(Record{type, version, std::string(fragment)});
}

void add_records(const Base& base, std::vector<Input>& out) {
  const std::string name = "records " + std::string(base.name) + " ";
  const std::string hello = to_wire(base.plan), message = hello.substr(kRecordHeader);
  for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 7U, 64U}) {
    HelloPlan plan = base.plan;
    plan.fragments.assign(message.size() / size, size);
    add(out, name + "of " + std::to_string(size), to_wire(plan));
  }
  for (const unsigned version :
       {0x0000U, 0x0200U, 0x0300U, 0x0304U, 0x0305U, 0x03ffU, 0x0400U, 0x7f1cU})
    add(out, name + "version " + std::to_string(version),
        record(22, static_cast<std::uint16_t>(version), message));
  for (std::uint8_t type = 19; type < 26; ++type)
    add(out, name + "type " + std::to_string(type), record(type, kTls12, message));
  add(out, name + "hello twice", hello + hello);
  add(out, name + "two hellos in one record", record(22, kTls12, message + message));
  add(out, name + "empty before", record(22, kTls12, "") + hello);
  add(out, name + "empty behind", hello + record(22, kTls12, ""));
  for (std::size_t cut = 1; cut < hello.size(); cut += hello.size() / 12)
    add(out, name + "cut at " + std::to_string(cut), hello.substr(0, cut));
}

void add_small(std::vector<Input>& out) {
  for (const std::string_view alert :
       {"0100", "0228", "0246", "015a", "02ff", "0328", "ffff", "02", "022801", "02280100", ""})
    add(out, "alert " + std::string(alert), record(21, kTls12, hex(alert)));
  for (const std::string_view octets : {"01", "02", "0101", ""})
    add(out, "change_cipher_spec " + std::string(octets), record(20, kTls12, hex(octets)));
  for (unsigned type = 0; type < 30; ++type)
    add(out, "empty message " + std::to_string(type),
        record(22, kTls12, to_wire(HandshakeMessage{static_cast<std::uint8_t>(type), ""})));
}

}  // namespace

std::vector<Input> probes() {
  std::vector<Input> out;
  for (const Base& base : bases()) {
    add_changes(base, out);
    add_records(base, out);
  }
  add_answers(out);
  add_small(out);
  return out;
}

}  // namespace wireassay::tls::agreement
