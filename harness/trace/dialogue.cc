// Line by line, until one side speaks TLS.
#include "trace/dialogue.h"

#include <algorithm>

#include "core/cursor.h"
#include "core/escape.h"
#include "wire/tls/record.h"
#include "wire/tls/registry.h"

namespace wireassay::trace {
namespace {

constexpr std::uint16_t kFtp = 21;
constexpr std::size_t kLooks = 4;       ///< lines that may tell the protocol
constexpr std::size_t kMostVerbs = 32;  ///< kept by name
constexpr std::size_t kVerbLength = 16;

/// A record of TLS that begins a handshake, or an alert in its place.
bool looks_like_tls(std::string_view octets) {
  return octets.size() >= 2 && (octets[0] == '\x16' || octets[0] == '\x15') && octets[1] == '\x03';
}

Direction other(Direction from) {
  return from == Direction::FromClient ? Direction::FromServer : Direction::FromClient;
}

}  // namespace

Dialogue::Dialogue(Log& log, std::uint16_t port, bool whole)
    : log_(log), port_(port), whole_(whole), protocol_(protocol_of_port(port)) {
  speech_ = make_speech(Protocol::Unknown);
}

void Dialogue::hint(Protocol protocol) {
  if (!recognised_ && protocol != Protocol::Unknown) protocol_ = protocol;
}

void Dialogue::go_inside() {
  if (inside_) return;
  for (const Direction from : {Direction::FromClient, Direction::FromServer}) flush_content(from);
  inside_ = true;
  for (Side& one : sides_) one = {.tls = true};
  speech_->tls_started();
  if (judge_) judge_->tls_started();
}

void Dialogue::lost(Direction from) {
  if (judge_) judge_->stop("octets are missing in the capture");
  whole_ = false;
  // The rest of a line is no line.
  Side& one = side(from);
  if (!one.rest.empty()) add_content(from, one.rest, one.content_at);
  one.rest.clear();
}

void Dialogue::said(Direction from, std::string_view octets, Moment at, bool last) {
  Side& one = side(from);
  one.rest += octets;
  if (one.tls && !inside_) return;
  std::size_t used = 0;
  while (used < one.rest.size() && (inside_ || !one.tls)) {
    const std::size_t taken = take(from, std::string_view(one.rest).substr(used), at, last);
    if (taken == 0) break;
    used += taken;
  }
  one.rest.erase(0, used);
}

/// How many octets could be taken; 0: more are needed, or TLS begins.
std::size_t Dialogue::take(Direction from, std::string_view rest, Moment at, bool last) {
  if (const std::uint64_t data = speech_->data(from); data > 0) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(data, rest.size()));
    judge(from, rest.substr(0, size), at);
    if (speech_->hides(from))
      add_content(from, std::string(size, '*'), at);
    else
      add_content(from, rest.substr(0, size), at);
    speech_->took(from, size);
    return size;
  }
  bool undecided = false;
  if (!inside_ && begins_tls(from, rest, last, undecided)) {
    flush_content(from);
    side(from).tls = true;
    if (from == Direction::FromClient && speech_->upgrade() == Upgrade::Accepted)
      upgraded_by_ = speech_->asked_by();
    return 0;
  }
  if (undecided) return 0;
  side(from).begun = true;
  const std::size_t lf = rest.find('\n');
  const bool binary = protocol_ == Protocol::Unknown || speech_->is_over() || !recognised_;
  if (lf == std::string_view::npos && !last && rest.size() < kMaxSaidLine &&
      !(binary && !is_plain_text(rest.substr(0, 1))))
    return 0;
  const std::string_view line =
      rest.substr(0, std::min(lf == std::string_view::npos ? rest.size() : lf + 1, kMaxSaidLine));
  return take_line(from, line, at);
}

/// At a place where a line could begin. What was agreed upon is believed unless text stands there.
bool Dialogue::begins_tls(Direction from, std::string_view rest, bool last, bool& undecided) {
  const bool agreed = speech_->upgrade() == Upgrade::Accepted;
  const Parsed<tls::Framing> framing = tls::framing_of(rest);
  const auto* const got = std::get_if<Got<tls::Framing>>(&framing);
  if (got == nullptr) {
    const bool ssl2 = !side(from).begun && from == Direction::FromClient && is_non_ascii(rest[0]);
    const bool record = rest[0] == '\x15' || rest[0] == '\x16';
    undecided = !last && (agreed || ssl2 || (record && (rest.size() < 2 || rest[1] == '\x03')));
    return false;
  }
  if (!agreed && looks_like_tls(rest)) return true;
  if (!agreed && side(from).begun) return false;
  if (agreed) return got->value != tls::Framing::Plaintext;
  return got->value == tls::Framing::Ssl2 && from == Direction::FromClient;
}

