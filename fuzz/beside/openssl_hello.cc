#include "beside/openssl_hello.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/ssl.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "wire/tls/handshake.h"
#include "wire/tls/hello.h"
#include "wire/tls/openssl_test_support.h"
#include "wire/tls/record.h"
#include "wire/tls/registry.h"
#include "wire/tls/rules.h"
#include "wire/tls/stream.h"

namespace wireassay::beside {
namespace {

using namespace tls;

/// What a server said of one hello.
struct Heard {
  std::string fields = std::string(kRefused);
  int alert = -1;
  std::string why;
};

std::string hex(const unsigned char* octets, std::size_t size) {
  return to_hex({reinterpret_cast<const char*>(octets), size});
}

std::string extensions_of(SSL* ssl) {
  int* types = nullptr;
  std::size_t count = 0;
  std::string text;
  if (SSL_client_hello_get1_extensions_present(ssl, &types, &count) != 1) return "none";
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned char* body = nullptr;
    std::size_t size = 0;
    const auto type = static_cast<unsigned>(types[i]);
    if (SSL_client_hello_get0_ext(ssl, type, &body, &size) != 1) text += " lost";
    text += " " + std::to_string(type) + ":" + hex(body, size);
  }
  OPENSSL_free(types);
  return text;
}

int on_hello(SSL* ssl, int* /*alert*/, void* /*of_context*/) {
  auto* heard = static_cast<Heard*>(SSL_get_ex_data(ssl, 0));
  const unsigned char* octets = nullptr;
  heard->fields = std::to_string(SSL_client_hello_get0_legacy_version(ssl));
  for (auto* get : {SSL_client_hello_get0_random, SSL_client_hello_get0_session_id,
                    SSL_client_hello_get0_ciphers, SSL_client_hello_get0_compression_methods}) {
    const std::size_t size = get(ssl, &octets);
    heard->fields += " " + hex(octets, size);
  }
  heard->fields += extensions_of(ssl);
  return SSL_CLIENT_HELLO_SUCCESS;
}

void on_info(const SSL* ssl, int where, int value) {
  if (where == SSL_CB_WRITE_ALERT)
    static_cast<Heard*>(SSL_get_ex_data(ssl, 0))->alert = value & 0xFF;
}

/// A server that takes every version and suite that this OpenSSL has.
Owned<SSL_CTX> server_context() {
  Owned<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const Owned<X509> certificate(self_signed(key.get()));
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL");
  SSL_CTX_set_min_proto_version(context.get(), 0);
  SSL_CTX_use_certificate(context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());
  SSL_CTX_set_dh_auto(context.get(), 1);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_client_hello_cb(context.get(), on_hello, nullptr);
  SSL_CTX_set_info_callback(context.get(), on_info);
  return context;
}

std::string records_of(std::string_view body) {
  const HandshakeMessage message{.type = handshake::kClientHello, .body = std::string(body)};
  std::string out;
  for (const Record& record : to_records(content::kHandshake, kTls10, to_wire(message), {}))
    out += to_wire(record);
  return out;
}

Heard heard(std::string_view body) {
  static const Owned<SSL_CTX> kContext = server_context();
  const std::string octets = records_of(body);
  Heard out;
  const Owned<SSL> server(SSL_new(kContext.get()));
  SSL_set_ex_data(server.get(), 0, &out);
  SSL_set_bio(server.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  BIO_write(SSL_get_rbio(server.get()), octets.data(), static_cast<int>(octets.size()));
  SSL_set_accept_state(server.get());
  SSL_do_handshake(server.get());
  if (const unsigned long error = ERR_peek_error(); error != 0) {
    const char* reason = ERR_reason_error_string(error);
    out.why = reason == nullptr ? std::to_string(error) : reason;
  }
  ERR_clear_error();
  return out;
}

bool noted(const Decoded<ClientHello>& hello, std::string_view rule) {
  return std::ranges::any_of(hello.anomalies,
                             [&](const Deviation& one) { return one.rule == rule; });
}

constexpr std::size_t kSessionIdAt = 2 + kRandom, kMostSessionId = 32;

/// Extensions that OpenSSL collects. SSL_extension_supported forgets two of its own:
/// signature_algorithms_cert and one of CryptoPro.
bool is_known(std::uint16_t type) {
  constexpr std::uint16_t kSignatureAlgorithmsCert = 50, kCryptoPro = 0xfde8;
  return SSL_extension_supported(type) == 1 || type == kSignatureAlgorithmsCert ||
         type == kCryptoPro;
}

/// RFC 8446 section 4.2, for those that OpenSSL knows: it does not compare others.
bool known_twice(const std::vector<Extension>& extensions) {
  return std::ranges::any_of(extensions, [&](const Extension& one) {
    return is_known(one.type) && find(extensions, one.type) != &one;
  });
}

/// It falls into its parts: what is printed of them is all of it.
bool has_parts(const Decoded<ClientHello>& hello, std::string_view in) {
  return to_wire(hello.value) == in && hello.value.session_id.size() <= kMostSessionId &&
         !noted(hello, rule::kPskLast) &&
         !known_twice(hello.value.extensions.value_or(std::vector<Extension>{}));
}

std::string shown(const ClientHello& hello) {
  std::string suites;
  for (const std::uint16_t suite : hello.cipher_suites)
    suites += {static_cast<char>(suite >> 8), static_cast<char>(suite & 0xFF)};
  std::string text = std::to_string(hello.version) + " " + to_hex(hello.random) + " " +
                     to_hex(hello.session_id) + " " + to_hex(suites) + " " +
                     to_hex(hello.compression);
  for (const Extension& one : hello.extensions.value_or(std::vector<Extension>{})) {
    if (is_known(one.type)) text += " " + std::to_string(one.type) + ":" + to_hex(one.body);
  }
  return text;
}

Readings read_fields(std::string_view in) {
  const Decoded<ClientHello> hello = decode_client_hello(in);
  return {has_parts(hello, in) ? shown(hello.value) : std::string(kRefused), heard(in).fields};
}

/// Alerts that tell of a wrong form; others tell that nothing in common was found.
bool tells_of_form(const Heard& heard) {
  return heard.alert == SSL_AD_DECODE_ERROR || heard.alert == SSL_AD_ILLEGAL_PARAMETER;
}

Readings read_rules(std::string_view in) {
  const Decoded<ClientHello> hello = decode_client_hello(in);
  const Heard theirs = heard(in);
  const bool wrong = !hello.anomalies.empty();
  const bool neutral = theirs.alert >= 0 && !tells_of_form(theirs);
  if (neutral || wrong == tells_of_form(theirs))
    return {wrong ? "wrong" : "right", wrong ? "wrong" : "right"};
  if (!wrong) return {"right", "wrong: " + theirs.why};
  std::string rules = "wrong:";
  for (const Deviation& one : hello.anomalies) rules += " " + std::string(one.rule);
  return {rules, "right"};
}

bool odd_suites(std::string_view in) {
  Cursor cursor(in);
  cursor.take_octets(kSessionIdAt);
  const auto length = [&](std::size_t octets) {
    std::size_t size = 0;
    for (const char c : cursor.take_octets(octets))
      size = size << 8 | static_cast<unsigned char>(c);
    return size;
  };
  cursor.take_octets(length(1));
  return length(2) % 2 == 1;
}

constexpr std::uint16_t kCertificateAuthorities = 47;

bool has_type(const ClientHello& hello, std::uint16_t type) {
  return hello.extensions && find(*hello.extensions, type) != nullptr;
}

/// The extension that an octet of the body belongs to.
const Extension* extension_at(const ClientHello& hello, const Deviation& deviation) {
  const std::size_t offset = deviation.offset;
  // Octets that are missing are missing at the end of a body.
  constexpr std::string_view kAtTheEnd[] = {rule::kTruncated, rule::kRecordSizeLimit,
                                            rule::kMaxFragment, rule::kHeartbeatMode,
                                            rule::kExtensionPlace};
  const std::size_t behind = std::ranges::count(kAtTheEnd, deviation.rule) != 0 ? 1 : 0;
  if (!hello.extensions) return nullptr;
  std::size_t at = kSessionIdAt + 1 + hello.session_id.size() + 2 + 2 * hello.cipher_suites.size() +
                   1 + hello.compression.size() + 2;
  for (const Extension& one : *hello.extensions) {
    if (offset >= at && offset < at + 4 + one.body.size() + behind) return &one;
    at += 4 + one.body.size();
    if (offset == at && &one == &hello.extensions->back()) return &one;
  }
  return nullptr;
}

constexpr std::string_view kUnknown = "unknown-extension", kServerName = "server-name",
                           kNotLooked = "body-not-looked-at", kOnly13 = "only-1.3",
                           kOnly12 = "only-1.2", kOtherShares = "other-shares",
                           kUnknownPsk = "unknown-psk",
                           kRenegotiation = "behind-renegotiation-info";

/// Why OpenSSL says nothing of what we note there; empty: it ought to.
std::string_view silence(const ClientHello& hello, const Deviation& one) {
  const Extension* extension = extension_at(hello, one);
  if (extension == nullptr) return {};
  if (!is_known(extension->type)) return kUnknown;
  if (one.rule == rule::kServerNameAddress || one.rule == rule::kServerNameOctets ||
      (one.rule == rule::kVectorLength && extension->type == extension::kServerName))
    return kServerName;
  constexpr std::uint16_t kLoose[] = {11, 18, 21, 22, 23, 44};
  if (std::ranges::count(kLoose, extension->type) != 0) return kNotLooked;
  constexpr std::uint16_t kOf13[] = {41, 42, 44, 45, 47, 49, 50, 51};
  const auto versions = offered_versions(hello);
  const bool newest = std::ranges::count(versions, kTls13) != 0;
  if (!newest && std::ranges::count(kOf13, extension->type) != 0) return kOnly13;
  constexpr std::uint16_t kOf12[] = {12, 22, 23, 35, 13172, 65281};
  if (newest && std::ranges::count(kOf12, extension->type) != 0) return kOnly12;
  if (extension->type == extension::kPreSharedKey) return kUnknownPsk;
  constexpr std::string_view kOfEachShare[] = {rule::kShareTwice, rule::kShareGroup,
                                               rule::kShareLength};
  if (std::ranges::count(kOfEachShare, one.rule) != 0) return kOtherShares;
  if (extension->type == extension::kRenegotiationInfo && one.rule == rule::kTrailing)
    return kRenegotiation;
  return {};
}

/// Every anomaly is one that OpenSSL is silent about, and one of them for this reason.
bool silent(std::string_view in, std::string_view why) {
  const Decoded<ClientHello> hello = decode_client_hello(in);
  const auto reason = [&](const Deviation& one) { return silence(hello.value, one); };
  return std::ranges::count(hello.anomalies, std::string_view{}, reason) == 0 &&
         std::ranges::count(hello.anomalies, why, reason) != 0;
}

bool unknown_extension(std::string_view in) { return silent(in, kUnknown); }
bool server_name_form(std::string_view in) { return silent(in, kServerName); }
bool not_looked_at(std::string_view in) { return silent(in, kNotLooked); }
bool only_13(std::string_view in) { return silent(in, kOnly13); }
bool only_12(std::string_view in) { return silent(in, kOnly12); }
bool other_shares(std::string_view in) { return silent(in, kOtherShares); }
bool unknown_psk(std::string_view in) { return silent(in, kUnknownPsk); }
bool behind_renegotiation(std::string_view in) { return silent(in, kRenegotiation); }

/// What an extension says, of a hello without anomalies that has it.
template <class T>
std::optional<T> said(std::string_view in, std::uint16_t type) {
  const Decoded<ClientHello> hello = decode_client_hello(in);
  if (!hello.anomalies.empty() || !has_type(hello.value, type)) return std::nullopt;
  const Decoded<ExtensionValue> value =
      value_of(*find(*hello.value.extensions, type), Where::ClientHello);
  const T* found = std::get_if<T>(&value.value);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

/// Groups that an OpenSSL server takes shares of, and how it calls their keys.
struct Group {
  std::uint16_t number;
  const char *type, *name;
};
constexpr Group kGroups[] = {{23, "EC", "P-256"},      {24, "EC", "P-384"},
                             {25, "EC", "P-521"},      {29, "X25519", ""},
                             {30, "X448", ""},         {256, "DH", "ffdhe2048"},
                             {257, "DH", "ffdhe3072"}, {258, "DH", "ffdhe4096"},
                             {259, "DH", "ffdhe6144"}, {260, "DH", "ffdhe8192"}};

Owned<EVP_PKEY> key_of(const Group& group) {
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, group.type, nullptr));
  std::string name = group.name;
  const OSSL_PARAM params[] = {
      name.empty() ? OSSL_PARAM_construct_end()
                   : OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name.data(), 0),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  EVP_PKEY_keygen_init(context.get());
  EVP_PKEY_CTX_set_params(context.get(), params);
  EVP_PKEY_generate(context.get(), &key);
  return Owned<EVP_PKEY>(key);
}

/// Whether a secret comes of a peer's public key. A point is written in one way (RFC 8446 section
/// 4.2.8.2, legacy_form).
bool is_usable(const Group& group, std::string_view octets) {
  if (group.type == std::string_view("EC") && !octets.starts_with('\x04')) return false;
  const Owned<EVP_PKEY> ours = key_of(group);
  const Owned<EVP_PKEY> theirs(EVP_PKEY_new());
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(ours.get(), nullptr));
  std::size_t size = 0;
  bool good = EVP_PKEY_copy_parameters(theirs.get(), ours.get()) == 1 &&
              EVP_PKEY_set1_encoded_public_key(
                  theirs.get(), reinterpret_cast<const unsigned char*>(octets.data()),
                  octets.size()) == 1 &&
              EVP_PKEY_derive_init(context.get()) == 1 &&
              EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1 &&
              EVP_PKEY_derive(context.get(), nullptr, &size) == 1;
  std::string secret(size, '\0');
  good = good && EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(secret.data()),
                                 &size) == 1;
  ERR_clear_error();
  return good;
}

