// Productions of RFC 9051 section 9 as questions about values. Inner header of the folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "core/parsed.h"
#include "wire/imap/value.h"

namespace wireassay::imap {

/// Nothing, or what is wrong with a value.
using Verdict = std::optional<ParseError>;
using Check = Verdict (*)(const Value&);

inline ParseError malformed(const Value& value, std::string_view production) {
  return {Errc::Malformed, value.offset, production};
}

inline constexpr std::uint64_t kMaxNumber = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint64_t kMaxNumber64 = std::numeric_limits<std::int64_t>::max();

/// Digits of a number in a range; `offset` is for the error. Numbers from 1 have no leading zero.
Verdict check_digits(std::string_view digits, std::size_t offset, std::uint64_t least,
                     std::uint64_t most, std::string_view production);

Verdict number(const Value& value);
Verdict nz_number(const Value& value);
Verdict number64(const Value& value);
Verdict mod_sequence_value(const Value& value);   ///< RFC 7162 section 7, from 1
Verdict mod_sequence_valzer(const Value& value);  ///< from 0
Verdict nil(const Value& value);
Verdict atom(const Value& value);
Verdict astring(const Value& value);
Verdict string(const Value& value);
Verdict nstring(const Value& value);
Verdict nstring_or_literal8(const Value& value);
Verdict flag(const Value& value);       ///< "\" atom or atom
Verdict flag_perm(const Value& value);  ///< "\*" too
Verdict sequence_set(const Value& value);
Verdict uid_set(const Value& value);  ///< without "*"
Verdict date_time(const Value& value);
Verdict objectid_list(const Value& value);  ///< RFC 8474: "(" objectid ")"
Verdict delimiter(const Value& value);      ///< DQUOTE QUOTED-CHAR DQUOTE / nil
Verdict any(const Value& value);
/// tagged-ext-val = tagged-ext-simple / "(" [tagged-ext-comp] ")"; a string, too: 'Sample "text"'
/// in RFC 5258 section 3
Verdict tagged_ext_val(const Value& value);

/// Walks over the values of a production and remembers the first that is wrong. Between two values
/// there is a space, unless adjacent() says otherwise.
class Items {
 public:
  Items(std::span<const Value> items, std::size_t end, std::string_view production)
      : items_(items), end_(end), production_(production) {}
  /// The items of a list; an error if the value is none.
  Items(const Value& list, std::string_view production);

  Items& take(Check check);      ///< the next one
  Items& rest(Check check);      ///< all that remain, none is fine
  Items& adjacent(Check check);  ///< all lists that follow, without spaces between; 1*check
  Items& fail(const ParseError& error);
  bool more() const { return !error_ && at_ < items_.size(); }
  const Value& next() const { return items_[at_]; }  ///< only if more()
  /// Nothing may remain.
  Verdict end() const;

 private:
  bool apart() const { return at_ == 0 || items_[at_].spaced; }
  ParseError here() const {
    return {Errc::Malformed, at_ < items_.size() ? items_[at_].offset : end_, production_};
  }

  std::span<const Value> items_;
  std::size_t end_;
  std::string_view production_;
  std::size_t at_ = 0;
  Verdict error_;
};

/// "(" *(SP check) ")"
Verdict list_of(const Value& value, Check check, std::string_view production);

}  // namespace wireassay::imap
