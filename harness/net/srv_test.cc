// SRV records from a name server of the test's own, and the order of RFC 2782.
#include "net/srv.h"

#include <gtest/gtest.h>

#include <map>

#include "testing/name_server.h"

namespace wireassay::net {
namespace {

using testing::NameServer;

SrvLookup asking(const NameServer& server) {
  return {.server = server.address(), .timeout = Millis(2000), .tries = 1};
}

TEST(Srv, Records) {
  const NameServer server({"--srv-host=_imaps._tcp.example.org,imap.example.org,993,10,5",
                           "--srv-host=_imaps._tcp.example.org,spare.example.org,1993,20,0",
                           "--srv-host=_pop3._tcp.example.org"});
  const SrvLookup lookup = asking(server);
  ASSERT_TRUE(server.is_up()) << server.said();
  const auto found = lookup_srv("_imaps._tcp.example.org", lookup);
  ASSERT_TRUE(found.has_value()) << found.error().text;
  const auto ordered = in_order(*found, 1);
  const std::vector<SrvRecord> wanted = {{10, 5, 993, "imap.example.org"},
                                         {20, 0, 1993, "spare.example.org"}};
  EXPECT_EQ(ordered, wanted);

  const auto withheld = lookup_srv("_pop3._tcp.example.org", lookup);
  ASSERT_TRUE(withheld.has_value()) << withheld.error().text;
  ASSERT_EQ(withheld->size(), 1U);
  EXPECT_EQ(withheld->front().target, "");

  const auto none = lookup_srv("_imap._tcp.example.org", lookup);
  ASSERT_TRUE(none.has_value()) << none.error().text;
  EXPECT_TRUE(none->empty());
}

TEST(Srv, Trouble) {
  const SrvLookup nobody{.server = "127.0.0.1:9", .timeout = Millis(200), .tries = 1};
  const auto refused = lookup_srv("_imap._tcp.example.org", nobody);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().why, Why::Bad) << refused.error().text;
  EXPECT_NE(refused.error().text.find("_imap._tcp.example.org"), std::string::npos);

  const auto nonsense = lookup_srv("_imap._tcp.example.org", {.server = "no address"});
  ASSERT_FALSE(nonsense.has_value());
  EXPECT_EQ(nonsense.error().why, Why::Bad);
  EXPECT_EQ(nonsense.error().text, "no address: no address of a name server");
}

TEST(Srv, OrderByPriorityThenWeight) {
  const std::vector<SrvRecord> records = {
      {20, 0, 1, "late"}, {10, 0, 1, "never-first"}, {10, 1, 1, "small"}, {10, 3, 1, "large"}};
  std::map<std::string, int> first;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    const auto ordered = in_order(records, seed);
    ASSERT_EQ(ordered.size(), 4U);
    EXPECT_EQ(ordered.back().target, "late");
    ++first[ordered.front().target];
  }
  // Weights 0, 1, 3: the random number 0 of 0..4 is the first one's, 1 the small one's, 2 to 4 the
  // large one's.
  EXPECT_NEAR(first["never-first"], 800, 150);
  EXPECT_NEAR(first["small"], 800, 150);
  EXPECT_NEAR(first["large"], 2400, 150);
}

}  // namespace
}  // namespace wireassay::net
