// The client's view of whole conversations: what is sent and what comes, in order.
#include "wire/imap/dialect.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "wire/imap/session_rules.h"

namespace wireassay::imap {
namespace {

/// A conversation: what we send (C), what the server says (S). The server's octets come in pieces.
struct Talk {
  explicit Talk(std::size_t piece_size = SIZE_MAX, const ReadLimits& limits = {})
      : piece(piece_size), session(ImapDialect().session(limits)) {}

  std::size_t piece;
  std::unique_ptr<DialectSession> session;
  std::string came;
  std::vector<Event> events;

  Talk& client(std::string_view octets) {
    session->sent(octets);
    return *this;
  }
  /// Classes of the events that come of it, "OK NO".
  std::string server(std::string_view octets) {
    const std::size_t before = events.size();
    for (; !octets.empty(); octets.remove_prefix(std::min(piece, octets.size()))) {
      came += octets.substr(0, piece);
      read();
    }
    std::string classes;
    for (std::size_t i = before; i < events.size(); ++i)
      classes += (i > before ? " " : "") + events[i].cls;
    return classes;
  }
  void read() {
    while (!came.empty() || session->ready()) {
      const bool was_ready = session->ready();
      Parsed<Event> parsed = session->next(came);
      auto* got = std::get_if<Got<Event>>(&parsed);
      if (got == nullptr) return;
      EXPECT_EQ(got->used == 0, was_ready);
      EXPECT_LE(got->used, came.size());
      if (got->used > 0) EXPECT_EQ(got->value.raw, came.substr(0, got->used));
      for (const Deviation& deviation : got->value.deviations)
        EXPECT_LE(deviation.offset, got->value.raw.size());
      came.erase(0, got->used);
      events.push_back(std::move(got->value));
    }
  }
  const Event& last() const { return events.back(); }
  template <class T>
  static T field(const Event& event, std::string_view name) {
    const auto found = event.fields.find(name);
    if (found == event.fields.end()) return T{};
    const T* value = std::get_if<T>(&found->second);
    return value == nullptr ? T{} : *value;
  }
  TextList untagged() const { return field<TextList>(last(), "untagged"); }
  std::string code() const { return field<std::string>(last(), "code"); }
};

Talk greeted(std::size_t piece = SIZE_MAX) {
  Talk talk(piece);
  talk.server("* OK ready\r\n");
  return talk;
}

/// Turns: the client's octets, the server's octets, the classes that come.
struct Turn {
  std::string_view client, server, classes;
};
struct Row {
  std::string_view name;
  std::vector<Turn> turns;
};

const Row kDialogues[] = {
    {"greeting", {{"", "* OK hi\r\n", "OK"}}},
    {"preauth", {{"", "* PREAUTH hi\r\n", "PREAUTH"}}},
    {"rejected", {{"", "* BYE go away\r\n", "BYE"}}},
    {"early talker", {{"A1 NOOP\r\n", "* OK hi\r\nA1 OK\r\n", "OK OK"}}},
    {"implicit data",
     {{"", "* OK hi\r\n", "OK"}, {"A1 NOOP\r\n", "* 3 EXISTS\r\nA1 OK x\r\n", "OK"}}},
    {"classes in capitals", {{"", "* ok hi\r\n", "OK"}, {"A1 X\r\n", "A1 bad x\r\n", "BAD"}}},
    {"literal of the server",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 FETCH 1 BODY[]\r\n", "* 1 FETCH (BODY[] {9}\r\nA1 OK x\r\n)\r\nA1 OK x\r\n", "OK"}}},
    {"literal of the client",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 LOGIN {1}\r\n", "+ go\r\n", "+"},
      {"a {1}\r\n", "+ go\r\n", "+"},
      {"b\r\n", "A1 OK x\r\n", "OK"}}},
    {"pipelined",
     {{"", "* OK hi\r\n", "OK"}, {"A1 X\r\nA2 Y\r\n", "A1 OK x\r\nA2 NO x\r\n", "OK NO"}}},
    {"pipelined, out of order",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 X\r\nA2 Y\r\nA3 Z\r\n", "A3 BAD x\r\nA2 NO x\r\n", ""},
      {"", "A1 OK x\r\n", "OK NO BAD"}}},
    {"a challenge of the younger comes after the elder's completion",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 NOOP\r\nA2 LOGIN {1}\r\n", "+ go\r\n", ""},
      {"", "A1 OK x\r\n", "OK +"},
      {"a b\r\n", "A2 NO x\r\n", "NO"}}},
    {"authenticate",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 AUTHENTICATE LOGIN\r\n", "+ VXNlcg==\r\n", "+"},
      {"YQ==\r\n", "+ UGFzcw==\r\n", "+"},
      {"*\r\n", "A1 BAD cancelled\r\n", "BAD"}}},
    {"idle",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 IDLE\r\n", "+ idling\r\n", "+"},
      {"", "* 4 EXISTS\r\n", ""},
      {"DONE\r\n", "A1 OK x\r\n", "OK"}}},
    {"logout", {{"", "* OK hi\r\n", "OK"}, {"A1 LOGOUT\r\n", "* BYE bye\r\nA1 OK x\r\n", "OK"}}},
    {"logout pipelined",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 NOOP\r\nA2 LOGOUT\r\n", "A1 OK x\r\n* BYE bye\r\nA2 OK x\r\n", "OK OK"}}},
    {"bye in the middle",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 NOOP\r\n", "* 3 EXISTS\r\n* BYE shutdown\r\n", "BYE"},
      {"", "A1 NO x\r\n", "NO"}}},
    {"untagged bad for what had no tag",
     {{"", "* OK hi\r\n", "OK"}, {"* NOOP\r\n", "* BAD what\r\n", "BAD"}}},
    {"untagged bad is data",
     {{"", "* OK hi\r\n", "OK"}, {"A1 NOOP\r\n", "* BAD disk\r\nA1 OK x\r\n", "OK"}}},
    {"an unanswered line without tag",
     {{"", "* OK hi\r\n", "OK"}, {"\r\nA1 NOOP\r\n", "A1 OK x\r\n", "OK"}}},
    {"an unknown tag",
     {{"", "* OK hi\r\n", "OK"}, {"A1 NOOP\r\n", "A9 OK x\r\nA1 OK x\r\n", "OK OK"}}},
    {"garbage",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 NOOP\r\n", "* 3 EXISTS\r\nwhat is this\r\nA1 OK x\r\n", "garbage OK"}}},
    {"garbage in place of a completion",
     {{"", "* OK hi\r\n", "OK"},
      {"A1 NOOP\r\n", "A1OK x\r\n", "garbage"},
      {"A2 NOOP\r\n", "A2 OK x\r\n", "OK"}}},
    {"bare LF of the server", {{"", "* OK hi\n", "OK"}, {"A1 NOOP\r\n", "A1 OK x\n", "OK"}}},
    {"starttls refused", {{"", "* OK hi\r\n", "OK"}, {"A1 STARTTLS\r\n", "A1 BAD x\r\n", "BAD"}}},
};

