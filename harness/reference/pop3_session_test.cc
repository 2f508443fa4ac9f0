// Whole POP3 dialogues against the session: what is sent, what must come back.
#include "reference/pop3_session.h"

#include <gtest/gtest.h>

#include <memory>

namespace wireassay::reference {
namespace {

const std::string kFirst = "Subject: one\r\n\r\n.\r\n..two\r\nlast\r\n";
const std::string kSecond = "Subject: two\r\n\r\nx";  // as BDAT can leave it: no line end

class Pop3SessionTest : public ::testing::Test {
 protected:
  Pop3SessionTest() {
    context_.host = "reference.test";
    context_.accounts = &accounts_;
    context_.store = &store_;
    store_.deliver("a", std::make_shared<const std::string>(kFirst), 0);
    store_.deliver("a", std::make_shared<const std::string>(kSecond), 0);
  }

  std::unique_ptr<Pop3Session> session(bool tls = false) {
    auto made = std::make_unique<Pop3Session>(context_, tls);
    EXPECT_EQ(made->greet().octets, "+OK reference.test POP3 ready\r\n");
    return made;
  }
  std::unique_ptr<Pop3Session> logged_in() {
    auto made = session();
    EXPECT_TRUE(
        made->feed("USER a\r\nPASS secret a\r\n").octets.ends_with("+OK maildrop open\r\n"));
    return made;
  }

