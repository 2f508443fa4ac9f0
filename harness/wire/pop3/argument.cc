// Grammars of single arguments.
#include "wire/pop3/argument.h"

#include <algorithm>
#include <limits>

#include "core/cursor.h"

namespace wireassay::pop3 {
namespace {

constexpr std::size_t kMaxMechanism = 20;  // RFC 4422 section 3.1
constexpr std::size_t kDigest = 32;
constexpr std::size_t kMaxSubtag = 8;

constexpr bool is_base64_char(char c) { return is_alnum(c) || c == '+' || c == '/'; }

// sasl-mech = 1*20mech-char ; letters in either case (RFC 5034 section 5)
bool is_mechanism(std::string_view text) {
  const auto allowed = [](char c) { return is_alnum(c) || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= kMaxMechanism && std::ranges::all_of(text, allowed);
}

}  // namespace

std::optional<std::uint64_t> parse_number(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : text) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (kMost - digit) / 10) return kMost;
    value = value * 10 + digit;
  }
  return value;
}

bool is_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return false;
  const std::size_t pads = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  text.remove_suffix(pads);
  return std::ranges::all_of(text, is_base64_char);
}

std::expected<AuthArgument, ParseError> parse_auth_argument(const Command& command) {
  const auto& params = command.params;
  if (params.empty() || !is_mechanism(params.front()))
    return std::unexpected(ParseError{Errc::Malformed, 0, "sasl-mech"});
  if (params.size() > 2) return std::unexpected(ParseError{Errc::TooMany, 2, "auth-command"});
  AuthArgument argument{.mechanism = params.front(), .initial = std::nullopt};
  if (params.size() == 1) return argument;
  if (params.back() != "=" && !is_base64(params.back()))
    return std::unexpected(ParseError{Errc::Malformed, 1, "initial-response"});
  argument.initial = params.back();
  return argument;
}

std::expected<ApopArgument, ParseError> parse_apop_argument(const Command& command) {
  if (command.params.size() != 2) return std::unexpected(ParseError{Errc::Malformed, 0, "APOP"});
  const std::string& digest = command.params.back();
  const auto lower_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  if (digest.size() != kDigest || !std::ranges::all_of(digest, lower_hex))
    return std::unexpected(ParseError{Errc::Malformed, 1, "digest"});
  return ApopArgument{command.params.front(), digest};
}

bool is_language_range(std::string_view text) {
  if (text == "*") return true;
  Cursor in(text);
  const auto subtag = [&in](auto allowed) {
    const std::size_t size = in.take_while(allowed).size();
    return size >= 1 && size <= kMaxSubtag;
  };
  if (!subtag(is_alpha)) return false;
  while (in.take('-')) {
    if (!subtag(is_alnum)) return false;
  }
  return in.at_end();
}

}  // namespace wireassay::pop3
