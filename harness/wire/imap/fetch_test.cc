// FETCH data in tables: items, sections, envelopes and body structures.
#include <gtest/gtest.h>

#include "wire/imap/response_test_support.h"

namespace wireassay::imap {
namespace {

using namespace std::string_view_literals;

struct Good {
  std::string_view name, in;
};

// RFC 3501 and RFC 9051 section 8
constexpr std::string_view kEnvelope =
    "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((NIL NIL \"imap\" \"cac.washington.edu\")) "
    "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) "
    "NIL NIL \"<B27397-0100000@cac.washington.edu>\")";

/// Between "(" and ")" of the item list.
const Good kGood[] = {
    {"FLAGS", "FLAGS (\\Seen $Forwarded)"},
    {"no FLAGS", "FLAGS ()"},
    {"Recent", "FLAGS (\\Recent)"},
    {"UID", "UID 4827313"},
    {"several", "FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286"},
    {"small letters", "flags () uid 1"},
    {"day of one digit", "INTERNALDATE \" 7-jul-1996 02:44:25 +0000\""},
    {"SIZE of 63 bits", "RFC822.SIZE 9223372036854775807"},
    {"RFC822", "RFC822 {3}\r\nabc"},
    {"RFC822 parts", "RFC822.HEADER {4}\r\na\r\n\r RFC822.TEXT \"\""},
    {"BODY[]", "BODY[] {3}\r\n)\r\n"},
    {"BODY[] NIL", "BODY[] NIL"},
    {"BODY[HEADER]", "BODY[HEADER] {2}\r\n\r\n"},
    {"BODY[] of a range", "BODY[]<0> \"abc\""},
    {"header fields", "BODY[HEADER.FIELDS (DATE FROM)] {2}\r\n\r\n"},
    {"header fields not", "BODY[HEADER.FIELDS.NOT (X)]<10> \"\""},
    {"header fields in quotes", "BODY[HEADER.FIELDS (\"DATE\" \"X-]\\\"\")] \"\""},
    {"header fields in literals", "BODY[HEADER.FIELDS ({4}\r\nDATE b)] \"\""},
    {"part", "BODY[4.1.2] \"\""},
    {"part header", "BODY[4.1.MIME] \"\" BODY[3.HEADER] \"\" BODY[3.TEXT]<2> \"\""},
    {"part header fields", "BODY[4.2.HEADER.FIELDS (a)] NIL"},
    {"BINARY", "BINARY[1] ~{3}\r\na\0b"sv},
    {"BINARY as a string", "BINARY[1.2]<3> \"abc\""},
    {"BINARY.SIZE", "BINARY.SIZE[2] 7"},
    {"BINARY of all", "BINARY[] NIL"},
    {"MODSEQ", "MODSEQ (624140003)"},
    {"MODSEQ at most", "MODSEQ (9223372036854775807)"},
    {"EMAILID", "EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9)"},
    {"THREADID NIL", "THREADID NIL"},
    {"PREVIEW", "PREVIEW \"Preview text for message 1.\""},
    {"PREVIEW NIL", "PREVIEW NIL"},
    {"SAVEDATE", "SAVEDATE \"01-Jan-2015 17:30:26 +0000\""},
    {"SAVEDATE NIL", "SAVEDATE NIL"},
    {"Gmail", "X-GM-MSGID 1278455344230334865 X-GM-LABELS (\\Inbox \"a b\" foo)"},
    {"Cyrus", "CID 0a1b DIGEST.SHA1 fa39a3ee5e6b4b0d CREATEDMODSEQ (5)"},
    {"ANNOTATION", "ANNOTATION (/comment (value.priv \"My comment\" value.shared NIL))"},
    {"BODY of text",
     "BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92)"},
    {"BODY of bytes", "BODY (\"APPLICATION\" \"OCTET-STREAM\" NIL NIL NIL \"BASE64\" 7)"},
    {"BODY of parts",
     "BODY ((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1152 23)(\"TEXT\" \"PLAIN\" "
     "(\"CHARSET\" \"US-ASCII\" \"NAME\" \"cc.diff\") \"<960723163407@x>\" "
     "\"Compiler diff\" \"BASE64\" 4554 73) \"MIXED\")"},
    {"structure with all fields",
     "BODYSTRUCTURE (\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"8bit\" 5 1 \"md5\" "
     "(\"inline\" (\"filename\" \"a\")) (\"en\" \"de\") \"loc\" 7 (NIL (\"x\" 8)))"},
    {"structure of one language",
     "BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL \"base64\" 5 NIL "
     "(\"attachment\" NIL) \"en\")"},
    {"structure of parts",
     "BODYSTRUCTURE ((\"text\" \"html\" NIL NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL) \"mixed\" "
     "(\"boundary\" \"=-1\") NIL NIL NIL)"},
    {"parts in parts",
     "BODYSTRUCTURE (((\"text\" \"a\" NIL NIL NIL \"7bit\" 1 1)(\"text\" \"b\" NIL NIL NIL "
     "\"7bit\" "
     "1 1) \"alternative\") \"mixed\")"},
    {"strings as literals",
     "BODYSTRUCTURE ({4}\r\ntext {5}\r\nplain ({4}\r\nname {3}\r\na\"b) NIL {1}\r\nx {4}\r\n7bit 1 "
     "2)"},
};

std::string fetch(std::string_view items) { return "* 12 FETCH (" + std::string(items) + ")\r\n"; }

void expect_good(std::string_view name, const std::string& in) {
  SCOPED_TRACE(name);
  const auto parsed = parse_response(in);
  const auto* got = std::get_if<Got<Response>>(&parsed);
  EXPECT_EQ(outcome(parsed).substr(0, 10), "*:12 FETCH");
  if (got == nullptr) return;
  EXPECT_EQ(to_wire(got->value), in);
  EXPECT_EQ(got->value.values.front().items.size() % 2, 0U);
  EXPECT_EQ(forgiven(parse_response_lenient(in)), "");
  EXPECT_EQ(broken_reader(in), "");
}

TEST(ImapFetch, Good) {
  for (const Good& row : kGood) expect_good(row.name, fetch(row.in));
  const std::string envelope(kEnvelope);
  expect_good("ENVELOPE", fetch("UID 3 ENVELOPE " + envelope + " FLAGS ()"));
  expect_good("group",
              fetch("ENVELOPE (NIL NIL NIL NIL NIL ((NIL NIL \"g\" NIL)(NIL NIL \"a\" \"b\")"
                    "(NIL NIL NIL NIL)) NIL NIL NIL NIL)"));
  expect_good("message in a message",
              fetch("BODY (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 342 " + envelope +
                    " (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 3 1) 9)"));
}

TEST(ImapFetch, SectionIsOneName) {
  const std::string in = fetch("BODY[HEADER.FIELDS (a b)]<0> {2}\r\nxy UID 3");
  const auto parsed = parse_response(in);
  ASSERT_TRUE(std::holds_alternative<Got<Response>>(parsed));
  const Response& response = std::get<Got<Response>>(parsed).value;
  EXPECT_EQ(response.number, 12U);
  EXPECT_EQ(show(response.values), " (BODY[HEADER.FIELDS (a b)]<0> <xy> UID 3)");
  const std::vector<Value>& items = response.values.front().items;
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].text, "BODY[HEADER.FIELDS (a b)]<0>");
  EXPECT_EQ(items[1].text.data(), in.data() + in.find("xy"));  // a view, no copy
}