  const Accounts accounts_{"reference.test",
                           {{"a", "a@reference.test", "secret a"}, {"b", "b@reference.test", "s"}}};
  Store store_;
  Pop3Context context_;
};

struct Row {
  std::string_view name, send, wanted;
};

TEST_F(Pop3SessionTest, Authorization) {
  const Row kRows[] = {
      {"quit", "QUIT\r\n", "+OK bye\r\n"},
      {"small letters", "user a\r\npass secret a\r\n", "+OK send PASS\r\n+OK maildrop open\r\n"},
      {"whole address", "USER a@reference.test\r\nPASS secret a\r\n",
       "+OK send PASS\r\n+OK maildrop open\r\n"},
      {"wrong password", "USER a\r\nPASS x\r\n",
       "+OK send PASS\r\n-ERR [AUTH] wrong name or password\r\n"},
      {"unknown user", "USER z\r\nPASS x\r\n",
       "+OK send PASS\r\n-ERR [AUTH] wrong name or password\r\n"},
      {"PASS alone", "PASS secret a\r\n", "-ERR USER first\r\n"},
      {"something between", "USER a\r\nCAPA x\r\nPASS secret a\r\n",
       "+OK send PASS\r\n-ERR wrong number of arguments\r\n-ERR USER first\r\n"},
      {"STAT", "STAT\r\n", "-ERR not in this state\r\n"},
      {"NOOP", "NOOP\r\n", "-ERR not in this state\r\n"},
      {"USER without name", "USER\r\n", "-ERR wrong number of arguments\r\n"},
      {"unknown", "XTND\r\n", "-ERR unknown command\r\n"},
      {"empty line", "\r\n", "-ERR syntax error\r\n"},
      {"bare LF", "QUIT\n", ""},
      {"half", "QUI", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(session()->feed(row.send).octets, row.wanted);
    auto slow = session();  // octet by octet
    std::string heard;
    for (const char octet : row.send) heard += slow->feed(std::string(1, octet)).octets;
    EXPECT_EQ(heard, row.wanted);
  }
}

TEST_F(Pop3SessionTest, Transaction) {
  const Row kRows[] = {
      {"STAT", "STAT\r\n", "+OK 2 51\r\n"},
      {"LIST", "LIST\r\n", "+OK scan listing follows\r\n1 32\r\n2 19\r\n.\r\n"},
      {"LIST 2", "LIST 2\r\n", "+OK 2 19\r\n"},
      {"LIST 3", "LIST 3\r\n", "-ERR no such message\r\n"},
      {"LIST 0", "LIST 0\r\n", "-ERR no such message\r\n"},
      {"LIST -1", "LIST -1\r\n", "-ERR no such message\r\n"},
      {"LIST beyond 64 bits", "LIST 18446744073709551617\r\n", "-ERR no such message\r\n"},
      {"UIDL", "UIDL\r\n", "+OK unique-id listing follows\r\n1 1\r\n2 2\r\n.\r\n"},
      {"UIDL 2", "UIDL 2\r\n", "+OK 2 2\r\n"},
      {"RETR stuffs", "RETR 1\r\n",
       "+OK 32 octets\r\nSubject: one\r\n\r\n..\r\n...two\r\nlast\r\n.\r\n"},
      {"RETR ends the last line", "RETR 2\r\n", "+OK 19 octets\r\nSubject: two\r\n\r\nx\r\n.\r\n"},
      {"RETR alone", "RETR\r\n", "-ERR wrong number of arguments\r\n"},
      {"TOP 1 0", "TOP 1 0\r\n", "+OK top of message follows\r\nSubject: one\r\n\r\n.\r\n"},
      {"TOP 1 1", "TOP 1 1\r\n", "+OK top of message follows\r\nSubject: one\r\n\r\n..\r\n.\r\n"},
      {"TOP beyond the end", "TOP 2 9\r\n",
       "+OK top of message follows\r\nSubject: two\r\n\r\nx\r\n.\r\n"},
      {"TOP 1 -1", "TOP 1 -1\r\n", "-ERR TOP takes a message-number and a number of lines\r\n"},
      {"DELE, STAT", "DELE 1\r\nSTAT\r\n", "+OK marked\r\n+OK 1 19\r\n"},
      {"DELE twice", "DELE 1\r\nDELE 1\r\n", "+OK marked\r\n-ERR no such message\r\n"},
      {"DELE keeps numbers", "DELE 1\r\nLIST\r\n",
       "+OK marked\r\n+OK scan listing follows\r\n2 19\r\n.\r\n"},
      {"RSET", "DELE 1\r\nRSET\r\nSTAT\r\n", "+OK marked\r\n+OK nothing is marked\r\n+OK 2 51\r\n"},
      {"NOOP", "NOOP\r\n", "+OK\r\n"},
      {"USER", "USER a\r\n", "-ERR not in this state\r\n"},
      {"STLS", "STLS\r\n", "-ERR not in this state\r\n"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(logged_in()->feed(row.send).octets, row.wanted);
  }
  EXPECT_EQ(store_.snapshot("a").size(), 2U);  // no QUIT, no UPDATE
}

TEST_F(Pop3SessionTest, QuitRemovesWhatIsMarked) {
  const SessionOutput out = logged_in()->feed("DELE 1\r\nQUIT\r\nSTAT\r\n");
  EXPECT_EQ(out.octets, "+OK marked\r\n+OK bye\r\n");
  EXPECT_TRUE(out.close);
  ASSERT_EQ(store_.snapshot("a").size(), 1U);
  EXPECT_EQ(*store_.snapshot("a").front().octets, kSecond);
}

TEST_F(Pop3SessionTest, AMaildropIsASnapshotUnderALock) {
  auto first = logged_in();
  EXPECT_TRUE(session()
                  ->feed("USER a\r\nPASS secret a\r\n")
                  .octets.ends_with("-ERR [IN-USE] another session has the maildrop open\r\n"));
  store_.deliver("a", std::make_shared<const std::string>(kFirst), 0);
  EXPECT_EQ(first->feed("STAT\r\n").octets, "+OK 2 51\r\n");
  first.reset();
  EXPECT_EQ(logged_in()->feed("STAT\r\n").octets, "+OK 3 83\r\n");
}

TEST_F(Pop3SessionTest, StlsDropsWhatCameInClearBehindIt) {
  auto one = session();
  const SessionOutput out = one->feed("STLS\r\nUSER a\r\nPASS secret a\r\n");
  EXPECT_EQ(out.octets, "+OK begin TLS\r\n");
  EXPECT_TRUE(out.start_tls);
  EXPECT_EQ(one->tls_started().octets, "");
  EXPECT_EQ(one->feed("STAT\r\nSTLS\r\n").octets,
            "-ERR not in this state\r\n-ERR TLS is active\r\n");
}

TEST_F(Pop3SessionTest, CapaTellsWhatHolds) {
  const auto offers_stls = [](Pop3Session& one) {
    return one.feed("CAPA\r\n").octets.find("\r\nSTLS\r\n") != std::string::npos;
  };
  EXPECT_TRUE(offers_stls(*session()));
  EXPECT_FALSE(offers_stls(*session(true)));
  EXPECT_FALSE(offers_stls(*logged_in()));
}

TEST_F(Pop3SessionTest, LongLinesAndManyErrors) {
  const std::string name(249, 'x');
  EXPECT_EQ(session()->feed("USER " + name.substr(1) + "\r\n").octets, "+OK send PASS\r\n");
  EXPECT_EQ(session()->feed("USER " + name + "\r\nQUIT\r\n").octets,
            "-ERR line too long\r\n+OK bye\r\n");
  auto one = session();
  SessionOutput out;
  for (std::size_t at = 0; at < context_.limits.errors; ++at) {
    EXPECT_FALSE(out.close);
    out = one->feed("X\r\n");
  }
  EXPECT_TRUE(out.close);
}

}  // namespace
}  // namespace wireassay::reference
