// Hierarchy and wildcards of mailbox names.
#include "reference/mailbox_name.h"

#include <algorithm>

#include "core/cursor.h"
#include "wire/message/utf8.h"

namespace wireassay::reference {
namespace {

constexpr std::string_view kInbox = "INBOX";
constexpr std::size_t kMaxPattern = 4 * kMaxMailboxName;  // ours; a longer one matches nothing

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

bool is_inbox(std::string_view name) { return equal_ignoring_case(name, kInbox); }

std::string canonical_name(std::string_view name) {
  const std::string_view first = name.substr(0, name.find(kHierarchySeparator));
  if (!is_inbox(first)) return std::string(name);
  return std::string(kInbox).append(name.substr(first.size()));
}

bool is_valid_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxMailboxName || !message::is_utf8(name)) return false;
  if (name.front() == kHierarchySeparator || name.back() == kHierarchySeparator) return false;
  if (name.find("//") != std::string_view::npos) return false;
  const auto separators = std::ranges::count(name, kHierarchySeparator);
  if (separators >= static_cast<std::ptrdiff_t>(kMaxHierarchyDepth)) return false;
  return std::ranges::none_of(name, [](char c) { return is_control(c) || c == '*' || c == '%'; });
}

std::string_view parent_of(std::string_view name) {
  const std::size_t at = name.rfind(kHierarchySeparator);
  return at == std::string_view::npos ? std::string_view{} : name.substr(0, at);
}

bool is_below(std::string_view name, std::string_view parent) {
  return name.size() > parent.size() + 1 && name.starts_with(parent) &&
         name[parent.size()] == kHierarchySeparator;
}

/// Which prefixes of `name` the pattern so far matches, one octet of the pattern after the other:
/// the product of the sizes at worst, where backtracking would be exponential.
bool matches_pattern(std::string_view pattern, std::string_view name) {
  if (pattern.size() > kMaxPattern) return false;
  const std::size_t any_case = canonical_name(name).starts_with(kInbox) ? kInbox.size() : 0;
  std::string reached(name.size() + 1, '\0');
  reached.front() = 1;
  for (const char c : pattern) {
    bool before = false;  // was reached without this octet of the pattern, one octet earlier
    for (std::size_t at = 0; at < reached.size(); ++at) {
      const bool here = reached[at] != 0;
      const char octet = at == 0 ? '\0' : name[at - 1];
      bool reaches = false;
      if (c == '*' || c == '%') {
        const bool runs_on =
            at > 0 && reached[at - 1] != 0 && (c == '*' || octet != kHierarchySeparator);
        reaches = here || runs_on;
      } else {
        reaches = before && (octet == c || (at <= any_case && to_upper(octet) == to_upper(c)));
      }
      reached[at] = reaches ? 1 : 0;
      before = here;
    }
  }
  return reached.back() != 0;
}

}  // namespace wireassay::reference