TEST(ImapDialect, DialoguesWhateverThePieces) {
  for (const Row& row : kDialogues) {
    SCOPED_TRACE(row.name);
    std::size_t longest = 0;
    for (const Turn& turn : row.turns) longest = std::max(longest, turn.server.size());
    for (std::size_t piece = 1; piece <= longest; ++piece) {
      Talk talk(piece);
      for (const Turn& turn : row.turns) {
        talk.client(turn.client);
        ASSERT_EQ(talk.server(turn.server), turn.classes) << "pieces of " << piece;
      }
    }
  }
}

TEST(ImapDialect, Fields) {
  Talk talk = greeted();
  const std::string_view reply =
      "* 1 FETCH (X {4}\r\na\r\nb Y \"q\")\r\n* OK [UIDNEXT 4] next\r\nA1 OK [READ-ONLY] done\r\n";
  talk.client("A1 SELECT x\r\n").server(reply);
  EXPECT_EQ(Talk::field<std::uint64_t>(talk.last(), "octets"), reply.size());
  EXPECT_EQ(talk.code(), "READ-ONLY");
  EXPECT_EQ(talk.untagged(),
            (TextList{"1 FETCH (X {4}\r\na\r\nb Y \"q\")", "OK [UIDNEXT 4] next"}));
  EXPECT_FALSE(talk.last().fields.contains("capabilities"));
  talk.client("A2 NOOP\r\n").server("A2 OK [] x\r\n");
  EXPECT_FALSE(talk.last().fields.contains("code"));
  EXPECT_TRUE(talk.untagged().empty());
}

