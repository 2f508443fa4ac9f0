// Every fault can be seen from outside: the same input, the answer of the conforming server and the
// mutant's.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/escape.h"
#include "reference/smtp_test_support.h"

namespace wireassay::reference::testing {
namespace {

using namespace std::string_literals;
using enum Opening;

/// What of the two answers a row shows.
enum class Shows {
  Codes,   ///< the codes of all replies
  Line,    ///< the first line in which the answers differ
  Stored,  ///< what lies in the mailbox of u01
  Pieces,  ///< the codes, with the input octet by octet
};
using enum Shows;

struct Row {
  Shows shows;
  const char* fault;
  Opening opening;
  std::string in;
  const char* good;
  const char* mutant;
};

constexpr std::size_t kShown = 60;  // octets of a line

std::string times(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

struct Answer {
  std::string octets;
  std::string stored;
};
Answer answer(const Row& row, const std::vector<std::string>& faults) {
  Bench bench(row.opening, faults);
  Answer given;
  if (row.opening == Raw) given.octets = bench.talk("", false);
  given.octets += bench.talk(row.in, row.shows == Pieces);
  given.stored = newest(bench.store(), "u01");
  return given;
}

std::string line_at(const std::string& octets, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : octets.rfind('\n', at - 1) + 1;
  return octets.substr(begin, octets.find('\n', at) + 1 - begin);
}

/// The two answers as the row shows them.
std::pair<std::string, std::string> shown(const Row& row) {
  const Answer good = answer(row, {});
  const Answer mutant = answer(row, {row.fault});
  if (row.shows == Stored) return {escape(good.stored), escape(mutant.stored)};
  if (row.shows != Line) return {codes(good.octets), codes(mutant.octets)};
  const auto differ = std::ranges::mismatch(good.octets, mutant.octets);
  const auto at = static_cast<std::size_t>(differ.in1 - good.octets.begin());
  return {escape_short(line_at(good.octets, at), kShown),
          escape_short(line_at(mutant.octets, at), kShown)};
}

// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    {Codes, "greeting-wrong-code", Raw, "", "220", "250"},
    {Codes, "ehlo-without-domain-accepted", Connected, "EHLO\r\n", "501", "250"},
    {Codes, "helo-without-domain-accepted", Connected, "HELO\r\n", "501", "250"},
    {Codes, "ehlo-literal-refused", Connected, "EHLO [127.0.0.1]\r\n", "250", "501"},
    {Codes, "ehlo-wrong-code", Connected, "EHLO x.test\r\n", "250", "220"},
    {Codes, "helo-wrong-code", Connected, "HELO x.test\r\n", "250", "220"},
    {Line, "helo-lists-extensions", Connected, "HELO x.test\r\n", "250 reference.test\\r\\n", "250-reference.test\\r\\n"},
    {Line, "ehlo-keyword-ill-formed", Connected, "EHLO x.test\r\n", "250 HELP\\r\\n", "250-X_BAD:KEYWORD\\r\\n"},
    {Line, "ehlo-first-line-no-domain", Connected, "EHLO x.test\r\n", "250-reference.test greets you\\r\\n", "250- greets you\\r\\n"},
    {Codes, "ehlo-keeps-transaction", Rcpt, "EHLO x.test\r\nDATA\r\n", "250 503", "250 354"},
    {Codes, "ehlo-second-refused", Greeted, "EHLO x.test\r\n", "250", "503"},
    {Codes, "helo-keeps-transaction", Rcpt, "HELO x.test\r\nDATA\r\n", "250 503", "250 354"},
    {Line, "reply-codes-differ", Connected, "HELP\r\nEHLO x.test\r\n", "250-PIPELINING\\r\\n", "251-PIPELINING\\r\\n"},
    {Line, "reply-bare-lf", Greeted, "HELP\r\n", "214-2.0.0 EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT\\r\\n", "214-2.0.0 EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT\\n"},
    {Line, "reply-too-long", Greeted, "NOOP\r\n", "250 2.0.0 ok\\r\\n", "250 2.0.0 okxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (614 octets)"},
    {Line, "reply-code-two-digits", Greeted, "NOOP\r\n", "250 2.0.0 ok\\r\\n", "25 2.0.0 ok\\r\\n"},
    {Line, "reply-without-separator", Greeted, "NOOP\r\n", "250 2.0.0 ok\\r\\n", "2502.0.0 ok\\r\\n"},
    {Line, "enhanced-class-differs", Greeted, "XYZZY\r\n", "500 5.5.1 command not recognised\\r\\n", "500 4.5.1 command not recognised\\r\\n"},
    {Line, "enhanced-missing", Mail, "RCPT TO:<nobody@reference.test>\r\n", "550 5.1.1 no such mailbox here\\r\\n", "550 no such mailbox here\\r\\n"},
    {Line, "enhanced-only-first-line", Greeted, "HELP\r\n", "214 2.0.0 VRFY EXPN HELP ETRN STARTTLS AUTH\\r\\n", "214 VRFY EXPN HELP ETRN STARTTLS AUTH\\r\\n"},
    {Codes, "noop-replies-twice", Greeted, "NOOP\r\n", "250", "250 250"},
    {Codes, "reply-to-nothing", Greeted, "MAIL FROM:<>\r\n", "250", "250 250"},
    {Codes, "rset-keeps-transaction", Rcpt, "RSET\r\nDATA\r\n", "250 503", "250 354"},
    {Codes, "rset-wrong-code", Greeted, "RSET\r\n", "250", "220"},
    {Codes, "rset-before-ehlo-refused", Connected, "RSET\r\n", "250", "503"},
    {Codes, "rset-closes", Greeted, "RSET\r\n", "250", "250 close"},
    {Codes, "rset-argument-accepted", Greeted, "RSET now\r\n", "501", "250"},
    {Codes, "noop-before-ehlo-refused", Connected, "NOOP\r\n", "250", "503"},
    {Codes, "noop-wrong-code", Greeted, "NOOP\r\n", "250", "220"},
    {Codes, "noop-argument-refused", Greeted, "NOOP now\r\n", "250", "501"},
    {Codes, "noop-clears-transaction", Rcpt, "NOOP\r\nDATA\r\n", "250 354", "250 503"},
    {Codes, "vrfy-clears-transaction", Rcpt, "VRFY u01\r\nDATA\r\n", "250 354", "250 503"},
    {Codes, "expn-clears-transaction", Rcpt, "EXPN everyone\r\nDATA\r\n", "250 354", "250 503"},
    {Codes, "help-clears-transaction", Rcpt, "HELP\r\nDATA\r\n", "214 354", "214 503"},
    {Codes, "quit-wrong-code", Greeted, "QUIT\r\n", "221 close", "250 close"},
    {Codes, "quit-does-not-close", Greeted, "QUIT\r\n", "221 close", "221"},
    {Codes, "quit-closes-without-reply", Greeted, "QUIT\r\n", "221 close", "close"},
    {Codes, "quit-argument-accepted", Greeted, "QUIT now\r\n", "501", "221 close"},
    {Codes, "second-mail-accepted", Mail, "MAIL FROM:<>\r\n", "503", "250"},
    {Codes, "rcpt-before-mail-accepted", Greeted, "RCPT TO:<u01@reference.test>\r\n", "503", "250"},
    {Codes, "rcpt-before-mail-wrong-code", Greeted, "RCPT TO:<u01@reference.test>\r\n", "503", "252"},
    {Codes, "data-before-mail-accepted", Greeted, "DATA\r\n", "503", "354"},
    {Codes, "data-without-recipients-taken", Mail, "DATA\r\n.\r\n", "503 500", "354 250"},
    {Codes, "transaction-survives-data", Data, ".\r\nRCPT TO:<u01@reference.test>\r\n", "250 503", "250 250"},
    {Codes, "refused-rcpt-ends-transaction", Rcpt, "RCPT TO:<nobody@reference.test>\r\nDATA\r\n", "550 354", "550 503"},
    {Codes, "refused-mail-starts-transaction", Greeted, "MAIL FROM:<a@b@c>\r\nRCPT TO:<u01@reference.test>\r\n", "501 503", "501 250"},
    {Codes, "second-transaction-refused", Data, ".\r\nMAIL FROM:<>\r\n", "250 250", "250 501"},
    {Codes, "verbs-case-sensitive", Greeted, "noop\r\n", "250", "500"},
    {Codes, "keywords-case-sensitive", Greeted, "MAIL from:<>\r\n", "250", "501"},
    {Codes, "unknown-command-accepted", Greeted, "XYZZY\r\n", "500", "250"},
    {Codes, "unknown-command-closes", Greeted, "XYZZY\r\n", "500", "close"},
    {Codes, "syntax-error-closes", Greeted, "MAIL\r\n", "501", "501 close"},
    {Codes, "empty-line-ignored", Greeted, "\r\n", "500", ""},
    {Codes, "leading-space-accepted", Greeted, " NOOP\r\n", "500", "250"},
    {Codes, "trailing-space-refused", Greeted, "NOOP \r\n", "250", "501"},
    {Codes, "tab-as-separator-accepted", Greeted, "EHLO\tx.test\r\n", "500", "250"},
    {Codes, "eight-bit-command-accepted", Greeted, "\xce\xcf\xcf\xd0\r\n", "500", "250"},
    {Codes, "bare-lf-ends-command", Greeted, "NOOP\nNOOP\r\n", "500", "250 250"},
    {Codes, "bare-cr-ends-command", Greeted, "NOOP\rNOOP\r\n", "500", "250 250"},
    {Codes, "nul-ends-command", Greeted, "NOOP\0NOOP\r\n"s, "500", "250 250"},
    {Pieces, "needs-whole-line-at-once", Greeted, "NOOP\r\n", "250", "500 500 500 500 500 500"},
    {Codes, "acts-before-crlf", Greeted, "NOOP", "", "250"},
    {Codes, "command-line-512-refused", Greeted, "NOOP " + times("x", 505) + "\r\n", "250", "500"},
    {Codes, "mail-refused", Greeted, "MAIL FROM:<a@x.test>\r\n", "250", "501"},
    {Codes, "mail-without-from-accepted", Greeted, "MAIL <a@x.test>\r\n", "501", "250"},
    {Codes, "mail-without-argument-accepted", Greeted, "MAIL\r\n", "501", "250"},
    {Codes, "mail-unbalanced-bracket-accepted", Greeted, "MAIL FROM:<a@x.test\r\n", "501", "250"},
    {Codes, "mail-null-path-refused", Greeted, "MAIL FROM:<>\r\n", "250", "501"},
    {Codes, "mail-unknown-parameter-accepted", Greeted, "MAIL FROM:<> FOO=BAR\r\n", "555", "250"},
    {Codes, "mail-source-route-refused", Greeted, "MAIL FROM:<@a.test:b@x.test>\r\n", "250", "501"},
    {Codes, "rcpt-refused", Mail, "RCPT TO:<u01@reference.test>\r\n", "250", "501"},
    {Codes, "rcpt-unknown-parameter-accepted", Mail, "RCPT TO:<u01@reference.test> FOO=BAR\r\n", "555", "250"},
    {Codes, "rcpt-empty-path-accepted", Mail, "RCPT TO:<>\r\n", "501", "250"},
    {Codes, "rcpt-unknown-user-accepted", Mail, "RCPT TO:<nobody@reference.test>\r\n", "550", "250"},
    {Codes, "rcpt-unknown-user-wrong-code", Mail, "RCPT TO:<nobody@reference.test>\r\n", "550", "354"},
    {Codes, "rcpt-source-route-refused", Mail, "RCPT TO:<@a.test:u01@reference.test>\r\n", "250", "501"},
    {Codes, "rcpt-quoted-local-part-refused", Mail, "RCPT TO:<\"u01\"@reference.test>\r\n", "250", "501"},
    {Codes, "domain-case-sensitive", Mail, "RCPT TO:<u01@REFERENCE.TEST>\r\n", "250", "550"},
    {Codes, "postmaster-refused", Mail, "RCPT TO:<postmaster>\r\n", "250", "550"},
    {Codes, "postmaster-case-sensitive", Mail, "RCPT TO:<Postmaster>\r\n", "250", "550"},
    {Codes, "open-relay", Mail, "RCPT TO:<x@elsewhere.example>\r\n", "550", "250"},
    {Codes, "local-part-64-refused", Greeted, "MAIL FROM:<" + times("x", 64) + "@x.test>\r\n", "250", "501"},
    {Line, "recipients-100-refused", Mail, times("RCPT TO:<u01@reference.test>\r\n", 100), "250 2.1.5 recipient ok\\r\\n", "552 5.5.4 refused\\r\\n"},
    {Codes, "mail-literal-refused", Greeted, "MAIL FROM:<a@[127.0.0.1]>\r\n", "250", "501"},
    {Codes, "data-wrong-code", Rcpt, "DATA\r\n", "354", "250"},
    {Codes, "data-argument-accepted", Rcpt, "DATA now\r\n", "501", "354"},
    {Codes, "data-end-wrong-code", Data, ".\r\n", "250", "220"},
    {Codes, "data-end-replies-twice", Data, ".\r\n", "250", "250 250"},
    {Codes, "data-lines-are-commands", Data, "NOOP\r\n.\r\n", "250", "250 250 500"},
    {Codes, "data-empty-refused", Data, ".\r\n", "250", "close"},
    {Pieces, "data-end-lost-when-split", Data, ".\r\n", "250", ""},
    {Codes, "text-line-1000-refused", Data, times("x", 998) + "\r\n.\r\n", "250", "554"},
    {Codes, "message-64k-refused", Data, times("a\r\n", 65000) + ".\r\n", "250", "554"},
    {Codes, "eight-bit-content-refused", Data, "\xe9\r\n.\r\n", "250", "554"},
    {Codes, "control-characters-refused", Data, "\x01\r\n.\r\n", "250", "554"},
    {Codes, "header-defects-refused", Data, "Subject: x\r\n.\r\n", "250", "554"},
    {Stored, "dot-not-removed", Data, "..a\r\n.\r\n", ".a\\r\\n", "..a\\r\\n"},
    {Stored, "dot-only-removed-when-doubled", Data, ".a\r\n.\r\n", "a\\r\\n", ".a\\r\\n"},
    {Codes, "stuffed-dot-ends-data", Data, "a\r\n..\r\n.\r\n", "250", "250 500"},
    {Codes, "end-lf-dot-lf", Data, "a\n.\nNOOP\r\n.\r\n", "554", "554 250 500"},
    {Codes, "end-crlf-dot-lf", Data, "a\r\n.\nNOOP\r\n.\r\n", "554", "250 250 500"},
    {Codes, "end-lf-dot-crlf", Data, "a\n.\r\nNOOP\r\n.\r\n", "554", "554 250 500"},
    {Codes, "end-cr-dot-cr", Data, "a\r.\rNOOP\r\n.\r\n", "554", "554 250 500"},
    {Codes, "end-cr-dot-lf", Data, "a\r.\nNOOP\r\n.\r\n", "554", "554 250 500"},
    {Codes, "end-cr-dot-crlf", Data, "a\r.\r\nNOOP\r\n.\r\n", "554", "554 250 500"},
    {Codes, "end-lf-dot-cr", Data, "a\n.\rNOOP\r\n.\r\n", "554", "554 250 500"},
    {Codes, "end-crlf-dot-cr", Data, "a\r\n.\rNOOP\r\n.\r\n", "554", "250 250 500"},
    {Codes, "end-crlf-dot-crcrlf", Data, "a\r\n.\r\r\nNOOP\r\n.\r\n", "554", "250 250 500"},
    {Codes, "end-nul-dot", Data, "a\r\n\0.\r\nNOOP\r\n.\r\n"s, "250", "250 250 500"},
    {Codes, "end-dot-nul", Data, "a\r\n.\0\r\nNOOP\r\n.\r\n"s, "250", "250 250 500"},
    {Codes, "end-dot-space", Data, "a\r\n. \r\nNOOP\r\n.\r\n", "250", "250 250 500"},
    {Codes, "end-space-dot", Data, "a\r\n .\r\nNOOP\r\n.\r\n", "250", "250 250 500"},
    {Codes, "end-lf-mode", Data, "Subject: x\n\na\n.\nNOOP\r\n.\r\n", "554", "554 250 500"},
    {Codes, "vrfy-wrong-code", Greeted, "VRFY u01\r\n", "250", "220"},
    {Codes, "vrfy-unknown-mailbox-confirmed", Greeted, "VRFY nobody\r\n", "550", "250"},
    {Line, "vrfy-without-address", Greeted, "VRFY u01\r\n", "250 2.1.5 <u01@reference.test>\\r\\n", "250 2.1.5 yes\\r\\n"},
    {Codes, "vrfy-unknown-command", Greeted, "VRFY u01\r\n", "250", "502"},
    {Codes, "expn-unknown-list-confirmed", Greeted, "EXPN nobody\r\n", "550", "250"},
    {Codes, "help-wrong-code", Greeted, "HELP\r\n", "214", "250"},
    {Codes, "turn-accepted", Greeted, "TURN\r\n", "502", "250"},
    {Codes, "pipelined-replies-reordered", Greeted, "MAIL FROM:<>\r\nXYZZY\r\n", "250 500", "500 250"},
    {Codes, "pipelined-commands-lost", Greeted, "NOOP\r\nNOOP\r\n", "250 250", "250"},
    {Codes, "pipelined-after-data-lost", Data, ".\r\nNOOP\r\n", "250 250", "250"},
    {Codes, "pipelined-replies-merged", Greeted, "NOOP\r\nXYZZY\r\n", "250 500", "500"},
    {Codes, "size-over-limit-accepted", Greeted, "MAIL FROM:<> SIZE=1048577\r\n", "552", "250"},
    {Codes, "size-not-a-number-accepted", Greeted, "MAIL FROM:<> SIZE=abc\r\n", "501", "250"},
    {Codes, "size-empty-accepted", Greeted, "MAIL FROM:<> SIZE\r\n", "501", "250"},
    {Codes, "size-within-limit-refused", Greeted, "MAIL FROM:<> SIZE=1000\r\n", "250", "501"},
    {Codes, "size-ends-data", Greeted, "MAIL FROM:<> SIZE=3\r\nRCPT TO:<u01@reference.test>\r\nDATA\r\na\r\nNOOP\r\n.\r\n", "250 250 354 250", "250 250 354 250 250 500"},
    {Codes, "message-over-limit-accepted", Data, times("xx\r\n", 262145) + ".\r\n", "552", "250"},
    {Codes, "body-unknown-value-accepted", Greeted, "MAIL FROM:<> BODY=FOO\r\n", "504", "250"},
    {Codes, "body-8bitmime-refused", Greeted, "MAIL FROM:<> BODY=8BITMIME\r\n", "250", "501"},
    {Codes, "body-7bit-refused", Greeted, "MAIL FROM:<> BODY=7BIT\r\n", "250", "501"},
    {Codes, "notify-never-combined-accepted", Mail, "RCPT TO:<u01@reference.test> NOTIFY=NEVER,SUCCESS\r\n", "501", "250"},
    {Codes, "notify-unknown-value-accepted", Mail, "RCPT TO:<u01@reference.test> NOTIFY=SOMETIMES\r\n", "501", "250"},
    {Codes, "notify-refused", Mail, "RCPT TO:<u01@reference.test> NOTIFY=SUCCESS\r\n", "250", "501"},
    {Codes, "orcpt-refused", Mail, "RCPT TO:<u01@reference.test> ORCPT=rfc822;x@y.test\r\n", "250", "501"},
    {Codes, "orcpt-without-type-accepted", Mail, "RCPT TO:<u01@reference.test> ORCPT=x@y.test\r\n", "501", "250"},
    {Codes, "orcpt-bad-xtext-accepted", Mail, "RCPT TO:<u01@reference.test> ORCPT=rfc822;a+b\r\n", "501", "250"},
    {Codes, "ret-unknown-value-accepted", Greeted, "MAIL FROM:<> RET=SOME\r\n", "501", "250"},
    {Codes, "ret-refused", Greeted, "MAIL FROM:<> RET=HDRS\r\n", "250", "501"},
    {Codes, "envid-refused", Greeted, "MAIL FROM:<> ENVID=QQ1\r\n", "250", "501"},
    {Codes, "envid-bad-xtext-accepted", Greeted, "MAIL FROM:<> ENVID=a+b\r\n", "501", "250"},
    {Codes, "dsn-parameter-twice-accepted", Greeted, "MAIL FROM:<> RET=HDRS RET=FULL\r\n", "501", "250"},
    {Codes, "bdat-without-size-accepted", Rcpt, "BDAT\r\n", "501", "250"},
    {Codes, "bdat-bad-size-accepted", Rcpt, "BDAT x LAST\r\n", "501", "250"},
    {Codes, "bdat-wrong-code", Rcpt, "BDAT 1\r\na", "250", "354"},
    {Codes, "bdat-before-rcpt-accepted", Mail, "BDAT 3 LAST\r\na\r\n", "503", "250"},
    {Codes, "bdat-refused-not-discarded", Mail, "BDAT 7 LAST\r\nXYZZY\r\n", "503", "503 500"},
    {Codes, "bdat-zero-last-refused", Rcpt, "BDAT 0 LAST\r\n", "250", "501"},
    {Codes, "bdat-after-last-accepted", Rcpt, "BDAT 3 LAST\r\na\r\nBDAT 0 LAST\r\n", "250 503", "250 250"},
    {Codes, "bdat-dot-ends-data", Rcpt, "BDAT 13 LAST\r\na\r\n.\r\nXYZZY\r\nNOOP\r\n", "250 250", "250 500 250"},
    {Stored, "bdat-unstuffs-dots", Rcpt, "BDAT 5 LAST\r\n..a\r\n", "..a\\r\\n", ".a\\r\\n"},
    {Codes, "data-after-bdat-accepted", Rcpt, "BDAT 1\r\naDATA\r\n", "250 503", "250 354"},
    {Codes, "rset-keeps-chunks", Rcpt, "BDAT 1\r\naRSET\r\nBDAT 0 LAST\r\n", "250 250 503", "250 250 250"},
    {Codes, "binarymime-data-accepted", Greeted, "MAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<u01@reference.test>\r\nDATA\r\n", "250 250 503", "250 250 354"},
    {Codes, "binarymime-content-refused", Greeted, "MAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<u01@reference.test>\r\nBDAT 2 LAST\r\na\n", "250 250 250", "250 250 554"},
    {Codes, "starttls-injection", Greeted, "STARTTLS\r\nXYZZY\r\n{tls}NOOP\r\n", "220 tls 250", "220 tls 500 250"},
    {Codes, "starttls-answers-in-clear", Greeted, "STARTTLS\r\nXYZZY\r\n", "220 tls", "220 500 tls"},
    {Codes, "starttls-keeps-knowledge", Mail, "STARTTLS\r\n{tls}RCPT TO:<u01@reference.test>\r\n", "220 tls 503", "220 tls 250"},
    {Line, "starttls-offered-inside-tls", Tls, "EHLO x.test\r\n", "250-AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256\\r\\n", "250-STARTTLS\\r\\n"},
    {Codes, "starttls-twice-accepted", Tls, "STARTTLS\r\n", "503", "220"},
    {Codes, "starttls-argument-accepted", Greeted, "STARTTLS now\r\n", "501", "220 tls"},
    {Codes, "starttls-wrong-code", Greeted, "STARTTLS\r\n", "220 tls", "250 tls"},
    {Codes, "starttls-greets-again", Greeted, "STARTTLS\r\n{tls}NOOP\r\n", "220 tls 250", "220 tls 220 250"},
    {Codes, "starttls-ehlo-refused", Greeted, "STARTTLS\r\n{tls}EHLO x.test\r\n", "220 tls 250", "220 tls 503"},
    {Codes, "auth-twice-accepted", Authed, "AUTH PLAIN\r\n", "503", "334"},
    {Codes, "auth-in-transaction-accepted", Tls, "MAIL FROM:<>\r\nAUTH PLAIN\r\n", "250 503", "250 334"},
    {Codes, "auth-cancel-wrong-code", Submission, "AUTH PLAIN\r\n*\r\n", "334 501", "334 250"},
    {Codes, "auth-bad-base64-accepted", Submission, "AUTH PLAIN\r\nAHUwMQ!BzZWNyZXQ=\r\n", "334 501", "334 235"},
    {Codes, "auth-bad-base64-wrong-code", Submission, "AUTH PLAIN\r\n!!!\r\n", "334 501", "334 250"},
    {Codes, "auth-wrong-password-accepted", Submission, "AUTH PLAIN AHUwMQBnZWhlaW0=\r\n", "535", "235"},
    {Codes, "auth-wrong-password-wrong-code", Submission, "AUTH PLAIN AHUwMQBnZWhlaW0=\r\n", "535", "250"},
    {Codes, "auth-unknown-mechanism-wrong-code", Submission, "AUTH FOO\r\n", "504", "250"},
    {Codes, "auth-success-wrong-code", Submission, "AUTH PLAIN AHUwMQBzZWNyZXQ=\r\n", "235", "250"},
    {Codes, "auth-right-password-refused", Submission, "AUTH PLAIN AHUwMQBzZWNyZXQ=\r\n", "235", "535"},
    {Codes, "auth-without-argument-accepted", Submission, "AUTH\r\n", "501", "334"},
    {Line, "auth-challenge-not-base64", Submission, "AUTH LOGIN\r\n", "334 VXNlciBOYW1l\\r\\n", "334 go on!\\r\\n"},
    {Codes, "auth-other-identity-accepted", Submission, "AUTH PLAIN dTAyAHUwMQBzZWNyZXQ=\r\n", "535", "235"},
    {Codes, "auth-line-12288-refused", Submission, "AUTH PLAIN\r\n" + times("A", 12288) + "\r\n", "334 535", "334 500"},
    {Codes, "auth-lost-by-rset", Authed, "RSET\r\nMAIL FROM:<>\r\n", "250 250", "250 530"},
    {Line, "auth-keyword-without-mechanisms", Submission, "EHLO x.test\r\n", "250-AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256\\r\\n", "250-AUTH\\r\\n"},
    {Codes, "auth-early-response-wrong-code", Submission, "AUTH CRAM-MD5 QUJD\r\n", "501", "535"},
    {Codes, "auth-initial-response-refused", Submission, "AUTH PLAIN AHUwMQBzZWNyZXQ=\r\n", "235", "501"},
    {Codes, "mail-auth-parameter-refused", Authed, "MAIL FROM:<> AUTH=<>\r\n", "250", "501"},
    {Codes, "mail-auth-bad-xtext-accepted", Authed, "MAIL FROM:<> AUTH=a+b@x.test\r\n", "501", "250"},
    {Codes, "submission-without-auth", Submission, "MAIL FROM:<>\r\n", "530", "250"},
    {Codes, "smtputf8-value-accepted", Greeted, "MAIL FROM:<> SMTPUTF8=1\r\n", "501", "250"},
    {Codes, "smtputf8-parameter-refused", Greeted, "MAIL FROM:<> SMTPUTF8\r\n", "250", "501"},
    {Codes, "smtputf8-address-refused", Greeted, "MAIL FROM:<\xc3\xa9@x.test> SMTPUTF8\r\n", "250", "501"},
    {Codes, "utf8-address-without-parameter-accepted", Greeted, "MAIL FROM:<\xc3\xa9@x.test>\r\n", "501", "250"},
    {Codes, "etrn-without-argument-accepted", Greeted, "ETRN\r\n", "501", "251"},
    {Codes, "etrn-wrong-code", Greeted, "ETRN reference.test\r\n", "251", "220"},
    {Codes, "etrn-in-transaction-accepted", Mail, "ETRN reference.test\r\n", "503", "251"},
};
// clang-format on

TEST(SmtpFaults, EachIsVisible) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.fault);
    const auto [good, mutant] = shown(row);
    EXPECT_EQ(good, row.good);
    EXPECT_EQ(mutant, row.mutant);
    EXPECT_NE(good, mutant);
  }
}

TEST(SmtpFaults, EachHasARow) {
  for (const SmtpFaultRow& row : smtp_fault_rows()) {
    SCOPED_TRACE(row.fault.name);
    EXPECT_TRUE(std::ranges::any_of(
        kRows, [&row](const Row& tested) { return tested.fault == row.fault.name; }));
  }
  EXPECT_EQ(std::size(kRows), smtp_fault_rows().size());
}

TEST(SmtpFaults, NamesAndClauses) {
  for (const SmtpFaultRow& row : smtp_fault_rows()) {
    SCOPED_TRACE(row.fault.name);
    EXPECT_EQ(find_fault(row.fault.name)->title, row.fault.title);
    EXPECT_TRUE(row.fault.spec.starts_with("RFC "));
    const auto specs = std::ranges::count(row.fault.spec, '|');
    EXPECT_TRUE(specs == 0 || specs == std::ranges::count(row.fault.clause, '|'));
  }
  EXPECT_EQ(find_fault("no-such-fault"), nullptr);
}

}  // namespace
}  // namespace wireassay::reference::testing
