// The one place that indexes octets of a complete production: a line, an argument, a literal.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/parsed.h"

namespace wireassay {

/// ASCII only, whatever the locale: protocol text is octets.
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_non_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
constexpr char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (to_upper(a[i]) != to_upper(b[i])) return false;
  }
  return true;
}

/// Walks over text that is all there. Every take_* leaves the cursor where it was when it does not
/// match.
class Cursor {
 public:
  /// `base` is added to offsets, for text that lies inside a longer input.
  explicit constexpr Cursor(std::string_view text, std::size_t base = 0)
      : text_(text), base_(base) {}

  constexpr bool at_end() const { return at_ == text_.size(); }
  constexpr std::size_t offset() const { return base_ + at_; }
  constexpr std::string_view rest() const { return text_.substr(at_); }
  constexpr std::optional<char> peek() const {
    if (at_end()) return std::nullopt;
    return text_[at_];
  }
  /// True if the next octet is `c`; does not move.
  constexpr bool next_is(char c) const { return !at_end() && text_[at_] == c; }

  constexpr bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  /// Letters of `word` match in both cases.
  constexpr bool take_word(std::string_view word) {
    if (!equal_ignoring_case(rest().substr(0, word.size()), word)) return false;
    at_ += word.size();
    return true;
  }
  template <class Predicate>
  constexpr std::string_view take_while(Predicate allowed) {
    const std::size_t from = at_;
    while (!at_end() && allowed(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }
  /// At most `n` octets.
  constexpr std::string_view take_octets(std::size_t n) {
    const std::string_view taken = rest().substr(0, n);
    at_ += taken.size();
    return taken;
  }
  /// What was taken since `offset` (a value of offset() of this cursor).
  constexpr std::string_view since(std::size_t offset) const {
    return text_.substr(offset - base_, at_ - (offset - base_));
  }
  constexpr ParseError malformed(std::string_view rule) const {
    return {Errc::Malformed, offset(), rule};
  }

 private:
  std::string_view text_;
  std::size_t base_;
  std::size_t at_ = 0;
};

}  // namespace wireassay
