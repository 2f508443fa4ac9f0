// Every fault can be seen from outside: the same input, the first line in which the conforming
// server and the mutant differ.
#include "reference/imap_faults.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "reference/imap_test_support.h"

namespace wireassay::reference::testing {
namespace {

using enum ImapOpening;

constexpr std::size_t kWhole = 90;   // a line up to this is shown as it is
constexpr std::size_t kShown = 70;   // of a longer one
constexpr std::size_t kBefore = 20;  // the difference, if that lies far behind
constexpr std::size_t kFar = 60;

struct Row {
  const char* fault;
  ImapOpening opening;
  const char* in;
  const char* good;
  const char* mutant;
};

std::string line_at(const std::string& text, std::size_t at) {
  if (at >= text.size()) return "";
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const std::string line = text.substr(begin, text.find('\n', at) - begin);
  if (line.size() <= kWhole) return line;
  const std::size_t from = at - begin > kFar ? at - begin - kBefore : 0;
  return (from > 0 ? "..." : "") + line.substr(from, kShown) +
         (line.size() > from + kShown ? "..." : "");
}

/// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    {"imap-greeting-bad", Raw, "", "* OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE N...", "* BAD [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE ..."},
    {"imap-tag-lowercased", Connected, "A NOOP\n", "A OK nothing done", "a OK nothing done"},
    {"imap-two-completions", Connected, "a NOOP\n", "", "a OK nothing done"},
    {"imap-completion-before-data", Connected, "a ID NIL\n", "* ID (\"name\" \"wireassay\")", "a OK pleased to meet you"},
    {"imap-bad-becomes-no", Connected, "a NOOP now\n", "a BAD syntax error", "a NO syntax error"},
    {"imap-unknown-command-ok", Connected, "a XYZZY\n", "a BAD unknown command", "a OK why not"},
    {"imap-empty-line-ignored", Connected, "\n", "* BAD syntax error", ""},
    {"imap-tag-plus-accepted", Connected, "a+b NOOP\n", "* BAD syntax error", "a+b OK why not"},
    {"imap-commands-case-sensitive", Connected, "a noop\n", "a OK nothing done", "a BAD unknown command"},
    {"imap-extra-argument-accepted", Connected, "a NOOP now\n", "a BAD syntax error", "a OK why not"},
    {"imap-quoted-escape-kept", LoggedIn, "a CREATE \"b\\\\s\"\nb LIST \"\" b*s\n", "* LIST (\\HasNoChildren) \"/\" \"b\\\\s\"", "* LIST (\\HasNoChildren) \"/\" \"b\\\\\\\\s\""},
    {"imap-literal-short-by-one", LoggedIn, "a APPEND box {3+}\nabc\nb SELECT box\nc FETCH 1 RFC822.SIZE\n", "* 1 FETCH (RFC822.SIZE 3)", "* 1 FETCH (RFC822.SIZE 2)"},
    {"imap-literal-without-continuation", Connected, "a LOGIN {3}\n", "+ go on", ""},
    {"imap-literal-plus-answered-with-continuation", Connected, "a LOGIN {3+}\nu01 x\n", "a NO [AUTHENTICATIONFAILED] wrong name or password", "+ go on"},
    {"imap-wrong-state-ok", LoggedIn, "a FETCH 1 FLAGS\n", "a BAD not in this state", "a OK why not"},
    {"imap-capability-without-rev1", Connected, "a CAPABILITY\n", "* CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMES...", "* CAPABILITY LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE UNSELECT UIDPLU..."},
    {"imap-capability-not-told", LoggedIn, "a CAPABILITY\n", "* CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMES...", "a OK those are they"},
    {"imap-noop-refused-before-login", Connected, "a NOOP\n", "a OK nothing done", "a BAD log in first"},
    {"imap-logout-no-bye", Connected, "a LOGOUT\n", "* BYE good bye", "a OK logged out"},
    {"imap-logout-no-close", Connected, "a LOGOUT\n", "{close}", ""},
    {"imap-id-no-response", Connected, "a ID NIL\n", "* ID (\"name\" \"wireassay\")", "a OK pleased to meet you"},
    {"imap-starttls-keeps-injected", Connected, "a STARTTLS{+}b NOOP\n{tls}\n", "", "b OK nothing done"},
    {"imap-starttls-answers-in-clear", Connected, "a STARTTLS{+}b NOOP\n", "{tls}", "b OK nothing done"},
    {"imap-starttls-still-listed", Tls, "a CAPABILITY\n", "... STATUS=SIZE BINARY AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA...", "... STATUS=SIZE BINARY STARTTLS AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=..."},
    {"imap-starttls-twice-accepted", Tls, "a STARTTLS\n", "a BAD TLS is active", "a OK again, then"},
    {"imap-starttls-after-login-accepted", LoggedIn, "a STARTTLS\n", "a BAD not in this state", "a OK begin TLS"},
    {"imap-login-wrong-password-accepted", Connected, "a LOGIN u01 wrong\n", "a NO [AUTHENTICATIONFAILED] wrong name or password", "a OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE N..."},
    {"imap-login-right-password-refused", Connected, "a LOGIN u01 secret\n", "a OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE N...", "a NO [AUTHENTICATIONFAILED] wrong name or password"},
    {"imap-login-wrong-password-bad", Connected, "a LOGIN u01 wrong\n", "a NO [AUTHENTICATIONFAILED] wrong name or password", "a BAD wrong name or password"},
    {"imap-login-when-authenticated-accepted", LoggedIn, "a LOGIN u01 secret\n", "a BAD not in this state", "a OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE N..."},
    {"imap-authenticate-wrong-password-accepted", Connected, "a AUTHENTICATE PLAIN AHUwMQBnZWhlaW0=\n", "a NO [AUTHENTICATIONFAILED] wrong name or password", "a OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE N..."},
    {"imap-authenticate-other-identity-accepted", Connected, "a AUTHENTICATE PLAIN dTAyAHUwMQBzZWNyZXQ=\n", "a NO [AUTHENTICATIONFAILED] wrong name or password", "a OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE N..."},
    {"imap-authenticate-unknown-mechanism-ok", Connected, "a AUTHENTICATE FOOBAR\n", "a NO no such mechanism here", "a OK as you like"},
    {"imap-authenticate-cancel-ok", Connected, "a AUTHENTICATE PLAIN\n*\n", "a BAD cancelled", "a OK cancelled"},
    {"imap-authenticate-bad-base64-accepted", Connected, "a AUTHENTICATE PLAIN\nAHUw!MQBzZWNyZXQ=\n", "a BAD cannot decode", "a OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE N..."},
    {"imap-authenticate-initial-response-ignored", Connected, "a AUTHENTICATE PLAIN AHUwMQBnZWhlaW0=\n", "a NO [AUTHENTICATIONFAILED] wrong name or password", "+ "},
    {"imap-challenge-not-base64", Connected, "a AUTHENTICATE LOGIN\n", "+ VXNlciBOYW1l", "+ go on!"},
    {"imap-enable-unknown-echoed", LoggedIn, "a ENABLE FOO\n", "* ENABLED", "* ENABLED FOO"},
    {"imap-enable-no-enabled", LoggedIn, "a ENABLE CONDSTORE\n", "* ENABLED CONDSTORE", "a OK enabled"},
    {"imap-namespace-wrong-delimiter", LoggedIn, "a NAMESPACE\n", "* NAMESPACE ((\"\" \"/\")) NIL NIL", "* NAMESPACE ((\"\" \".\")) NIL NIL"},
    {"imap-select-no-flags", LoggedIn, "a SELECT box\n", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)", "* 0 EXISTS"},
    {"imap-select-no-exists", LoggedIn, "a SELECT box\n", "* 0 EXISTS", "* 0 RECENT"},
    {"imap-select-no-recent", LoggedIn, "a SELECT box\n", "* 0 RECENT", "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] are kept"},
    {"imap-select-no-uidvalidity", LoggedIn, "a SELECT box\n", "* OK [UIDVALIDITY 8] of UIDs", "* OK [UIDNEXT 1] is the next"},
    {"imap-select-no-uidnext", LoggedIn, "a SELECT box\n", "* OK [UIDNEXT 1] is the next", "* OK [HIGHESTMODSEQ 1] is the highest"},
    {"imap-select-no-permanentflags", LoggedIn, "a SELECT box\n", "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] are kept", "* OK [UIDVALIDITY 8] of UIDs"},
    {"imap-select-exists-off-by-one", LoggedIn, "a SELECT box\n", "* 0 EXISTS", "* 1 EXISTS"},
    {"imap-select-no-closed", Selected, "a SELECT box\n", "* OK [CLOSED] the other mailbox is closed", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)"},
    {"imap-select-no-list", Rev2, "a SELECT box\n", "* LIST () \"/\" box", "a OK [READ-WRITE] selected"},
    {"imap-select-missing-ok", LoggedIn, "a SELECT nowhere\n", "a NO [NONEXISTENT] no such mailbox", "a OK [READ-WRITE] selected, in a way"},
    {"imap-failed-select-stays-selected", Selected, "a SELECT nowhere\nb FETCH 1 FLAGS\n", "* OK [CLOSED] the other mailbox is closed", "a NO [NONEXISTENT] no such mailbox"},
    {"imap-examine-read-write", LoggedIn, "a EXAMINE box\n", "a OK [READ-ONLY] selected", "a OK [READ-WRITE] selected"},
    {"imap-examine-fetch-sets-seen", Examined, "a FETCH 2 BODY[1]\n", "hello)", "hello FLAGS (\\Seen \\Recent))"},
    {"imap-examine-clears-recent", Examined, "a UNSELECT\nb STATUS INBOX (RECENT)\n", "* STATUS INBOX (RECENT 3)", "* STATUS INBOX (RECENT 0)"},
    {"imap-examine-close-expunges", Examined, "a CLOSE\nb STATUS INBOX (MESSAGES)\n", "* STATUS INBOX (MESSAGES 3)", "* STATUS INBOX (MESSAGES 2)"},
    {"imap-create-existing-ok", LoggedIn, "a CREATE box\n", "a NO [ALREADYEXISTS] there is one of that name", "a OK created"},
    {"imap-create-inbox-ok", LoggedIn, "a CREATE inbox\n", "a NO [ALREADYEXISTS] there is one of that name", "a OK created"},
    {"imap-create-bad-utf7-accepted", LoggedIn, "a CREATE &AOk\n", "a NO [CANNOT] not a name for a mailbox", "a OK created"},
    {"imap-delete-inbox-ok", LoggedIn, "a DELETE INBOX\n", "a NO [CANNOT] not with this mailbox", "a OK deleted"},
    {"imap-delete-missing-ok", LoggedIn, "a DELETE nowhere\n", "a NO [NONEXISTENT] no such mailbox", "a OK deleted"},
    {"imap-delete-removes-children", LoggedIn, "a DELETE box\nb LIST \"\" box/*\n", "* LIST (\\HasNoChildren) \"/\" box/child", "b OK listed"},
    {"imap-rename-onto-existing-ok", LoggedIn, "a RENAME box Sent\n", "a NO [ALREADYEXISTS] there is one of that name", "a OK renamed"},
    {"imap-rename-missing-ok", LoggedIn, "a RENAME nowhere x\n", "a NO [NONEXISTENT] no such mailbox", "a OK renamed"},
    {"imap-rename-inbox-moves-nothing", LoggedIn, "a RENAME INBOX old\nb STATUS old (MESSAGES)\n", "* STATUS old (MESSAGES 3)", "* STATUS old (MESSAGES 0)"},
    {"imap-rename-loses-children", LoggedIn, "a RENAME box old\nb LIST \"\" old/*\n", "* LIST (\\HasNoChildren) \"/\" old/child", "b OK listed"},
    {"imap-subscribe-forgotten", LoggedIn, "a SUBSCRIBE Sent\nb LSUB \"\" S*\n", "* LSUB () \"/\" Sent", "b OK listed"},
    {"imap-unsubscribe-ignored", LoggedIn, "a UNSUBSCRIBE box\nb LSUB \"\" *\n", "b OK listed", "* LSUB () \"/\" box"},
    {"imap-inbox-case-sensitive", LoggedIn, "a EXAMINE InBox\n", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)", "a NO [NONEXISTENT] no such mailbox"},
    {"imap-names-in-utf8", LoggedIn, "a CREATE &AOk-\nb LIST \"\" *\n", "* LIST (\\HasNoChildren) \"/\" &AOk-", "* LIST (\\HasNoChildren) \"/\" \"é\""},
    {"imap-rev2-names-in-utf7", Rev2, "a CREATE \"é\"\nb LIST \"\" *\n", "* LIST (\\HasNoChildren) \"/\" \"é\"", "* LIST (\\HasNoChildren) \"/\" &AOk-"},
    {"imap-uidvalidity-same-after-recreate", LoggedIn, "a CREATE x\nb DELETE x\nc CREATE x\nd STATUS x (UIDVALIDITY)\n", "* STATUS x (UIDVALIDITY 10)", "* STATUS x (UIDVALIDITY 1)"},
    {"imap-uidnext-too-small", LoggedIn, "a STATUS INBOX (UIDNEXT)\n", "* STATUS INBOX (UIDNEXT 4)", "* STATUS INBOX (UIDNEXT 3)"},
    {"imap-uid-is-sequence-number", Selected, "a EXPUNGE\nb STORE 1 +FLAGS.SILENT (\\Deleted)\nc EXPUNGE\nd FETCH 1 UID\n", "* 1 FETCH (UID 2)", "* 1 FETCH (UID 1)"},
    {"imap-list-percent-crosses-hierarchy", LoggedIn, "a LIST \"\" box%\n", "a OK listed", "* LIST (\\HasNoChildren) \"/\" box/child"},
    {"imap-list-empty-no-delimiter", LoggedIn, "a LIST \"\" \"\"\n", "* LIST (\\Noselect) \"/\" \"\"", "* LIST (\\Noselect) NIL \"\""},
    {"imap-list-no-inbox", LoggedIn, "a LIST \"\" *\n", "* LIST (\\HasNoChildren) \"/\" INBOX", "* LIST (\\HasNoChildren \\Archive) \"/\" Archive"},
    {"imap-list-missing-name-no", LoggedIn, "a LIST \"\" nowhere\n", "a OK listed", "a NO [NONEXISTENT] there is none"},
    {"imap-list-children-wrong", LoggedIn, "a LIST \"\" box\n", "* LIST (\\HasChildren) \"/\" box", "* LIST (\\HasNoChildren) \"/\" box"},
    {"imap-list-subscribed-missing", LoggedIn, "a LIST (SUBSCRIBED) \"\" *\n", "* LIST (\\Subscribed \\HasChildren) \"/\" box", "* LIST (\\HasChildren) \"/\" box"},
    {"imap-list-status-missing", LoggedIn, "a LIST \"\" box RETURN (STATUS (MESSAGES))\n", "* STATUS box (MESSAGES 0)", "a OK listed"},
    {"imap-recursivematch-alone-accepted", LoggedIn, "a LIST (RECURSIVEMATCH) \"\" nowhere\n", "a BAD syntax error", "a OK why not"},
    {"imap-special-use-forgotten", LoggedIn, "a CREATE x (USE (\\Sent))\nb LIST \"\" x\n", "* LIST (\\HasNoChildren \\Sent) \"/\" x", "* LIST (\\HasNoChildren) \"/\" x"},
    {"imap-lsub-lists-unsubscribed", LoggedIn, "a LSUB \"\" *\n", "* LSUB () \"/\" box", "* LSUB () \"/\" Archive"},
    {"imap-status-unknown-item-ok", LoggedIn, "a STATUS INBOX (FOO)\n", "a BAD syntax error", "a OK why not"},
    {"imap-status-messages-missing", LoggedIn, "a STATUS INBOX (MESSAGES UNSEEN)\n", "* STATUS INBOX (MESSAGES 3 UNSEEN 2)", "* STATUS INBOX (UNSEEN 2)"},
    {"imap-status-missing-mailbox-ok", LoggedIn, "a STATUS nowhere (MESSAGES)\n", "a NO [NONEXISTENT] no such mailbox", "a OK nothing to tell"},
    {"imap-status-deselects", Selected, "a STATUS box (MESSAGES)\nb FETCH 1 FLAGS\n", "* 1 FETCH (FLAGS (\\Seen \\Recent))", "b BAD not in this state"},
    {"imap-status-clears-recent", LoggedIn, "a STATUS INBOX (RECENT)\nb STATUS INBOX (RECENT)\n", "* STATUS INBOX (RECENT 3)", "* STATUS INBOX (RECENT 0)"},
    {"imap-status-unseen-counts-seen", LoggedIn, "a STATUS INBOX (UNSEEN)\n", "* STATUS INBOX (UNSEEN 2)", "* STATUS INBOX (UNSEEN 3)"},
    {"imap-status-size-too-small", LoggedIn, "a STATUS INBOX (SIZE)\n", "* STATUS INBOX (SIZE 650)", "* STATUS INBOX (SIZE 649)"},
    {"imap-append-flags-lost", Selected, "a APPEND INBOX (\\Flagged) {3+}\nabc\nb FETCH 4 FLAGS\n", "* 4 FETCH (FLAGS (\\Flagged \\Recent))", "* 4 FETCH (FLAGS (\\Recent))"},
    {"imap-internaldate-ignored", Selected, "a APPEND INBOX \"17-Jul-2024 02:00:00 +0200\" {3+}\nabc\nb FETCH 4 INTERNALDATE\n", "* 4 FETCH (INTERNALDATE \"17-Jul-2024 02:00:00 +0200\")", "* 4 FETCH (INTERNALDATE \"21-Nov-2026 09:30:03 +0000\")"},
    {"imap-append-trycreate-missing", LoggedIn, "a APPEND nowhere {3+}\nabc\n", "a NO [TRYCREATE] no such mailbox", "a NO no such mailbox"},
    {"imap-append-creates-mailbox", LoggedIn, "a APPEND nowhere {3+}\nabc\n", "a NO [TRYCREATE] no such mailbox", "a OK [APPENDUID 9 1] appended"},
    {"imap-append-bad-date-accepted", LoggedIn, "a APPEND box \"32-Foo-2024 00:00:00 +0000\" {3+}\nabc\n", "a BAD syntax error", "a OK why not"},
    {"imap-append-uid-missing", LoggedIn, "a APPEND box {3+}\nabc\n", "a OK [APPENDUID 8 1] appended", "a OK appended"},
    {"imap-append-uid-wrong", LoggedIn, "a APPEND box {3+}\nabc\n", "a OK [APPENDUID 8 1] appended", "a OK [APPENDUID 8 2] appended"},
    {"imap-fetch-peek-sets-seen", Selected, "a FETCH 2 BODY.PEEK[1]\n", "hello)", "hello FLAGS (\\Seen \\Recent))"},
    {"imap-fetch-seen-not-set", Selected, "a FETCH 2 BODY[1]\nb FETCH 2 FLAGS\n", "hello FLAGS (\\Seen \\Recent))", "hello)"},
    {"imap-fetch-seen-not-told", Selected, "a FETCH 2 BODY[1]\n", "hello FLAGS (\\Seen \\Recent))", "hello)"},
    {"imap-fetch-macro-without-size", Selected, "a FETCH 1 FAST\n", "...2024 12:00:00 +0000\" RFC822.SIZE 143)", "* 1 FETCH (FLAGS (\\Seen \\Recent) INTERNALDATE \"17-Jul-2024 12:00:00 +0000\")"},
    {"imap-fetch-unknown-item-ok", Selected, "a FETCH 1 FOO\n", "a BAD syntax error", "a OK why not"},
    {"imap-fetch-missing-number-ok", Selected, "a FETCH 9 FLAGS\n", "a BAD there is no such message", "a OK fetched"},
    {"imap-uid-fetch-missing-bad", Selected, "a UID FETCH 9 FLAGS\n", "a OK fetched", "a BAD there is no such message"},
    {"imap-uid-fetch-without-uid", Selected, "a UID FETCH 1 FLAGS\n", "* 1 FETCH (UID 1 FLAGS (\\Seen \\Recent))", "* 1 FETCH (FLAGS (\\Seen \\Recent))"},
    {"imap-sequence-zero-ok", Selected, "a FETCH 0 FLAGS\n", "a BAD syntax error", "a OK why not"},
    {"imap-sequence-reverse-refused", Selected, "a FETCH 2:1 UID\n", "* 1 FETCH (UID 1)", "a BAD there is no such message"},
    {"imap-sequence-star-empty", Selected, "a FETCH * UID\n", "* 3 FETCH (UID 3)", "a OK fetched"},
    {"imap-body-octets-miscounted", Selected, "a FETCH 1 BODY[TEXT]\n", "* 1 FETCH (BODY[TEXT] {12}", "* 1 FETCH (BODY[TEXT] {11}"},
    {"imap-rfc822-size-wrong", Selected, "a FETCH 1 RFC822.SIZE\n", "* 1 FETCH (RFC822.SIZE 143)", "* 1 FETCH (RFC822.SIZE 144)"},
    {"imap-envelope-nine-fields", Selected, "a FETCH 2 ENVELOPE\n", "...t\")) NIL NIL NIL NIL \"<2@x.test>\"))", "...t\")) NIL NIL NIL NIL))"},
    {"imap-bodystructure-lines-wrong", Selected, "a FETCH 1 BODYSTRUCTURE\n", "* 1 FETCH (BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 12 1 NIL NIL NIL NIL))", "* 1 FETCH (BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 12 2 NIL NIL NIL NIL))"},
    {"imap-body-with-extension-data", Selected, "a FETCH 1 BODY\n", "* 1 FETCH (BODY (\"text\" \"plain\" NIL NIL NIL \"7bit\" 12 1))", "* 1 FETCH (BODY (\"text\" \"plain\" NIL NIL NIL \"7bit\" 12 1 NIL NIL NIL NIL))"},
    {"imap-internaldate-without-zone", Selected, "a FETCH 1 INTERNALDATE\n", "* 1 FETCH (INTERNALDATE \"17-Jul-2024 12:00:00 +0000\")", "* 1 FETCH (INTERNALDATE \"17-Jul-2024 12:00:00\")"},
    {"imap-partial-offset-off-by-one", Selected, "a FETCH 2 BODY.PEEK[1]<0.2>\n", "he)", "el)"},
    {"imap-partial-origin-missing", Selected, "a FETCH 2 BODY.PEEK[1]<1.2>\n", "* 2 FETCH (BODY[1]<1> {2}", "* 2 FETCH (BODY[1] {2}"},
    {"imap-partial-past-end-nil", Selected, "a FETCH 2 BODY.PEEK[1]<99.2>\n", "* 2 FETCH (BODY[1]<99> \"\")", "* 2 FETCH (BODY[1]<99> NIL)"},
    {"imap-header-fields-case-sensitive", Selected, "a FETCH 1 BODY.PEEK[HEADER.FIELDS (subject)]\n", "* 1 FETCH (BODY[HEADER.FIELDS (subject)] {16}", "* 1 FETCH (BODY[HEADER.FIELDS (subject)] {2}"},
    {"imap-header-fields-not-inverted", Selected, "a FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (subject)]\n", "* 1 FETCH (BODY[HEADER.FIELDS.NOT (subject)] {117}", "* 1 FETCH (BODY[HEADER.FIELDS.NOT (subject)] {16}"},
    {"imap-header-without-blank-line", Selected, "a FETCH 1 BODY.PEEK[HEADER]\n", "* 1 FETCH (BODY[HEADER] {131}", "* 1 FETCH (BODY[HEADER] {129}"},
    {"imap-text-includes-header", Selected, "a FETCH 1 BODY.PEEK[TEXT]\n", "* 1 FETCH (BODY[TEXT] {12}", "* 1 FETCH (BODY[TEXT] {143}"},
    {"imap-binary-not-decoded", Selected, "a FETCH 2 BINARY.PEEK[2]\n", "* 2 FETCH (BINARY[2] ~{3}", "* 2 FETCH (BINARY[2] {4}"},
    {"imap-binary-size-encoded", Selected, "a FETCH 2 BINARY.SIZE[2]\n", "* 2 FETCH (BINARY.SIZE[2] 3)", "* 2 FETCH (BINARY.SIZE[2] 4)"},
    {"imap-binary-unknown-cte-ok", Selected, "a FETCH 2 BINARY.SIZE[3]\n", "a NO [UNKNOWN-CTE] the part has an encoding that is not known", "* 2 FETCH (BINARY.SIZE[3] 3)"},
    {"imap-store-silent-not-silent", Selected, "a STORE 1 FLAGS.SILENT (\\Seen)\n", "a OK stored", "* 1 FETCH (FLAGS (\\Seen \\Recent))"},
    {"imap-store-not-told", Selected, "a STORE 1 +FLAGS (\\Flagged)\n", "* 1 FETCH (FLAGS (\\Flagged \\Seen \\Recent))", "a OK stored"},
    {"imap-store-on-read-only-accepted", Examined, "a STORE 1 +FLAGS.SILENT (\\Flagged)\n", "a NO [READ-ONLY] the mailbox is read-only", "a OK stored"},
    {"imap-store-add-replaces", Selected, "a STORE 1 +FLAGS (\\Flagged)\n", "* 1 FETCH (FLAGS (\\Flagged \\Seen \\Recent))", "* 1 FETCH (FLAGS (\\Flagged \\Recent))"},
    {"imap-store-remove-ignored", Selected, "a STORE 1 -FLAGS (\\Seen)\n", "* 1 FETCH (FLAGS (\\Recent))", "* 1 FETCH (FLAGS (\\Seen \\Recent))"},
    {"imap-store-unknown-item-ok", Selected, "a STORE 1 FOO (\\Seen)\n", "a BAD syntax error", "a OK why not"},
    {"imap-exists-not-told", Selected, "{mail}\na NOOP\n", "* 4 EXISTS", "* 4 RECENT"},
    {"imap-flags-of-others-not-told", Selected, "2: x STORE 1 +FLAGS (\\Flagged)\na NOOP\n", "* 1 FETCH (FLAGS (\\Flagged \\Seen \\Recent))", "a OK nothing done"},
    {"imap-expunge-during-fetch", Selected, "2: x EXPUNGE\na FETCH 1 UID\n", "a OK fetched", "* 3 EXPUNGE"},
    {"imap-expunge-wrong-order", Selected, "a STORE 1 +FLAGS.SILENT (\\Deleted)\nb EXPUNGE\n", "* 2 EXPUNGE", "* 3 EXPUNGE"},
    {"imap-expunge-all", Selected, "a EXPUNGE\n", "* 3 EXPUNGE", "* 1 EXPUNGE"},
    {"imap-expunge-keeps", Selected, "a EXPUNGE\n", "* 3 EXPUNGE", "a OK expunged"},
    {"imap-expunge-not-told", Selected, "a EXPUNGE\n", "* 3 EXPUNGE", "a OK expunged"},
    {"imap-close-sends-expunge", Selected, "a CLOSE\n", "a OK closed", "* 3 EXPUNGE"},
    {"imap-close-does-not-expunge", Selected, "a CLOSE\nb STATUS INBOX (MESSAGES)\n", "* STATUS INBOX (MESSAGES 2)", "* STATUS INBOX (MESSAGES 3)"},
    {"imap-unselect-expunges", Selected, "a UNSELECT\nb STATUS INBOX (MESSAGES)\n", "* STATUS INBOX (MESSAGES 3)", "* STATUS INBOX (MESSAGES 2)"},
    {"imap-uid-expunge-all-deleted", Selected, "a UID EXPUNGE 1\n", "a OK expunged", "* 3 EXPUNGE"},
    {"imap-search-or-as-and", Selected, "a SEARCH OR SUBJECT one SUBJECT three\n", "* SEARCH 1 2 3", "* SEARCH"},
    {"imap-search-not-ignored", Selected, "a SEARCH NOT SEEN\n", "* SEARCH 2 3", "* SEARCH 1"},
    {"imap-search-date-off-by-one", Selected, "a SEARCH ON 18-Jul-2024\n", "* SEARCH 2", "* SEARCH 3"},
    {"imap-search-larger-inclusive", Selected, "a SEARCH LARGER 349\n", "* SEARCH", "* SEARCH 2"},
    {"imap-search-body-in-header", Selected, "a SEARCH BODY subject\n", "* SEARCH", "* SEARCH 1 2 3"},
    {"imap-search-header-ignores-name", Selected, "a SEARCH HEADER To carl\n", "* SEARCH", "* SEARCH 3"},
    {"imap-search-unknown-key-ok", Selected, "a SEARCH FOO\n", "a BAD syntax error", "a OK why not"},
    {"imap-search-badcharset-ok", Selected, "a SEARCH CHARSET X-NONE SUBJECT x\n", "a NO [BADCHARSET (US-ASCII UTF-8)] not that charset", "* SEARCH"},
    {"imap-search-empty-not-told", Selected, "a SEARCH SUBJECT zzz\n", "* SEARCH", "a OK searched"},
    {"imap-uid-search-gives-numbers", Selected, "a STORE 1 +FLAGS.SILENT (\\Deleted)\nb EXPUNGE\nc UID SEARCH ALL\n", "* SEARCH 2", "* SEARCH 1"},
    {"imap-esearch-wrong-count", Selected, "a SEARCH RETURN (COUNT) ALL\n", "* ESEARCH (TAG \"a\") COUNT 3", "* ESEARCH (TAG \"a\") COUNT 4"},
    {"imap-esearch-min-is-max", Selected, "a SEARCH RETURN (MIN) ALL\n", "* ESEARCH (TAG \"a\") MIN 1", "* ESEARCH (TAG \"a\") MIN 3"},
    {"imap-esearch-without-tag", Selected, "a SEARCH RETURN (COUNT) ALL\n", "* ESEARCH (TAG \"a\") COUNT 3", "* ESEARCH COUNT 3"},
    {"imap-searchres-not-saved", Selected, "a SEARCH RETURN (SAVE) SEEN\nb FETCH $ UID\n", "* 1 FETCH (UID 1)", "b OK fetched"},
    {"imap-sort-wrong-order", Selected, "a SORT (SUBJECT) UTF-8 ALL\n", "* SORT 1 3 2", "* SORT 1 2 3"},
    {"imap-sort-reverse-ignored", Selected, "a SORT (REVERSE DATE) UTF-8 ALL\n", "* SORT 3 2 1", "* SORT 1 2 3"},
    {"imap-thread-flat", Selected, "a THREAD REFERENCES UTF-8 ALL\n", "* THREAD (1 3)(2)", "* THREAD (1)(2)(3)"},
    {"imap-rev2-search-untagged", Rev2, "a SEARCH ALL\n", "* ESEARCH (TAG \"a\") ALL 1:3", "* SEARCH 1 2 3"},
    {"imap-copy-loses-flags", Selected, "a COPY 1 box\nb STATUS box (UNSEEN)\n", "* STATUS box (UNSEEN 0)", "* STATUS box (UNSEEN 1)"},
    {"imap-copy-loses-date", Selected, "a COPY 1 box\nb SELECT box\nc FETCH 1 INTERNALDATE\n", "* 1 FETCH (INTERNALDATE \"17-Jul-2024 12:00:00 +0000\")", "* 1 FETCH (INTERNALDATE \"21-Nov-2026 09:30:03 +0000\")"},
    {"imap-copy-creates-mailbox", Selected, "a COPY 1 nowhere\n", "a NO [TRYCREATE] no such mailbox", "a OK [COPYUID 9 1 1] copied"},
    {"imap-copy-trycreate-missing", Selected, "a COPY 1 nowhere\n", "a NO [TRYCREATE] no such mailbox", "a NO no such mailbox"},
    {"imap-copyuid-missing", Selected, "a COPY 1 box\n", "a OK [COPYUID 8 1 1] copied", "a OK copied"},
    {"imap-copyuid-swapped", Selected, "a COPY 2 box\n", "a OK [COPYUID 8 2 1] copied", "a OK [COPYUID 8 1 2] copied"},
    {"imap-move-leaves-original", Selected, "a MOVE 1 box\n", "* 1 EXPUNGE", "a OK moved"},
    {"imap-idle-no-push", Selected, "a IDLE\n{mail}\n", "* 4 EXISTS", ""},
    {"imap-idle-done-ignored", Selected, "a IDLE\nDONE\n", "a OK idled", ""},
    {"imap-idle-no-continuation", Selected, "a IDLE\n", "+ idling", ""},
    {"imap-idle-other-line-accepted", Selected, "a IDLE\nNOOP\n", "a BAD DONE was awaited", "a OK idled"},
    {"imap-highestmodseq-missing", LoggedIn, "a SELECT box (CONDSTORE)\n", "* OK [HIGHESTMODSEQ 1] is the highest", "a OK [READ-WRITE] selected"},
    {"imap-modseq-not-rising", Selected, "a FETCH 1 MODSEQ\n", "* 1 FETCH (MODSEQ (2))", "* 1 FETCH (MODSEQ (1))"},
    {"imap-store-modseq-missing", Qresync, "a STORE 1 +FLAGS (\\Flagged)\n", "* 1 FETCH (UID 1 FLAGS (\\Flagged \\Seen \\Recent) MODSEQ (5))", "* 1 FETCH (UID 1 FLAGS (\\Flagged \\Seen \\Recent))"},
    {"imap-unchangedsince-ignored", Selected, "a STORE 1 (UNCHANGEDSINCE 1) +FLAGS (\\Flagged)\n", "a OK [MODIFIED 1] stored", "* 1 FETCH (FLAGS (\\Flagged \\Seen \\Recent) MODSEQ (5))"},
    {"imap-modified-missing", Selected, "a STORE 1 (UNCHANGEDSINCE 1) +FLAGS (\\Flagged)\n", "a OK [MODIFIED 1] stored", "a OK stored"},
    {"imap-changedsince-ignored", Selected, "a FETCH 1 UID (CHANGEDSINCE 9)\n", "a OK fetched", "* 1 FETCH (UID 1 MODSEQ (2))"},
    {"imap-qresync-without-enable-accepted", LoggedIn, "a SELECT box (QRESYNC (1 1))\n", "a BAD ENABLE QRESYNC first", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)"},
    {"imap-vanished-missing", Qresync, "a EXPUNGE\n", "* VANISHED 3", "* 3 EXPUNGE"},
    {"imap-vanished-earlier-missing", Qresync, "a EXPUNGE\nb UID FETCH 1:* UID (CHANGEDSINCE 4 VANISHED)\n", "* VANISHED (EARLIER) 3", "b OK fetched"},
    {"imap-expunge-highestmodseq-missing", Qresync, "a EXPUNGE\n", "a OK [HIGHESTMODSEQ 5] expunged", "a OK expunged"},
};
// clang-format on

TEST(ImapFaults, CanBeSeen) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.fault);
    const std::string good = ImapBench(row.opening).talk(row.in);
    const std::string mutant = ImapBench(row.opening, {row.fault}).talk(row.in);
    const auto differ = std::ranges::mismatch(good, mutant);
    const auto at = static_cast<std::size_t>(differ.in1 - good.begin());
    EXPECT_EQ(line_at(good, at), row.good);
    EXPECT_EQ(line_at(mutant, at), row.mutant);
    EXPECT_NE(good, mutant);
  }
}

TEST(ImapFaults, EachHasARow) {
  std::set<std::string_view> shown;
  for (const Row& row : kRows) shown.insert(row.fault);
  for (const ImapFaultRow& row : imap_fault_rows()) {
    EXPECT_TRUE(shown.contains(row.fault.name)) << row.fault.name;
    EXPECT_EQ(row.fault.protocol, "imap");
    EXPECT_EQ(std::ranges::count(row.fault.spec, '|'), std::ranges::count(row.fault.clause, '|'))
        << row.fault.name;
    EXPECT_EQ(find_fault(row.fault.name)->title, row.fault.title);
  }
}

}  // namespace
}  // namespace wireassay::reference::testing
