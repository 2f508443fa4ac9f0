// Classes of octets of RFC 9110 sections 5.5 and 5.6, as tables: they are asked for every octet of
// every header.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/cursor.h"

namespace wireassay::http {

using OctetClass = std::array<bool, 256>;

template <class Predicate>
constexpr OctetClass octet_class(Predicate belongs) {
  OctetClass octets{};
  for (std::size_t c = 0; c < octets.size(); ++c) octets[c] = belongs(static_cast<char>(c));
  return octets;
}
constexpr bool has(const OctetClass& octets, char c) {
  return octets[static_cast<unsigned char>(c)];
}

constexpr bool is_obs_text(char c) { return is_non_ascii(c); }
constexpr bool is_vchar(char c) { return c > 0x20 && c < 0x7f; }
/// OWS = *( SP / HTAB )
constexpr bool is_ows(char c) { return c == ' ' || c == '\t'; }

// tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" /
// DIGIT / ALPHA
inline constexpr OctetClass kTchar = octet_class([](char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
});
/// field-vchar, SP and HTAB: what a field value may hold.
inline constexpr OctetClass kFieldOctet =
    octet_class([](char c) { return is_vchar(c) || is_ows(c) || is_obs_text(c); });
// qdtext = HTAB / SP / "!" / %x23-5B / %x5D-7E / obs-text
inline constexpr OctetClass kQdtext =
    octet_class([](char c) { return has(kFieldOctet, c) && c != '"' && c != '\\'; });
// etagc = "!" / %x23-7E / obs-text
inline constexpr OctetClass kEtagc =
    octet_class([](char c) { return (is_vchar(c) || is_obs_text(c)) && c != '"'; });

constexpr bool is_tchar(char c) { return has(kTchar, c); }

constexpr std::string_view trim_ows(std::string_view text) {
  while (!text.empty() && is_ows(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_ows(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace wireassay::http