std::size_t Dialogue::take_line(Direction from, std::string_view line, Moment at) {
  recognise(from, line);
  if (from == Direction::FromServer && !banner_ && whole_ && is_plain_text(line)) read_banner(line);
  const bool behind =
      !inside_ && from == Direction::FromClient && speech_->upgrade() != Upgrade::None;
  const Said said = speech_->line(from, line);
  judge(from, line, at);
  if (said.kind == SaidKind::Content || (protocol_ == Protocol::Unknown && !is_plain_text(line))) {
    add_content(from, line, at);
    return line.size();
  }
  if (said.kind == SaidKind::Command && !inside_) {
    ++commands_;
    if (behind) ++behind_upgrade_;
    const std::size_t verb = protocol_ == Protocol::Imap ? 1 : 0;
    if (verbs_.size() < kMostVerbs)
      verbs_.push_back(escape(word(line, verb).substr(0, kVerbLength)));
  }
  show(from, said, at);
  return line.size();
}

void Dialogue::recognise(Direction from, std::string_view line) {
  if (recognised_ || looked_at_ >= kLooks) return;
  ++looked_at_;
  const Protocol found = protocol_of_line(from, line);
  if (found == Protocol::Unknown) return;
  if (port_ == kFtp && found == Protocol::Smtp) return;  // FTP greets with 220, too
  recognised_ = true;
  protocol_ = found;
  const bool first = looked_at_ == 1;
  speech_ = make_speech(found);
  if (whole_ && first) judge_ = std::make_unique<RepliesJudge>(found);
}

void Dialogue::judge(Direction from, std::string_view octets, Moment at) {
  if (!judge_) return;
  if (speech_->is_over()) judge_->stop("another protocol follows");
  if (from == Direction::FromClient)
    judge_->sent(octets);
  else
    judge_->came(octets, at);
}

void Dialogue::add_content(Direction from, std::string_view octets, Moment at) {
  Side& one = side(from);
  if (one.content_size == 0) {
    flush_content(other(from));
    one.content_at = at;
  }
  const std::size_t room =
      log_.limits().octets - std::min(log_.limits().octets, one.content.size());
  one.content += octets.substr(0, room);
  one.content_size += octets.size();
  one.content_lines += static_cast<std::uint64_t>(std::ranges::count(octets, '\n'));
}

void Dialogue::flush_content(Direction from) {
  Side& one = side(from);
  if (one.content_size == 0) return;
  std::string text = std::to_string(one.content_size) + " octets";
  if (one.content_lines > 0)
    text +=
        " in " + std::to_string(one.content_lines) + (one.content_lines == 1 ? " line" : " lines");
  std::string shown = escape_short(one.content, log_.limits().width);
  if (const std::size_t cut = shown.find("… (");
      cut != std::string::npos && shown.ends_with(" octets)"))
    shown.resize(cut + std::string_view("…").size());
  log_.add(LineKind::Content, from, one.content_at, inside_, text + ": " + shown);
  one.content.clear();
  one.content_size = one.content_lines = 0;
}

void Dialogue::show(Direction from, const Said& said, Moment at) {
  flush_content(other(from));
  flush_content(from);
  log_.add(LineKind::Said, from, at, inside_, escape_short(said.shown, log_.limits().width));
}

/// RFC 5321 section 4.2: "220 " and the domain. Greetings of other protocols have no place for one.
void Dialogue::read_banner(std::string_view line) {
  const std::string_view text = without_crlf(line);
  banner_ = escape_short(text, log_.limits().width);
  if (protocol_ != Protocol::Smtp || text.size() < 5) return;
  std::string_view name = text.substr(4);
  name = name.substr(0, name.find(' '));
  if (!name.empty()) banner_name_ = escape_short(name, 255);
}

void Dialogue::finish() {
  for (const Direction from : {Direction::FromClient, Direction::FromServer}) flush_content(from);
}

}  // namespace wireassay::trace
