// The order of commands: RFC 5321 section 4.1.4 and the extensions.
#include "wire/smtp/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace wireassay::smtp {
namespace {

TEST(SmtpSession, Order) {
  struct Row {
    std::string_view name;
    State from;
    Input input;
    char reply;
    bool allowed;
    State to;
  };
  const Row rows[] = {
      {"EHLO begins", State::Start, Input::Ehlo, '2', true, State::Ready},
      {"EHLO refused changes nothing", State::Mail, Input::Ehlo, '5', true, State::Mail},
      {"EHLO in a transaction resets", State::Rcpt, Input::Ehlo, '2', true, State::Ready},
      {"MAIL before EHLO", State::Start, Input::Mail, '5', false, State::Start},
      {"MAIL", State::Ready, Input::Mail, '2', true, State::Mail},
      {"MAIL refused", State::Ready, Input::Mail, '5', true, State::Ready},
      {"second MAIL", State::Mail, Input::Mail, '5', false, State::Mail},
      {"RCPT before MAIL", State::Ready, Input::Rcpt, '5', false, State::Ready},
      {"RCPT refused", State::Mail, Input::Rcpt, '5', true, State::Mail},
      {"second RCPT", State::Rcpt, Input::Rcpt, '2', true, State::Rcpt},
      {"DATA without RCPT", State::Mail, Input::Data, '5', false, State::Mail},
      {"DATA", State::Rcpt, Input::Data, '3', true, State::Content},
      {"DATA refused", State::Rcpt, Input::Data, '4', true, State::Rcpt},
      {"end of content", State::Content, Input::EndOfContent, '2', true, State::Ready},
      {"end of content refused", State::Content, Input::EndOfContent, '5', true, State::Ready},
      {"NOOP in content", State::Content, Input::Noop, '2', false, State::Content},
      {"RSET before EHLO", State::Start, Input::Rset, '2', true, State::Start},
      {"RSET in a transaction", State::Rcpt, Input::Rset, '2', true, State::Ready},
      {"VRFY before EHLO", State::Start, Input::Vrfy, '2', true, State::Start},
      {"VRFY in a transaction", State::Mail, Input::Vrfy, '2', true, State::Mail},
      {"QUIT", State::Chunks, Input::Quit, '2', true, State::Closed},
      {"after QUIT", State::Closed, Input::Noop, '2', false, State::Closed},
      {"chunk", State::Rcpt, Input::Chunk, '2', true, State::Chunks},
      {"last chunk", State::Chunks, Input::LastChunk, '2', true, State::Ready},
      {"chunk without RCPT", State::Mail, Input::LastChunk, '5', false, State::Mail},
      {"DATA after a chunk", State::Chunks, Input::Data, '5', false, State::Chunks},
      {"chunk failed", State::Chunks, Input::Chunk, '4', true, State::ChunkLost},
      {"chunk after a failed one", State::ChunkLost, Input::LastChunk, '5', false,
       State::ChunkLost},
      {"RSET after a failed chunk", State::ChunkLost, Input::Rset, '2', true, State::Ready},
      {"STARTTLS", State::Ready, Input::Starttls, '2', true, State::Handshake},
      {"STARTTLS in a transaction", State::Mail, Input::Starttls, '2', true, State::Handshake},
      {"TLS forgets", State::Handshake, Input::TlsReady, '-', true, State::Start},
      {"AUTH before EHLO", State::Start, Input::Auth, '5', false, State::Start},
      {"AUTH", State::Ready, Input::Auth, '3', true, State::Exchange},
      {"AUTH at once", State::Ready, Input::Auth, '2', true, State::Ready},
      {"AUTH in a transaction", State::Mail, Input::Auth, '5', false, State::Mail},
      {"another challenge", State::Exchange, Input::Response, '3', true, State::Exchange},
      {"exchange failed", State::Exchange, Input::Response, '5', true, State::Ready},
      {"ETRN in a transaction", State::Mail, Input::Etrn, '5', false, State::Mail},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(allowed(row.from, row.input), row.allowed);
    EXPECT_EQ(next_state(row.from, row.input, row.reply), row.to)
        << to_string(next_state(row.from, row.input, row.reply));
  }
}

TEST(SmtpSession, Facts) {
  EXPECT_FALSE(allowed(State::Ready, Input::Starttls, {.tls = true}));
  EXPECT_TRUE(allowed(State::Ready, Input::Auth, {.tls = true}));
  EXPECT_FALSE(allowed(State::Ready, Input::Auth, {.authenticated = true}));
  EXPECT_TRUE(clears_transaction(State::Rcpt, State::Ready, Input::Ehlo));
  EXPECT_TRUE(clears_transaction(State::Content, State::Ready, Input::EndOfContent));
  EXPECT_TRUE(clears_transaction(State::Mail, State::Handshake, Input::Starttls));
  EXPECT_FALSE(clears_transaction(State::Mail, State::Rcpt, Input::Rcpt));
  EXPECT_FALSE(clears_transaction(State::Rcpt, State::Rcpt, Input::Ehlo)) << "refused";
}

TEST(SmtpSession, EveryStateIsReached) {
  std::vector<State> reached = {State::Start};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const Transition& row : transitions()) {
      if (row.from == reached[i] && std::ranges::find(reached, row.to) == reached.end())
        reached.push_back(row.to);
    }
  }
  EXPECT_EQ(reached.size(), 10U);
}

TEST(SmtpSession, InputOfEveryVerb) {
  for (const VerbSpec& spec : verb_specs()) {
    const Command command{.verb = spec.verb};
    EXPECT_TRUE(std::ranges::any_of(transitions(), [&](const Transition& row) {
      return row.input == input_of(command);
    })) << spec.word;
  }
  EXPECT_EQ(input_of(*parse_command("BDAT 1 LAST")), Input::LastChunk);
  EXPECT_EQ(input_of(*parse_command("BDAT 1")), Input::Chunk);
}

}  // namespace
}  // namespace wireassay::smtp
