// Capabilities in tables.
#include "wire/pop3/capability.h"

#include <gtest/gtest.h>

namespace wireassay::pop3 {
namespace {

TEST(Pop3Capability, Table) {
  struct Row {
    std::string_view name;
    std::string line;
    std::expected<Capability, ParseError> want;
  };
  const auto bad = [](std::size_t at, std::string_view rule) {
    return std::unexpected(ParseError{Errc::Malformed, at, rule});
  };
  const Row kRows[] = {
      {"tag", "TOP", Capability{"TOP", {}}},
      {"params", "EXPIRE 5 USER", Capability{"EXPIRE", {"5", "USER"}}},
      {"free text", "IMPLEMENTATION a.b/1 (x)", Capability{"IMPLEMENTATION", {"a.b/1", "(x)"}}},
      {"SASL of nothing", "SASL", Capability{"SASL", {}}},
      {"510 octets", std::string(510, 'X'), Capability{std::string(510, 'X'), {}}},
      {"511 octets", std::string(511, 'X'),
       std::unexpected(ParseError{Errc::TooLong, 510, "capability"})},
      {"empty", "", bad(0, "capa-tag")},
      {"a period", "X.Y", bad(1, "capa-tag")},
      {"leading space", " TOP", bad(0, "capa-tag")},
      {"two spaces", "SASL  PLAIN", bad(5, "param")},
      {"trailing space", "SASL ", bad(5, "param")},
      {"tab", "SASL\tPLAIN", bad(4, "capa-tag")},
      {"beyond ASCII", "IMPLEMENTATION \xc3\xa9", bad(15, "param")},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto got = parse_capability(row.line);
    EXPECT_EQ(got, row.want);
    if (got) {
      EXPECT_EQ(to_text(*got), row.line);
    }
  }
}

TEST(Pop3Capability, InTheNotationOfAllProtocols) {
  EXPECT_EQ(capabilities_of({"TOP", "SASL PLAIN CRAM-MD5", "EXPIRE 60 USER", "", "X  Y"}),
            (TextList{"TOP", "AUTH=PLAIN", "AUTH=CRAM-MD5", "EXPIRE=60 USER", "X=Y"}));
}

}  // namespace
}  // namespace wireassay::pop3