TEST(ImapDialect, Capabilities) {
  Talk talk;
  talk.server("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN STARTTLS] hi\r\n");
  const TextList first = {"IMAP4rev1", "AUTH=PLAIN", "STARTTLS"};
  EXPECT_EQ(talk.session->capabilities(), first);
  EXPECT_EQ(Talk::field<TextList>(talk.last(), "capabilities"), first);
  talk.client("A1 NOOP\r\n").server("A1 OK x\r\n");
  EXPECT_EQ(talk.session->capabilities(), first);
  EXPECT_FALSE(talk.last().fields.contains("capabilities"));
  talk.client("A2 CAPABILITY\r\n").server("* CAPABILITY IMAP4rev1 IDLE\r\nA2 OK x\r\n");
  EXPECT_EQ(talk.session->capabilities(), (TextList{"IMAP4rev1", "IDLE"}));
  talk.session->tls_started();
  EXPECT_TRUE(talk.session->capabilities().empty());
}

TEST(ImapDialect, UntaggedDataGoWithTheFirstReply) {
  Talk talk = greeted();
  talk.client("A1 X\r\nA2 Y\r\n");
  talk.server("* 1 EXISTS\r\nA2 OK [ALERT] y\r\n* 2 EXISTS\r\nA1 OK x\r\n");
  ASSERT_EQ(talk.events.size(), 3U);
  EXPECT_EQ(Talk::field<TextList>(talk.events[1], "untagged"), (TextList{"1 EXISTS", "2 EXISTS"}));
  EXPECT_EQ(talk.code(), "ALERT");
  EXPECT_EQ(talk.last().raw, "A2 OK [ALERT] y\r\n");
  EXPECT_EQ(Talk::field<std::uint64_t>(talk.last(), "octets"), 17U);
}

TEST(ImapDialect, DataAreAnEventWhereTheyAreWanted) {
  Talk talk = greeted();
  talk.client("A1 IDLE\r\n").server("+ idling\r\n");
  EXPECT_EQ(talk.server("* 1 EXISTS\r\n* 2 EX"), "");
  talk.session->want_data(true);
  talk.read();
  EXPECT_EQ(talk.last().cls, "*");
  EXPECT_EQ(talk.untagged(), TextList{"1 EXISTS"});
  EXPECT_EQ(talk.server("ISTS\r\n* 3 EXISTS\r\n"), "*");
  EXPECT_EQ(talk.untagged(), (TextList{"2 EXISTS", "3 EXISTS"}));
  talk.client("DONE\r\n");
  EXPECT_EQ(talk.server("* 4 EXISTS\r\nA1 OK x\r\n"), "* OK");
  talk.session->want_data(false);
  EXPECT_EQ(talk.client("A2 NOOP\r\n").server("* 4 EXISTS\r\nA2 OK x\r\n"), "OK");
}

TEST(ImapDialect, DataBeforeWhatIsNoDataWhereTheyAreWanted) {
  for (const std::string_view next :
       {"* BYE x\r\n", "* BAD x\r\n", "+ x\r\n", "A9 OK x\r\n", "what?\r\n"}) {
    SCOPED_TRACE(next);
    Talk talk = greeted();
    talk.client("* NOOP\r\n");
    talk.session->want_data(true);
    const std::string classes = talk.server("* 4 EXISTS\r\n" + std::string(next));
    EXPECT_TRUE(classes.starts_with("* ")) << classes;
    EXPECT_EQ(talk.events.size(), 3U);
    EXPECT_EQ(talk.events[1].raw, "* 4 EXISTS\r\n");
    EXPECT_TRUE(talk.untagged().empty());
  }
}

