// The first words of a response, and where it ends.
#include "wire/imap/response_head.h"

#include <algorithm>
#include <limits>

#include "wire/imap/characters.h"
#include "wire/imap/value_reader.h"

namespace wireassay::imap {
namespace {

/// number64; RFC 9051 section 9: "0 <= n <= 9,223,372,036,854,775,807"
constexpr std::size_t kMaxNumber64 = std::numeric_limits<std::int64_t>::max();

void take_space(Cursor& in, Faults& faults) {
  const std::size_t from = in.offset();
  if (in.take_while(is_space) != " ") faults.add(rule::kSpaces, from, "SP");
}

bool is_condition(std::string_view word) {
  constexpr std::string_view kWords[] = {"OK", "NO", "BAD"};
  return std::ranges::any_of(
      kWords, [word](std::string_view known) { return equal_ignoring_case(word, known); });
}

std::string_view take_name(Cursor& in, Head& head) {
  head.name_offset = in.offset();
  return in.take_while(is_atom_char);
}

// response-data = "*" SP ( ... ) ; message-data = nz-number SP ( ... )
std::expected<Head, ParseError> read_untagged(Cursor& in, Faults& faults) {
  Head head;
  if (in.at_end() || !is_space(*in.peek())) return std::unexpected(in.malformed("response-data"));
  take_space(in, faults);
  head.number_offset = in.offset();
  head.name = take_name(in, head);
  if (!head.name.empty() && std::ranges::all_of(head.name, is_digit)) {
    head.digits = head.name;
    if (in.at_end() || !is_space(*in.peek())) return std::unexpected(in.malformed("message-data"));
    take_space(in, faults);
    head.name = take_name(in, head);
  }
  if (head.name.empty()) return std::unexpected(in.malformed("response-data"));
  return head;
}

// response-tagged = tag SP resp-cond-state CRLF
std::expected<Head, ParseError> read_tagged(Cursor& in, Faults& faults) {
  Head head;
  head.kind = Response::Kind::Completion;
  const std::size_t from = in.offset();
  head.tag = in.take_while(is_printable);
  const auto odd = std::ranges::find_if_not(head.tag, is_tag_char);
  if (odd != head.tag.end())
    faults.add(rule::kGrammar, from + static_cast<std::size_t>(odd - head.tag.begin()), "tag");
  if (head.tag.empty() || in.at_end() || !is_space(*in.peek()))
    return std::unexpected(in.malformed("tag"));
  take_space(in, faults);
  head.name = take_name(in, head);
  if (!is_condition(head.name))
    return std::unexpected(ParseError{Errc::Malformed, head.name_offset, "resp-cond-state"});
  return head;
}

}  // namespace

bool Head::is_status() const {
  if (kind == Response::Kind::Completion) return true;
  if (kind == Response::Kind::Continuation || !digits.empty()) return false;
  return is_condition(name) || equal_ignoring_case(name, "BYE") ||
         equal_ignoring_case(name, "PREAUTH");
}

std::expected<Head, ParseError> read_head(Cursor& in, Faults& faults) {
  if (in.take('*')) return read_untagged(in, faults);
  if (!in.take('+')) return read_tagged(in, faults);
  Head head;
  head.kind = Response::Kind::Continuation;
  return head;
}

Parsed<std::size_t> ResponseScanner::scan(std::string_view in) {
  while (true) {
    const std::size_t room = limits_.response - std::min(line_from_, limits_.response);
    const std::size_t most = std::min(limits_.line, room);
    const std::size_t window = std::min(in.size(), line_from_ + most);
    const std::size_t end = in.substr(0, window).find('\n', looked_);
    if (end == std::string_view::npos) {
      looked_ = std::max(looked_, window);
      if (in.size() < line_from_ + most) return NeedMore{};
      return ParseError{Errc::TooLong, line_from_ + most, most == room ? "response" : "line"};
    }
    if (const auto answer = end_of_line(in, end)) return *answer;
  }
}

/// The answer if the response ends with this line or must not go on; else goes behind the literal.
std::optional<Parsed<std::size_t>> ResponseScanner::end_of_line(std::string_view in,
                                                                std::size_t end) {
  std::string_view line = in.substr(line_from_, end - line_from_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const auto literal = announced_literal(line);
  if (literal && line_from_ == 0) {
    Cursor start(line);
    Faults ignored;
    const auto head = read_head(start, ignored);
    literals_ = head && head->kind == Response::Kind::Untagged && !head->is_status();
  }
  const std::size_t after = end + 1;
  if (!literal || !literals_) return Got<std::size_t>{after, after};
  const std::size_t header = line_from_ + line.size() - literal->header;
  if (literal->size > kMaxNumber64) return ParseError{Errc::OutOfRange, header, "literal"};
  if (literal->size > limits_.literal) return ParseError{Errc::TooLong, header, "literal"};
  if (literal->size > limits_.response - after)
    return ParseError{Errc::TooLong, header, "response"};
  line_from_ = after + literal->size;
  looked_ = line_from_;
  return std::nullopt;
}

}  // namespace wireassay::imap
