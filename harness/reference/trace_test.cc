// Trace fields that are taken out at final delivery.
#include "reference/trace.h"

#include <gtest/gtest.h>

namespace wireassay::reference {
namespace {

TEST(Trace, WithoutReturnPath) {
  struct Row {
    const char* name;
    std::string_view content, wanted;
  };
  const Row kRows[] = {
      {"none", "A: b\r\n\r\nx\r\n", "A: b\r\n\r\nx\r\n"},
      {"first", "Return-Path: <a@x>\r\nA: b\r\n\r\nx\r\n", "A: b\r\n\r\nx\r\n"},
      {"in between, twice", "A: b\r\nreturn-path: <a@x>\r\nC: d\r\nReturn-path:<>\r\n\r\nx\r\n",
       "A: b\r\nC: d\r\n\r\nx\r\n"},
      {"folded", "Return-Path:\r\n <a@x>\r\nA: b\r\n c\r\n\r\n", "A: b\r\n c\r\n\r\n"},
      {"in the body", "A: b\r\n\r\nReturn-Path: <a@x>\r\n", "A: b\r\n\r\nReturn-Path: <a@x>\r\n"},
      {"another name", "Return-Paths: 1\r\n\r\n", "Return-Paths: 1\r\n\r\n"},
      {"no line end", "Return-Path: <a@x>", "Return-Path: <a@x>"},
      {"nothing", "", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(without_return_path(row.content), row.wanted);
  }
}

}  // namespace
}  // namespace wireassay::reference
