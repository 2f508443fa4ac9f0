#include "reference/tls_mutants.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "reference/tls_complaints.h"
#include "wire/tls/certificate.h"
#include "wire/tls/messages.h"
#include "wire/tls/record.h"
#include "wire/tls/registry.h"

namespace wireassay::reference {
namespace {

using enum TlsFault;
namespace extension = tls::extension;
using tls::ClientHello;
using tls::ServerHello;

constexpr std::uint8_t kDecode = 50, kIllegal = 47, kVersion = 70, kHandshakeFailure = 40,
                       kUnexpected = 10, kOverflow = 22, kUnsupported = 110, kNoProtocol = 120;
constexpr std::size_t kManySuites = 128, kManyExtensions = 64, kManyRecords = 16;

bool has(const std::vector<std::uint16_t>& list, std::uint16_t one) {
  return std::ranges::find(list, one) != list.end();
}

const tls::Extension* find(const ClientHello& hello, std::uint16_t type) {
  return hello.extensions ? tls::find(*hello.extensions, type) : nullptr;
}

template <class T>
T value(const ClientHello& hello, std::uint16_t type) {
  const tls::Extension* one = find(hello, type);
  if (one == nullptr) return {};
  const auto decoded = tls::value_of(*one, tls::Where::ClientHello);
  const T* found = std::get_if<T>(&decoded.value);
  return found == nullptr ? T() : *found;
}
using Numbers = std::vector<std::uint16_t>;

bool is_unknown(std::uint16_t type) {
  return tls::shape_of(type, tls::Where::ClientHello) == tls::Shape::Unknown;
}

bool is_13(const Heard& heard) { return heard.version == tls::kTls13; }

bool has_unknown_extension(const Heard& heard) {
  return heard.hello.extensions &&
         std::ranges::any_of(*heard.hello.extensions, is_unknown, &tls::Extension::type);
}

bool has_unknown_version(const Heard& heard) {
  return std::ranges::any_of(value<Numbers>(heard.hello, extension::kSupportedVersions),
                             [](std::uint16_t one) { return one > tls::kTls13; });
}

bool has_unknown_share(const Heard& heard) {
  using Shares = std::vector<tls::KeyShare>;
  return std::ranges::any_of(
      value<Shares>(heard.hello, extension::kKeyShare),
      [](const tls::KeyShare& share) { return tls::share_octets(share.group) == 0; });
}

bool would_be_retried(const Heard& heard) {
  using Shares = std::vector<tls::KeyShare>;
  return is_13(heard) && find(heard.hello, extension::kKeyShare) != nullptr &&
         value<Shares>(heard.hello, extension::kKeyShare).empty();
}

struct RefusalRow {
  TlsFault fault;
  std::uint8_t alert;
  bool (*refuses)(const Heard& heard);
};

// clang-format off
constexpr auto kRefusals = std::to_array<RefusalRow>({
    {RecordVersionHeeded, kVersion, [](const Heard& h) { return h.record_version != tls::kTls10; }},
    {FragmentsRefused, kUnexpected, [](const Heard& h) { return h.records > 1; }},
    {OctetRecordsRefused, kUnexpected, [](const Heard& h) { return h.records > kManyRecords; }},
    {SegmentsRefused, kDecode, [](const Heard& h) { return h.pieces > 1; }},
    {LegacyVersionHeeded, kVersion, [](const Heard& h) { return is_13(h) && h.hello.version != tls::kTls12; }},
    {UnknownVersionRefused, kVersion, has_unknown_version},
    {CompressionRefused, kIllegal, [](const Heard& h) { return !is_13(h) && h.hello.compression.size() > 1; }},
    {GreaseSuiteRefused, kIllegal, [](const Heard& h) { return std::ranges::any_of(h.hello.cipher_suites, [](std::uint16_t suite) { return tls::is_grease(tls::Registry::CipherSuite, suite); }); }},
    {ManySuitesRefused, kIllegal, [](const Heard& h) { return h.hello.cipher_suites.size() > kManySuites; }},
    {UnknownExtensionRefused, kUnsupported, has_unknown_extension},
    {ManyExtensionsRefused, kDecode, [](const Heard& h) { return h.hello.extensions && h.hello.extensions->size() > kManyExtensions; }},
    {LargeHelloRefused, kDecode, [](const Heard& h) { return h.octets > tls::kMaxPlaintext; }},
    {NoExtensionsRefused, kDecode, [](const Heard& h) { return !h.hello.extensions; }},
    {ShareUnknownRefused, kIllegal, has_unknown_share},
    {RetryRefused, kHandshakeFailure, would_be_retried},
    {AlpnRefused, kNoProtocol, [](const Heard& h) { return find(h.hello, extension::kAlpn) != nullptr; }},
    {RecordFullRefused, kOverflow, [](const Heard& h) { return h.octets >= tls::kMaxPlaintext && h.records == 1; }},
});
// clang-format on

/// RC4, export and NULL.
constexpr std::uint16_t kWeak[] = {0x0005, 0x0004, 0xc007, 0xc011, 0x0003, 0x0006, 0x0008,
                                   0x000b, 0x000e, 0x0011, 0x0014, 0x0017, 0x0019, 0x0001,
                                   0x0002, 0x003b, 0xc006, 0xc010, 0xc001, 0xc00b};

std::optional<std::uint16_t> weak_suite(const ClientHello& hello) {
  for (const std::uint16_t suite : hello.cipher_suites) {
    if (std::ranges::find(kWeak, suite) != std::end(kWeak)) return suite;
  }
  return std::nullopt;
}

std::vector<tls::Extension>& extensions_of(ServerHello& hello) {
  if (!hello.extensions) hello.extensions.emplace();
  return *hello.extensions;
}

void put(ServerHello& hello, std::uint16_t type, tls::Where where,
         const tls::ExtensionValue& value) {
  tls::Extension made = tls::make_extension(type, where, value);
  std::vector<tls::Extension>& all = extensions_of(hello);
  const auto found = std::ranges::find(all, type, &tls::Extension::type);
  if (found == all.end())
    all.push_back(std::move(made));
  else
    *found = std::move(made);
}

std::uint16_t unoffered(const Numbers& offered, std::initializer_list<std::uint16_t> candidates) {
  for (const std::uint16_t one : candidates) {
    if (!has(offered, one)) return one;
  }
  return 0;
}

std::uint16_t unoffered_suite(const Heard& heard) {
  return is_13(heard) ? unoffered(heard.hello.cipher_suites, {0x1305, 0x1304, 0x1303, 0x1302})
                      : unoffered(heard.hello.cipher_suites, {0xc0ae, 0xc0af, 0xc072, 0xc02b});
}

std::uint16_t unoffered_group(const Heard& heard) {
  return unoffered(value<Numbers>(heard.hello, extension::kSupportedGroups),
                   {30, 25, 24, 256, 257, 23, 29});
}

void echo_unknown(ServerHello& hello, const Heard& heard) {
  if (!heard.hello.extensions) return;
  for (const tls::Extension& one : *heard.hello.extensions) {
    if (is_unknown(one.type)) extensions_of(hello).push_back(one);
  }
}

void add_unoffered(ServerHello& hello, const Heard& heard) {
  for (const auto& [type, body] :
       {std::pair<std::uint16_t, std::string_view>{15, "\x01"}, {1, "\x01"}, {4, ""}}) {
    if (find(heard.hello, type) == nullptr)
      return extensions_of(hello).push_back({type, std::string(body)});
  }
}

void add_twice(ServerHello& hello, const Heard&) {
  if (extensions_of(hello).empty()) extensions_of(hello).push_back({65281, std::string(1, '\0')});
  extensions_of(hello).push_back(hello.extensions->front());
}

void move_share(ServerHello& hello, const Heard& heard) {
  if (!is_13(heard)) return;
  const std::uint16_t group = unoffered_group(heard);
  put(hello, extension::kKeyShare, tls::Where::ServerHello,
      tls::KeyShare{group, std::string(tls::share_octets(group), '\x04')});
}

void select_version(ServerHello& hello, const Heard& heard) {
  if (!is_13(heard)) {
    hello.version = tls::kTls13;
    return;
  }
  put(hello, extension::kSupportedVersions, tls::Where::ServerHello, std::uint32_t{0x0305});
}

struct HelloRow {
  TlsFault fault;
  void (*spoil)(ServerHello& hello, const Heard& heard);
};

// clang-format off
constexpr auto kHellos = std::to_array<HelloRow>({
    {ServerExtensionTwice, add_twice},
    {ServerExtensionUnoffered, add_unoffered},
    {ServerExtensionEchoed, echo_unknown},
    {ServerLegacyVersion, [](ServerHello& s, const Heard& h) { if (is_13(h)) s.version = tls::kTls13; }},
    {ServerVersionUnoffered, select_version},
    {ServerVersionsIn12, [](ServerHello& s, const Heard& h) { if (!is_13(h)) put(s, extension::kSupportedVersions, tls::Where::ServerHello, std::uint32_t{tls::kTls12}); }},
    {ServerSuiteGrease, [](ServerHello& s, const Heard&) { s.cipher_suite = 0x0a0a; }},
    {ServerSuiteUnoffered, [](ServerHello& s, const Heard& h) { s.cipher_suite = unoffered_suite(h); }},
    {ServerCompression, [](ServerHello& s, const Heard&) { s.compression = 1; }},
    {SessionIdNotEchoed, [](ServerHello& s, const Heard& h) { if (is_13(h)) s.session_id = std::string(32, 'S'); }},
    {RandomConstant, [](ServerHello& s, const Heard&) { s.random.replace(0, 24, 24, 'R'); }},
    {RandomOfClient, [](ServerHello& s, const Heard& h) { s.random = h.hello.random; }},
    {DowngradeUnsaid, [](ServerHello& s, const Heard& h) { if (!is_13(h)) s.random.replace(24, 8, "DOWNGRA?"); }},
    {ShareUnoffered, move_share},
    {WeakSuiteChosen, [](ServerHello& s, const Heard& h) { s.cipher_suite = weak_suite(h.hello).value_or(s.cipher_suite); }},
    {RetrySuiteChanged, [](ServerHello& s, const Heard& h) { if (h.retried) s.cipher_suite = s.cipher_suite == 0x1302 ? 0x1301 : 0x1302; }},
});
constexpr auto kRetries = std::to_array<HelloRow>({
    {RetryGroupUnoffered, [](ServerHello& s, const Heard& h) { put(s, extension::kKeyShare, tls::Where::HelloRetryRequest, std::uint32_t{unoffered_group(h)}); }},
    {RetryExtensionIllegal, [](ServerHello& s, const Heard&) { extensions_of(s).push_back({23, ""}); }},
});
// clang-format on

/// The answer to a version that OpenSSL does not know any more.
void make_old(ServerHello& hello, const Heard& heard) {
  hello.version = old_version(heard.hello);
  hello.random.back() = 'o';
  if (!has(heard.hello.cipher_suites, hello.cipher_suite)) {
    const auto real = std::ranges::find_if(heard.hello.cipher_suites, [](std::uint16_t suite) {
      return suite != 0x00ff && suite != 0x5600;
    });
    if (real != heard.hello.cipher_suites.end()) hello.cipher_suite = *real;
  }
  std::erase_if(extensions_of(hello),
                [&](const tls::Extension& one) { return find(heard.hello, one.type) == nullptr; });
  if (hello.extensions->empty()) hello.extensions.reset();
}

std::string spoil_certificate(const std::string& body, const TlsFaults& faults) {
  tls::Certificate message = tls::decode_certificate(body, tls::kTls12).value;
  if (faults.has(CertificateListEmpty)) message.entries.clear();
  if (faults.has(CertificateTrailing) && !message.entries.empty())
    message.entries.front().der += std::string(2, '\0');
  return tls::to_wire(message);
}

tls::HandshakeMessage certificate_request() {
  tls::CertificateRequest request;
  request.types = "\x01\x40";
  request.signature_schemes = {0x0403, 0x0401};
  return {tls::handshake::kCertificateRequest, tls::print(tls::fields(request))};
}

}  // namespace

bool Heard::finishes() const {
  // encrypt_then_mac and session_ticket: of OpenSSL's clients, and not of hellos that only ask.
  return find(hello, 22) != nullptr && find(hello, 35) != nullptr;
}

std::uint16_t old_version(const ClientHello& hello) {
  const Numbers offered = tls::offered_versions(hello);
  for (const std::uint16_t version : {tls::kTls11, tls::kTls10}) {
    if (has(offered, version)) return version;
  }
  return hello.version == tls::kSsl3 ? tls::kSsl3 : tls::kTls12;
}

std::optional<std::uint8_t> refuses(const Heard& heard, const TlsFaults& faults) {
  for (const RefusalRow& row : kRefusals) {
    if (faults.has(row.fault) && row.refuses(heard)) return row.alert;
  }
  return std::nullopt;
}

bool spoil(ClientHello& hello, const Heard& heard, const TlsFaults& faults) {
  bool changed = false;
  if (faults.has(SupportedVersionsIgnored) && !heard.finishes() && hello.extensions) {
    changed = std::erase_if(*hello.extensions, [](const tls::Extension& one) {
                return one.type == extension::kSupportedVersions;
              }) > 0;
  }
  if (faults.has(WeakSuiteChosen) && !is_13(heard) && weak_suite(hello)) {
    repair(hello, Complaint::Tls11);
    changed = true;
  }
  return changed;
}

std::vector<tls::HandshakeMessage> FlightMutant::spoil(const tls::HandshakeMessage& message,
                                                       const Heard& heard,
                                                       const TlsFaults& faults) {
  namespace handshake = tls::handshake;
  if (silent_) return {};
  if (!faults.any() || (heard.finishes() && heard.version != 0)) return {message};
  if (message.type == handshake::kCertificate)
    return {{message.type, spoil_certificate(message.body, faults)}};
  if (message.type == handshake::kServerHelloDone && faults.has(CertificateRequested))
    return {certificate_request(), message};
  if (message.type != handshake::kServerHello) return {message};
  ServerHello hello = tls::decode_server_hello(message.body).value;
  const bool retry = tls::is_hello_retry_request(hello);
  if (!retry && !retry_.empty() && faults.has(RetryTwice)) {
    silent_ = true;
    return {{message.type, retry_}};
  }
  for (const HelloRow& row : retry ? std::span<const HelloRow>(kRetries) : kHellos) {
    if (faults.has(row.fault)) row.spoil(hello, heard);
  }
  if (heard.version == 0 && !retry) make_old(hello, heard);
  std::string body = tls::to_wire(hello);
  if (retry) retry_ = body;
  return {{message.type, std::move(body)}};
}

}  // namespace wireassay::reference
