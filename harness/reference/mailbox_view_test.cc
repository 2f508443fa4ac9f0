// What sessions see of a mailbox that others change.
#include "reference/mailbox_view.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "wire/message/mime.h"

namespace wireassay::reference {
namespace {

using View = std::unique_ptr<MailboxView>;

std::shared_ptr<const std::string> text(std::string octets) {
  return std::make_shared<const std::string>(std::move(octets));
}

/// A user's INBOX with messages 1 to `count` ("a", "b", …), none of them \Recent any more.
class MailboxViewTest : public ::testing::Test {
 protected:
  explicit MailboxViewTest(const StoreLimits& limits = {}) : store_(limits) {}

  View open(std::string_view mailbox = "INBOX", bool read_only = false) {
    auto view = store_.open("u01", mailbox, read_only);
    EXPECT_TRUE(view);
    return *std::move(view);
  }
  void deliver(int count) {
    for (int at = 0; at < count; ++at)
      store_.deliver("u01", text(std::string(1, static_cast<char>('a' + at))), 1000 + at);
  }
  View with(int count) {
    deliver(count);
    open();
    return open();
  }

  Store store_;
};

std::string shown(const std::vector<ViewEvent>& events) {
  std::string text;
  for (const ViewEvent& event : events) {
    text += text.empty() ? "" : " ";
    text += std::to_string(event.number);
    switch (event.kind) {
      case ViewEvent::Kind::Expunge: text += " EXPUNGE"; break;
      case ViewEvent::Kind::Exists: text += " EXISTS"; break;
      case ViewEvent::Kind::Recent: text += " RECENT"; break;
      case ViewEvent::Kind::Fetch: text += " FETCH"; break;
    }
  }
  return text;
}

std::string flags_of(const MailboxView& view, SeqNum number) {
  std::string text;
  for (const std::string& flag : view.message(number)->message.flags)
    text += (text.empty() ? "" : " ") + flag;
  return text;
}

FlagsChange add(std::string flag, bool silent = false) {
  return {
      .mode = StoreMode::Add, .flags = {std::move(flag)}, .unchanged_since = {}, .silent = silent};
}

TEST_F(MailboxViewTest, ShowsTheTable) {
  const View view = with(3);
  EXPECT_EQ(view->exists(), 3U);
  EXPECT_EQ(view->recent(), 0U);
  EXPECT_EQ(view->uids(), (std::vector<Uid>{1, 2, 3}));
  EXPECT_EQ(view->uid_of(2), 2U);
  EXPECT_EQ(view->uid_of(0), std::nullopt);
  EXPECT_EQ(view->uid_of(4), std::nullopt);
  EXPECT_EQ(view->number_of(3), 3U);
  EXPECT_EQ(view->number_of(4), std::nullopt);
  EXPECT_EQ(view->first_unseen(), 1U);
  EXPECT_EQ(view->uid_next(), 4U);
  EXPECT_EQ(view->name(), "INBOX");
  EXPECT_EQ(*view->message(2)->message.octets, "b");
  EXPECT_EQ(view->message(2)->message.received, 1001);
  EXPECT_EQ(view->message(4), std::nullopt);
  EXPECT_EQ(view->messages().size(), 3U);
  EXPECT_EQ(view->message(1)->message.mime().type, "text");
  EXPECT_EQ(shown(view->sync(true)), "");
}

TEST_F(MailboxViewTest, TellsNewMessages) {
  const View view = with(2);
  EXPECT_FALSE(view->has_news());
  deliver(2);
  EXPECT_TRUE(view->has_news());
  EXPECT_EQ(view->exists(), 2U) << "not before it is told";
  EXPECT_EQ(shown(view->sync(false)), "4 EXISTS 2 RECENT");
  EXPECT_EQ(shown(view->sync(false)), "");
  EXPECT_EQ(view->uids(), (std::vector<Uid>{1, 2, 3, 4}));
}

TEST_F(MailboxViewTest, RecentIsForOneSession) {
  deliver(2);
  EXPECT_EQ(open("INBOX", true)->recent(), 2U);
  EXPECT_EQ(store_.status("u01", "INBOX")->recent, 2U) << "EXAMINE takes nothing away";
  const View first = open(), second = open(), reader = open("INBOX", true);
  EXPECT_EQ(first->recent(), 2U);
  EXPECT_EQ(second->recent(), 0U);
  EXPECT_EQ(store_.status("u01", "INBOX")->recent, 0U);
  deliver(1);
  EXPECT_EQ(shown(reader->sync(true)), "3 EXISTS 1 RECENT");
  EXPECT_EQ(shown(second->sync(true)), "3 EXISTS 1 RECENT");
  EXPECT_EQ(shown(first->sync(true)), "3 EXISTS");
  EXPECT_EQ(first->recent(), 2U);
  EXPECT_TRUE(second->message(3)->recent);
  EXPECT_FALSE(second->message(1)->recent);
}

// The example of RFC 3501 section 6.4.3
TEST_F(MailboxViewTest, ExpungesWithFallingNumbers) {
  const View view = with(11);
  ASSERT_TRUE(view->store({3, 4, 7, 11}, add("\\Deleted")));
  view->sync(true);
  EXPECT_EQ(view->expunge(), (std::vector<Uid>{3, 4, 7, 11}));
  EXPECT_EQ(view->exists(), 11U);
  EXPECT_EQ(shown(view->sync(true)), "3 EXPUNGE 3 EXPUNGE 5 EXPUNGE 8 EXPUNGE");
  EXPECT_EQ(view->uids(), (std::vector<Uid>{1, 2, 5, 6, 8, 9, 10}));
}

TEST_F(MailboxViewTest, ExpungesWait) {
  const View view = with(3), other = open();
  store_.remove("u01", 2);
  deliver(1);
  EXPECT_EQ(shown(view->sync(false)), "4 EXISTS 1 RECENT");
  EXPECT_TRUE(view->has_news());
  EXPECT_TRUE(view->message(2)->expunged);
  EXPECT_EQ(*view->message(2)->message.octets, "b") << "still there to be read";
  EXPECT_EQ(view->number_of(3), 3U);
  EXPECT_EQ(shown(view->sync(false)), "");
  EXPECT_EQ(shown(view->sync(true)), "2 EXPUNGE");
  EXPECT_FALSE(view->has_news());
  EXPECT_EQ(shown(other->sync(true)), "2 EXPUNGE 3 EXISTS");
}

TEST_F(MailboxViewTest, ExpungesOnlyWhatIsNamed) {
  const View view = with(4);
  ASSERT_TRUE(view->store({1, 2, 3}, add("\\Deleted")));
  EXPECT_EQ(view->expunge(std::vector<Uid>{2, 4, 9}), (std::vector<Uid>{2}));
  EXPECT_EQ(view->expunge(), (std::vector<Uid>{1, 3}));
  EXPECT_EQ(view->expunge(), (std::vector<Uid>{}));
  EXPECT_EQ(open("INBOX", true)->expunge(), (std::vector<Uid>{}));
}

TEST_F(MailboxViewTest, StoresFlags) {
  struct Row {
    const char* name;
    StoreMode mode;
    Flags flags;
    const char* after;
  };
  const Row kRows[] = {
      {"replace", StoreMode::Replace, {"\\seen", "b"}, "\\Seen b"},
      {"add", StoreMode::Add, {"\\Draft", "A"}, "\\Draft \\Flagged a"},
      {"remove", StoreMode::Remove, {"\\FLAGGED", "c"}, "a"},
      {"replace by none", StoreMode::Replace, {}, ""},
      {"recent is not stored", StoreMode::Add, {"\\Recent"}, "\\Flagged a"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Store store;
    store.append("u01", "INBOX", {{.octets = text("x"), .flags = {"\\Flagged", "a"}, .date = {}}});
    const View view = *store.open("u01", "INBOX", false);
    const auto result = view->store(
        {1, 9}, {.mode = row.mode, .flags = row.flags, .unchanged_since = {}, .silent = false});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->stored, (std::vector<SeqNum>{1}));
    EXPECT_EQ(flags_of(*view, 1), row.after);
  }
}

TEST_F(MailboxViewTest, ReadOnlyStoresNothing) {
  with(1);
  const View view = open("INBOX", true);
  EXPECT_EQ(view->store({1}, add("\\Seen")).error(), StoreError::NotPossible);
  EXPECT_EQ(view->move({1}, "u01", "Trash").error(), StoreError::NotPossible);
}

TEST_F(MailboxViewTest, TellsFlags) {
  const View view = with(3), other = open();
  ASSERT_TRUE(other->store({3, 1}, add("\\Seen")));
  EXPECT_EQ(shown(view->sync(false)), "1 FETCH 3 FETCH");
  EXPECT_EQ(shown(other->sync(false)), "1 FETCH 3 FETCH");
  EXPECT_EQ(view->first_unseen(), 2U);
  ASSERT_TRUE(other->store({1}, add("\\Seen")));
  EXPECT_EQ(shown(view->sync(false)), "") << "no change";
}

TEST_F(MailboxViewTest, SilenceHidesOnlyOnesOwnChanges) {
  const View view = with(2), other = open();
  ASSERT_TRUE(view->store({1}, add("\\Seen", true)));
  EXPECT_EQ(shown(view->sync(false)), "");
  EXPECT_EQ(shown(other->sync(false)), "1 FETCH");
  ASSERT_TRUE(other->store({1}, add("\\Flagged")));
  ASSERT_TRUE(view->store({1}, add("\\Draft", true)));
  EXPECT_EQ(shown(view->sync(false)), "1 FETCH") << "the other's was not told yet";
  ASSERT_TRUE(view->store({2}, add("\\Seen")));
  view->mark_told(2, view->message(2)->message.modseq);
  EXPECT_EQ(shown(view->sync(false)), "");
}

// RFC 7162 section 3.1.3
TEST_F(MailboxViewTest, UnchangedSince) {
  const View view = with(3);
  const Modseq before = view->highest_modseq();
  ASSERT_TRUE(view->store({2}, add("\\Seen")));
  EXPECT_EQ(view->highest_modseq(), before + 1);
  FlagsChange change = add("\\Flagged");
  change.unchanged_since = before;
  const auto result = view->store({3, 1, 2, 2}, change);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->stored, (std::vector<SeqNum>{1, 3}));
  EXPECT_EQ(result->modified, (std::vector<SeqNum>{2}));
  EXPECT_EQ(view->message(1)->message.modseq, before + 2);
  EXPECT_EQ(view->message(3)->message.modseq, before + 2);
  change.unchanged_since = 0;
  EXPECT_EQ(view->store({1, 2, 3}, change)->modified.size(), 3U);
  EXPECT_EQ(view->highest_modseq(), before + 2) << "nothing changed";
}

TEST_F(MailboxViewTest, StoresToWhatIsLeft) {
  const View view = with(2);
  store_.remove("u01", 1);
  const auto result = view->store({1, 2}, add("\\Seen"));
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->expunged);
  EXPECT_EQ(result->stored, (std::vector<SeqNum>{2}));
  EXPECT_EQ(view->copy({1, 2}, "u01", "Trash").error(), StoreError::NoSuchMessage);
  EXPECT_EQ(store_.status("u01", "Trash")->messages, 0U);
}

