// ENVELOPE and BODYSTRUCTURE, held against the grammar that judges servers.
#include "reference/imap_structure.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "wire/imap/response.h"

namespace wireassay::reference {
namespace {

using namespace std::string_view_literals;

/// Empty, or what a strict client would say of a FETCH response with this item.
std::string complaint(const std::string& item) {
  const std::string response = "* 1 FETCH (" + item + ")\r\n";
  const auto parsed = imap::parse_response(response);
  const auto* got = std::get_if<Got<imap::Response>>(&parsed);
  if (const auto* error = std::get_if<ParseError>(&parsed)) return to_string(*error);
  if (got == nullptr) return "needs more";
  return got->used == response.size() ? "" : "octets remain";
}

TEST(ImapStructure, Strings) {
  struct Row {
    const char* name;
    std::string_view in, out, utf8;
  };
  const Row kRows[] = {
      {"empty", "", "\"\"", "\"\""},
      {"plain", "a b", "\"a b\"", "\"a b\""},
      {"quote and backslash", "a\"\\b", "\"a\\\"\\\\b\"", "\"a\\\"\\\\b\""},
      {"CR LF", "a\r\nb", "{4}\r\na\r\nb", "{4}\r\na\r\nb"},
      {"NUL", "a\0b"sv, "{3}\r\na?b", "{3}\r\na?b"},
      {"UTF-8", "\xc3\xbc", "{2}\r\n\xc3\xbc", "\"\xc3\xbc\""},
      {"not UTF-8", "\xff", "{1}\r\n\xff", "{1}\r\n\xff"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(imap_string(row.in), row.out);
    EXPECT_EQ(imap_string(row.in, true), row.utf8);
  }
  EXPECT_EQ(imap_nstring(std::nullopt), "NIL");
  EXPECT_TRUE(imap_string(std::string(kMaxQuoted + 1, 'x')).starts_with("{1001}\r\n"));
}

TEST(ImapStructure, Envelopes) {
  struct Row {
    const char *name, *header, *out;
  };
  const Row kRows[] = {
      {"nothing", "\r\n", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"},
      // RFC 3501 section 8, as far as its header tells
      {"RFC 3501",
       "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\nFrom: Terry Gray "
       "<gray@cac.washington.edu>\r\n"
       "Subject: IMAP4rev1 WG mtg summary and minutes\r\nTo: imap@cac.washington.edu\r\n"
       "cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>\r\n"
       "Message-Id: <B27397-0100000@cac.washington.edu>\r\n\r\n",
       "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" "
       "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
       "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
       "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
       "((NIL NIL \"imap\" \"cac.washington.edu\")) "
       "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" "
       "\"MIT.EDU\")) "
       "NIL NIL \"<B27397-0100000@cac.washington.edu>\")"},
      {"sender and reply-to of their own",
       "From: a@x\r\nSender: b@x\r\nReply-To: c@x\r\nIn-Reply-To: <d@x>\r\n\r\n",
       "(NIL NIL ((NIL NIL \"a\" \"x\")) ((NIL NIL \"b\" \"x\")) ((NIL NIL \"c\" \"x\")) NIL NIL "
       "NIL "
       "\"<d@x>\" NIL)"},
      {"empty fields", "Subject:\r\nTo:\r\nMessage-ID: \r\n\r\n",
       "(NIL \"\" NIL NIL NIL NIL NIL NIL NIL \"\")"},
      {"group", "To: G: a@x;\r\n\r\n",
       "(NIL NIL NIL NIL NIL ((NIL NIL \"G\" NIL)(NIL NIL \"a\" \"x\")(NIL NIL NIL NIL)) NIL NIL "
       "NIL "
       "NIL)"},
      {"quotes, backslash, 8-bit", "Subject: a \"b\" \\c \xc3\xbc\r\n\r\n",
       "(NIL {11}\r\na \"b\" \\c \xc3\xbc NIL NIL NIL NIL NIL NIL NIL NIL)"},
      {"folded subject", "Subject: a\r\n b\r\n\r\n",
       "(NIL \"a b\" NIL NIL NIL NIL NIL NIL NIL NIL)"},
      {"To twice", "To: a@x\r\nTo: b@x\r\n\r\n",
       "(NIL NIL NIL NIL NIL ((NIL NIL \"a\" \"x\")(NIL NIL \"b\" \"x\")) NIL NIL NIL NIL)"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string envelope = imap_envelope(row.header);
    EXPECT_EQ(envelope, row.out);
    EXPECT_EQ(complaint("ENVELOPE " + envelope), "");
  }
}

TEST(ImapStructure, Bodies) {
  struct Row {
    const char* name;
    std::string_view message;
    const char *body, *structure;
  };
  const Row kRows[] = {
      {"plain", "A: b\r\n\r\none\r\ntwo\r\n", "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 2)",
       "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 2 NIL NIL NIL NIL)"},
      {"empty", "", "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)",
       "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL)"},
      {"all fields",
       "Content-Type: image/GIF; name=\"a b\"\r\nContent-ID: <i@x>\r\nContent-Description: d\r\n"
       "Content-Transfer-Encoding: base64\r\nContent-MD5: m\r\nContent-Language: de, en\r\n"
       "Content-Location: l\r\nContent-Disposition: inline; filename=f; size=3\r\n\r\nAAEC",
       "(\"image\" \"GIF\" (\"name\" \"a b\") \"<i@x>\" \"d\" \"base64\" 4)",
       "(\"image\" \"GIF\" (\"name\" \"a b\") \"<i@x>\" \"d\" \"base64\" 4 \"m\" (\"inline\" "
       "(\"filename\" \"f\" \"size\" \"3\")) (\"de\" \"en\") \"l\")"},
      {"multipart",
       "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n"
       "Content-Type: image/gif\r\n\r\n2\r\n--b--\r\n",
       "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 1)(\"image\" \"gif\" NIL NIL NIL \"7bit\" 1) "
       "\"mixed\")",
       "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 1 NIL NIL NIL NIL)(\"image\" \"gif\" NIL NIL "
       "NIL "
       "\"7bit\" 1 NIL NIL NIL NIL) \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)"},
      {"message", "Content-Type: message/rfc822\r\n\r\nSubject: s\r\n\r\nhi\r\n",
       "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 18 (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL "
       "NIL) "
       "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 4 1) 3)",
       "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 18 (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL "
       "NIL) "
       "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 4 1 NIL NIL NIL NIL) 3 NIL NIL NIL NIL)"},
      {"multipart without parts", "Content-Type: multipart/mixed\r\n\r\nx",
       "(\"multipart\" \"mixed\" NIL NIL NIL \"7bit\" 1)",
       "(\"multipart\" \"mixed\" NIL NIL NIL \"7bit\" 1 NIL NIL NIL NIL)"},
      {"8-bit parameter", "Content-Type: text/plain; name=\"\xc3\xbc\"\r\n\r\n",
       "(\"text\" \"plain\" (\"name\" {2}\r\n\xc3\xbc) NIL NIL \"7bit\" 0 0)",
       "(\"text\" \"plain\" (\"name\" {2}\r\n\xc3\xbc) NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL)"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const message::Entity root = message::parse_mime(row.message);
    const std::string body = imap_body_structure(row.message, root, false);
    const std::string structure = imap_body_structure(row.message, root, true);
    EXPECT_EQ(body, row.body);
    EXPECT_EQ(structure, row.structure);
    EXPECT_EQ(complaint("BODY " + body), "");
    EXPECT_EQ(complaint("BODYSTRUCTURE " + structure), "");
  }
}

}  // namespace
}  // namespace wireassay::reference
