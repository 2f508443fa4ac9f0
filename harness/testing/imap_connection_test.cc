// What the fuzz target imap_session asks of every session: a conforming one holds it, and mutants
// are found.
#include "testing/imap_connection.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "reference/imap_session.h"
#include "wire/imap/dialect.h"
#include "wire/imap/response.h"

namespace wireassay::testing {
namespace {

using Connection = ImapConnection<reference::ImapSession>;

constexpr std::time_t kNow = 1795253403;  // Sat, 21 Nov 2026 09:30:03 +0000

struct Options {
  const char* fault = "";
  ImapBounds bounds{.at_once = 4096, .output = 4096, .item = 4096, .rows = 16};
  std::size_t piece = 0;
};

std::size_t strict_size(std::string_view in) {
  const auto parsed = imap::parse_response(in);
  const auto* got = std::get_if<Got<imap::Response>>(&parsed);
  return got == nullptr ? 0 : got->used;
}

/// Two connections of a user with two messages.
class Pair {
 public:
  explicit Pair(const Options& options)
      : accounts_("x.test", {{"u", "u@x.test", "p"}}), sasl_(accounts_) {
    context_.host = "x.test";
    context_.accounts = &accounts_;
    context_.store = &store_;
    context_.sasl = &sasl_;
    context_.faults = reference::imap_faults(std::vector<std::string>{options.fault});
    context_.now = [] { return kNow; };
    for (const char* message : {"A: 1\r\n\r\nx\r\n", "A: 2\r\n\r\ny\r\n"})
      store_.deliver("u", std::make_shared<const std::string>(message), kNow);
    for (auto& connection : connections_)
      connection = std::make_unique<Connection>(
          std::make_unique<reference::ImapSession>(context_, false),
          imap::ImapDialect().session({}), strict_size, options.bounds, options.piece);
  }

  void send(std::size_t number, const std::string& octets) {
    sent_ += octets.size();
    connections_.at(number)->send(octets, sent_);
    for (auto& connection : connections_) connection->wake(sent_);
  }
  Connection& at(std::size_t number) { return *connections_.at(number); }

 private:
  reference::Accounts accounts_;
  reference::SaslServer sasl_;
  reference::Store store_;
  reference::ImapContext context_;
  std::array<std::unique_ptr<Connection>, 2> connections_;
  std::size_t sent_ = 0;
};

const std::string kSelect = "a LOGIN u p\r\na SELECT INBOX\r\n";

struct Row {
  const char* fault;
  std::string sent;    ///< by the first, which has selected the INBOX
  std::string second;  ///< then by the other one, too
  const char* broken;  ///< its beginning
};

// clang-format off
const Row kRows[] = {
    {"", "b FETCH 1:* (UID ENVELOPE BODY[])\r\nc APPEND INBOX {1}\r\nx\r\nd LOGOUT\r\n", "", ""},
    {"", "b IDLE\r\n", "c STORE 1 +FLAGS (\\Deleted)\r\nd EXPUNGE\r\n", ""},
    {"imap-two-completions", "b NOOP\r\n", "", "more than one reply to a command"},
    {"imap-tag-lowercased", "B NOOP\r\n", "", "a tag that was not sent"},
    {"imap-empty-line-ignored", "\r\n", "", "a command without a reply"},
    {"imap-tag-plus-accepted", "b+ NOOP\r\n", "", "a tag that is none"},
    {"imap-literal-without-continuation", "b APPEND INBOX {1}\r\nx\r\n", "", "a command without a reply"},
    {"imap-literal-plus-answered-with-continuation", "b APPEND INBOX {1+}\r\nx\r\n", "", "a reply before its command was there"},
    {"imap-logout-no-bye", "b LOGOUT\r\n", "", "a close without BYE"},
    {"imap-logout-no-close", "b LOGOUT\r\n", "", "BYE, but no close"},
    {"imap-idle-no-continuation", "b IDLE\r\n", "", "a command without a reply"},
    {"imap-idle-no-push", "b IDLE\r\n", "c STORE 1 +FLAGS (\\Deleted)\r\n", "it waits for news, and hears none"},
    {"imap-envelope-nine-fields", "b FETCH 1 ENVELOPE\r\n", "", "no response by the grammar"},
    {"imap-body-octets-miscounted", "b FETCH 1 BODY[]\r\n", "", "no response by the grammar"},
    {"imap-expunge-wrong-order", "b STORE 1:2 +FLAGS (\\Deleted)\r\nc EXPUNGE\r\n", "", "breaks imap.sequence-number"},
    {"imap-capability-without-rev1", "b CAPABILITY\r\n", "", "breaks imap.capability-revision"},
};
// clang-format on

TEST(ImapConnection, FindsMutants) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.fault) + " " + row.sent);
    Pair pair({.fault = row.fault});
    pair.send(0, kSelect + row.sent);
    if (!row.second.empty()) pair.send(1, kSelect + row.second);
    const std::string broken = pair.at(0).broken();
    EXPECT_EQ(broken.substr(0, std::string_view(row.broken).size()), row.broken) << broken;
    if (*row.broken == '\0') {
      EXPECT_EQ(broken, "");
    }
    if (*row.fault == '\0') {
      EXPECT_EQ(pair.at(1).broken(), "");
    }
  }
}

TEST(ImapConnection, FindsWhatIsSaidWithoutBound) {
  std::string fetch = "b FETCH 1:* (";
  for (int i = 0; i < 20; ++i) fetch += "BODYSTRUCTURE ";
  fetch += "UID)\r\n";
  Pair bounded({.bounds = {.at_once = 4096, .output = 0, .item = 0, .rows = 0}});
  bounded.send(0, kSelect);
  EXPECT_EQ(bounded.at(0).broken(), "");
  bounded.send(0, fetch);
  EXPECT_EQ(bounded.at(0).broken().substr(0, 18), "a command answered");
  Pair enough({});
  enough.send(0, kSelect + fetch);
  EXPECT_EQ(enough.at(0).broken(), "");
}

TEST(ImapConnection, TheLogIsTheSameHoweverItIsCut) {
  const std::string sent = kSelect + "b FETCH 1:* BODY[]\r\nc AUTHENTICATE CRAM-MD5\r\nd IDLE\r\n";
  Pair lines({}), octets({.piece = 1});
  for (Pair* pair : {&lines, &octets}) pair->send(0, "a AUTHENTICATE CRAM-MD5\r\n*\r\n" + sent);
  EXPECT_NE(lines.at(0).log().find("+ \r\na BAD cancelled\r\n"), std::string::npos);
  EXPECT_NE(lines.at(0).log().find("+ \r\n"), lines.at(0).log().rfind("+ \r\n"));
  EXPECT_EQ(lines.at(0).log(), octets.at(0).log());
}

TEST(ImapConnection, Handshake) {
  for (const char* fault : {"", "imap-starttls-keeps-injected"}) {
    SCOPED_TRACE(fault);
    Pair pair({.fault = fault, .piece = 1000});
    pair.send(0, "a STARTTLS\r\nb NOOP\r\n");
    EXPECT_TRUE(pair.at(0).over());
    pair.at(0).handshake();
    EXPECT_EQ(pair.at(0).broken().empty(), *fault == '\0');
    EXPECT_EQ(pair.at(0).over(), *fault != '\0');
  }
}

}  // namespace
}  // namespace wireassay::testing
