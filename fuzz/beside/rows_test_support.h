// Rows of tests for two readers: each reason occurs, and what they agree on is read by both.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>
#include <string>

#include "beside/beside.h"

namespace wireassay::beside {

struct Row {
  std::string_view name;
  std::string in;
  std::string ours;              ///< what we make of it
  std::string_view reason = {};  ///< empty: both make that of it; else they differ for this one
};

inline void check(const Pair& pair, std::span<const Row> rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(pair.name) + ": " + std::string(row.name));
    const Readings got = pair.read(row.in);
    EXPECT_EQ(got.ours, row.ours);
    if (row.reason.empty()) {
      EXPECT_EQ(got.theirs, row.ours);
    } else {
      EXPECT_NE(got.theirs, got.ours);
      EXPECT_THAT(reasons_for(pair, row.in), testing::ElementsAre(row.reason));
    }
  }
  for (const Reason& reason : pair.reasons) {
    EXPECT_TRUE(
        std::ranges::any_of(rows, [&](const Row& row) { return row.reason == reason.name; }))
        << pair.name << ": no row shows that they differ for " << reason.name;
  }
}

}  // namespace wireassay::beside
