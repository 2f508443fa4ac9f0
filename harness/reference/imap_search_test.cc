// Search keys and sequence sets.
#include "reference/imap_search.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "wire/imap/command.h"

namespace wireassay::reference {
namespace {

std::string joined(const std::vector<std::uint32_t>& numbers) {
  std::string text;
  for (const std::uint32_t number : numbers)
    text += (text.empty() ? "" : " ") + std::to_string(number);
  return text;
}

/// What stands behind SEARCH, read as a command.
imap::SearchProgram program(const std::string& keys) {
  const std::string command = "a SEARCH " + keys + "\r\n";
  const auto parsed = imap::parse_command(command, {.utf8 = true});
  const auto* got = std::get_if<Got<imap::Command>>(&parsed);
  if (got == nullptr) {
    ADD_FAILURE() << "no command: " << command;
    return {};
  }
  return std::get<imap::SearchArgument>(got->value.argument).program;
}

TEST(ImapSearch, SequenceSets) {
  struct Row {
    const char* name;
    imap::SequenceSet set;
    const char *numbers, *by_uid;
    bool beyond;
  };
  using imap::kStar;
  // Uids 2 4 6 8 are messages 1 2 3 4.
  const Row kRows[] = {
      {"one", {.ranges = {{2, 2}}}, "2", "1", false},
      {"range", {.ranges = {{2, 4}}}, "2 3 4", "1 2", false},
      {"backwards", {.ranges = {{4, 2}}}, "2 3 4", "1 2", false},
      {"star", {.ranges = {{kStar, kStar}}}, "4", "4", false},
      {"to the star", {.ranges = {{3, kStar}}}, "3 4", "2 3 4", false},
      {"beyond the star", {.ranges = {{9, kStar}}}, "4", "4", true},
      {"all", {.ranges = {{1, kStar}}}, "1 2 3 4", "1 2 3 4", false},
      {"twice", {.ranges = {{1, 2}, {2, 2}, {1, 1}}}, "1 2", "1", false},
      {"beyond", {.ranges = {{7, 9}}}, "", "4", true},
      {"largest", {.ranges = {{4294967295, 4294967295}}}, "", "", true},
      {"saved", {.ranges = {}, .saved = true}, "2 4", "2 4", false},
      {"saved and more", {.ranges = {{1, 1}}, .saved = true}, "1 2 4", "2 4", false},
  };
  const std::vector<Uid> uids = {2, 4, 6, 8}, saved = {4, 5, 8};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(joined(numbers_of(row.set, false, uids, saved)), row.numbers);
    EXPECT_EQ(joined(numbers_of(row.set, true, uids, saved)), row.by_uid);
    EXPECT_EQ(beyond_table(row.set, 4), row.beyond);
    EXPECT_EQ(joined(numbers_of(row.set, true, {}, saved)), "");
  }
  EXPECT_TRUE(beyond_table({.ranges = {{1, imap::kStar}}}, 0));
  EXPECT_FALSE(beyond_table({.ranges = {}, .saved = true}, 0));
  EXPECT_EQ(to_sequence_set({}), "");
  EXPECT_EQ(to_sequence_set({1}), "1");
  EXPECT_EQ(to_sequence_set({1, 2, 3, 5, 7, 8}), "1:3,5,7:8");
}

class ImapSearchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    add("From: Smith <s@x.test>\r\nTo: \"J \\\"Q\\\" P\" <j@y.test>\r\nSubject: Hello World\r\n"
        "Date: Fri, 21 Nov 1997 23:59:59 -0600\r\nMessage-ID: <1@x>\r\n\r\nfirst body\r\n",
        {"\\Seen"}, "20-Nov-1997 23:30:00 -0800");
    add("From: b@x.test\r\nCc: c@x.test\r\nBcc: d@x.test\r\nSubject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "U2VjcmV0IFfDtnJ0ZXI=\r\n",
        {"\\Answered", "\\Flagged", "work"}, "21-Nov-1997 00:30:00 +0000");
    add("Subject: multi\r\nX-Empty:\r\nDate: 22 Nov 1997 00:00 +0000\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n"
        "Content-Description: partly\r\n\r\ninside\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: nested\r\n\r\ndeep\r\n--b--\r\n",
        {"\\Deleted", "\\Draft"}, "22-Nov-1997 12:00:00 +0000");
    ASSERT_TRUE(store_.open("u01", "INBOX", false));  // these three are not \Recent any more
    add("Subject: \r\nDate: tomorrow\r\n\r\nx\r\n", {}, " 1-Jan-2020 00:00:00 +0000");
    view_ = *store_.open("u01", "INBOX", false);
    ASSERT_TRUE(view_->store(
        {3}, {.mode = StoreMode::Add, .flags = {"k"}, .unchanged_since = {}, .silent = true}));
  }

  void add(const std::string& octets, Flags flags, std::string_view date) {
    ASSERT_TRUE(store_.append("u01", "INBOX",
                              {{.octets = std::make_shared<const std::string>(octets),
                                .flags = std::move(flags),
                                .date = *message::parse_internal_date(date)}}));
  }

  std::string found(const std::string& keys) const {
    const auto numbers = search(program(keys), view_->messages(), {2, 4});
    if (numbers) return joined(*numbers);
    return numbers.error() == SearchError::BadCharset ? "BadCharset" : "BadText";
  }

  Store store_;
  std::unique_ptr<MailboxView> view_;
};

