// Attribution of completions and continuations to commands.
#include "wire/imap/tracker.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "core/cursor.h"
#include "wire/imap/characters.h"
#include "wire/imap/value_reader.h"

namespace wireassay::imap {
namespace {

constexpr std::size_t kKeptHead = 4096;  ///< of a long line: tag and name are here
constexpr std::size_t kKeptTail = 64;    ///< the header of a literal is here
constexpr std::size_t kMaxDeferred = 1024 * 1024;
/// "a server MUST support … at least 8192 octets" (RFC 7162 section 4); longer lines may be
/// answered by untagged BAD (RFC 3501 section 7.1.3).
constexpr std::size_t kSafeLine = 8192;
constexpr std::size_t kMaxName = 64;

std::string upper_word(std::string_view word) {
  std::string name(word.substr(0, kMaxName));
  std::ranges::transform(name, name.begin(), to_upper);
  return name;
}

std::string_view next_word(Cursor& in) {
  in.take(' ');
  return in.take_while([](char c) { return c != ' '; });
}

/// "UID" belongs to the name of a command.
std::string name_in(Cursor& in) {
  std::string name = upper_word(next_word(in));
  if (name == "UID") name += " " + upper_word(next_word(in));
  return name;
}

// tag = 1*<any ASTRING-CHAR except "+">
bool is_tag(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, is_tag_char);
}

bool begins_with_word(std::string_view line, std::string_view word) {
  return !word.empty() && line.starts_with(word) &&
         (line.size() == word.size() || line.at(word.size()) == ' ');
}

bool ambiguous(std::string_view line) {
  return line.find_first_of(std::string_view("\r\0", 2)) != std::string_view::npos;
}

}  // namespace

void Tracker::sent(std::string_view octets) {
  if (octets.empty()) return;
  if (!forced_) return take(octets);
  Cursor in(octets);
  const std::string tag(in.take_while([](char c) { return c > ' '; }));
  const std::string line = tag + " " + *std::exchange(forced_, std::nullopt);
  line_.clear();
  line_size_ = 0;
  mode_ = Mode::Command;
  within_ = false;
  begin_command(line);
}

void Tracker::answers(std::string_view command) { forced_ = std::string(command); }

void Tracker::take(std::string_view octets) {
  while (!octets.empty()) {
    std::size_t used = octets.size();
    switch (mode_) {
      case Mode::Command:
      case Mode::Exchange:
      case Mode::Idle: used = take_line(octets); break;
      case Mode::Literal: used = take_literal(octets); break;
      case Mode::Wait:
        deferred_ += octets;
        if (deferred_.size() > kMaxDeferred) {
          dropped_ += deferred_.size();
          deferred_.clear();
        }
        break;
      case Mode::Opaque: swallowed_ = true; break;
    }
    octets.remove_prefix(used);
  }
}

void Tracker::keep(std::string_view octets) {
  line_size_ += octets.size();
  line_ += octets;
  if (line_.size() > kKeptHead + kKeptTail)
    line_.erase(kKeptHead, line_.size() - kKeptHead - kKeptTail);
}

// Servers take a bare LF for the end of a line; which they do, nobody can say.
std::size_t Tracker::take_line(std::string_view octets) {
  const std::size_t end = octets.find('\n');
  keep(octets.substr(0, end));
  if (end == std::string_view::npos) return octets.size();
  if (line_.ends_with('\r')) {
    line_.pop_back();
  } else {
    doubt(within_ ? serial_ : serial_ + 1);
  }
  end_line();
  return end + 1;
}

std::size_t Tracker::take_literal(std::string_view octets) {
  const auto used = static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_, octets.size()));
  literal_left_ -= used;
  if (literal_left_ == 0) mode_ = Mode::Command;
  return used;
}

void Tracker::end_line() {
  const std::string line = std::exchange(line_, {});
  if (ambiguous(line)) doubt(within_ ? serial_ : serial_ + 1);
  switch (mode_) {
    case Mode::Exchange:
      ++responses_;
      wait(Awaited::Exchange);
      break;
    case Mode::Idle:
      // "DONE" ends IDLE (RFC 2177 section 3); what a server makes of another line, nobody can say.
      if (equal_ignoring_case(line, "DONE")) {
        mode_ = Mode::Command;
        within_ = false;
      } else {
        doubt(serial_ + idle_lines_++);  // behind the first each may be a command
      }
      break;
    case Mode::Command: end_command_line(line); break;
    case Mode::Literal:
    case Mode::Wait:
    case Mode::Opaque: break;
  }
  line_size_ = 0;
}