TEST_F(MailboxViewTest, Copies) {
  const View view = with(3);
  ASSERT_TRUE(view->store({2}, {.mode = StoreMode::Replace,
                                .flags = {"\\Seen", "k"},
                                .unchanged_since = {},
                                .silent = true}));
  const auto copied = view->copy({3, 2, 9}, "u01", "Trash");
  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->from, (std::vector<Uid>{2, 3}));
  EXPECT_EQ(copied->to, (std::vector<Uid>{1, 2}));
  EXPECT_EQ(copied->uid_validity, store_.status("u01", "Trash")->uid_validity);
  const View trash = open("Trash");
  EXPECT_EQ(flags_of(*trash, 1), "\\Seen k");
  EXPECT_EQ(trash->keywords(), (std::vector<std::string>{"k"}));
  EXPECT_EQ(trash->recent(), 2U);
  EXPECT_EQ(trash->message(1)->message.received, 1001);
  EXPECT_EQ(trash->message(1)->message.email_id, view->message(2)->message.email_id);
  EXPECT_EQ(view->copy({1}, "u01", "none").error(), StoreError::NoSuchMailbox);
  EXPECT_TRUE(view->copy({9}, "u01", "Trash")->to.empty());
  EXPECT_EQ(view->copy({1}, "u01", "INBOX")->to, (std::vector<Uid>{4})) << "into itself";
  EXPECT_EQ(shown(view->sync(true)), "4 EXISTS 1 RECENT");
}