TEST_F(ImapSearchTest, Keys) {
  struct Row {
    const char *keys, *numbers;
  };
  const Row kRows[] = {
      {"ALL", "1 2 3 4"},
      {"SEEN", "1"},
      {"UNSEEN", "2 3 4"},
      {"ANSWERED", "2"},
      {"UNANSWERED", "1 3 4"},
      {"FLAGGED", "2"},
      {"UNFLAGGED", "1 3 4"},
      {"DELETED", "3"},
      {"UNDELETED", "1 2 4"},
      {"DRAFT", "3"},
      {"UNDRAFT", "1 2 4"},
      {"RECENT", "4"},
      {"NEW", "4"},
      {"OLD", "1 2 3"},
      {"KEYWORD WORK", "2"},
      {"UNKEYWORD work", "1 3 4"},
      {"KEYWORD none", ""},
      {"FROM smith", "1"},
      {"FROM x.TEST", "1 2"},
      {"FROM \"smith <s@x\"", "1"},
      {"TO \"J \\\"Q\\\" P\"", "1"},
      {"TO j@y.test", "1"},
      {"CC c@x", "2"},
      {"BCC d@x", "2"},
      {"CC d@x", ""},
      {"SUBJECT \"lo wo\"", "1"},
      {"CHARSET UTF-8 SUBJECT {6}\r\nGR\xc3\x9c\xc3\x9f", "2"},
      {"SUBJECT \"\"", "1 2 3 4"},
      {"HEADER Subject hello", "1"},
      {"HEADER X-Empty \"\"", "3"},
      {"HEADER Message-ID 1@x", "1"},
      {"HEADER X-None \"\"", ""},
      {"BODY \"first b\"", "1"},
      {"BODY secret", "2"},
      {"CHARSET UTF-8 BODY {7}\r\nw\xc3\x96rter", "2"},
      {"BODY inside", "3"},
      {"BODY deep", "3"},
      {"BODY nested", "3"},
      {"BODY multi", ""},
      {"BODY hello", ""},
      {"TEXT hello", "1"},
      {"TEXT partly", "3"},
      {"TEXT \"subject: multi\"", "3"},
      {"TEXT SECRET", "2"},
      {"BEFORE 21-Nov-1997", "1"},
      {"ON 21-Nov-1997", "2"},
      {"ON 20-Nov-1997", "1"},
      {"SINCE 22-Nov-1997", "3 4"},
      {"SENTBEFORE 22-Nov-1997", "1"},
      {"SENTON 21-Nov-1997", "1"},
      {"SENTSINCE 21-Nov-1997", "1 3"},
      {"SMALLER 60", "4"},
      {"LARGER 60 SMALLER 200", "1 2"},
      {"LARGER 32", "1 2 3"},
      {"LARGER 31", "1 2 3 4"},
      {"2:3", "2 3"},
      {"UID 3:*", "3 4"},
      {"$", "2 4"},
      {"NOT $", "1 3"},
      {"UID $", "2 4"},
      {"NOT SEEN", "2 3 4"},
      {"NOT (SEEN FLAGGED)", "1 2 3 4"},
      {"OR SEEN FLAGGED", "1 2"},
      {"OR (SEEN 1) NOT 1:3", "1 4"},
      {"UNSEEN NOT DELETED", "2 4"},
      {"MODSEQ 1", "1 2 3 4"},
      {"MODSEQ 6", "3"},
      {"CHARSET US-ASCII SEEN", "1"},
      {"CHARSET us-ascii SUBJECT {2}\r\n\xc3\xbc", "BadText"},
      {"SUBJECT {1}\r\n\xff", "BadText"},
      {"CHARSET KOI8-R ALL", "BadCharset"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.keys);
    EXPECT_EQ(found(row.keys), row.numbers);
  }
  EXPECT_TRUE(asks_modseq(program("OR SEEN (NOT MODSEQ 3)").keys));
  EXPECT_FALSE(asks_modseq(program("OR SEEN (NOT 3)").keys));
}

TEST_F(ImapSearchTest, WhatIsGoneIsNotFound) {
  store_.remove("u01", 2);
  EXPECT_EQ(found("ALL"), "1 3 4");
  EXPECT_EQ(found("2:3"), "3") << "the numbers stay until it is told";
}

}  // namespace
}  // namespace wireassay::reference