void Tracker::end_command_line(const std::string& line) {
  if (!within_) {
    begin_command(line);
  } else if (line_size_ > kSafeLine) {
    if (!unfinished_.empty()) unfinished_.back().tagged = false;
  }
  if (mode_ != Mode::Command) return;
  const auto literal = announced_literal(line);
  within_ = literal.has_value();
  if (!literal) return;
  literal_left_ = literal->size;
  if (!literal->without_wait) return wait(Awaited::Literal);
  if (!unfinished_.empty()) unfinished_.back().literal_unasked = true;
  if (literal_left_ > 0) mode_ = Mode::Literal;
}

void Tracker::begin_command(std::string_view line) {
  Cursor in(line);
  Command command{.serial = ++serial_};
  command.tag = in.take_while([](char c) { return c != ' '; });
  command.name = name_in(in);
  // "]" belongs into a tag by the grammar, but not to every server.
  command.tagged =
      is_tag(command.tag) && command.tag.find(']') == std::string::npos && line_size_ <= kSafeLine;
  command.doubtful = unsure_;
  last_tag_ = command.tag;
  const std::string name = command.name;
  unfinished_.push_back(std::move(command));
  if (announced_literal(line)) return;  // none of these takes one: it is no such command
  if (name == "AUTHENTICATE") {
    next_word(in);  // the mechanism
    responses_ = in.at_end() ? 0 : 1;
    wait(Awaited::Exchange);
  } else if (name == "IDLE") {
    wait(Awaited::Idle);
  } else if (name == "STARTTLS") {
    wait(Awaited::Tls);
  } else if (name == "COMPRESS") {
    wait(Awaited::Compress);
  }
}

void Tracker::wait(Awaited what) {
  mode_ = Mode::Wait;
  idle_lines_ = 0;
  awaited_ = what;
  within_ = true;
}

void Tracker::resume(Mode mode) {
  if (mode == Mode::Literal && dropped_ <= literal_left_) {
    literal_left_ -= dropped_;
    if (literal_left_ == 0) mode = Mode::Command;
  } else if (dropped_ > 0 && mode != Mode::Opaque) {
    doubt(serial_ + 1);
  }
  dropped_ = 0;
  mode_ = mode;
  take(std::exchange(deferred_, {}));
}

std::uint64_t Tracker::continued() {
  if (mode_ != Mode::Wait || unfinished_.empty()) return 0;
  const std::uint64_t serial = unfinished_.back().serial;
  switch (awaited_) {
    case Awaited::Literal: resume(literal_left_ > 0 ? Mode::Literal : Mode::Command); break;
    case Awaited::Exchange: resume(Mode::Exchange); break;
    case Awaited::Idle: resume(Mode::Idle); break;
    case Awaited::Tls:
    case Awaited::Compress: return 0;
  }
  return serial;
}

/// What was sent of the command may be all of it, or not.
bool Tracker::opens(const Command& command) const {
  return within_ && !unfinished_.empty() && unfinished_.back().serial == command.serial;
}

/// The server has finished a command of which not all was sent, or that held up what came behind
/// it.
void Tracker::abandon(const Command& command, std::string_view status) {
  if (mode_ == Mode::Literal) doubt(command.serial);
  // It may be the beginning of the next command.
  if (!line_.empty()) doubt(serial_ + idle_lines_ + 1);
  const bool next_began = mode_ == Mode::Idle && idle_lines_ > 0;
  if (!next_began) {
    line_.clear();
    line_size_ = 0;
  }
  within_ = false;
  literal_left_ = 0;
  if (mode_ != Mode::Wait) {
    mode_ = Mode::Command;
    return;
  }
  const bool ok = equal_ignoring_case(status, "OK");
  const bool opaque = ok && (awaited_ == Awaited::Tls || awaited_ == Awaited::Compress);
  if (opaque && awaited_ == Awaited::Compress) doubt(command.serial);
  resume(opaque ? Mode::Opaque : Mode::Command);
}

