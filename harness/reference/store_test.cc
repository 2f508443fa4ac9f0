#include "reference/store.h"

#include <gtest/gtest.h>

namespace wireassay::reference {
namespace {

std::shared_ptr<const std::string> text(std::string octets) {
  return std::make_shared<const std::string>(std::move(octets));
}

std::string contents(const Store& store, std::string_view mailbox) {
  std::string all;
  for (const Message& message : store.snapshot(mailbox)) {
    all += std::to_string(message.uid) + ":" + *message.octets + ";";
  }
  return all;
}

TEST(Store, Rings) {
  struct Row {
    const char* name;
    StoreLimits limits;
    std::vector<const char*> delivered;
    const char* left;
  };
  const Row kRows[] = {
      {"empty", {3, 100}, {}, ""},
      {"all fit", {3, 100}, {"a", "b"}, "1:a;2:b;"},
      {"count", {2, 100}, {"a", "b", "c"}, "2:b;3:c;"},
      {"octets", {9, 4}, {"aa", "bb", "c"}, "2:bb;3:c;"},
      {"the newest stays", {9, 4}, {"aa", "too large"}, "2:too large;"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Store store(row.limits);
    for (const char* octets : row.delivered) store.deliver("u01", text(octets), 0);
    EXPECT_EQ(contents(store, "u01"), row.left);
    EXPECT_EQ(contents(store, "u02"), "");
  }
}

TEST(Store, RemovesByUidAndNeverUsesItAgain) {
  Store store;
  store.deliver("u01", text("a"), 1);
  store.deliver("u01", text("b"), 2);
  const std::vector<Message> before = store.snapshot("u01");
  EXPECT_TRUE(store.remove("u01", 2));
  EXPECT_FALSE(store.remove("u01", 2));
  EXPECT_FALSE(store.remove("u09", 1));
  EXPECT_EQ(store.deliver("u01", text("c"), 3), 3U);
  EXPECT_EQ(contents(store, "u01"), "1:a;3:c;");
  EXPECT_EQ(*before.at(1).octets, "b");
  store.clear("u01");
  EXPECT_EQ(contents(store, "u01"), "");
  EXPECT_EQ(store.deliver("u01", text("d"), 4), 4U);
}

}  // namespace
}  // namespace wireassay::reference
