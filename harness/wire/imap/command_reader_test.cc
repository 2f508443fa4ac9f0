// Streams in any pieces: what comes out does not depend on them.
#include "wire/imap/command_reader.h"

#include <gtest/gtest.h>

#include <span>

#include "core/escape.h"
#include "testing/parser.h"

namespace wireassay::imap {
namespace {

enum class Literals { Accept, Refuse };

std::string to_text(const LiteralHeader& header) {
  return std::string(header.eight_bit ? "~{" : "{") + std::to_string(header.size) +
         (header.non_sync ? "+}" : "}");
}

/// All events up to NeedMore, a line each.
void drain(CommandReader& reader, Literals literals, std::string& out) {
  for (;;) {
    const ReaderEvent event = reader.next();
    if (std::holds_alternative<NeedMore>(event)) return;
    if (const auto* announced = std::get_if<LiteralAnnounced>(&event)) {
      out += to_text(announced->header) + " behind " + escape_short(reader.octets(), 100) + "\n";
      if (literals == Literals::Refuse)
        reader.refuse();
      else
        reader.accept_literal();
    } else if (const auto* command = std::get_if<CommandComplete>(&event)) {
      out += "command " + escape_short(command->octets, 100) + "\n";
    } else {
      const auto& refused = std::get<CommandRefused>(event);
      out += "refused " + std::string(refused.error.rule) + " at " +
             std::to_string(refused.error.offset) + "\n";
    }
  }
}
std::string events(std::string_view in, std::size_t piece, Literals literals,
                   const ReaderLimits& limits) {
  CommandReader reader(limits);
  std::string out;
  for (std::size_t at = 0; at < in.size(); at += piece) {
    const testing::ExactBuffer buffer(in.substr(at, piece));
    reader.feed(buffer.view());
    drain(reader, literals, out);
  }
  return out + std::to_string(reader.pending()) + " pending";
}

struct Row {
  std::string_view name;
  std::string_view in;
  std::string_view want;
};
void expect_events(std::span<const Row> rows, Literals literals, const ReaderLimits& limits) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    for (std::size_t piece = 1; piece <= row.in.size(); ++piece) {
      SCOPED_TRACE(piece);
      EXPECT_EQ(events(row.in, piece, literals, limits), row.want);
    }
    for (std::size_t cut = 0; cut <= row.in.size(); ++cut) {
      SCOPED_TRACE(cut);
      CommandReader reader(limits);
      std::string out;
      reader.feed(row.in.substr(0, cut));
      drain(reader, literals, out);
      reader.feed(row.in.substr(cut));
      drain(reader, literals, out);
      EXPECT_EQ(out + std::to_string(reader.pending()) + " pending", row.want);
    }
  }
}

