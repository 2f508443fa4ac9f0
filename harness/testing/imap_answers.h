// What an IMAP server says, held against what was sent to it, unit by unit: one final reply to each
// command, nothing without one. It reads lines, literals and tags on its own: wire/imap and the
// session are what it is there to doubt.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay::testing {

/// What came back before anything else was sent.
struct ImapCame {
  std::string octets;
  bool closed = false;
  bool tls = false;  ///< a handshake is due
};

class ImapAnswers {
 public:
  /// Octets of a line that each server here takes; of a longer one the tag may be lost.
  static constexpr std::size_t kSafeLine = 512;

  /// How many of these octets are the next unit: a line with its end, or octets of a literal.
  std::size_t unit(std::string_view octets) const {
    if (mode_ == Mode::Literal)
      return static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_, octets.size()));
    const bool split = line_.ends_with('\r') && octets.starts_with('\n');
    if (split) return 1;
    const std::size_t end = octets.find("\r\n");
    return end == std::string_view::npos ? octets.size() : end + 2;
  }

  /// A unit was sent. Empty, or which invariant broke.
  std::string sent(std::string_view unit, const ImapCame& came) {
    const auto said = responses(came.octets);
    if (!said) return "half a response, or a line that is none";
    if (mode_ == Mode::Literal) {
      literal_left_ -= unit.size();
      if (literal_left_ == 0) mode_ = Mode::Line;
      return said->empty() ? "" : "a literal was answered";
    }
    line_ += unit;
    if (!line_.ends_with("\r\n")) return half_line(*said, came);
    const std::string line = line_.substr(0, line_.size() - 2);
    line_.clear();
    if (mode_ == Mode::Exchange) return exchange_line(*said, came);
    if (!within_) begin(line);
    const std::optional<Literal> literal = literal_at_end(line);
    return literal ? announced(*literal, *said, came) : finished(*said, came);
  }

  /// Octets that came while nothing was sent: what others have changed.
  std::string unasked(std::string_view octets) const {
    const auto said = responses(octets);
    if (!said) return "half a response, or a line that is none";
    if (said->empty()) return {};
    if (mode_ != Mode::Exchange || !is_idle_) return "told without being asked, and not in IDLE";
    const bool data = std::ranges::all_of(*said, [](const auto& one) { return one.kind == '*'; });
    return data ? "" : "a reply, but no command";
  }

  void tls_started() { *this = ImapAnswers{}; }
  /// Nothing is under way: all that was sent has its reply.
  bool at_rest() const { return mode_ == Mode::Line && !within_ && line_.empty(); }

 private:
  enum class Mode { Line, Literal, Exchange };
  struct Literal {
    std::uint64_t size = 0;
    bool waits = false;
  };
  struct Response {
    char kind = '*';  ///< '*', '+', or 't' for one with a tag
    std::string_view tag, rest;
  };
  using Responses = std::vector<Response>;

  /// "{12}", "{12+}" or "~{12}" at the end of a line.
  static std::optional<Literal> literal_at_end(std::string_view line) {
    const std::size_t open = line.rfind('{');
    if (open == std::string_view::npos || !line.ends_with('}')) return std::nullopt;
    std::string_view inside = line.substr(open + 1, line.size() - open - 2);
    const bool waits = !inside.ends_with('+');
    if (!waits) inside.remove_suffix(1);
    std::int64_t size = 0;  // number64: 63 bits
    const auto read = std::from_chars(inside.data(), inside.data() + inside.size(), size);
    const bool number = read.ec == std::errc{} && read.ptr == inside.data() + inside.size();
    constexpr std::size_t kMostDigits = 20;
    if (!number || inside.empty() || inside.size() > kMostDigits || inside.front() == '-')
      return std::nullopt;
    return Literal{static_cast<std::uint64_t>(size), waits};
  }

  /// nullopt: not a whole number of responses.
  static std::optional<Responses> responses(std::string_view octets) {
    Responses found;
    while (!octets.empty()) {
      std::size_t size = 0;
      for (std::optional<Literal> literal{Literal{}}; literal;) {
        const std::size_t from = size + static_cast<std::size_t>(literal->size);
        const std::size_t end = octets.find("\r\n", std::min(from, octets.size()));
        if (end == std::string_view::npos) return std::nullopt;
        size = end + 2;
        literal = literal_at_end(octets.substr(from, end - from));
      }
      const std::string_view tag = octets.substr(0, octets.find(' '));
      if (tag.size() + 2 > size) return std::nullopt;
      const bool marked = tag == "*" || tag == "+";
      found.push_back(
          {marked ? tag.front() : 't', tag, octets.substr(tag.size() + 1, size - tag.size() - 1)});
      octets.remove_prefix(size);
    }
    return found;
  }

  /// tag = 1*<any ASTRING-CHAR except "+">, then a space or the end of the line.
  static bool is_tag(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char c) {
      return c > ' ' && c < '\x7f' &&
             std::string_view("(){%*\"\\+").find(c) == std::string_view::npos;
    });
  }

  void begin(std::string_view line) {
    tag_ = line.substr(0, line.find(' '));
    std::string_view rest = line.substr(std::min(tag_.size() + 1, line.size()));
    is_idle_ = equal_ignoring_case(rest, "IDLE");
  }

  /// Of a command there is one; "* BAD" stands for it where there is no tag to answer with.
  std::string one_completion(const Responses& said) const {
    std::size_t completions = 0;
    for (const Response& one : said) {
      const bool bad = one.kind == '*' && one.rest.starts_with("BAD ");
      if (one.kind == '+') return "a continuation request beside a completion";
      if (one.kind == 't' && one.tag != tag_) return "a tag that was not sent";
      if (bad && is_tag(tag_) && tag_.size() < kSafeLine) return "no tag, though there was one";
      if (one.kind == 't' && !is_tag(tag_)) return "a tag that is none";
      completions += one.kind == 't' || bad ? 1 : 0;
    }
    if (completions == 1) return {};
    return completions == 0 ? "a command without a reply" : "more than one reply to a command";
  }

  static bool goes_on(const Responses& said) {
    return std::ranges::any_of(said, [](const Response& one) { return one.kind == '+'; });
  }

  std::string finished(const Responses& said, const ImapCame& came) {
    within_ = false;
    if (!goes_on(said)) return ended(said, came);
    mode_ = Mode::Exchange;
    return only_continuation(said, is_idle_);
  }

  std::string announced(const Literal& literal, const Responses& said, const ImapCame& came) {
    within_ = true;
    const bool over = literal.waits ? !goes_on(said) : !said.empty();
    if (over) {
      within_ = false;
      if (!literal.waits && !came.closed) return "a reply before its command was there";
      return ended(said, came);
    }
    literal_left_ = literal.size;
    if (literal_left_ > 0) mode_ = Mode::Literal;
    return literal.waits ? only_continuation(said, false) : "";
  }

  std::string exchange_line(const Responses& said, const ImapCame& came) {
    if (goes_on(said))
      return is_idle_ ? "a continuation request in IDLE" : only_continuation(said, false);
    mode_ = Mode::Line;
    return ended(said, came);
  }

  /// A line that has grown too long may end the connection, no more.
  std::string half_line(const Responses& said, const ImapCame& came) const {
    if (said.empty()) return {};
    return came.closed ? ended(said, came) : "an answer to half a line";
  }

  std::string ended(const Responses& said, const ImapCame& came) const {
    const bool bye = std::ranges::any_of(
        said, [](const Response& one) { return one.kind == '*' && one.rest.starts_with("BYE "); });
    if (came.closed != bye) return bye ? "BYE, but no close" : "a close without BYE";
    return one_completion(said);
  }

  /// In IDLE what others have changed stands beside it.
  static std::string only_continuation(const Responses& said, bool data_too) {
    std::size_t requests = 0;
    for (const Response& one : said) {
      const bool data = one.kind == '*' && !one.rest.starts_with("BAD ");
      if (one.kind == 't' || (one.kind == '*' && !(data && data_too)))
        return "more than a continuation request";
      requests += one.kind == '+' ? 1 : 0;
    }
    return requests == 1 ? "" : "more than one continuation request";
  }

  Mode mode_ = Mode::Line;
  bool within_ = false;   ///< a command has begun, and a literal of it was announced
  bool is_idle_ = false;  ///< the last command was IDLE
  std::uint64_t literal_left_ = 0;
  std::string tag_;   ///< the first word of the last command
  std::string line_;  ///< as far as it was sent
};

}  // namespace wireassay::testing
