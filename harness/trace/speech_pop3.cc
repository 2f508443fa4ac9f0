// POP3: RFC 1939, CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034).
#include <deque>

#include "core/cursor.h"
#include "trace/speech.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kMostWaiting = 4096;

enum class Asked { Greeting, Lines, Message, Auth, Stls, Other };

class Pop3Speech : public Speech {
 public:
  Said line(Direction from, std::string_view line) override {
    return from == Direction::FromClient ? client(line) : server(line);
  }
  void tls_started() override {
    Speech::tls_started();
    waiting_.clear();
    body_ = Asked::Other;
    exchange_ = false;
  }

 private:
  Said client(std::string_view line) {
    if (exchange_) {
      exchange_ = false;
      wait(Asked::Auth);
      const bool harmless = without_crlf(line).size() < 2;
      return {SaidKind::Other, harmless ? std::string(without_crlf(line)) : std::string(kMasked)};
    }
    const std::string_view verb = word(line, 0);
    const auto is = [&](std::string_view name) { return equal_ignoring_case(verb, name); };
    Said said{SaidKind::Command, std::string(without_crlf(line))};
    Asked asked = Asked::Other;
    const bool alone = word(line, 1).empty();
    if (is("CAPA") || (alone && (is("LIST") || is("UIDL") || is("AUTH")))) asked = Asked::Lines;
    if (is("RETR") || is("TOP")) asked = Asked::Message;
    if (is("AUTH") && !alone) asked = Asked::Auth;
    if (is("STLS")) {
      asked = Asked::Stls;
      ask_for_tls("STLS");
    }
    if (is("PASS")) said.shown = masked_after(line, 1);
    if (is("APOP") || is("AUTH")) said.shown = masked_after(line, 2);
    wait(asked);
    return said;
  }

  Said server(std::string_view line) {
    Said said{SaidKind::Reply, std::string(without_crlf(line))};
    if (body_ != Asked::Other) {
      if (body_ == Asked::Message && said.shown != ".")
        said = {SaidKind::Content, std::string(line)};
      if (said.shown == ".") body_ = Asked::Other;
      return said;
    }
    if (line.starts_with("+ ")) {
      exchange_ = true;
      if (said.shown.size() > 2) said.shown = "+ " + std::string(kMasked);
      if (!waiting_.empty()) waiting_.pop_front();
      return said;
    }
    const Asked asked = waiting_.empty() ? Asked::Other : waiting_.front();
    if (!waiting_.empty()) waiting_.pop_front();
    const bool ok = line.starts_with("+OK");
    if (asked == Asked::Stls) answer_tls(ok);
    if (ok && (asked == Asked::Lines || asked == Asked::Message)) body_ = asked;
    return said;
  }

  void wait(Asked asked) {
    if (waiting_.size() == kMostWaiting) waiting_.pop_front();
    waiting_.push_back(asked);
  }

  std::deque<Asked> waiting_{Asked::Greeting};
  Asked body_ = Asked::Other;  ///< of the response that is being read, if it has one
  bool exchange_ = false;
};

}  // namespace

std::unique_ptr<Speech> make_pop3_speech() { return std::make_unique<Pop3Speech>(); }

}  // namespace wireassay::trace
