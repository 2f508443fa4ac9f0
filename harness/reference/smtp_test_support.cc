// Test-only: see the header.
#include "reference/smtp_test_support.h"

#include <utility>

namespace wireassay::reference::testing {
namespace {

constexpr std::time_t kNow = 1795253403;  // Sat, 21 Nov 2026 09:30:03 +0000

std::string_view lines_of(Opening opening) {
  switch (opening) {
    case Opening::Raw:
    case Opening::Connected:
    case Opening::Implicit: return "";
    case Opening::Greeted: return "EHLO x.test\r\n";
    case Opening::Mail: return "EHLO x.test\r\nMAIL FROM:<a@x.test>\r\n";
    case Opening::Rcpt:
      return "EHLO x.test\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<u01@reference.test>\r\n";
    case Opening::Data:
      return "EHLO x.test\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<u01@reference.test>\r\nDATA\r\n";
    case Opening::Tls:
    case Opening::Submission: return "EHLO x.test\r\nSTARTTLS\r\n{tls}EHLO x.test\r\n";
    case Opening::Authed:
      return "EHLO x.test\r\nSTARTTLS\r\n{tls}EHLO x.test\r\nAUTH PLAIN AHUwMQBzZWNyZXQ=\r\n";
  }
  return "";
}

SmtpDoor door_of(Opening opening) {
  SmtpDoor door;
  door.submission =
      opening == Opening::Submission || opening == Opening::Implicit || opening == Opening::Authed;
  door.tls = opening == Opening::Implicit;
  return door;
}

}  // namespace

Bench::Bench(Opening opening, std::vector<std::string> faults)
    : accounts_("reference.test",
                {{"u01", "u01@reference.test", "secret"}, {"u02", "u02@reference.test", "other"}}),
      sasl_(accounts_) {
  context_.host = "reference.test";
  context_.accounts = &accounts_;
  context_.store = &store_;
  context_.sasl = &sasl_;
  context_.faults = smtp_faults(faults);
  context_.now = [] { return kNow; };
  session_ = std::make_unique<SmtpSession>(context_, door_of(opening));
  take(session_->greet());
  if (opening != Opening::Raw) said_.clear();
  if (!lines_of(opening).empty()) {
    talk(lines_of(opening), false);
    said_.clear();
  }
}

std::string Bench::talk(std::string_view input, bool octet_by_octet) {
  while (!input.empty()) {
    const std::size_t mark = input.find(kTlsMark);
    feed(input.substr(0, mark), octet_by_octet);
    if (mark == std::string_view::npos) break;
    take(session_->tls_started());
    input.remove_prefix(mark + kTlsMark.size());
  }
  return std::exchange(said_, {});
}

void Bench::feed(std::string_view input, bool octet_by_octet) {
  const std::size_t piece = octet_by_octet ? 1 : input.size();
  for (std::size_t at = 0; at < input.size(); at += piece)
    take(session_->feed(input.substr(at, piece)));
}

void Bench::take(const SessionOutput& output) {
  said_ += output.octets;
  if (output.start_tls && !said_.ends_with(kTlsMark)) said_ += kTlsMark;
  if (output.close) said_ += "{close}";
}

std::string codes(std::string_view replies) {
  std::string list;
  while (!replies.empty()) {
    const bool mark = replies.starts_with('{');
    const std::size_t end = replies.find(mark ? '}' : '\n');
    const std::string_view line = replies.substr(0, end);
    if (mark || line.substr(3, 1) != "-") {
      list += (list.empty() ? "" : " ") + std::string(mark ? line.substr(1) : line.substr(0, 3));
    }
    if (end == std::string_view::npos) break;
    replies.remove_prefix(end + 1);
  }
  return list;
}

std::string newest(const Store& store, std::string_view mailbox) {
  const std::vector<Message> messages = store.snapshot(mailbox);
  if (messages.empty()) return "(none)";
  const std::string& octets = *messages.back().octets;
  constexpr std::string_view kTraceEnd = " +0000\r\n";
  return octets.substr(octets.find(kTraceEnd) + kTraceEnd.size());
}

}  // namespace wireassay::reference::testing
