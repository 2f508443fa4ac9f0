// Attribution of responses to commands.
#include "wire/pop3/tracker.h"

#include <utility>

namespace wireassay::pop3 {
namespace {

/// What is sent next has another meaning after one response than after another.
bool decides(Verb verb) { return verb == Verb::Auth || verb == Verb::Stls; }

Form form_of(const Recognised& command) {
  if (is_multi_line(command)) return Form::MultiLine;
  return command.verb == Verb::Auth ? Form::Sasl : Form::SingleLine;
}

}  // namespace

void Tracker::sent(std::string_view octets) {
  if (octets.empty()) return;
  if (has_forced_) {
    has_forced_ = false;
    line_.clear();
    ask(recognise(forced_));
  } else {
    take(octets);
  }
}

void Tracker::answers(std::string_view command) {
  forced_ = command;
  has_forced_ = true;
}

void Tracker::take(std::string_view octets) {
  while (!octets.empty()) {
    if (waiting_) {
      deferred_ += octets;
      return;
    }
    if (handshake_) {  // in clear behind STLS: no command, whatever it looks like
      sure_ = false;
      return;
    }
    const std::size_t end = octets.find('\n');
    line_ += octets.substr(0, end);
    if (end == std::string_view::npos) return;
    octets.remove_prefix(end + 1);
    if (line_.ends_with('\r')) {
      line_.pop_back();
      take_line(std::exchange(line_, {}));
    } else {
      line_ += '\n';
    }
  }
}

void Tracker::take_line(std::string_view line) {
  if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) sure_ = false;
  if (line.size() + 2 > kMaxCommand) sure_ = false;
  if (!exchange_) return ask(recognise(line));
  exchange_ = false;
  ask({.verb = Verb::Auth, .has_argument = true});
}

void Tracker::ask(const Recognised& command) {
  pending_.push_back({command.verb, form_of(command)});
  waiting_ = decides(command.verb);
}

void Tracker::tls_started() {
  pending_.clear();
  if (!greeted_) pending_.push_back({});
  line_.clear();
  deferred_.clear();
  waiting_ = exchange_ = handshake_ = false;
}

Form Tracker::form() const { return pending_.empty() ? Form::SingleLine : pending_.front().form; }

Verb Tracker::asked() const { return pending_.empty() ? Verb::Other : pending_.front().verb; }

void Tracker::replied(Status status) {
  greeted_ = true;
  if (pending_.empty()) return;
  const Pending answered = pending_.front();
  pending_.pop_front();
  const bool ok = status == Status::Ok;
  switch (answered.verb) {
    case Verb::Pass:
    case Verb::Apop: transaction_ = transaction_ || ok; break;
    case Verb::Auth:
      exchange_ = status == Status::Continue;
      transaction_ = transaction_ || (ok && answered.form == Form::Sasl);
      break;
    case Verb::Stls: handshake_ = ok; break;
    case Verb::Quit: quit_ = quit_ || ok; break;
    case Verb::User:
    case Verb::Capa:
    case Verb::Stat:
    case Verb::List:
    case Verb::Retr:
    case Verb::Dele:
    case Verb::Noop:
    case Verb::Rset:
    case Verb::Top:
    case Verb::Uidl:
    case Verb::Lang:
    case Verb::Utf8:
    case Verb::Other: break;
  }
  if (!decides(answered.verb)) return;
  waiting_ = false;
  take(std::exchange(deferred_, {}));
}

void Tracker::confused() { replied(Status::Err); }

bool Tracker::at_command() const {
  return line_.empty() && !waiting_ && !exchange_ && !handshake_ && !quit_;
}

}  // namespace wireassay::pop3
