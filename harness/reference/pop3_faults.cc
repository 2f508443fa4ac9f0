// What each fault of the POP3 session violates: `spec` and `clause` are what a conviction cites.
#include "reference/pop3_faults.h"

#include <algorithm>

namespace wireassay::reference {
namespace {

using enum Pop3Fault;

// One row a fault, wider than 100 columns, so that it can be read as a table.
// clang-format off
constexpr Pop3FaultRow kRows[] = {
    // greeting and form of responses
    {GreetingTimestampRepeats, {"pop3-greeting-timestamp-repeats", "pop3", "RFC 1939", "7", "Every greeting has the same timestamp"}},
    {GreetingTimestampIllFormed, {"pop3-greeting-timestamp-ill-formed", "pop3", "RFC 2449", "3", "The timestamp of the greeting is no msg-id"}},
    {StatusLowerCase, {"pop3-status-lower-case", "pop3", "RFC 1939", "3", "Status indicators are in small letters"}},
    {ReplyBareLf, {"pop3-reply-bare-lf", "pop3", "RFC 1939", "3", "First lines end in a bare LF"}},
    {ReplyLineTooLong, {"pop3-reply-line-too-long", "pop3", "RFC 2449", "4", "The response to NOOP has more than 512 octets"}},
    {NoopRepliesTwice, {"pop3-noop-replies-twice", "pop3", "RFC 1939", "5", "NOOP is answered twice"}},
    {NoopRefused, {"pop3-noop-refused", "pop3", "RFC 1939", "5", "NOOP is answered negatively"}},
    // commands as octets
    {UnknownCommandAccepted, {"pop3-unknown-command-accepted", "pop3", "RFC 1939", "3", "An unknown command is answered positively"}},
    {EmptyLineIgnored, {"pop3-empty-line-ignored", "pop3", "RFC 1939", "3", "An empty line gets no response"}},
    {UserWithoutNameAccepted, {"pop3-user-without-name-accepted", "pop3", "RFC 1939", "3", "USER without a name is answered positively"}},
    {RetrWithoutNumberAccepted, {"pop3-retr-without-number-accepted", "pop3", "RFC 1939", "3", "RETR without a message-number sends the first message"}},
    {TopWithoutLinesAccepted, {"pop3-top-without-lines-accepted", "pop3", "RFC 1939", "3", "TOP without a number of lines sends the header"}},
    {LeadingSpaceAccepted, {"pop3-leading-space-accepted", "pop3", "RFC 1939", "3", "Spaces before a keyword are passed over"}},
    {NulInCommandAccepted, {"pop3-nul-in-command-accepted", "pop3", "RFC 1939", "3", "NUL inside a keyword is passed over"}},
    {KeywordsCaseSensitive, {"pop3-keywords-case-sensitive", "pop3", "RFC 1939", "3", "Keywords in small letters are unknown"}},
    {NeedsWholeLineAtOnce, {"pop3-needs-whole-line-at-once", "pop3", "RFC 1939", "3", "A command that arrives in pieces is refused"}},
    {Command255Refused, {"pop3-command-255-refused", "pop3", "RFC 2449", "4", "A command of 255 octets is refused"}},
    // states
    {StatBeforeLoginAccepted, {"pop3-stat-before-login-accepted", "pop3", "RFC 1939", "3", "STAT in AUTHORIZATION is answered positively"}},
    {NoopBeforeLoginAccepted, {"pop3-noop-before-login-accepted", "pop3", "RFC 1939", "3", "NOOP in AUTHORIZATION is answered positively"}},
    {UserAfterLoginAccepted, {"pop3-user-after-login-accepted", "pop3", "RFC 1939", "3", "USER in TRANSACTION is answered positively"}},
    // AUTHORIZATION
    {WrongPasswordAccepted, {"pop3-wrong-password-accepted", "pop3", "RFC 1939", "7", "PASS with any password opens the maildrop"}},
    {PassWithoutUserAccepted, {"pop3-pass-without-user-accepted", "pop3", "RFC 1939", "3|7", "PASS without USER is answered positively"}},
    {ApopWrongDigestAccepted, {"pop3-apop-wrong-digest-accepted", "pop3", "RFC 1939", "7", "APOP with any digest opens the maildrop"}},
    {ApopRightDigestRefused, {"pop3-apop-right-digest-refused", "pop3", "RFC 1939", "7", "APOP with the right digest is refused"}},
    {ApopRefusalLogsIn, {"pop3-apop-refusal-logs-in", "pop3", "RFC 1939", "7", "APOP with a wrong digest is refused, but opens the maildrop"}},
    {RefusedLoginHoldsLock, {"pop3-refused-login-holds-lock", "pop3", "RFC 1939", "4", "A wrong password locks the maildrop until the connection ends"}},
    {LockNotHeld, {"pop3-lock-not-held", "pop3", "RFC 1939", "4", "Two sessions can have a maildrop open at once"}},
    {LockKeptAfterQuit, {"pop3-lock-kept-after-quit", "pop3", "RFC 1939", "6", "After a session with RSET the maildrop stays locked"}},
    // response codes
    {AuthCodeMissing, {"pop3-auth-code-missing", "pop3", "RFC 3206", "6", "Wrong credentials are refused without [AUTH] in spite of AUTH-RESP-CODE"}},
    {AuthCodeOnLockedMaildrop, {"pop3-auth-code-on-locked-maildrop", "pop3", "RFC 3206", "5", "A locked maildrop is refused with [AUTH]"}},
    {InUseBeforePassword, {"pop3-in-use-before-password", "pop3", "RFC 2449", "8.1.2", "A wrong password is refused with [IN-USE] while the maildrop is locked"}},
    {RespCodeMisplaced, {"pop3-resp-code-misplaced", "pop3", "RFC 2449", "8", "LIST of no message is refused with [IN-USE]"}},
    // AUTH
    {AuthAfterLoginAccepted, {"pop3-auth-after-login-accepted", "pop3", "RFC 5034", "4", "AUTH in TRANSACTION is answered positively"}},
    {AuthCancelIgnored, {"pop3-auth-cancel-ignored", "pop3", "RFC 5034", "4", "An exchange that is cancelled goes on"}},
    {AuthUnknownMechanismAccepted, {"pop3-auth-unknown-mechanism-accepted", "pop3", "RFC 5034", "4", "AUTH with an unknown mechanism begins an exchange"}},
    {AuthMechanismCaseSensitive, {"pop3-auth-mechanism-case-sensitive", "pop3", "RFC 5034", "5", "The name of a mechanism in small letters is unknown"}},
    {AuthBadBase64Accepted, {"pop3-auth-bad-base64-accepted", "pop3", "RFC 5034", "4", "Octets that are not base64 are passed over"}},
    {AuthWrongPasswordAccepted, {"pop3-auth-wrong-password-accepted", "pop3", "RFC 5034", "4", "AUTH PLAIN with any password opens the maildrop"}},
    {AuthChallengeNotBase64, {"pop3-auth-challenge-not-base64", "pop3", "RFC 5034", "4", "Challenges are plain text"}},
    {AuthChallengeWithoutSpace, {"pop3-auth-challenge-without-space", "pop3", "RFC 5034", "5|4", "An empty challenge is a + alone"}},
    {AuthChallengeNotEmpty, {"pop3-auth-challenge-not-empty", "pop3", "RFC 5034", "4", "The challenge that asks for the first response of PLAIN has text"}},
    {AuthEarlyResponseAccepted, {"pop3-auth-early-response-accepted", "pop3", "RFC 5034", "4", "An initial response to a mechanism that the server begins is passed over"}},
    {AuthInitialResponseRefused, {"pop3-auth-initial-response-refused", "pop3", "RFC 5034", "4", "An initial response is refused"}},
    {AuthEmptyResponseIgnored, {"pop3-auth-empty-response-ignored", "pop3", "RFC 5034", "4", "\"=\" is taken for no initial response"}},
    {AuthFailureRemembered, {"pop3-auth-failure-remembered", "pop3", "RFC 5034", "4", "After a failed AUTH no login succeeds"}},
    // CAPA
    {CapaAfterLoginRefused, {"pop3-capa-after-login-refused", "pop3", "RFC 2449", "5", "CAPA in TRANSACTION is refused"}},
    {CapaHidesAfterLogin, {"pop3-capa-hides-after-login", "pop3", "RFC 2449", "5", "TOP and UIDL are listed in AUTHORIZATION only"}},
    {CapaHidesSaslAfterLogin, {"pop3-capa-hides-sasl-after-login", "pop3", "RFC 5034", "3", "SASL is listed in AUTHORIZATION only"}},
    {CapaWithoutTerminator, {"pop3-capa-without-terminator", "pop3", "RFC 2449", "5", "The list of capabilities does not end"}},
    {CapabilityLineTooLong, {"pop3-capability-line-too-long", "pop3", "RFC 2449", "5", "A capability has more than 512 octets"}},
    {CapabilityIllFormed, {"pop3-capability-ill-formed", "pop3", "RFC 2449", "3", "The tag of a capability has a period"}},
    {CapaListsStlsInsideTls, {"pop3-capa-lists-stls-inside-tls", "pop3", "RFC 2595", "4", "STLS is listed inside TLS, where it is refused"}},
    {CapaListsStlsAfterLogin, {"pop3-capa-lists-stls-after-login", "pop3", "RFC 2595", "8", "STLS is listed in TRANSACTION"}},
    // STLS
    {StlsAfterLoginAccepted, {"pop3-stls-after-login-accepted", "pop3", "RFC 2595", "4", "STLS in TRANSACTION is answered positively"}},
    {StlsInjection, {"pop3-stls-injection", "pop3", "RFC 2595", "4", "What came in clear behind STLS is obeyed inside TLS"}},
    {StlsAnswersInClear, {"pop3-stls-answers-in-clear", "pop3", "RFC 2595", "4", "What comes in clear behind STLS is answered before the handshake"}},
    {StlsTwiceAccepted, {"pop3-stls-twice-accepted", "pop3", "RFC 2595", "4", "STLS inside TLS is answered positively"}},
    {StlsKeepsUser, {"pop3-stls-keeps-user", "pop3", "RFC 2595|RFC 1939", "4|7", "A USER in clear counts for a PASS inside TLS"}},
    {StlsGreetsAgain, {"pop3-stls-greets-again", "pop3", "RFC 2595|RFC 1939", "4|4", "A second greeting comes inside TLS"}},
    {StlsRefused, {"pop3-stls-refused", "pop3", "RFC 2595", "4", "STLS is refused though it is listed"}},
    // TRANSACTION
    {StatCountsDeleted, {"pop3-stat-counts-deleted", "pop3", "RFC 1939", "5", "STAT counts messages marked as deleted"}},
    {StatIllFormed, {"pop3-stat-ill-formed", "pop3", "RFC 1939", "5", "STAT is answered with words between its numbers"}},
    {ListSizesWithoutCrlf, {"pop3-list-sizes-without-crlf", "pop3", "RFC 1939", "5|11", "LIST counts a line end as one octet"}},
    {ListOneIllFormed, {"pop3-list-one-ill-formed", "pop3", "RFC 1939", "5", "LIST of one message is answered with its size alone"}},
    {ListShowsDeleted, {"pop3-list-shows-deleted", "pop3", "RFC 1939", "5", "LIST shows messages marked as deleted"}},
    {ListOfDeletedAccepted, {"pop3-list-of-deleted-accepted", "pop3", "RFC 1939", "5", "LIST of a message marked as deleted is answered positively"}},
    {MessageZeroAccepted, {"pop3-message-zero-accepted", "pop3", "RFC 1939", "5", "Message 0 is taken for the first"}},
    {MessageNumberWraps, {"pop3-message-number-wraps", "pop3", "RFC 1939", "5", "Message-numbers are taken modulo 2^32"}},
    {MessageBeyondAccepted, {"pop3-message-beyond-accepted", "pop3", "RFC 1939", "5", "LIST of a message that is not there is answered positively"}},
    {RetrOfDeletedAccepted, {"pop3-retr-of-deleted-accepted", "pop3", "RFC 1939", "5", "RETR sends a message marked as deleted"}},
    {RetrNotStuffed, {"pop3-retr-not-stuffed", "pop3", "RFC 1939", "3", "RETR sends lines that begin with a period as they are"}},
    {RetrTruncated, {"pop3-retr-truncated", "pop3", "RFC 1939", "5", "RETR leaves the last line out"}},
    {DeleAtOnce, {"pop3-dele-at-once", "pop3", "RFC 1939", "5|6", "DELE removes the message at once"}},
    {DeleNotDoneByQuit, {"pop3-dele-not-done-by-quit", "pop3", "RFC 1939", "6", "QUIT removes nothing unless everything is marked"}},
    {DeleRenumbers, {"pop3-dele-renumbers", "pop3", "RFC 1939", "5|4", "After DELE the messages behind it have other numbers"}},
    {SecondDeleAccepted, {"pop3-second-dele-accepted", "pop3", "RFC 1939", "5", "A second DELE of a message is answered positively"}},
    {RsetDoesNotUnmark, {"pop3-rset-does-not-unmark", "pop3", "RFC 1939", "5", "RSET leaves messages marked as deleted"}},
    {QuitRemovesRetrieved, {"pop3-quit-removes-retrieved", "pop3", "RFC 1939", "6", "QUIT removes messages that RETR sent, too"}},
    {QuitDoesNotClose, {"pop3-quit-does-not-close", "pop3", "RFC 1939", "6", "The connection stays open after QUIT"}},
    {QuitWithoutResponse, {"pop3-quit-without-response", "pop3", "RFC 1939", "6", "QUIT closes the connection without a response"}},
    {CloseRemoves, {"pop3-close-removes", "pop3", "RFC 1939", "6", "A connection that ends without QUIT removes what is marked"}},
    // TOP and UIDL
    {NegativeLinesAccepted, {"pop3-negative-lines-accepted", "pop3", "RFC 1939", "7", "TOP with a negative number of lines sends the message"}},
    {TopOneLineTooMany, {"pop3-top-one-line-too-many", "pop3", "RFC 1939", "7", "TOP sends one line of the body too many"}},
    {TopWithoutBlankLine, {"pop3-top-without-blank-line", "pop3", "RFC 1939", "7", "TOP leaves out the blank line behind the header"}},
    {TopBeyondEndRefused, {"pop3-top-beyond-end-refused", "pop3", "RFC 1939", "7", "TOP with more lines than the body has is refused"}},
    {UidlChanges, {"pop3-uidl-changes", "pop3", "RFC 1939", "7", "Unique-ids differ from session to session"}},
    {UidlNotUnique, {"pop3-uidl-not-unique", "pop3", "RFC 1939", "7", "All messages have the same unique-id"}},
    {UidlTooLong, {"pop3-uidl-too-long", "pop3", "RFC 1939", "7", "Unique-ids have 71 characters"}},
    {UidlShowsDeleted, {"pop3-uidl-shows-deleted", "pop3", "RFC 1939", "7", "UIDL shows messages marked as deleted"}},
    // PIPELINING
    {PipelinedCommandLost, {"pop3-pipelined-command-lost", "pop3", "RFC 2449", "6.6", "Of commands that come together only the first is answered"}},
    {PipelinedRepliesReordered, {"pop3-pipelined-replies-reordered", "pop3", "RFC 2449", "6.6", "Responses to commands that come together change places"}},
    // UTF8 and LANG
    {Utf8AfterLoginAccepted, {"pop3-utf8-after-login-accepted", "pop3", "RFC 6856", "2", "UTF8 in TRANSACTION is answered positively"}},
    {Utf8ArgumentAccepted, {"pop3-utf8-argument-accepted", "pop3", "RFC 6856", "2.1", "UTF8 with an argument is answered positively"}},
    {Utf8SentInAsciiMode, {"pop3-utf8-sent-in-ascii-mode", "pop3", "RFC 6856", "2.1", "A message with UTF-8 in its header is sent as it is without UTF8"}},
    {Utf8IllFormedNameAccepted, {"pop3-utf8-ill-formed-name-accepted", "pop3", "RFC 6856", "2.2", "Octets of a name that are no UTF-8 are passed over"}},
    {Utf8NameNotPrepared, {"pop3-utf8-name-not-prepared", "pop3", "RFC 6856", "2.2", "Names are compared without SASLprep"}},
    {LangReplyWithoutTag, {"pop3-lang-reply-without-tag", "pop3", "RFC 6856", "3.2", "The response to LANG does not begin with the language tag"}},
    {LangListingIllFormed, {"pop3-lang-listing-ill-formed", "pop3", "RFC 6856", "3.2", "Languages are listed by description, without their tags"}},
};
// clang-format on

consteval bool in_order() {
  if (std::size(kRows) != kPop3Faults) return false;
  std::size_t expected = 0;
  return std::ranges::all_of(kRows, [&expected](const Pop3FaultRow& row) {
    return static_cast<std::size_t>(row.id) == expected++;
  });
}
static_assert(in_order(), "one row for each enumerator, in its order");

}  // namespace

std::span<const Pop3FaultRow> pop3_fault_rows() { return kRows; }

Pop3Faults pop3_faults(std::span<const std::string> names) {
  Pop3Faults set;
  for (const std::string& name : names) {
    const auto* row =
        std::ranges::find(kRows, name, [](const Pop3FaultRow& r) { return r.fault.name; });
    if (row != std::end(kRows)) set.add(row->id);
  }
  return set;
}

}  // namespace wireassay::reference