TEST(ImapDialect, Prefix) {
  struct PrefixRow {
    std::string_view name, sent, server, pending, prefix;
  };
  const PrefixRow kRows[] = {
      {"first", "", "", "", "A1 "},
      {"behind another", "", "", "A1 NOOP\r\n", "A2 "},
      {"behind a literal", "", "", "A1 LOGIN {3}\r\n", ""},
      {"in a literal", "", "", "A1 LOGIN {3}\r\nab", ""},
      {"behind the content of a literal", "", "", "A1 LOGIN {3}\r\nabc\r\n", "A2 "},
      {"in an unasked literal", "", "", "A1 LOGIN {3+}\r\n", ""},
      {"behind an unasked literal", "", "", "A1 LOGIN {3+}\r\nabc\r\n", "A2 "},
      {"first response", "", "", "A1 AUTHENTICATE PLAIN\r\n", ""},
      {"behind the first response", "", "", "A1 AUTHENTICATE PLAIN\r\nYQ==\r\n", "A2 "},
      {"behind an initial response", "", "", "A1 AUTHENTICATE PLAIN YQ==\r\n", "A2 "},
      {"done", "", "", "A1 IDLE\r\n", ""},
      {"behind done", "", "", "A1 IDLE\r\nDONE\r\n", "A2 "},
      {"injected behind starttls", "", "", "A1 STARTTLS\r\n", "A2 "},
      {"after a refused literal", "A1 APPEND x {3}\r\n", "A1 NO x\r\n", "", "A2 "},
      {"after a granted literal", "A1 APPEND x {3}\r\n", "+ x\r\n", "", ""},
      {"after a challenge", "A1 AUTHENTICATE X YQ==\r\n", "+ x\r\n", "", ""},
      {"after the end of an exchange", "A1 AUTHENTICATE X YQ==\r\n", "A1 OK x\r\n", "", "A2 "},
      {"in idle, after data", "A1 IDLE\r\n", "+ x\r\n* 2 EXPUNGE\r\n", "", ""},
      {"behind half a line", "A1 NO", "", "", ""},
  };
  for (const PrefixRow& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk = greeted();
    if (row.pending.starts_with("A1")) EXPECT_EQ(talk.session->prefix("", std::nullopt), "A1 ");
    talk.client(row.sent).server(row.server);
    EXPECT_EQ(talk.session->prefix(row.pending, std::nullopt), row.prefix);
  }
}

TEST(ImapDialect, TagsAreNeverUsedTwice) {
  Talk talk = greeted();
  EXPECT_EQ(talk.session->next_tag(), "A1");
  talk.client("A1 NOOP\r\nA2 NOOP\r\n");  // the author's
  EXPECT_EQ(talk.session->next_tag(), "A3");
  for (const char octet : std::string("A3 NOOP\r\n")) talk.client({&octet, 1});
  EXPECT_EQ(talk.session->prefix("", std::nullopt), "A4 ");
  EXPECT_EQ(talk.session->prefix("A4 STARTTLS\r\n", std::nullopt), "A5 ");
  talk.client("A4 STARTTLS\r\nA5 NOOP\r\n").server("A1 OK\r\nA2 OK\r\nA3 OK\r\nA4 OK\r\n");
  talk.session->tls_started();
  EXPECT_EQ(talk.session->prefix("", std::nullopt), "A6 ");
}

TEST(ImapDialect, TagsOfTheStep) {
  Talk talk = greeted();
  EXPECT_EQ(talk.session->prefix("", "x.7"), "x.7 ");
  EXPECT_EQ(talk.session->prefix("", ""), "");
  EXPECT_EQ(talk.session->prefix("x.7 LOGIN {3}\r\n", "x.7"), "");
  EXPECT_EQ(talk.session->next_tag(), "A1");
}

