// Whole POP3 dialogues against the session: what is sent, what must come back.
#include "reference/pop3_session.h"

#include <gtest/gtest.h>

#include <memory>

#include "net/digest.h"
#include "wire/message/message_id.h"

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
    context_.sasl = &sasl_;
    store_.deliver("a", std::make_shared<const std::string>(kFirst), 0);
    store_.deliver("a", std::make_shared<const std::string>(kSecond), 0);
  }

  std::unique_ptr<Pop3Session> session(bool tls = false) {
    auto made = std::make_unique<Pop3Session>(context_, tls);
    const std::string number = message::to_base36(context_.greetings);
    EXPECT_EQ(made->greet().octets,
              "+OK reference.test POP3 ready <" + number + ".0@reference.test>\r\n");
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
  const SaslServer sasl_{accounts_};
  Pop3Context context_;
};

struct Row {
  std::string_view name;
  std::string send, wanted;
};

std::string digest(const std::string& number, const std::string& password) {
  return net::md5_hex("<" + number + ".0@reference.test>" + password);
}

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
      {"APOP", "APOP a " + digest("0", "secret a") + "\r\n", "+OK maildrop open\r\n"},
      {"APOP, wrong", "APOP a " + digest("0", "secret b") + "\r\n",
       "-ERR [AUTH] wrong name or password\r\n"},
      {"APOP, unknown", "APOP z " + digest("0", "secret a") + "\r\n",
       "-ERR [AUTH] wrong name or password\r\n"},
      {"APOP, capitals", "APOP a 00000000000000000000000000000000A\r\n",
       "-ERR a digest has 32 small hexadecimal digits\r\n"},
      {"AUTH alone", "AUTH\r\n", "-ERR wrong number of arguments\r\n"},
      {"AUTH, unknown", "AUTH XYZZY\r\n", "-ERR unknown mechanism\r\n"},
      {"AUTH PLAIN in clear", "AUTH PLAIN AGEAc2VjcmV0IGE=\r\n", "-ERR not without TLS\r\n"},
      {"AUTH cancelled", "AUTH SCRAM-SHA-256\r\n*\r\nQUIT\r\n",
       "+ \r\n-ERR cancelled\r\n+OK bye\r\n"},
      {"AUTH, no base64", "AUTH SCRAM-SHA-256\r\nNOOP!\r\n", "+ \r\n-ERR cannot decode\r\n"},
      {"AUTH, early", "AUTH CRAM-MD5 QUJD\r\n", "-ERR the server begins in this mechanism\r\n"},
      {"UTF8", "UTF8\r\n", "+OK UTF-8 mode\r\n"},
      {"UTF8, then STLS", "UTF8\r\nSTLS\r\n", "+OK UTF-8 mode\r\n-ERR not after UTF8\r\n"},
      {"a name in UTF-8", "USER J\xc3\xb6rg\r\n", "+OK send PASS\r\n"},
      {"a name that SASLprep makes a",
       "USER \xc2\xad"
       "a\r\nPASS secret a\r\n",
       "+OK send PASS\r\n+OK maildrop open\r\n"},
      {"no UTF-8", "USER \xff\r\n", "-ERR syntax error\r\n"},
      {"LANG", "LANG\r\n", "+OK languages follow\r\nen English\r\n.\r\n"},
      {"LANG en", "LANG EN\r\n", "+OK en Language changed\r\n"},
      {"LANG *", "LANG *\r\n", "+OK en Language changed\r\n"},
      {"LANG, another", "LANG mul\r\n", "-ERR no such language here\r\n"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    context_.greetings = 0;
    EXPECT_EQ(session()->feed(row.send).octets, row.wanted);
    context_.greetings = 0;
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

TEST_F(Pop3SessionTest, CapaInEachState) {
  const std::string rest =
      "RESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\nUTF8 USER\r\nLANG\r\nEXPIRE NEVER\r\n";
  const std::string head = "+OK capabilities follow\r\nTOP\r\nUIDL\r\nUSER\r\nSASL ";
  const std::string end = "IMPLEMENTATION Wireassay-reference\r\n.\r\n";
  const std::string clear = "CRAM-MD5 SCRAM-SHA-256\r\n";
  EXPECT_EQ(session()->feed("CAPA\r\n").octets, head + clear + rest + "STLS\r\n" + end);
  EXPECT_EQ(logged_in()->feed("CAPA\r\n").octets, head + clear + rest + end);
  EXPECT_EQ(session(true)->feed("CAPA\r\n").octets, head + "PLAIN LOGIN " + clear + rest + end);
}

TEST_F(Pop3SessionTest, AuthPlainInsideTls) {
  const Row kRows[] = {
      {"initial", "AUTH PLAIN AGEAc2VjcmV0IGE=\r\n", "+OK maildrop open\r\n"},
      {"small letters", "auth plain AGEAc2VjcmV0IGE=\r\n", "+OK maildrop open\r\n"},
      {"asked for", "AUTH PLAIN\r\nAGEAc2VjcmV0IGE=\r\n", "+ \r\n+OK maildrop open\r\n"},
      {"wrong", "AUTH PLAIN AGEAZ2VoZWlt\r\n", "-ERR [AUTH] wrong name or password\r\n"},
      {"empty", "AUTH PLAIN =\r\n", "-ERR not what the mechanism demands\r\n"},
      {"no base64", "AUTH PLAIN AGEAc2Vj!cmV0IGE=\r\n", "-ERR cannot decode\r\n"},
      {"again", "AUTH PLAIN AGEAc2VjcmV0IGE=\r\nAUTH PLAIN\r\n",
       "+OK maildrop open\r\n-ERR not in this state\r\n"},
      {"long response", "AUTH PLAIN\r\n" + std::string(12288, 'A') + "\r\n",
       "+ \r\n-ERR not what the mechanism demands\r\n"},
      {"too long", "AUTH PLAIN\r\n" + std::string(12292, 'A') + "\r\n",
       "+ \r\n-ERR line too long\r\n"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(session(true)->feed(row.send).octets, row.wanted);
  }
}

TEST_F(Pop3SessionTest, Utf8InAHeaderIsForUtf8ModeOnly) {
  const std::string message = "Subject: \xc3\xa9\r\n\r\nx\r\n";
  store_.deliver("b", std::make_shared<const std::string>(message), 0);
  store_.deliver("b", std::make_shared<const std::string>("A: b\r\n\r\n\xc3\xa9\r\n"), 0);
  const std::string login = "USER b\r\nPASS s\r\n";
  EXPECT_EQ(session()->feed(login + "RETR 1\r\nTOP 1 0\r\nLIST 1\r\nRETR 2\r\n").octets,
            "+OK send PASS\r\n+OK maildrop open\r\n-ERR [UTF8] this message needs UTF-8 mode\r\n"
            "-ERR [UTF8] this message needs UTF-8 mode\r\n+OK 1 18\r\n"
            "+OK 12 octets\r\nA: b\r\n\r\n\xc3\xa9\r\n.\r\n");
  EXPECT_EQ(session()->feed("UTF8\r\n" + login + "RETR 1\r\n").octets,
            "+OK UTF-8 mode\r\n+OK send PASS\r\n+OK maildrop open\r\n+OK 18 octets\r\n" + message +
                ".\r\n");
}

TEST_F(Pop3SessionTest, ARefusedLoginLeavesNoLock) {
  auto first = session();
  first->feed("USER a\r\nPASS wrong\r\n");
  EXPECT_NE(logged_in(), nullptr);
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
