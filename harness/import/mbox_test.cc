#include "import/mbox.h"

#include <gtest/gtest.h>

namespace wireassay::importer {
namespace {

TEST(Mbox, Dates) {
  struct Row {
    std::string_view name, line, date;
  };
  // clang-format off: one line for each case
  const Row rows[] = {
      {"asctime",          "From a@x  Fri Feb 22 17:06:23 2008",            "22-Feb-2008 17:06:23 +0000"},
      {"zone behind",      "From a@x Fri Feb  2 17:06:23 2008 +0200",       "02-Feb-2008 17:06:23 +0200"},
      {"zone before",      "From a@x Fri Feb 22 17:06:23 -0130 2008",       "22-Feb-2008 17:06:23 -0130"},
      {"no seconds",       "From a@x Fri Feb 22 17:06 2008",                "22-Feb-2008 17:06:00 +0000"},
      {"spaces in sender", "From a b c Fri Feb 22 17:06:23 2008",           "22-Feb-2008 17:06:23 +0000"},
      {"text",             "From here on Fri",                              ""},
      {"other day",        "From a@x Fry Feb 22 17:06:23 2008",             ""},
      {"no time",          "From a@x Fri Feb 22 17-06-23 2008",             ""},
      {"no year",          "From a@x Fri Feb 22 17:06:23 08",               ""},
      {"no such day",      "From a@x Fri Feb 30 17:06:23 2008",             ""},
      {"no such hour",     "From a@x Fri Feb 22 24:06:23 2008",             ""},
      {"header",           "From: a@x Fri Feb 22 17:06:23 2008",            ""},
  };
  // clang-format on
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(from_line_date(row.line).value_or(""), row.date);
  }
}

TEST(Mbox, Messages) {
  const auto all = read_mbox(
      "From a Fri Feb 22 17:06:23 2008\nSubject: 1\n\nFrom here on\n\n"
      "From b Sat Feb 23 17:06:23 2008 +0100\r\nSubject: 2\r\n\r\nb");
  ASSERT_TRUE(all.has_value());
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at(0).octets, "Subject: 1\r\n\r\nFrom here on\r\n\r\n");
  EXPECT_EQ(all->at(0).date_time, "22-Feb-2008 17:06:23 +0000");
  EXPECT_EQ(all->at(1).octets, "Subject: 2\r\n\r\nb\r\n");
  EXPECT_EQ(all->at(1).date_time, "23-Feb-2008 17:06:23 +0100");
}

TEST(Mbox, AFromLineBehindAnotherIsText) {
  const auto all = read_mbox("From a Fri Feb 22 17:06:23 2008\nFrom b Fri Feb 22 17:06:23 2008\n");
  ASSERT_TRUE(all.has_value());
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().octets, "From b Fri Feb 22 17:06:23 2008\r\n");
}

TEST(Mbox, Mistakes) {
  struct Row {
    std::string_view name, text;
    std::size_t line;
  };
  // clang-format off: one line for each case
  const Row rows[] = {
      {"empty",           "",                                             1},
      {"no From_ line",   "Subject: x\n",                                 1},
      {"ends too early",  "From a Fri Feb 22 17:06:23 2008\na\nFrom b Fri Feb 22 17:06:23 2008\n", 3},
  };
  // clang-format on
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto all = read_mbox(row.text);
    ASSERT_FALSE(all.has_value());
    EXPECT_EQ(all.error().line, row.line);
  }
}

}  // namespace
}  // namespace wireassay::importer
