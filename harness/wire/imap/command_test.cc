// Commands in tables: what is read, as it is printed again, and what is refused at which octet.
#include "wire/imap/command_test_rows.h"

namespace wireassay::imap {
namespace {

TEST(ImapCommand, Frame) {
  struct Row {
    std::string_view name;
    std::string in;
    Parsed<Command> want;
  };
  const auto got = [](std::string tag, Verb verb, std::size_t used) {
    return Got<Command>{{std::move(tag), verb}, used};
  };
  const auto bad = [](std::size_t offset, std::string_view rule) {
    return ParseError{Errc::Malformed, offset, rule};
  };
  const Row kRows[] = {
      {"plain", "a NOOP\r\n", got("a", Verb::Noop, 8)},
      {"small letters", "a noop\r\n", got("a", Verb::Noop, 8)},
      {"pipelined", "a NOOP\r\nb NOOP\r\n", got("a", Verb::Noop, 8)},
      {"tag of specials", "]}$&'.:;<=>?@[^_` NOOP\r\n", got("]}$&'.:;<=>?@[^_`", Verb::Noop, 24)},
      {"half", "a NO", NeedMore{}},
      {"CR without LF", "a NOOP\r", NeedMore{}},
      {"LF without CR", "a NOOP\n", NeedMore{}},
      {"empty line", "\r\n", bad(0, "tag")},
      {"leading space", " a NOOP\r\n", bad(0, "tag")},
      {"asterisk as tag", "* NOOP\r\n", bad(0, "tag")},
      {"plus as tag", "+ NOOP\r\n", bad(0, "tag")},
      {"plus in tag", "a+ NOOP\r\n", bad(1, "SP")},
      {"percent in tag", "a% NOOP\r\n", bad(1, "SP")},
      {"8-bit tag", "\xC3\xA9 NOOP\r\n", bad(0, "tag")},
      {"only a tag", "a\r\n", bad(1, "SP")},
      {"tag and SP", "a \r\n", bad(2, "command")},
      {"two spaces", "a  NOOP\r\n", bad(2, "command")},
      {"tab", "a\tNOOP\r\n", bad(1, "SP")},
      {"unknown", "a XYZZY\r\n", bad(2, "command")},
      {"longer word", "a NOOPX\r\n", bad(2, "command")},
      {"trailing SP", "a NOOP \r\n", bad(6, "CRLF")},
      {"argument too many", "a NOOP x\r\n", bad(6, "CRLF")},
      {"NUL", std::string("a NO\0OP\r\n", 9), bad(2, "command")},
      {"bare LF inside", "a NOOP\nb NOOP\r\n", bad(6, "CRLF")},
      {"bare CR inside", "a NOOP\rb NOOP\r\n", bad(6, "CRLF")},
      {"literal too many", "a NOOP {1}\r\nx\r\n", bad(6, "CRLF")},
      {"UID alone", "a UID\r\n", bad(5, "SP")},
      {"UID of another verb", "a UID NOOP\r\n", bad(10, "uid")},
      {"UID twice", "a UID UID FETCH 1 UID\r\n", bad(6, "command")},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(parse(row.in), row.want);
    EXPECT_EQ(testing::broken_invariant<Command>(row.in, parse, to_wire), "");
  }
}

TEST(ImapCommand, WithoutArgument) {
  for (const std::string_view word : {"CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "NAMESPACE",
                                      "IDLE", "CHECK", "CLOSE", "UNSELECT", "EXPUNGE"}) {
    SCOPED_TRACE(word);
    const auto verb = find_verb(word);
    ASSERT_TRUE(verb.has_value());
    EXPECT_EQ(to_string(*verb), word);
    const std::string in = whole(std::string(word));
    EXPECT_EQ(parse(in), (Parsed<Command>(Got<Command>{{"a1", *verb}, in.size()})));
    EXPECT_EQ(parse(whole(std::string(word) + " x")),
              (Parsed<Command>(ParseError{Errc::Malformed, kTag + word.size(), "CRLF"})));
  }
}

TEST(ImapCommand, Session) {
  const Good kGood[] = {
      {"LOGIN", "LOGIN alice secret"},
      {"LOGIN in small letters", "login alice secret", "LOGIN alice secret"},
      {"quoted", "LOGIN \"alice\" \"a b\"", "LOGIN alice \"a b\""},
      {"escapes", "LOGIN a \"\\\"\\\\\""},
      {"literals", "LOGIN {5}\r\nalice {2}\r\na]", "LOGIN alice a]"},
      {"non-synchronising", "LOGIN {5+}\r\nalice x", "LOGIN alice x"},
      {"8-bit literal", "LOGIN a {2}\r\n\xC3\xA9"},
      {"CRLF in a literal", "LOGIN a {4}\r\n\r\n\r\n"},
      {"announcement in a literal", "LOGIN a {7}\r\n{9+}\r\nx"},
      {"empty password", "LOGIN a \"\""},
      {"empty literal", "LOGIN a {0}\r\n", "LOGIN a \"\""},
      {"CTL in quotes", "LOGIN a \"\x01\x7F\""},
      {"leading zeros", "LOGIN a {0002}\r\nxy", "LOGIN a xy"},
      {"AUTHENTICATE", "AUTHENTICATE PLAIN"},
      {"small mechanism", "AUTHENTICATE scram-sha-1", "AUTHENTICATE SCRAM-SHA-1"},
      {"initial response", "AUTHENTICATE PLAIN AGEAYg=="},
      {"one padding", "AUTHENTICATE PLAIN AGFhAGI="},
      {"empty initial response", "AUTHENTICATE EXTERNAL ="},
      {"base64 of no octets", "AUTHENTICATE CRAM-MD5 "},
      {"ENABLE", "ENABLE CONDSTORE"},
      {"ENABLE two", "ENABLE QRESYNC UTF8=ACCEPT"},
      {"ID NIL", "ID NIL"},
      {"ID nil", "ID nil", "ID NIL"},
      {"ID of nothing", "ID ()"},
      {"ID", "ID (\"name\" \"x y\" \"os\" NIL)"},
      {"ID in literals", "ID ({4}\r\nname {1}\r\nx)", "ID (\"name\" \"x\")"},
  };
  expect_good(kGood);
  const Bad kBad[] = {
      {"LOGIN alone", "LOGIN", 5, "SP"},
      {"no password", "LOGIN alice", 11, "SP"},
      {"empty atom", "LOGIN alice ", 12, "password"},
      {"three arguments", "LOGIN a b c", 9, "CRLF"},
      {"two spaces", "LOGIN  a b", 6, "userid"},
      {"parenthesis in atom", "LOGIN a b(", 9, "CRLF"},
      {"percent in atom", "LOGIN a%b c", 7, "SP"},
      {"asterisk in atom", "LOGIN a*b c", 7, "SP"},
      {"backslash in atom", "LOGIN a\\b c", 7, "SP"},
      {"quote in atom", "LOGIN a\"b c", 7, "SP"},
      {"8-bit in atom", "LOGIN \xC3\xA9 c", 6, "userid"},
      {"8-bit in quotes", "LOGIN \"\xC3\xA9\" c", 7, "userid"},
      {"quote not closed", "LOGIN \"a b", 10, "userid"},
      {"escape of a letter", "LOGIN \"\\a\" b", 8, "userid"},
      {"escape at the end", "LOGIN \"a\\", 9, "userid"},
      {"NUL in quotes", std::string("LOGIN \"\0\" b", 11), 7, "userid"},
      {"NUL in a literal", std::string("LOGIN {1}\r\n\0 b", 14), 12, "CHAR8"},
      {"literal behind an atom", "LOGIN a{1}\r\nx b", 7, "SP"},
      {"literal in quotes", "LOGIN \"a {1}\r\nx\" b", 12, "userid"},
      {"space in literal", "LOGIN { 1} b", 6, "literal"},
      {"empty count", "LOGIN {} b", 6, "literal"},
      {"literal not at the end", "LOGIN {1} b", 6, "literal"},
      {"negative literal", "LOGIN {-1}", 6, "literal"},
      {"minus literal", "LOGIN {1-}", 6, "literal"},
      {"huge literal", "LOGIN {9223372036854775808}", 6, "literal"},
      {"literal8", "LOGIN ~{1}\r\nx b", 7, "SP"},
      {"AUTHENTICATE alone", "AUTHENTICATE", 12, "SP"},
      {"no base64", "AUTHENTICATE PLAIN abc", 22, "initial-resp"},
      {"misplaced padding", "AUTHENTICATE PLAIN a=bc", 23, "initial-resp"},
      {"three paddings", "AUTHENTICATE PLAIN a===", 23, "initial-resp"},
      {"quoted mechanism", "AUTHENTICATE \"PLAIN\"", 13, "auth-type"},
      {"ENABLE of nothing", "ENABLE", 6, "SP"},
      {"ENABLE and SP", "ENABLE X ", 9, "capability"},
      {"ENABLE in parentheses", "ENABLE (X)", 7, "capability"},
      {"ID alone", "ID", 2, "SP"},
      {"ID of an atom", "ID (name \"x\")", 4, "string"},
      {"ID without value", "ID (\"name\")", 10, "SP"},
      {"ID key NIL", "ID (NIL \"x\")", 4, "string"},
      {"ID not closed", "ID (\"a\" \"b\"", 11, "id-params-list"},
  };
  expect_bad(kBad);
}

TEST(ImapCommand, Mailboxes) {
  const Good kGood[] = {
      {"SELECT", "SELECT INBOX"},
      {"inbox", "SELECT iNboX", "SELECT INBOX"},
      {"quoted inbox", "EXAMINE \"inbox\"", "EXAMINE INBOX"},
      {"a child of inbox", "EXAMINE inbox/x"},
      {"modified UTF-7", "SELECT Entw&APw-rfe"},
      {"]", "SELECT [x]"},
      {"space", "SELECT \"a b\""},
      {"wildcards quoted", "SELECT \"a*%\""},
      {"CONDSTORE", "SELECT x (CONDSTORE)"},
      {"QRESYNC", "SELECT x (QRESYNC (67890007 20050715194045000))"},
      {"known UIDs", "SELECT x (QRESYNC (1 2 41,43:211))"},
      {"sequence match", "SELECT x (QRESYNC (1 2 (1,2 3:4)))"},
      {"all of QRESYNC", "SELECT x (QRESYNC (1 2 1:9 (1 3)))"},
      {"both parameters", "SELECT x (QRESYNC (1 2) CONDSTORE)",
       "SELECT x (CONDSTORE QRESYNC (1 2))"},
      {"CREATE", "CREATE a/b"},
      {"CREATE with USE", "CREATE Sent (USE (\\Sent))"},
      {"two uses", "CREATE Sent (USE (\\Sent \\All))"},
      {"no use", "CREATE Sent (USE ())"},
      {"DELETE", "DELETE x"},
      {"SUBSCRIBE", "SUBSCRIBE x"},
      {"UNSUBSCRIBE", "UNSUBSCRIBE {1}\r\nx", "UNSUBSCRIBE x"},
      {"RENAME", "RENAME a b"},
      {"RENAME from inbox", "RENAME Inbox \"b c\"", "RENAME INBOX \"b c\""},
      {"LIST", "LIST \"\" *"},
      {"quoted pattern", "LIST \"\" \"%\"", "LIST \"\" %"},
      {"empty pattern", "LIST \"\" \"\""},
      {"pattern with all", "LIST a/ x]%*"},
      {"pattern as literal", "LIST x {1}\r\n*", "LIST x *"},
      {"LSUB", "LSUB \"\" a%"},
      {"no selection", "LIST () \"\" *"},
      {"selection", "LIST (SUBSCRIBED) \"\" *"},
      {"all selections", "LIST (RECURSIVEMATCH SPECIAL-USE REMOTE SUBSCRIBED) \"\" *",
       "LIST (SUBSCRIBED REMOTE RECURSIVEMATCH SPECIAL-USE) \"\" *"},
      {"patterns", "LIST \"\" (a b% \"c d\")"},
      {"one in parentheses", "LIST \"\" (a)"},
      {"RETURN", "LIST \"\" * RETURN (CHILDREN)"},
      {"RETURN nothing", "LIST \"\" * RETURN ()"},
      {"RETURN STATUS", "LIST \"\" * RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES UNSEEN))"},
      {"STATUS", "STATUS x (MESSAGES)"},
      {"all items",
       "STATUS x (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ)"},
      {"small items", "status x (uidnext)", "STATUS x (UIDNEXT)"},
  };
  expect_good(kGood);
  const Bad kBad[] = {
      {"SELECT alone", "SELECT", 6, "SP"},
      {"no name", "SELECT ", 7, "mailbox"},
      {"two names", "SELECT a b", 9, "select-params"},
      {"asterisk", "SELECT *", 7, "mailbox"},
      {"trailing SP", "SELECT x ", 9, "select-params"},
      {"no parameter", "SELECT x ()", 10, "select-param"},
      {"unknown parameter", "SELECT x (FOO)", 10, "select-param"},
      {"CONDSTORE twice", "SELECT x (CONDSTORE CONDSTORE)", 20, "select-param"},
      {"UIDVALIDITY 0", "SELECT x (QRESYNC (0 1))", 19, "uidvalidity"},
      {"modseq 0", "SELECT x (QRESYNC (1 0))", 22, "mod-sequence-value", Errc::OutOfRange},
      {"modseq of 64 bits", "SELECT x (QRESYNC (1 9223372036854775808))", 40, "mod-sequence-value",
       Errc::OutOfRange},
      {"* in known UIDs", "SELECT x (QRESYNC (1 2 1:*))", 26, "known-uids"},
      {"match before UIDs", "SELECT x (QRESYNC (1 2 (1 2) 3))", 28, "select-param"},
      {"match of one", "SELECT x (QRESYNC (1 2 (1)))", 25, "SP"},
      {"use without backslash", "CREATE x (USE (Sent))", 15, "use-attr"},
      {"USE without list", "CREATE x (USE \\Sent)", 14, "create-param"},
      {"RENAME of one", "RENAME a", 8, "SP"},
      {"LIST of one", "LIST \"\"", 7, "SP"},
      {"wildcard in reference", "LIST * *", 5, "mailbox"},
      {"no pattern", "LIST \"\" ()", 9, "list-mailbox"},
      {"RECURSIVEMATCH alone", "LIST (RECURSIVEMATCH) \"\" *", 21, "list-select-base-opt"},
      {"RECURSIVEMATCH REMOTE", "LIST (RECURSIVEMATCH REMOTE) \"\" *", 28, "list-select-base-opt"},
      {"unknown selection", "LIST (FOO) \"\" *", 6, "list-select-opt"},
      {"unknown return", "LIST \"\" * RETURN (FOO)", 18, "return-option"},
      {"RETURN without list", "LIST \"\" * RETURN", 16, "SP"},
      {"STATUS of nothing", "LIST \"\" * RETURN (STATUS ())", 26, "status-att"},
      {"LSUB with options", "LSUB (SUBSCRIBED) \"\" *", 5, "mailbox"},
      {"LSUB with RETURN", "LSUB \"\" * RETURN ()", 9, "CRLF"},
      {"STATUS without list", "STATUS x MESSAGES", 9, "status-att"},
      {"STATUS of no item", "STATUS x ()", 10, "status-att"},
      {"unknown item", "STATUS x (FOO)", 10, "status-att"},
      {"trailing SP in a list", "STATUS x (SIZE )", 15, "status-att"},
      {"list not closed", "STATUS x (SIZE", 14, "status-att"},
  };
  expect_bad(kBad);
}

TEST(ImapCommand, Append) {
  const std::string nul("APPEND x ~{3}\r\na\0b", 18);
  const Good kGood[] = {
      {"message", "APPEND x {4}\r\na\r\nb"},
      {"empty", "APPEND x {0}\r\n"},
      {"LITERAL+", "APPEND x {1+}\r\na", "APPEND x {1}\r\na"},
      {"flags", "APPEND x (\\Seen $Work) {1}\r\na"},
      {"no flags", "APPEND x () {1}\r\na", "APPEND x {1}\r\na"},
      {"date-time", "APPEND x \"07-Feb-1994 21:52:25 -0800\" {1}\r\na"},
      {"padded day", "APPEND x \" 7-feb-1994 21:52:25 +0130\" {1}\r\na",
       "APPEND x \"07-Feb-1994 21:52:25 +0130\" {1}\r\na"},
      {"leap day", "APPEND x \"29-Feb-2000 23:59:60 +0000\" {1}\r\na"},
      {"flags and date", "APPEND x (\\Draft) \"01-Jan-2020 00:00:00 +0000\" {1}\r\na"},
      {"literal8", nul},
      {"literal8+", "APPEND x ~{1+}\r\na", "APPEND x ~{1}\r\na"},
      {"UTF8", "APPEND x UTF8 (~{1}\r\na)"},
      {"mailbox in a literal", "APPEND {1}\r\nx {1}\r\na", "APPEND x {1}\r\na"},
  };
  expect_good(kGood);
  const Bad kBad[] = {
      {"no message", "APPEND x", 8, "SP"},
      {"an atom", "APPEND x abc", 9, "literal"},
      {"quoted message", "APPEND x \"abc\"", 10, "date-day-fixed"},
      {"\\Recent", "APPEND x (\\Recent) {1}\r\na", 17, "flag"},
      {"flag not in list", "APPEND x \\Seen {1}\r\na", 9, "literal"},
      {"date before flags", "APPEND x \"01-Jan-2020 00:00:00 +0000\" () {1}\r\na", 38, "literal"},
      {"day 0", "APPEND x \"00-Jan-2020 00:00:00 +0000\" {1}\r\na", 21, "date-day",
       Errc::OutOfRange},
      {"30 February", "APPEND x \"30-Feb-2020 00:00:00 +0000\" {1}\r\na", 21, "date-day",
       Errc::OutOfRange},
      {"29 February 1900", "APPEND x \"29-Feb-1900 00:00:00 +0000\" {1}\r\na", 21, "date-day",
       Errc::OutOfRange},
      {"one digit", "APPEND x \"1-Jan-2020 00:00:00 +0000\" {1}\r\na", 11, "date-day-fixed"},
      {"no month", "APPEND x \"01-Foo-2020 00:00:00 +0000\" {1}\r\na", 13, "date-month"},
      {"hour 24", "APPEND x \"01-Jan-2020 24:00:00 +0000\" {1}\r\na", 24, "time", Errc::OutOfRange},
      {"minute 60", "APPEND x \"01-Jan-2020 00:60:00 +0000\" {1}\r\na", 27, "time",
       Errc::OutOfRange},
      {"no zone", "APPEND x \"01-Jan-2020 00:00:00\" {1}\r\na", 30, "SP"},
      {"named zone", "APPEND x \"01-Jan-2020 00:00:00 GMT\" {1}\r\na", 31, "zone"},
      {"zone of 3 digits", "APPEND x \"01-Jan-2020 00:00:00 +000\" {1}\r\na", 35, "zone"},
      {"NUL", std::string("APPEND x {1}\r\n\0", 15), 15, "CHAR8"},
      {"more behind it", "APPEND x {1}\r\nab", 15, "CRLF"},
      {"two messages", "APPEND x {1}\r\na {1}\r\nb", 15, "CRLF"},
      {"UTF8 of a literal", "APPEND x UTF8 ({1}\r\na)", 15, "literal8"},
      {"UTF8 not closed", "APPEND x UTF8 (~{1}\r\na", 22, "utf8-literal"},
  };
  expect_bad(kBad);
}

}  // namespace
}  // namespace wireassay::imap
