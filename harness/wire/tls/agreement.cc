#include "wire/tls/agreement.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

/// An extension's type and the length of its data.
constexpr std::size_t kExtensionHeader = 4;

bool has(const std::vector<std::uint16_t>& list, std::uint32_t value) {
  return std::ranges::find(list, value) != list.end();
}

const Extension* find(const std::optional<std::vector<Extension>>& extensions, std::uint16_t type) {
  return extensions ? tls::find(*extensions, type) : nullptr;
}

/// What an extension says, or an empty T.
template <class T>
T value_in(const Extension* extension, Where where) {
  if (extension == nullptr) return {};
  const Decoded<ExtensionValue> value = value_of(*extension, where);
  const T* found = std::get_if<T>(&value.value);
  return found == nullptr ? T{} : *found;
}

template <class T>
T offered_in(const ClientHello& hello, std::uint16_t type) {
  return value_in<T>(find(hello.extensions, type), Where::ClientHello);
}

using Numbers = std::vector<std::uint16_t>;

Numbers shares_of(const ClientHello& hello) {
  Numbers groups;
  for (const KeyShare& share : offered_in<std::vector<KeyShare>>(hello, extension::kKeyShare))
    groups.push_back(share.group);
  return groups;
}

/// Places in the body of a ServerHello.
constexpr std::size_t kRandomAt = 2, kSessionIdAt = kRandomAt + kRandom;
std::size_t suite_at(const ServerHello& hello) {
  return kSessionIdAt + 1 + hello.session_id.size();
}
std::size_t compression_at(const ServerHello& hello) { return suite_at(hello) + 2; }
std::size_t extensions_at(const ServerHello& hello) { return compression_at(hello) + 3; }

/// Where the first extension of that type begins.
std::size_t place_of(const ServerHello& hello, std::uint16_t type) {
  std::size_t at = extensions_at(hello);
  if (!hello.extensions) return 0;
  for (const Extension& one : *hello.extensions) {
    if (one.type == type) return at;
    at += kExtensionHeader + one.body.size();
  }
  return 0;
}

Where where_of(const ServerHello& hello) {
  return is_hello_retry_request(hello) ? Where::HelloRetryRequest : Where::ServerHello;
}

bool was_asked_for(const ClientHello& offered, std::uint16_t type, Where where) {
  if (find(offered.extensions, type) != nullptr) return true;
  if (type == extension::kCookie) return where == Where::HelloRetryRequest;
  return type == extension::kRenegotiationInfo && has(offered.cipher_suites, kRenegotiationScsv);
}

/// Each extension that stands in an answer: was it asked for, and does it say what it may?
void check_extension(const ClientHello& offered, const Extension& answer, Where where,
                     std::size_t at, std::uint16_t version, std::vector<Deviation>& broken) {
  if (!was_asked_for(offered, answer.type, where))
    broken.push_back(
        {version >= kTls13 ? rule::kUnofferedExtension13 : rule::kUnofferedExtension, at});
  const Extension* asked = find(offered.extensions, answer.type);
  if (asked == nullptr) return;
  const bool length = answer.type == extension::kMaxFragmentLength;
  if (length && asked->body != answer.body) broken.push_back({rule::kMaxFragmentEcho, at});
  if (answer.type != extension::kAlpn) return;
  using Names = std::vector<std::string>;
  const Names protocols = value_in<Names>(asked, Where::ClientHello);
  for (const std::string& name : value_in<Names>(&answer, where)) {
    if (std::ranges::find(protocols, name) == protocols.end())
      broken.push_back({rule::kUnofferedProtocol, at});
  }
}

void check_version(const ClientHello& offered, const ServerHello& answer,
                   std::vector<Deviation>& broken) {
  const std::uint16_t version = selected_version(answer);
  const std::size_t at = place_of(answer, extension::kSupportedVersions);
  const bool listed = find(offered.extensions, extension::kSupportedVersions) != nullptr;
  if (listed && !has(offered_versions(offered), version))
    broken.push_back({rule::kUnofferedVersion, at});
  if (!listed && version > offered.version) broken.push_back({rule::kVersionAbove, at});
  if (at != 0 && version < kTls13) broken.push_back({rule::kSupportedVersionsOld, at});
}

bool is_scsv(std::uint16_t suite) { return suite == kRenegotiationScsv || suite == kFallbackScsv; }

/// False of suites without a name here. Suites of TLS 1.3 name no key exchange "WITH" a cipher.
bool is_of_another_version(std::uint16_t suite, std::uint16_t version) {
  const std::string_view name = name_of(Registry::CipherSuite, suite);
  if (name.empty() || is_scsv(suite)) return false;
  return (name.find("_WITH_") == std::string_view::npos) != (version >= kTls13);
}

