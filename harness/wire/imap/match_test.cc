// Expected data against what servers send: what matches, what nearly does, what is bound.
#include "wire/imap/match.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "testing/parser.h"
#include "wire/imap/match_testing.h"

namespace wireassay::imap {
namespace {

using testing::MapHoles;
using testing::PatternText;

/// `bound`: variables before; `binds`: what the pattern binds, "name=value;" in the order of names.
struct Row {
  std::string_view name;
  std::string_view pattern;
  std::string_view element;
  bool matches;
  std::string_view binds = "";
  std::map<std::string, std::string> bound = {};
};

std::string added(const MapHoles& holes, const std::map<std::string, std::string>& before) {
  std::string text;
  for (const auto& [name, value] : holes.bound()) {
    if (!before.contains(name)) text += name + "=" + value + ";";
  }
  return text;
}

void check(const Structure& structure, const Row& row) {
  SCOPED_TRACE(row.name);
  const PatternText text(row.pattern, row.bound);
  const auto compiled = structure.compile(text.parts());
  ASSERT_TRUE(compiled) << compiled.error().message;
  MapHoles holes(row.bound);
  const wireassay::testing::ExactBuffer element(row.element);
  EXPECT_EQ((*compiled)->matches(element.view(), holes), row.matches);
  EXPECT_EQ(added(holes, row.bound), row.binds);
}

const Row kMessageData[] = {
    {"exists", "3 EXISTS", "3 EXISTS", true},
    {"exists differs", "3 EXISTS", "4 EXISTS", false},
    {"exists in small letters", "3 exists", "3 EXISTS", true},
    {"another name", "3 EXISTS", "3 RECENT", false},
    {"any expunge", "${?} EXPUNGE", "2 EXPUNGE", true},
    {"any expunge is no exists", "${?} EXPUNGE", "2 EXISTS", false},
    {"number bound", "${?n} EXISTS", "17 EXISTS", true, "n=17;"},
    {"number of a variable", "${n} EXISTS", "17 EXISTS", true, "", {{"n", "17"}}},
    {"another number than the variable", "${n} EXISTS", "18 EXISTS", false, "", {{"n", "17"}}},
    {"a bound hole compares", "${?n} EXISTS", "18 EXISTS", false, "", {{"n", "17"}}},
    {"anything", "${?*}", "18 EXISTS", true},
    {"two spaces of a server", "3 EXISTS", "3  EXISTS", true},
};

const Row kFetch[] = {
    {"fetch alone", "2 FETCH", R"(2 FETCH (UID 5))", true},
    {"fetch alone, another message", "2 FETCH", R"(3 FETCH (UID 5))", false},
    {"one item", "2 FETCH (UID 5)", "2 FETCH (UID 5)", true},
    {"item differs", "2 FETCH (UID 5)", "2 FETCH (UID 6)", false},
    {"item among others", "2 FETCH (UID 5)", R"(2 FETCH (FLAGS () UID 5 MODSEQ (7)))", true},
    {"order", "2 FETCH (A 1 B 2)", "2 FETCH (B 2 A 1)", true},
    {"item missing", "2 FETCH (UID 5 FLAGS ())", "2 FETCH (UID 5)", false},
    {"names in either case", "2 FETCH (uid 5)", "2 FETCH (UID 5)", true},
    {"no items wanted", "2 FETCH ()", "2 FETCH (UID 5)", true},
    {"rest", "2 FETCH (${?*})", "2 FETCH (UID 5)", true},
    {"rest alone", "2 FETCH ${?*}", "2 FETCH (UID 5)", true},
    {"item and rest", "2 FETCH (UID 5 ${?*})", "2 FETCH (FLAGS () UID 5)", true},
    {"uid bound", "2 FETCH (UID ${?uid})", "2 FETCH (FLAGS () UID 5)", true, "uid=5;"},
    {"uid and size", "2 FETCH (UID ${?u} RFC822.SIZE ${?s})", "2 FETCH (RFC822.SIZE 9 UID 5)", true,
     "s=9;u=5;"},
    {"a value is no name", "2 FETCH (X UID)", "2 FETCH (UID X)", false},
    {"nothing is bound by a miss", "2 FETCH (UID ${?u} X 1)", "2 FETCH (UID 5 X 2)", false},
    {"the second of two", "2 FETCH (UID ${?u} UID 5)", "2 FETCH (UID 5 UID 6)", true, "u=6;"},
};

const Row kFlags[] = {
    {"flags", R"(2 FETCH (FLAGS (\Seen)))", R"(2 FETCH (FLAGS (\Seen)))", true},
    {"flags in any order", R"(2 FETCH (FLAGS (\Seen $W)))", R"(2 FETCH (FLAGS ($W \Seen)))", true},
    {"flags in either case", R"(2 FETCH (FLAGS (\seen)))", R"(2 FETCH (FLAGS (\Seen)))", true},
    {"a flag too many", R"(2 FETCH (FLAGS (\Seen)))", R"(2 FETCH (FLAGS (\Seen \Draft)))", false},
    {"a flag too few", R"(2 FETCH (FLAGS (\Seen \Draft)))", R"(2 FETCH (FLAGS (\Seen)))", false},
    {"a flag twice is two", R"(2 FETCH (FLAGS (\Seen \Seen)))", R"(2 FETCH (FLAGS (\Seen)))",
     false},
    {"no flags", "2 FETCH (FLAGS ())", "2 FETCH (FLAGS ())", true},
    {"no flags but one", "2 FETCH (FLAGS ())", R"(2 FETCH (FLAGS (\Seen)))", false},
    {"recent is ignored", "2 FETCH (FLAGS ())", R"(2 FETCH (FLAGS (\Recent)))", true},
    {"recent is named", R"(2 FETCH (FLAGS (\Recent)))", R"(2 FETCH (FLAGS (\Recent)))", true},
    {"recent is named and missing", R"(2 FETCH (FLAGS (\Recent)))", "2 FETCH (FLAGS ())", false},
    {"flags at least", R"(2 FETCH (FLAGS (\Seen ${?*})))", R"(2 FETCH (FLAGS (\Draft \Seen)))",
     true},
    {"flags at least, missing", R"(2 FETCH (FLAGS (\Seen ${?*})))", R"(2 FETCH (FLAGS (\Draft)))",
     false},
    {"a hole for a flag", R"(2 FETCH (FLAGS (${?f} \Seen)))", R"(2 FETCH (FLAGS (\Seen $W)))", true,
     "f=$W;"},
    {"all flags bound", "2 FETCH (FLAGS ${?f})", R"(2 FETCH (FLAGS (\Seen $W)))", true,
     R"(f=(\Seen $W);)"},
    {"bound flags again",
     "2 FETCH (FLAGS ${f})",
     "2 FETCH (FLAGS ($W))",
     true,
     "",
     {{"f", "($W)"}}},
    {"bound flags differ",
     "2 FETCH (FLAGS ${f})",
     "2 FETCH (FLAGS ($X))",
     false,
     "",
     {{"f", "($W)"}}},
    {"a flag of a variable",
     "2 FETCH (FLAGS (${f}))",
     "2 FETCH (FLAGS ($w))",
     true,
     "",
     {{"f", "$W"}}},
    {"a flag made of two",
     "2 FETCH (FLAGS ($${f}))",
     "2 FETCH (FLAGS ($W))",
     true,
     "",
     {{"f", "W"}}},
    {"untagged flags", R"(FLAGS (\Seen \Draft))", R"(FLAGS (\Draft \Seen \Recent))", true},
    {"untagged flags differ", R"(FLAGS (\Seen))", R"(FLAGS (\Draft \Seen))", false},
    {"untagged flags alone", "FLAGS", R"(FLAGS (\Draft))", true},
};

const Row kStrings[] = {
    {"quoted and quoted", R"(1 FETCH (X "a b"))", R"(1 FETCH (X "a b"))", true},
    {"quoted and literal", R"(1 FETCH (X "a b"))", "1 FETCH (X {3}\r\na b)", true},
    {"quoted and literal8", R"(1 FETCH (X "a b"))", "1 FETCH (X ~{3}\r\na b)", true},
    {"quoted and atom", R"(1 FETCH (X "ab"))", "1 FETCH (X ab)", true},
    {"atom and quoted", "1 FETCH (X ab)", R"(1 FETCH (X "ab"))", true},
    {"content of strings is exact", R"(1 FETCH (X "Ab"))", R"(1 FETCH (X "ab"))", false},
    {"atom against a string is exact", "1 FETCH (X Ab)", R"(1 FETCH (X "ab"))", false},
    {"quoted against an atom is exact", R"(1 FETCH (X "Ab"))", "1 FETCH (X ab)", false},
    {"atoms in either case", "1 FETCH (X Ab)", "1 FETCH (X aB)", true},
    {"escapes", R"(1 FETCH (X "a\"\\b"))", R"(1 FETCH (X "a\"\\b"))", true},
    {"escapes and literal", R"(1 FETCH (X "a\"\\b"))", "1 FETCH (X {4}\r\na\"\\b)", true},
    {"nil", "1 FETCH (X NIL)", "1 FETCH (X nil)", true},
    {"nil is no string", "1 FETCH (X NIL)", R"(1 FETCH (X "NIL"))", false},
    {"a string is not nil", R"(1 FETCH (X "NIL"))", "1 FETCH (X NIL)", false},
    {"nil is not empty", R"(1 FETCH (X ""))", "1 FETCH (X NIL)", false},
    {"empty is not nil", "1 FETCH (X NIL)", R"(1 FETCH (X ""))", false},
    {"empty", R"(1 FETCH (X ""))", "1 FETCH (X {0}\r\n)", true},
    {"nil is no list", "1 FETCH (X NIL)", "1 FETCH (X ())", false},
    {"a list is not nil", "1 FETCH (X ())", "1 FETCH (X NIL)", false},
    {"nil bound and again", "1 FETCH (X ${?x} Y ${?x})", "1 FETCH (X NIL Y NIL)", true, "x=NIL;"},
    {"a variable and a literal",
     "1 FETCH (BODY[] ${m})",
     "1 FETCH (BODY[] {7}\r\na \"(b\r\n)",
     true,
     "",
     {{"m", "a \"(b\r\n"}}},
    {"a variable is no syntax", "1 FETCH (X ${m})", "1 FETCH (X (a b))", false, "", {{"m", "a b"}}},
    {"a variable that looks like more",
     "1 FETCH (X ${m})",
     "1 FETCH (X 1 Y 2)",
     false,
     "",
     {{"m", "1 Y 2"}}},
    {"a variable differs in a letter",
     "1 FETCH (X ${m})",
     "1 FETCH (X \"ab\")",
     false,
     "",
     {{"m", "aB"}}},
    {"a quoted variable",
     "1 FETCH (X ${m})",
     R"(1 FETCH (X "a b"))",
     true,
     "",
     {{"m", R"("a b")"}}},
    {"a quoted variable with escapes",
     "1 FETCH (X ${m})",
     "1 FETCH (X {3}\r\na\"b)",
     true,
     "",
     {{"m", R"("a\"b")"}}},
    {"quotes that are content",
     "1 FETCH (X ${m})",
     R"(1 FETCH (X "\"a\""))",
     true,
     "",
     {{"m", R"("a")"}}},
    {"string bound without quotes", "1 FETCH (X ${?x})", R"(1 FETCH (X "a\"b"))", true, "x=a\"b;"},
    {"literal bound", "1 FETCH (X ${?x})", "1 FETCH (X {3}\r\na b)", true, "x=a b;"},
    {"list bound as it is", "1 FETCH (X ${?x})", "1 FETCH (X (a {1}\r\nb))", true,
     "x=(a {1}\r\nb);"},
    {"hole in quotes", R"(1 FETCH (X "a ${?x} c"))", R"(1 FETCH (X "a bb c"))", true, "x=bb;"},
    {"hole in quotes may be empty", R"(1 FETCH (X "a${?x}"))", R"(1 FETCH (X "a"))", true, "x=;"},
    {"hole in an atom may not", "1 FETCH (X a${?x})", "1 FETCH (X a)", false},
    {"hole in an atom", "1 FETCH (X a.${?x})", "1 FETCH (X a.b.c)", true, "x=b.c;"},
    {"two holes in an atom", "1 FETCH (X ${?x}.${?y})", "1 FETCH (X a.b.c)", true, "x=a;y=b.c;"},
    {"holes go back", "1 FETCH (X ${?x}.${?x})", "1 FETCH (X a.b.a.b)", true, "x=a.b;"},
    {"rest in quotes", R"(1 FETCH (X "a${?*}"))", R"(1 FETCH (X "a, b"))", true},
    {"value in quotes",
     R"(1 FETCH (X "<${m}>"))",
     R"(1 FETCH (X "<a b>"))",
     true,
     "",
     {{"m", "a b"}}},
};

