// What was said and done in a conversation, line by line, within limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "trace/conversation.h"

namespace wireassay::trace {

struct LogLimits {
  std::size_t lines = 60;     ///< more are only counted
  std::size_t width = 160;    ///< characters of one line
  std::size_t octets = 1024;  ///< of content that is kept before it is only counted
};

enum class LineKind {
  Said,     ///< a line of the dialogue
  Content,  ///< octets that are no lines of the dialogue: messages, literals, bodies
  Tls,      ///< a message of TLS
  Note,     ///< what is to be said about it
};

struct Line {
  LineKind kind = LineKind::Said;
  Direction from = Direction::FromClient;
  Moment at;
  bool tls = false;  ///< it was inside TLS
  std::string text;  ///< escaped, secrets masked
};

class Log {
 public:
  explicit Log(const LogLimits& limits = {}) : limits_(limits) {}

  void add(LineKind kind, Direction from, Moment at, bool tls, std::string text) {
    if (lines_.size() < limits_.lines)
      lines_.push_back({kind, from, at, tls, std::move(text)});
    else
      ++omitted_;
  }
  bool is_full() const { return lines_.size() >= limits_.lines; }
  const LogLimits& limits() const { return limits_; }
  const std::vector<Line>& lines() const { return lines_; }
  std::uint64_t omitted() const { return omitted_; }

 private:
  LogLimits limits_;
  std::vector<Line> lines_;
  std::uint64_t omitted_ = 0;
};

}  // namespace wireassay::trace
