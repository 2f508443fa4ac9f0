// Every fault can be seen from outside: the same input, the answer of the conforming server and the
// mutant's.
#include "reference/pop3_faults.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "core/escape.h"
#include "reference/pop3_session.h"

namespace wireassay::reference {
namespace {

using namespace std::string_literals;

/// What of the two answers a row shows.
enum class Shows {
  Status,  ///< the status of all responses, "tls" and "close"
  Line,    ///< the first line in which the answers differ
  Left,    ///< the uids that lie in the maildrop afterwards
  Pieces,  ///< the status, with the input octet by octet
};
using enum Shows;

struct Row {
  Shows shows;
  const char* fault;
  /// What is sent; "{n}" goes on in session n, "{tls}" is the handshake, "{end}" ends the session.
  std::string in;
  const char* good;
  const char* mutant;
};

constexpr std::size_t kShown = 60;  // octets of a line
const std::string kLogin = "USER u01\r\nPASS secret\r\n";

/// Sessions of one server: u01 has two messages, u02 one with UTF-8 in its header.
class Bench {
 public:
  explicit Bench(const std::vector<std::string>& faults)
      : accounts_("reference.test", {{"u01", "u01@reference.test", "secret"},
                                     {"u02", "u02@reference.test", "secret"}}),
        sasl_(accounts_) {
    context_ = {.host = "reference.test", .accounts = &accounts_, .store = &store_, .sasl = &sasl_};
    context_.faults = pop3_faults(faults);
    deliver("u01", "Subject: one\r\n\r\n.\r\n..two\r\nlast\r\n");
    deliver("u01", "Subject: two\r\n\r\nx\r\n");
    deliver("u02", "Subject: \xc3\xa9\r\n\r\nx\r\n");
  }

  std::string talk(std::string_view in, bool octet_by_octet) {
    said_.clear();
    hear(current().greet());
    while (!in.empty()) {
      const std::size_t mark = std::min(in.find('{'), in.size());
      feed(in.substr(0, mark), octet_by_octet);
      in.remove_prefix(mark);
      if (in.empty()) break;
      const std::size_t end = in.find('}');
      obey(in.substr(1, end - 1));
      in.remove_prefix(end + 1);
    }
    return said_;
  }

  std::string left() {
    sessions_.clear();
    std::string uids;
    for (const Message& message : store_.snapshot("u01")) uids += std::to_string(message.uid) + " ";
    return uids;
  }

 private:
  void deliver(std::string_view user, std::string_view message) {
    store_.deliver(user, std::make_shared<const std::string>(message), 0);
  }
  Pop3Session& current() {
    auto& session = sessions_[number_];
    if (!session) session = std::make_unique<Pop3Session>(context_, false);
    return *session;
  }
  void obey(std::string_view mark) {
    if (mark == "tls") return hear(current().tls_started());
    if (mark == "end") return void(sessions_.erase(number_));
    number_ = mark.front();
    if (!sessions_.contains(number_)) hear(current().greet());
  }
  void feed(std::string_view octets, bool octet_by_octet) {
    if (octets.empty()) return;
    if (!octet_by_octet) return hear(current().feed(octets));
    for (const char octet : octets) hear(current().feed(std::string_view(&octet, 1)));
  }
  void hear(const SessionOutput& out) {
    said_ += out.octets;
    if (out.start_tls) said_ += "tls\r\n";
    if (out.close) said_ += "close\r\n";
  }