const Row kSections[] = {
    {"section", R"(1 FETCH (BODY[TEXT] "x"))", R"(1 FETCH (BODY[TEXT] "x"))", true},
    {"section in either case", R"(1 FETCH (BODY[text] "x"))", R"(1 FETCH (body[TEXT] "x"))", true},
    {"another section", R"(1 FETCH (BODY[] "x"))", R"(1 FETCH (BODY[TEXT] "x"))", false},
    {"origin", R"(1 FETCH (BODY[]<5> "x"))", R"(1 FETCH (BODY[]<5> "x"))", true},
    {"no origin", R"(1 FETCH (BODY[]<5> "x"))", R"(1 FETCH (BODY[] "x"))", false},
    {"header fields", R"(1 FETCH (BODY[HEADER.FIELDS (To From)] "x"))",
     R"(1 FETCH (BODY[HEADER.FIELDS (FROM TO)] "x"))", true},
    {"header fields in quotes", R"(1 FETCH (BODY[HEADER.FIELDS (To From)] "x"))",
     R"(1 FETCH (BODY[HEADER.FIELDS ("From" "To")] "x"))", true},
    {"another header field", R"(1 FETCH (BODY[HEADER.FIELDS (To)] "x"))",
     R"(1 FETCH (BODY[HEADER.FIELDS (Cc)] "x"))", false},
    {"not these fields", R"(1 FETCH (BODY[HEADER.FIELDS.NOT (To)] "x"))",
     R"(1 FETCH (BODY[HEADER.FIELDS (To)] "x"))", false},
    {"a part's header", R"(1 FETCH (BODY[2.MIME] ${?x} UID 4))",
     R"(1 FETCH (UID 4 BODY[2.MIME] "m"))", true, "x=m;"},
    {"binary size", "1 FETCH (BINARY.SIZE[2] 40)", "1 FETCH (BINARY.SIZE[2] 40)", true},
    {"binary",
     "1 FETCH (BINARY[2] ${b})",
     std::string_view("1 FETCH (BINARY[2] ~{3}\r\na\0b)", 29),
     true,
     "",
     {{"b", std::string("a\0b", 3)}}},
};

