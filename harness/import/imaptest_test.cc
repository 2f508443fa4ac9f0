// Scripts as scenario files: what each construct becomes, what is refused and where, and that the
// loader takes all of it.
#include "import/imaptest.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "import/toml.h"
#include "scenario/load.h"
#include "wire/imap/dialect.h"

namespace wireassay::importer {
namespace {

const std::vector<MboxMessage> kMessages = {
    {"Subject: 1\r\n\r\nb\r\n", "01-Feb-2008 17:06:23 +0000"},
    {"Subject: 2\r\n\r\n\x80\r\n", "02-Feb-2008 17:06:23 +0000"}};

Imported import_text(std::string_view text, const std::vector<MboxMessage>& messages = kMessages) {
  return import_imaptest(text, "my-script", messages, [](const std::string&) { return false; });
}

std::string openings() {
  std::ifstream in(WIREASSAY_SOURCE_DIR "/scenarios/_begin/imap.toml");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The loader's opinion.
scenario::Suite load(const std::string& toml) {
  static const imap::ImapDialect kImap;
  scenario::LoadContext context;
  context.dialects = {&kImap.info()};
  return scenario::load_text(toml, "x.toml", {{"imap", openings()}}, context);
}

std::string all(const std::vector<Remark>& remarks) {
  std::string out;
  for (const Remark& remark : remarks)
    out += std::to_string(remark.at.line) + ":" + std::to_string(remark.at.column) + ": " +
           remark.message + "\n";
  return out;
}

struct Row {
  std::string_view name, text;
  std::vector<std::string_view> parts;  ///< of the scenario, in this order
};

void check(const Row& row) {
  SCOPED_TRACE(row.name);
  const Imported got = import_text(row.text);
  ASSERT_NE(got.toml, "") << all(got.remarks);
  std::size_t at = 0;
  for (const std::string_view part : row.parts) {
    const std::size_t found = got.toml.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << "\nis not in\n" << got.toml;
    at = found + part.size();
  }
  const scenario::Suite suite = load(got.toml);
  for (const scenario::Problem& problem : suite.problems)
    ADD_FAILURE() << scenario::to_string(problem) << "\n" << got.toml;
  EXPECT_EQ(suite.cases.size(), 1U);
}

TEST(ImportImaptest, States) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"nonauth",  "state: nonauth\n\nok noop\n",   {"begin    = \"connected\"", "send     = 'noop'", "expect   = \"OK\"", "send     = 'logout'"}},
      {"auth",     "state: auth\n\nok create $mailbox\n", {"given    = { mailbox = [] }", "begin    = \"authenticated\"", "box = '${mailbox(box)}'", "'create ${box}'"}},
      {"created",  "state: created\n\nok noop\n",   {"given    = { mailbox = [] }", "begin    = \"authenticated\"", "'noop'"}},
      {"appended", "state: appended\nmessages: 1\n\nok noop\n", {"mail_1 = [\n  'Subject: 1',\n  '',\n  'b',\n]", "send     = 'APPEND ${mailbox} \"01-Feb-2008 17:06:23 +0000\" {${len(mail_1)}}'\nassume   = \"+\"", "send_bytes = '${mail_1}\\r\\n'\nassume   = \"OK\"", "'noop'"}},
      {"selected", "messages: all\n\nok noop\n",    {"{${len(mail_1)}}", "02-Feb", "{${len(mail_2)}}", "'SELECT ${mailbox}'\nassume   = \"OK\"", "'noop'"}},
      {"more messages than there are", "messages: 3\n\nok noop\n", {"02-Feb", "01-Feb", "{${len(mail_1)}}", "'SELECT"}},
      {"two connections", "connections: 2\n\n2 ok noop\n", {"connections = { c1 = { service = \"imap\", begin = \"authenticated\" }, c2 =", "on       = \"c1\"\nsend     = 'SELECT", "on       = \"c2\"\nsend     = 'SELECT", "on       = \"c2\"\nsend     = 'noop'", "on       = \"c1\"\nsend     = 'logout'"}},
      {"second user", "connections: 2\nstate: auth\nuser 2: $user2\n\n1 ok x $user2 $password2 $user\n", {"needs    = [\"user\", \"second-user\"]", "begin = { opening = \"authenticated\", user = '${user2}', password = '${password2}' }", "'x ${user2} ${password2} ${user}'"}},
      {"capabilities", "capabilities: ID CONTEXT=SORT\nstate: auth\n\nok noop\n", {"requires = ['ID', 'CONTEXT=SORT']"}},
      {"greeting", "state: nonauth\n\n* ok\nok noop\n", {"begin    = \"raw\"", "expect   = \"OK|PREAUTH|BYE\"\nexchange = '''\n* ok\n'''"}},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(ImportImaptest, Commands) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"answers", "state: auth\n\nno a\nbad b\n\"\" c\n", {"'a'\nexpect   = \"NO\"", "'b'\nexpect   = \"BAD\"", "'c'\nexpect   = \"OK|NO|BAD\""}},
      {"expected responses", "state: auth\n\nok a\n* 1 exists\n! bye\n? x\n", {"expect   = \"OK\"\nexchange = '''\n* 1 exists\n! bye\n? x\n'''"}},
      {"completion", "state: auth\n\na\nno [trycreate]\n", {"expect   = \"NO\"\nexchange = '''\nno [trycreate]\n'''"}},
      {"together", "state: auth\n\ntag3 a\ntag7 b\n* x\ntag7 no [y]\ntag3 ok\n", {"send     = [\n  'a',\n  'b',\n]\nexpect   = [\"OK\", \"NO\"]", "exchange = '''\n* x\ntag2 no [y]\n'''"}},
      {"literal", "state: created\n\nok append x {{{\na\n\n}}} y\n* z\n", {"literal_1 = [\n  'a',\n]", "send     = 'append x {${len(literal_1)}}'\nexpect   = \"+|OK\"", "when     = \"+\"\nsend_bytes = '${literal_1} y\\r\\n'\nexpect   = \"OK\"", "exchange = '''\n* z\n'''"}},
      {"dollar before a literal", "state: created\n\nok x $$${{{\na\n}}}\n", {"'x $$${${len(literal_1)}}'"}},
      {"binary literal", "state: created\n\nok append x ~{{{\na\nb\n}}}\n", {"literal_1 = { bytes = 'a\\nb' }", "~{${len(literal_1)}}'"}},
      {"literals together", "state: created\n\ntag1 a {{{\nb\n}}} c\ntag2 d\ntag1 ok\ntag2 ok\n", {"requires = ['LITERAL+|LITERAL-']", "  'a {${len(literal_1)}+}',\n  '${literal_1} c',\n  'd',"}},
      {"next message", "state: created\n\nok append\nok append $mailbox (\\seen)\n", {"'APPEND ${mailbox} \"01-Feb-2008 17:06:23 +0000\" {${len(mail_1)}}'", "'append ${mailbox} (\\seen) {${len(mail_2)}}'"}},
      {"no message of the mbox", "state: created\n\nok append x catenate (url \"y\")\n", {"'append x catenate (url \"y\")'\nexpect   = \"OK\""}},
      {"goodbye once", "state: auth\n\nok logout\n* bye\n", {"'logout'\nexpect   = \"OK\"\nexchange = '''\n* bye\n'''\n\n"}},
      {"unasked goodbye", "state: auth\n\n\"\" a\n* bye\n", {"expect   = \"OK|NO|BAD|BYE\"", "exchange"}},
      {"goodbye before the answer", "state: auth\n\nok a\n* bye\n", {"expect   = \"OK|BYE\"", "when     = \"BYE\"\nexpect   = \"OK\"", "exchange"}},
      {"password", "state: nonauth\n\nno login a b\n", {"octets_1 = { bytes = 'b' }", "'login a ${octets_1}'"}},
      {"pause", "state: auth\n\nok a\n!sleep 500ms\nok b\n", {"'a'", "after    = \"500ms\"\nsend     = 'b'"}},
      {"output", "state: auth\n\nok a\n!output x\nok b\n", {"# imaptest prints: x\n"}},
      {"nothing else", "state: auth\nignore_extra_untagged: no\n\nok a\nok b\n* c\nok logout\n", {"'a'\nexpect   = \"OK\"\nexchange = '''\n$!noextra\n'''", "$!noextra\n* c\n", "'logout'\nexpect   = \"OK\"\n\n"}},
      {"line of a CR alone", "state: auth\n\n\r\nok\n", {"clause   = \"line 3\"\nlevel    = \"MUST\"\nquote    = '\\r'"}},
      {"line of the script", "state: auth\n\n\nok a \\b\n", {"clause   = \"line 4\"\nlevel    = \"MUST\"\nquote    = 'ok a \\b'", "# my-script:4: ok a \\b\n[[case.dialogue]]"}},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(ImportImaptest, Variables) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"bound and used", "state: auth\n\nok a\n* x $uid ${u2}y\nok b $uid,${u2}z\n", {"* x ${?uid} ${?u2}y\n", "'b ${uid},${u2}z'"}},
      {"dollars", "state: auth\n\nok a $$b $${c} $$$$ $\n", {"'a $b $${c} $$ $'"}},
      {"dollar before a variable", "state: created\n\nok a $$$mailbox\n* x $$$mailbox\n", {"\"a ${repeat('$', 1)}${mailbox}\"", "* x ${repeat('$', 1)}${mailbox}\n"}},
      {"imaptest's own", "state: auth\n\nok a $2\n* $2 x $ $] ${2}0 $tag $$b ${case:Inbox}\n", {"'a 2'", "* $2 x $ $] $${2}0 $tag $$b $${case:Inbox}\n"}},
      {"braces of the author", "state: auth\n\nok a\n* x $${b}\n", {"* x $$${b}\n"}},
      {"directives", "state: auth\n\nok a\n* list ($!unordered $!ban=\\x \\y) $s x\n", {"* list ($!unordered $!ban=\\x \\y) ${?s} x\n"}},
      {"names of the language", "state: auth\n\nok a\n* x $i $port $2x\nok b $i\n", {"* x ${?my_i} ${?my_port}", "'b ${my_i}'"}},
      {"who and where", "state: created\n\nok a $username $domain $mailbox_url\n", {"\"a ${before(user, '@')} ${after(user, '@', host)} ${mailbox}\""}},
      {"text in a literal", "state: auth\n\nok a\n* x {{{\n$b\n\nc\n}}})\n", {"* x {{{\n${?b}\n\nc\n}}})\n"}},
      {"octets in a literal", "state: auth\n\nok a\n* x {{{\n\x80$$\n}}}\n", {"literal_1 = { bytes = '\\x80$' }", "* x ${literal_1}\n"}},
      {"NUL in a literal", "state: auth\n\nok a\n* x ~{{{\nb\x01\n}}}\n", {"literal_1 = { bytes = 'b\\x01' }"}},
      {"octets elsewhere", "state: auth\n\nok a \x80\xff\n* x\x80\n", {"octets_1 = { bytes = '\\x80\\xff' }", "octets_2 = { bytes = '\\x80' }", "'a ${octets_1}'", "* x${octets_2}\n"}},
      {"UTF-8", "state: auth\n\nok a \xc3\xa4\xff\n* x \xc3\xa4$b\n", {"octets_1 = { bytes = '\\xff' }", "'a \xc3\xa4${octets_1}'", "* x \xc3\xa4${?b}\n"}},
      {"apostrophes", "state: auth\n\nok a 'b' \"c\\\"\n* x '''\n", {"\"a 'b' \\\"c\\\\\\\"\"", "\"\"\"\n* x '''\n\"\"\""}},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(ImportImaptest, WhatCannotBeTurned) {
  struct Wrong {
    std::string_view name, text, remark;
  };
  // clang-format off: one line for each case
  const Wrong rows[] = {
      {"no value",            "state: auth\n\nok a $b\n",             "3:6: $b has no value here"},
      {"value too late",      "state: auth\n\nok a $b\n* x $b\n",     "3:6: $b has no value here"},
      {"directive",           "state: auth\n\nok a $!b\n",            "3:6: a directive has no meaning"},
      {"nothing",             "state: auth\n\nok a $ b\n",            "3:6: $ stands for nothing"},
      {"open brace",          "state: auth\n\nok a ${b\n",            "3:6: ${ is not closed"},
      {"side by side",        "state: auth\n\nok a\n* x $b$c\n",      "4:7: two variables"},
      {"variable in literal", "state: created\n\nok append x {{{\n$a\n}}}\n", "4:1: a literal that is sent takes no variables"},
      {"late greeting",       "state: auth\n\n* ok\nok a\n",          "3:3: what the server says before any command"},
      {"open list",           "state: auth\n\nok a\n* x (b\n",      "4:3: a list is not closed"},
      {"open string",         "state: auth\n\na\nok [x] \"b\n",    "4:1: a string is not closed"},
      {"unknown directive",   "state: auth\n\nok a\n* x ($!b)\n",   "4:3: $!b is no directive"},
      {"header",              "state: here\n\nok a\n",                "1:8: 'here' is no state"},
      {"second line of a literal", "state: auth\n\nok a\n* x {{{\nb\n${c\n}}}\n", "6:1: ${ is not closed"},
  };
  // clang-format on
  for (const Wrong& row : rows) {
    SCOPED_TRACE(row.name);
    const Imported got = import_text(row.text);
    EXPECT_EQ(got.toml, "");
    EXPECT_NE(all(got.remarks).find(row.remark), std::string::npos) << all(got.remarks);
  }
}

