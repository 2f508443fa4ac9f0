#include "reference/tls_complaints.h"

#include <algorithm>
#include <array>

#include "core/cursor.h"
#include "wire/tls/registry.h"

namespace wireassay::reference {
namespace {

using enum Complaint;
namespace extension = tls::extension;
namespace rule = tls::rule;

// RFC 8446 section 6, RFC 6066, RFC 7301, RFC 7507.
constexpr std::uint8_t kUnexpected = 10, kOverflow = 22, kHandshakeFailure = 40, kIllegal = 47,
                       kDecode = 50, kVersion = 70, kFallback = 86, kMissing = 109, kName = 112,
                       kProtocol = 120;
constexpr std::uint16_t kFallbackScsv = 0x5600, kRenegotiationInfo = 65281, kPskModes = 45;

// One row a complaint, in the order of the enumeration.
// clang-format off
constexpr auto kRows = std::to_array<ComplaintRow>({
    {NotTls, kUnexpected, {}},                  // RFC 8446 section 5: "an unexpected record type"
    {Ssl2, kVersion, TlsFault::Ssl2Answered},   // D.5: accepting it is NOT RECOMMENDED
    {RecordVersion, kVersion, {}},
    {RecordType, kUnexpected, TlsFault::RecordTypeIgnored},
    {Heartbeat, kUnexpected, TlsFault::HeartbeatAnswered},
    {DataFirst, kUnexpected, TlsFault::DataBeforeHelloIgnored},
    {CcsFirst, kUnexpected, TlsFault::CcsBeforeHelloIgnored},
    {EmptyRecord, kUnexpected, {}},
    {AlertMalformed, kDecode, TlsFault::AlertMalformedIgnored},
    {AlertFirst, kUnexpected, {}},
    {RecordTooLong, kOverflow, TlsFault::RecordTooLongAccepted},
    {Interleaved, kUnexpected, TlsFault::InterleavedIgnored},
    {WrongMessage, kUnexpected, TlsFault::WrongMessageIgnored},
    {HelloTooLong, kDecode, {}},
    {SessionIdLong, kDecode, TlsFault::SessionIdLongAccepted},
    {SuitesEmpty, kDecode, TlsFault::SuitesEmptyAccepted},
    {SuitesOdd, kDecode, TlsFault::SuitesOddAccepted},
    {CompressionEmpty, kDecode, TlsFault::CompressionEmptyAccepted},
    {ExtensionsLength, kDecode, TlsFault::ExtensionsLengthIgnored},
    {Trailing, kDecode, TlsFault::TrailingIgnored},
    {ServerNameEmpty, kDecode, TlsFault::ServerNameEmptyAccepted},
    {AlpnEmpty, kDecode, TlsFault::AlpnEmptyAccepted},
    {VersionsMalformed, kDecode, TlsFault::VersionsMalformedAccepted},
    {GroupsEmpty, kDecode, TlsFault::GroupsEmptyAccepted},
    {SignaturesMalformed, kDecode, TlsFault::SignaturesMalformedAccepted},
    {ShareMalformed, kDecode, TlsFault::ShareMalformedAccepted},
    {Syntax, kDecode, {}},
    {VersionBelow, kVersion, {}},
    {Ssl3, kVersion, TlsFault::Ssl3Accepted},
    {Tls10, kVersion, TlsFault::Tls10Accepted},
    {Tls11, kVersion, TlsFault::Tls11Accepted},
    {UnknownVersions, kVersion, TlsFault::UnknownVersionsAccepted},
    {Fallback, kFallback, TlsFault::FallbackAccepted},
    {Unaligned, kUnexpected, TlsFault::UnalignedHelloAccepted},
    {Duplicate, kIllegal, TlsFault::DuplicateExtensionAccepted},
    {Misplaced, kIllegal, {}},
    {PskNotLast, kIllegal, TlsFault::PskNotLastAccepted},
    {NullCompressionMissing, kIllegal, TlsFault::NullCompressionMissingAccepted},
    {Compression13, kIllegal, TlsFault::Compression13Accepted},
    {ServerNameTwice, kIllegal, {}},
    {ServerNameIllFormed, kIllegal, {}},
    {MaxFragment, kIllegal, TlsFault::MaxFragmentAccepted},
    {PointFormats, kIllegal, TlsFault::PointFormatsAccepted},
    {RenegotiationInfo, kHandshakeFailure, TlsFault::RenegotiationInfoAccepted},
    {SignaturesMissing, kMissing, TlsFault::SignaturesMissingAccepted},
    {GroupsMissing, kMissing, TlsFault::GroupsMissingAccepted},
    {ShareMissing, kMissing, TlsFault::ShareMissingAccepted},
    {ShareTwice, kIllegal, {}},
    {ShareLength, kIllegal, TlsFault::ShareLengthAccepted},
    {ShareZero, kIllegal, TlsFault::ShareZeroAccepted},
    {PskModesMissing, kMissing, TlsFault::PskModesMissingAccepted},
    {ServerNameUnknown, kName, TlsFault::ServerNameUnknownAccepted},
    {AlpnForeign, kProtocol, TlsFault::AlpnIgnored},
});
// clang-format on

consteval bool in_order() {
  std::size_t expected = 0;
  return std::ranges::all_of(kRows, [&expected](const ComplaintRow& row) {
    return static_cast<std::size_t>(row.id) == expected++;
  });
}
static_assert(in_order() && kRows.size() == static_cast<std::size_t>(AlpnForeign) + 1);

/// Extensions that the server knows: what others hold is not its matter.
constexpr std::uint16_t kKnown[] = {0,  1,  5,  10, 11, 13, 16, 22, 23,
                                    35, 41, 42, 43, 44, 45, 50, 51, kRenegotiationInfo};

struct SyntaxRow {
  std::uint16_t type;
  Complaint complaint;
};
constexpr SyntaxRow kSyntax[] = {
    {extension::kServerName, ServerNameEmpty},
    {extension::kAlpn, AlpnEmpty},
    {extension::kSupportedVersions, VersionsMalformed},
    {extension::kSupportedGroups, GroupsEmpty},
    {extension::kSignatureAlgorithms, SignaturesMalformed},
    {extension::kKeyShare, ShareMalformed},
};

struct RuleRow {
  std::string_view rule;
  Complaint complaint;
  std::uint16_t version;  ///< counts only where this one is common; 0: always
};
constexpr RuleRow kRules[] = {
    {rule::kDuplicateExtension, Duplicate, 0},
    {rule::kExtensionPlace, Misplaced, tls::kTls13},
    {rule::kPskLast, PskNotLast, tls::kTls13},
    {rule::kNullCompression, NullCompressionMissing, 0},
    {rule::kCompression13, Compression13, tls::kTls13},
    {rule::kServerNameTwice, ServerNameTwice, 0},
    {rule::kServerNameOctets, ServerNameIllFormed, 0},
    {rule::kMaxFragment, MaxFragment, 0},
    {rule::kPointFormats, PointFormats, tls::kTls12},
    {rule::kShareTwice, ShareTwice, tls::kTls13},
    {rule::kShareLength, ShareLength, tls::kTls13},
};

bool is_syntax(std::string_view id) {
  return id == rule::kTruncated || id == rule::kBeyondEnd || id == rule::kVectorLength ||
         id == rule::kTrailing;
}

std::size_t number_at(std::string_view in, std::size_t at, std::size_t width) {
  std::size_t value = 0;
  for (const char octet : in.substr(std::min(at, in.size()), width))
    value = value << 8 | static_cast<unsigned char>(octet);
  return value;
}

/// Where the parts of a hello begin, as the decoder saw them.
struct Layout {
  explicit Layout(std::string_view body) {
    suites = kSessionId + 1 + number_at(body, kSessionId, 1);
    compression = suites + 2 + number_at(body, suites, 2);
    extensions = compression + 1 + number_at(body, compression, 1);
  }
  static constexpr std::size_t kSessionId = 2 + tls::kRandom;
  std::size_t suites, compression, extensions;
};

/// The extension whose data hold that octet, or nullptr.
const tls::Extension* extension_at(const tls::ClientHello& hello, const Layout& layout,
                                   std::size_t offset) {
  if (!hello.extensions) return nullptr;
  std::size_t at = layout.extensions + 2;
  for (const tls::Extension& one : *hello.extensions) {
    const std::size_t data = at + 4, end = data + one.body.size();
    if (offset >= data && (offset < end || (one.body.empty() && offset == end))) return &one;
    at = end;
    // What is missing behind the last octet of the data is theirs, too.
    if (offset == end && &one == &hello.extensions->back()) return &one;
  }
  return nullptr;
}

std::optional<Complaint> syntax_complaint(std::string_view body, const tls::ClientHello& hello,
                                          const Deviation& wrong) {
  const Layout layout(body);
  if (wrong.offset < Layout::kSessionId) return Syntax;
  if (wrong.offset < layout.suites) return SessionIdLong;
  if (wrong.offset < layout.compression)
    return number_at(body, layout.suites, 2) == 0 ? SuitesEmpty : SuitesOdd;
  if (wrong.offset < layout.extensions) return CompressionEmpty;
  const bool behind = wrong.rule == rule::kTrailing &&
                      wrong.offset >= layout.extensions + 2 + number_at(body, layout.extensions, 2);
  if (behind) return Trailing;
  const tls::Extension* inside = extension_at(hello, layout, wrong.offset);
  if (inside == nullptr) return ExtensionsLength;
  const auto* row = std::ranges::find(kSyntax, inside->type, &SyntaxRow::type);
  if (row != std::end(kSyntax)) return row->complaint;
  return std::ranges::find(kKnown, inside->type) == std::end(kKnown) ? std::nullopt
                                                                     : std::optional(Syntax);
}

const tls::Extension* find(const tls::ClientHello& hello, std::uint16_t type) {
  return hello.extensions ? tls::find(*hello.extensions, type) : nullptr;
}

template <class T>
std::optional<T> value(const tls::ClientHello& hello, std::uint16_t type) {
  const tls::Extension* one = find(hello, type);
  if (one == nullptr) return std::nullopt;
  const auto decoded = tls::value_of(*one, tls::Where::ClientHello);
  const T* found = std::get_if<T>(&decoded.value);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

void judge_version(const tls::ClientHello& hello, std::vector<Complaint>& out) {
  using Versions = std::vector<std::uint16_t>;
  if (hello.version < tls::kSsl3) return out.push_back(VersionBelow);
  if (hello.version == tls::kSsl3) return out.push_back(Ssl3);
  const std::uint16_t common = common_version(hello);
  const bool fallback =
      std::ranges::find(hello.cipher_suites, kFallbackScsv) != hello.cipher_suites.end();
  if (common == tls::kTls12 && fallback) out.push_back(Fallback);
  if (common != 0) return;
  const auto listed = value<Versions>(hello, extension::kSupportedVersions);
  const Versions offered = listed ? *listed : Versions{hello.version};
  if (std::ranges::find(offered, tls::kTls11) != offered.end()) return out.push_back(Tls11);
  if (std::ranges::find(offered, tls::kTls10) != offered.end()) return out.push_back(Tls10);
  out.push_back(UnknownVersions);
}

/// RFC 8446 section 9.2
void judge_missing(const tls::ClientHello& hello, std::vector<Complaint>& out) {
  const tls::Extension* psk = find(hello, extension::kPreSharedKey);
  if (psk != nullptr && find(hello, kPskModes) == nullptr) out.push_back(PskModesMissing);
  const bool groups = find(hello, extension::kSupportedGroups) != nullptr;
  const bool share = find(hello, extension::kKeyShare) != nullptr;
  if (psk == nullptr && find(hello, extension::kSignatureAlgorithms) == nullptr)
    out.push_back(SignaturesMissing);
  if (!groups && (share || psk == nullptr)) out.push_back(GroupsMissing);
  if (groups && !share) out.push_back(ShareMissing);
}

void judge_shares(const tls::ClientHello& hello, std::vector<Complaint>& out) {
  // RFC 8446 section 7.4.2: the shared secret of such a share is all zeros.
  for (const tls::KeyShare& share : value<std::vector<tls::KeyShare>>(hello, extension::kKeyShare)
                                        .value_or(std::vector<tls::KeyShare>())) {
    const bool zero = share.key.find_first_not_of('\0') == std::string::npos;
    if (share.group == 29 && zero && share.key.size() == tls::share_octets(29))
      out.push_back(ShareZero);
  }
}

/// RFC 6066 section 3 forbids clients to ask for addresses; some (msmtp) do, and mean no name.
bool is_address(const std::string& name) {
  return name.find(':') != std::string::npos ||
         name.find_first_not_of("0123456789.") == std::string::npos;
}

void judge_server_name(const tls::ClientHello& hello, const TlsDoor& door,
                       std::vector<Complaint>& out) {
  const std::optional<std::string> name = tls::server_name(hello);
  const auto same = [&](const std::string& one) { return equal_ignoring_case(one, *name); };
  if (name && !is_address(*name) && !door.names.empty() && std::ranges::none_of(door.names, same))
    out.push_back(ServerNameUnknown);
}

void judge_protocols(const tls::ClientHello& hello, const TlsDoor& door,
                     std::vector<Complaint>& out) {
  const auto offered = value<std::vector<std::string>>(hello, extension::kAlpn);
  const auto ours = [&](const std::string& one) {
    return std::ranges::find(door.protocols, one) != door.protocols.end();
  };
  if (offered && !door.protocols.empty() && std::ranges::none_of(*offered, ours))
    out.push_back(AlpnForeign);
}

}  // namespace

const ComplaintRow& row_of(Complaint complaint) {
  return kRows.at(static_cast<std::size_t>(complaint));
}

std::uint16_t common_version(const tls::ClientHello& hello) {
  const std::vector<std::uint16_t> offered = tls::offered_versions(hello);
  const bool listed = find(hello, extension::kSupportedVersions) != nullptr;
  const auto has = [&](std::uint16_t one) {
    return std::ranges::find(offered, one) != offered.end();
  };
  if (listed) return has(tls::kTls13) ? tls::kTls13 : has(tls::kTls12) ? tls::kTls12 : 0;
  return hello.version >= tls::kTls12 ? tls::kTls12 : 0;
}

std::vector<Complaint> complaints(std::string_view body, const TlsDoor& door) {
  const tls::Decoded<tls::ClientHello> decoded = tls::decode_client_hello(body);
  const tls::ClientHello& hello = decoded.value;
  std::vector<Complaint> out;
  for (const Deviation& wrong : decoded.anomalies) {
    if (!is_syntax(wrong.rule)) continue;
    if (const auto found = syntax_complaint(body, hello, wrong)) out.push_back(*found);
  }
  const auto found = [&](std::initializer_list<Complaint> any) {
    return std::ranges::find_first_of(out, any) != out.end();
  };
  if (!found({VersionsMalformed})) judge_version(hello, out);
  const std::uint16_t version = common_version(hello);
  for (const Deviation& wrong : decoded.anomalies) {
    const auto* row = std::ranges::find(kRules, wrong.rule, &RuleRow::rule);
    const bool counts = row != std::end(kRules) && (row->version == 0 || row->version == version);
    // What cannot be read is not judged any further.
    const bool of_shares = counts && row->complaint == ShareLength && found({ShareMalformed});
    if (counts && !of_shares) out.push_back(row->complaint);
  }
  const auto info = value<std::string>(hello, kRenegotiationInfo);
  if (version == tls::kTls12 && info && !info->empty()) out.push_back(RenegotiationInfo);
  if (version == tls::kTls13) {
    judge_missing(hello, out);
    judge_shares(hello, out);
  }
  if (!found({ServerNameEmpty, ServerNameTwice, ServerNameIllFormed}))
    judge_server_name(hello, door, out);
  if (!found({AlpnEmpty})) judge_protocols(hello, door, out);
  return out;
}

}  // namespace wireassay::reference
