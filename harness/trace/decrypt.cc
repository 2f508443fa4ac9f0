#include "trace/decrypt.h"

#include <utility>

#include "core/escape.h"
#include "wire/tls/hello.h"
#include "wire/tls/registry.h"

namespace wireassay::trace {
namespace {

constexpr std::uint16_t kEarlyData = 42;

bool may_be_aead(std::string_view suite) {
  for (const std::string_view word : {"GCM", "CCM", "POLY1305", "OCB", "AEGIS"}) {
    if (suite.find(word) != std::string_view::npos) return true;
  }
  return false;
}

std::string no_secret(const std::string& client_random) {
  return "the key log has no secret for this client random, " + to_hex(client_random);
}

}  // namespace

void KeyLogDecryptor::message(Direction from, std::uint8_t type, std::string_view body) {
  if (from == Direction::FromServer) {
    if (type == tls::handshake::kServerHello) server_hello(body);
    return;
  }
  if (type != tls::handshake::kClientHello) return;
  const tls::ClientHello hello = tls::decode_client_hello(body).value;
  const bool early = hello.extensions && tls::find(*hello.extensions, kEarlyData) != nullptr;
  agreed_ = {.client_random = hello.random,
             .server_random = {},
             .early_data = agreed_.early_data || early};
}

void KeyLogDecryptor::server_hello(std::string_view body) {
  const tls::ServerHello hello = tls::decode_server_hello(body).value;
  if (tls::is_hello_retry_request(hello)) return;
  agreed_.server_random = hello.random;
  agreed_.version = tls::selected_version(hello);
  agreed_.suite = hello.cipher_suite;
  if (agreed_.version != tls::kTls13) return;
  begin_handshake_keys(Direction::FromClient);
  begin_handshake_keys(Direction::FromServer);
}

/// nullopt: says in `of` why there are no keys.
std::optional<tls::SuiteKeys> KeyLogDecryptor::suite(Side& of) const {
  of.keys.reset();
  const auto keys = tls::suite_keys(agreed_.suite);
  const std::string name = tls::show(tls::Registry::CipherSuite, agreed_.suite);
  const bool tls13 = agreed_.version == tls::kTls13;
  if (agreed_.client_random.empty() || agreed_.server_random.empty()) {
    of.missing = "not both hellos were seen";
  } else if (!keys) {
    of.missing =
        may_be_aead(name) ? "not an AEAD that is known here: " + name : "not AEAD: " + name;
  } else if (keys->tls13 != tls13 || (!tls13 && agreed_.version != tls::kTls12)) {
    of.missing = name + " is no suite of " + tls::show(tls::Registry::Version, agreed_.version);
  } else {
    return keys;
  }
  return std::nullopt;
}

void KeyLogDecryptor::use_secret(Side& of, const tls::SuiteKeys& suite, std::string secret) {
  of.keys.emplace(suite, tls::traffic_keys(suite, secret));
  of.secret = std::move(secret);
}

void KeyLogDecryptor::begin_handshake_keys(Direction from) {
  Side& of = side(from);
  const auto keys = suite(of);
  if (!keys) return;
  const bool client = from == Direction::FromClient;
  const auto secret =
      log_.find(client ? Secret::ClientHandshake : Secret::ServerHandshake, agreed_.client_random);
  // Without this secret the records of the handshake stay closed. The first one that the next keys
  // open shows where they begin: its tag says so.
  if (!secret) return begin_application_keys(from);
  if (secret->size() != tls::hash_size(keys->hash)) {
    of.missing = "the secret in the key log has the size of another hash";
    return;
  }
  use_secret(of, *keys, std::string(*secret));
  of.handshake_keys = true;
}

void KeyLogDecryptor::begin_application_keys(Direction from) {
  Side& of = side(from);
  of.handshake_keys = false;
  const auto keys = suite(of);
  if (!keys) return;
  const bool client = from == Direction::FromClient;
  const auto secret =
      log_.find(client ? Secret::ClientTraffic : Secret::ServerTraffic, agreed_.client_random);
  if (secret && secret->size() == tls::hash_size(keys->hash))
    return use_secret(of, *keys, std::string(*secret));
  of.missing = !log_.knows(agreed_.client_random) ? no_secret(agreed_.client_random)
               : secret ? "the secret in the key log has the size of another hash"
                        : "the key log has no traffic secret of this side";
}

void KeyLogDecryptor::change_cipher_spec(Direction from) {
  if (agreed_.version == tls::kTls13 || agreed_.version == 0) return;
  Side& of = side(from);
  const auto keys = suite(of);
  if (!keys) return;
  const auto master = log_.find(Secret::Master, agreed_.client_random);
  if (!master) {
    of.missing = no_secret(agreed_.client_random);
    return;
  }
  tls::KeyBlock block =
      tls::key_block(*keys, *master, agreed_.client_random, agreed_.server_random);
  const bool client = from == Direction::FromClient;
  of.keys.emplace(*keys, std::move(client ? block.client : block.server));
}

std::optional<Opened> KeyLogDecryptor::open(Direction from, const tls::Record& record) {
  Side& of = side(from);
  why_.clear();
  if (of.lost) {
    why_ = "octets before it are missing";
    return std::nullopt;
  }
  if (!of.keys) {
    why_ = of.missing.empty()
               ? "keys before both hellos: early data, or a beginning that was missed"
               : of.missing;
    return std::nullopt;
  }
  auto content = of.keys->open(record);
  if (!content) {
    const bool early = from == Direction::FromClient && agreed_.early_data && !of.any;
    why_ = early ? "early data, whose secret is not used here"
                 : std::string(tls::to_string(content.error()));
    return std::nullopt;
  }
  of.any = true;
  look_inside(from, *content);
  return Opened{.type = content->type, .octets = std::move(content->octets)};
}

void KeyLogDecryptor::look_inside(Direction from, const tls::Content& content) {
  if (content.type == tls::content::kChangeCipherSpec) return change_cipher_spec(from);
  if (content.type != tls::content::kHandshake) return;
  Side& of = side(from);
  if (of.no_messages) return;
  of.joiner.add(content.octets, 0);
  while (true) {
    auto next = of.joiner.next();
    of.no_messages = std::holds_alternative<ParseError>(next);
    const auto* got = std::get_if<Got<tls::HandshakeMessage>>(&next);
    if (got == nullptr) return;
    inner_message(from, got->value);
  }
}

void KeyLogDecryptor::inner_message(Direction from, const tls::HandshakeMessage& message) {
  if (agreed_.version != tls::kTls13) return this->message(from, message.type, message.body);
  Side& of = side(from);
  if (message.type == tls::handshake::kFinished && of.handshake_keys) {
    begin_application_keys(from);
  } else if (message.type == tls::handshake::kKeyUpdate && of.keys && !of.handshake_keys) {
    const tls::SuiteKeys keys = *tls::suite_keys(agreed_.suite);
    use_secret(of, keys, tls::next_traffic_secret(keys.hash, of.secret));
  }
}

}  // namespace wireassay::trace
