// What the tables of this folder have in common: a value that is read, printed as `text` says, or
// refused with a rule and an offset.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "testing/parser.h"
#include "wire/http/field.h"

namespace wireassay::http {

/// "=" and what is printed, or "rule@offset", "too many rule@offset", "out of range rule@offset".
template <class T, class Print>
std::string outcome(const Checked<T>& checked, const Print& print) {
  if (checked) return "=" + print(*checked);
  const ParseError& error = checked.error();
  const std::string code =
      error.code == Errc::Malformed ? "" : std::string(to_string(error.code)) + " ";
  return code + std::string(error.rule) + "@" + std::to_string(error.offset);
}

struct ValueRow {
  std::string_view name;
  std::string in;
  std::string want;  ///< as outcome()
};

/// Each row: in a buffer of its size the outcome is as wanted; what is read and printed is read
/// alike.
template <class Rows, class Parse, class Print>
void check_values(const Rows& rows, const Parse& parse, const Print& print) {
  for (const ValueRow& row : rows) {
    SCOPED_TRACE(row.name);
    const testing::ExactBuffer in(row.in);
    const auto read = parse(in.view());
    EXPECT_EQ(outcome(read, print), row.want);
    if (read) {
      EXPECT_EQ(outcome(parse(print(*read)), print), row.want);
    } else {
      EXPECT_LE(read.error().offset, row.in.size());
    }
  }
}

}  // namespace wireassay::http
