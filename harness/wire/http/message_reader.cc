// HTTP-message = start-line CRLF *( field-line CRLF ) CRLF [ message-body ] (RFC 9112 section 2.1)
#include "wire/http/message_reader.h"

#include <algorithm>

namespace wireassay::http {
namespace {

FieldSection header_section(const Limits& limits) {
  return FieldSection({.line = limits.field_line,
                       .count = limits.fields,
                       .total = limits.header,
                       .total_rule = "header-section"});
}

}  // namespace

MessageReader::MessageReader(Grammar grammar, const Limits& limits,
                             std::span<const std::string_view> pardoned)
    : grammar_(grammar), limits_(limits), pardoned_(pardoned), section_(header_section(limits)) {
  forgiven_.pardon(pardoned_);
}

void MessageReader::restart() {
  state_ = State::Start;
  failed_.reset();
  lines_.skip_to(0);
  empty_lines_ = 0;
  section_ = header_section(limits_);
  header_size_ = 0;
  framing_ = {};
  chunked_.reset();
  body_ = {};
  forgiven_ = {};
  forgiven_.pardon(pardoned_);
}

Parsed<std::size_t> MessageReader::advance(std::string_view in) { return run(in, false); }

Parsed<std::size_t> MessageReader::advance_to_end(std::string_view in) { return run(in, true); }

Parsed<std::size_t> MessageReader::run(std::string_view in, bool ended) {
  if (failed_) return *failed_;
  while (state_ != State::Done) {
    Stop stop;
    switch (state_) {
      case State::Start: stop = read_start(in); break;
      case State::Header: stop = read_header(in); break;
      case State::Body: stop = read_body(in, ended); break;
      case State::Done: break;
    }
    if (!stop) continue;
    if (const auto* error = std::get_if<ParseError>(&*stop)) failed_ = *error;
    return *stop;
  }
  return Got<std::size_t>{lines_.at(), lines_.at()};
}

MessageReader::Stop MessageReader::strict_stop() {
  if (grammar_ == Grammar::Strict && !forgiven_.empty()) return forgiven_.first();
  return std::nullopt;
}

// "a server that is expecting to receive and parse a request-line SHOULD ignore at least one empty
// line (CRLF) received prior to the request-line" (section 2.2)
MessageReader::Stop MessageReader::read_start(std::string_view in) {
  const std::string_view rest = in.substr(lines_.at());
  const bool may_be_empty = rest.starts_with("\r\n") || rest.starts_with('\n') || rest == "\r";
  if (!may_be_empty) {
    if (const auto error = refuse_start(rest, lines_.at())) return *error;
  }
  const auto next = lines_.next(in, limits_.start_line, "start-line", forgiven_);
  if (const auto* error = std::get_if<ParseError>(&next)) return *error;
  const auto* got = std::get_if<Got<Line>>(&next);
  if (got == nullptr) return NeedMore{};
  const Line& line = got->value;
  if (line.text.empty()) {
    if (++empty_lines_ > limits_.empty_lines)
      return ParseError{Errc::TooMany, line.from, "empty-line"};
    forgiven_.add(rule::kEmptyLine, line.from);
    return strict_stop();
  }
  if (const auto error = read_start_line(without_bare_cr(line, forgiven_), line.from))
    return *error;
  state_ = State::Header;
  return strict_stop();
}

MessageReader::Stop MessageReader::read_header(std::string_view in) {
  const std::size_t before = lines_.at();
  const auto section = section_.read(in, lines_, grammar_, forgiven_);
  if (const auto* error = std::get_if<ParseError>(&section)) return *error;
  if (std::holds_alternative<NeedMore>(section)) return NeedMore{};
  header_size_ = lines_.at();
  const std::string_view header = in.substr(before, header_size_ - before);
  framing_ = decide(header_size_ - (header.ends_with("\r\n") ? 2 : 1));
  for (const Framing::Fault& fault : framing_.faults)
    forgiven_.add(fault.rule, section_.offsets.at(fault.field));
  if (auto stop = too_long_declared()) return stop;
  state_ = State::Body;
  if (framing_.body == Body::Chunked) chunked_.emplace(header_size_, grammar_, limits_);
  return strict_stop();
}

MessageReader::Stop MessageReader::too_long_declared() const {
  if (framing_.too_large) return ParseError{Errc::OutOfRange, header_size_, "Content-Length"};
  if (framing_.body == Body::Length && framing_.length > limits_.body)
    return ParseError{Errc::TooLong, header_size_, "message-body"};
  return std::nullopt;
}

MessageReader::Stop MessageReader::read_body(std::string_view in, bool ended) {
  switch (framing_.body) {
    case Body::Length:
    case Body::UntilClose: return read_octets(in, ended);
    case Body::Chunked: {
      auto read = chunked_->read(in, forgiven_);
      if (const auto* error = std::get_if<ParseError>(&read)) return *error;
      auto* got = std::get_if<Got<ChunkedBody>>(&read);
      if (got == nullptr) return NeedMore{};
      body_ = std::move(got->value);
      lines_.skip_to(got->used);
      break;
    }
    case Body::None:
    case Body::Tunnel:
    case Body::Invalid: break;
  }
  state_ = State::Done;
  return std::nullopt;
}

MessageReader::Stop MessageReader::read_octets(std::string_view in, bool ended) {
  const std::size_t come = in.size() - header_size_;
  std::size_t size = static_cast<std::size_t>(framing_.length);
  if (framing_.body == Body::UntilClose) {
    if (come > limits_.body)
      return ParseError{Errc::TooLong, header_size_ + limits_.body, "message-body"};
    if (!ended) return NeedMore{};
    size = come;
  }
  if (come < size) return NeedMore{};
  body_.content = in.substr(header_size_, size);
  lines_.skip_to(header_size_ + size);
  state_ = State::Done;
  return std::nullopt;
}

// HTTP-version = HTTP-name "/" DIGIT "." DIGIT ; HTTP-name = %s"HTTP"
std::optional<Version> take_version(Cursor& in, Forgiven& forgiven) {
  constexpr std::string_view kName = "HTTP/";
  const Cursor from = in;
  if (!in.take_word(kName)) return std::nullopt;
  const std::string_view number = in.take_while([](char c) { return is_digit(c) || c == '.'; });
  if (number.empty() || !is_digit(number.front())) {
    in = from;
    return std::nullopt;
  }
  const bool right_form = number.size() == 3 && number.at(1) == '.' && is_digit(number.at(2));
  if (!right_form || !from.rest().starts_with(kName)) forgiven.add(rule::kVersion, from.offset());
  const auto digit = [](char c) { return static_cast<std::uint8_t>(c - '0'); };
  Version version{.major = digit(number.front()), .minor = 0};
  if (number.size() > 2 && number.at(1) == '.' && is_digit(number.at(2)))
    version.minor = digit(number.at(2));
  return version;
}

}  // namespace wireassay::http
