// Rows for tests of commands, and what is expected of them.
#pragma once

#include <gtest/gtest.h>

#include <span>

#include "testing/parser.h"
#include "wire/imap/command.h"

namespace wireassay::imap {

struct Good {
  std::string_view name;
  std::string in;            ///< without tag and CRLF
  std::string printed = "";  ///< if other than `in`
};
struct Bad {
  std::string_view name;
  std::string in;  ///< without tag and CRLF
  std::size_t offset;
  std::string_view rule;
  Errc code = Errc::Malformed;
};

inline std::string whole(const std::string& command) { return "a1 " + command + "\r\n"; }
inline constexpr std::size_t kTag = 3;  // "a1 "

inline Parsed<Command> parse(std::string_view in) { return parse_command(in); }

inline void expect_good(std::span<const Good> rows) {
  for (const Good& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string in = whole(row.in);
    const Parsed<Command> answer = parse(in);
    if (const auto* error = std::get_if<ParseError>(&answer)) ADD_FAILURE() << to_string(*error);
    const auto* got = std::get_if<Got<Command>>(&answer);
    ASSERT_NE(got, nullptr);
    EXPECT_EQ(got->used, in.size());
    EXPECT_EQ(to_wire(got->value), row.printed.empty() ? in : whole(row.printed));
    EXPECT_EQ(testing::broken_invariant<Command>(in, parse, to_wire), "");
    EXPECT_EQ(std::get<Got<Command>>(parse(in + "x y\r\n")), *got);
  }
}
inline void expect_bad(std::span<const Bad> rows) {
  for (const Bad& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string in = whole(row.in);
    const Parsed<Command> answer = parse(in);
    const auto* error = std::get_if<ParseError>(&answer);
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(to_string(*error), to_string(ParseError{row.code, row.offset + kTag, row.rule}));
    EXPECT_EQ(testing::broken_invariant<Command>(in, parse, to_wire), "");
    EXPECT_EQ(recover_tag(in), "a1");
  }
}

}  // namespace wireassay::imap
