// Trees, sections and encodings.
#include "wire/message/mime.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "wire/message/mime_field.h"
#include "wire/message/mime_invariants.h"

namespace wireassay::message {
namespace {

using namespace std::string_view_literals;

/// "multipart/mixed(text/plain[2],…)": in brackets the octets of the body of a leaf.
std::string shown(const Entity& entity) {
  std::string text = entity.type + "/" + entity.subtype;
  if (entity.children.empty()) return text + "[" + std::to_string(entity.body.size) + "]";
  text += "(";
  for (const Entity& child : entity.children)
    text += (text.ends_with('(') ? "" : ",") + shown(child);
  return text + ")";
}

TEST(Mime, Trees) {
  struct Row {
    std::string_view name, in, out;
  };
  const Row rows[] = {
      {"empty", "", "text/plain[0]"},
      {"plain", "A: b\r\n\r\nhello\r\n", "text/plain[7]"},
      {"html", "Content-Type: text/HTML\r\n\r\nx", "text/HTML[1]"},
      {"bad type", "Content-Type: text\r\n\r\nx", "text/plain[1]"},
      {"two parts",
       "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\none\r\n--b\r\n"
       "Content-Type: image/gif\r\n\r\ntwo!\r\n--b--\r\nepilogue",
       "multipart/mixed(text/plain[3],image/gif[4])"},
      {"bare LF", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo!\n--b--\n",
       "multipart/mixed(text/plain[3],text/plain[4])"},
      {"quoted boundary",
       "Content-Type: multipart/mixed; boundary=\"b c\"\r\n\r\n--b c\r\n\r\nx\r\n--b c--",
       "multipart/mixed(text/plain[1])"},
      {"padding behind delimiters",
       "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b \t\r\n\r\nx\r\n--b--  \r\n",
       "multipart/mixed(text/plain[1])"},
      {"longer line is no delimiter",
       "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--bx\r\n--b--",
       "multipart/mixed(text/plain[4])"},
      {"no close", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n",
       "multipart/mixed(text/plain[3])"},
      {"no delimiter", "Content-Type: multipart/mixed; boundary=b\r\n\r\nx", "multipart/mixed[1]"},
      {"no boundary", "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx", "multipart/mixed[8]"},
      {"empty parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n\r\n--b--",
       "multipart/mixed(text/plain[0],text/plain[0])"},
      {"digest",
       "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n\r\nhi\r\n--b--",
       "multipart/digest(message/rfc822(text/plain[2]))"},
      {"nested, inner not closed",
       "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: "
       "multipart/alternative;"
       " boundary=i\r\n\r\n--i\r\n\r\n1\r\n--o\r\n\r\n2\r\n--o--",
       "multipart/mixed(multipart/alternative(text/plain[1]),text/plain[1])"},
      {"message", "Content-Type: message/rfc822\r\n\r\nContent-Type: text/html\r\n\r\n<b>",
       "message/rfc822(text/html[3])"},
      {"NUL", "A: b\r\n\r\n\0\0"sv, "text/plain[2]"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(shown(parse_mime(row.in)), row.out);
    EXPECT_EQ(broken_mime(row.in), "");
  }
}

TEST(Mime, Fields) {
  const std::string_view text =
      "Content-Type: text/plain (a \"comment\"); charset = \"us-\\ascii\" "
      ";\r\n\tname*0*=utf-8''a;x\r\n"
      "Content-Transfer-Encoding: QUOTED-Printable (x)\r\nContent-ID: <a@b>\r\n"
      "Content-Description: two words\r\nContent-MD5: Q2hlY2s=\r\nContent-Language: de, en-GB\r\n"
      "Content-Location: http://x.test/\r\nContent-Disposition: attachment; filename=\"a "
      "b\"\r\n\r\n"
      "one\r\ntwo";
  const Entity entity = parse_mime(text);
  EXPECT_EQ(entity.params,
            (std::vector<MimeParameter>{{"charset", "us-ascii"}, {"name*0*", "utf-8''a"}}));
  EXPECT_EQ(entity.encoding, "QUOTED-Printable");
  EXPECT_EQ(encoding_of(entity), Encoding::QuotedPrintable);
  EXPECT_EQ(entity.id, "<a@b>");
  EXPECT_EQ(entity.description, "two words");
  EXPECT_EQ(entity.md5, "Q2hlY2s=");
  EXPECT_EQ(entity.language, (std::vector<std::string>{"de", "en-GB"}));
  EXPECT_EQ(entity.location, "http://x.test/");
  ASSERT_TRUE(entity.disposition);
  EXPECT_EQ(entity.disposition->type, "attachment");
  EXPECT_EQ(parameter(entity.disposition->params, "FileName"), "a b");
  EXPECT_EQ(entity.lines, 2U);
}

TEST(Mime, Limits) {
  std::string deep, many = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int at = 0; at < 100; ++at) deep += "Content-Type: message/rfc822\r\n\r\n";
  for (int at = 0; at < 2000; ++at) many += "--b\r\n\r\nx\r\n";
  const Entity root = parse_mime(deep);
  std::size_t depth = 1;
  const Entity* at = &root;
  for (; !at->children.empty(); at = &at->children.front()) ++depth;
  EXPECT_EQ(depth, MimeLimits{}.depth);
  EXPECT_EQ(at->type + "/" + at->subtype, "application/octet-stream");
  const Entity wide = parse_mime(many);
  EXPECT_EQ(wide.children.size() + 1, MimeLimits{}.parts);
  EXPECT_EQ(wide.children.back().body.end(), many.size());
  EXPECT_EQ(parse_mime(many, {.depth = 1, .parts = 9}).children.size(), 0U);
  EXPECT_EQ(broken_mime(deep) + broken_mime(many), "");
}

// The message of RFC 3501 section 6.4.5, with its part numbers.
constexpr std::string_view kExample =
    "Subject: all\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n"
    "--A\r\nContent-Type: text/plain\r\n\r\n1\r\n"
    "--A\r\nContent-Type: application/octet-stream\r\n\r\n2\r\n"
    "--A\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: three\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
    "--B\r\nContent-Type: text/plain\r\n\r\n3.1\r\n--B\r\n\r\n3.2\r\n--B--\r\n"
    "--A\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n"
    "--C\r\nContent-Type: image/gif\r\n\r\n4.1\r\n"
    "--C\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: four\r\nX: y\r\nContent-Type: multipart/mixed; boundary=D\r\n\r\n"
    "--D\r\n\r\n4.2.1\r\n--D\r\nContent-Type: multipart/alternative; boundary=E\r\n\r\n"
    "--E\r\n\r\n4.2.2.1\r\n--E\r\nContent-Type: text/richtext\r\n\r\n4.2.2.2\r\n--E--\r\n--D--\r\n"
    "--C--\r\n--A--\r\n";

TEST(Mime, Sections) {
  struct Row {
    std::string_view name;
    std::vector<std::uint32_t> part;
    SectionText text;
    std::string_view out;  // "-": no such section
  };
  using enum SectionText;
  const Row rows[] = {
      {"1", {1}, Whole, "1"},
      {"2", {2}, Whole, "2"},
      {"3.1", {3, 1}, Whole, "3.1"},
      {"3.2", {3, 2}, Whole, "3.2"},
      {"4.1", {4, 1}, Whole, "4.1"},
      {"4.2.1", {4, 2, 1}, Whole, "4.2.1"},
      {"4.2.2.1", {4, 2, 2, 1}, Whole, "4.2.2.1"},
      {"4.2.2.2", {4, 2, 2, 2}, Whole, "4.2.2.2"},
      {"4.1.MIME", {4, 1}, Mime, "Content-Type: image/gif\r\n\r\n"},
      {"4.2.2.1.MIME", {4, 2, 2, 1}, Mime, "\r\n"},
      {"4.2.HEADER.FIELDS", {4, 2}, HeaderFields, "Subject: four\r\nX: y\r\n\r\n"},
      {"4.2.HEADER.FIELDS.NOT",
       {4, 2},
       HeaderFieldsNot,
       "Content-Type: multipart/mixed; boundary=D\r\n\r\n"},
      {"HEADER.FIELDS", {}, HeaderFields, "Subject: all\r\n\r\n"},
      {"3.HEADER",
       {3},
       Header,
       "Subject: three\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"},
      {"3.TEXT",
       {3},
       Text,
       "--B\r\nContent-Type: text/plain\r\n\r\n3.1\r\n--B\r\n\r\n3.2\r\n--B--"},
      {"HEADER", {}, Header, "Subject: all\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n"},
      {"MIME of the message", {}, Mime, "-"},
      {"1.HEADER of a text", {1}, Header, "-"},
      {"4.TEXT of a multipart", {4}, Text, "-"},
      {"0", {0}, Whole, "-"},
      {"5", {5}, Whole, "-"},
      {"1.1", {1, 1}, Whole, "-"},
      {"4.2.3", {4, 2, 3}, Whole, "-"},
  };
  const Entity root = parse_mime(kExample);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto octets = section_octets(
        kExample, root, {.part = row.part, .text = row.text, .fields = {"subject", "x"}});
    EXPECT_EQ(octets.value_or("-"), row.out);
  }
  EXPECT_EQ(section_octets(kExample, root, {}), kExample);
  EXPECT_EQ(broken_mime(kExample), "");
}

TEST(Mime, SectionsOfOnePart) {
  constexpr std::string_view kText = "A: b\r\n\r\nbody";
  const Entity text = parse_mime(kText);
  EXPECT_EQ(section_octets(kText, text, {.part = {1}}), "body");
  EXPECT_EQ(section_octets(kText, text, {.part = {1}, .text = SectionText::Mime}), "A: b\r\n\r\n");
  EXPECT_EQ(section_octets(kText, text, {.part = {1, 1}}), std::nullopt);
  EXPECT_EQ(section_octets(kText, text, {.part = {2}}), std::nullopt);
  EXPECT_EQ(section_octets(kText, text, {.part = {}, .text = SectionText::Text}), "body");
  constexpr std::string_view kMessage = "Content-Type: message/rfc822\r\n\r\nC: d\r\n\r\nx";
  const Entity message = parse_mime(kMessage);
  EXPECT_EQ(section_octets(kMessage, message, {.part = {1}}), "C: d\r\n\r\nx");
  EXPECT_EQ(section_octets(kMessage, message, {.part = {1}, .text = SectionText::Header}),
            "C: d\r\n\r\n");
  EXPECT_EQ(section_octets(kMessage, message, {.part = {1, 1}}), "x");
}

TEST(Mime, SelectsFields) {
  struct Row {
    std::string_view name, header, named, others;
  };
  const Row rows[] = {
      {"both", "To: a\r\nX: y\r\n\r\n", "To: a\r\n\r\n", "X: y\r\n\r\n"},
      {"twice", "to: a\r\nX: y\r\nTO: b\r\n\r\n", "to: a\r\nTO: b\r\n\r\n", "X: y\r\n\r\n"},
      {"folded", "To: a,\r\n b\r\nX: y\r\n\r\n", "To: a,\r\n b\r\n\r\n", "X: y\r\n\r\n"},
      {"none", "X: y\r\n\r\n", "\r\n", "X: y\r\n\r\n"},
      {"no empty line", "To: a\r\nX: y\r\n", "To: a\r\n", "X: y\r\n"},
      {"empty", "", "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(select_fields(row.header, {"To"}), row.named);
    EXPECT_EQ(select_fields(row.header, {"To"}, true), row.others);
  }
}

TEST(Mime, Decodes) {
  struct Row {
    std::string_view name;
    Encoding encoding;
    std::string_view in, out;
  };
  using enum Encoding;
  const Row rows[] = {
      {"base64", Base64, "AAECAwQFBgc=\r\n", "\0\1\2\3\4\5\6\7"sv},
      {"base64, two fillings", Base64, "YQ==", "a"},
      {"base64 over lines", Base64, "YW\r\nJj\r\n", "abc"},
      {"base64 without filling", Base64, "YWI", "ab"},
      {"base64 with others", Base64, "Y!W-J.j", "abc"},
      {"base64 behind filling", Base64, "YQ==YQ==", "aa"},
      {"qp", QuotedPrintable, "a=3Db=C3=BC", "a=b\xc3\xbc"},
      {"qp soft break", QuotedPrintable, "a=\r\nb\r\n", "ab\r\n"},
      {"qp soft break, padded", QuotedPrintable, "a= \t\r\nb", "ab"},
      {"qp trailing space", QuotedPrintable, "a  \r\nb", "a\r\nb"},
      {"qp bare LF", QuotedPrintable, "a\nb", "a\nb"},
      {"qp no hex", QuotedPrintable, "a=xyz=4", "a=xyz=4"},
      {"identity", Identity, "a=3D\r\n", "a=3D\r\n"},
      {"unknown", Unknown, "x", "x"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(decode(row.encoding, row.in), row.out);
  }
}

}  // namespace
}  // namespace wireassay::message
