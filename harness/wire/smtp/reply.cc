// The strict reader of replies, printing, and enhanced status codes; the lenient reader is in
// reply_lenient.cc.
#include "wire/smtp/reply.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/cursor.h"

namespace wireassay::smtp {
namespace {

/// %d09 / %d32-126: a table, for long texts are read at every prefix when they are tested.
constexpr auto kText = [] {
  std::array<bool, 256> text{};
  text['\t'] = true;
  for (std::size_t c = 32; c <= 126; ++c) text[c] = true;
  return text;
}();

/// Reads one reply octet by octet, in their order: what a prefix answers is what the whole answers,
/// or NeedMore.
class StrictReader {
 public:
  StrictReader(std::string_view in, const ReadLimits& limits)
      : in_(in), limits_(limits), line_limit_(std::min(kMaxReplyLine, limits.line)) {}

  // Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
  Parsed<Reply> read() {
    bool last = false;
    while (!last) {
      if (reply_.lines.size() == limits_.lines)
        return ParseError{Errc::TooMany, in_.offset(), "Reply-line"};
      line_from_ = in_.offset();
      if (!read_code() || !read_separator(last) || !read_text()) return stop_;
    }
    reply_.code = static_cast<std::uint16_t>((code_[0] - '0') * 100 + (code_[1] - '0') * 10 +
                                             (code_[2] - '0'));
    return Got<Reply>{std::move(reply_), in_.offset()};
  }

 private:
  bool refuse(const ParseError& error) {
    stop_ = error;
    return false;
  }
  /// Octets of this line that the limits still allow.
  std::size_t room() const {
    const std::size_t of_line = line_limit_ - std::min(line_limit_, in_.offset() - line_from_);
    return std::min(of_line, limits_.reply - std::min(limits_.reply, in_.offset()));
  }
  /// True if there is an octet that the limits allow to be looked at.
  bool there(std::size_t ahead = 0) {
    const std::size_t at = in_.offset() + ahead;
    if (at - line_from_ >= line_limit_) return refuse({Errc::TooLong, at, "Reply-line"});
    if (at >= limits_.reply) return refuse({Errc::TooLong, at, "Reply"});
    if (ahead < in_.rest().size()) return true;
    stop_ = NeedMore{};
    return false;
  }

  // Reply-code = %x32-35 %x30-35 %x30-39 ; "the reply code on each of the lines MUST be the same"
  // (section 4.2.1)
  bool read_code() {
    constexpr std::string_view kLowest = "200", kHighest = "559";
    for (std::size_t i = 0; i < kLowest.size(); ++i) {
      if (!there()) return false;
      const char c = *in_.peek();
      const bool right = reply_.lines.empty() ? c >= kLowest[i] && c <= kHighest[i] : c == code_[i];
      if (!right) return refuse(in_.malformed("Reply-code"));
      code_[i] = c;
      in_.take(c);
    }
    return true;
  }

  bool read_separator(bool& last) {
    if (!there()) return false;
    last = !in_.next_is('-');
    if (!in_.take('-') && !in_.take(' ') && !in_.next_is('\r'))
      return refuse(in_.malformed("Reply-line"));
    return true;
  }

  // textstring = 1*(%d09 / %d32-126) ; HT, SP, Printable US-ASCII
  bool read_text() {
    const std::size_t from = in_.offset();
    Cursor text(in_.rest().substr(0, room()));
    in_.take_octets(
        text.take_while([](char c) { return kText[static_cast<unsigned char>(c)]; }).size());
    if (!there()) return false;
    if (in_.next_is('\r')) return read_line_end(in_.since(from));
    return refuse(in_.malformed(in_.next_is('\n') ? "CRLF" : "textstring"));
  }

  bool read_line_end(std::string_view text) {
    if (!there(1)) return false;
    if (!in_.take_word("\r\n")) return refuse(in_.malformed("CRLF"));
    reply_.lines.emplace_back(text);
    return true;
  }

  Cursor in_;
  const ReadLimits& limits_;
  std::size_t line_limit_;
  std::size_t line_from_ = 0;
  std::array<char, 3> code_{};
  Reply reply_;
  Parsed<Reply> stop_ = NeedMore{};
};

// subject = 1*3digit ; detail = 1*3digit
std::optional<std::uint16_t> read_sub_code(Cursor& in) {
  const std::string_view digits = in.take_while(is_digit);
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  std::uint16_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

Parsed<Reply> parse_reply(std::string_view in, const ReadLimits& limits) {
  return StrictReader(in, limits).read();
}

std::string to_wire(const Reply& reply) {
  std::string text;
  for (std::size_t i = 0; i < reply.lines.size(); ++i) {
    text += std::to_string(reply.code);
    text += i + 1 < reply.lines.size() ? "-" : " ";
    text += reply.lines[i] + "\r\n";
  }
  return text;
}

// status-code = class "." subject "." detail ; class = "2"/"4"/"5" (RFC 3463 section 2)
// "This status code is always followed by one or more spaces." (RFC 2034 section 3)
std::optional<EnhancedCode> parse_enhanced_code(std::string_view text) {
  Cursor in(text);
  const std::optional<char> cls = in.peek();
  if (cls != '2' && cls != '4' && cls != '5') return std::nullopt;
  in.take(*cls);
  if (!in.take('.')) return std::nullopt;
  const auto subject = read_sub_code(in);
  if (!subject || !in.take('.')) return std::nullopt;
  const auto detail = read_sub_code(in);
  if (!detail || !(in.at_end() || in.next_is(' '))) return std::nullopt;
  return EnhancedCode{static_cast<std::uint16_t>(*cls - '0'), *subject, *detail};
}

std::string to_string(const EnhancedCode& code) {
  return std::to_string(code.cls) + "." + std::to_string(code.subject) + "." +
         std::to_string(code.detail);
}

// "These codes must appear in all 2xx, 4xx, and 5xx response lines …. Note that 3xx responses are
// NOT included in this list." – "When responses are continued across multiple lines the same status
// code must appear at the beginning of the text in each line of the response." (RFC 2034 section 4)
std::optional<std::string_view> check_enhanced(const Reply& reply) {
  const int cls = reply.code / 100;
  if (cls != 2 && cls != 4 && cls != 5) return std::nullopt;
  const auto first = parse_enhanced_code(reply.lines.front());
  if (first && first->cls != cls) return rule::kEnhancedClass;
  const auto same = [&](const std::string& line) { return parse_enhanced_code(line) == first; };
  if (!first || !std::ranges::all_of(reply.lines, same)) return rule::kEnhancedMissing;
  return std::nullopt;
}

}  // namespace wireassay::smtp