const Row kLists[] = {
    {"modseq", "1 FETCH (MODSEQ (${?m}))", "1 FETCH (MODSEQ (917))", true, "m=917;"},
    {"structure",
     R"(1 FETCH (BODYSTRUCTURE ("text" "PLAIN" ("charset" "us-ascii") NIL NIL "7bit" 5 1)))",
     R"(1 FETCH (BODYSTRUCTURE ("TEXT" "plain" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 5 1)))", true},
    {"a structure goes on", R"(1 FETCH (BODYSTRUCTURE ("text" "plain")))",
     R"(1 FETCH (BODYSTRUCTURE ("TEXT" "plain" NIL)))", false},
    {"a structure may go on", R"(1 FETCH (BODYSTRUCTURE ("text" "plain" ${?*})))",
     R"(1 FETCH (BODYSTRUCTURE ("TEXT" "plain" NIL NIL)))", true},
    {"a structure is too short", R"(1 FETCH (BODYSTRUCTURE ("text" "plain" NIL ${?*})))",
     R"(1 FETCH (BODYSTRUCTURE ("TEXT" "plain")))", false},
    {"parts of a structure",
     R"(1 FETCH (BODYSTRUCTURE (("text" ${?*})("image" ${?*}) "mixed" ${?*})))",
     R"(1 FETCH (BODYSTRUCTURE (("TEXT" "plain" NIL)("IMAGE" "png") "MIXED" NIL)))", true},
    {"rest in the middle", R"(1 FETCH (X (1 ${?*} 9)))", "1 FETCH (X (1 2 3 9))", true},
    {"rest in the middle is nothing", R"(1 FETCH (X (1 ${?*} 9)))", "1 FETCH (X (1 9))", true},
    {"rest in the middle, wrong end", R"(1 FETCH (X (1 ${?*} 9)))", "1 FETCH (X (1 2 8))", false},
    {"envelope",
     R"(1 FETCH (ENVELOPE (${?} "Hi" (("A" NIL "a" "x.test")) ${?} ${?} NIL NIL NIL NIL "<1@x>")))",
     R"(1 FETCH (ENVELOPE ("d" "Hi" (("A" NIL "a" "x.test")) ((NIL NIL "a" "b")) NIL NIL NIL NIL NIL {5})"
     "\r\n<1@x>))",
     true},
    {"the subject is exact", R"(1 FETCH (ENVELOPE (${?} "hi" ${?*})))",
     R"(1 FETCH (ENVELOPE ("d" "Hi" NIL)))", false},
    {"a list is no string", R"(1 FETCH (X "a"))", R"(1 FETCH (X ("a")))", false},
};

