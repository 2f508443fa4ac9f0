// The common productions: numbers, strings, flags, sets.
#include "wire/imap/productions.h"

#include <algorithm>
#include <charconv>

#include "core/cursor.h"
#include "wire/imap/characters.h"
#include "wire/message/utf8.h"

namespace wireassay::imap {
namespace {

Verdict number_in(const Value& value, std::uint64_t least, std::uint64_t most,
                  std::string_view production) {
  if (value.form != Value::Form::Atom) return malformed(value, production);
  return check_digits(value.text, value.offset, least, most, production);
}

bool is_atom_text(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_atom_char);
}

// seq-number = nz-number / "*"
Verdict take_seq_number(Cursor& in, bool star, std::string_view production) {
  if (star && in.take('*')) return std::nullopt;
  const std::size_t from = in.offset();
  return check_digits(in.take_while(is_digit), from, 1, kMaxNumber, production);
}

// sequence-set = (seq-number / seq-range) ["," sequence-set]
Verdict set_of(const Value& value, bool star, std::string_view production) {
  if (value.form != Value::Form::Atom) return malformed(value, production);
  Cursor in(value.text, value.offset);
  do {
    if (const Verdict wrong = take_seq_number(in, star, production)) return wrong;
    if (!in.take(':')) continue;
    if (const Verdict wrong = take_seq_number(in, star, production)) return wrong;
  } while (in.take(','));
  if (!in.at_end()) return in.malformed(production);
  return std::nullopt;
}

bool take_digits(Cursor& in, std::size_t count) {
  const std::string_view digits = in.rest().substr(0, count);
  if (digits.size() < count || !std::ranges::all_of(digits, is_digit)) return false;
  in.take_octets(count);
  return true;
}

// date-month
bool take_month(Cursor& in) {
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return std::ranges::any_of(kMonths,
                             [&in](std::string_view month) { return in.take_word(month); });
}

// tagged-ext-comp: astrings and lists of them; nstring, as "extensions ... should use nstring
// instead of astring when appropriate"
Verdict tagged_ext_comp(const Value& value) {
  if (!value.is_list()) return any(value);
  Items in(value, "tagged-ext-comp");
  return in.take(tagged_ext_comp).rest(tagged_ext_comp).end();
}

}  // namespace

Verdict check_digits(std::string_view digits, std::size_t offset, std::uint64_t least,
                     std::uint64_t most, std::string_view production) {
  const bool all = !digits.empty() && std::ranges::all_of(digits, is_digit);
  if (!all) return ParseError{Errc::Malformed, offset, production};
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const bool fits = std::from_chars(digits.data(), end, number).ec == std::errc();
  if (!fits || number < least || number > most)
    return ParseError{Errc::OutOfRange, offset, production};
  return std::nullopt;
}

Verdict number(const Value& value) { return number_in(value, 0, kMaxNumber, "number"); }

// nz-number = digit-nz *DIGIT
Verdict nz_number(const Value& value) {
  if (const Verdict wrong = number_in(value, 1, kMaxNumber, "nz-number")) return wrong;
  if (value.text.starts_with('0')) return malformed(value, "nz-number");
  return std::nullopt;
}

Verdict number64(const Value& value) { return number_in(value, 0, kMaxNumber64, "number64"); }

Verdict mod_sequence_value(const Value& value) {
  return number_in(value, 1, kMaxNumber64, "mod-sequence-value");
}

Verdict mod_sequence_valzer(const Value& value) {
  return number_in(value, 0, kMaxNumber64, "mod-sequence-valzer");
}

Verdict nil(const Value& value) {
  if (!value.is_nil()) return malformed(value, "nil");
  return std::nullopt;
}

Verdict atom(const Value& value) {
  if (value.form != Value::Form::Atom || !is_atom_text(value.text)) return malformed(value, "atom");
  return std::nullopt;
}

Verdict astring(const Value& value) {
  if (value.is_string()) return std::nullopt;
  const bool right =
      value.form == Value::Form::Atom && std::ranges::all_of(value.text, is_astring_char);
  if (!right) return malformed(value, "astring");
  return std::nullopt;
}

Verdict string(const Value& value) {
  if (!value.is_string()) return malformed(value, "string");
  return std::nullopt;
}

