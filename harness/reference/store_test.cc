#include "reference/store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "reference/mailbox_name.h"
#include "reference/mailbox_view.h"

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

std::string shown(StoreError error) {
  switch (error) {
    case StoreError::NoSuchMailbox: return "NoSuchMailbox";
    case StoreError::AlreadyExists: return "AlreadyExists";
    case StoreError::BadName: return "BadName";
    case StoreError::NotPossible: return "NotPossible";
    case StoreError::HasChildren: return "HasChildren";
    case StoreError::NotSelectable: return "NotSelectable";
    case StoreError::OverQuota: return "OverQuota";
    case StoreError::TooMany: return "TooMany";
    case StoreError::BadSpecialUse: return "BadSpecialUse";
    case StoreError::NoSuchMessage: return "NoSuchMessage";
  }
  return "?";
}

template <class T>
std::string outcome(const Stored<T>& stored) {
  return stored ? "ok" : shown(stored.error());
}

/// Names but for those from the start; \Noselect ones in parentheses.
std::string names(Store& store) {
  std::string text;
  for (const MailboxInfo& info : store.list("u01")) {
    if (info.name == "INBOX" || !info.special_use.empty()) continue;
    text += (text.empty() ? "" : " ") + (info.noselect ? "(" + info.name + ")" : info.name);
  }
  return text;
}

NewMessage fresh(std::string octets, Flags flags = {}) {
  return {.octets = text(std::move(octets)), .flags = std::move(flags), .date = {}};
}

