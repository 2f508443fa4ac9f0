// Attribution of replies to commands.
#include "wire/smtp/tracker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/cursor.h"
#include "wire/smtp/command.h"

namespace wireassay::smtp {
namespace {

Asked asked_by(std::optional<Verb> verb) {
  if (!verb) return Asked::Other;
  switch (*verb) {
    case Verb::Ehlo: return Asked::Ehlo;
    case Verb::Helo: return Asked::Helo;
    case Verb::Data: return Asked::Data;
    case Verb::Auth: return Asked::Auth;
    case Verb::Starttls: return Asked::Starttls;
    case Verb::Bdat: return Asked::Chunk;
    case Verb::Quit: return Asked::Quit;
    case Verb::Atrn:
    case Verb::Turn: return Asked::Turn;
    case Verb::Mail:
    case Verb::Rcpt:
    case Verb::Rset:
    case Verb::Vrfy:
    case Verb::Expn:
    case Verb::Help:
    case Verb::Noop:
    case Verb::Etrn:
    case Verb::Send:
    case Verb::Soml:
    case Verb::Saml: break;
  }
  return Asked::Other;
}

/// By the first word, as a server would find it; what follows may be wrong.
Asked asked_by_line(std::string_view line) {
  Cursor in(line);
  in.take_while([](char c) { return c == '\n' || c == '\r'; });
  return asked_by(find_verb(in.take_while(is_alpha)));
}

bool names_smtputf8(std::string_view line) {
  constexpr std::string_view kWord = "SMTPUTF8";
  return !std::ranges::search(line, kWord, {}, to_upper).empty();
}

/// Octets that some servers take for the end of a line.
bool ambiguous(std::string_view line) {
  return line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

/// What is sent next has another meaning after one reply than after another.
bool decides(Asked what) {
  return what == Asked::Data || what == Asked::Auth || what == Asked::AuthResponse ||
         what == Asked::Starttls;
}

}  // namespace

void Tracker::sent(std::string_view octets) {
  if (octets.empty()) return;
  if (has_forced_) return take_forced();
  if (waiting_) {
    deferred_ += octets;
  } else {
    take(octets);
  }
}

void Tracker::take_forced() {
  const Asked what = forced_.starts_with('.') ? Asked::EndOfContent : asked_by_line(forced_);
  has_forced_ = false;
  line_.clear();
  mode_ = Mode::Command;
  ask(what);
}

void Tracker::ask(Asked what) {
  pending_.push_back(what);
  waiting_ = waiting_ || decides(what);
}

void Tracker::take(std::string_view octets) {
  while (!octets.empty()) {
    if (waiting_) {
      deferred_ += octets;
      return;
    }
    std::size_t used = octets.size();
    switch (mode_) {
      case Mode::Command:
      case Mode::Exchange: used = take_line(octets); break;
      case Mode::Content: used = take_content(octets); break;
      case Mode::Chunk: used = take_chunk(octets); break;
      case Mode::Tls: break;
    }
    octets.remove_prefix(used);
  }
}

std::size_t Tracker::take_line(std::string_view octets) {
  for (std::size_t from = 0;;) {
    const std::size_t end = octets.find('\n', from);
    if (end == std::string_view::npos) break;
    const char before = end > 0 ? octets[end - 1] : (line_.empty() ? '\0' : line_.back());
    from = end + 1;
    if (before != '\r') continue;
    line_ += octets.substr(0, from);
    line_.resize(line_.size() - 2);
    end_line();
    return from;
  }
  line_ += octets;
  return octets.size();
}

void Tracker::end_line() {
  const std::string line = std::exchange(line_, {});
  if (ambiguous(line)) unsure_ = true;
  if (mode_ == Mode::Exchange) {
    if (line.size() > kMaxAuthLine) unsure_ = true;
    mode_ = Mode::Command;
    ask(Asked::AuthResponse);
  } else {
    command(line);
  }
}

void Tracker::command(std::string_view line) {
  // A server may cut a line that is longer than it must take, and answer every piece.
  const Asked what = asked_by_line(line);
  const bool may_be_long = what == Asked::Auth || line.find('=') != std::string_view::npos;
  if (line.size() + 2 > (may_be_long ? kMaxAuthLine : kMaxCommandLine)) unsure_ = true;
  if (names_smtputf8(line)) smtputf8_ = true;
  ask(what);
  if (what == Asked::Chunk) begin_chunk(line);
}

// bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] (RFC 3030 section 2). Another line will be
// refused; where it has a number, a lenient server may take that for a size.
void Tracker::begin_chunk(std::string_view line) {
  const auto command = parse_command(line);
  const auto* const chunk = command ? std::get_if<ChunkArgument>(&command->argument) : nullptr;
  if (chunk == nullptr) {
    unsure_ = unsure_ || std::ranges::any_of(line, is_digit);
    return;
  }
  chunk_left_ = chunk->size;
  if (chunk_left_ > 0) mode_ = Mode::Chunk;
}

std::size_t Tracker::take_chunk(std::string_view octets) {
  const std::size_t used =
      static_cast<std::size_t>(std::min<std::uint64_t>(chunk_left_, octets.size()));
  chunk_left_ -= used;
  if (chunk_left_ == 0) mode_ = Mode::Command;
  return used;
}

// Up to <CRLF>.<CRLF> (RFC 5321 section 4.1.1.4). A bare CR or LF may end a line for some servers:
// then nobody is sure.
std::size_t Tracker::take_content(std::string_view octets) {
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const char c = octets[i];
    const bool after_cr = content_at_ == ContentAt::Cr || content_at_ == ContentAt::DotCr;
    if (after_cr != (c == '\n')) unsure_ = true;
    if (content_at_ == ContentAt::DotCr && c == '\n') {
      content_at_ = ContentAt::LineStart;
      mode_ = Mode::Command;
      ask(Asked::EndOfContent);
      return i + 1;
    }
    if (c == '\r') {
      content_at_ = content_at_ == ContentAt::Dot ? ContentAt::DotCr : ContentAt::Cr;
    } else if (c == '\n') {
      content_at_ = content_at_ == ContentAt::Cr ? ContentAt::LineStart : ContentAt::Text;
    } else {
      content_at_ =
          c == '.' && content_at_ == ContentAt::LineStart ? ContentAt::Dot : ContentAt::Text;
    }
  }
  return octets.size();
}

Tracker::Attribution Tracker::replied(std::uint16_t code) {
  greeted_ = true;
  if (unsure_) resynchronise(code);
  const bool clean = line_.empty() && (mode_ == Mode::Command || mode_ == Mode::Exchange);
  Attribution answer{.asked = Asked::Nothing, .sure = !unsure_ && clean};
  if (!pending_.empty()) {
    answer.asked = pending_.front();
    answer.sure = !unsure_;
    pending_.pop_front();
  } else if (!clean) {
    // A lenient server may have taken a bare LF for the end of a command or of the content, a hasty
    // one did not wait.
    answer.asked = line_.empty() ? Asked::Other : asked_by_line(line_);
    line_.clear();
    if (mode_ == Mode::Content) mode_ = Mode::Command;
    unsure_ = unsure_ || code != 421;
  }
  resolve(answer.asked, code);
  return answer;
}

/// After something that could be read in two ways: 354 answers DATA, 334 AUTH, whatever else seems
/// to be due.
void Tracker::resynchronise(std::uint16_t code) {
  if (code != 354 && code != 334) return;
  const auto wanted = [code](Asked what) {
    return code == 354 ? what == Asked::Data : what == Asked::Auth || what == Asked::AuthResponse;
  };
  const auto found = std::ranges::find_if(pending_, wanted);
  if (found != pending_.end()) pending_.erase(pending_.begin(), found);
}

void Tracker::resolve(Asked what, std::uint16_t code) {
  if (code == 354) {
    mode_ = Mode::Content;
    content_at_ = ContentAt::LineStart;
  } else if (code == 334) {
    mode_ = Mode::Exchange;
  } else if (what == Asked::Starttls && code == 220) {
    mode_ = Mode::Tls;  // swallows what was sent in clear: a server that answers it inside TLS
                        // speaks unasked
  } else if (what == Asked::Turn && code == 250) {
    unsure_ = true;  // from here on the server sends the commands
  } else if (what == Asked::Chunk && (code == 500 || code == 502)) {
    unsure_ = true;  // a server without BDAT reads the chunk as commands
  }
  const bool still_waiting = std::ranges::any_of(pending_, decides);
  if (!waiting_ || still_waiting) return;
  waiting_ = false;
  const std::string octets = std::exchange(deferred_, {});
  take(octets);
}

void Tracker::confused() {
  greeted_ = true;
  if (!pending_.empty()) {
    const Asked what = pending_.front();
    pending_.pop_front();
    resolve(what, 0);
  }
  unsure_ = true;
}

// "The client MUST discard any knowledge obtained from the server … which was not obtained from the
// TLS negotiation itself" (RFC 3207 section 4.2). After STARTTLS no greeting comes, with implicit
// TLS it is still due.
void Tracker::tls_started() {
  const bool greeted = greeted_;
  *this = Tracker{};
  greeted_ = greeted;
  if (greeted) pending_.clear();
}

bool Tracker::at_command() const { return mode_ == Mode::Command && !waiting_ && line_.empty(); }

}  // namespace wireassay::smtp