TEST(ImportImaptest, MessagesNeedAnMbox) {
  const Imported got = import_text("messages: 2\n\nok noop\n", {});
  EXPECT_EQ(got.toml, "");
  EXPECT_NE(all(got.remarks).find("put my-script.mbox or default.mbox beside the script"),
            std::string::npos);
  EXPECT_NE(import_text("messages: 0\n\nok noop\n", {}).toml, "");
}

TEST(ImportImaptest, ANulEndsALiteral) {
  const std::string text("state: auth\n\nok a\n* x {{{\nb\0c\n}}})\n", 34);
  const Imported got = import_text(text);
  EXPECT_NE(got.toml.find("literal_1 = { bytes = 'b\\x00' }"), std::string::npos) << got.toml;
  EXPECT_NE(got.toml.find("* x ${literal_1}$)"), std::string::npos);
  EXPECT_NE(all(got.remarks).find("5:1: imaptest compares a literal up to its first NUL"),
            std::string::npos);
}

TEST(ImportImaptest, TooManySteps) {
  std::string text = "state: auth\n\n";
  for (int i = 0; i < 1001; ++i) text += "ok noop\n";
  const Imported got = import_text(text);
  EXPECT_EQ(got.toml, "");
  EXPECT_NE(all(got.remarks).find("more than 1000 steps"), std::string::npos);
}

