// The table of rules: one row each, a sentence where a clause is named.
#include "wire/tls/rules.h"

#include <gtest/gtest.h>

#include <set>

namespace wireassay::tls {
namespace {

TEST(TlsRules, Table) {
  std::set<std::string_view> ids;
  for (const Invariant& row : rules()) {
    SCOPED_TRACE(row.id);
    EXPECT_TRUE(row.id.starts_with("tls."));
    EXPECT_TRUE(ids.insert(row.id).second);
    EXPECT_FALSE(row.title.empty());
    EXPECT_EQ(row.spec.empty(), row.clause.empty());
    EXPECT_EQ(row.spec.empty(), row.quote.empty());
    if (row.spec.empty()) {
      EXPECT_EQ(row.level, "");
    }
  }
  EXPECT_EQ(ids.size(), 63U);
}

}  // namespace
}  // namespace wireassay::tls
