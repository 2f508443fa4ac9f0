// Whole IMAP dialogues against the session: the extensions, and IMAP4rev2.
#include <gtest/gtest.h>

#include "reference/imap_test_support.h"

namespace wireassay::reference::testing {
namespace {

using enum ImapOpening;

// What is sent (C:), what must come back (S:), and what happens beside (see ImapBench::talk). "..."
// is the rest of a line.
// clang-format off
const ImapDialogue kRows[] = {
    {"LIST, what is chosen and what is told", LoggedIn, R"(C: a LIST (SUBSCRIBED) "" *
S: * LIST (\Subscribed \HasChildren) "/" box
S: a OK listed
C: b LIST "" (INBOX "box/*") RETURN (SUBSCRIBED CHILDREN)
S: * LIST (\HasNoChildren) "/" INBOX
S: * LIST (\HasNoChildren) "/" box/child
S: b OK listed
C: c LIST "" "box" RETURN (STATUS (MESSAGES UNSEEN))
S: * LIST (\HasChildren) "/" box
S: * STATUS box (MESSAGES 0 UNSEEN 0)
S: c OK listed
C: d LIST (SPECIAL-USE) "" *
S: * LIST (\HasNoChildren \Archive) "/" Archive
S: * LIST (\HasNoChildren \Drafts) "/" Drafts
S: * LIST (\HasNoChildren \Junk) "/" Junk
S: * LIST (\HasNoChildren \Sent) "/" Sent
S: * LIST (\HasNoChildren \Trash) "/" Trash
S: d OK listed
C: e LIST (RECURSIVEMATCH) "" %
S: e BAD syntax error
C: f SUBSCRIBE box/child
S: f OK subscribed
C: g UNSUBSCRIBE box
S: g OK unsubscribed
C: h LIST (SUBSCRIBED RECURSIVEMATCH) "" %
S: * LIST (\HasChildren) "/" box (CHILDINFO ("SUBSCRIBED"))
S: h OK listed
C: i LIST () "" INBOX
S: * LIST (\HasNoChildren) "/" INBOX
S: i OK listed
C: j SUBSCRIBE gone
S: j OK subscribed
C: k LIST (SUBSCRIBED) "" g*
S: * LIST (\NonExistent \Subscribed \HasNoChildren) "/" gone
S: k OK listed
C: l CREATE mine (USE (\Sent))
S: l OK created
C: m CREATE all (USE (\Flagged))
S: m NO [USEATTR] not a use for this mailbox
)"},
    {"BINARY", Selected, R"(C: a FETCH 2 (BINARY.SIZE[2] BINARY.PEEK[1] BINARY.SIZE[9])
S: * 2 FETCH (BINARY.SIZE[2] 3 BINARY[1] {5}
S: hello BINARY.SIZE[9] 0)
S: a OK fetched
C: b FETCH 2 BINARY.PEEK[3]
S: b NO [UNKNOWN-CTE] the part has an encoding that is not known
C: c FETCH 2 BINARY.PEEK[1]<1.2>
S: * 2 FETCH (BINARY[1]<1> {2}
S: el)
S: c OK fetched
C: d FETCH 2 BINARY[1]
S: * 2 FETCH (BINARY[1] {5}
S: hello FLAGS (\Seen \Recent))
S: d OK fetched
)"},
    {"UID EXPUNGE, CLOSE, UNSELECT", Selected, R"(C: a STORE 1 +FLAGS.SILENT (\Deleted)
S: a OK stored
C: b UID EXPUNGE 1
S: * 1 EXPUNGE
S: b OK expunged
C: c UNSELECT
S: c OK unselected
C: d SELECT INBOX
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 2 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 6] is the highest
S: d OK [READ-WRITE] selected
C: e CLOSE
S: e OK closed
C: f STATUS INBOX (MESSAGES)
S: * STATUS INBOX (MESSAGES 1)
S: f OK told
C: g UNSELECT
S: g BAD not in this state
)"},
    {"COPY, MOVE", Selected, R"(C: a COPY 1:2 box
S: a OK [COPYUID 8 1:2 1:2] copied
C: b COPY 1 nowhere
S: b NO [TRYCREATE] no such mailbox
C: c UID COPY 9 box
S: c OK copied
C: d MOVE 1 box
S: * OK [COPYUID 8 1 3] moved
S: * 1 EXPUNGE
S: d OK moved
C: e UID MOVE 2 nowhere
S: e NO [TRYCREATE] no such mailbox
C: f SELECT box
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 3 EXISTS
S: * 3 RECENT
S: * OK [UNSEEN 2] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 8] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 3] is the highest
S: f OK [READ-WRITE] selected
C: g FETCH 1:* (UID FLAGS)
S: * 1 FETCH (UID 1 FLAGS (\Seen \Recent))
S: * 2 FETCH (UID 2 FLAGS (\Recent))
S: * 3 FETCH (UID 3 FLAGS (\Seen \Recent))
S: g OK fetched
C: h COPY 1 box
S: * 4 EXISTS
S: * 4 RECENT
S: h OK [COPYUID 8 1 4] copied
C: i COPY 9 box
S: i BAD there is no such message
)"},
    {"ESEARCH and SEARCHRES", Selected, R"(C: a SEARCH RETURN (MIN MAX COUNT) ALL
S: * ESEARCH (TAG "a") MIN 1 MAX 3 COUNT 3
S: a OK searched
C: b SEARCH RETURN () SEEN
S: * ESEARCH (TAG "b") ALL 1
S: b OK searched
C: c UID SEARCH RETURN (COUNT) SUBJECT zzz
S: * ESEARCH (TAG "c") UID COUNT 0
S: c OK searched
C: d SEARCH RETURN (SAVE) UNSEEN
S: d OK searched
C: e FETCH $ UID
S: * 2 FETCH (UID 2)
S: * 3 FETCH (UID 3)
S: e OK fetched
C: f UID SEARCH UID $
S: * SEARCH 2 3
S: f OK searched
C: g SEARCH RETURN (MIN SAVE) ALL
S: * ESEARCH (TAG "g") MIN 1
S: g OK searched
C: h FETCH $ UID
S: * 1 FETCH (UID 1)
S: h OK fetched
C: i SEARCH RETURN (MIN) SUBJECT zzz
S: * ESEARCH (TAG "i")
S: i OK searched
C: j SEARCH RETURN (ALL) MODSEQ 1
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * ESEARCH (TAG "j") ALL 1:3 MODSEQ 4
S: j OK searched
)"},
    {"SORT, THREAD", Selected, R"(C: a SORT (SUBJECT) UTF-8 ALL
S: * SORT 1 3 2
S: a OK sorted
C: b SORT (REVERSE DATE) US-ASCII ALL
S: * SORT 3 2 1
S: b OK sorted
C: c UID SORT (FROM) UTF-8 SEEN
S: * SORT 1
S: c OK sorted
C: d THREAD REFERENCES UTF-8 ALL
S: * THREAD (1 3)(2)
S: d OK threaded
C: e THREAD ORDEREDSUBJECT UTF-8 ALL
S: * THREAD (1 3)(2)
S: e OK threaded
C: f THREAD FOO UTF-8 ALL
S: f BAD no such algorithm here
C: g SORT (SUBJECT) X-NONE ALL
S: g NO [BADCHARSET (US-ASCII UTF-8)] not that charset
C: h SORT RETURN (MIN) (SUBJECT) UTF-8 ALL
S: h BAD ESORT is not offered
)"},
    {"IDLE", Selected, R"(C: a IDLE
S: + idling
{mail}
S: * 4 EXISTS
S: * 4 RECENT
2: x STORE 1 +FLAGS (\Flagged)
S: * 1 FETCH (FLAGS (\Flagged \Seen \Recent))
2: x EXPUNGE
S: * 3 EXPUNGE
C: DONE
S: a OK idled
C: b IDLE
S: + idling
C: NOOP
S: b BAD DONE was awaited
C: c NOOP
S: c OK nothing done
)"},
    {"IDLE without a mailbox", LoggedIn, R"(C: a IDLE
S: + idling
{mail}
C: done
S: a OK idled
)"},
    {"IMAP4rev2", Rev2, R"(C: a SELECT INBOX
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 3 EXISTS
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * LIST () "/" INBOX
S: a OK [READ-WRITE] selected
C: b SEARCH ALL
S: * ESEARCH (TAG "b") ALL 1:3
S: b OK searched
C: c UID SEARCH SEEN
S: * ESEARCH (TAG "c") UID ALL 1
S: c OK searched
C: d FETCH 1 FLAGS
S: * 1 FETCH (FLAGS (\Seen))
S: d OK fetched
2: x STORE 2 +FLAGS (\Flagged)
{mail}
C: e NOOP
S: * 4 EXISTS
S: * 2 FETCH (UID 2 FLAGS (\Flagged))
S: e OK nothing done
C: f SEARCH RECENT
S: * ESEARCH (TAG "f") ALL 4
S: f OK searched
C: g ENABLE QRESYNC
S: g BAD not in this state
)"},
    {"CONDSTORE", LoggedIn, R"(C: a SELECT INBOX (CONDSTORE)
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 3 EXISTS
S: * 3 RECENT
S: * OK [UNSEEN 2] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 4] is the highest
S: a OK [READ-WRITE] selected
C: b FETCH 1 MODSEQ
S: * 1 FETCH (MODSEQ (2))
S: b OK fetched
C: c STORE 1 +FLAGS.SILENT (\Flagged)
S: * 1 FETCH (MODSEQ (5))
S: c OK stored
C: d STORE 1:2 (UNCHANGEDSINCE 4) +FLAGS (\Answered)
S: * 2 FETCH (FLAGS (\Answered \Recent) MODSEQ (6))
S: d OK [MODIFIED 1] stored
C: e FETCH 1:* FLAGS (CHANGEDSINCE 5)
S: * 2 FETCH (FLAGS (\Answered \Recent) MODSEQ (6))
S: e OK fetched
C: f SEARCH MODSEQ 5
S: * SEARCH 1 2 (MODSEQ 6)
S: f OK searched
C: g STATUS INBOX (HIGHESTMODSEQ)
S: * STATUS INBOX (HIGHESTMODSEQ 6)
S: g OK told
C: h UID STORE 1 (UNCHANGEDSINCE 0) +FLAGS.SILENT (\Seen)
S: h OK [MODIFIED 1] stored
C: i SELECT INBOX (QRESYNC (1 1))
S: i BAD ENABLE QRESYNC first
)"},
    {"CONDSTORE enabled by STATUS", Selected, R"(C: a STATUS box (MESSAGES HIGHESTMODSEQ)
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * STATUS box (MESSAGES 0 HIGHESTMODSEQ 1)
S: a OK told
C: b STATUS box (HIGHESTMODSEQ)
S: * STATUS box (HIGHESTMODSEQ 1)
S: b OK told
C: c STORE 2 +FLAGS (\Flagged)
S: * 2 FETCH (FLAGS (\Flagged \Recent) MODSEQ (5))
S: c OK stored
)"},
    {"CONDSTORE enabled by FETCH MODSEQ", Selected, R"(C: a FETCH 1 FLAGS
S: * 1 FETCH (FLAGS (\Seen \Recent))
S: a OK fetched
C: b STORE 2 +FLAGS (\Flagged)
S: * 2 FETCH (FLAGS (\Flagged \Recent))
S: b OK stored
C: c UID FETCH 1 MODSEQ
S: * OK [HIGHESTMODSEQ 5] is the highest
S: * 1 FETCH (UID 1 MODSEQ (2))
S: c OK fetched
C: d FETCH 1 MODSEQ
S: * 1 FETCH (MODSEQ (2))
S: d OK fetched
C: e SEARCH MODSEQ 5
S: * SEARCH 2 (MODSEQ 5)
S: e OK searched
)"},
    {"CONDSTORE enabled by FETCH CHANGEDSINCE", Selected, R"(C: a FETCH 1:* UID (CHANGEDSINCE 3)
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * 3 FETCH (UID 3 MODSEQ (4))
S: a OK fetched
C: b FETCH 1:* UID (CHANGEDSINCE 4)
S: b OK fetched
)"},
    {"CONDSTORE enabled by STORE UNCHANGEDSINCE", Selected, R"(C: a STORE 9 (UNCHANGEDSINCE 4) +FLAGS (\Flagged)
S: a BAD there is no such message
C: b STORE 1 (UNCHANGEDSINCE 4) +FLAGS.SILENT (\Flagged)
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * 1 FETCH (MODSEQ (5))
S: b OK stored
C: c STORE 1 (UNCHANGEDSINCE 4) -FLAGS.SILENT (\Flagged)
S: c OK [MODIFIED 1] stored
)"},
    {"CONDSTORE enabled by SEARCH", Selected, R"(C: a SEARCH NOT MODSEQ 3
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * SEARCH 1 (MODSEQ 2)
S: a OK searched
C: b SEARCH MODSEQ 9
S: * SEARCH
S: b OK searched
)"},
    {"CONDSTORE enabled by SEARCH RETURN", Selected, R"(C: a SEARCH RETURN (COUNT) MODSEQ 9
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * ESEARCH (TAG "a") COUNT 0
S: a OK searched
C: b STORE 1 +FLAGS.SILENT (\Flagged)
S: * 1 FETCH (MODSEQ (5))
S: b OK stored
)"},
    {"CONDSTORE enabled by SORT", Selected, R"(C: a SORT (ARRIVAL) UTF-8 MODSEQ 1
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * SORT 1 2 3
S: a OK sorted
C: b THREAD REFERENCES UTF-8 MODSEQ 9
S: * THREAD
S: b OK threaded
)"},
    {"CONDSTORE enabled before a mailbox is selected", LoggedIn, R"(C: a STATUS INBOX (HIGHESTMODSEQ)
S: * STATUS INBOX (HIGHESTMODSEQ 4)
S: a OK told
C: b EXAMINE box
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 0 EXISTS
S: * 0 RECENT
S: * OK [PERMANENTFLAGS ()] are kept
S: * OK [UIDVALIDITY 8] of UIDs
S: * OK [UIDNEXT 1] is the next
S: * OK [HIGHESTMODSEQ 1] is the highest
S: b OK [READ-ONLY] selected
C: c SEARCH MODSEQ 1
S: * SEARCH
S: c OK searched
)"},
    {"CONDSTORE is not for ENABLE once a mailbox is selected", Selected, R"(C: a ENABLE CONDSTORE
S: a BAD not in this state
C: b FETCH 1 MODSEQ
S: * OK [HIGHESTMODSEQ 4] is the highest
S: * 1 FETCH (MODSEQ (2))
S: b OK fetched
)"},
    {"QRESYNC", Qresync, R"(C: a EXPUNGE
S: * VANISHED 3
S: a OK [HIGHESTMODSEQ 5] expunged
C: b STORE 1 -FLAGS (\Seen)
S: * 1 FETCH (UID 1 FLAGS (\Recent) MODSEQ (6))
S: b OK stored
2: x STORE 2 +FLAGS (\Deleted)
2: x EXPUNGE
C: c NOOP
S: * VANISHED 2
S: c OK nothing done
C: d SELECT INBOX (QRESYNC (1 4))
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 8] is the highest
S: * VANISHED (EARLIER) 2:3
S: * 1 FETCH (UID 1 FLAGS () MODSEQ (6))
S: d OK [READ-WRITE] selected
C: e UID FETCH 1:* FLAGS (CHANGEDSINCE 4 VANISHED)
S: * VANISHED (EARLIER) 2:3
S: * 1 FETCH (UID 1 FLAGS () MODSEQ (6))
S: e OK fetched
C: f SELECT INBOX (QRESYNC (1 4 3))
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 8] is the highest
S: * VANISHED (EARLIER) 3
S: f OK [READ-WRITE] selected
C: g SELECT INBOX (QRESYNC (999 4))
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 8] is the highest
S: g OK [READ-WRITE] selected
C: h SELECT INBOX (QRESYNC (1 4 1:3 (1 1)))
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen
S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] are kept
S: * OK [UIDVALIDITY 1] of UIDs
S: * OK [UIDNEXT 4] is the next
S: * OK [HIGHESTMODSEQ 8] is the highest
S: * VANISHED (EARLIER) 2:3
S: * 1 FETCH (UID 1 FLAGS () MODSEQ (6))
S: h OK [READ-WRITE] selected
)"},
    {"ENABLE", LoggedIn, R"(C: a ENABLE FOO
S: * ENABLED
S: a OK enabled
C: b ENABLE condstore IMAP4REV2
S: * ENABLED CONDSTORE IMAP4rev2
S: b OK enabled
C: c ENABLE
S: c BAD syntax error
)"},
    {"NAMESPACE, ID, CHECK", Selected, R"(C: a NAMESPACE
S: * NAMESPACE (("" "/")) NIL NIL
S: a OK told
C: b ID ("name" "x")
S: * ID ("name" "wireassay")
S: b OK pleased to meet you
C: c CHECK
S: c OK checked
C: d UID NOOP
S: d BAD syntax error
)"},
};
// clang-format on

TEST(ImapExtensions, WholeAndOctetByOctet) {
  for (const ImapDialogue& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(played(row, false), row.text);
    EXPECT_EQ(played(row, true), row.text);
  }
}

}  // namespace
}  // namespace wireassay::reference::testing