TEST(ImapCommandReader, Accepts) {
  const Row kRows[] = {
      {"one", "a NOOP\r\n", "command a NOOP\\r\\n\n0 pending"},
      {"two", "a NOOP\r\nb NOOP\r\nc", "command a NOOP\\r\\n\ncommand b NOOP\\r\\n\n1 pending"},
      {"empty line", "\r\n", "command \\r\\n\n0 pending"},
      {"bare LF", "a\nb\r\n", "command a\\nb\\r\\n\n0 pending"},
      {"synchronising", "a X {3}\r\n\r\nz y\r\n",
       "{3} behind a X {3}\\r\\n\ncommand a X {3}\\r\\n\\r\\nz y\\r\\n\n0 pending"},
      {"non-synchronising", "a X {2+}\r\nab\r\n",
       "{2+} behind a X {2+}\\r\\n\ncommand a X {2+}\\r\\nab\\r\\n\n0 pending"},
      {"literal8", "a X ~{0}\r\n\r\n",
       "~{0} behind a X ~{0}\\r\\n\ncommand a X ~{0}\\r\\n\\r\\n\n0 pending"},
      {"two literals", "a {1}\r\nx {1+}\r\ny\r\n",
       "{1} behind a {1}\\r\\n\n{1+} behind a {1}\\r\\nx {1+}\\r\\n\n"
       "command a {1}\\r\\nx {1+}\\r\\ny\\r\\n\n0 pending"},
      {"no form", "a {1-}\r\n", "command a {1-}\\r\\n\n0 pending"},
      {"not at the end", "a {1} \r\n", "command a {1} \\r\\n\n0 pending"},
      {"too large a number", "a {9223372036854775808}\r\n",
       "command a {9223372036854775808}\\r\\n\n0 pending"},
      {"literal too long", "a {21}\r\nb NOOP\r\n",
       "refused literal at 8\ncommand b NOOP\\r\\n\n0 pending"},
      {"and not asked for", "a {6+}\r\nx\r\ny\r\n z\r\nb NOOP\r\n",
       "refused literal at 8\ncommand b NOOP\\r\\n\n0 pending"},
      {"another behind it", "a {6+}\r\n123456 {2+}\r\n\r\n z\r\nb\r\n",
       "refused literal at 8\ncommand b\\r\\n\n0 pending"},
      {"one that waits behind it", "a {6+}\r\n123456 {2}\r\nb\r\n",
       "refused literal at 8\ncommand b\\r\\n\n0 pending"},
      {"line too long", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\nb\r\n",
       "refused command-line at 30\ncommand b\\r\\n\n0 pending"},
      {"and a literal", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa {3+}\r\n\r\nx\r\nb\r\n",
       "refused command-line at 30\ncommand b\\r\\n\n0 pending"},
      {"three literals", "a {0}\r\n {0}\r\n {0}\r\nb\r\n",
       "{0} behind a {0}\\r\\n\n{0} behind a {0}\\r\\n {0}\\r\\n\n"
       "refused literals at 19\ncommand b\\r\\n\n0 pending"},
      {"too long in all", "a {20}\r\n12345678901234567890 {20}\r\nb\r\n",
       "{20} behind a {20}\\r\\n\nrefused command at 35\ncommand b\\r\\n\n0 pending"},
      {"not awaited", "a {41+}\r\nb\r\n", "refused skipped at 9\ncommand b\\r\\n\n0 pending"},
      {"not awaited behind what is skipped", "a {6+}\r\n123456 {41+}\r\nb\r\n",
       "refused skipped at 8\ncommand b\\r\\n\n0 pending"},
  };
  const ReaderLimits limits{
      .line = 30, .literal = 20, .non_sync_literal = 5, .skipped = 40, .literals = 2, .total = 50};
  expect_events(kRows, Literals::Accept, limits);
}

TEST(ImapCommandReader, Refuses) {
  const Row kRows[] = {
      {"synchronising", "a X {3}\r\nb NOOP\r\n",
       "{3} behind a X {3}\\r\\n\ncommand b NOOP\\r\\n\n0 pending"},
      {"non-synchronising", "a X {3+}\r\n\r\nx y\r\nb NOOP\r\n",
       "{3+} behind a X {3+}\\r\\n\nrefused refused at 10\ncommand b NOOP\\r\\n\n0 pending"},
      {"and more", "a X {1+}\r\nx {1+}\r\n\n\r\nb NOOP\r\n",
       "{1+} behind a X {1+}\\r\\n\nrefused refused at 10\ncommand b NOOP\\r\\n\n0 pending"},
  };
  expect_events(kRows, Literals::Refuse, {});
}

TEST(ImapCommandReader, WaitsForTheServer) {
  CommandReader reader;
  reader.feed("a X {3}\r\nabc\r\n");
  EXPECT_EQ(reader.next(), (ReaderEvent(LiteralAnnounced{{.size = 3, .octets = 3}})));
  EXPECT_EQ(reader.next(), ReaderEvent(NeedMore{}));
  EXPECT_EQ(reader.octets(), "a X {3}\r\n");
  reader.accept_literal();
  EXPECT_EQ(reader.next(), (ReaderEvent(CommandComplete{"a X {3}\r\nabc\r\n"})));
}