const Row kMailboxes[] = {
    {"list", R"(LIST () "/" box)", R"(LIST () "/" "box")", true},
    {"list differs", R"(LIST () "/" box)", R"(LIST () "/" Box)", false},
    {"list inbox", R"(LIST () "/" INBOX)", R"(LIST () "/" inbox)", true},
    {"list inbox of a variable",
     R"(LIST () "/" ${m})",
     R"(LIST () "/" "InBox")",
     true,
     "",
     {{"m", "INBOX"}}},
    {"inbox is no prefix", R"(LIST () "/" INBOX/a)", R"(LIST () "/" INBOX/A)", false},
    {"delimiter", R"(LIST () "." box)", R"(LIST () "/" box)", false},
    {"no delimiter", "LIST () NIL box", "LIST () NIL box", true},
    {"delimiter bound", R"(LIST () ${?d} box)", R"(LIST () "\\" box)", true, "d=\\;"},
    {"attributes", R"(LIST (\Noselect) "/" a)", R"(LIST (\Noselect) "/" a)", true},
    {"an attribute too many", R"(LIST () "/" a)", R"(LIST (\Noselect) "/" a)", false},
    {"children are ignored", R"(LIST () "/" a)", R"(LIST (\HasNoChildren \UnMarked) "/" a)", true},
    {"children are named", R"(LIST (\HasChildren) "/" a)", R"(LIST (\HasNoChildren) "/" a)", false},
    {"children named, marks not", R"(LIST (\HasNoChildren) "/" a)",
     R"(LIST (\HasNoChildren \Unmarked) "/" a)", true},
    {"marks are named", R"(LIST (\Marked) "/" a)", R"(LIST (\HasNoChildren \Unmarked) "/" a)",
     false},
    {"attributes at least", R"(LIST (\Noselect ${?*}) "/" a)", R"(LIST (\Noselect \X) "/" a)",
     true},
    {"lsub", R"(LSUB ${?} "/" a)", R"(LSUB (\X) "/" a)", true},
    {"lsub is no list", R"(LSUB () "/" a)", R"(LIST () "/" a)", false},
    {"mailbox made of parts",
     R"(LIST () "/" ${m}${s}x)",
     R"(LIST () "/" "my box/x")",
     true,
     "",
     {{"m", R"("my box")"}, {"s", "/"}}},
    {"mailbox with a hole",
     R"(LIST () "/" ${m}/${?c})",
     R"(LIST () "/" box/child)",
     true,
     "c=child;",
     {{"m", "box"}}},
    {"extended data is ignored", R"(LIST () "/" a)",
     R"(LIST () "/" a ("CHILDINFO" ("SUBSCRIBED")))", true},
    {"extended data is named", R"(LIST () "/" a ("CHILDINFO" ("SUBSCRIBED")))", R"(LIST () "/" a)",
     false},
    {"list alone", "LIST", R"(LIST () "/" a)", true},
    {"status", "STATUS box (MESSAGES 3)", "STATUS \"box\" (UIDNEXT 4 MESSAGES 3)", true},
    {"status differs", "STATUS box (MESSAGES 3)", "STATUS box (MESSAGES 4)", false},
    {"status of another", "STATUS box (MESSAGES 3)", "STATUS bax (MESSAGES 3)", false},
    {"status of inbox", "STATUS inbox (MESSAGES ${?n})", "STATUS INBOX (MESSAGES 3)", true, "n=3;"},
    {"status lacks an item", "STATUS box (UIDNEXT 3)", "STATUS box (MESSAGES 3)", false},
    {"status with a quoted variable",
     "STATUS ${m} (UIDNEXT ${?n})",
     "STATUS {5}\r\nmy bx (UIDNEXT 7)",
     true,
     "n=7;",
     {{"m", R"("my bx")"}}},
    {"namespace", R"(NAMESPACE (("" "/")) NIL NIL)", R"(NAMESPACE (("" "/")) NIL NIL)", true},
    {"namespace differs", R"(NAMESPACE (("" "/")) NIL NIL)", R"(NAMESPACE (("" ".")) NIL NIL)",
     false},
    {"quotaroot", R"(QUOTAROOT inbox ${?*})", R"(QUOTAROOT INBOX "")", true},
    {"metadata", R"(METADATA a (/shared/comment "x"))",
     R"(METADATA "a" (/private/comment "y" /SHARED/comment {1})"
     "\r\nx)",
     true},
};

