// IMAP: RFC 9051 and RFC 3501, LITERAL+ (RFC 7888).
#include <charconv>
#include <optional>

#include "core/cursor.h"
#include "trace/speech.h"

namespace wireassay::trace {
namespace {

struct Literal {
  std::uint64_t octets = 0;
};

/// "{12}" and "{12+}" at the end of a line (RFC 9051 section 4.3).
std::optional<Literal> literal_at_end(std::string_view line) {
  line = without_crlf(line);
  if (!line.ends_with('}')) return std::nullopt;
  line.remove_suffix(1);
  if (line.ends_with('+') || line.ends_with('-')) line.remove_suffix(1);
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos || open + 1 == line.size()) return std::nullopt;
  Literal literal;
  const char* const end = line.data() + line.size();
  const auto [at, error] = std::from_chars(line.data() + open + 1, end, literal.octets);
  if (at != end || error != std::errc()) return std::nullopt;
  return literal;
}

class ImapSpeech : public Speech {
 public:
  Said line(Direction from, std::string_view line) override {
    return from == Direction::FromClient ? client(line) : server(line);
  }
  bool hides(Direction from) const override {
    return login_ && within_ && from == Direction::FromClient;
  }
  void tls_started() override {
    Speech::tls_started();
    mode_ = Mode::Command;
    within_ = false;
  }

 private:
  enum class Mode { Command, Exchange, Idle };

  Said client(std::string_view line) {
    const std::string shown(without_crlf(line));
    if (within_) return continued(line, shown);
    if (mode_ == Mode::Idle) {
      mode_ = Mode::Command;
      return {SaidKind::Other, shown};
    }
    if (mode_ == Mode::Exchange) {
      const bool harmless = shown.empty() || shown == "*" || shown == "=";
      return {SaidKind::Other, harmless ? shown : std::string(kMasked)};
    }
    return command(line, shown);
  }

  Said command(std::string_view line, const std::string& shown) {
    const std::string_view name = word(line, 1);
    Said said{SaidKind::Command, shown};
    login_ = equal_ignoring_case(name, "LOGIN");
    if (login_) said.shown = masked_login(line);
    if (equal_ignoring_case(name, "AUTHENTICATE")) {
      said.shown = masked_after(line, 3);
      await(line, Mode::Exchange);
    }
    if (equal_ignoring_case(name, "IDLE")) await(line, Mode::Idle);
    if (equal_ignoring_case(name, "STARTTLS")) {
      tag_ = word(line, 0);
      ask_for_tls("STARTTLS");
    }
    within_ = take_literal(line, Direction::FromClient);
    return said;
  }

  Said continued(std::string_view line, const std::string& shown) {
    within_ = take_literal(line, Direction::FromClient);
    return {SaidKind::Other, login_ && !shown.empty() ? std::string(kMasked) : shown};
  }

  /// "a LOGIN joe ********"; a literal or a quoted name with spaces hides both.
  static std::string masked_login(std::string_view line) {
    const std::string_view user = word(line, 2);
    const bool plain = !user.empty() && user.front() != '{' &&
                       (user.front() != '"' || (user.size() > 1 && user.back() == '"'));
    if (literal_at_end(line)) return masked_after(line, 2) + " (literal)";
    return masked_after(line, plain ? 3 : 2);
  }

  bool take_literal(std::string_view line, Direction from) {
    const auto literal = literal_at_end(line);
    if (literal) follow(from, literal->octets);
    return literal.has_value();
  }

  void await(std::string_view line, Mode mode) {
    awaited_ = mode;
    tag_ = word(line, 0);
  }

  Said server(std::string_view line) {
    Said said{SaidKind::Reply, std::string(without_crlf(line))};
    if (line.starts_with("+")) {
      if (awaited_ != Mode::Command && !within_) mode_ = awaited_;
      if (mode_ == Mode::Exchange && said.shown.size() > 2)
        said.shown = "+ " + std::string(kMasked);
      return said;
    }
    take_literal(line, Direction::FromServer);
    if (tag_.empty() || word(line, 0) != tag_) return said;
    tag_.clear();
    mode_ = awaited_ = Mode::Command;
    answer_tls(equal_ignoring_case(word(line, 1), "OK"));
    return said;
  }

  Mode mode_ = Mode::Command;
  Mode awaited_ = Mode::Command;  ///< what a "+" leads to
  std::string tag_;               ///< of the command whose completion matters here
  bool within_ = false;           ///< a literal of the command has begun, its line goes on
  bool login_ = false;
};

}  // namespace

std::unique_ptr<Speech> make_imap_speech() { return std::make_unique<ImapSpeech>(); }

}  // namespace wireassay::trace
