// Responses in tables: status, continuation and the form that all share. Data is in
// response_data_test.cc and fetch_test.cc.
#include "wire/imap/response.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "wire/imap/response_test_support.h"

namespace wireassay::imap {
namespace {

using namespace std::string_view_literals;

struct Good {
  std::string_view name, in, want;
};

const Good kGood[] = {
    // RFC 3501 and RFC 9051 section 7.1
    {"tagged", "A1 OK done\r\n", "A1:OK done"},
    {"tag of signs", "a.b]/=1 NO failed\r\n", "a.b]/=1:NO failed"},
    {"small letters", "a1 ok Done\r\n", "a1:ok Done"},
    {"greeting", "* OK IMAP4rev2 server ready\r\n", "*:OK IMAP4rev2 server ready"},
    {"PREAUTH", "* PREAUTH IMAP4rev2 server logged in as Smith\r\n",
     "*:PREAUTH IMAP4rev2 server logged in as Smith"},
    {"BYE", "* BYE Autologout; idle for too long\r\n", "*:BYE Autologout; idle for too long"},
    {"untagged BAD", "* BAD Command line too long\r\n", "*:BAD Command line too long"},
    {"no text", "A1 OK \r\n", "A1:OK"},
    {"code", "* OK [UNSEEN 17] Message 17 is the first unseen message\r\n",
     "*:OK [UNSEEN: 17] Message 17 is the first unseen message"},
    {"code without text", "* OK [ALERT] \r\n", "*:OK [ALERT:]"},
    {"code without space", "* OK [CLOSED]\r\n", "*:OK [CLOSED:]"},
    {"PERMANENTFLAGS", "* OK [PERMANENTFLAGS (\\Answered \\*)] Limited\r\n",
     "*:OK [PERMANENTFLAGS: (\\Answered \\*)] Limited"},
    {"no permanent flags", "* OK [PERMANENTFLAGS ()] No permanent flags permitted\r\n",
     "*:OK [PERMANENTFLAGS: ()] No permanent flags permitted"},
    {"capabilities", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Dovecot ready.\r\n",
     "*:OK [CAPABILITY: IMAP4rev1 AUTH=PLAIN] Dovecot ready."},
    {"charsets", "A1 NO [BADCHARSET (US-ASCII \"UTF-8]\")] no\r\n",
     "A1:NO [BADCHARSET: (US-ASCII \"UTF-8]\")] no"},
    {"bare BADCHARSET", "A1 NO [BADCHARSET] no\r\n", "A1:NO [BADCHARSET:] no"},
    {"UIDVALIDITY", "* OK [UIDVALIDITY 3857529045] UIDs valid\r\n",
     "*:OK [UIDVALIDITY: 3857529045] UIDs valid"},
    {"lower case code", "A1 OK [read-write] done\r\n", "A1:OK [read-write:] done"},
    {"unknown code", "A1 NO [X-WHY (a  b] no\r\n", "A1:NO [X-WHY:] no"},
    {"code of points", "* BAD [..] no\r\n", "*:BAD [..:] no"},
    {"code in text", "A1 OK see [ALERT]\r\n", "A1:OK see [ALERT]"},
    {"bracket without end", "A1 OK [ALERT is no code\r\n", "A1:OK [ALERT is no code"},
    {"bracket without name", "A1 OK [ x] y\r\n", "A1:OK [ x] y"},
    {"UTF-8", "A1 NO d\xc3\xa9j\xc3\xa0 vu\r\n", "A1:NO d\xc3\xa9j\xc3\xa0 vu"},
    {"control in text", "A1 OK a\tb\x01\r\n", "A1:OK a\tb\x01"},
    {"a literal for people", "A1 BAD unknown command {100}\r\n", "A1:BAD unknown command {100}"},
    {"untagged literal for people", "* OK {100+}\r\n", "*:OK {100+}"},
    // RFC 4315, 4469, 5182, 5464, 5530, 6851, 7162, 8474
    {"APPENDUID", "A003 OK [APPENDUID 38505 3955] APPEND completed\r\n",
     "A003:OK [APPENDUID: 38505 3955] APPEND completed"},
    {"APPENDUID of many", "A OK [APPENDUID 38505 3955:3957,4000] done\r\n",
     "A:OK [APPENDUID: 38505 3955:3957,4000] done"},
    {"COPYUID", "A004 OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n",
     "A004:OK [COPYUID: 38505 304,319:320 3956:3958] Done"},
    {"untagged COPYUID", "* OK [COPYUID 432432 42:69 1202:1229]\r\n",
     "*:OK [COPYUID: 432432 42:69 1202:1229]"},
    {"UIDNOTSTICKY", "A003 NO [UIDNOTSTICKY] Non-persistent UIDs\r\n",
     "A003:NO [UIDNOTSTICKY:] Non-persistent UIDs"},
    {"BADURL", "A NO [BADURL \"/INBOX;UID=3\"] CATENATE append has failed\r\n",
     "A:NO [BADURL:] CATENATE append has failed"},
    {"NOTSAVED", "B306 NO [NOTSAVED] Failed to save\r\n", "B306:NO [NOTSAVED:] Failed to save"},
    {"METADATA", "a OK [METADATA LONGENTRIES 2199] GETMETADATA complete\r\n",
     "a:OK [METADATA: LONGENTRIES 2199] GETMETADATA complete"},
    {"METADATA TOOMANY", "a NO [METADATA TOOMANY] no\r\n", "a:NO [METADATA: TOOMANY] no"},
    {"INUSE", "a NO [INUSE] locked\r\n", "a:NO [INUSE:] locked"},
    {"HIGHESTMODSEQ", "* OK [HIGHESTMODSEQ 715194045007] x\r\n",
     "*:OK [HIGHESTMODSEQ: 715194045007] x"},
    {"MODIFIED", "d105 OK [MODIFIED 7,9] Conditional STORE failed\r\n",
     "d105:OK [MODIFIED: 7,9] Conditional STORE failed"},
    {"MAILBOXID", "* OK [MAILBOXID (F2212ea87-6097-4256-9d51-71338625)] Ok\r\n",
     "*:OK [MAILBOXID: (F2212ea87-6097-4256-9d51-71338625)] Ok"},
    // continue-req = "+" SP (resp-text / base64) CRLF
    {"continuation", "+ Ready for additional command text\r\n",
     "+: Ready for additional command text"},
    {"continuation without text", "+ \r\n", "+:"},
    {"idling", "+ idling\r\n", "+: idling"},
    {"Dovecot's continuation", "+ OK\r\n", "+: OK"},
    {"base64", "+ YGgGCSqGSIb3EgECAgIAb1kwV6ADAgEF\r\n", "+: YGgGCSqGSIb3EgECAgIAb1kwV6ADAgEF"},
    {"continuation with a code", "+ [ALERT] go\r\n", "+: [ALERT:] go"},
    {"literal announced to people", "+ {3}\r\n", "+: {3}"},
    // the next one stays
    {"one of two", "A1 OK a\r\nA2 OK b\r\n", "A1:OK a"},
    {"unknown data", "* XAPPLEPUSH \"a\" (b c)\r\n", "*:XAPPLEPUSH \"a\" (b c)"},
    {"unknown data with number", "* 7 XNEWS\r\n", "*:7 XNEWS"},
    {"unknown data with literals", "* XTEXT {3}\r\na\r\n b\r\n", "*:XTEXT <a\r\n> b"},
};

TEST(ImapResponse, Good) {
  for (const Good& row : kGood) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_response(row.in);
    EXPECT_EQ(outcome(parsed), row.want);
    EXPECT_EQ(forgiven(parse_response_lenient(row.in)), "");
    EXPECT_EQ(broken_reader(row.in), "");
  }
}

struct Bad {
  std::string_view name, in;
  std::string_view strict;   ///< the error
  std::string_view lenient;  ///< what is forgiven
};

const Bad kBad[] = {
    {"nothing", "", "more", "more"},
    {"no line end", "A1 OK done\r", "more", "more"},
    {"half a word", "* O", "more", "more"},
    {"bare LF", "A1 OK done\n", "malformed CRLF at octet 10", "crlf@10"},
    {"bare CR", "A1 OK a\rb\r\n", "malformed CRLF at octet 7", "crlf@7"},
    {"CR CR LF", "A1 OK a\r\r\n", "malformed CRLF at octet 7", "crlf@7"},
    {"empty line", "\r\n", "malformed tag at octet 0", "refused"},
    {"bare line end", "\n", "malformed tag at octet 0", "refused"},
    {"a tag alone", "A1\r\n", "malformed tag at octet 2", "refused"},
    {"another protocol", "220 ready\r\n", "malformed resp-cond-state at octet 4", "refused"},
    {"POP3", "+OK ready\r\n", "malformed continue-req at octet 1", "refused"},
    {"HTTP", "HTTP/1.1 200 OK\r\n", "malformed resp-cond-state at octet 9", "refused"},
    {"star alone", "*\r\n", "malformed response-data at octet 1", "refused"},
    {"star and space", "* \r\n", "malformed response-data at octet 2", "refused"},
    {"no space behind the star", "*OK done\r\n", "malformed response-data at octet 1", "refused"},
    {"two spaces behind the star", "*  OK done\r\n", "malformed SP at octet 1", "spaces@1"},
    {"two spaces behind the tag", "A1  OK done\r\n", "malformed SP at octet 2", "spaces@2"},
    {"tab behind the tag", "A1\tOK done\r\n", "malformed SP at octet 2", "spaces@2"},
    {"plus in a tag", "A+1 OK done\r\n", "malformed tag at octet 1", "grammar@1"},
    {"star in a tag", "A* BAD no\r\n", "malformed tag at octet 1", "grammar@1"},
    {"8-bit in a tag", "A\xe9 OK x\r\n", "malformed tag at octet 1", "refused"},
    {"tagged BYE", "A1 BYE x\r\n", "malformed resp-cond-state at octet 3", "refused"},
    {"tagged data", "A1 FETCH (UID 1)\r\n", "malformed resp-cond-state at octet 3", "refused"},
    {"number alone", "* 5\r\n", "malformed message-data at octet 3", "refused"},
    {"number of a status", "* 5 OK done\r\n", "malformed response-data at octet 2", "grammar@2"},
    {"status without text", "* OK\r\n", "malformed resp-text at octet 4", "grammar@4"},
    {"tagged without text", "A1 NO\r\n", "malformed resp-text at octet 5", "grammar@5"},
    {"name of signs", "* \"OK\"\r\n", "malformed response-data at octet 2", "refused"},
    {"plus alone", "+\r\n", "malformed continue-req at octet 1", "grammar@1"},
    {"no space behind the plus", "+idling\r\n", "malformed continue-req at octet 1", "refused"},
    {"NUL in text", "A1 OK a\0b\r\n"sv, "malformed text at octet 7", "octets@7"},
    {"Latin-1 in text", "A1 OK caf\xe9\r\n", "malformed text at octet 9", "octets@9"},
    {"surrogate in text", "A1 OK \xed\xa0\x80\r\n", "malformed text at octet 6", "octets@6"},
    {"text at the bracket", "A1 OK [ALERT]now\r\n", "malformed resp-text at octet 13",
     "response-code@13"},
    {"code with more", "A1 OK [ALERT 5] x\r\n", "malformed resp-text-code at octet 13",
     "response-code@13"},
    {"code with less", "A1 OK [UIDNEXT] x\r\n", "malformed resp-text-code at octet 14",
     "response-code@14"},
    {"UIDNEXT 0", "* OK [UIDNEXT 0] x\r\n", "out of range nz-number at octet 14",
     "response-code@14"},
    {"UIDNEXT beyond 32 bits", "* OK [UIDNEXT 4294967296] x\r\n",
     "out of range nz-number at octet 14", "response-code@14"},
    {"UIDVALIDITY no number", "* OK [UIDVALIDITY x] x\r\n", "malformed nz-number at octet 18",
     "response-code@18"},
    {"two spaces in a code", "* OK [UIDNEXT  3] x\r\n", "malformed SP at octet 13",
     "response-code@13"},
    {"flags without list", "* OK [PERMANENTFLAGS \\Seen] x\r\n",
     "malformed resp-text-code at octet 21", "response-code@21"},
    {"flags not closed", "* OK [PERMANENTFLAGS (\\Seen] x\r\n",
     "malformed resp-text-code at octet 20", "response-code@20"},
    {"flag as string", "* OK [PERMANENTFLAGS (\"a\")] x\r\n", "malformed flag-perm at octet 22",
     "response-code@22"},
    {"charset without list", "A NO [BADCHARSET UTF-8] x\r\n",
     "malformed resp-text-code at octet 17", "response-code@17"},
    {"no charset", "A NO [BADCHARSET ()] x\r\n", "malformed resp-text-code at octet 18",
     "response-code@18"},
    {"no capability", "* OK [CAPABILITY] x\r\n", "malformed capability-data at octet 16",
     "response-code@16"},
    {"COPYUID of one set", "A OK [COPYUID 1 2] x\r\n", "malformed resp-code-copy at octet 17",
     "response-code@17"},
    {"COPYUID with star", "A OK [COPYUID 1 2:* 3] x\r\n", "malformed uid-set at octet 18",
     "response-code@18"},
    {"APPENDUID 0", "A OK [APPENDUID 1 0] x\r\n", "out of range uid-set at octet 18",
     "response-code@18"},
    {"HIGHESTMODSEQ 0", "* OK [HIGHESTMODSEQ 0] x\r\n",
     "out of range mod-sequence-value at octet 20", "response-code@20"},
    {"HIGHESTMODSEQ beyond 63 bits", "* OK [HIGHESTMODSEQ 9223372036854775808] x\r\n",
     "out of range mod-sequence-value at octet 20", "response-code@20"},
    {"MODIFIED without set", "A OK [MODIFIED] x\r\n", "malformed resp-text-code at octet 14",
     "response-code@14"},
    {"MAILBOXID without list", "* OK [MAILBOXID F22] x\r\n", "malformed objectid at octet 16",
     "response-code@16"},
    {"METADATA of what", "a OK [METADATA MAXSIZE x] x\r\n", "malformed number at octet 23",
     "response-code@23"},
    {"unknown code with a space", "A NO [X-WHY ] no\r\n", "malformed resp-text-code at octet 12",
     "response-code@12"},
    {"NUL in an unknown code", "A NO [X-WHY \0] no\r\n"sv, "malformed text at octet 12",
     "octets@12"},
    {"two spaces in data", "* XDATA a  b\r\n", "malformed SP at octet 9", "spaces@9"},
    {"space behind data", "* XDATA a \r\n", "malformed SP at octet 9", "spaces@9"},
    {"no space before data", "* XDATA(a)\r\n", "malformed SP at octet 7", "spaces@7"},
    {"list not closed", "* XDATA (a\r\n", "malformed atom at octet 10", "refused"},
    {"list not opened", "* XDATA a)\r\n", "malformed atom at octet 9", "refused"},
    {"quote not closed", "* XDATA \"a\r\n", "malformed quoted at octet 10", "refused"},
    {"LF in quotes", "* XDATA \"a\nb\"\r\n", "malformed quoted at octet 10", "refused"},
    {"non-synchronizing literal", "* XDATA {1+}\r\na\r\n", "malformed literal at octet 8",
     "literal@8"},
    {"literal behind bare LF", "* XDATA {1}\na\r\n", "malformed CRLF at octet 11", "crlf@11"},
    {"literal and bare LF", "* XDATA {1}\r\na\n", "malformed CRLF at octet 14", "crlf@14"},
    {"NUL in a literal", "* XDATA {1}\r\n\0\r\n"sv, "malformed CHAR8 at octet 13", "octets@13"},
    {"literal not all there", "* XDATA {5}\r\nabc", "more", "more"},
    {"no line behind a literal", "* XDATA {3}\r\nabc", "more", "more"},
    {"brace in the middle", "* XDATA {3} a\r\n", "malformed literal at octet 8", "refused"},
    {"all at once", "*  XDATA a\tb {1+}\n\0 \xff\n"sv, "malformed SP at octet 1",
     "spaces@1 literal@13 crlf@17 octets@18"},
};

TEST(ImapResponse, Bad) {
  for (const Bad& row : kBad) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(outcome(parse_response(row.in)), row.strict);
    EXPECT_EQ(forgiven(parse_response_lenient(row.in)), row.lenient);
    EXPECT_EQ(broken_reader(row.in), "");
  }
}