void check_suite(const ClientHello& offered, const ServerHello& answer,
                 std::vector<Deviation>& broken) {
  const std::uint16_t suite = answer.cipher_suite;
  const std::size_t at = suite_at(answer);
  if (!has(offered.cipher_suites, suite)) broken.push_back({rule::kUnofferedSuite, at});
  if (is_of_another_version(suite, selected_version(answer)))
    broken.push_back({rule::kSuiteOfVersion, at});
  if (is_scsv(suite)) broken.push_back({rule::kScsvSelected, at});
  if (offered.compression.find(static_cast<char>(answer.compression)) == std::string::npos)
    broken.push_back({rule::kUnofferedCompression, compression_at(answer)});
}

void check_retry_group(const ClientHello& offered, const ServerHello& retry, const Numbers& groups,
                       std::vector<Deviation>& broken) {
  const Extension* selected = find(retry.extensions, extension::kKeyShare);
  if (selected == nullptr) {
    if (find(retry.extensions, extension::kCookie) == nullptr)
      broken.push_back({rule::kRetryWithoutChange, 0});
    return;
  }
  const auto group = value_in<std::uint32_t>(selected, Where::HelloRetryRequest);
  const std::size_t at = place_of(retry, extension::kKeyShare);
  if (!has(groups, group)) broken.push_back({rule::kRetryGroup, at});
  if (has(shares_of(offered), group)) broken.push_back({rule::kRetryGroupOffered, at});
}

void check_keys(const ClientHello& offered, const ServerHello& answer,
                std::vector<Deviation>& broken) {
  const auto groups = offered_in<Numbers>(offered, extension::kSupportedGroups);
  if (is_hello_retry_request(answer)) return check_retry_group(offered, answer, groups, broken);
  if (const Extension* share = find(answer.extensions, extension::kKeyShare)) {
    const std::uint16_t group = value_in<KeyShare>(share, Where::ServerHello).group;
    const std::size_t at = place_of(answer, extension::kKeyShare);
    if (!has(groups, group)) broken.push_back({rule::kUnofferedGroup, at});
    if (!has(shares_of(offered), group)) broken.push_back({rule::kUnofferedShare, at});
  }
  const Extension* psk = find(answer.extensions, extension::kPreSharedKey);
  if (psk == nullptr || find(offered.extensions, extension::kPreSharedKey) == nullptr) return;
  const auto psks = offered_in<OfferedPsks>(offered, extension::kPreSharedKey);
  if (value_in<std::uint32_t>(psk, Where::ServerHello) >= psks.identities.size())
    broken.push_back({rule::kUnofferedPsk, place_of(answer, extension::kPreSharedKey)});
}

/// One extension may break two rules.
std::vector<Deviation> at_most(std::vector<Deviation> broken) {
  if (broken.size() > kMaxAnomalies) broken.erase(broken.begin() + kMaxAnomalies, broken.end());
  return broken;
}

}  // namespace

std::vector<Deviation> disagreements(const ClientHello& offered, const ServerHello& answer) {
  std::vector<Deviation> broken;
  const std::uint16_t version = selected_version(answer);
  check_version(offered, answer, broken);
  if (answer.random == offered.random) broken.push_back({rule::kRandomOfClient, kRandomAt});
  if (version >= kTls13 && answer.session_id != offered.session_id)
    broken.push_back({rule::kSessionIdEcho, kSessionIdAt});
  check_suite(offered, answer, broken);
  if (version >= kTls13) check_keys(offered, answer, broken);
  if (!answer.extensions) return broken;
  std::size_t at = extensions_at(answer);
  for (const Extension& one : *answer.extensions) {
    check_extension(offered, one, where_of(answer), at, version, broken);
    at += kExtensionHeader + one.body.size();
    if (broken.size() >= kMaxAnomalies) break;
  }
  return at_most(std::move(broken));
}

std::vector<Deviation> disagreements(const ClientHello& offered,
                                     const EncryptedExtensions& answer) {
  std::vector<Deviation> broken;
  std::size_t at = 2;
  for (const Extension& one : answer.extensions) {
    check_extension(offered, one, Where::EncryptedExtensions, at, kTls13, broken);
    at += kExtensionHeader + one.body.size();
    if (broken.size() >= kMaxAnomalies) break;
  }
  return at_most(std::move(broken));
}

std::vector<Deviation> disagreements(const ServerHello& retry, const ServerHello& answer) {
  std::vector<Deviation> broken;
  if (is_hello_retry_request(answer)) return {{rule::kSecondRetry, kRandomAt}};
  if (selected_version(answer) != selected_version(retry))
    broken.push_back({rule::kRetryVersion, place_of(answer, extension::kSupportedVersions)});
  if (answer.cipher_suite != retry.cipher_suite)
    broken.push_back({rule::kRetrySuite, suite_at(answer)});
  const Extension* asked = find(retry.extensions, extension::kKeyShare);
  const Extension* share = find(answer.extensions, extension::kKeyShare);
  if (asked == nullptr || share == nullptr) return broken;
  if (value_in<std::uint32_t>(asked, Where::HelloRetryRequest) !=
      value_in<KeyShare>(share, Where::ServerHello).group)
    broken.push_back({rule::kRetryShare, place_of(answer, extension::kKeyShare)});
  return broken;
}

}  // namespace wireassay::tls