TEST_F(MailboxViewTest, Moves) {
  const View view = with(3), other = open();
  const auto moved = view->move({1, 3}, "u01", "Archive");
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->from, (std::vector<Uid>{1, 3}));
  EXPECT_EQ(moved->to, (std::vector<Uid>{1, 2}));
  EXPECT_EQ(shown(view->sync(true)), "1 EXPUNGE 2 EXPUNGE");
  EXPECT_EQ(shown(other->sync(true)), "1 EXPUNGE 2 EXPUNGE");
  EXPECT_EQ(store_.status("u01", "Archive")->messages, 2U);
  EXPECT_EQ(view->move({1}, "u01", "INBOX")->to, (std::vector<Uid>{4})) << "into itself";
  EXPECT_EQ(shown(view->sync(true)), "1 EXPUNGE 1 EXISTS 1 RECENT");
}

class SmallMailboxTest : public MailboxViewTest {
 protected:
  SmallMailboxTest()
      : MailboxViewTest({.messages = 3, .octets = 100, .keywords = 1, .expunged = 2}) {}
};

TEST_F(SmallMailboxTest, DeliveriesPushOutTheOldest) {
  const View view = with(3);
  deliver(2);
  EXPECT_EQ(shown(view->sync(true)), "1 EXPUNGE 1 EXPUNGE 3 EXISTS 2 RECENT");
  EXPECT_EQ(view->copy({1}, "u01", "INBOX").error(), StoreError::OverQuota);
  EXPECT_TRUE(view->move({1}, "u01", "INBOX")) << "needs no room";
}

