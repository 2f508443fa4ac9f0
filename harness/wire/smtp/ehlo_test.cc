// Keywords of EHLO: the grammar, and the one notation of capabilities.
#include "wire/smtp/ehlo.h"

#include <gtest/gtest.h>

#include "wire/smtp/reply.h"

namespace wireassay::smtp {
namespace {

TEST(EhloLine, Table) {
  struct Row {
    std::string_view name, text, outcome;
  };
  const Row rows[] = {
      {"keyword", "PIPELINING", "ok"},
      {"digit first", "8BITMIME", "ok"},
      {"hyphen", "X-EXPS", "ok"},
      {"parameters", "AUTH PLAIN LOGIN", "ok"},
      {"parameter with equal sign", "LIMITS RCPTMAX=100", "ok"},
      {"empty", "", "ehlo-keyword@0"},
      {"hyphen first", "-X", "ehlo-keyword@0"},
      {"space first", " SIZE", "ehlo-keyword@0"},
      {"underscore", "X_Y", "ehlo-line@1"},
      {"old AUTH", "AUTH=LOGIN PLAIN", "ehlo-line@4"},
      {"two spaces", "SIZE  1", "ehlo-param@5"},
      {"trailing space", "SIZE ", "ehlo-param@5"},
      {"tab", "SIZE\t1", "ehlo-line@4"},
      {"8-bit parameter", "X \xc3\xa9", "ehlo-param@2"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto line = parse_ehlo_line(row.text);
    EXPECT_EQ(
        line ? "ok" : std::string(line.error().rule) + "@" + std::to_string(line.error().offset),
        row.outcome);
    if (line) {
      EXPECT_EQ(to_text(*line), row.text);
    }
  }
}

TEST(EhloCapabilities, Table) {
  struct Row {
    std::string_view name;
    std::vector<std::string> lines;
    TextList capabilities;
  };
  const Row rows[] = {
      {"only the greeting", {"mx.lab.test Hello SIZE"}, {}},
      {"keywords", {"mx", "pipelining", "8BITMIME"}, {"PIPELINING", "8BITMIME"}},
      {"value", {"mx", "SIZE 1000"}, {"SIZE=1000"}},
      {"no value", {"mx", "SIZE"}, {"SIZE"}},
      {"mechanisms", {"mx", "AUTH plain LOGIN"}, {"AUTH=PLAIN", "AUTH=LOGIN"}},
      {"old form beside the new",
       {"mx", "AUTH PLAIN LOGIN", "AUTH=PLAIN LOGIN"},
       {"AUTH=PLAIN", "AUTH=LOGIN"}},
      {"old form alone", {"mx", "AUTH=LOGIN"}, {"AUTH=LOGIN"}},
      {"case of a value stays", {"mx", "x-foo Bar"}, {"X-FOO=Bar"}},
      {"trailing spaces", {"mx", "STARTTLS  "}, {"STARTTLS"}},
      {"empty line", {"mx", ""}, {}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(ehlo_capabilities(Reply{250, row.lines}), row.capabilities);
  }
}

}  // namespace
}  // namespace wireassay::smtp
