// Greetings as servers send them, and timestamps that are none.
#include "wire/pop3/greeting.h"

#include <gtest/gtest.h>

namespace wireassay::pop3 {
namespace {

TEST(Pop3Greeting, Timestamp) {
  struct Row {
    std::string_view text;
    std::optional<std::string_view> want;
  };
  const Row kRows[] = {
      {"POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "<1896.697170952@dbc.mtview.ca.us>"},
      {"Dovecot ready. <57a.2.65e.xJlKq/+2yA==@mx.lab.test>",
       "<57a.2.65e.xJlKq/+2yA==@mx.lab.test>"},
      {"<\"a>b\"@[127.0.0.1]> behind it", "<\"a>b\"@[127.0.0.1]>"},
      {"Dovecot ready.", std::nullopt},
      {"", std::nullopt},
      {"a > b", std::nullopt},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    const auto got = parse_timestamp(row.text);
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(*got, row.want);
  }
}

TEST(Pop3Greeting, NoTimestamp) {
  for (const std::string_view text :
       {"<1896.697170952>", "<@host>", "<a@>", "<a@b", "<a..b@host>", "<a b@host>", "<>", "<a@b@c>",
        "ready <1.2@host .test>", "<\"a@host>", "<a@[1>"}) {
    EXPECT_FALSE(parse_timestamp(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace wireassay::pop3
