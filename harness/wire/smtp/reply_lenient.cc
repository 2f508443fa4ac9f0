// The lenient reader of replies: line by line, with a name for everything it forgives.
#include <algorithm>

#include "core/cursor.h"
#include "wire/message/utf8.h"
#include "wire/smtp/reply.h"

namespace wireassay::smtp {
namespace {

constexpr std::size_t kCodeSize = 3;

class LenientReader {
 public:
  LenientReader(std::string_view in, const LenientOptions& options) : in_(in), options_(options) {}

  Parsed<LenientReply> read() {
    bool last = false;
    while (!last) {
      if (got_.reply.lines.size() == options_.limits.lines) {
        return ParseError{Errc::TooMany, in_.offset(), "Reply-line"};
      }
      if (const auto stop = take_line()) return *stop;
      if (!read_line(last)) return ParseError{Errc::Malformed, line_from_, "Reply-code"};
    }
    std::ranges::sort(got_.deviations, {}, &Deviation::offset);
    return Got<LenientReply>{std::move(got_), in_.offset()};
  }

 private:
  void forgive(std::string_view rule, std::size_t offset) {
    const auto known = std::ranges::find(got_.deviations, rule, &Deviation::rule);
    if (known == got_.deviations.end()) {
      got_.deviations.push_back({rule, offset});
    } else {
      known->offset = std::min(known->offset, offset);
    }
  }

  /// Takes a line up to LF into line_, without its line end; or says why there is none.
  std::optional<Parsed<LenientReply>> take_line() {
    line_from_ = in_.offset();
    const std::size_t room = options_.limits.reply - std::min(line_from_, options_.limits.reply);
    const std::size_t limit = std::min(options_.limits.line, room);
    const std::string_view window = in_.rest().substr(0, limit);
    const std::size_t end = window.find('\n');
    if (end == std::string_view::npos) {
      if (in_.rest().size() < limit) return NeedMore{};
      return ParseError{Errc::TooLong, line_from_ + limit, limit == room ? "Reply" : "Reply-line"};
    }
    line_ = window.substr(0, end);
    in_.take_octets(end + 1);
    if (line_.ends_with('\r')) {
      line_.remove_suffix(1);
    } else {
      forgive(rule::kCrlf, line_from_ + end);
    }
    if (end + 1 > kMaxReplyLine) forgive(rule::kLineLength, line_from_ + kMaxReplyLine);
    return std::nullopt;
  }

  /// False if the first line does not begin with a code. A later line without one is text of the
  /// reply.
  bool read_line(bool& last) {
    const std::string_view digits = line_.substr(0, kCodeSize);
    if (digits.size() < kCodeSize || !std::ranges::all_of(digits, is_digit)) {
      if (got_.reply.lines.empty()) return false;
      forgive(rule::kThreeDigits, line_from_);
      add_text(line_, line_from_);
      return true;
    }
    take_code(digits);
    take_separator(line_.substr(kCodeSize), last);
    return true;
  }

  // Reply-code = %x32-35 %x30-35 %x30-39
  void take_code(std::string_view digits) {
    if (digits[0] < '2' || digits[0] > '5' || digits[1] > '5')
      forgive(rule::kThreeDigits, line_from_);
    const auto code = static_cast<std::uint16_t>((digits[0] - '0') * 100 + (digits[1] - '0') * 10 +
                                                 (digits[2] - '0'));
    if (!got_.reply.lines.empty() && code != got_.reply.code) forgive(rule::kSameCode, line_from_);
    got_.reply.code = code;
  }

  // "servers SHOULD send the <SP> if subsequent text is not sent, but clients MUST be prepared for
  // it to be omitted"
  void take_separator(std::string_view rest, bool& last) {
    const std::size_t offset = line_from_ + kCodeSize;
    last = !rest.starts_with('-');
    const bool separated = rest.starts_with('-') || rest.starts_with(' ');
    if (!separated) {
      const bool fourth_digit = !rest.empty() && is_digit(rest.front());
      forgive(fourth_digit ? rule::kThreeDigits : rule::kLastLineSpace,
              fourth_digit ? line_from_ : offset);
    }
    add_text(separated ? rest.substr(1) : rest, separated ? offset + 1 : offset);
  }

  // textstring = 1*(%d09 / %d32-126); UTF-8 only where RFC 6531 section 3.7.4 allows it
  void add_text(std::string_view text, std::size_t offset) {
    const auto out_of_place = [](char c) { return (c < 32 && c != '\t') || c == 127; };
    const auto odd =
        std::ranges::find_if(text, [&](char c) { return is_non_ascii(c) || out_of_place(c); });
    if (odd != text.end()) judge_octets(text, offset);
    got_.reply.lines.emplace_back(text);
  }

  void judge_octets(std::string_view text, std::size_t offset) {
    for (std::size_t i = 0; i < text.size();) {
      const char c = text[i];
      const std::size_t wide = is_non_ascii(c) ? message::utf8_non_ascii_size(text.substr(i)) : 0;
      if (c == '\r') forgive(rule::kCrlf, offset + i);
      const bool control = (c >= 0 && c < 32 && c != '\t' && c != '\r') || c == 127;
      const bool foreign = is_non_ascii(c) && !(options_.utf8 && wide > 0);
      if (control || foreign) forgive(rule::kTextOctets, offset + i);
      i += std::max<std::size_t>(wide, 1);
    }
  }

  Cursor in_;
  const LenientOptions& options_;
  std::size_t line_from_ = 0;
  std::string_view line_;
  LenientReply got_;
};

}  // namespace

Parsed<LenientReply> parse_reply_lenient(std::string_view in, const LenientOptions& options) {
  return LenientReader(in, options).read();
}

}  // namespace wireassay::smtp