TEST(Store, MailboxNames) {
  /// "C a" CREATE, "D a" DELETE, "R a b" RENAME; each with its outcome.
  struct Step {
    std::string_view verb, name, other, outcome;
  };
  struct Row {
    const char* name;
    std::vector<Step> steps;
    const char* left;
  };
  const Row kRows[] = {
      {"create", {{"C", "b", "", "ok"}, {"C", "a", "", "ok"}}, "a b"},
      {"create twice", {{"C", "a", "", "ok"}, {"C", "a", "", "AlreadyExists"}}, "a"},
      {"names have case", {{"C", "a", "", "ok"}, {"C", "A", "", "ok"}}, "A a"},
      {"INBOX has none", {{"C", "inbox", "", "AlreadyExists"}}, ""},
      {"below INBOX",
       {{"C", "inBox/a", "", "ok"}, {"C", "INBOX/a", "", "AlreadyExists"}},
       "INBOX/a"},
      {"parents", {{"C", "a/b/c", "", "ok"}}, "(a) (a/b) a/b/c"},
      {"trailing separator", {{"C", "a/", "", "ok"}}, "a"},
      {"a parent becomes a mailbox", {{"C", "a/b", "", "ok"}, {"C", "a", "", "ok"}}, "a a/b"},
      {"bad names",
       {{"C", "", "", "BadName"},
        {"C", "/a", "", "BadName"},
        {"C", "a//b", "", "BadName"},
        {"C", "a*", "", "BadName"},
        {"C", "a\n", "", "BadName"},
        {"C", "\xff", "", "BadName"}},
       ""},
      {"delete", {{"C", "a", "", "ok"}, {"D", "a", "", "ok"}, {"D", "a", "", "NoSuchMailbox"}}, ""},
      {"delete INBOX", {{"D", "Inbox", "", "NotPossible"}}, ""},
      // RFC 3501 section 6.3.4
      {"delete with children",
       {{"C", "foo", "", "ok"}, {"C", "foo/bar", "", "ok"}, {"D", "foo", "", "ok"}},
       "(foo) foo/bar"},
      {"delete a Noselect name with children",
       {{"C", "foo/bar", "", "ok"}, {"D", "foo", "", "HasChildren"}, {"D", "foo/bar", "", "ok"}},
       "(foo)"},
      {"delete a Noselect name",
       {{"C", "foo/bar", "", "ok"}, {"D", "foo/bar", "", "ok"}, {"D", "foo", "", "ok"}},
       ""},
      // RFC 3501 section 6.3.5
      {"rename",
       {{"C", "a", "", "ok"}, {"R", "a", "b", "ok"}, {"R", "a", "c", "NoSuchMailbox"}},
       "b"},
      {"rename with children",
       {{"C", "a", "", "ok"},
        {"C", "a/b/c", "", "ok"},
        {"C", "ab", "", "ok"},
        {"R", "a", "z", "ok"}},
       "ab z (z/b) z/b/c"},
      {"rename makes parents", {{"C", "a", "", "ok"}, {"R", "a", "x/y", "ok"}}, "(x) x/y"},
      {"rename to what exists",
       {{"C", "a", "", "ok"},
        {"C", "b", "", "ok"},
        {"R", "a", "b", "AlreadyExists"},
        {"R", "a", "inbox", "AlreadyExists"},
        {"R", "a", "a", "AlreadyExists"}},
       "a b"},
      {"rename into itself", {{"C", "a", "", "ok"}, {"R", "a", "a/b", "NotPossible"}}, "a"},
      {"rename INBOX", {{"C", "INBOX/a", "", "ok"}, {"R", "inbox", "old", "ok"}}, "INBOX/a old"},
      {"rename to a bad name", {{"C", "a", "", "ok"}, {"R", "a", "b//c", "BadName"}}, "a"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Store store;
    for (const Step& step : row.steps) {
      const auto done = step.verb == "C"   ? store.create("u01", step.name)
                        : step.verb == "D" ? store.erase("u01", step.name)
                                           : store.rename("u01", step.name, step.other);
      EXPECT_EQ(outcome(done), step.outcome) << step.verb << " " << step.name << " " << step.other;
    }
    EXPECT_EQ(names(store), row.left);
    EXPECT_EQ(outcome(store.status("u02", "a")), "NoSuchMailbox");
  }
}

TEST(Store, LimitsOfNames) {
  Store store({.mailboxes = 8, .subscriptions = 2});  // INBOX and five with a special use are there
  EXPECT_EQ(outcome(store.create("u01", "a/b/c")), "TooMany");
  EXPECT_EQ(names(store), "") << "no parent was made";
  EXPECT_EQ(outcome(store.create("u01", "a/b")), "ok");
  EXPECT_EQ(outcome(store.create("u01", "c")), "TooMany");
  EXPECT_EQ(outcome(store.create("u01", "a")), "ok") << "the name is there already";
  EXPECT_EQ(outcome(store.rename("u01", "a", "x/a")), "TooMany");
  EXPECT_EQ(outcome(store.create("u01", std::string(256, 'x'))), "BadName");
  EXPECT_EQ(outcome(store.rename("u01", "a", std::string(254, 'x'))), "BadName") << "of a/b";
  EXPECT_EQ(names(store), "a a/b");
  EXPECT_EQ(outcome(store.subscribe("u01", "x")) + outcome(store.subscribe("u01", "y")), "okok");
  EXPECT_EQ(outcome(store.subscribe("u01", "z")), "TooMany");
  EXPECT_EQ(outcome(store.subscribe("u01", "y")), "ok");
}

TEST(Store, SpecialUse) {
  Store store;
  EXPECT_EQ(outcome(store.create("u01", "x", {"\\sent", "\\Junk"})), "ok");
  EXPECT_EQ(outcome(store.create("u01", "y", {"\\All"})), "BadSpecialUse");
  std::string uses;
  for (const MailboxInfo& info : store.list("u01")) {
    uses += info.name + ":";
    for (const std::string& use : info.special_use) uses += use;
    uses += " ";
  }
  EXPECT_EQ(uses,
            "INBOX: Archive:\\Archive Drafts:\\Drafts Junk:\\Junk Sent:\\Sent Trash:\\Trash "
            "x:\\Sent\\Junk ");
}

TEST(Store, Subscriptions) {
  Store store;
  EXPECT_EQ(outcome(store.subscribe("u01", "none/such")), "ok");
  EXPECT_EQ(outcome(store.subscribe("u01", "inbox")), "ok");
  EXPECT_EQ(outcome(store.subscribe("u01", "a//b")), "BadName");
  EXPECT_EQ(store.subscriptions("u01"), (std::vector<std::string>{"INBOX", "none/such"}));
  EXPECT_TRUE(store.list("u01").front().subscribed);
  EXPECT_EQ(outcome(store.unsubscribe("u01", "none/such")), "ok");
  EXPECT_EQ(outcome(store.unsubscribe("u01", "none/such")), "NoSuchMailbox");
  store.create("u01", "a");
  store.subscribe("u01", "a");
  store.erase("u01", "a");
  EXPECT_EQ(store.subscriptions("u01"), (std::vector<std::string>{"INBOX", "a"}))
      << "stays: RFC 3501 section 6.3.6";
}

TEST(Store, UidValidityOfANameNeverFalls) {
  Store store({}, 100);
  const auto validity = [&store](std::string_view name) {
    return store.status("u01", name)->uid_validity;
  };
  EXPECT_GE(validity("INBOX"), 100U);
  store.create("u01", "a");
  store.create("u01", "b");
  const std::uint32_t first = validity("b");
  EXPECT_LT(validity("a"), first);
  const std::uint64_t id = store.status("u01", "a")->mailbox_id;
  store.erase("u01", "b");
  store.rename("u01", "a", "b");
  EXPECT_GT(validity("b"), first) << "it would be that of a";
  EXPECT_EQ(store.status("u01", "b")->mailbox_id, id);
  const std::uint32_t renamed = validity("b");
  store.erase("u01", "b");
  store.create("u01", "b");
  EXPECT_GT(validity("b"), renamed);
}

TEST(Store, AppendsAllOrNothing) {
  Store store({.messages = 3, .octets = 10, .keywords = 1});
  EXPECT_EQ(outcome(store.append("u01", "none", {fresh("a")})), "NoSuchMailbox");
  store.create("u01", "p/x");
  EXPECT_EQ(outcome(store.append("u01", "p", {fresh("a")})), "NotSelectable");
  EXPECT_EQ(outcome(store.append("u01", "p/x", {fresh("a"), fresh("12345678901")})), "OverQuota");
  EXPECT_EQ(outcome(store.append("u01", "p/x", {fresh("a", {"one"}), fresh("b", {"two"})})),
            "TooMany");
  EXPECT_EQ(store.status("u01", "p/x")->uid_next, 1U);
  const auto appended =
      store.append("u01", "p/x", {fresh("a", {"\\seen", "One", "\\Recent"}), fresh("b", {"ONE"})});
  ASSERT_TRUE(appended);
  EXPECT_EQ(appended->uids, (std::vector<Uid>{1, 2}));
  EXPECT_EQ(appended->uid_validity, store.status("u01", "p/x")->uid_validity);
  EXPECT_EQ(outcome(store.append("u01", "p/x", {fresh("c"), fresh("d")})), "OverQuota");
  const MailboxStatus status = *store.status("u01", "p/x");
  EXPECT_EQ(status.messages, 2U);
  EXPECT_EQ(status.unseen, 1U);
  EXPECT_EQ(status.recent, 2U);
  EXPECT_EQ(status.size, 2U);
  EXPECT_EQ(status.uid_next, 3U);
}

TEST(Store, InboxIsOneForAllServices) {
  Store store;
  store.deliver("u01", text("a"), 1000);
  store.append("u01", "inbox", {fresh("b", {"\\Deleted"})});
  EXPECT_EQ(contents(store, "u01"), "1:a;2:b;");
  EXPECT_EQ(store.status("u01", "INBOX")->deleted, 1U);
  store.rename("u01", "INBOX", "old");
  EXPECT_EQ(contents(store, "u01"), "");
  EXPECT_EQ(store.status("u01", "old")->messages, 2U);
  EXPECT_EQ(store.deliver("u01", text("c"), 3), 3U);
}

TEST(Store, TwoThreads) {
  Store store;
  const auto deliver = [&store] {
    for (int at = 0; at < 200; ++at) store.deliver("u01", text("x"), 0);
  };
  std::thread other(deliver);
  auto view = store.open("u01", "INBOX", false);
  ASSERT_TRUE(view);
  deliver();
  for (int at = 0; at < 50; ++at) (*view)->sync(true);
  other.join();
  (*view)->sync(true);
  EXPECT_EQ((*view)->exists(), 400U);
}

TEST(MailboxName, Patterns) {
  struct Row {
    const char *name, *pattern;
    std::string_view mailbox;
    bool matches;
  };
  const Row kRows[] = {
      {"equal", "a/b", "a/b", true},
      {"case", "A", "a", false},
      {"INBOX in any case", "iNbOx", "INBOX", true},
      {"below INBOX in any case", "inbox/%", "INBOX/a", true},
      {"only INBOX", "inboxes", "INBOXES", false},
      {"star", "*", "a/b/c", true},
      {"percent", "%", "a", true},
      {"percent stops", "%", "a/b", false},
      {"percent, level by level", "%/%", "a/b", true},
      {"star in the middle", "a*c", "a/b/c", true},
      {"star of nothing", "a*", "a", true},
      {"percent of nothing", "a%", "a", true},
      {"percent needs its end", "%b", "aab", true},
      {"both", "a/%/*", "a/b/c/d", true},
      {"too short", "ab", "abc", false},
      {"too long", "abc", "ab", false},
      {"empty pattern", "", "a", false},
      {"empty name", "*", "", true},
      {"as many as it takes", "*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac",
       false},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(matches_pattern(row.pattern, row.mailbox), row.matches);
  }
  EXPECT_FALSE(matches_pattern(std::string(5000, '*'), "a")) << "limited";
}

}  // namespace
}  // namespace wireassay::reference