TEST_F(SmallMailboxTest, KeywordsAreLimited) {
  const View view = with(1);
  ASSERT_TRUE(view->store({1}, add("one")));
  EXPECT_EQ(view->store({1}, add("two")).error(), StoreError::TooMany);
  EXPECT_TRUE(view->store({1}, add("ONE")));
  EXPECT_EQ(flags_of(*view, 1), "one");
}

// RFC 7162 section 3.2.5.1: a server that forgot may tell more uids, but not fewer
TEST_F(SmallMailboxTest, RemembersWhatVanished) {
  View view = with(3);
  const Modseq start = view->highest_modseq();
  store_.remove("u01", 2);
  EXPECT_EQ(view->vanished_since(start), (std::vector<Uid>{})) << "not told yet";
  view->sync(true);
  EXPECT_EQ(view->vanished_since(start), (std::vector<Uid>{2}));
  EXPECT_EQ(view->vanished_since(start + 1), (std::vector<Uid>{}));
  store_.remove("u01", 3);
  store_.remove("u01", 1);
  view->sync(true);
  EXPECT_EQ(view->vanished_since(start + 1), (std::vector<Uid>{1, 3}));
  EXPECT_EQ(view->vanished_since(start), (std::vector<Uid>{1, 2, 3})) << "2 by default";
  deliver(1);
  EXPECT_EQ(open()->vanished_since(1), (std::vector<Uid>{1, 2, 3}));
}

TEST_F(MailboxViewTest, WakesOthers) {
  const View view = with(2), other = open();
  int woken = 0, own = 0;
  other->on_change([&woken] { ++woken; });
  view->on_change([&own] { ++own; });
  deliver(1);
  EXPECT_EQ(std::pair(woken, own), std::pair(1, 1));
  ASSERT_TRUE(view->store({1}, add("\\Deleted")));
  EXPECT_EQ(std::pair(woken, own), std::pair(2, 1)) << "not by itself";
  view->expunge();
  EXPECT_EQ(woken, 3);
  ASSERT_TRUE(view->move({2}, "u01", "Trash"));
  EXPECT_EQ(woken, 4);
  store_.deliver("u02", text("x"), 0);
  EXPECT_EQ(woken, 4) << "another's mailbox";
  other->on_change({});
  store_.clear("u01");
  EXPECT_EQ(std::pair(woken, own), std::pair(4, 2));
}

TEST_F(MailboxViewTest, AWokenSessionMayLook) {
  const View view = with(1);
  std::string told;
  view->on_change([&] { told = shown(view->sync(true)); });
  deliver(1);
  EXPECT_EQ(told, "2 EXISTS 1 RECENT");
}

TEST_F(MailboxViewTest, SurvivesDeletionAndRenaming) {
  store_.create("u01", "a");
  store_.append("u01", "a", {{.octets = text("x"), .flags = {}, .date = {}}});
  const View view = open("a");
  store_.rename("u01", "a", "b/c");
  EXPECT_EQ(view->name(), "b/c");
  EXPECT_FALSE(view->gone());
  EXPECT_EQ(shown(view->sync(true)), "");
  store_.erase("u01", "b/c");
  EXPECT_TRUE(view->gone());
  EXPECT_EQ(*view->message(1)->message.octets, "x");
  EXPECT_EQ(view->store({1}, add("\\Seen")).error(), StoreError::NoSuchMailbox);
  EXPECT_EQ(view->copy({1}, "u01", "INBOX").error(), StoreError::NoSuchMailbox);
  EXPECT_EQ(store_.open("u01", "b", false).error(), StoreError::NotSelectable);
  EXPECT_EQ(store_.open("u01", "b/c", false).error(), StoreError::NoSuchMailbox);
}

}  // namespace
}  // namespace wireassay::reference