struct Bad {
  std::string_view name, in;
  std::string_view strict;   ///< the error; the items begin at octet 12
  std::string_view lenient;  ///< what is forgiven
};

const Bad kBad[] = {
    {"no items", "", "malformed msg-att at octet 11", "fetch-item@11"},
    {"name alone", "UID", "malformed msg-att at octet 12", "fetch-item@12"},
    {"value for a name", "(UID) 3", "malformed atom at octet 12", "fetch-item@12"},
    {"two spaces", "UID  3", "malformed SP at octet 15", "spaces@15"},
    {"items without space", "FLAGS ()UID 3", "malformed msg-att at octet 20",
     "fetch-item@20 spaces@20"},
    {"UID 0", "UID 0", "out of range nz-number at octet 16", "number-range@16"},
    {"UID beyond 32 bits", "UID 4294967296", "out of range nz-number at octet 16",
     "number-range@16"},
    {"UID string", "UID \"3\"", "malformed nz-number at octet 16", "fetch-item@16"},
    {"FLAGS without list", "FLAGS \\Seen", "malformed msg-att-dynamic at octet 18",
     "fetch-item@18"},
    {"FLAGS NIL", "FLAGS NIL", "malformed msg-att-dynamic at octet 18", "fetch-item@18"},
    {"FLAGS string", "FLAGS (\"\\\\Seen\")", "malformed flag at octet 19", "fetch-item@19"},
    {"INTERNALDATE atom", "INTERNALDATE 17-Jul-1996", "malformed date-time at octet 25",
     "fetch-item@25"},
    {"INTERNALDATE one digit", "INTERNALDATE \"7-Jul-1996 02:44:25 -0700\"",
     "malformed date-time at octet 25", "fetch-item@25"},
    {"INTERNALDATE of RFC 5322", "INTERNALDATE \"Wed, 17 Jul 1996 02:44:25 -0700\"",
     "malformed date-time at octet 25", "fetch-item@25"},
    {"INTERNALDATE zone name", "INTERNALDATE \"17-Jul-1996 02:44:25 GMT\"",
     "malformed date-time at octet 25", "fetch-item@25"},
    {"INTERNALDATE and more", "INTERNALDATE \"17-Jul-1996 02:44:25 -0700 \"",
     "malformed date-time at octet 25", "fetch-item@25"},
    {"INTERNALDATE month", "INTERNALDATE \"17-Foo-1996 02:44:25 -0700\"",
     "malformed date-time at octet 25", "fetch-item@25"},
    {"SIZE negative", "RFC822.SIZE -1", "malformed number64 at octet 24", "fetch-item@24"},
    {"SIZE string", "RFC822.SIZE \"1\"", "malformed number64 at octet 24", "fetch-item@24"},
    {"BODY[] atom", "BODY[] abc", "malformed nstring at octet 19", "fetch-item@19"},
    {"BODY[] literal8", "BODY[] ~{1}\r\nx", "malformed nstring at octet 19", "fetch-item@19"},
    {"BODY[] NUL", "BODY[] {1}\r\n\0"sv, "malformed CHAR8 at octet 24", "octets@24"},
    {"BODY[] without space", "BODY[]{1}\r\nx", "malformed msg-att at octet 12",
     "fetch-item@12 spaces@18"},
    {"section unknown", "BODY[FOO] NIL", "malformed section at octet 12", "fetch-item@12"},
    {"section MIME of all", "BODY[MIME] NIL", "malformed section at octet 12", "fetch-item@12"},
    {"section part 0", "BODY[0] NIL", "malformed section at octet 12", "fetch-item@12"},
    {"section point last", "BODY[1.] NIL", "malformed section at octet 12", "fetch-item@12"},
    {"section no fields", "BODY[HEADER.FIELDS ()] NIL", "malformed section at octet 12",
     "fetch-item@12"},
    {"section without fields", "BODY[HEADER.FIELDS] NIL", "malformed section at octet 12",
     "fetch-item@12"},
    {"section of two spaces", "BODY[HEADER.FIELDS  (a)] NIL", "malformed section at octet 12",
     "fetch-item@12"},
    {"range of two", "BODY[]<0.5> NIL", "malformed section at octet 12", "fetch-item@12"},
    {"range not closed", "BODY[]<0 NIL", "malformed section at octet 12", "fetch-item@12"},
    {"section not closed", "BODY[HEADER NIL", "malformed section at octet 23", "refused"},
    {"BINARY text", "BINARY[TEXT] NIL", "malformed section at octet 12", "fetch-item@12"},
    {"BINARY.SIZE NIL", "BINARY.SIZE[1] NIL", "malformed number at octet 27", "fetch-item@27"},
    {"MODSEQ flat", "MODSEQ 5", "malformed fetch-mod-resp at octet 19", "fetch-item@19"},
    {"MODSEQ 0", "MODSEQ (0)", "out of range mod-sequence-value at octet 20", "number-range@20"},
    {"MODSEQ of two", "MODSEQ (1 2)", "malformed fetch-mod-resp at octet 22", "fetch-item@22"},
    {"EMAILID flat", "EMAILID M6d", "malformed objectid at octet 20", "fetch-item@20"},
    {"PREVIEW atom", "PREVIEW foo", "malformed nstring at octet 20", "fetch-item@20"},
    // every item for itself
    {"two bad items", "UID x ENVELOPE () FLAGS NIL", "malformed nz-number at octet 16",
     "fetch-item@16 envelope@28"},
    // envelope
    {"ENVELOPE NIL", "ENVELOPE NIL", "malformed envelope at octet 21", "envelope@21"},
    {"ENVELOPE of nine", "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL)",
     "malformed envelope at octet 57", "envelope@57"},
    {"ENVELOPE of eleven", "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)",
     "malformed envelope at octet 62", "envelope@62"},
    {"ENVELOPE atom", "ENVELOPE (x NIL NIL NIL NIL NIL NIL NIL NIL NIL)",
     "malformed nstring at octet 22", "envelope@22"},
    {"ENVELOPE empty addresses", "ENVELOPE (NIL NIL () NIL NIL NIL NIL NIL NIL NIL)",
     "malformed envelope at octet 31", "envelope@31"},
    {"ENVELOPE flat address",
     "ENVELOPE (NIL NIL (NIL NIL \"a\" \"b\") NIL NIL NIL NIL NIL NIL NIL)",
     "malformed envelope at octet 31", "envelope@31"},
    {"ENVELOPE address of three",
     "ENVELOPE (NIL NIL ((NIL \"a\" \"b\")) NIL NIL NIL NIL NIL NIL NIL)",
     "malformed address at octet 43", "envelope@43"},
    {"ENVELOPE address string", "ENVELOPE (NIL NIL \"a@b\" NIL NIL NIL NIL NIL NIL NIL)",
     "malformed envelope at octet 30", "envelope@30"},
    {"ENVELOPE address atom", "ENVELOPE (NIL NIL ((NIL NIL a b)) NIL NIL NIL NIL NIL NIL NIL)",
     "malformed nstring at octet 40", "envelope@40"},
    {"ENVELOPE addresses apart",
     "ENVELOPE (NIL NIL ((NIL NIL \"a\" \"b\") (NIL NIL \"c\" \"d\")) NIL NIL NIL NIL NIL NIL NIL)",
     "malformed envelope at octet 49", "envelope@49"},
    {"ENVELOPE fields together",
     "ENVELOPE (NIL NIL ((NIL NIL \"a\" \"b\"))((NIL NIL \"a\" \"b\")) "
     "NIL NIL NIL NIL NIL NIL)",
     "malformed envelope at octet 49", "envelope@49"},
    {"ENVELOPE subject not encoded", "ENVELOPE (NIL \"\xe9\" NIL NIL NIL NIL NIL NIL NIL NIL)",
     "malformed QUOTED-CHAR at octet 27", "octets@27"},
    // body
    {"BODY NIL", "BODY NIL", "malformed body-type-1part at octet 17", "bodystructure@17"},
    {"BODY empty", "BODY ()", "malformed body-type-1part at octet 18", "bodystructure@18"},
    {"text without lines", "BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5)",
     "malformed body-type-1part at octet 53", "bodystructure@53"},
    {"bytes with lines", "BODY (\"APPLICATION\" \"X\" NIL NIL NIL \"7BIT\" 5 1)",
     "malformed body-type-1part at octet 57", "bodystructure@57"},
    {"BODY extended", "BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 5 1 NIL)",
     "malformed body-type-1part at octet 56", "bodystructure@56"},
    {"BODY parts extended", "BODY ((\"TEXT\" \"A\" NIL NIL NIL \"7BIT\" 5 1) \"MIXED\" NIL)",
     "malformed body-type-mpart at octet 62", "bodystructure@62"},
    {"media atoms", "BODYSTRUCTURE (text plain NIL NIL NIL \"7bit\" 5 1)",
     "malformed string at octet 27", "bodystructure@27"},
    {"parameters odd", "BODYSTRUCTURE (\"image\" \"png\" (\"a\") NIL NIL \"7bit\" 5)",
     "malformed body-fld-param at octet 45", "bodystructure@45"},
    {"parameters empty", "BODYSTRUCTURE (\"image\" \"png\" () NIL NIL \"7bit\" 5)",
     "malformed body-fld-param at octet 42", "bodystructure@42"},
    {"encoding NIL", "BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL NIL 5)",
     "malformed string at octet 53", "bodystructure@53"},
    {"octets beyond 32 bits", "BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL \"7bit\" 4294967296)",
     "out of range number at octet 60", "number-range@60"},
    {"octets string", "BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL \"7bit\" \"5\")",
     "malformed number at octet 60", "bodystructure@60"},
    {"parts apart",
     "BODYSTRUCTURE ((\"a\" \"b\" NIL NIL NIL \"7bit\" 1) (\"a\" \"b\" NIL NIL NIL "
     "\"7bit\" 1) \"mixed\")",
     "malformed string at octet 58", "bodystructure@58"},
    {"parts without subtype", "BODYSTRUCTURE ((\"a\" \"b\" NIL NIL NIL \"7bit\" 1))",
     "malformed body-type-mpart at octet 57", "bodystructure@57"},
    {"disposition string", "BODYSTRUCTURE (\"a\" \"b\" NIL NIL NIL \"7bit\" 1 NIL \"inline\")",
     "malformed body-fld-dsp at octet 60", "bodystructure@60"},
    {"disposition without parameters",
     "BODYSTRUCTURE (\"a\" \"b\" NIL NIL NIL \"7bit\" 1 NIL "
     "(\"inline\"))",
     "malformed body-fld-dsp at octet 69", "bodystructure@69"},
    {"no languages", "BODYSTRUCTURE (\"a\" \"b\" NIL NIL NIL \"7bit\" 1 NIL NIL ())",
     "malformed body-fld-lang at octet 65", "bodystructure@65"},
    {"extension atom", "BODYSTRUCTURE (\"a\" \"b\" NIL NIL NIL \"7bit\" 1 NIL NIL NIL NIL x)",
     "malformed number64 at octet 72", "bodystructure@72"},
    {"message without envelope", "BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1)",
     "malformed body-type-1part at octet 66", "bodystructure@66"},
    {"message with a bad envelope",
     "BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1 () (\"a\" \"b\" NIL NIL NIL "
     "\"7bit\" 1) 1)",
     "malformed envelope at octet 68", "bodystructure@68"},
};

