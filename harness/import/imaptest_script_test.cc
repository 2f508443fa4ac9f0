// How scripts are read: headers, groups, literals, the preprocessor, and mistakes with their
// places.
#include "import/imaptest_script.h"

#include <gtest/gtest.h>

namespace wireassay::importer {
namespace {

ReadScript read(std::string_view text) {
  return read_script(text, [](const std::string& name) { return name == "SET"; });
}

/// "{…}" for literals, "~{…}" for binary ones, line ends as \r and \n.
std::string shown(const Line& line) {
  std::string out;
  for (const Segment& segment : line) {
    if (segment.kind == Segment::Kind::Text) {
      out += segment.octets;
      continue;
    }
    out += segment.kind == Segment::Kind::Binary ? "~{" : "{";
    for (const char c : segment.octets)
      out += c == '\r' ? std::string("\\r") : c == '\n' ? std::string("\\n") : std::string(1, c);
    out += "}";
  }
  return out;
}

std::string shown(const Script& script) {
  std::string out;
  for (const Group& group : script.groups) {
    out += std::to_string(group.connection + 1) + "[";
    for (const Command& command : group.commands) {
      constexpr std::string_view kAnswers[] = {"ok", "no", "bad", "any"};
      if (command.tag != 0) out += "tag" + std::to_string(command.tag) + " ";
      out += std::string(kAnswers[static_cast<int>(*command.answer)]) + " " + shown(command.line);
      if (!command.completion.empty()) out += " -> " + shown(command.completion);
      out += "; ";
    }
    for (const Untagged& untagged : group.untagged)
      out += std::string(1, "*!?"[static_cast<int>(untagged.kind)]) + " " + shown(untagged.line) +
             "; ";
    if (group.sleep_ms > 0) out += "sleep " + std::to_string(group.sleep_ms) + "; ";
    for (const std::string& output : group.outputs) out += "output " + output + "; ";
    out += "]";
  }
  return out;
}

TEST(ImaptestScript, Groups) {
  struct Row {
    std::string_view name, text, groups;
  };
  // clang-format off: one line for each case
  const Row rows[] = {
      {"answer first",        "\nok noop\n* 1 exists\n",             "1[ok noop; * 1 exists; ]"},
      {"answer behind",       "\nselect x\n* 1 exists\nok [read-only]\n", "1[ok select x -> ok [read-only]; * 1 exists; ]"},
      {"word alone behind",   "\nselect x\nOK\n",                    "1[ok select x; ]"},
      {"any answer",          "\n\"\" delete x\n",                   "1[any delete x; ]"},
      {"no and bad",          "\nno a\nbad b\n",                     "1[no a; ]1[bad b; ]"},
      {"kinds of lines",      "\nok a\n* b\n! c\n? d\n",             "1[ok a; * b; ! c; ? d; ]"},
      {"comments",            "# x\n\n# y\nok a\n#z\n\n* b\n",       "1[ok a; * b; ]"},
      {"connections",         "connections: 2\n\n1 ok a\n2 b\n2 no c\n", "1[ok a; ]2[no b -> no c; ]"},
      {"together",            "\ntag1 a\ntag2 b\n* c\ntag2 ok\ntag1 no [x]\n", "1[tag1 no a -> no [x]; tag2 ok b; * c; ]"},
      {"together, numbered",  "connections: 2\n\n2 tag1 a\n2 tag2 b\n2 tag1 ok\n2 tag2 ok\n", "2[tag1 ok a; tag2 ok b; ]"},
      {"tag and answer",      "\ntag7 ok a\n",                       "1[tag7 ok a; ]"},
      {"literal",             "\nok append x {{{\na\n\nb\n}}}\n",    "1[ok append x {a\\r\\n\\r\\nb}; ]"},
      {"line end in it",      "\nok append x {{{\na\n\n}}}\n",       "1[ok append x {a\\r\\n}; ]"},
      {"empty literal",       "\nok append x {{{\n}}}\n",            "1[ok append x {}; ]"},
      {"two literals",        "\nok a {{{\nb\n}}} c {{{\nd\n}}}) e\n", "1[ok a {b} c {d}) e; ]"},
      {"binary literal",      "\nok a ~{{{\nb\r\nc\n\n}}}\n",        "1[ok a ~{b\\r\\nc\\n}; ]"},
      {"binary, then text",   "\nok a ~{{{\nb\nc\n}}} {{{\nd\ne\n}}}\n", "1[ok a ~{b\\nc} {d\\r\\ne}; ]"},
      {"expected literal",    "\nok a\n* b {{{\n* c\n}}})\n",        "1[ok a; * b {* c}); ]"},
      {"comment in literal",  "\nok a {{{\n# b\n}}}\n",              "1[ok a {# b}; ]"},
      {"lines end in CRLF",   "state: auth\r\n\r\nok a {{{\r\nb\r\nc\r\n}}}\r\n", "1[ok a {b\\r\\nc}; ]"},
      {"greeting",            "state: nonauth\n\n* ok\nok noop\n",    "1[* ok; ]1[ok noop; ]"},
      {"greeting, numbered",  "connections: 2\n\n1 * ok\n1 ok noop\n", "1[* ok; ]1[ok noop; ]"},
      {"environment, there",  "\n!ifenv SET\nok a\n!endif\nok b\n",  "1[ok a; ]1[ok b; ]"},
      {"environment, absent", "\n!ifenv UNSET\nok a\n!endif\nok b\n", "1[ok b; ]"},
      {"the other way",       "\n!ifnenv SET\nok a\n!else\nok b\n!endif\n", "1[ok b; ]"},
      {"one in another",      "\n!ifenv UNSET\n!ifenv SET\nok a\n!else\nok b\n!endif\n!else\nok c\n!endif\n", "1[ok c; ]"},
      {"sleep and output",    "\nok a\n!sleep 2s\n!output $x\nok b\n", "1[ok a; sleep 2000; output $x; ]1[ok b; ]"},
  };
  // clang-format on
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const ReadScript got = read(row.text);
    for (const Remark& remark : got.remarks)
      EXPECT_EQ(remark.kind, Remark::Kind::Note) << remark.at.line << ": " << remark.message;
    EXPECT_EQ(shown(got.script), row.groups);
  }
}

TEST(ImaptestScript, Header) {
  const ReadScript got = read(
      "# c\nCapabilities:  ID  CONTEXT=SORT\nconnections: n\nmessages: all\nuser 2: $user2\n"
      "ignore_extra_untagged: no\nstate: Appended\n\n2 ok noop\n");
  EXPECT_TRUE(got.remarks.empty());
  EXPECT_EQ(got.script.capabilities, (std::vector<std::string>{"ID", "CONTEXT=SORT"}));
  EXPECT_EQ(got.script.connections, 2U);
  EXPECT_EQ(got.script.messages, std::nullopt);
  EXPECT_EQ(got.script.users, (std::map<std::size_t, std::string>{{1, "$user2"}}));
  EXPECT_FALSE(got.script.ignore_extra);
  EXPECT_EQ(got.script.state, State::Appended);
  const ReadScript none = read("\nok noop\n");
  EXPECT_EQ(none.script.messages, 0U);
  EXPECT_EQ(none.script.state, State::Selected);
  EXPECT_TRUE(none.script.ignore_extra);
}

TEST(ImaptestScript, Mistakes) {
  struct Row {
    std::string_view name, text;
    std::size_t line, column;
    std::string_view message;
  };
  // clang-format off: one line for each case
  const Row rows[] = {
      {"no key",              "select\n\nok a\n",                 1, 1,  "is no line of the header"},
      {"unknown key",         "stat: auth\n\nok a\n",             1, 1,  "is no key of the header"},
      {"unknown state",       "state: here\n\nok a\n",            1, 8,  "is no state"},
      {"user's name",         "user 1: $me\n\nok a\n",          1, 9,  "'$me' is no user"},
      {"capability",          "capabilities: A !B\n\nok a\n",    1, 15, "'!B' is no name of a capability"},
      {"connections",         "connections: 0\n\nok a\n",         1, 14, "from 1 to 100"},
      {"too many",            "connections: 101\n\nok a\n",       1, 14, "from 1 to 100"},
      {"messages",            "messages: few\n\nok a\n",          1, 11, "a number, or \"all\""},
      {"user",                "user x: a\n\nok a\n",              1, 1,  "the number of a connection"},
      {"nothing",             "state: auth\n\n",                  2, 1,  "has no commands"},
      {"no answer",           "\na\n",                            2, 1,  "how this command ends"},
      {"no answer, next",     "\na\nb\nok\n",                     3, 1,  "the command before has no answer"},
      {"answer twice",        "\ntag1 a\ntag2 b\ntag1 ok\ntag1 no\n", 5, 1,  "has an answer already"},
      {"unknown tag",         "\ntag1 a\ntag2 ok\n",              3, 1,  "no command of this group"},
      {"tag twice",           "\ntag1 a\ntag1 b\n",               3, 1,  "stands twice"},
      {"no connection",       "connections: 2\n\nok a\n",         3, 1,  "connection is missing before the command"},
      {"no connection, end",  "connections: 2\n\n1 a\nok\n",      4, 1,  "connection is missing before the completion"},
      {"other connection",    "connections: 2\n\n1 a\n2 ok\n",    4, 1,  "of another connection"},
      {"mixed connections",   "connections: 2\n\n1 tag1 a\n2 tag2 b\n", 4, 1, "use one connection"},
      {"open literal",        "\nok a {{{\nb\n",                  2, 1,  "is not closed"},
      {"else alone",          "\n!else\n",                        2, 1,  "without !ifenv"},
      {"endif alone",         "\n!endif\n",                       2, 1,  "without !ifenv"},
      {"else twice",          "\n!ifenv X\n!else\n!else\n",       4, 1,  "a second !else"},
      {"no endif",            "\n!ifenv SET\nok a\n",             2, 1,  "!endif is missing"},
      {"sleep",               "\nok a\n!sleep soon\n",            3, 8,  "a time such as"},
      {"optional bye",        "\nok a\n? bye\n",                  3, 3,  "no meaning in imaptest"},
  };
  // clang-format on
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const ReadScript got = read(row.text);
    const Remark* wrong = nullptr;
    for (const Remark& remark : got.remarks) {
      if (remark.kind == Remark::Kind::Refused) wrong = &remark;
    }
    ASSERT_NE(wrong, nullptr);
    EXPECT_NE(wrong->message.find(row.message), std::string::npos) << wrong->message;
    EXPECT_EQ(wrong->at.line, row.line);
    EXPECT_EQ(wrong->at.column, row.column);
  }
}

TEST(ImaptestScript, WhatIsLeftOutIsSaid) {
  const ReadScript got = read("\n!ifenv UNSET\nok a\n!endif\nok b\n");
  ASSERT_EQ(got.remarks.size(), 1U);
  EXPECT_EQ(got.remarks[0].kind, Remark::Kind::Note);
  EXPECT_EQ(got.remarks[0].at.line, 2U);
  EXPECT_EQ(got.remarks[0].message, "left out up to !else or !endif: $UNSET is not set here");
}

}  // namespace
}  // namespace wireassay::importer
