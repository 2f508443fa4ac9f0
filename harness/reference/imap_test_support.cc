// Test-only: see the header.
#include "reference/imap_test_support.h"

#include <utility>

namespace wireassay::reference::testing {
namespace {

using enum ImapOpening;

constexpr std::time_t kNow = 1795253403;        // Sat, 21 Nov 2026 09:30:03 +0000
constexpr std::time_t kFirstDate = 1721217600;  // Wed, 17 Jul 2024 12:00:00 +0000
constexpr std::time_t kOneDay = 24L * 60 * 60;

const char* const kPlain =
    "From: \"Ann A\" <ann@x.test>\r\nTo: u01@reference.test\r\nSubject: one\r\n"
    "Date: Wed, 17 Jul 2024 12:00:00 +0000\r\nMessage-ID: <1@x.test>\r\n\r\nfirst body\r\n";
const char* const kParts =
    "From: bob@x.test\r\nSubject: three\r\nDate: Thu, 18 Jul 2024 12:00:00 +0000\r\n"
    "Message-ID: <2@x.test>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "AAEC\r\n"
    "--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: x-odd\r\n\r\nodd\r\n--b--\r\n";
const char* const kReply =
    "From: carl@x.test\r\nSubject: Re: one\r\nDate: Fri, 19 Jul 2024 12:00:00 +0000\r\n"
    "Message-ID: <3@x.test>\r\nIn-Reply-To: <1@x.test>\r\nReferences: <1@x.test>\r\n\r\nthird\r\n";

std::string_view lines_of(ImapOpening opening) {
  switch (opening) {
    case Raw:
    case Connected:
    case Tls: return "";
    case LoggedIn: return "o LOGIN u01 secret\r\n";
    case Selected: return "o LOGIN u01 secret\r\no SELECT INBOX\r\n";
    case Examined: return "o LOGIN u01 secret\r\no EXAMINE INBOX\r\n";
    case Rev2: return "o LOGIN u01 secret\r\no ENABLE IMAP4rev2\r\no SELECT INBOX\r\n";
    case Qresync: return "o LOGIN u01 secret\r\no ENABLE QRESYNC\r\no SELECT INBOX\r\n";
  }
  return "";
}

}  // namespace

ImapBench::ImapBench(ImapOpening opening, std::vector<std::string> faults)
    : accounts_("reference.test",
                {{"u01", "u01@reference.test", "secret"}, {"u02", "u02@reference.test", "other"}}),
      sasl_(accounts_) {
  context_.host = "reference.test";
  context_.accounts = &accounts_;
  context_.store = &store_;
  context_.sasl = &sasl_;
  context_.faults = imap_faults(faults);
  context_.now = [] { return kNow; };
  fill();
  session_ = open(opening);
}

ImapBench::~ImapBench() = default;

void ImapBench::fill() {
  const char* const messages[] = {kPlain, kParts, kReply};
  const Flags flags[] = {{"\\Seen"}, {}, {"\\Deleted"}};
  for (std::size_t at = 0; at < 3; ++at) {
    (void)store_.append("u01", "INBOX",
                        {{.octets = std::make_shared<const std::string>(messages[at]),
                          .flags = flags[at],
                          .date = {kFirstDate + static_cast<std::time_t>(at) * kOneDay, 0}}});
  }
  (void)store_.create("u01", "box/child");
  (void)store_.create("u01", "box");
  (void)store_.subscribe("u01", "box");
}

std::unique_ptr<ImapSession> ImapBench::open(ImapOpening opening) {
  auto session = std::make_unique<ImapSession>(context_, opening == Tls);
  take(said_, session->greet());
  if (opening != Raw) said_.text.clear();
  if (lines_of(opening).empty()) return session;
  feed(*session, said_, lines_of(opening), lines_of(opening).size());
  said_.text.clear();
  return session;
}

std::string ImapBench::talk(std::string_view script, bool octet_by_octet) {
  while (!script.empty()) {
    const std::size_t end = script.find('\n');
    const bool ended = end != std::string_view::npos;
    line(script.substr(0, end), ended, octet_by_octet);
    script.remove_prefix(ended ? end + 1 : script.size());
  }
  return std::exchange(said_.text, {});
}

std::string ImapBench::second() { return std::exchange(said_by_other_.text, {}); }

std::string ImapBench::raw(std::string_view octets) {
  feed(*session_, said_, octets, octets.size());
  return std::exchange(said_.text, {});
}

void ImapBench::line(std::string_view text, bool ended, bool octet_by_octet) {
  if (text == "{tls}") {
    take(said_, session_->tls_started());
    return;
  }
  if (text == "{mail}") {
    store_.deliver("u01", std::make_shared<const std::string>("Subject: new\r\n\r\nx\r\n"), kNow);
    return wake();
  }
  const bool second = text.starts_with("2: ");
  if (second) text.remove_prefix(3);
  if (second && !other_) {
    const Said before = std::exchange(said_, {});
    other_ = open(Selected);
    said_ = before;
  }
  std::string octets(text);
  if (const std::size_t at = octets.find("{+}"); at != std::string::npos)
    octets.replace(at, 3, "\r\n");
  if (ended) octets += "\r\n";
  feed(second ? *other_ : *session_, second ? said_by_other_ : said_, octets,
       octet_by_octet ? 1 : octets.size());
  wake();
}

void ImapBench::feed(ImapSession& session, Said& said, std::string_view octets, std::size_t piece) {
  for (std::size_t at = 0; at < octets.size() && !said.closed; at += piece) {
    SessionOutput output = session.feed(octets.substr(at, piece));
    take(said, output);
    while (output.more) {
      output = session.feed({});
      take(said, output);
    }
  }
}

/// As the front does after a change in the store.
void ImapBench::wake() {
  if (session_->idling()) take(said_, session_->wake());
  if (other_ && other_->idling()) take(said_by_other_, other_->wake());
}

void ImapBench::take(Said& said, const SessionOutput& output) {
  for (const char c : output.octets) {
    if (c != '\r') said.text += c;
  }
  if (output.start_tls) said.text += "{tls}\n";
  if (output.close) said.text += "{close}\n";
  said.closed |= output.close;
}

namespace {

/// Takes the first line of `said` for an expected one; "..." in that stands for any rest.
std::string answer_like(std::string_view expected, std::string& said) {
  constexpr std::string_view kRest = "...";
  if (said.empty()) return "";
  const std::string line = said.substr(0, said.find('\n'));
  said.erase(0, line.size() + 1);
  const bool open = expected.ends_with(kRest) &&
                    line.starts_with(expected.substr(0, expected.size() - kRest.size()));
  return "S: " + (open ? std::string(expected) : line) + "\n";
}

}  // namespace

std::string played(const ImapDialogue& dialogue, bool octet_by_octet) {
  ImapBench bench(dialogue.opening);
  std::string transcript, said = bench.talk("");
  std::string_view rest = dialogue.text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (line.starts_with("S: ")) {
      transcript += answer_like(line.substr(3), said);
      continue;
    }
    while (!said.empty()) transcript += answer_like("", said);
    transcript += std::string(line) + "\n";
    const std::string_view sent = line.starts_with("C: ") ? line.substr(3) : line;
    said += bench.talk(std::string(sent) + "\n", octet_by_octet);
  }
  while (!said.empty()) transcript += answer_like("", said);
  return transcript;
}

}  // namespace wireassay::reference::testing
