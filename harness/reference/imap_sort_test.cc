// RFC 5256: base subjects, orders and trees.
#include "reference/imap_sort.h"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace wireassay::reference {
namespace {

TEST(ImapSort, BaseSubjects) {
  struct Row {
    std::string_view in, base;
    bool reply;
  };
  const Row kRows[] = {
      {"", "", false},
      {"hello", "hello", false},
      {"Re: hello", "hello", true},
      {"RE : re:  hello  world", "hello world", true},
      {"Fw: hello", "hello", true},
      {"FWD: hello", "hello", true},
      {"Fwds: hello", "Fwds: hello", false},
      {"hello (fwd)", "hello", true},
      {"hello (fwd) (FWD)  ", "hello", true},
      {"[list] hello", "hello", false},
      {"[a] [b] hello", "hello", false},
      {"[list]", "[list]", false},
      {"[list] Re: hello", "hello", true},
      {"Re: [list] hello", "hello", true},
      {"Re[2]: hello", "hello", true},
      {"[list] Re [2]: [x] hello", "hello", true},
      {"[fwd: hello]", "hello", true},
      {"[Fwd: Re: [list] hello (fwd)]", "hello", true},
      {"[fwd: hello", "[fwd: hello", false},
      {"Re: ", "", true},
      {"reply: x", "reply: x", false},
      {"a\tb   c", "a b c", false},
      {"=?UTF-8?Q?Re=3A_Gr=C3=BCn?=", "Gr\xc3\xbcn", true},
      {"[ hello", "[ hello", false},
      {"[a[b] x", "[a[b] x", false},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.in);
    const BaseSubject base = base_subject(row.in);
    EXPECT_EQ(base.text, row.base);
    EXPECT_EQ(base.reply_or_forward, row.reply);
  }
  EXPECT_LE(base_subject(std::string(1000000, '[')).text.size(), 4096U);
  std::string blobs;
  for (int at = 0; at < 100000; ++at) blobs += "[a]";
  EXPECT_LE(base_subject(blobs).text.size(), 4096U);
}

/// A header for each message; arrival in their order.
class Mailbox {
 public:
  explicit Mailbox(const std::vector<std::string>& headers) {
    std::int64_t arrival = 1000000;
    for (const std::string& header : headers) {
      EXPECT_TRUE(store_.append("u01", "INBOX",
                                {{.octets = std::make_shared<const std::string>(header + "\r\n"),
                                  .flags = {},
                                  .date = {.utc = arrival++, .zone = 0}}}));
    }
    view_ = *store_.open("u01", "INBOX", true);
    chosen_.resize(headers.size());
    std::iota(chosen_.begin(), chosen_.end(), 1);
  }

  std::string sorted(const std::vector<imap::SortCriterion>& criteria) const {
    std::string text;
    for (const SeqNum number : sort_messages(criteria, view_->messages(), chosen_))
      text += (text.empty() ? "" : " ") + std::to_string(number);
    return text;
  }
  std::string threaded(std::string_view algorithm) const {
    return to_thread_list(thread_messages(algorithm, view_->messages(), chosen_));
  }

 private:
  Store store_;
  std::unique_ptr<MailboxView> view_;
  std::vector<SeqNum> chosen_;
};