Verdict nstring(const Value& value) {
  if (!value.is_string() && !value.is_nil()) return malformed(value, "nstring");
  return std::nullopt;
}

Verdict nstring_or_literal8(const Value& value) {
  if (value.form == Value::Form::Literal8) return std::nullopt;
  return nstring(value);
}

// flag-keyword = atom ; flag-extension = "\" atom
Verdict flag(const Value& value) {
  if (value.form != Value::Form::Atom) return malformed(value, "flag");
  const std::string_view name = value.text.substr(value.text.starts_with('\\') ? 1 : 0);
  if (!is_atom_text(name)) return malformed(value, "flag");
  return std::nullopt;
}

Verdict flag_perm(const Value& value) {
  if (value.is_atom("\\*")) return std::nullopt;
  if (flag(value)) return malformed(value, "flag-perm");
  return std::nullopt;
}

Verdict sequence_set(const Value& value) { return set_of(value, true, "sequence-set"); }

Verdict uid_set(const Value& value) { return set_of(value, false, "uid-set"); }

// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
Verdict date_time(const Value& value) {
  if (value.form != Value::Form::Quoted) return malformed(value, "date-time");
  Cursor in(value.text);
  const bool day = (in.take(' ') && take_digits(in, 1)) || take_digits(in, 2);
  const bool date = day && in.take('-') && take_month(in) && in.take('-') && take_digits(in, 4);
  const bool time = date && in.take(' ') && take_digits(in, 2) && in.take(':') &&
                    take_digits(in, 2) && in.take(':') && take_digits(in, 2) && in.take(' ');
  const bool zone = time && (in.take('+') || in.take('-')) && take_digits(in, 4);
  if (!zone || !in.at_end()) return malformed(value, "date-time");
  return std::nullopt;
}

// objectid = 1*255(ALPHA / DIGIT / "_" / "-")
Verdict objectid_list(const Value& value) {
  constexpr std::size_t kLongest = 255;
  const auto objectid = [](const Value& id) -> Verdict {
    const auto allowed = [](char c) { return is_alnum(c) || c == '_' || c == '-'; };
    const bool right = id.form == Value::Form::Atom && id.text.size() <= kLongest &&
                       std::ranges::all_of(id.text, allowed);
    if (!right) return malformed(id, "objectid");
    return std::nullopt;
  };
  return Items(value, "objectid").take(objectid).end();
}

Verdict delimiter(const Value& value) {
  if (value.is_nil()) return std::nullopt;
  const std::size_t wide = message::utf8_non_ascii_size(value.text);
  const std::size_t size = value.escaped ? 2 : wide > 0 ? wide : 1;
  if (value.form != Value::Form::Quoted || value.text.size() != size)
    return malformed(value, "QUOTED-CHAR");
  return std::nullopt;
}

Verdict any(const Value&) { return std::nullopt; }

Verdict tagged_ext_val(const Value& value) {
  if (value.is_list()) return Items(value, "tagged-ext-val").rest(tagged_ext_comp).end();
  if (value.is_string() || !sequence_set(value) || !number64(value)) return std::nullopt;
  return malformed(value, "tagged-ext-val");
}

Items::Items(const Value& list, std::string_view production)
    : items_(list.items), end_(list.offset + list.size), production_(production) {
  if (list.is_list()) {
    --end_;  // at the parenthesis
  } else {
    error_ = malformed(list, production);
  }
}

Items& Items::fail(const ParseError& error) {
  if (!error_) error_ = error;
  return *this;
}

Items& Items::take(Check check) {
  if (error_) return *this;
  if (at_ == items_.size() || !apart()) return fail(here());
  error_ = check(items_[at_]);
  ++at_;
  return *this;
}

Items& Items::rest(Check check) {
  while (more()) take(check);
  return *this;
}

Items& Items::adjacent(Check check) {
  bool first = true;
  while (more() && next().is_list() && (first || !next().spaced)) {
    error_ = check(items_[at_]);
    ++at_;
    first = false;
  }
  return first ? fail(here()) : *this;
}

Verdict Items::end() const {
  if (error_ || at_ == items_.size()) return error_;
  return here();
}

Verdict list_of(const Value& value, Check check, std::string_view production) {
  return Items(value, production).rest(check).end();
}

}  // namespace wireassay::imap
