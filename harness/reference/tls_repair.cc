// What servers that do not complain take a bad hello for.
#include <algorithm>
#include <array>

#include "reference/tls_complaints.h"
#include "wire/tls/registry.h"

namespace wireassay::reference {
namespace {

using enum Complaint;
namespace extension = tls::extension;

constexpr std::uint16_t kFallbackScsv = 0x5600, kRenegotiationInfo = 65281, kX25519 = 29;

std::vector<tls::Extension>& extensions_of(tls::ClientHello& hello) {
  if (!hello.extensions) hello.extensions.emplace();
  return *hello.extensions;
}

void drop(tls::ClientHello& hello, std::uint16_t type) {
  std::erase_if(extensions_of(hello), [&](const tls::Extension& one) { return one.type == type; });
}

void put(tls::ClientHello& hello, std::uint16_t type, const tls::ExtensionValue& value) {
  tls::Extension made = tls::make_extension(type, tls::Where::ClientHello, value);
  std::vector<tls::Extension>& all = extensions_of(hello);
  const auto found = std::ranges::find(all, type, &tls::Extension::type);
  if (found != all.end())
    *found = std::move(made);
  else
    all.insert(all.begin(), std::move(made));  // pre_shared_key stays the last
}

void put_groups(tls::ClientHello& hello) {
  put(hello, extension::kSupportedGroups, std::vector<std::uint16_t>{kX25519, 23});
}
void put_signatures(tls::ClientHello& hello) {
  put(hello, extension::kSignatureAlgorithms, std::vector<std::uint16_t>{0x0403, 0x0804, 0x0401});
}

/// Shares that can be computed with: for x25519 the base point.
void put_shares(tls::ClientHello& hello) {
  put(hello, extension::kKeyShare,
      std::vector<tls::KeyShare>{{kX25519, "\x09" + std::string(31, '\0')}});
}

void drop_duplicates(tls::ClientHello& hello) {
  std::vector<tls::Extension> kept;
  for (tls::Extension& one : extensions_of(hello)) {
    if (tls::find(kept, one.type) == nullptr) kept.push_back(std::move(one));
  }
  hello.extensions = std::move(kept);
}

/// The version is agreed to where OpenSSL knows none that is older than TLS 1.2.
void make_tls12(tls::ClientHello& hello) {
  hello.version = tls::kTls12;
  drop(hello, extension::kSupportedVersions);
  hello.cipher_suites.insert(hello.cipher_suites.end(), {0xc02b, 0xc02c, 0xc009, 0xc00a});
  if (tls::find(extensions_of(hello), extension::kSupportedGroups) == nullptr) put_groups(hello);
  if (tls::find(extensions_of(hello), extension::kSignatureAlgorithms) == nullptr)
    put_signatures(hello);
}

std::vector<std::uint16_t> known_versions(const tls::ClientHello& hello) {
  std::vector<std::uint16_t> listed = tls::offered_versions(hello);
  if (listed.empty()) listed = {tls::kTls13};
  return listed;
}

}  // namespace

void repair(tls::ClientHello& hello, Complaint complaint) {
  switch (complaint) {
    case SessionIdLong:
      hello.session_id.resize(std::min<std::size_t>(hello.session_id.size(), 32));
      break;
    case SuitesEmpty:
    case SuitesOdd: hello.cipher_suites.insert(hello.cipher_suites.end(), {0x1301, 0xc02b}); break;
    case CompressionEmpty:
    case NullCompressionMissing:
    case Compression13: hello.compression = std::string(1, '\0'); break;
    case ServerNameEmpty:
    case ServerNameTwice:
    case ServerNameIllFormed:
    case ServerNameUnknown: drop(hello, extension::kServerName); break;
    case AlpnEmpty:
    case AlpnForeign: drop(hello, extension::kAlpn); break;
    case VersionsMalformed: put(hello, extension::kSupportedVersions, known_versions(hello)); break;
    case GroupsEmpty:
    case GroupsMissing: put_groups(hello); break;
    case SignaturesMalformed:
    case SignaturesMissing: put_signatures(hello); break;
    case ShareMalformed:
    case ShareLength:
    case ShareZero: put_shares(hello); break;
    case ShareMissing: put(hello, extension::kKeyShare, std::vector<tls::KeyShare>{}); break;
    case Ssl3:
    case Tls10:
    case Tls11:
    case UnknownVersions: make_tls12(hello); break;
    case Fallback: std::erase(hello.cipher_suites, kFallbackScsv); break;
    case Duplicate: drop_duplicates(hello); break;
    case PskNotLast:
    case PskModesMissing: drop(hello, extension::kPreSharedKey); break;
    case MaxFragment: drop(hello, extension::kMaxFragmentLength); break;
    case PointFormats: drop(hello, extension::kEcPointFormats); break;
    case RenegotiationInfo: put(hello, kRenegotiationInfo, std::string()); break;
    case NotTls:
    case Ssl2:
    case RecordVersion:
    case RecordType:
    case Heartbeat:
    case DataFirst:
    case CcsFirst:
    case EmptyRecord:
    case AlertMalformed:
    case AlertFirst:
    case RecordTooLong:
    case Interleaved:
    case WrongMessage:
    case HelloTooLong:
    case ExtensionsLength:
    case Trailing:
    case Syntax:
    case VersionBelow:
    case Unaligned:
    case Misplaced:
    case ShareTwice: break;  // of records, or put right by decoding
  }
}

std::string with_better_length(std::string_view body, Complaint complaint) {
  constexpr std::size_t kSessionId = 2 + tls::kRandom;
  const auto number = [&](std::size_t at, std::size_t width) {
    std::size_t value = 0;
    for (const char octet : body.substr(std::min(at, body.size()), width))
      value = value << 8 | static_cast<unsigned char>(octet);
    return value;
  };
  std::size_t at = kSessionId + 1 + number(kSessionId, 1);
  if (complaint == ExtensionsLength) {
    at += 2 + number(at, 2);
    at += 1 + number(at, 1);
  }
  if (at + 2 > body.size()) return std::string(body);
  const std::size_t length = number(at, 2), rest = body.size() - at - 2;
  std::string best(body);
  std::size_t fewest = tls::decode_client_hello(body).anomalies.size();
  for (const std::size_t other : {length + 1, length - 1, rest}) {
    std::string changed(body);
    changed.replace(at, 2, tls::number(other, 2));
    const std::size_t wrong = tls::decode_client_hello(changed).anomalies.size();
    if (wrong >= fewest) continue;
    fewest = wrong;
    best = std::move(changed);
  }
  return best;
}

}  // namespace wireassay::reference