TEST(ImapDialect, Barrier) {
  struct BarrierRow {
    std::string_view name, sent, server;
    bool there;
  };
  const BarrierRow kRows[] = {
      {"at once", "", "", true},
      {"while another goes on", "A1 NOOP\r\n", "", true},
      {"half a command", "A1 NO", "", false},
      {"in a literal", "A1 LOGIN {3}\r\n", "", false},
      {"in a granted literal", "A1 LOGIN {3}\r\n", "+ x\r\n", false},
      {"in an exchange", "A1 AUTHENTICATE X\r\n", "+ x\r\n", false},
      {"in idle", "A1 IDLE\r\n", "+ x\r\n", false},
      {"behind logout", "A1 LOGOUT\r\n", "", false},
      {"after logout", "A1 LOGOUT\r\n", "* BYE x\r\nA1 OK x\r\n", false},
      {"after a refused logout", "A1 LOGOUT x\r\n", "A1 BAD x\r\n", true},
      {"after bye", "", "* BYE x\r\n", false},
      {"after starttls", "A1 STARTTLS\r\n", "A1 OK x\r\n", false},
      {"in doubt", "A1 NOOP\n", "A1 OK x\r\n", false},
  };
  for (const BarrierRow& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk = greeted();
    talk.client(row.sent).server(row.server);
    EXPECT_EQ(talk.session->barrier().has_value(), row.there);
  }
}

TEST(ImapDialect, TheBarrierIsAnsweredByItsTag) {
  Talk talk = greeted();
  talk.client("A1 X\r\n");
  const auto barrier = talk.session->barrier();
  ASSERT_TRUE(barrier);
  EXPECT_EQ(*barrier, "A2 NOOP\r\n");
  talk.client(*barrier);
  talk.server("* 1 FETCH (X \"A2 \")\r\nA1 OK x\r\n");
  EXPECT_FALSE(talk.session->answers_barrier(talk.last()));
  talk.server("* BYE x\r\n");
  EXPECT_FALSE(talk.session->answers_barrier(talk.last()));
  talk.server("* 1 EXISTS\r\nA2 OK x\r\n");
  EXPECT_TRUE(talk.session->answers_barrier(talk.last()));
  EXPECT_EQ(talk.session->outstanding(), 0U);
}

TEST(ImapDialect, TlsForgetsWhatCameInClear) {
  Talk talk = greeted();
  talk.client("A1 STARTTLS\r\nA2 NOOP\r\n").server("A1 OK x\r\n* 3 EXISTS\r\n");
  talk.session->tls_started();
  talk.came.clear();
  EXPECT_EQ(talk.session->outstanding(), 0U);
  EXPECT_EQ(talk.client("A3 NOOP\r\n").server("A3 OK x\r\n"), "OK");
  EXPECT_TRUE(talk.untagged().empty());
}

TEST(ImapDialect, Overflow) {
  struct OverflowRow {
    std::string_view name;
    std::string octets;
    ReadLimits limits;
  };
  const OverflowRow kRows[] = {
      {"line", "* " + std::string(200, 'x'), {.line = 100}},
      {"literal", "* 1 FETCH (X {4294967296}\r\n", {}},
      {"literal of more than 64 bits", "* 1 FETCH (X {99999999999999999999}\r\n", {}},
      {"reply", "* 1 FETCH (X {200}\r\n" + std::string(200, 'x') + ")\r\n", {.reply = 100}},
      {"replies together", "* 1 EXISTS\r\n* 1 EXISTS\r\n* 1 EXISTS\r\n", {.line = 20, .reply = 30}},
      {"lines", "* 1 EXISTS\r\n* 1 EXISTS\r\n* 1 EXISTS\r\n", {.lines = 2}},
  };
  for (const OverflowRow& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk(SIZE_MAX, row.limits);
    talk.server("* OK hi\r\n");
    EXPECT_EQ(talk.client("A1 NOOP\r\n").server(row.octets), "overflow");
    EXPECT_TRUE(talk.came.empty());
  }
}

