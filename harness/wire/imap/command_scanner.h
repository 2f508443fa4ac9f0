// The words of a command that is all there: atoms, strings, numbers, sets, dates. Internal to
// command_*.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "wire/imap/characters.h"
#include "wire/imap/command.h"

namespace wireassay::imap {

bool is_list_char(char c);  ///< ASTRING-CHAR / list-wildcards
/// TEXT-CHAR = <any CHAR except CR and LF>
bool is_text_char(char c);

/// Reads one thing after the other. What answers bool has failed if it is false: the first failure
/// is kept, and nothing read after it counts.
class CommandScanner {
 public:
  static constexpr std::uint64_t kMaxNumber = 0xFFFF'FFFF;              ///< number
  static constexpr std::uint64_t kMaxNumber64 = 0x7FFF'FFFF'FFFF'FFFF;  ///< number64

  CommandScanner(std::string_view text, const CommandOptions& options)
      : in_(text), options_(options) {}

  const std::optional<ParseError>& error() const { return error_; }
  /// The failure is only that the octets of a literal are not there.
  bool truncated() const { return truncated_; }
  /// Always false.
  bool fail(std::string_view rule, Errc code = Errc::Malformed);

  bool next_is(char c) const { return in_.next_is(c); }
  bool next_is_digit() const { return in_.peek().has_value() && is_digit(*in_.peek()); }
  bool take(char c) { return in_.take(c); }
  bool need(char c, std::string_view rule) { return in_.take(c) || fail(rule); }
  bool sp() { return need(' ', "SP"); }
  bool crlf();
  /// What stands here is "X" and then no letter more; taken if so.
  bool take_keyword(std::string_view keyword);
  /// The longest run of letters, digits, "." and "-", in capitals; perhaps empty.
  std::string keyword();
  /// The word that keyword() took is the wrong one.
  bool fail_keyword(std::string_view rule);

  bool tag(std::string& out);
  bool atom(std::string& out, std::string_view rule);
  bool astring(std::string& out, std::string_view rule);
  bool mailbox(std::string& out);
  bool list_mailbox(std::string& out);
  bool string(std::string& out, std::string_view rule);  ///< quoted or literal
  /// Without UTF-8, whatever the options say.
  bool quoted_ascii(std::string& out, std::string_view rule);
  bool literal(std::string& out);
  bool literal8(std::string& out);
  bool nil() { return take_keyword("NIL"); }

  bool number(std::uint64_t& out, std::string_view rule, std::uint64_t max = kMaxNumber64);
  bool nz_number(std::uint32_t& out, std::string_view rule);
  bool nz_number64(std::uint64_t& out, std::string_view rule);
  /// mod-sequence-value of RFC 7162 section 7, from `min` (0 for mod-sequence-valzer).
  bool mod_sequence(std::uint64_t& out, std::uint64_t min);
  bool sequence_set(SequenceSet& out);
  /// One without "*" and "$".
  bool known_set(SequenceSet& out, std::string_view rule);
  bool flag(std::string& out);
  bool flag_list(std::vector<std::string>& out);
  bool date(Date& out);
  bool date_time(DateTime& out);

  /// item *(SP item)
  template <class Item>
  bool items(Item item) {
    for (std::size_t count = 0; count < kMaxElements; ++count) {
      if (!item()) return false;
      if (!take(' ')) return true;
    }
    return fail("list", Errc::TooMany);
  }
  /// "(" item *(SP item) ")"
  template <class Item>
  bool list(std::string_view rule, Item item) {
    return need('(', rule) && items(item) && need(')', rule);
  }
  /// "(" [item *(SP item)] ")"
  template <class Item>
  bool list_or_empty(std::string_view rule, Item item) {
    if (!need('(', rule)) return false;
    return take(')') || (items(item) && need(')', rule));
  }

 private:
  bool quoted(std::string& out, std::string_view rule, bool utf8);
  bool quoted_char(std::string& out, std::string_view rule, bool utf8);
  bool literal_octets(std::string& out, bool eight_bit);
  bool seq_number(std::uint32_t& out);
  bool fixed(unsigned& out, std::size_t digits, unsigned max, std::string_view rule);
  bool month_and_year(Date& out);
  bool zone(std::int16_t& out);

  Cursor in_;
  const CommandOptions& options_;
  std::optional<ParseError> error_;
  bool truncated_ = false;
  std::size_t keyword_at_ = 0;
};

}  // namespace wireassay::imap