  Accounts accounts_;
  Store store_;
  SaslServer sasl_;
  Pop3Context context_;
  std::map<char, std::unique_ptr<Pop3Session>> sessions_;
  char number_ = '1';
  std::string said_;
};

/// "+OK -ERR close"; lines of bodies are left out.
std::string statuses(std::string_view said) {
  std::string all;
  while (!said.empty()) {
    const std::string_view line = said.substr(0, said.find('\n'));
    said.remove_prefix(std::min(line.size() + 1, said.size()));
    const std::string_view word = line.substr(0, line.find_first_of(" \r"));
    const bool status = word == "+OK" || word == "-ERR" || word == "+";
    if (!status && word != "tls" && word != "close") continue;
    all.append(all.empty() ? "" : " ").append(word);
  }
  return all;
}

std::string line_at(const std::string& octets, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : octets.rfind('\n', at - 1) + 1;
  return octets.substr(begin, octets.find('\n', at) + 1 - begin);
}

/// The two answers as the row shows them.
std::pair<std::string, std::string> shown(const Row& row) {
  Bench healthy({}), sick({row.fault});
  const std::string good = healthy.talk(row.in, row.shows == Pieces);
  const std::string mutant = sick.talk(row.in, row.shows == Pieces);
  if (row.shows == Left) return {healthy.left(), sick.left()};
  if (row.shows != Line) return {statuses(good), statuses(mutant)};
  const auto differ = std::ranges::mismatch(good, mutant);
  const auto at = static_cast<std::size_t>(differ.in1 - good.begin());
  return {escape_short(line_at(good, at), kShown), escape_short(line_at(mutant, at), kShown)};
}

// u01's digest of the first greeting, and of none.
const std::string kRight = "APOP u01 51a13742d69fb004f830cfb0331564ac\r\n";
const std::string kWrong = "APOP u01 00000000000000000000000000000000\r\n";
const std::string kPlain = "AHUwMQBzZWNyZXQ=", kWrongPlain = "AHUwMQBnZWhlaW0=";
const std::string kTls = "STLS\r\n{tls}";

// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    {Line, "pop3-greeting-timestamp-repeats", "{2}", "+OK reference.test POP3 ready <1.0@reference.test>\\r\\n", "+OK reference.test POP3 ready <0.0@reference.test>\\r\\n"},
    {Line, "pop3-greeting-timestamp-ill-formed", "", "+OK reference.test POP3 ready <0.0@reference.test>\\r\\n", "+OK reference.test POP3 ready <0.0reference.test>\\r\\n"},
    {Line, "pop3-status-lower-case", "", "+OK reference.test POP3 ready <0.0@reference.test>\\r\\n", "+ok reference.test POP3 ready <0.0@reference.test>\\r\\n"},
    {Line, "pop3-reply-bare-lf", "", "+OK reference.test POP3 ready <0.0@reference.test>\\r\\n", "+OK reference.test POP3 ready <0.0@reference.test>\\n"},
    {Line, "pop3-reply-line-too-long", kLogin + "NOOP\r\n", "+OK\\r\\n", "+OK xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (606 octets)"},
    {Status, "pop3-noop-replies-twice", kLogin + "NOOP\r\n", "+OK +OK +OK +OK", "+OK +OK +OK +OK +OK"},
    {Status, "pop3-noop-refused", kLogin + "NOOP\r\n", "+OK +OK +OK +OK", "+OK +OK +OK -ERR"},
    {Status, "pop3-unknown-command-accepted", "XTND\r\n", "+OK -ERR", "+OK +OK"},
    {Status, "pop3-empty-line-ignored", "\r\n", "+OK -ERR", "+OK"},
    {Status, "pop3-user-without-name-accepted", "USER\r\n", "+OK -ERR", "+OK +OK"},
    {Status, "pop3-retr-without-number-accepted", kLogin + "RETR\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-top-without-lines-accepted", kLogin + "TOP 1\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-leading-space-accepted", " CAPA\r\n", "+OK -ERR", "+OK +OK"},
    {Status, "pop3-nul-in-command-accepted", "CA\0PA\r\n"s, "+OK -ERR", "+OK +OK"},
    {Status, "pop3-keywords-case-sensitive", "capa\r\n", "+OK +OK", "+OK -ERR"},
    {Pieces, "pop3-needs-whole-line-at-once", "CAPA\r\n", "+OK +OK", "+OK -ERR -ERR -ERR -ERR -ERR -ERR"},
    {Status, "pop3-command-255-refused", "USER " + std::string(248, 'x') + "\r\n", "+OK +OK", "+OK -ERR"},
    {Status, "pop3-stat-before-login-accepted", "STAT\r\n", "+OK -ERR", "+OK +OK"},
    {Status, "pop3-noop-before-login-accepted", "NOOP\r\n", "+OK -ERR", "+OK +OK"},
    {Status, "pop3-user-after-login-accepted", kLogin + "USER u01\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-wrong-password-accepted", "USER u01\r\nPASS geheim\r\n", "+OK +OK -ERR", "+OK +OK +OK"},
    {Status, "pop3-pass-without-user-accepted", "PASS secret\r\n", "+OK -ERR", "+OK +OK"},
    {Status, "pop3-apop-wrong-digest-accepted", kWrong, "+OK -ERR", "+OK +OK"},
    {Status, "pop3-apop-right-digest-refused", kRight, "+OK +OK", "+OK -ERR"},
    {Status, "pop3-apop-refusal-logs-in", kWrong + "STAT\r\n", "+OK -ERR -ERR", "+OK -ERR +OK"},
    {Status, "pop3-refused-login-holds-lock", "USER u01\r\nPASS geheim\r\n{2}" + kLogin, "+OK +OK -ERR +OK +OK +OK", "+OK +OK -ERR +OK +OK -ERR"},
    {Status, "pop3-lock-not-held", kLogin + "{2}" + kLogin, "+OK +OK +OK +OK +OK -ERR", "+OK +OK +OK +OK +OK +OK"},
    {Status, "pop3-lock-kept-after-quit", kLogin + "RSET\r\nQUIT\r\n{2}" + kLogin, "+OK +OK +OK +OK +OK close +OK +OK +OK", "+OK +OK +OK +OK +OK close +OK +OK -ERR"},
    {Line, "pop3-auth-code-missing", "USER u01\r\nPASS geheim\r\n", "-ERR [AUTH] wrong name or password\\r\\n", "-ERR wrong name or password\\r\\n"},
    {Line, "pop3-auth-code-on-locked-maildrop", kLogin + "{2}" + kLogin, "-ERR [IN-USE] another session has the maildrop open\\r\\n", "-ERR [AUTH] another session has the maildrop open\\r\\n"},
    {Line, "pop3-in-use-before-password", kLogin + "{2}USER u01\r\nPASS geheim\r\n", "-ERR [AUTH] wrong name or password\\r\\n", "-ERR [IN-USE] another session has the maildrop open\\r\\n"},
    {Line, "pop3-resp-code-misplaced", kLogin + "LIST 9\r\n", "-ERR no such message\\r\\n", "-ERR [IN-USE] no such message\\r\\n"},
    {Status, "pop3-auth-after-login-accepted", kLogin + "AUTH CRAM-MD5\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-auth-cancel-ignored", "AUTH CRAM-MD5\r\n*\r\n", "+OK + -ERR", "+OK + +"},
    {Status, "pop3-auth-unknown-mechanism-accepted", "AUTH XYZZY\r\n", "+OK -ERR", "+OK +"},
    {Status, "pop3-auth-mechanism-case-sensitive", "AUTH cram-md5\r\n", "+OK +", "+OK -ERR"},
    {Status, "pop3-auth-bad-base64-accepted", kTls + "AUTH PLAIN\r\n!" + kPlain + "\r\n", "+OK +OK tls + -ERR", "+OK +OK tls + +OK"},
    {Status, "pop3-auth-wrong-password-accepted", kTls + "AUTH PLAIN " + kWrongPlain + "\r\n", "+OK +OK tls -ERR", "+OK +OK tls +OK"},
    {Line, "pop3-auth-challenge-not-base64", kTls + "AUTH LOGIN\r\n", "+ VXNlciBOYW1l\\r\\n", "+ go on!\\r\\n"},
    {Line, "pop3-auth-challenge-without-space", kTls + "AUTH PLAIN\r\n", "+ \\r\\n", "+\\r\\n"},
    {Line, "pop3-auth-challenge-not-empty", kTls + "AUTH PLAIN\r\n", "+ \\r\\n", "+ Z28gb24=\\r\\n"},
    {Status, "pop3-auth-early-response-accepted", "AUTH CRAM-MD5 QUJD\r\n", "+OK -ERR", "+OK +"},
    {Status, "pop3-auth-initial-response-refused", kTls + "AUTH PLAIN " + kPlain + "\r\n", "+OK +OK tls +OK", "+OK +OK tls -ERR"},
    {Status, "pop3-auth-empty-response-ignored", kTls + "AUTH PLAIN =\r\n", "+OK +OK tls -ERR", "+OK +OK tls +"},
    {Status, "pop3-auth-failure-remembered", kTls + "AUTH PLAIN " + kWrongPlain + "\r\n" + kLogin, "+OK +OK tls -ERR +OK +OK", "+OK +OK tls -ERR +OK -ERR"},
    {Status, "pop3-capa-after-login-refused", kLogin + "CAPA\r\n", "+OK +OK +OK +OK", "+OK +OK +OK -ERR"},
    {Line, "pop3-capa-hides-after-login", kLogin + "CAPA\r\n", "TOP\\r\\n", "USER\\r\\n"},
    {Line, "pop3-capa-hides-sasl-after-login", kLogin + "CAPA\r\n", "SASL CRAM-MD5 SCRAM-SHA-256\\r\\n", "RESP-CODES\\r\\n"},
    {Line, "pop3-capa-without-terminator", "CAPA\r\nXTND\r\n", ".\\r\\n", "-ERR unknown command\\r\\n"},
    {Line, "pop3-capability-line-too-long", "CAPA\r\n", "IMPLEMENTATION Wireassay-reference\\r\\n", "X-LONG xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (609 octets)"},
    {Line, "pop3-capability-ill-formed", "CAPA\r\n", "IMPLEMENTATION Wireassay-reference\\r\\n", "X.BAD\\r\\n"},
    {Line, "pop3-capa-lists-stls-inside-tls", kTls + "CAPA\r\n", "IMPLEMENTATION Wireassay-reference\\r\\n", "STLS\\r\\n"},
    {Line, "pop3-capa-lists-stls-after-login", kLogin + "CAPA\r\n", "IMPLEMENTATION Wireassay-reference\\r\\n", "STLS\\r\\n"},
    {Status, "pop3-stls-after-login-accepted", kLogin + "STLS\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-stls-injection", "STLS\r\nXTND\r\n{tls}", "+OK +OK tls", "+OK +OK tls -ERR"},
    {Status, "pop3-stls-answers-in-clear", "STLS\r\nXTND\r\n", "+OK +OK tls", "+OK +OK -ERR tls"},
    {Status, "pop3-stls-twice-accepted", kTls + "STLS\r\n", "+OK +OK tls -ERR", "+OK +OK tls +OK"},
    {Status, "pop3-stls-keeps-user", "USER u01\r\n" + kTls + "PASS secret\r\n", "+OK +OK +OK tls -ERR", "+OK +OK +OK tls +OK"},
    {Status, "pop3-stls-greets-again", kTls, "+OK +OK tls", "+OK +OK tls +OK"},
    {Status, "pop3-stls-refused", "STLS\r\n", "+OK +OK tls", "+OK -ERR"},
    {Line, "pop3-stat-counts-deleted", kLogin + "DELE 1\r\nSTAT\r\n", "+OK 1 19\\r\\n", "+OK 2 51\\r\\n"},
    {Line, "pop3-stat-ill-formed", kLogin + "STAT\r\n", "+OK 2 51\\r\\n", "+OK 2 messages, 51\\r\\n"},
    {Line, "pop3-list-sizes-without-crlf", kLogin + "LIST 2\r\n", "+OK 2 19\\r\\n", "+OK 2 16\\r\\n"},
    {Line, "pop3-list-one-ill-formed", kLogin + "LIST 2\r\n", "+OK 2 19\\r\\n", "+OK 19\\r\\n"},
    {Line, "pop3-list-shows-deleted", kLogin + "DELE 1\r\nLIST\r\n", "2 19\\r\\n", "1 32\\r\\n"},
    {Status, "pop3-list-of-deleted-accepted", kLogin + "DELE 1\r\nLIST 1\r\n", "+OK +OK +OK +OK -ERR", "+OK +OK +OK +OK +OK"},
    {Status, "pop3-message-zero-accepted", kLogin + "LIST 0\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-message-number-wraps", kLogin + "LIST 4294967297\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-message-beyond-accepted", kLogin + "LIST 9\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-retr-of-deleted-accepted", kLogin + "DELE 1\r\nRETR 1\r\n", "+OK +OK +OK +OK -ERR", "+OK +OK +OK +OK +OK"},
    {Line, "pop3-retr-not-stuffed", kLogin + "RETR 1\r\n", "..\\r\\n", ".\\r\\n"},
    {Line, "pop3-retr-truncated", kLogin + "RETR 1\r\n", "last\\r\\n", ".\\r\\n"},
    {Left, "pop3-dele-at-once", kLogin + "DELE 1\r\n", "1 2 ", "2 "},
    {Left, "pop3-dele-not-done-by-quit", kLogin + "DELE 1\r\nQUIT\r\n", "2 ", "1 2 "},
    {Line, "pop3-dele-renumbers", kLogin + "DELE 1\r\nLIST\r\n", "2 19\\r\\n", "1 19\\r\\n"},
    {Status, "pop3-second-dele-accepted", kLogin + "DELE 1\r\nDELE 1\r\n", "+OK +OK +OK +OK -ERR", "+OK +OK +OK +OK +OK"},
    {Line, "pop3-rset-does-not-unmark", kLogin + "DELE 1\r\nRSET\r\nSTAT\r\n", "+OK 2 51\\r\\n", "+OK 1 19\\r\\n"},
    {Left, "pop3-quit-removes-retrieved", kLogin + "RETR 1\r\nQUIT\r\n", "1 2 ", "2 "},
    {Status, "pop3-quit-does-not-close", kLogin + "QUIT\r\n", "+OK +OK +OK +OK close", "+OK +OK +OK +OK"},
    {Status, "pop3-quit-without-response", kLogin + "QUIT\r\n", "+OK +OK +OK +OK close", "+OK +OK +OK close"},
    {Left, "pop3-close-removes", kLogin + "DELE 1\r\n{end}", "1 2 ", "2 "},
    {Status, "pop3-negative-lines-accepted", kLogin + "TOP 1 -1\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Line, "pop3-top-one-line-too-many", kLogin + "TOP 2 0\r\n", ".\\r\\n", "x\\r\\n"},
    {Line, "pop3-top-without-blank-line", kLogin + "TOP 2 0\r\n", "\\r\\n", ".\\r\\n"},
    {Status, "pop3-top-beyond-end-refused", kLogin + "TOP 2 9\r\n", "+OK +OK +OK +OK", "+OK +OK +OK -ERR"},
    {Line, "pop3-uidl-changes", kLogin + "UIDL 2\r\n", "+OK 2 2\\r\\n", "+OK 2 2<0.0@reference.test>\\r\\n"},
    {Line, "pop3-uidl-not-unique", kLogin + "UIDL\r\n", "1 1\\r\\n", "1 0\\r\\n"},
    {Line, "pop3-uidl-too-long", kLogin + "UIDL 2\r\n", "+OK 2 2\\r\\n", "+OK 2 000000000000000000000000000000000000000000000000000000… (79 octets)"},
    {Line, "pop3-uidl-shows-deleted", kLogin + "DELE 1\r\nUIDL\r\n", "2 2\\r\\n", "1 1\\r\\n"},
    {Status, "pop3-pipelined-command-lost", kLogin + "{1}NOOP\r\nSTAT\r\n", "+OK +OK +OK +OK +OK", "+OK +OK +OK +OK"},
    {Line, "pop3-pipelined-replies-reordered", kLogin + "{1}NOOP\r\nSTAT\r\n", "+OK\\r\\n", "+OK 2 51\\r\\n"},
    {Status, "pop3-utf8-after-login-accepted", kLogin + "UTF8\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-utf8-argument-accepted", "UTF8 x\r\n", "+OK -ERR", "+OK +OK"},
    {Status, "pop3-utf8-sent-in-ascii-mode", "USER u02\r\nPASS secret\r\nRETR 1\r\n", "+OK +OK +OK -ERR", "+OK +OK +OK +OK"},
    {Status, "pop3-utf8-ill-formed-name-accepted", "USER u01\xff\r\nPASS secret\r\n", "+OK -ERR -ERR", "+OK +OK +OK"},
    {Status, "pop3-utf8-name-not-prepared", "USER u\xc2\xad" "01\r\nPASS secret\r\n", "+OK +OK +OK", "+OK +OK -ERR"},
    {Line, "pop3-lang-reply-without-tag", "LANG en\r\n", "+OK en Language changed\\r\\n", "+OK Language changed\\r\\n"},
    {Line, "pop3-lang-listing-ill-formed", "LANG\r\n", "en English\\r\\n", "English\\r\\n"},
};
// clang-format on

TEST(Pop3Faults, EachIsVisible) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.fault);
    const auto [good, mutant] = shown(row);
    EXPECT_EQ(good, row.good);
    EXPECT_EQ(mutant, row.mutant);
    EXPECT_NE(good, mutant);
  }
}

TEST(Pop3Faults, EachHasARow) {
  for (const Pop3FaultRow& row : pop3_fault_rows()) {
    SCOPED_TRACE(row.fault.name);
    EXPECT_TRUE(std::ranges::any_of(
        kRows, [&row](const Row& tested) { return tested.fault == row.fault.name; }));
  }
  EXPECT_EQ(std::size(kRows), pop3_fault_rows().size());
}

TEST(Pop3Faults, NamesAndClauses) {
  for (const Pop3FaultRow& row : pop3_fault_rows()) {
    SCOPED_TRACE(row.fault.name);
    ASSERT_NE(find_fault(row.fault.name), nullptr);
    EXPECT_EQ(find_fault(row.fault.name)->title, row.fault.title) << "a name of two protocols";
    EXPECT_TRUE(row.fault.name.starts_with("pop3-"));
    EXPECT_TRUE(row.fault.spec.starts_with("RFC "));
    const auto specs = std::ranges::count(row.fault.spec, '|');
    EXPECT_TRUE(specs == 0 || specs == std::ranges::count(row.fault.clause, '|'));
  }
}

}  // namespace
}  // namespace wireassay::reference
