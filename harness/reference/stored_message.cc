// Flags by name, and the MIME tree that is made once.
#include "reference/stored_message.h"

#include <algorithm>

#include "core/cursor.h"
#include "reference/lazy_mime.h"

namespace wireassay::reference {
namespace {

// RFC 9051 section 2.3.2
constexpr std::string_view kSystemFlags[] = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen",
                                             "\\Draft"};

const std::string_view* find_system_flag(std::string_view flag) {
  const auto* const found = std::ranges::find_if(
      kSystemFlags, [flag](std::string_view known) { return equal_ignoring_case(known, flag); });
  return found == std::end(kSystemFlags) ? nullptr : found;
}

}  // namespace

bool FlagLess::operator()(std::string_view a, std::string_view b) const {
  return std::ranges::lexicographical_compare(
      a, b, [](char x, char y) { return to_lower(x) < to_lower(y); });
}

std::string canonical_flag(std::string_view flag) {
  const std::string_view* const known = find_system_flag(flag);
  return std::string(known == nullptr ? flag : *known);
}

bool is_system_flag(std::string_view flag) { return find_system_flag(flag) != nullptr; }

Flags canonical_flags(const Flags& flags) {
  Flags kept;
  for (const std::string& flag : flags) {
    if (!equal_ignoring_case(flag, "\\Recent")) kept.insert(canonical_flag(flag));
  }
  return kept;
}

const message::Entity& Message::mime() const { return lazy_mime->of(*octets); }

}  // namespace wireassay::reference