const Row kNumbers[] = {
    {"search", "SEARCH 1 3", "SEARCH 1 3", true},
    {"search in any order", "SEARCH 3 1 2", "SEARCH 1 2 3", true},
    {"search lacks one", "SEARCH 1 3", "SEARCH 1", false},
    {"search has one too many", "SEARCH 1", "SEARCH 1 3", false},
    {"search finds nothing", "SEARCH", "SEARCH", true},
    {"search should find nothing", "SEARCH", "SEARCH 1", false},
    {"search should find one", "SEARCH 1", "SEARCH", false},
    {"search at least", "SEARCH 1 ${?*}", "SEARCH 3 2 1", true},
    {"search at least, missing", "SEARCH 4 ${?*}", "SEARCH 3 2 1", false},
    {"search any", "SEARCH ${?*}", "SEARCH", true},
    {"search bound", "SEARCH ${?a}", "SEARCH 7", true, "a=7;"},
    {"search bound, two came", "SEARCH ${?a}", "SEARCH 7 8", false},
    {"search one known, one bound", "SEARCH 8 ${?a}", "SEARCH 7 8", true, "a=7;"},
    {"search two bound", "SEARCH ${?a} ${?b}", "SEARCH 9 8", true, "a=8;b=9;"},
    {"search goes back", "SEARCH ${?a} ${?b}", "SEARCH 8 9", true, "a=9;", {{"b", "8"}}},
    {"search of a variable", "SEARCH ${u}", "SEARCH 12", true, "", {{"u", "12"}}},
    {"search names one twice", "SEARCH 1 3", "SEARCH 1 3 3", true},
    {"search with modseq", "SEARCH 2 5", "SEARCH 2 5 (MODSEQ 917)", true},
    {"search with modseq bound", "SEARCH 2 (MODSEQ ${?m})", "SEARCH 2 (MODSEQ 917)", true,
     "m=917;"},
    {"search lacks modseq", "SEARCH 2 (MODSEQ ${?m})", "SEARCH 2", false},
    {"sort", "SORT 3 1 2", "SORT 3 1 2", true},
    {"sort is a list", "SORT 1 2 3", "SORT 3 1 2", false},
    {"sort nothing", "SORT", "SORT 1", false},
    {"esearch", "ESEARCH COUNT 3", R"(ESEARCH (TAG "A1") COUNT 3)", true},
    {"esearch differs", "ESEARCH COUNT 3", R"(ESEARCH (TAG "A1") COUNT 4)", false},
    {"esearch items in any order", "ESEARCH MAX 9 MIN 1",
     R"(ESEARCH (TAG "A1") MIN 1 MAX 9 COUNT 2)", true},
    {"esearch sets", "ESEARCH ALL 1:3,5", R"(ESEARCH (TAG "A1") ALL 5,1,2:3)", true},
    {"esearch sets differ", "ESEARCH ALL 1:3", R"(ESEARCH (TAG "A1") ALL 1,3)", false},
    {"esearch uid", "ESEARCH UID ALL 7", R"(ESEARCH (TAG "A1") UID ALL 7)", true},
    {"esearch is not uid", "ESEARCH ALL 7", R"(ESEARCH (TAG "A1") UID ALL 7)", false},
    {"esearch should be uid", "ESEARCH UID ALL 7", R"(ESEARCH (TAG "A1") ALL 7)", false},
    {"esearch tag", R"(ESEARCH (TAG "A1") ALL 7)", R"(ESEARCH (TAG "A1") ALL 7)", true},
    {"esearch tag differs", R"(ESEARCH (TAG "A1") ALL 7)", R"(ESEARCH (TAG "A2") ALL 7)", false},
    {"esearch tag missing", R"(ESEARCH (TAG "A1") ALL 7)", "ESEARCH ALL 7", false},
    {"esearch tag of a variable",
     R"(ESEARCH (TAG "${t}") UID)",
     R"(ESEARCH (TAG {2})"
     "\r\nA7) UID",
     true,
     "",
     {{"t", "A7"}}},
    {"esearch bound", "ESEARCH COUNT ${?n}", R"(ESEARCH (TAG "A1") COUNT 3)", true, "n=3;"},
    {"esearch alone", "ESEARCH", R"(ESEARCH (TAG "A1") UID)", true},
    {"vanished", "VANISHED 1:3", "VANISHED 3,1:2", true},
    {"vanished earlier", "VANISHED (EARLIER) 1:3", "VANISHED (EARLIER) 1:3", true},
    {"vanished is not earlier", "VANISHED 1:3", "VANISHED (EARLIER) 1:3", false},
    {"vanished should be earlier", "VANISHED (EARLIER) 1:3", "VANISHED 1:3", false},
    {"vanished range of a variable", "VANISHED 1:${n}", "VANISHED 1,2", true, "", {{"n", "2"}}},
    {"thread", "THREAD (2)(3 6)", "THREAD (2)(3 6)", true},
    {"thread in order", "THREAD (3 6)(2)", "THREAD (2)(3 6)", false},
    {"numbers up to 63 bits", "SEARCH 9223372036854775807", "SEARCH 9223372036854775807", true},
};

