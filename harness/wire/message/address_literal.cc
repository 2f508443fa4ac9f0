// Reading of address literals: the ABNF of RFC 5321 section 4.1.3 above each function.
#include "wire/message/address_literal.h"

#include <array>
#include <cstdint>
#include <optional>

namespace wireassay::message {
namespace {

constexpr std::size_t kGroups = 8;  // 16-bit groups of an IPv6 address

using Unexpected = std::unexpected<ParseError>;

constexpr bool is_dcontent(char c) { return (c >= 33 && c <= 90) || (c >= 94 && c <= 126); }

// Snum = 1*3DIGIT ; representing a decimal integer value in the range 0 through 255
std::optional<char> read_snum(Cursor& in) {
  Cursor at = in;
  const std::string_view digits = at.take_while(is_digit);
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  if (value > 255) return std::nullopt;
  in = at;
  return static_cast<char>(value);
}

// IPv4-address-literal = Snum 3("." Snum)
std::optional<std::string> read_ipv4(Cursor& in) {
  Cursor at = in;
  std::string octets;
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && !at.take('.')) return std::nullopt;
    const auto snum = read_snum(at);
    if (!snum) return std::nullopt;
    octets.push_back(*snum);
  }
  in = at;
  return octets;
}

// IPv6-hex = 1*4HEXDIG
std::optional<std::string> read_ipv6_hex(Cursor& in) {
  Cursor at = in;
  const std::string_view digits = at.take_while(is_hex);
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : digits) {
    value = value * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : to_upper(c) - 'A' + 10);
  }
  in = at;
  return std::string{static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)};
}

struct Groups {
  std::string octets;
  bool ipv4_tail = false;
};

/// [IPv6-hex *(":" IPv6-hex)], the last of which may be an IPv4-address-literal. Stops before a
/// "::".
Groups read_groups(Cursor& in) {
  Groups groups;
  for (bool first = true;; first = false) {
    Cursor at = in;
    if (!first && !at.take(':')) break;
    if (auto ipv4 = read_ipv4(at)) {
      groups.octets += *ipv4;
      groups.ipv4_tail = true;
      in = at;
      break;
    }
    const auto hex = read_ipv6_hex(at);
    if (!hex || groups.octets.size() >= kGroups * 2) break;
    groups.octets += *hex;
    in = at;
  }
  return groups;
}

/// IPv6-addr = IPv6-full / IPv6-comp / IPv6v4-full / IPv6v4-comp
///
/// IPv6-comp: "No more than 6 groups in addition to the "::" may be present"; IPv6v4-comp: "No more
/// than 4 groups in addition to the "::" and IPv4-address-literal". Both say that "::" stands for
/// at least two groups.
std::optional<std::string> read_ipv6(Cursor& in) {
  Cursor at = in;
  Groups head = read_groups(at);
  if (head.ipv4_tail || !at.take_word("::")) {
    if (head.octets.size() != kGroups * 2) return std::nullopt;
    in = at;
    return head.octets;
  }
  const Groups tail = read_groups(at);
  const std::size_t present = head.octets.size() + tail.octets.size();
  if (present > (kGroups - 2) * 2) return std::nullopt;
  head.octets.append(kGroups * 2 - present, '\0').append(tail.octets);
  in = at;
  return head.octets;
}

// General-address-literal = Standardized-tag ":" 1*dcontent ; Standardized-tag = Ldh-str
bool is_general(std::string_view text) {
  Cursor at(text);
  const std::string_view tag = at.take_while([](char c) { return is_alnum(c) || c == '-'; });
  if (tag.empty() || tag.back() == '-' || !at.take(':')) return false;
  return !at.take_while(is_dcontent).empty() && at.at_end();
}

std::expected<AddressLiteral, ParseError> classify(std::string_view text, std::size_t offset) {
  constexpr std::string_view kIpv6Tag = "IPv6:";
  AddressLiteral literal{.text = std::string(text)};
  if (auto ipv4 = parse_ipv4(text)) {
    literal.octets = *ipv4;
    return literal;
  }
  if (equal_ignoring_case(text.substr(0, kIpv6Tag.size()), kIpv6Tag)) {
    auto ipv6 = parse_ipv6(text.substr(kIpv6Tag.size()));
    if (!ipv6) {
      return Unexpected({Errc::Malformed, offset + kIpv6Tag.size(), "IPv6-address-literal"});
    }
    literal.kind = LiteralKind::Ipv6;
    literal.octets = *ipv6;
    return literal;
  }
  if (!is_general(text)) return Unexpected({Errc::Malformed, offset, "address-literal"});
  literal.kind = LiteralKind::General;
  return literal;
}

template <class Read>
std::expected<std::string, ParseError> whole(std::string_view text, Read read,
                                             std::string_view rule) {
  Cursor in(text);
  auto octets = read(in);
  if (!octets || !in.at_end()) return Unexpected(in.malformed(rule));
  return *octets;
}

}  // namespace

std::expected<std::string, ParseError> parse_ipv4(std::string_view text) {
  return whole(text, read_ipv4, "IPv4-address-literal");
}

std::expected<std::string, ParseError> parse_ipv6(std::string_view text) {
  return whole(text, read_ipv6, "IPv6-addr");
}

std::expected<AddressLiteral, ParseError> read_address_literal(Cursor& in) {
  Cursor at = in;
  if (!at.take('[')) return Unexpected(in.malformed("address-literal"));
  const std::size_t from = at.offset();
  const std::string_view text = at.take_while(is_dcontent);
  if (!at.take(']')) return Unexpected(at.malformed("address-literal"));
  auto literal = classify(text, from);
  if (literal) in = at;
  return literal;
}

std::expected<AddressLiteral, ParseError> parse_address_literal(std::string_view text) {
  Cursor in(text);
  auto literal = read_address_literal(in);
  if (literal && !in.at_end()) return Unexpected(in.malformed("address-literal"));
  return literal;
}

std::string to_wire(const AddressLiteral& literal) { return "[" + literal.text + "]"; }

}  // namespace wireassay::message
