// One reader for both: what it forgives is an error of the strict one.
#include "wire/pop3/reply.h"

#include <algorithm>

#include "core/cursor.h"

namespace wireassay::pop3 {
namespace {

constexpr std::string_view kCrlf = "\r\n";
constexpr std::string_view kPeriod = ".\r\n";
constexpr std::string_view kLastLine = "\r\n.\r\n";

class Reader {
 public:
  Reader(std::string_view in, Form form, const ReadLimits& limits)
      : in_(in), form_(form), limits_(limits) {}

  Parsed<LenientReply> read() {
    const std::size_t end = in_.find('\n');
    const std::size_t longest = std::min(limits_.line, limits_.reply);
    if (std::min(end, in_.size()) >= longest) return ParseError{Errc::TooLong, longest, "response"};
    if (end == std::string_view::npos) return NeedMore{};
    body_from_ = end + 1;
    if (!read_first_line(in_.substr(0, end))) return ParseError{Errc::Malformed, 0, "status"};
    const bool more = form_ == Form::MultiLine && got_.reply.status == Status::Ok;
    if (!more) return Got<LenientReply>{std::move(got_), body_from_};
    return read_body();
  }

 private:
  void forgive(std::string_view id, std::size_t offset) {
    const auto same = [&](const Deviation& other) { return other.rule == id; };
    if (std::ranges::none_of(got_.deviations, same)) got_.deviations.push_back({id, offset});
  }

  // single-line = status [SP text] CRLF ;512 octets maximum
  bool read_first_line(std::string_view line) {
    if (!line.ends_with('\r')) forgive(rule::kCrlf, line.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    Cursor in(line);
    if (!read_status(in)) return false;
    if (in.take(' ')) got_.reply.text = in.rest();
    // continue-req = "+" SP [base64] CRLF
    if (got_.reply.status == Status::Continue && in.offset() == 1)
      forgive(rule::kContinueSpace, in.offset());
    if (const std::size_t bare = line.find('\r'); bare != std::string_view::npos)
      forgive(rule::kCrlf, bare);
    if (body_from_ > kMaxReplyLine) forgive(rule::kLineLength, kMaxReplyLine);
    std::ranges::sort(got_.deviations, {}, &Deviation::offset);
    return true;
  }

  // status = "+OK" / "-ERR"
  bool read_status(Cursor& in) {
    for (const Status status : {Status::Ok, Status::Err, Status::Continue}) {
      if (status == Status::Continue && form_ != Form::Sasl) break;
      const std::string_view word = to_string(status);
      const std::string_view as_sent = in.rest().substr(0, word.size());
      if (!in.take_word(word)) continue;
      if (!in.at_end() && !in.next_is(' ')) return false;
      // "Servers MUST send the "+OK" and "-ERR" in upper case."
      if (as_sent != word) forgive(rule::kStatusCapitals, 0);
      got_.reply.status = status;
      return true;
    }
    return false;
  }

  // multi-line = single-line *dot-stuffed "." CRLF
  Parsed<LenientReply> read_body() {
    const std::string_view rest = in_.substr(body_from_);
    std::size_t end = 0;  // of the lines, in `rest`
    if (!rest.starts_with(kPeriod)) {
      const std::size_t last = rest.find(kLastLine);
      end = last == std::string_view::npos ? last : last + kCrlf.size();
    }
    const bool whole = end != std::string_view::npos;
    const std::size_t used = whole ? body_from_ + end + kPeriod.size() : in_.size();
    if (whole ? used > limits_.reply : used >= limits_.reply)
      return ParseError{Errc::TooLong, limits_.reply, "multi-line"};
    if (!whole) return NeedMore{};
    unstuff(rest.substr(0, end));
    return Got<LenientReply>{std::move(got_), used};
  }

  // "the line is "byte-stuffed" by pre-pending the termination octet to that line of the response"
  void unstuff(std::string_view lines) {
    std::string& body = got_.reply.body.emplace();
    body.reserve(lines.size());
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t next = lines.find(kCrlf, at) + kCrlf.size();
      const bool period = lines.substr(at).starts_with('.');
      if (period && !lines.substr(at).starts_with(".."))
        forgive(rule::kDotStuffing, body_from_ + at);
      if (period) ++at;
      body += lines.substr(at, next - at);
      at = next;
    }
  }

  std::string_view in_;
  Form form_;
  const ReadLimits& limits_;
  std::size_t body_from_ = 0;  // behind the first line
  LenientReply got_;
};

std::string_view production_of(std::string_view id) {
  if (id == rule::kStatusCapitals) return "status";
  if (id == rule::kCrlf) return "CRLF";
  if (id == rule::kLineLength) return "single-line";
  if (id == rule::kContinueSpace) return "continue-req";
  return "dot-stuffed";
}

}  // namespace

std::string_view to_string(Status status) {
  switch (status) {
    case Status::Ok: return "+OK";
    case Status::Err: return "-ERR";
    case Status::Continue: break;
  }
  return "+";
}

Parsed<LenientReply> parse_reply_lenient(std::string_view in, Form form, const ReadLimits& limits) {
  return Reader(in, form, limits).read();
}

Parsed<Reply> parse_reply(std::string_view in, Form form, const ReadLimits& limits) {
  Parsed<LenientReply> parsed = parse_reply_lenient(in, form, limits);
  if (const auto* error = std::get_if<ParseError>(&parsed)) return *error;
  auto* got = std::get_if<Got<LenientReply>>(&parsed);
  if (got == nullptr) return NeedMore{};
  if (!got->value.deviations.empty()) {
    const Deviation& first = got->value.deviations.front();
    const bool too_long = first.rule == rule::kLineLength;
    return ParseError{too_long ? Errc::TooLong : Errc::Malformed, first.offset,
                      production_of(first.rule)};
  }
  return Got<Reply>{std::move(got->value.reply), got->used};
}

std::string to_wire(const Reply& reply) {
  std::string out(to_string(reply.status));
  if (!reply.text.empty() || reply.status == Status::Continue) out += " " + reply.text;
  out += kCrlf;
  if (!reply.body) return out;
  for (std::string_view rest = *reply.body; !rest.empty();) {
    const std::size_t end = rest.find(kCrlf);
    const std::string_view line = rest.substr(0, end);
    if (line.starts_with('.')) out += '.';
    out.append(line).append(kCrlf);
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + kCrlf.size());
  }
  return out + ".\r\n";
}

// resp-code = "[" resp-level *("/" resp-level) "]" ; resp-level = 1*rchar
// rchar = %x21-2E / %x30-5C / %x5E-7F
std::optional<std::string_view> resp_code(std::string_view text) {
  Cursor in(text);
  if (!in.take('[')) return std::nullopt;
  const std::string_view code = in.take_while([](char c) { return c > ' ' && c != ']'; });
  const bool empty_level = code.empty() || code.starts_with('/') || code.ends_with('/') ||
                           code.find("//") != std::string_view::npos;
  if (empty_level || !in.next_is(']')) return std::nullopt;
  return code;
}

std::vector<std::string> body_lines(std::string_view body) {
  std::vector<std::string> lines;
  while (!body.empty()) {
    const std::size_t end = body.find(kCrlf);
    lines.emplace_back(body.substr(0, end));
    if (end == std::string_view::npos) break;
    body.remove_prefix(end + kCrlf.size());
  }
  return lines;
}

}  // namespace wireassay::pop3