const Row kNames[] = {
    {"capability", "CAPABILITY IMAP4rev1 ${?*}", "CAPABILITY IMAP4rev1 IDLE", true},
    {"capability at least", "CAPABILITY idle", "CAPABILITY IMAP4rev1 IDLE", true},
    {"capability missing", "CAPABILITY MOVE", "CAPABILITY IMAP4rev1 IDLE", false},
    {"capability with a hole", "CAPABILITY AUTH=${?m}", "CAPABILITY IDLE AUTH=PLAIN", true,
     "m=PLAIN;"},
    {"enabled", "ENABLED QRESYNC", "ENABLED CONDSTORE qresync", true},
    {"enabled nothing", "ENABLED CONDSTORE", "ENABLED", false},
    {"id", R"(ID ("name" ${?n}))", R"(ID ("version" NIL "NAME" "D"))", true, "n=D;"},
    {"id nil", "ID NIL", "ID NIL", true},
    {"id is not nil", "ID NIL", R"(ID ("a" "b"))", false},
    {"an unknown response", R"(XYZ a (b ${?x}) "c")",
     R"(XYZ A (b 1) {1})"
     "\r\nc",
     true, "x=1;"},
    {"an unknown response goes on", "XYZ a", "XYZ a b", false},
    {"another response", "CAPABILITY ${?*}", "3 EXISTS", false},
    {"garbage", "CAPABILITY ${?*}", "CAPABILITY ((", false},
};