TEST(ImapCommandReader, GoesOnBehindALargeLiteral) {
  const std::string literal(200'000, 'x');
  CommandReader reader({});
  std::string out;
  for (const std::string& octets : {"a APPEND b {200000}\r\n" + literal, std::string("\r\n"),
                                    std::string("c NOOP\r\n"), std::string("d NOOP\r\n")}) {
    reader.feed(octets);
    drain(reader, Literals::Accept, out);
  }
  EXPECT_TRUE(out.ends_with("command c NOOP\\r\\n\ncommand d NOOP\\r\\n\n"))
      << out.substr(out.size() - std::min<std::size_t>(out.size(), 200));
}

TEST(ImapCommandReader, KeepsOnlyTheHeadOfWhatItSkips) {
  CommandReader reader({.line = 100});
  reader.feed("tag " + std::string(2000, 'x'));
  EXPECT_EQ(reader.next(), ReaderEvent(NeedMore{}));
  for (int i = 0; i < 100; ++i) {
    reader.feed(std::string(1000, 'x'));
    EXPECT_EQ(reader.next(), ReaderEvent(NeedMore{}));
    EXPECT_LT(reader.pending(), 100U);
  }
  reader.feed("\r\n");
  const ReaderEvent event = reader.next();
  const auto* refused = std::get_if<CommandRefused>(&event);
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(recover_tag(refused->head), "tag");
  EXPECT_EQ(refused->head.size(), 100U);
}

TEST(ImapCommandReader, HalfATagIsNone) {
  for (const std::size_t size : {1023UL, 1024UL, 3000UL}) {
    SCOPED_TRACE(size);
    CommandReader reader({.line = 2000});
    const std::string tag(size, 'x');
    reader.feed(tag + " " + std::string(2000, 'y') + "\r\n");
    const ReaderEvent event = reader.next();
    const auto* refused = std::get_if<CommandRefused>(&event);
    ASSERT_NE(refused, nullptr);
    EXPECT_EQ(recover_tag(refused->head), size < 1024 ? std::optional(tag) : std::nullopt);
  }
}

TEST(ImapCommandReader, LinesBetweenCommands) {
  CommandReader reader;
  reader.feed("a IDLE\r\nDONE\r\n{3}\r\nb NOOP\r\n");
  EXPECT_EQ(reader.next(), (ReaderEvent(CommandComplete{"a IDLE\r\n"})));
  EXPECT_EQ(reader.next_line(), (Parsed<std::string>(Got<std::string>{"DONE", 6})));
  EXPECT_EQ(reader.next_line(), (Parsed<std::string>(Got<std::string>{"{3}", 5})));
  EXPECT_EQ(reader.next(), (ReaderEvent(CommandComplete{"b NOOP\r\n"})));
  EXPECT_EQ(reader.next_line(), Parsed<std::string>(NeedMore{}));
  reader.feed("1234");
  EXPECT_EQ(reader.next_line(4), (Parsed<std::string>(ParseError{Errc::TooLong, 4, "line"})));
}

TEST(ImapCommandReader, ForgetsWhatCameBeforeTls) {
  CommandReader reader;
  reader.feed("a STARTTLS\r\nb NO");
  EXPECT_EQ(reader.next(), (ReaderEvent(CommandComplete{"a STARTTLS\r\n"})));
  EXPECT_EQ(reader.pending(), 4U);
  reader.clear();
  EXPECT_EQ(reader.pending(), 0U);
  reader.feed("c NOOP\r\n");
  EXPECT_EQ(reader.next(), (ReaderEvent(CommandComplete{"c NOOP\r\n"})));
}

TEST(ImapCommandReader, ManyCommandsAtOnce) {
  CommandReader reader;
  std::string all;
  constexpr int kCommands = 20000;
  for (int i = 0; i < kCommands; ++i) all += "a NOOP\r\n";
  reader.feed(all);
  for (int i = 0; i < kCommands; ++i) {
    ASSERT_EQ(reader.next(), (ReaderEvent(CommandComplete{"a NOOP\r\n"})));
  }
  reader.feed("b");
  EXPECT_EQ(reader.next(), ReaderEvent(NeedMore{}));
  EXPECT_EQ(reader.pending(), 1U);
}

}  // namespace
}  // namespace wireassay::imap
