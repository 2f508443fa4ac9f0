// Parameters as lists of keyword and value, and xtext both ways.
#include "wire/smtp/parameter.h"

#include <gtest/gtest.h>

#include "wire/smtp/xtext.h"

namespace wireassay::smtp {
namespace {

TEST(Xtext, Table) {
  struct Row {
    std::string_view name, octets, text;
  };
  const Row rows[] = {
      {"nothing", "", ""},
      {"plain", "abc~!", "abc~!"},
      {"plus and equal sign", "a+b=c", "a+2Bb+3Dc"},
      {"space and control", " \n", "+20+0A"},
      {"8-bit", "\xc3\xa9", "+C3+A9"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(encode_xtext(row.octets), row.text);
    EXPECT_EQ(decode_xtext(row.text).value_or("refused"), row.octets);
  }
  for (const std::string_view bad : {"+", "+4", "a+4G", "+2b", "a=b", "a b", "\xc3"}) {
    SCOPED_TRACE(bad);
    EXPECT_FALSE(decode_xtext(bad));
  }
  EXPECT_EQ(decode_xtext("+41").value_or(""), "A") << "what need not be encoded may be";
}

TEST(Parameters, Table) {
  EXPECT_EQ(find_parameter(ParameterOf::Mail, "size")->name, ParameterName::Size);
  EXPECT_EQ(find_parameter(ParameterOf::Rcpt, "SIZE"), nullptr);
  const Parameter list[] = {{"SIZE", "5"}, {"RET", "full"}, {"MT-PRIORITY", "-4"}};
  const auto values = read_mail_parameters(list);
  ASSERT_TRUE(values);
  EXPECT_EQ(values->size, 5U);
  EXPECT_EQ(values->ret, Ret::Full);
  EXPECT_EQ(values->mt_priority, -4);
  const auto refused = read_mail_parameters(list, ParameterSet::all().without(ParameterName::Ret));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ParameterError::Kind::Unknown);
  EXPECT_EQ(refused.error().index, 1U);
}

}  // namespace
}  // namespace wireassay::smtp