const Row kStatus[] = {
    {"ok alone", "OK", "OK Still here", true},
    {"ok is not no", "OK", "NO Still here", false},
    {"ok in small letters", "ok", "OK x", true},
    {"code", "OK [UIDNEXT 4]", "OK [UIDNEXT 4] Predicted next UID", true},
    {"code differs", "OK [UIDNEXT 4]", "OK [UIDNEXT 5] Predicted next UID", false},
    {"code bound", "OK [UIDNEXT ${?n}]", "OK [UIDNEXT 5] Predicted next UID", true, "n=5;"},
    {"another code", "OK [UIDNEXT ${?n}]", "OK [UNSEEN 5] First", false},
    {"no code", "OK [UIDNEXT ${?n}]", "OK hello", false},
    {"code by name", "OK [UIDVALIDITY]", "OK [UIDVALIDITY 5] x", true},
    {"code and any text", "OK [ALERT] ${?*}", "OK [ALERT] be careful", true},
    {"code and text", "OK [ALERT] be ${?x}", "OK [ALERT] be careful", true, "x=careful;"},
    {"text differs", "OK [ALERT] be careful", "OK [ALERT] be happy", false},
    {"text without code", "OK be careful", "OK [ALERT] be careful", true},
    {"text with brackets and quotes", R"(NO it's ("so]) ${?*})", R"(NO it's ("so]) to say)", true},
    {"permanentflags", R"(OK [PERMANENTFLAGS (\* \Seen)])",
     R"(OK [PERMANENTFLAGS (\Seen \*)] Limited)", true},
    {"bye", "BYE ${?*}", "BYE Logging out", true},
    {"bye alone", "BYE", "BYE", true},
    {"preauth", "PREAUTH [CAPABILITY IDLE]", "PREAUTH [CAPABILITY IMAP4rev1 IDLE] hi", true},
};

const Row kCodes[] = {
    {"read-only", "READ-ONLY", "READ-ONLY", true},
    {"read-only in small letters", "read-only", "READ-ONLY", true},
    {"another", "READ-ONLY", "READ-WRITE", false},
    {"number", "UIDNEXT 4", "UIDNEXT 4", true},
    {"number differs", "UIDNEXT 4", "UIDNEXT 5", false},
    {"number bound", "UIDVALIDITY ${?v}", "UIDVALIDITY 385", true, "v=385;"},
    {"name alone", "APPENDUID", "APPENDUID 1 2", true},
    {"arguments are missing", "UIDNEXT 4", "UIDNEXT", false},
    {"appenduid", "APPENDUID ${?v} ${?uid}", "APPENDUID 38505 3955", true, "uid=3955;v=38505;"},
    {"copyuid sets", "COPYUID ${?v} 1:3 7,8,9", "COPYUID 5 1,2,3 7:9", true, "v=5;"},
    {"copyuid differs", "COPYUID ${?v} 1:3 7,8", "COPYUID 5 1:3 7:9", false},
    {"copyuid rest", "COPYUID 5 ${?*}", "COPYUID 5 1:3 7:9", true},
    {"modified", "MODIFIED 7,9", "MODIFIED 9,7", true},
    {"permanentflags", R"(PERMANENTFLAGS (\Seen \*))", R"(PERMANENTFLAGS (\* \seen))", true},
    {"permanentflags exactly", R"(PERMANENTFLAGS (\Seen))", R"(PERMANENTFLAGS (\* \Seen))", false},
    {"permanentflags at least", R"(PERMANENTFLAGS (\Seen ${?*}))", R"(PERMANENTFLAGS (\* \Seen))",
     true},
    {"permanentflags empty", "PERMANENTFLAGS ()", "PERMANENTFLAGS ()", true},
    {"capability", "CAPABILITY IDLE", "CAPABILITY IMAP4rev1 IDLE", true},
    {"badcharset", "BADCHARSET (utf-8)", R"(BADCHARSET ("US-ASCII" UTF-8))", true},
    {"badcharset without a list", "BADCHARSET", "BADCHARSET", true},
    {"unknown code", "X-MY ${?a} b", "X-MY 1 b", true, "a=1;"},
    {"any code", "${?c}", "TRYCREATE", true, "c=TRYCREATE;"},
    {"any code with arguments", "${?*}", "UIDNEXT 4", true},
    {"highestmodseq", "HIGHESTMODSEQ ${?m}", "HIGHESTMODSEQ 715194045007", true, "m=715194045007;"},
};

TEST(ImapMatch, MessageData) {
  for (const Row& row : kMessageData) check(untagged_structure(), row);
}
TEST(ImapMatch, Fetch) {
  for (const Row& row : kFetch) check(untagged_structure(), row);
}
TEST(ImapMatch, Flags) {
  for (const Row& row : kFlags) check(untagged_structure(), row);
}
TEST(ImapMatch, Strings) {
  for (const Row& row : kStrings) check(untagged_structure(), row);
}
TEST(ImapMatch, Sections) {
  for (const Row& row : kSections) check(untagged_structure(), row);
}
TEST(ImapMatch, Lists) {
  for (const Row& row : kLists) check(untagged_structure(), row);
}
TEST(ImapMatch, Mailboxes) {
  for (const Row& row : kMailboxes) check(untagged_structure(), row);
}
TEST(ImapMatch, Numbers) {
  for (const Row& row : kNumbers) check(untagged_structure(), row);
}
TEST(ImapMatch, Names) {
  for (const Row& row : kNames) check(untagged_structure(), row);
}
TEST(ImapMatch, Status) {
  for (const Row& row : kStatus) check(untagged_structure(), row);
}
TEST(ImapMatch, Codes) {
  for (const Row& row : kCodes) check(code_structure(), row);
}