std::optional<Tracker::Command> Tracker::completed(std::string_view tag, std::string_view status) {
  const auto found = std::ranges::find(unfinished_, tag, &Command::tag);
  if (found == unfinished_.end()) {
    if (!within_ && begins_with_word(line_, tag)) {  // answered before its line was ended
      line_.clear();
      line_size_ = 0;
      doubt(serial_ + 1);
      return Command{.serial = 0, .tag = std::string(tag), .name = {}};
    }
    // A server may echo anything where the tag is none.
    const bool bad = equal_ignoring_case(status, "BAD");
    return bad ? untagged_bad() : std::nullopt;
  }
  const Command command = *found;
  const bool open = opens(command);
  if (unsure_ && command.doubtful) doubt_others(command);
  unfinished_.erase(found);
  drop_elders(command.serial);
  if (command.literal_unasked && equal_ignoring_case(status, "BAD")) doubt(command.serial);
  if (open) {
    abandon(command, status);
  } else if (unsure_ && command.serial > doubt_serial_) {
    unsure_ = false;
  }
  return command;
}

/// A tag that was sent again is answered, and the first of its commands may be none to the server:
/// which one it is, nobody can say.
void Tracker::doubt_others(const Command& first) {
  for (Command& command : unfinished_) {
    if (command.tag != first.tag || command.serial == first.serial) continue;
    command.doubtful = true;
    doubt(command.serial);
  }
}

/// A younger command is answered: what could not be answered with its tag, or may be no command to
/// the server, is not waited for.
void Tracker::drop_elders(std::uint64_t serial) {
  const auto end = std::ranges::lower_bound(unfinished_, serial, {}, &Command::serial);
  const auto gone = std::remove_if(unfinished_.begin(), end,
                                   [](const Command& c) { return !c.tagged || c.doubtful; });
  unfinished_.erase(gone, end);
}

bool Tracker::awaits_untagged_bad() const {
  if (unfinished_.empty()) return !line_.empty() && !within_;
  return !unfinished_.front().tagged || unfinished_.front().doubtful;
}

std::optional<Tracker::Command> Tracker::untagged_bad() {
  if (!awaits_untagged_bad()) return std::nullopt;
  if (unfinished_.empty()) {  // refused before its line was ended
    line_.clear();
    line_size_ = 0;
    doubt(serial_ + 1);
    return Command{};
  }
  const Command command = unfinished_.front();
  const bool open = opens(command);
  unfinished_.pop_front();
  if (open) abandon(command, "BAD");
  return command;
}

void Tracker::confused() {
  for (Command& command : unfinished_ | std::views::reverse) {
    if (command.serial <= confused_serial_) break;
    command.doubtful = true;
  }
  confused_serial_ = serial_;
  doubt(serial_);
}

/// `serial`: the last command that the doubt is about.
void Tracker::doubt(std::uint64_t serial) {
  unsure_ = true;
  doubt_serial_ = std::max(doubt_serial_, serial);
  if (!unfinished_.empty() && unfinished_.back().serial >= serial)
    unfinished_.back().doubtful = true;
}

// Of the commands only the last one matters: a copy of all for each prompt would be quadratic.
Tracker Tracker::ahead(std::string_view pending) {
  std::deque<Command> last;
  if (!unfinished_.empty()) last.push_back(unfinished_.back());
  unfinished_.swap(last);
  Tracker copy = *this;
  unfinished_.swap(last);
  copy.sent(pending);
  copy.assume();
  return copy;
}

// A first response is sent without being asked for, a second one is not: what follows is the next
// command.
void Tracker::assume() {
  while (mode_ == Mode::Wait) {
    const bool granted = awaited_ == Awaited::Literal || awaited_ == Awaited::Idle ||
                         (awaited_ == Awaited::Exchange && responses_ == 0);
    if (granted) {
      continued();
    } else {
      within_ = false;
      resume(Mode::Command);
    }
  }
}

bool Tracker::has_unfinished(std::string_view name) const {
  return std::ranges::find(unfinished_, name, &Command::name) != unfinished_.end();
}

// "Once TLS has been started, the client MUST discard cached information" (RFC 3501 section 6.2.1)
void Tracker::tls_started() {
  const std::uint64_t serial = serial_;
  const bool swallowed = swallowed_;
  *this = Tracker{};
  serial_ = doubt_serial_ = serial;
  swallowed_ = swallowed;
}

}  // namespace wireassay::imap