TEST(ImapFetch, Bad) {
  for (const Bad& row : kBad) {
    SCOPED_TRACE(row.name);
    const std::string in = fetch(row.in);
    EXPECT_EQ(outcome(parse_response(in)), row.strict);
    EXPECT_EQ(forgiven(parse_response_lenient(in)), row.lenient);
    EXPECT_EQ(broken_reader(in), "");
  }
}

TEST(ImapFetch, WholeResponses) {
  const Bad rows[] = {
      {"FETCH 0", "* 0 FETCH (UID 1)\r\n", "out of range nz-number at octet 2", "number-range@2"},
      {"FETCH without number", "* FETCH (UID 1)\r\n", "malformed response-data at octet 2",
       "grammar@2"},
      {"FETCH nothing", "* 1 FETCH\r\n", "malformed msg-att at octet 9", "fetch-item@9"},
      {"FETCH flat", "* 1 FETCH UID 1\r\n", "malformed msg-att at octet 10", "fetch-item@10"},
      {"FETCH and more", "* 1 FETCH (UID 1) (UID 2)\r\n", "malformed msg-att at octet 18",
       "fetch-item@18"},
      {"FETCH not closed", "* 1 FETCH (UID 1\r\n", "malformed atom at octet 16", "refused"},
      {"literal too long by one", "* 1 FETCH (BODY[] {4}\r\nabc)\r\n", "malformed atom at octet 27",
       "refused"},
      {"literal too short by one", "* 1 FETCH (BODY[] {2}\r\nabc)\r\n",
       "malformed msg-att at octet 25", "fetch-item@25 spaces@25"},
  };
  for (const Bad& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(outcome(parse_response(row.in)), row.strict);
    EXPECT_EQ(forgiven(parse_response_lenient(row.in)), row.lenient);
    EXPECT_EQ(broken_reader(row.in), "");
  }
}

TEST(ImapFetch, TypedChecks) {
  const auto value = [](std::string_view in) {
    return std::get<Got<std::vector<Value>>>(parse_values(in)).value.front();
  };
  EXPECT_EQ(check_envelope(value(kEnvelope)), std::nullopt);
  EXPECT_EQ(check_envelope(value("(NIL)")), (ParseError{Errc::Malformed, 4, "envelope"}));
  const std::string_view plain = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)";
  const std::string_view extended = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1 NIL)";
  EXPECT_EQ(check_body_structure(value(plain), false), std::nullopt);
  EXPECT_EQ(check_body_structure(value(extended)), std::nullopt);
  EXPECT_EQ(check_body_structure(value(extended), false),
            (ParseError{Errc::Malformed, 39, "body-type-1part"}));
}

}  // namespace
}  // namespace wireassay::imap