TEST(ImapDialect, ListsInListsHaveALimit) {
  Talk talk = greeted();
  const std::string deep = std::string(10'000, '(') + std::string(10'000, ')');
  EXPECT_EQ(talk.client("A1 NOOP\r\n").server("* X " + deep + "\r\n"), "garbage");
}

TEST(ImapDialect, LargeRepliesInSmallPieces) {
  Talk talk(16 * 1024, {.line = 1 << 16, .reply = 1 << 26, .lines = 1 << 20});
  talk.server("* OK hi\r\n");
  std::string reply = "* 1 FETCH (BODY[] {20000000}\r\n" + std::string(20'000'000, '\n') + ")\r\n";
  for (int i = 0; i < 20'000; ++i) reply += "* " + std::to_string(i + 1) + " FETCH (X 1)\r\n";
  EXPECT_EQ(talk.client("A1 FETCH 1:* X\r\n").server(reply + "A1 OK x\r\n"), "OK");
  EXPECT_EQ(talk.untagged().size(), 20'001U);
}

/// Which rules the last reply breaks.
struct RuleRow {
  std::string_view name;
  std::vector<Turn> turns;
  std::string_view broken;  ///< or empty
};

constexpr std::string_view kSelected = "* FLAGS ()\r\n* 3 EXISTS\r\nA1 OK [READ-WRITE] x\r\n";
const Turn kGreeting = {"", "* OK hi\r\n", "OK"};
const Turn kSelect = {"A1 SELECT x\r\n", kSelected, "OK"};

const RuleRow kRules[] = {
    {"tag", {kGreeting, {"A1 NOOP\r\n", "A1 OK x\r\n", ""}}, ""},
    {"tag in small letters", {kGreeting, {"A1 NOOP\r\n", "a1 OK x\r\n", ""}}, rule::kTagEchoed},
    {"tag twice", {kGreeting, {"A1 NOOP\r\n", "A1 OK x\r\nA1 OK x\r\n", ""}}, rule::kTagEchoed},
    {"tag of nothing", {kGreeting, {"", "A1 OK x\r\n", ""}}, rule::kTagEchoed},
    {"tag in doubt", {kGreeting, {"A1 NOOP\n", "A7 OK x\r\n", ""}}, ""},
    {"bad of no tag", {kGreeting, {"* NOOP\r\n", "NOOP BAD x\r\n", ""}}, ""},
    {"greeting", {{"", "* PREAUTH x\r\n", ""}}, ""},
    {"greeting is no", {{"", "* NO x\r\n", ""}}, rule::kGreeting},
    {"data before the greeting", {{"", "* 3 EXISTS\r\n* OK hi\r\n", ""}}, rule::kGreeting},
    {"continuation", {kGreeting, {"A1 IDLE\r\n", "+ x\r\n", ""}}, ""},
    {"continuation of nothing",
     {kGreeting, {"A1 NOOP\r\n", "+ x\r\n", ""}},
     rule::kContinuationAsked},
    {"continuation of an unasked literal",
     {kGreeting, {"A1 LOGIN {1+}\r\na b\r\n", "+ x\r\n", ""}},
     rule::kContinuationAsked},
    {"revision 1",
     {kGreeting, {"A1 CAPABILITY\r\n", "* CAPABILITY IMAP4rev1\r\nA1 OK x\r\n", ""}},
     ""},
    {"revision 2",
     {kGreeting, {"A1 CAPABILITY\r\n", "* CAPABILITY IMAP4REV2\r\nA1 OK x\r\n", ""}},
     ""},
    {"no revision",
     {kGreeting, {"A1 CAPABILITY\r\n", "* CAPABILITY IDLE\r\nA1 OK x\r\n", ""}},
     rule::kCapabilityRevision},
    {"no revision in a code",
     {{"", "* OK [CAPABILITY IDLE] hi\r\n", ""}},
     rule::kCapabilityRevision},
    {"no capabilities",
     {kGreeting, {"A1 CAPABILITY\r\n", "A1 OK x\r\n", ""}},
     rule::kCapabilityData},
    {"capability refused", {kGreeting, {"A1 CAPABILITY x\r\n", "A1 BAD x\r\n", ""}}, ""},
    {"logout", {kGreeting, {"A1 LOGOUT\r\n", "* BYE x\r\nA1 OK x\r\n", ""}}, ""},
    {"logout without bye", {kGreeting, {"A1 LOGOUT\r\n", "A1 OK x\r\n", ""}}, rule::kLogoutBye},
    {"select", {kGreeting, kSelect}, ""},
    {"select without flags",
     {kGreeting, {"A1 SELECT x\r\n", "* 3 EXISTS\r\nA1 OK x\r\n", ""}},
     rule::kSelectData},
    {"examine without exists",
     {kGreeting, {"A1 EXAMINE x\r\n", "* FLAGS ()\r\nA1 OK x\r\n", ""}},
     rule::kSelectData},
    {"select refused", {kGreeting, {"A1 SELECT x\r\n", "A1 NO x\r\n", ""}}, ""},
    {"select again without data",
     {kGreeting, kSelect, {"A2 SELECT x\r\n", "A2 OK x\r\n", ""}},
     rule::kSelectData},
    {"expunge", {kGreeting, kSelect, {"A2 NOOP\r\n", "* 2 EXPUNGE\r\nA2 OK x\r\n", ""}}, ""},
    {"expunge in uid fetch",
     {kGreeting, kSelect, {"A2 UID FETCH 1 UID\r\n", "* 2 EXPUNGE\r\nA2 OK x\r\n", ""}},
     ""},
    {"expunge in idle",
     {kGreeting,
      kSelect,
      {"A2 IDLE\r\n", "+ x\r\n", ""},
      {"DONE\r\n", "* 2 EXPUNGE\r\nA2 OK x\r\n", ""}},
     ""},
    {"expunge in fetch",
     {kGreeting, kSelect, {"A2 FETCH 1 UID\r\n", "* 2 EXPUNGE\r\nA2 OK x\r\n", ""}},
     rule::kExpungeInSync},
    {"expunge in store",
     {kGreeting, kSelect, {"A2 STORE 1 FLAGS ()\r\n", "* 2 EXPUNGE\r\nA2 OK x\r\n", ""}},
     rule::kExpungeInSync},
    {"expunge in fetch and noop",
     {kGreeting, kSelect, {"A2 FETCH 1 UID\r\nA3 NOOP\r\n", "* 2 EXPUNGE\r\nA2 OK x\r\n", ""}},
     ""},
    {"expunge between commands",
     {kGreeting, kSelect, {"", "* 2 EXPUNGE\r\n", ""}, {"A2 NOOP\r\n", "A2 OK x\r\n", ""}},
     rule::kExpungeInSync},
    {"exists grows", {kGreeting, kSelect, {"A2 NOOP\r\n", "* 4 EXISTS\r\nA2 OK x\r\n", ""}}, ""},
    {"exists shrinks",
     {kGreeting, kSelect, {"A2 NOOP\r\n", "* 2 EXISTS\r\nA2 OK x\r\n", ""}},
     rule::kExistsShrinks},
    {"exists behind expunge",
     {kGreeting, kSelect, {"A2 NOOP\r\n", "* 1 EXPUNGE\r\n* 2 EXISTS\r\nA2 OK x\r\n", ""}},
     ""},
    {"exists behind vanished",
     {kGreeting, kSelect, {"A2 NOOP\r\n", "* VANISHED 5:6\r\n* 1 EXISTS\r\nA2 OK x\r\n", ""}},
     ""},
    {"exists of another mailbox",
     {kGreeting, kSelect, {"A2 SELECT y\r\n", "* FLAGS ()\r\n* 1 EXISTS\r\nA2 OK x\r\n", ""}},
     ""},
    {"exists after a refused select",
     {kGreeting,
      kSelect,
      {"A2 SELECT y\r\n", "A2 NO x\r\n", ""},
      {"A3 NOOP\r\n", "* 1 EXISTS\r\nA3 OK x\r\n", ""}},
     ""},
    {"fetch above exists",
     {kGreeting, kSelect, {"A2 FETCH 4 UID\r\n", "* 4 FETCH (UID 9)\r\nA2 OK x\r\n", ""}},
     rule::kSequenceNumber},
    {"fetch of a new message",
     {kGreeting, kSelect, {"A2 NOOP\r\n", "* 4 EXISTS\r\n* 4 FETCH (UID 9)\r\nA2 OK x\r\n", ""}},
     ""},
    {"expunge above exists",
     {kGreeting, kSelect, {"A2 NOOP\r\n", "* 4 EXPUNGE\r\nA2 OK x\r\n", ""}},
     rule::kSequenceNumber},
    {"search above exists",
     {kGreeting, kSelect, {"A2 SEARCH ALL\r\n", "* SEARCH 1 4\r\nA2 OK x\r\n", ""}},
     rule::kSequenceNumber},
    {"search of uids",
     {kGreeting, kSelect, {"A2 UID SEARCH ALL\r\n", "* SEARCH 1 4\r\nA2 OK x\r\n", ""}},
     ""},
    {"uids",
     {kGreeting,
      kSelect,
      {"A2 FETCH 1:2 UID\r\n", "* 2 FETCH (UID 7)\r\n* 1 FETCH (UID 5)\r\nA2 OK x\r\n", ""},
      {"A3 FETCH 1:2 UID\r\n", "* 1 FETCH (UID 5)\r\n* 2 FETCH (UID 7)\r\nA3 OK x\r\n", ""}},
     ""},
    {"a uid changes",
     {kGreeting,
      kSelect,
      {"A2 FETCH 1 UID\r\n", "* 1 FETCH (UID 5)\r\nA2 OK x\r\n", ""},
      {"A3 FETCH 1 UID\r\n", "* 1 FETCH (FLAGS () UID 6)\r\nA3 OK x\r\n", ""}},
     rule::kUidStable},
    {"uids fall",
     {kGreeting,
      kSelect,
      {"A2 FETCH 1:2 UID\r\n", "* 1 FETCH (UID 5)\r\n* 2 FETCH (UID 4)\r\nA2 OK x\r\n", ""}},
     rule::kUidAscending},
    {"uids fall, last first",
     {kGreeting,
      kSelect,
      {"A2 FETCH 1:3 UID\r\n", "* 3 FETCH (UID 5)\r\n* 1 FETCH (UID 5)\r\nA2 OK x\r\n", ""}},
     rule::kUidAscending},
    {"uids move up",
     {kGreeting,
      kSelect,
      {"A2 FETCH 1:2 UID\r\n", "* 1 FETCH (UID 5)\r\n* 2 FETCH (UID 7)\r\nA2 OK x\r\n", ""},
      {"A3 NOOP\r\n", "* 1 EXPUNGE\r\n* 1 FETCH (UID 7)\r\nA3 OK x\r\n", ""}},
     ""},
};

TEST(ImapDialect, SessionRules) {
  for (const RuleRow& row : kRules) {
    SCOPED_TRACE(row.name);
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}}) {
      Talk talk(piece);
      for (const Turn& turn : row.turns) talk.client(turn.client).server(turn.server);
      ASSERT_FALSE(talk.events.empty());
      std::string broken;
      for (const Deviation& deviation : talk.last().deviations) {
        const bool of_the_parser = deviation.rule == rule::kGrammar;  // it knows some, too
        if (!of_the_parser) broken += deviation.rule;
      }
      EXPECT_EQ(broken, row.broken);
    }
  }
}

