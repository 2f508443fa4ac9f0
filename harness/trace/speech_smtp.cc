// SMTP: RFC 5321, STARTTLS (RFC 3207), AUTH (RFC 4954), BDAT (RFC 3030).
#include <charconv>
#include <deque>

#include "core/cursor.h"
#include "trace/speech.h"

namespace wireassay::trace {
namespace {

/// Commands that wait for their reply at most; more means that replies are missing.
constexpr std::size_t kMostWaiting = 4096;

enum class Asked { Greeting, Data, Auth, Starttls, Other };

class SmtpSpeech : public Speech {
 public:
  Said line(Direction from, std::string_view line) override {
    return from == Direction::FromClient ? client(line) : server(line);
  }
  void tls_started() override {
    Speech::tls_started();
    waiting_.clear();
    mode_ = Mode::Command;
  }

 private:
  enum class Mode { Command, Content, Exchange };

  Said client(std::string_view line) {
    const std::string shown(without_crlf(line));
    if (mode_ == Mode::Content) {
      if (shown != ".") return {SaidKind::Content, std::string(line)};
      mode_ = Mode::Command;
      wait(Asked::Other);
      return {SaidKind::Other, shown};
    }
    if (mode_ == Mode::Exchange) {
      mode_ = Mode::Command;
      wait(Asked::Auth);
      const bool harmless = shown.empty() || shown == "*" || shown == "=";
      return {SaidKind::Other, harmless ? shown : std::string(kMasked)};
    }
    return command(line, shown);
  }

  Said command(std::string_view line, const std::string& shown) {
    const std::string_view verb = word(line, 0);
    Asked asked = Asked::Other;
    if (equal_ignoring_case(verb, "DATA")) asked = Asked::Data;
    if (equal_ignoring_case(verb, "AUTH")) asked = Asked::Auth;
    if (equal_ignoring_case(verb, "STARTTLS")) {
      asked = Asked::Starttls;
      ask_for_tls("STARTTLS");
    }
    wait(asked);
    if (equal_ignoring_case(verb, "BDAT")) {
      const std::string_view size = word(line, 1);
      std::uint64_t octets = 0;
      std::from_chars(size.data(), size.data() + size.size(), octets);
      follow(Direction::FromClient, octets);
    }
    return {SaidKind::Command, asked == Asked::Auth ? masked_after(line, 2) : shown};
  }

  Said server(std::string_view line) {
    Said said{SaidKind::Reply, std::string(without_crlf(line))};
    const std::string_view code = line.substr(0, 3);
    if (code == "334") said.shown = challenge(said.shown);
    const bool last = line.size() < 4 || line[3] != '-';
    if (!last) return said;
    Asked asked = Asked::Other;
    if (!waiting_.empty()) {
      asked = waiting_.front();
      waiting_.pop_front();
    }
    if (asked == Asked::Starttls) answer_tls(code == "220");
    if (asked == Asked::Data && code == "354") mode_ = Mode::Content;
    if (asked == Asked::Auth && code == "334") mode_ = Mode::Exchange;
    return said;
  }

  /// "Username:" and "Password:" in base64 are no secrets.
  static std::string challenge(const std::string& shown) {
    const std::string text = shown.substr(std::min<std::size_t>(4, shown.size()));
    if (text.empty() || text == "VXNlcm5hbWU6" || text == "UGFzc3dvcmQ6") return shown;
    return "334 " + std::string(kMasked);
  }

  void wait(Asked asked) {
    if (waiting_.size() == kMostWaiting) waiting_.pop_front();
    waiting_.push_back(asked);
  }

  std::deque<Asked> waiting_{Asked::Greeting};
  Mode mode_ = Mode::Command;
};

}  // namespace

std::unique_ptr<Speech> make_smtp_speech() { return std::make_unique<SmtpSpeech>(); }

}  // namespace wireassay::trace