TEST(ImportImaptest, TooManyVariables) {
  std::string text = "state: auth\n\nok a\n* x";
  for (int i = 0; i < 251; ++i) text += " $v" + std::to_string(i);
  const Imported got = import_text(text + "\n");
  EXPECT_EQ(got.toml, "");
  EXPECT_NE(all(got.remarks).find("3:1: more than 250 variables"), std::string::npos);
}

TEST(ImportToml, Strings) {
  struct String {
    std::string_view name, text, toml;
  };
  // clang-format off: one line for each case
  const String rows[] = {
      {"plain",      "a\\b \"c\"",  "'a\\b \"c\"'"},
      {"apostrophe", "a'b\\\"",     "\"a'b\\\\\\\"\""},
      {"control",    "a\x01",       "\"a\\u0001\""},
      {"line ends",  "a\r\n",       "\"a\\r\\n\""},
      {"UTF-8",      "\xc3\xa4",    "'\xc3\xa4'"},
  };
  // clang-format on
  for (const String& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(toml_string(row.text), row.toml);
  }
  EXPECT_FALSE(fits_toml("\xff"));
  EXPECT_FALSE(fits_toml(std::string_view("\0", 1)));
  EXPECT_TRUE(fits_toml("a\tb\r\n"));
  EXPECT_EQ(let_value("a\r\n${b}\r\n"), "[\n  'a',\n  '$${b}',\n]");
  EXPECT_EQ(let_value("a"), "{ bytes = 'a' }");
  EXPECT_EQ(let_value("a\n\r\n"), "{ bytes = 'a\\n\\r\\n' }");
  EXPECT_EQ(let_value("${'"), "{ bytes = \"$${'\" }");
}

}  // namespace
}  // namespace wireassay::importer
