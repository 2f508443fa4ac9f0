// Where each code may stand.
#include "wire/pop3/resp_code.h"

#include <gtest/gtest.h>

namespace wireassay::pop3 {
namespace {

TEST(Pop3RespCode, Places) {
  struct Row {
    std::string_view code;
    Status status;
    Verb asked;
    bool allowed;
  };
  const Row kRows[] = {
      {"IN-USE", Status::Err, Verb::Pass, true},
      {"in-use", Status::Err, Verb::Auth, true},
      {"IN-USE", Status::Err, Verb::Apop, true},
      {"IN-USE", Status::Err, Verb::User, false},
      {"IN-USE", Status::Err, Verb::List, false},
      {"IN-USE", Status::Ok, Verb::Pass, false},
      {"IN-USE", Status::Err, Verb::Other, true},
      {"LOGIN-DELAY", Status::Err, Verb::User, true},
      {"LOGIN-DELAY", Status::Err, Verb::Retr, false},
      {"AUTH", Status::Err, Verb::Pass, true},
      {"AUTH", Status::Err, Verb::Stat, false},
      {"SYS/TEMP", Status::Err, Verb::Retr, true},
      {"SYS/PERM", Status::Err, Verb::Quit, true},
      {"SYS/TEMP", Status::Ok, Verb::Retr, false},
      {"UTF8", Status::Err, Verb::Retr, true},
      {"UTF8", Status::Err, Verb::Top, true},
      {"UTF8", Status::Err, Verb::List, true},
      {"UTF8", Status::Err, Verb::Dele, false},
      {"X-OWN", Status::Ok, Verb::Stat, true},
      {"SYS/TEMP/DISK", Status::Ok, Verb::Stat, true},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.code);
    EXPECT_EQ(resp_code_allowed(row.code, row.status, row.asked), row.allowed);
  }
}

}  // namespace
}  // namespace wireassay::pop3