TEST(ImapResponse, LenientReadsOn) {
  struct Row {
    std::string_view name, in, want;
  };
  const Row rows[] = {
      {"bare CR stays", "A1 OK a\rb\n", "A1:OK a\rb"},
      {"bad code", "* OK [UIDNEXT 0] x\r\n", "*:OK [UIDNEXT: 0] x"},
      {"code not closed inside", "* OK [PERMANENTFLAGS (\\Seen] x\r\n", "*:OK [PERMANENTFLAGS:] x"},
      {"tag of signs", "A+1 OK done\r\n", "A+1:OK done"},
      {"spaces", "*  3   EXISTS \r\n", "*:3 EXISTS"},
      {"number beyond 64 bits", "* 99999999999999999999 EXISTS\r\n",
       "*:18446744073709551615 EXISTS"},
      {"literal with plus", "* XDATA {1+}\na\n", "*:XDATA <a>"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_response_lenient(row.in);
    ASSERT_TRUE(std::holds_alternative<Got<LenientResponse>>(parsed));
    EXPECT_EQ(show(std::get<Got<LenientResponse>>(parsed).value.response), row.want);
  }
}

TEST(ImapResponse, Code) {
  const auto parsed = parse_response("A OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n");
  ASSERT_TRUE(std::holds_alternative<Got<Response>>(parsed));
  const Response& response = std::get<Got<Response>>(parsed).value;
  EXPECT_TRUE(response.is_status());
  EXPECT_EQ(response.code->octets, "COPYUID 38505 304,319:320 3956:3958");
  EXPECT_EQ(response.code->arguments, "38505 304,319:320 3956:3958");
  EXPECT_EQ(response.octets.size(), 49U);
}

TEST(ImapResponse, Limits) {
  const std::string nested(10000, '(');
  const std::string flags = "FLAGS (" + std::string(1000, 'a') + ")";
  Limits line;
  line.line = 20;
  Limits whole;
  whole.response = 30;
  Limits literal;
  literal.literal = 10;
  Limits values;
  values.values = 4;
  struct Row {
    std::string_view name;
    std::string in;
    Limits limits;
    std::string want;
  };
  const Row rows[] = {
      {"20 octets", "A1 OK 90123456789\r\n", line, "A1:OK 90123456789"},
      {"21 octets", "A1 OK 90123456789012\r\n", line, "too long line at octet 20"},
      {"no end in sight", "A1 OK 90123456789012", line, "too long line at octet 20"},
      {"19 octets and no end", "A1 OK 9012345678901", line, "more"},
      {"a line behind a literal", "* X {9}\r\n123456789 90123456789\r\n", line,
       "*:X <123456789> 90123456789"},
      {"a long line behind a literal", "* X {2}\r\n12 901234567890123456789\r\n", line,
       "too long line at octet 31"},
      {"30 octets", "* X {9}\r\n123456789 901234567\r\n", whole, "*:X <123456789> 901234567"},
      {"31 octets", "* X {9}\r\n123456789 9012345678\r\n", whole, "too long response at octet 30"},
      {"no room for the literal", "* X {30}\r\n", whole, "too long response at octet 4"},
      {"literal of 10", "* X {10}\r\n1234567890\r\n", literal, "*:X <1234567890>"},
      {"literal of 11", "* X {11}\r\n", literal, "too long literal at octet 4"},
      {"literal of 65 MiB", "* X {68157440}\r\n", {}, "too long literal at octet 4"},
      {"literal of 4 GiB", "* X {4294967296}\r\n", {}, "too long literal at octet 4"},
      {"literal8 of 4 GiB", "* X ~{4294967296}\r\n", {}, "too long literal at octet 4"},
      {"literal of 64 bits",
       "* X {9223372036854775808}\r\n",
       {},
       "out of range literal at octet 4"},
      {"literal beyond 64 bits",
       "* X {" + std::string(60, '9') + "}\r\n",
       {},
       "out of range literal at octet 4"},
      {"a second literal too long",
       "* X {1}\r\na {68157440}\r\n",
       {},
       "too long literal at octet 11"},
      {"4 values", "* X (a b c)\r\n", values, "*:X (a b c)"},
      {"5 values", "* X (a b c d)\r\n", values, "too many response-data at octet 11"},
      {"10000 lists",
       "* X " + nested + "\r\n",
       {},
       "too deeply nested parenthesized list at octet 68"},
      {"deep body",
       "* 1 FETCH (BODY " + nested + "\r\n",
       {},
       "too deeply nested parenthesized list at octet 79"},
      {"1000 octets", "* " + flags + "\r\n", {}, "*:" + flags},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(outcome(parse_response(row.in, row.limits)), row.want);
    EXPECT_EQ(broken_reader(row.in, row.limits), "");
  }
}

TEST(ImapResponseScanner, FindsEndsInPieces) {
  const std::string in =
      "* 1 FETCH (BODY[] {10}\r\n* 2 FAKE\r\n BODY[TEXT] ~{0}\r\n)\r\nA1 OK x\r\n";
  const std::size_t end = in.find("A1");
  for (std::size_t piece = 1; piece <= in.size(); ++piece) {
    SCOPED_TRACE(piece);
    ResponseScanner scanner;
    for (std::size_t size = piece; size < end; size += piece)
      ASSERT_EQ(scanner.scan(std::string_view(in).substr(0, size)),
                Parsed<std::size_t>(NeedMore{}));
    const Parsed<std::size_t> want = Got<std::size_t>{end, end};
    EXPECT_EQ(scanner.scan(in), want);
    EXPECT_EQ(scanner.scan(in), want);  // until reset
    scanner.reset();
    const Parsed<std::size_t> last = Got<std::size_t>{9, 9};
    EXPECT_EQ(scanner.scan(std::string_view(in).substr(end)), last);
  }
}

TEST(ImapResponse, Invariants) {
  std::set<std::string_view> ids;
  for (const Invariant& row : response_invariants()) {
    SCOPED_TRACE(row.id);
    EXPECT_TRUE(ids.insert(row.id).second);
    EXPECT_TRUE(row.id.starts_with("imap."));
    EXPECT_FALSE(row.title.empty() || row.quote.empty() || row.clause.empty());
  }
  for (const std::string_view id : {rule::kCrlf, rule::kSpaces, rule::kOctets, rule::kLiteral,
                                    rule::kNumberRange, rule::kGrammar, rule::kResponseCode,
                                    rule::kFetchItem, rule::kEnvelope, rule::kBodyStructure})
    EXPECT_TRUE(ids.contains(id)) << id;
}

}  // namespace
}  // namespace wireassay::imap
