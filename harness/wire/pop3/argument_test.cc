// Arguments in tables.
#include "wire/pop3/argument.h"

#include <gtest/gtest.h>

#include <limits>

namespace wireassay::pop3 {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(Pop3Argument, Numbers) {
  struct Row {
    std::string_view text;
    std::optional<std::uint64_t> want;
  };
  const Row kRows[] = {{"1", 1},
                       {"0", 0},
                       {"0001", 1},
                       {"4294967297", 4294967297U},
                       {"18446744073709551615", kMost},
                       {"18446744073709551616", kMost},
                       {"18446744073709551617", kMost},
                       {"99999999999999999999999", kMost},
                       {"", std::nullopt},
                       {"-1", std::nullopt},
                       {"+1", std::nullopt},
                       {"1x", std::nullopt},
                       {" 1", std::nullopt},
                       {"0x1", std::nullopt}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(parse_number(row.text), row.want);
  }
}

TEST(Pop3Argument, Base64) {
  for (const std::string_view good : {"QQ==", "QUI=", "QUJD", "QUJDRA==", "+/+/"})
    EXPECT_TRUE(is_base64(good)) << good;
  for (const std::string_view bad :
       {"", "=", "====", "Q===", "QQ=", "=AAA", "AAA=BBB", "QUJ", "QUJ!", "QQ==QQ==", " QQ=="})
    EXPECT_FALSE(is_base64(bad)) << bad;
}

TEST(Pop3Argument, Auth) {
  struct Row {
    std::string_view name;
    std::vector<std::string> params;
    std::expected<AuthArgument, ParseError> want;
  };
  const auto bad = [](Errc code, std::size_t at, std::string_view rule) {
    return std::unexpected(ParseError{code, at, rule});
  };
  const Row kRows[] = {
      {"mechanism", {"PLAIN"}, AuthArgument{"PLAIN", std::nullopt}},
      {"small letters", {"cram-md5"}, AuthArgument{"cram-md5", std::nullopt}},
      {"initial", {"PLAIN", "QUJD"}, AuthArgument{"PLAIN", "QUJD"}},
      {"empty initial", {"EXTERNAL", "="}, AuthArgument{"EXTERNAL", "="}},
      {"none", {}, bad(Errc::Malformed, 0, "sasl-mech")},
      {"21 letters", {std::string(21, 'A')}, bad(Errc::Malformed, 0, "sasl-mech")},
      {"a period", {"A.B"}, bad(Errc::Malformed, 0, "sasl-mech")},
      {"not base64", {"PLAIN", "!!!"}, bad(Errc::Malformed, 1, "initial-response")},
      {"two pads alone", {"PLAIN", "=="}, bad(Errc::Malformed, 1, "initial-response")},
      {"three", {"PLAIN", "QUJD", "QUJD"}, bad(Errc::TooMany, 2, "auth-command")},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(parse_auth_argument({Verb::Auth, "AUTH", row.params}), row.want);
  }
}

TEST(Pop3Argument, Apop) {
  const std::string digest = "c4c9334bac560ecc979e58001b3e22fb";  // RFC 1939 section 7
  const auto parse = [](std::vector<std::string> params) {
    return parse_apop_argument({Verb::Apop, "APOP", std::move(params)});
  };
  EXPECT_EQ(parse({"mrose", digest}), (ApopArgument{"mrose", digest}));
  EXPECT_FALSE(parse({}).has_value());
  EXPECT_FALSE(parse({"mrose"}).has_value());
  EXPECT_FALSE(parse({"mrose", digest, "x"}).has_value());
  EXPECT_FALSE(parse({"mrose", "C4C9334BAC560ECC979E58001B3E22FB"}).has_value());
  EXPECT_FALSE(parse({"mrose", digest + "0"}).has_value());
  EXPECT_FALSE(parse({"mrose", digest.substr(1) + "g"}).has_value());
}

TEST(Pop3Argument, LanguageRange) {
  for (const std::string_view good : {"*", "en", "MUL", "en-boont", "x-klingon", "de-1996"})
    EXPECT_TRUE(is_language_range(good)) << good;
  for (const std::string_view bad : {"", "-", "en-", "-en", "en--gb", "e1", "abcdefghi", "en_GB"})
    EXPECT_FALSE(is_language_range(bad)) << bad;
}

}  // namespace
}  // namespace wireassay::pop3