TEST(ImapSort, Orders) {
  using Key = imap::SortCriterion::Key;
  const Mailbox mailbox({
      "From: bob@a\r\nTo: z@a\r\nSubject: b\r\nDate: 3 Jan 2020 00:00:00 +0000\r\n",
      "From: \"A\" <Alice@z>\r\nTo: y@a\r\nSubject: Re: A\r\nDate: 2 Jan 2020 20:00:00 -0500\r\n"
      "X: longest of all of them\r\n",
      "From: carol@a\r\nCc: m@a\r\nSubject: [x] a\r\nDate: 3 Jan 2020 00:30:00 +0100\r\n",
      "Subject: c\r\n",
  });
  struct Row {
    const char* name;
    std::vector<imap::SortCriterion> criteria;
    const char* numbers;
  };
  const Row kRows[] = {
      {"ARRIVAL", {{Key::Arrival}}, "1 2 3 4"},
      {"REVERSE ARRIVAL", {{Key::Arrival, true}}, "4 3 2 1"},
      {"DATE, in UTC, else by arrival", {{Key::Date}}, "4 3 1 2"},
      {"FROM, by mailbox alone", {{Key::From}}, "4 2 1 3"},
      {"TO", {{Key::To}}, "3 4 2 1"},
      {"CC", {{Key::Cc}}, "1 2 4 3"},
      {"REVERSE CC keeps numbers rising", {{Key::Cc, true}}, "3 1 2 4"},
      {"SUBJECT", {{Key::Subject}}, "2 3 1 4"},
      {"SUBJECT REVERSE DATE", {{Key::Subject}, {Key::Date, true}}, "2 3 1 4"},
      {"SUBJECT DATE", {{Key::Subject}, {Key::Date}}, "3 2 1 4"},
      {"SIZE", {{Key::Size}}, "4 1 3 2"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(mailbox.sorted(row.criteria), row.numbers);
  }
}

/// "id subject refs", with a day each.
std::string mail(int day, const std::string& id, const std::string& subject,
                 const std::string& references = "", const std::string& in_reply_to = "") {
  std::string text = "Date: " + std::to_string(day) + " Jan 2020 00:00:00 +0000\r\n";
  if (!id.empty()) text += "Message-ID: <" + id + "@x>\r\n";
  if (!subject.empty()) text += "Subject: " + subject + "\r\n";
  std::string list;
  for (const char c : references) list += std::string(" <") + c + "@x>";
  if (!list.empty()) text += "References:" + list + "\r\n";
  if (!in_reply_to.empty()) text += "In-Reply-To: your mail <" + in_reply_to + "@x> of <z@x>\r\n";
  return text;
}

TEST(ImapThread, References) {
  struct Row {
    const char* name;
    std::vector<std::string> messages;
    const char* threads;
  };
  const Row kRows[] = {
      {"none", {}, ""},
      {"one", {mail(1, "a", "s")}, "(1)"},
      {"apart, by date", {mail(2, "a", "s"), mail(1, "b", "t")}, "(2)(1)"},
      {"chain", {mail(1, "a", "s"), mail(2, "b", "s", "a"), mail(3, "c", "s", "ab")}, "(1 2 3)"},
      {"fork", {mail(1, "a", "s"), mail(3, "b", "s", "a"), mail(2, "c", "s", "a")}, "(1 (3)(2))"},
      {"out of order",
       {mail(3, "c", "s", "ab"), mail(1, "a", "s"), mail(2, "b", "s", "a")},
       "(2 3 1)"},
      {"in-reply-to", {mail(1, "a", "s"), mail(2, "b", "t", "", "a")}, "(1 2)"},
      {"references win",
       {mail(1, "a", "s"), mail(2, "b", "t"), mail(3, "c", "u", "a", "b")},
       "(1 3)(2)"},
      {"a missing link", {mail(1, "a", "s"), mail(3, "c", "t", "ab")}, "(1 2)"},
      {"a missing root of one", {mail(1, "b", "s", "a")}, "(1)"},
      {"a missing root of two", {mail(2, "b", "s", "a"), mail(1, "c", "s", "a")}, "((2)(1))"},
      {"same id twice", {mail(1, "a", "s"), mail(2, "a", "t")}, "(1)(2)"},
      {"no id", {mail(1, "", "s"), mail(2, "", "t")}, "(1)(2)"},
      {"itself", {mail(1, "a", "s", "a")}, "(1)"},
      {"loop", {mail(1, "a", "s", "b"), mail(2, "b", "t", "a")}, "(2 1)"},
      {"a loop breaks the old link too",
       {mail(3, "a", "s"), mail(1, "b", "t", "ac"), mail(2, "c", "u", "b")},
       "(3 2)(1)"},
      {"the same without the first", {mail(1, "b", "t", "ac"), mail(2, "c", "u", "b")}, "(2 1)"},
      {"its own last reference",
       {mail(1, "a", "s"), mail(2, "c", "t", "ab"), mail(3, "b", "u", "ab")},
       "(1)(3 2)"},
      {"no references break what others said",
       {mail(1, "a", "s"), mail(2, "c", "t", "ab"), mail(3, "b", "u")},
       "(1)(3 2)"},
      {"loop in the fields", {mail(1, "c", "s", "ab"), mail(2, "d", "t", "ba")}, "((1)(2))"},
      {"reply by subject", {mail(1, "a", "s"), mail(2, "b", "Re: s")}, "(1 2)"},
      {"reply before its original", {mail(2, "a", "s"), mail(1, "b", "Re: s")}, "(1 2)"},
      {"same subject, no reply", {mail(1, "a", "s"), mail(2, "b", "s")}, "((1)(2))"},
      {"three of a subject",
       {mail(1, "a", "s"), mail(2, "b", "s"), mail(3, "c", "S")},
       "((1)(2)(3))"},
      {"two replies, no original", {mail(1, "a", "Re: s"), mail(2, "b", "Re: s")}, "((1)(2))"},
      {"no subject does not gather", {mail(1, "a", ""), mail(2, "b", "")}, "(1)(2)"},
      {"dummies of a subject",
       {mail(1, "b", "s", "a"), mail(2, "c", "s", "a"), mail(3, "e", "s", "d"),
        mail(4, "f", "s", "d")},
       "((1)(2)(3)(4))"},
      {"into a dummy",
       {mail(1, "b", "s", "a"), mail(2, "c", "s", "a"), mail(3, "d", "Re: s")},
       "((1)(2)(3))"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(Mailbox(row.messages).threaded("REFERENCES"), row.threads);
  }
}

TEST(ImapThread, OrderedSubject) {
  const Mailbox mailbox({mail(3, "a", "t"), mail(2, "b", "Re: s"), mail(1, "c", "s"),
                         mail(4, "d", "[x] s"), mail(5, "e", "re: T")});
  EXPECT_EQ(mailbox.threaded("OrderedSubject"), "(3 (2)(4))(1 5)");
  EXPECT_EQ(mailbox.threaded("NONE"), "");
  EXPECT_TRUE(is_thread_algorithm("references"));
  EXPECT_FALSE(is_thread_algorithm("REFS"));
}

// RFC 5256 section 4
TEST(ImapThread, Prints) {
  const ThreadNode three{3, {{6, {{4, {{23, {}}}}, {44, {{7, {{96, {}}}}}}}}}};
  EXPECT_EQ(to_thread_list({{2, {}}, three}), "(2)(3 6 (4 23)(44 7 96))");
  EXPECT_EQ(to_thread_list({{0, {{3, {}}, {5, {}}}}}), "((3)(5))");
  const std::vector<Uid> uids = {10, 20, 30};
  EXPECT_EQ(to_thread_list({{1, {{3, {}}}}, {2, {}}}, &uids), "(10 30)(20)");
  EXPECT_EQ(to_thread_list({}), "");
}

TEST(ImapThread, ManyReferences) {
  std::string chain = "Message-ID: <end@x>\r\nReferences:";
  for (int at = 0; at < 20000; ++at) chain += "\r\n <" + std::to_string(at) + "@x>";
  EXPECT_EQ(Mailbox({chain + "\r\n", "Message-ID: <19999@x>\r\n"}).threaded("REFERENCES"), "(2 1)");
}

}  // namespace
}  // namespace wireassay::reference