TEST(ImapDialect, EveryInvariantIsComplete) {
  std::vector<std::string_view> ids;
  for (const Invariant& row : ImapDialect().info().invariants) {
    SCOPED_TRACE(row.id);
    EXPECT_TRUE(row.id.starts_with("imap."));
    EXPECT_TRUE(row.level.starts_with("MUST") || row.level.starts_with("SHOULD"));
    for (const std::string_view text : {row.spec, row.clause, row.title, row.quote})
      EXPECT_FALSE(text.empty());
    EXPECT_EQ(std::ranges::count(ids, row.id), 0);
    ids.push_back(row.id);
  }
  EXPECT_GE(ids.size(), 20U);
}

TEST(ImapDialect, AuthCommand) {
  EXPECT_EQ(ImapDialect().auth_command("PLAIN", std::nullopt), "AUTHENTICATE PLAIN");
  EXPECT_EQ(ImapDialect().auth_command("PLAIN", ""), "AUTHENTICATE PLAIN =");
  EXPECT_EQ(ImapDialect().auth_command("PLAIN", "YQ=="), "AUTHENTICATE PLAIN YQ==");
}

TEST(ImapDialect, AuthChallenge) {
  Talk talk = greeted();
  talk.client("A1 AUTHENTICATE X\r\n").server("* OK wait\r\n+ YQ==\r\n");
  EXPECT_EQ(ImapDialect().auth_challenge(talk.last()), "YQ==");
  talk.client("Yg==\r\n").server("+ \r\n");
  EXPECT_EQ(ImapDialect().auth_challenge(talk.last()), "");
  talk.client("Yg==\r\n").server("A1 OK x\r\n");
  EXPECT_FALSE(ImapDialect().auth_challenge(talk.last()));
}

}  // namespace
}  // namespace wireassay::imap
