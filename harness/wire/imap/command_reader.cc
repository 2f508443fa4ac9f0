// A state for each place in a command: a line, an announced literal, its octets, or what is
// skipped.
#include "wire/imap/command_reader.h"

#include <algorithm>

#include "core/cursor.h"

namespace wireassay::imap {
namespace {

constexpr std::size_t kMaxHeadOctets = 1024;  ///< of a refused command, for its tag
constexpr std::size_t kMaxLiteralDigits = 20;
/// "~{" digits "+}" and the CR: what must be kept of a line that is skipped.
constexpr std::size_t kSkipTail = kMaxLiteralDigits + 5;
/// Octets that are done with are moved away only then: a move for each command would be quadratic.
constexpr std::size_t kCompactAt = 64 * 1024;
constexpr std::uint64_t kMaxNumber64 = 0x7FFF'FFFF'FFFF'FFFF;

}  // namespace

// literal = "{" number64 ["+"] "}" ; literal8 = "~{" number64 ["+"] "}"
std::optional<LiteralHeader> find_literal_header(std::string_view line) {
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos || line.size() - open > kMaxLiteralDigits + 3)
    return std::nullopt;
  LiteralHeader header;
  Cursor in(line.substr(open + 1));
  const std::string_view digits = in.take_while(is_digit);
  header.non_sync = in.take('+');
  if (digits.empty() || !in.take('}') || !in.at_end()) return std::nullopt;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (header.size > (kMaxNumber64 - digit) / 10) return std::nullopt;
    header.size = header.size * 10 + digit;
  }
  header.eight_bit = line.substr(0, open).ends_with('~');
  header.octets = line.size() - open + (header.eight_bit ? 1 : 0);
  return header;
}

void CommandReader::feed(std::string_view octets) {
  if (start_ >= kCompactAt) {
    buffer_.erase(0, start_);
    at_ -= start_;
    scan_ -= start_;
    start_ = 0;
  }
  buffer_ += octets;
}

ReaderEvent CommandReader::next() {
  for (;;) {
    std::optional<ReaderEvent> event;
    switch (state_) {
      case State::Line: event = read_line(); break;
      case State::Asked: return NeedMore{};
      case State::Announced: state_ = State::Literal; break;
      case State::Literal: event = read_literal(); break;
      case State::SkipLiteral: event = skip_literal(); break;
      case State::SkipLine: event = skip_line(); break;
    }
    if (event) return std::move(*event);
  }
}

std::optional<ReaderEvent> CommandReader::read_line() {
  const std::size_t end = buffer_.find("\r\n", std::max(scan_, at_));
  const bool whole = end != std::string::npos;
  const std::size_t line = (whole ? end + 2 : buffer_.size()) - at_;
  if (lines_ + line + (whole ? 0 : 1) > limits_.line) {
    const std::size_t offset = at_ - start_ + (limits_.line - lines_);
    begin_skip({Errc::TooLong, offset, "command-line"});
    return std::nullopt;
  }
  if (!whole) {
    scan_ = std::max(at_, buffer_.empty() ? 0 : buffer_.size() - 1);  // a CR may be the last
    return NeedMore{};
  }
  const auto header = find_literal_header(std::string_view(buffer_).substr(at_, end - at_));
  lines_ += line;
  at_ = end + 2;
  if (!header) return complete();
  return announce(*header);
}

ReaderEvent CommandReader::complete() {
  CommandComplete command{buffer_.substr(start_, at_ - start_)};
  begin_command();
  return command;
}

std::optional<ReaderEvent> CommandReader::announce(const LiteralHeader& header) {
  header_ = header;
  if (const auto error = over_limit(header)) {
    if (!header.non_sync) return refused(*error);
    if (!awaited(header)) return refused({Errc::TooLong, at_ - start_, "skipped"});
    begin_skip(*error);
    skip_left_ = header.size;
    state_ = State::SkipLiteral;
    return std::nullopt;
  }
  ++literals_;
  state_ = header.non_sync ? State::Announced : State::Asked;
  return LiteralAnnounced{header};
}

