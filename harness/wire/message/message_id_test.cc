// The recipe of the seed document: <TIME.RANDOM@host> in base 36.
#include "wire/message/message_id.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace wireassay::message {
namespace {

TEST(MessageId, Table) {
  struct Row {
    std::string_view name;
    std::uint64_t time, random;
    std::string_view id;
  };
  const Row rows[] = {
      {"zero", 0, 0, "<0.0@h.test>"},
      {"digits and letters", 35, 36, "<Z.10@h.test>"},
      {"largest", UINT64_MAX, UINT64_MAX, "<3W5E11264SGSF.3W5E11264SGSF@h.test>"},
      {"milliseconds of 2022", 1668643200000, 123456789, "<LAKB2TC0.21I3V9@h.test>"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(make_message_id(row.time, row.random, "h.test"), row.id);
  }
}

}  // namespace
}  // namespace wireassay::message
