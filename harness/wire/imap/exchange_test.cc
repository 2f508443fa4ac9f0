// What belongs to an exchange: from the first command to the last completion, in one event or many.
#include "wire/imap/exchange.h"

#include <gtest/gtest.h>

#include "wire/imap/dialect.h"

namespace wireassay::imap {
namespace {

struct Turn {
  std::string_view client, server;
  std::string_view exchange;  ///< of the last event that came
};
struct Row {
  std::string_view name;
  std::vector<Turn> turns;
};

std::string exchange_of(const Event& event) {
  const auto found = event.fields.find("exchange");
  const auto* text =
      found == event.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "(none)" : *text;
}

TEST(Exchange, OfASession) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"one command", {{"A1 NOOP\r\n", "* 3 EXISTS\r\nA1 OK x\r\n", "0 A1\n* 3 EXISTS\r\nA1 OK x\r\n"}}},
      {"the next begins anew, with what the mailbox holds",
       {{"A1 NOOP\r\n", "* 3 EXISTS\r\nA1 OK x\r\n", "0 A1\n* 3 EXISTS\r\nA1 OK x\r\n"},
        {"A2 NOOP\r\n", "* 1 EXPUNGE\r\nA2 OK x\r\n", "3 A2\n* 1 EXPUNGE\r\nA2 OK x\r\n"},
        {"A3 NOOP\r\n", "A3 OK x\r\n", "2 A3\nA3 OK x\r\n"}}},
      {"a literal", {{"A1 APPEND x {1}\r\n", "+ go\r\n", "0 A1\n+ go\r\n"},
                     {"a\r\n", "* 1 EXISTS\r\nA1 OK x\r\n", "0 A1\n+ go\r\n* 1 EXISTS\r\nA1 OK x\r\n"}}},
      {"commands together", {{"A1 NOOP\r\nA2 NOOP\r\n", "* 1 EXISTS\r\nA1 OK x\r\n* 2 EXISTS\r\nA2 OK x\r\n",
                              "0 A1 A2\n* 1 EXISTS\r\nA1 OK x\r\n* 2 EXISTS\r\nA2 OK x\r\n"}}},
      {"answered in another order", {{"A1 NOOP\r\nA2 NOOP\r\n", "* 1 EXISTS\r\nA2 OK x\r\n* 2 EXISTS\r\nA1 OK x\r\n",
                                      "0 A1 A2\n* 1 EXISTS\r\nA2 OK x\r\n* 2 EXISTS\r\nA1 OK x\r\n"}}},
      {"data that came before", {{"A1 NOOP\r\n", "A1 OK x\r\n* 4 EXISTS\r\n", "0 A1\nA1 OK x\r\n"},
                                 {"A2 NOOP\r\n", "A2 OK x\r\n", "0 A2\n* 4 EXISTS\r\nA2 OK x\r\n"}}},
      {"BYE", {{"A1 LOGOUT\r\n", "* BYE x\r\nA1 OK x\r\n", "0 A1\n* BYE x\r\nA1 OK x\r\n"}}},
  };
  // clang-format on
  for (const std::size_t piece : {SIZE_MAX, std::size_t{1}}) {
    for (const Row& row : rows) {
      SCOPED_TRACE(row.name);
      const auto session = ImapDialect().session({});
      std::string came = "* OK hello\r\n";
      const auto greeting = session->next(came);
      came.erase(0, std::get<Got<Event>>(greeting).used);
      for (const Turn& turn : row.turns) {
        session->sent(turn.client);
        std::string seen;
        for (std::string_view rest = turn.server; !rest.empty();
             rest.remove_prefix(std::min(piece, rest.size()))) {
          came += rest.substr(0, piece);
          while (true) {
            const auto parsed = session->next(came);
            const auto* got = std::get_if<Got<Event>>(&parsed);
            if (got == nullptr) break;
            came.erase(0, got->used);
            seen = exchange_of(got->value);
          }
        }
        EXPECT_EQ(seen, turn.exchange);
      }
    }
  }
}

TEST(Exchange, ATooLongOneIsNotThere) {
  ReadLimits limits;
  limits.reply = 40;
  const auto session = ImapDialect().session(limits);
  std::string came = "* OK hello\r\n";
  came.erase(0, std::get<Got<Event>>(session->next(came)).used);
  session->sent("A1 NOOP\r\nA2 NOOP\r\n");
  came = "* OK 345678901234567890\r\nA1 OK x\r\n* OK 345678901234567890\r\nA2 OK x\r\n";
  auto first = std::get<Got<Event>>(session->next(came));
  EXPECT_NE(exchange_of(first.value), "(none)");
  came.erase(0, first.used);
  EXPECT_EQ(exchange_of(std::get<Got<Event>>(session->next(came)).value), "(none)");
}

TEST(Exchange, IsReadBack) {
  const auto exchange = Exchange::read("7 A1 A2\n* 1 FETCH (X {3}\r\na\nb)\r\nA1 OK {3}\r\nrest");
  ASSERT_TRUE(exchange.has_value());
  EXPECT_EQ(exchange->messages, 7U);
  EXPECT_EQ(exchange->tags, (std::vector<std::string>{"A1", "A2"}));
  EXPECT_EQ(exchange->responses,
            (std::vector<std::string_view>{"* 1 FETCH (X {3}\r\na\nb)", "A1 OK {3}", "rest"}));
  EXPECT_FALSE(Exchange::read("").has_value());
}

}  // namespace
}  // namespace wireassay::imap
