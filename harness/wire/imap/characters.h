// Classes of octets of RFC 9051 section 9.
#pragma once

#include <string_view>

#include "core/cursor.h"

namespace wireassay::imap {

constexpr bool is_printable(char c) { return c > ' ' && c < '\x7f'; }

// atom-specials = "(" / ")" / "{" / SP / CTL / list-wildcards / quoted-specials / resp-specials
constexpr bool is_atom_char(char c) {
  constexpr std::string_view kSpecials = "(){%*\"\\]";
  return is_printable(c) && kSpecials.find(c) == std::string_view::npos;
}

// ASTRING-CHAR = ATOM-CHAR / resp-specials
constexpr bool is_astring_char(char c) { return is_atom_char(c) || c == ']'; }

// tag = 1*<any ASTRING-CHAR except "+">
constexpr bool is_tag_char(char c) { return is_astring_char(c) && c != '+'; }

// SP, and what stands for it where "it is NOT permitted to substitute TAB"
constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }

}  // namespace wireassay::imap