TEST(ImapMatch, Mistakes) {
  struct Mistake {
    std::string_view name, pattern;
    std::size_t offset;
    std::string_view message;
    bool code = false;
  };
  const Mistake kMistakes[] = {
      {"open list", "FLAGS (a", 6, "( is not closed"},
      {"open list in a list", "FLAGS ((a)", 6, "( is not closed"},
      {"closed list", "FLAGS a)", 7, ") without ("},
      {"open quote", R"(LIST () "/ a)", 8, "the quote is not closed"},
      {"open code", "OK [UIDNEXT 4", 3, "[ is not closed"},
      {"empty code", "OK [] x", 5, "the name of a response code is missing"},
      {"open section", "1 FETCH (BODY[TEXT 1)", 21, "[ is not closed"},
      {"asterisk", "* 3 EXISTS", 0, "untagged responses are written without \"* \""},
      {"empty", "", 0, "an untagged response is missing"},
      {"a string", "\"EXISTS\"", 0, "the name of an untagged response is expected here"},
      {"a number alone", "3", 1, "EXISTS, RECENT, EXPUNGE or FETCH is missing"},
      {"a number before another", "3 EXIST", 2, "EXIST has no number before it"},
      {"no number", "EXISTS", 0, "EXISTS has a number before it"},
      {"no value", "1 FETCH (FLAGS () UID)", 18, "the value of this item is missing"},
      {"no name", "1 FETCH ((a) UID)", 9, "the name of an item is missing"},
      {"line end", "FLAGS (a\r\n)", 8, "a line end cannot be in a response"},
      {"code in brackets", "(UIDNEXT)", 0, "a response code begins with its name, without brackets",
       true},
      {"no code", "", 0, "the name of a response code is missing", true},
      {"code not closed", "PERMANENTFLAGS (a", 15, "( is not closed", true},
  };
  for (const Mistake& row : kMistakes) {
    SCOPED_TRACE(row.name);
    const PatternText text(row.pattern, {});
    const auto compiled =
        (row.code ? code_structure() : untagged_structure()).compile(text.parts());
    ASSERT_FALSE(compiled);
    EXPECT_EQ(compiled.error().offset, row.offset);
    EXPECT_EQ(compiled.error().message, row.message);
  }
}

TEST(ImapMatch, MistakesBehindVariablesAreFound) {
  const PatternText text("${n} FETCH (X ${x} Y)", {{"n", ""}, {"x", ""}});
  const auto compiled = untagged_structure().compile(text.parts());
  ASSERT_FALSE(compiled);
  EXPECT_EQ(compiled.error().offset, 19U);
}

TEST(ImapMatch, ListsInListsHaveALimit) {
  const std::string deep = "XYZ " + std::string(10'000, '(') + std::string(10'000, ')');
  const auto pattern = PatternText("XYZ ${?x}", {});
  const auto compiled = untagged_structure().compile(pattern.parts());
  MapHoles holes({});
  EXPECT_FALSE((*compiled)->matches(deep, holes));
  EXPECT_FALSE(untagged_structure().compile(PatternText(deep, {}).parts()));
}

TEST(ImapMatch, HostileDataUseUpTheBudgetOnly) {
  std::string flags = "1 FETCH (FLAGS (";
  for (int i = 0; i < 3000; ++i) flags += "a" + std::to_string(i) + " ";
  flags.back() = ')';
  flags += ")";
  struct Hard {
    std::string pattern, element;
  };
  const Hard kHard[] = {
      {"1 FETCH (FLAGS (${?a} ${?b} ${?c} ${?d} ${?a}))", flags},
      {"1 FETCH (X " + std::string("${?a}x${?b}x${?c}x${?d}x${?a}y") + ")",
       "1 FETCH (X " + std::string(4000, 'x') + ")"},
      {"1 FETCH (X (${?*} a ${?*} b ${?*} c ${?*} d))",
       "1 FETCH (X (" + std::string("a b a c a ") + "x))"},
  };
  for (const Hard& row : kHard) {
    SCOPED_TRACE(row.pattern);
    const PatternText text(row.pattern, {});
    const auto compiled = untagged_structure().compile(text.parts());
    ASSERT_TRUE(compiled);
    MapHoles holes({});
    EXPECT_FALSE((*compiled)->matches(row.element, holes));
    EXPECT_TRUE(holes.bound().empty());
  }
}

TEST(ImapMatch, RulesAreForPeople) {
  for (const Structure* structure : {&untagged_structure(), &code_structure()}) {
    EXPECT_GE(structure->rules().size(), 8U);
    for (const Structure::Rule& rule : structure->rules()) {
      EXPECT_FALSE(rule.what.empty());
      EXPECT_FALSE(rule.how.empty());
    }
  }
}

}  // namespace
}  // namespace wireassay::imap