std::optional<ParseError> CommandReader::over_limit(const LiteralHeader& header) const {
  const std::size_t so_far = at_ - start_;
  const std::uint64_t most = header.non_sync ? limits_.non_sync_literal : limits_.literal;
  if (header.size > most) return ParseError{Errc::TooLong, so_far, "literal"};
  if (literals_ >= limits_.literals) return ParseError{Errc::TooMany, so_far, "literals"};
  if (header.size > limits_.total || so_far > limits_.total - header.size)
    return ParseError{Errc::TooLong, so_far, "command"};
  return std::nullopt;
}

/// The octets of one that is not wanted come all the same, and take time to skip.
bool CommandReader::awaited(const LiteralHeader& header) const {
  return header.size <= limits_.skipped;
}

std::optional<ReaderEvent> CommandReader::read_literal() {
  if (buffer_.size() - at_ < header_.size) return NeedMore{};
  at_ += static_cast<std::size_t>(header_.size);
  scan_ = at_;
  state_ = State::Line;
  return std::nullopt;
}

void CommandReader::accept_literal() {
  if (state_ == State::Asked || state_ == State::Announced) state_ = State::Literal;
}

void CommandReader::refuse() {
  if (state_ == State::Asked) {
    begin_command();
  } else if (state_ == State::Announced) {
    begin_skip({Errc::Malformed, at_ - start_, "refused"});
    skip_left_ = header_.size;
    state_ = State::SkipLiteral;
  }
}

/// From now on nothing of the command is kept but its head.
void CommandReader::begin_skip(const ParseError& error) {
  error_ = error;
  const std::size_t most = std::min(kMaxHeadOctets, limits_.line);
  head_ = buffer_.substr(start_, std::min(most, buffer_.size() - start_));
  const bool cut = head_.size() == most && head_.find_first_of(" \r") == std::string::npos;
  if (cut) head_.clear();  // half a tag is none
  state_ = State::SkipLine;
}

std::optional<ReaderEvent> CommandReader::skip_literal() {
  const auto here = std::min<std::uint64_t>(skip_left_, buffer_.size() - at_);
  drop_to(at_ + static_cast<std::size_t>(here));
  skip_left_ -= here;
  if (skip_left_ > 0) return NeedMore{};
  state_ = State::SkipLine;
  return std::nullopt;
}

std::optional<ReaderEvent> CommandReader::skip_line() {
  const std::size_t end = buffer_.find("\r\n", at_);
  if (end == std::string::npos) {
    drop_to(std::max(at_, buffer_.size() - std::min(buffer_.size(), kSkipTail)));
    return NeedMore{};
  }
  const auto header = find_literal_header(std::string_view(buffer_).substr(at_, end - at_));
  drop_to(end + 2);
  // Of a synchronising literal nothing comes: its client waits, and is answered.
  const bool skippable = header && header->non_sync && awaited(*header);
  if (!skippable) {
    if (header && header->non_sync) error_ = {Errc::TooLong, error_.offset, "skipped"};
    ReaderEvent event = CommandRefused{error_, std::move(head_)};
    begin_command();
    return event;
  }
  skip_left_ = header->size;
  state_ = State::SkipLiteral;
  return std::nullopt;
}

ReaderEvent CommandReader::refused(const ParseError& error) {
  begin_skip(error);
  ReaderEvent event = CommandRefused{error_, std::move(head_)};
  begin_command();
  return event;
}

/// What was skipped takes no memory.
void CommandReader::drop_to(std::size_t offset) {
  buffer_.erase(0, offset);
  start_ = at_ = scan_ = 0;
}

void CommandReader::begin_command() {
  start_ = scan_ = at_;
  lines_ = literals_ = 0;
  head_.clear();
  state_ = State::Line;
}

Parsed<std::string> CommandReader::next_line(std::size_t limit) {
  const std::size_t end = buffer_.find("\r\n", start_);
  const bool whole = end != std::string::npos;
  const std::size_t used = (whole ? end + 2 : buffer_.size()) - start_;
  if (used + (whole ? 0 : 1) > limit) return ParseError{Errc::TooLong, limit, "line"};
  if (!whole) return NeedMore{};
  Got<std::string> line{buffer_.substr(start_, end - start_), used};
  at_ = end + 2;
  begin_command();
  return line;
}

std::string_view CommandReader::octets() const {
  return std::string_view(buffer_).substr(start_, at_ - start_);
}

std::size_t CommandReader::pending() const { return buffer_.size() - start_; }

void CommandReader::clear() {
  buffer_.clear();
  at_ = 0;
  begin_command();
}

}  // namespace wireassay::imap
