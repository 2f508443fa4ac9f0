// What the value of an extension may not be, beyond its syntax.
#include <algorithm>
#include <set>

#include "wire/tls/extension_shapes.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

bool is_address(std::string_view name) {
  if (name.find(':') != std::string_view::npos) return true;
  const bool dotted = std::ranges::all_of(name, [](char c) { return is_digit(c) || c == '.'; });
  return dotted && std::ranges::count(name, '.') == 3;
}

bool is_host_octet(char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; }

void check_server_names(const std::vector<ServerName>& names, Reader& reader) {
  std::set<std::uint8_t> seen;
  for (const ServerName& name : names) {
    if (!seen.insert(name.type).second) reader.note(rule::kServerNameTwice);
    if (name.type != 0 || name.name.empty()) continue;
    if (is_address(name.name))
      reader.note(rule::kServerNameAddress);
    else if (!std::ranges::all_of(name.name, is_host_octet) || name.name.ends_with('.'))
      reader.note(rule::kServerNameOctets);
  }
}

void check_share(const KeyShare& share, Reader& reader) {
  const std::size_t want = share_octets(share.group);
  if (want != 0 && share.key.size() != want) reader.note(rule::kShareLength);
}

void check_shares(const std::vector<KeyShare>& shares, Reader& reader) {
  std::set<std::uint16_t> seen;
  for (const KeyShare& share : shares) {
    if (!seen.insert(share.group).second) reader.note(rule::kShareTwice);
    // The shares of servers are another length where keys are encapsulated; those are not in the
    // table.
    check_share(share, reader);
  }
}

void check_number(std::uint16_t type, std::uint32_t value, Reader& reader) {
  if (type == extension::kMaxFragmentLength && (value < 1 || value > 4))
    reader.note(rule::kMaxFragment);
  if (type == extension::kHeartbeat && (value < 1 || value > 2)) reader.note(rule::kHeartbeatMode);
  if (type == extension::kRecordSizeLimit && value < 64) reader.note(rule::kRecordSizeLimit);
}

}  // namespace

void check_value(std::uint16_t type, Where where, const ExtensionValue& value, Reader& reader) {
  if (const auto* names = std::get_if<std::vector<ServerName>>(&value))
    check_server_names(*names, reader);
  if (const auto* share = std::get_if<KeyShare>(&value)) check_share(*share, reader);
  if (const auto* shares = std::get_if<std::vector<KeyShare>>(&value))
    check_shares(*shares, reader);
  if (const auto* one = std::get_if<std::uint32_t>(&value)) check_number(type, *one, reader);
  if (const auto* octets = std::get_if<std::string>(&value)) {
    if (type == extension::kPadding && octets->find_first_not_of('\0') != std::string::npos)
      reader.note(rule::kPadding);
  }
  if (const auto* names = std::get_if<std::vector<std::string>>(&value)) {
    if (type == extension::kAlpn && where != Where::ClientHello && names->size() != 1)
      reader.note(rule::kAlpnSelected);
  }
  if (const auto* list = std::get_if<std::vector<std::uint16_t>>(&value)) {
    if (type == extension::kEcPointFormats && std::ranges::find(*list, 0) == list->end())
      reader.note(rule::kPointFormats);
  }
}

}  // namespace wireassay::tls
