#include "wire/imap/arguments.h"

#include <charconv>
#include <optional>
#include <utility>

#include "core/cursor.h"

namespace wireassay::imap {
namespace {

bool is_line_end(char c) { return c == '\r' || c == '\n'; }

class ArgumentReader {
 public:
  ArgumentReader(std::string_view line, Writer writer) : in_(line), writer_(writer) {}

  std::expected<std::vector<Argument>, ArgumentError> run() {
    std::vector<Argument> all;
    read_into(all);
    if (error_) return std::unexpected(std::move(*error_));
    return all;
  }

 private:
  bool forgives() const { return writer_ == Writer::Server; }

  /// Until the end, or the parenthesis that closes the list we are in.
  void read_into(std::vector<Argument>& out) {
    while (!error_) {
      in_.take_while([](char c) { return c == ' ' || is_line_end(c); });
      if (in_.at_end()) {
        if (depth_ > 0 && !forgives()) fail("a list is not closed: add ')'");
        return;
      }
      if (depth_ > 0 && in_.take(')')) return;
      if (++values_ > ArgumentLimits::kValues) return fail("the line has too many values");
      out.push_back(next());
    }
  }

  Argument next() {
    Argument argument{.offset = in_.offset()};
    if (in_.next_is('(') && depth_ < ArgumentLimits::kDepth) {
      list(argument);
    } else if (in_.next_is('"')) {
      quoted(argument);
    } else if (!literal(argument)) {
      atom(argument);
    }
    return argument;
  }

  void list(Argument& argument) {
    (void)in_.take('(');
    argument.kind = Argument::Kind::List;
    ++depth_;
    read_into(argument.items);
    --depth_;
  }

  void quoted(Argument& argument) {
    (void)in_.take('"');
    argument.kind = Argument::Kind::String;
    while (!in_.take('"')) {
      if (in_.at_end()) {
        if (!forgives()) fail("a string is not closed: add '\"'");
        return;
      }
      const std::string_view octet = in_.take_octets(1);
      const bool escapes = octet == "\\" && !in_.at_end();
      argument.text += escapes ? in_.take_octets(1) : octet;
    }
  }

  /// "{3}", "{3+}", "~{3}", each with its line end and octets behind.
  bool literal(Argument& argument) {
    Cursor ahead = in_;
    (void)ahead.take('~');
    if (!ahead.take('{')) return false;
    const std::string_view digits = ahead.take_while(is_digit);
    (void)ahead.take('+');
    std::size_t size = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    if (digits.empty() || parsed.ec != std::errc{} || !ahead.take('}')) return false;
    (void)ahead.take('\r');
    if (!ahead.take('\n') || ahead.rest().size() < size) return false;
    argument.kind = Argument::Kind::String;
    argument.text = ahead.take_octets(size);
    in_ = ahead;
    return true;
  }

  /// Any octet but spaces; the end of the list, where we are in one.
  void atom(Argument& argument) {
    argument.text = in_.take_while(
        [&](char c) { return c != ' ' && !is_line_end(c) && (depth_ == 0 || c != ')'); });
    if (argument.text.empty()) argument.text = in_.take_octets(1);  // too deep
    if (equal_ignoring_case(argument.text, "NIL")) argument.kind = Argument::Kind::Nil;
  }

  void fail(std::string message) {
    if (!error_) error_ = ArgumentError{in_.offset(), std::move(message)};
  }

  Cursor in_;
  Writer writer_;
  std::size_t depth_ = 0;
  std::size_t values_ = 0;
  std::optional<ArgumentError> error_;
};

}  // namespace

bool Argument::is_atom(std::string_view word) const {
  return kind == Kind::Atom && equal_ignoring_case(text, word);
}

std::expected<std::vector<Argument>, ArgumentError> read_arguments(std::string_view line,
                                                                   Writer writer) {
  return ArgumentReader(line, writer).run();
}

}  // namespace wireassay::imap