bool useless_share(std::string_view in) {
  const auto shares = said<std::vector<KeyShare>>(in, extension::kKeyShare);
  return shares && std::ranges::any_of(*shares, [](const KeyShare& share) {
           const Group* group = std::ranges::find(kGroups, share.group, &Group::number);
           return group != std::end(kGroups) && !is_usable(*group, share.key);
         });
}

/// A name is of another type than host_name.
bool other_name_type(std::string_view in) {
  const auto names = said<std::vector<ServerName>>(in, extension::kServerName);
  return names && std::ranges::any_of(*names, [](const ServerName& one) { return one.type != 0; });
}

bool authorities(std::string_view in) {
  const Decoded<ClientHello> hello = decode_client_hello(in);
  return hello.anomalies.empty() && has_type(hello.value, kCertificateAuthorities);
}
bool srtp(std::string_view in) { return has_type(decode_client_hello(in).value, 14); }
constexpr std::string_view kSrtpClause =
    "RFC 5764 section 4.1: use_srtp is defined for DTLS; ours reads it, OpenSSL refuses it over "
    "TCP";

constexpr Reason kFieldReasons[] = {
    {"use-srtp", kSrtpClause, srtp},
    {"odd-suites",
     "RFC 5246 section 7.4.1.2: two octets for each suite; OpenSSL shows them before it counts",
     odd_suites},
};
constexpr Reason kRuleReasons[] = {
    {"use-srtp", kSrtpClause, srtp},
    {"authorities",
     "RFC 8446 section 4.2.4: names in DER; ours keeps their octets, OpenSSL reads them",
     authorities},
    {kUnknown,
     "RFC 8446 section 4.2: ours knows extensions that OpenSSL has not, and counts all of a type; "
     "OpenSSL skips what it has not",
     unknown_extension},
    {kServerName,
     "RFC 6066 section 3: no addresses, and octets of a host name, one at least; OpenSSL looks for "
     "NUL alone",
     server_name_form},
    {kNotLooked,
     "RFC 8422 section 5.1.2, RFC 6962, RFC 7685, RFC 7366, RFC 7627: what must be in these "
     "bodies, or "
     "that nothing is; OpenSSL's server looks for their type alone",
     not_looked_at},
    {kOnly13,
     "RFC 8446 section 4.2: bodies that TLS 1.3 defines; OpenSSL reads them in TLS 1.3 alone",
     only_13},
    {kOnly12,
     "RFC 8446 section 4.2: extensions of older versions; OpenSSL does not read them in TLS 1.3",
     only_12},
    {kOtherShares,
     "RFC 8446 section 4.2.8: each share; OpenSSL looks no further than the first it can use",
     other_shares},
    {"useless-share",
     "RFC 8446 sections 4.2.8.1, 4.2.8.2, RFC 7748 section 6: ours reads the octets of a share; "
     "OpenSSL computes with them, so they must be of a point or number that gives a secret",
     useless_share},
    {kUnknownPsk,
     "RFC 8446 section 4.2.11: OpenSSL reads identities up to one that it knows and if it may use "
     "one, and no binder of others",
     unknown_psk},
    {kRenegotiation,
     "RFC 5746 section 3.2: renegotiated_connection is all of it; OpenSSL looks for nothing behind",
     behind_renegotiation},
    {"server-name-type",
     "RFC 6066 section 3: NameType is open for others than host_name; OpenSSL refuses them",
     other_name_type},
};

}  // namespace

const Pair kClientHello = {"ClientHello", read_fields, kFieldReasons};
const Pair kClientHelloRules = {"rules of a ClientHello", read_rules, kRuleReasons};

}  // namespace wireassay::beside
