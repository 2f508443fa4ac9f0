// Whole IMAP dialogues against the session: RFC 3501, its states, and its limits.
#include <gtest/gtest.h>

#include <string>

#include "reference/imap_test_support.h"

namespace wireassay::reference::testing {
namespace {

using enum ImapOpening;

// What is sent (C:), what must come back (S:), and what happens beside (see ImapBench::talk). "..."
// is the rest of a line.
// clang-format off
const ImapDialogue kRows[] = {
    {"greeting and capabilities", Raw, R"(S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE UNSELECT UIDPLUS CHILDREN ESEARCH SEARCHRES SORT THREAD=REFERENCES THREAD=ORDEREDSUBJECT LIST-EXTENDED LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE MOVE CONDSTORE QRESYNC STATUS=SIZE BINARY STARTTLS AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-256] reference.test IMAP ready
C: a CAPABILITY
S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE UNSELECT UIDPLUS CHILDREN ESEARCH SEARCHRES SORT THREAD=REFERENCES THREAD=ORDEREDSUBJECT LIST-EXTENDED LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE MOVE CONDSTORE QRESYNC STATUS=SIZE BINARY STARTTLS AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-256
S: a OK those are they
C: b LOGOUT
S: * BYE good bye
S: b OK logged out
S: {close}
)"},
    {"capabilities inside TLS", Tls, R"(C: a CAPABILITY
S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE UNSELECT UIDPLUS CHILDREN ESEARCH SEARCHRES SORT THREAD=REFERENCES THREAD=ORDEREDSUBJECT LIST-EXTENDED LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE MOVE CONDSTORE QRESYNC STATUS=SIZE BINARY AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-256
S: a OK those are they
)"},
    {"no tag, no command, no end", Connected, R"(C: 
S: * BAD syntax error
C: x
S: x BAD syntax error
C: x+y NOOP
S: * BAD syntax error
C: * NOOP
S: * BAD syntax error
C: a XYZZY
S: a BAD unknown command
C: a NOOP now
S: a BAD syntax error
C:  a NOOP
S: * BAD syntax error
C: a  NOOP
S: a BAD unknown command
C: nOoP noop
S: nOoP OK nothing done
)"},
    {"states before login", Connected, R"(C: a SELECT INBOX
S: a BAD not in this state
C: b FETCH 1 FLAGS
S: b BAD not in this state
C: c ENABLE CONDSTORE
S: c BAD not in this state
C: d IDLE
S: d BAD not in this state
C: e APPEND INBOX {3}
S: e BAD not in this state
C: f NOOP
S: f OK nothing done
C: g ID NIL
S: * ID ("name" "wireassay")
S: g OK pleased to meet you
)"},
    {"STARTTLS", Connected, R"(C: a STARTTLS
S: a OK begin TLS
S: {tls}
{tls}
C: b STARTTLS
S: b BAD TLS is active
C: c CAPABILITY
S: * CAPABILITY ...
S: c OK those are they
C: d LOGIN u01 secret
S: d OK [CAPABILITY ...
C: e STARTTLS
S: e BAD not in this state
)"},
    {"LOGIN", Connected, R"(C: a LOGIN u01 wrong
S: a NO [AUTHENTICATIONFAILED] wrong name or password
C: b LOGIN nobody secret
S: b NO [AUTHENTICATIONFAILED] wrong name or password
C: c LOGIN u01
S: c BAD syntax error
C: d LOGIN u01 secret x
S: d BAD syntax error
C: e LOGIN "u01 secret
S: e BAD syntax error
C: f LOGIN "u01" "secret"
S: f OK [CAPABILITY ...
C: g LOGIN u01 secret
S: g BAD not in this state
)"},
    {"LOGIN with literals", Connected, R"(C: a LOGIN {3}
S: + go on
C: u01 {6}
S: + go on
C: secret
S: a OK [CAPABILITY ...
)"},
    {"LOGIN with non-synchronising literals", Connected, R"(C: a LOGIN {3+}
C: u01 {6+}
C: secret
S: a OK [CAPABILITY ...
)"},
    {"a literal that is too big", Connected, R"(C: a LOGIN {70000}
S: a NO [TOOBIG] the literal is too big
C: b LOGIN {4294967296}
S: b BAD [TOOBIG] the literal is too big
C: c LOGIN {99999999999999999999}
S: c BAD syntax error
C: d LOGIN {abc}
S: d BAD syntax error
C: e NOOP
S: e OK nothing done
)"},
    {"AUTHENTICATE PLAIN", Connected, R"(C: a AUTHENTICATE PLAIN
S: + 
C: AHUwMQBzZWNyZXQ=
S: a OK [CAPABILITY ...
)"},
    {"AUTHENTICATE PLAIN with an initial response", Connected, R"(C: a AUTHENTICATE PLAIN AHUwMQBnZWhlaW0=
S: a NO [AUTHENTICATIONFAILED] wrong name or password
C: b AUTHENTICATE PLAIN AHUwMQBzZWNyZXQ=
S: b OK [CAPABILITY ...
)"},
    {"AUTHENTICATE PLAIN with base64 of no octets", Connected, R"(C: a AUTHENTICATE PLAIN 
S: + 
C: AHUwMQBzZWNyZXQ=
S: a OK [CAPABILITY ...
)"},
    {"AUTHENTICATE refused", Connected, R"(C: a AUTHENTICATE FOOBAR
S: a NO no such mechanism here
C: b AUTHENTICATE PLAIN
S: + 
C: *
S: b BAD cancelled
C: c AUTHENTICATE PLAIN
S: + 
C: !!!
S: c BAD cannot decode
C: d AUTHENTICATE
S: d BAD syntax error
C: e AUTHENTICATE PLAIN =
S: e BAD not what the mechanism asks for
C: f AUTHENTICATE PLAIN dTAyAHUwMQBzZWNyZXQ=
S: f NO [AUTHENTICATIONFAILED] wrong name or password
)"},
    {"AUTHENTICATE LOGIN", Connected, R"(C: a AUTHENTICATE LOGIN
S: + VXNlciBOYW1l
C: dTAx
S: + UGFzc3dvcmQ=
C: c2VjcmV0
S: a OK [CAPABILITY ...
)"},
    {"SELECT", LoggedIn, R"(C: a SELECT INBOX
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 3 EXISTS
S: * 3 RECENT
S: * OK [UNSEEN 2] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 4] is the highest
S: a OK [READ-WRITE] selected
C: b SELECT inbox
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 3 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 2] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 4] is the highest
S: b OK [READ-WRITE] selected
C: c SELECT nowhere
S: * OK [CLOSED] the other mailbox is closed
S: c NO [NONEXISTENT] no such mailbox
C: d FETCH 1 FLAGS
S: d BAD not in this state
C: e SELECT
S: e BAD syntax error
)"},
    {"EXAMINE changes nothing", Examined, R"(C: a FETCH 2 BODY[1]
S: * 2 FETCH (BODY[1] {5}
S: hello)
S: a OK fetched
C: b STORE 2 +FLAGS (\Seen)
S: b NO [READ-ONLY] the mailbox is read-only
C: c EXPUNGE
S: c NO [READ-ONLY] the mailbox is read-only
C: d MOVE 1 box
S: d NO [READ-ONLY] the mailbox is read-only
C: e CLOSE
S: e OK closed
C: f EXAMINE INBOX
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 3 EXISTS
S: * 3 RECENT
S: * OK [UNSEEN 2] the first unseen
S: * OK [PERMANENTFLAGS ()] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 4] is the highest
S: f OK [READ-ONLY] selected
)"},
    {"CREATE, DELETE", LoggedIn, R"(C: a CREATE new/
S: a OK created
C: b CREATE new
S: b NO [ALREADYEXISTS] there is one of that name
C: c CREATE INBOX
S: c NO [ALREADYEXISTS] there is one of that name
C: d DELETE new
S: d OK deleted
C: e DELETE new
S: e NO [NONEXISTENT] no such mailbox
C: f DELETE INBOX
S: f NO [CANNOT] not with this mailbox
C: g CREATE a/b/c
S: g OK created
C: h DELETE a/b
S: h NO [HASCHILDREN] there are mailboxes below it
C: i LIST "" a*
S: * LIST (\Noselect \HasChildren) "/" a
S: * LIST (\Noselect \HasChildren) "/" a/b
S: * LIST (\HasNoChildren) "/" a/b/c
S: i OK listed
C: j DELETE a/b
S: j NO [HASCHILDREN] there are mailboxes below it
C: k CREATE ""
S: k NO [CANNOT] not a name for a mailbox
C: l CREATE &AOk
S: l NO [CANNOT] not a name for a mailbox
C: m CREATE "x*"
S: m NO [CANNOT] not a name for a mailbox
)"},
    {"names of the world", LoggedIn, R"(C: a CREATE &AOk-t
S: a OK created
C: b LIST "" &AOk-*
S: * LIST (\HasNoChildren) "/" &AOk-t
S: b OK listed
C: c CREATE "a&-b"
S: c OK created
C: d LIST "" a*
S: * LIST (\HasNoChildren) "/" a&-b
S: d OK listed
C: e ENABLE IMAP4rev2
S: * ENABLED IMAP4rev2
S: e OK enabled
C: f LIST "" *t
S: * LIST (\HasNoChildren \Sent) "/" Sent
S: * LIST (\HasNoChildren) "/" "ét"
S: f OK listed
C: g LIST "" a*
S: * LIST (\HasNoChildren) "/" a&b
S: g OK listed
)"},
    {"RENAME", LoggedIn, R"(C: a RENAME box other
S: a OK renamed
C: b LIST "" *o*
S: * LIST (\HasNoChildren) "/" INBOX
S: * LIST (\HasChildren) "/" other
S: * LIST (\HasNoChildren) "/" other/child
S: b OK listed
C: c RENAME nowhere x
S: c NO [NONEXISTENT] no such mailbox
C: d RENAME other Sent
S: d NO [ALREADYEXISTS] there is one of that name
C: e RENAME INBOX old
S: e OK renamed
C: f STATUS INBOX (MESSAGES)
S: * STATUS INBOX (MESSAGES 0)
S: f OK told
C: g STATUS old (MESSAGES)
S: * STATUS old (MESSAGES 3)
S: g OK told
)"},
    {"SUBSCRIBE, LSUB", LoggedIn, R"(C: a LSUB "" *
S: * LSUB () "/" box
S: a OK listed
C: b SUBSCRIBE x/y
S: b OK subscribed
C: c LSUB "" %
S: * LSUB () "/" box
S: * LSUB (\Noselect) "/" x
S: c OK listed
C: d LSUB "" *
S: * LSUB () "/" box
S: * LSUB () "/" x/y
S: d OK listed
C: e UNSUBSCRIBE x/y
S: e OK unsubscribed
C: f UNSUBSCRIBE x/y
S: f OK unsubscribed
C: g LSUB "" *
S: * LSUB () "/" box
S: g OK listed
)"},
    {"LIST", LoggedIn, R"(C: a LIST "" ""
S: * LIST (\Noselect) "/" ""
S: a OK listed
C: b LIST "" %
S: * LIST (\HasNoChildren) "/" INBOX
S: * LIST (\HasNoChildren \Archive) "/" Archive
S: * LIST (\HasNoChildren \Drafts) "/" Drafts
S: * LIST (\HasNoChildren \Junk) "/" Junk
S: * LIST (\HasNoChildren \Sent) "/" Sent
S: * LIST (\HasNoChildren \Trash) "/" Trash
S: * LIST (\HasChildren) "/" box
S: b OK listed
C: c LIST box/ %
S: * LIST (\HasNoChildren) "/" box/child
S: c OK listed
C: d LIST "" nowhere
S: d OK listed
C: e LIST "" box%
S: * LIST (\HasChildren) "/" box
S: e OK listed
C: f LIST "" InBox
S: * LIST (\HasNoChildren) "/" INBOX
S: f OK listed
)"},
    {"STATUS", LoggedIn, R"(C: a STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ)
S: * STATUS INBOX (MESSAGES 3 RECENT 3 UIDNEXT 4 UIDVALIDITY 1 UNSEEN 2 DELETED 1 SIZE 650 HIGHESTMODSEQ 4)
S: a OK told
C: b STATUS INBOX (FOO)
S: b BAD syntax error
C: c STATUS INBOX ()
S: c BAD syntax error
C: d STATUS nowhere (MESSAGES)
S: d NO [NONEXISTENT] no such mailbox
)"},
    {"APPEND", Selected, R"(C: a APPEND INBOX (\Flagged $Forwarded) "17-Jul-2024 02:00:00 +0200" {14}
S: + go on
C: Subject: x
C: 
C: 
S: * 4 EXISTS
S: * 4 RECENT
S: a OK [APPENDUID 1 4] appended
C: b FETCH 4 (FLAGS INTERNALDATE RFC822.SIZE UID)
S: * 4 FETCH (FLAGS (\Flagged \Recent $Forwarded) INTERNALDATE "17-Jul-2024 02:00:00 +0200" RFC822.SIZE 14 UID 4)
S: b OK fetched
C: c APPEND nowhere {3+}
C: abc
S: c NO [TRYCREATE] no such mailbox
C: d APPEND INBOX "32-Foo-2024 00:00:00 +0000" {3+}
C: abc
S: d BAD syntax error
C: e APPEND INBOX (\Recent) {3}
S: e BAD syntax error
C: f APPEND INBOX {16777217}
S: f BAD [TOOBIG] the literal is too big
C: g APPEND box {0}
S: + go on
C: 
S: g OK [APPENDUID 8 1] appended
C: h APPEND INBOX UTF8 (~{3+}
C: abc)
S: h BAD UTF8 is not enabled
)"},
    {"FETCH", Selected, R"(C: a FETCH 1 FAST
S: * 1 FETCH (FLAGS (\Seen \Recent) INTERNALDATE "17-Jul-2024 12:00:00 +0000" RFC822.SIZE 143)
S: a OK fetched
C: b FETCH 1 (UID ENVELOPE)
S: * 1 FETCH (UID 1 ENVELOPE ("Wed, 17 Jul 2024 12:00:00 +0000" "one" (("Ann A" NIL "ann" "x.test")) (("Ann A" NIL "ann" "x.test")) (("Ann A" NIL "ann" "x.test")) ((NIL NIL "u01" "reference.test")) NIL NIL NIL "<1@x.test>"))
S: b OK fetched
C: c FETCH 2 BODY.PEEK[1]
S: * 2 FETCH (BODY[1] {5}
S: hello)
S: c OK fetched
C: d FETCH 2 FLAGS
S: * 2 FETCH (FLAGS (\Recent))
S: d OK fetched
C: e FETCH 2 BODY[TEXT]<2.5>
S: * 2 FETCH (BODY[TEXT]<2> {5}
S: b
S: Co FLAGS (\Seen \Recent))
S: e OK fetched
C: f FETCH 2 (BODY[1] FLAGS)
S: * 2 FETCH (BODY[1] {5}
S: hello FLAGS (\Seen \Recent))
S: f OK fetched
C: g FETCH 1 BODY.PEEK[HEADER.FIELDS (subject "Date")]
S: * 1 FETCH (BODY[HEADER.FIELDS (subject Date)] {55}
S: Subject: one
S: Date: Wed, 17 Jul 2024 12:00:00 +0000
S: 
S: )
S: g OK fetched
C: h FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (from to date)]
S: * 1 FETCH (BODY[HEADER.FIELDS.NOT (from to date)] {40}
S: Subject: one
S: Message-ID: <1@x.test>
S: 
S: )
S: h OK fetched
C: i FETCH 2 (BODY.PEEK[2] BODY.PEEK[2.MIME] BODY.PEEK[99])
S: * 2 FETCH (BODY[2] {4}
S: AAEC BODY[2.MIME] {77}
S: Content-Type: application/octet-stream
S: Content-Transfer-Encoding: base64
S: 
S:  BODY[99] NIL)
S: i OK fetched
C: j FETCH 1 BODY.PEEK[]<999.1>
S: * 1 FETCH (BODY[]<999> "")
S: j OK fetched
C: k FETCH 1 (RFC822.HEADER RFC822.TEXT)
S: * 1 FETCH (RFC822.HEADER {131}
S: From: "Ann A" <ann@x.test>
S: To: u01@reference.test
S: Subject: one
S: Date: Wed, 17 Jul 2024 12:00:00 +0000
S: Message-ID: <1@x.test>
S: 
S:  RFC822.TEXT {12}
S: first body
S: )
S: k OK fetched
C: l FETCH 2 BODY
S: * 2 FETCH (BODY (("text" "plain" NIL NIL NIL "7bit" 5 1)("application" "octet-stream" NIL NIL NIL "base64" 4)("text" "plain" NIL NIL NIL "x-odd" 3 1) "mixed"))
S: l OK fetched
)"},
    {"FETCH, sets", Selected, R"(C: a FETCH 4 FLAGS
S: a BAD there is no such message
C: b FETCH 0 FLAGS
S: b BAD syntax error
C: c FETCH 3:1 UID
S: * 1 FETCH (UID 1)
S: * 2 FETCH (UID 2)
S: * 3 FETCH (UID 3)
S: c OK fetched
C: d FETCH * UID
S: * 3 FETCH (UID 3)
S: d OK fetched
C: e UID FETCH 9 FLAGS
S: e OK fetched
C: f UID FETCH 9:* FLAGS
S: * 3 FETCH (UID 3 FLAGS (\Deleted \Recent))
S: f OK fetched
C: g FETCH 1,,2 FLAGS
S: g BAD syntax error
C: h FETCH 1 ()
S: h BAD syntax error
C: i FETCH 1 (FAST)
S: i BAD syntax error
C: j FETCH 1 FOO
S: j BAD syntax error
C: k FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)
S: k BAD VANISHED is not allowed here
C: l UID FETCH 1:3 (UID FLAGS)
S: * 1 FETCH (UID 1 FLAGS (\Seen \Recent))
S: * 2 FETCH (UID 2 FLAGS (\Recent))
S: * 3 FETCH (UID 3 FLAGS (\Deleted \Recent))
S: l OK fetched
)"},
    {"STORE", Selected, R"(C: a STORE 1 +FLAGS (\Flagged)
S: * 1 FETCH (FLAGS (\Flagged \Seen \Recent))
S: a OK stored
C: b STORE 1 -FLAGS \Seen
S: * 1 FETCH (FLAGS (\Flagged \Recent))
S: b OK stored
C: c STORE 1:2 FLAGS.SILENT (\Answered)
S: c OK stored
C: d FETCH 1:2 FLAGS
S: * 1 FETCH (FLAGS (\Answered \Recent))
S: * 2 FETCH (FLAGS (\Answered \Recent))
S: d OK fetched
C: e STORE 1 +FLAGS ($New)
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $New)
S: * 1 FETCH (FLAGS (\Answered \Recent $New))
S: e OK stored
C: f STORE 1 +FLAGS (\Recent)
S: f BAD syntax error
C: g STORE 1 +FLAGS (\Foo)
S: * 1 FETCH (FLAGS (\Answered \Recent $New))
S: g OK stored
C: h STORE 1 FLAGS ()
S: * 1 FETCH (FLAGS (\Recent))
S: h OK stored
C: i STORE 9 FLAGS ()
S: i BAD there is no such message
C: j UID STORE 3 -FLAGS (\Deleted)
S: * 3 FETCH (UID 3 FLAGS (\Recent))
S: j OK stored
C: k STORE 1 FLAGS
S: k BAD syntax error
C: l STORE 1 FOO (\Seen)
S: l BAD syntax error
)"},
    {"EXPUNGE", Selected, R"(C: a STORE 1 +FLAGS.SILENT (\Deleted)
S: a OK stored
C: b EXPUNGE
S: * 1 EXPUNGE
S: * 2 EXPUNGE
S: b OK expunged
C: c FETCH 1:* UID
S: * 1 FETCH (UID 2)
S: c OK fetched
C: d EXPUNGE
S: d OK expunged
)"},
    {"SEARCH", Selected, R"(C: a SEARCH ALL
S: * SEARCH 1 2 3
S: a OK searched
C: b SEARCH SUBJECT THREE
S: * SEARCH 2
S: b OK searched
C: c SEARCH OR SUBJECT one SUBJECT zzz
S: * SEARCH 1 3
S: c OK searched
C: d SEARCH NOT SEEN
S: * SEARCH 2 3
S: d OK searched
C: e SEARCH SINCE 18-Jul-2024 BEFORE 19-Jul-2024
S: * SEARCH 2
S: e OK searched
C: f UID SEARCH DELETED
S: * SEARCH 3
S: f OK searched
C: g SEARCH SUBJECT zzz
S: * SEARCH
S: g OK searched
C: h SEARCH CHARSET X-NONE SUBJECT x
S: h NO [BADCHARSET (US-ASCII UTF-8)] not that charset
C: i SEARCH FOO
S: i BAD syntax error
C: j SEARCH
S: j BAD syntax error
C: k SEARCH SINCE 32-Foo-2024
S: k BAD syntax error
C: l SEARCH (1 SEEN)
S: * SEARCH 1
S: l OK searched
C: m SEARCH BODY hello
S: * SEARCH 2
S: m OK searched
C: n SEARCH MODSEQ 1
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * SEARCH 1 2 3 (MODSEQ 4)
S: n OK searched
)"},
    {"what another session does", Selected, R"(2: x STORE 2 +FLAGS (\Flagged)
2: x EXPUNGE
2: x APPEND INBOX {3+}
2: abc
C: a FETCH 1 FLAGS
S: * 1 FETCH (FLAGS (\Seen \Recent))
S: * 4 EXISTS
S: * 2 FETCH (FLAGS (\Flagged \Recent))
S: a OK fetched
C: b FETCH 3 FLAGS
S: * 3 FETCH (FLAGS (\Deleted \Recent))
S: b OK fetched
C: c NOOP
S: * 3 EXPUNGE
S: c OK nothing done
C: d NOOP
S: d OK nothing done
)"},
    {"DELETE of what is selected", LoggedIn, R"(C: a SELECT box/child
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 0 EXISTS
S: * 0 RECENT
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 7] of UIDs
S: * OK [UIDNEXT 1] is the next
S: * OK [HIGHESTMODSEQ 1] is the highest
S: a OK [READ-WRITE] selected
C: b DELETE box/child
S: * OK [CLOSED] the selected mailbox was deleted
S: b OK deleted
C: c FETCH 1 FLAGS
S: c BAD not in this state
)"},
};
// clang-format on

TEST(ImapSession, WholeAndOctetByOctet) {
  for (const ImapDialogue& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(played(row, false), row.text);
    EXPECT_EQ(played(row, true), row.text);
  }
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string last_line(std::string_view text) {
  text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

TEST(ImapSession, ErrorsAreCounted) {
  ImapBench bench(Connected);
  EXPECT_EQ(bench.talk(repeat("a XYZZY\n", 99)), repeat("a BAD unknown command\n", 99));
  EXPECT_EQ(bench.talk("a XYZZY\na NOOP\n"),
            "a BAD unknown command\n* BYE too many errors\n{close}\n");
  ImapBench lines(Connected);
  EXPECT_EQ(lines.talk(repeat("\n", 100)),
            repeat("* BAD syntax error\n", 100) + "* BYE too many errors\n{close}\n");
}

TEST(ImapSession, LongLinesAndLiterals) {
  ImapBench bench(LoggedIn);
  EXPECT_EQ(bench.talk("a NOOP " + std::string(200'000, 'x') + "\nb NOOP\n"),
            "a BAD syntax error\nb OK nothing done\n");
  EXPECT_EQ(bench.talk("a LIST \"\" {70000+}\n" + std::string(70'000, 'x') + "\nb NOOP\n"),
            "a BAD syntax error\nb OK nothing done\n");
  EXPECT_EQ(bench.talk("a APPEND box {65537}\n"), "+ go on\n");
  EXPECT_EQ(bench.talk(std::string(65'537, 'x') + "\nb STATUS box (SIZE)\n"),
            "a OK [APPENDUID 8 1] appended\n* STATUS box (SIZE 65537)\nb OK told\n");
}

TEST(ImapSession, EndsWhereTheNextCommandCannotBeTold) {
  const std::string too_long = std::string(200'000, 'x') + "\nb NOOP\n";
  const std::string said = "a BAD the line is too long\n* BYE the line is too long\n{close}\n";
  EXPECT_EQ(ImapBench(LoggedIn).talk("a IDLE\n" + too_long), "+ idling\n" + said);
  EXPECT_EQ(ImapBench(Connected).talk("a AUTHENTICATE PLAIN\n" + too_long), "+ \n" + said);
  EXPECT_EQ(ImapBench(Connected).talk("a LOGIN {67108865+}\nb NOOP\n"),
            "a BAD [TOOBIG] the literal is too big\n* BYE the literal is too big\n{close}\n");
}

TEST(ImapSession, AnswersManyCommandsInPieces) {
  ImapBench bench(LoggedIn);
  bench.talk("a APPEND box {100000+}\n" + std::string(100'000, 'x') + "\nb SELECT box\n");
  std::string commands = repeat("c FETCH 1 BODY.PEEK[]\r\n", 100);
  SessionOutput output = bench.session().feed(commands);
  EXPECT_TRUE(output.more);
  std::size_t pieces = 1, octets = output.octets.size();
  for (; output.more; ++pieces) {
    EXPECT_LT(output.octets.size(), 1'300'000U);
    output = bench.session().feed({});
    octets += output.octets.size();
  }
  EXPECT_GT(pieces, 8U);
  EXPECT_EQ(
      octets,
      100 * (100'000 + std::string("* 1 FETCH (BODY[] {100000}\r\n)\r\nc OK fetched\r\n").size()));
}

TEST(ImapSession, OneCommandHasALimit) {
  ImapBench bench(LoggedIn);
  bench.talk("a APPEND box {1000000+}\n" + std::string(1'000'000, 'x') + "\nb SELECT box\n");
  const std::string said = bench.talk("c FETCH 1 (" + repeat("BODY.PEEK[] ", 100) + "UID)\n");
  EXPECT_EQ(last_line(said), "c NO [LIMIT] this is too much");
}

TEST(ImapSession, LastWords) {
  ImapBench bench(Connected);
  EXPECT_EQ(bench.session().farewell(GivingUp::Idle), "* BYE waited too long\r\n");
  EXPECT_EQ(bench.session().farewell(GivingUp::Busy),
            "* BYE [UNAVAILABLE] too many connections\r\n");
}

}  // namespace
}  // namespace wireassay::reference::testing
