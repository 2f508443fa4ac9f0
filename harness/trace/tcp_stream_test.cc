// Streams of one connection: tables of segments, permutations, limits.
#include "trace/tcp_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "trace/conversation.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {
namespace {

/// The client's data begin at 100, the server's at 500.
struct Seg {
  char who;  ///< C or S
  std::string flags;
  std::uint32_t sequence;
  std::string data;
  std::uint32_t acknowledgment = 0;
  std::size_t missing = 0;
};
using Segs = std::vector<Seg>;

const Endpoint kClient{{}, 40000}, kServer{{}, 25};

Conversation play(const Segs& segments, const StreamLimits& limits = {}, Budget budget = {}) {
  const Endpoint first = segments.front().who == 'C' ? kClient : kServer;
  Conversation conversation(first, first == kClient ? kServer : kClient, limits);
  std::uint64_t frame = 0;
  for (const Seg& one : segments) {
    TcpSegment segment{.sequence = one.sequence, .acknowledgment = one.acknowledgment};
    segment.fin = one.flags.contains('F');
    segment.syn = one.flags.contains('S');
    segment.rst = one.flags.contains('R');
    segment.ack = one.flags.contains('A');
    segment.window = 1000;
    segment.octets = one.data;
    segment.missing = one.missing;
    ++frame;
    conversation.add(one.who == 'C' ? kClient : kServer, segment,
                     {frame, static_cast<std::int64_t>(frame) * 1000}, budget);
  }
  conversation.finish(budget);
  EXPECT_EQ(budget.waiting, 0U);
  return conversation;
}

std::string to_text(const Conversation& conversation) {
  const TcpStream& client = conversation.stream(Direction::FromClient);
  const TcpStream& server = conversation.stream(Direction::FromServer);
  EXPECT_EQ(broken_stream(client), "");
  EXPECT_EQ(broken_stream(server), "");
  const std::string mine = to_text(client.anomalies()), its = to_text(server.anomalies());
  return to_text(client) + (mine.empty() ? "" : " " + mine) + " | " + to_text(server) +
         (its.empty() ? "" : " " + its);
}

const Segs kOpening = {{'C', "S", 99, ""}, {'S', "SA", 499, "", 100}, {'C', "A", 100, "", 500}};

Segs opened(const Segs& rest) {
  Segs all = kOpening;
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

struct Row {
  std::string_view name;
  Segs segments;
  std::string_view expected;  ///< stream and anomalies of the client | of the server
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"opening alone", kOpening, ".capture | .capture"},
      {"both speak and end",
       opened({{'S', "A", 500, "220\r\n", 100},
               {'C', "A", 100, "QUIT\r\n", 505},
               {'S', "FA", 505, "221\r\n", 106},
               {'C', "FA", 106, "", 511}}),
       "QUIT\\r\\n.fin | 220\\r\\n221\\r\\n.fin"},
      {"retransmission", opened({{'C', "A", 100, "hello"}, {'C', "A", 100, "hello"}}),
       "hello.capture | .capture"},
      {"retransmission that is longer", opened({{'C', "A", 100, "hel"}, {'C', "A", 100, "hello"}}),
       "hello.capture | .capture"},
      {"out of order", opened({{'C', "A", 105, "world"}, {'C', "A", 100, "hello"}}),
       "helloworld.capture | .capture"},
      {"overlap that agrees", opened({{'C', "A", 102, "llowor"}, {'C', "A", 100, "hellowo"}}),
       "hellowor.capture | .capture"},
      {"overlap that differs, delivered",
       opened({{'C', "A", 100, "hello"}, {'C', "A", 103, "XYZ"}}),
       "helloZ.capture overlap-differs@3 | .capture"},
      {"overlap that differs, waiting",
       opened({{'C', "A", 103, "lo"}, {'C', "A", 102, "lXo"}, {'C', "A", 100, "he"}}),
       "hello.capture overlap-differs@3 | .capture"},
      {"three pieces and one over all",
       opened({{'C', "A", 101, "b"},
               {'C', "A", 103, "d"},
               {'C', "A", 105, "f"},
               {'C', "A", 100, "aBcdefg"}}),
       "abcdefg.capture overlap-differs@1 | .capture"},
      {"loss at the end of the capture", opened({{'C', "A", 100, "he"}, {'C', "A", 104, "o"}}),
       "he<2 lost>o.capture | .capture"},
      {"loss at the beginning", opened({{'C', "A", 105, "world"}}),
       "<5 lost>world.capture | .capture"},
      {"loss before FIN", opened({{'C', "FA", 105, ""}}), "<5 lost>.fin | .capture"},
      {"loss that is known from the other side",
       opened({{'C', "A", 100, "hello"}, {'S', "A", 500, "", 115}}),
       "hello<10 lost>.capture | .capture"},
      {"one more is acknowledged: a FIN",
       opened({{'C', "A", 100, "hello"}, {'S', "A", 500, "", 106}}), "hello.capture | .capture"},
      {"cut by the capture", opened({{'C', "A", 100, "he", 0, 3}, {'C', "A", 105, "world"}}),
       "he<3 truncated>world.capture | .capture"},
      {"cut, out of order", opened({{'C', "A", 105, "wo", 0, 3}, {'C', "A", 100, "hello"}}),
       "hellowo<3 truncated>.capture | .capture"},
      {"cut, the rest waits", opened({{'C', "A", 105, "w"}, {'C', "A", 100, "h", 0, 8}}),
       "h<4 truncated>w.capture | .capture"},
      {"cut, again, when more is known",
       opened({{'C', "A", 104, "w"}, {'C', "A", 100, "h", 0, 8}, {'C', "A", 100, "h", 0, 8}}),
       "h<3 truncated>w.capture | .capture"},
      {"all was cut", opened({{'C', "A", 100, "", 0, 8}}), "<8 truncated>.capture | .capture"},
      {"SYN with data",
       {{'C', "S", 99, "hello"}, {'S', "SA", 499, "", 105}},
       "hello.capture | .capture"},
      {"SYN again", opened({{'C', "S", 99, ""}, {'C', "A", 100, "a"}, {'S', "SA", 499, "", 100}}),
       "a.capture | .capture"},
      {"SYN after data",
       {{'C', "A", 100, "hello"}, {'C', "S", 99, ""}, {'S', "SA", 499, ""}},
       "hello.capture | .capture"},
      {"SYN moved", opened({{'S', "SA", 599, "", 100}, {'S', "A", 500, "hi", 100}}),
       ".capture | hi.capture syn-moved@99"},
      {"in midstream",
       {{'S', "A", 500, "hi"}, {'C', "A", 100, "hello"}, {'S', "A", 502, "!"}},
       "hello.capture | hi!.capture"},
      {"in midstream, out of order",
       {{'C', "A", 105, "world"}, {'C', "A", 100, "hello"}},
       "helloworld.capture | .capture"},
      {"FIN alone in midstream", {{'C', "FA", 105, ""}}, ".fin | .capture"},
      {"FIN before its data", opened({{'C', "FA", 105, ""}, {'C', "A", 100, "hello"}}),
       "hello.fin | .capture"},
      {"FIN again", opened({{'C', "FA", 100, "hello"}, {'C', "FA", 105, ""}}),
       "hello.fin | .capture"},
      {"FIN moved", opened({{'C', "FA", 105, ""}, {'C', "FA", 103, ""}}),
       "<5 lost>.fin fin-moved@3 | .capture"},
      {"FIN before what was there", opened({{'C', "A", 100, "hello"}, {'C', "FA", 103, ""}}),
       "hello.capture fin-moved@3 | .capture"},
      {"beyond FIN",
       opened({{'C', "FA", 105, ""}, {'C', "A", 103, "lo!!"}, {'C', "A", 100, "hel"}}),
       "hello.fin beyond-fin@5 | .capture"},
      {"before the beginning", opened({{'C', "A", 96, "XXXXhello"}}),
       "hello.capture before-beginning@-4 | .capture"},
      {"reset", opened({{'C', "A", 100, "hello"}, {'S', "R", 500, ""}}),
       "hello.peer-reset | .reset"},
      {"refused", {{'C', "S", 99, ""}, {'S', "RA", 0, "", 100}}, ".peer-reset | .reset"},
      {"FIN, then reset", opened({{'C', "FA", 100, "bye"}, {'C', "R", 104, ""}}),
       "bye.fin | .peer-reset"},
      {"out of window", opened({{'C', "A", 0x60000000, "X"}, {'C', "A", 100, "a"}}),
       "a.capture out-of-window@1610612636 | .capture"},
      {"wrap in a segment",
       {{'C', "S", 0xfffffffd, ""}, {'C', "A", 0xfffffffe, "hello"}},
       "hello.capture | .capture"},
      {"wrap between segments",
       {{'C', "S", 0xfffffffd, ""},
        {'C', "A", 3, "world"},
        {'C', "A", 0xfffffffe, "hello"},
        {'C', "FA", 8, ""}},
       "helloworld.fin | .capture"},
      {"wrap at the beginning",
       {{'C', "S", 0xffffffff, ""}, {'C', "A", 0, "hello"}},
       "hello.capture | .capture"},
      {"wrap in midstream, backwards",
       {{'C', "A", 2, "lo"}, {'C', "A", 0xffffffff, "hel"}},
       "hello.capture | .capture"},
  };
  return kRows;
}

TEST(TraceTcpStream, Table) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(to_text(play(row.segments)), row.expected);
  }
}

// Segments of one octet each tell the same as whole ones: octets and gaps, if not anomalies.
TEST(TraceTcpStream, AnySplit) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    Segs pieces;
    for (const Seg& one : row.segments) {
      std::uint32_t from = one.sequence + (one.flags.contains('S') ? 1 : 0);
      if (one.data.size() < 2) {
        pieces.push_back(one);
        continue;
      }
      if (one.flags.contains('S')) pieces.push_back({one.who, one.flags, one.sequence, ""});
      for (std::size_t i = 0; i < one.data.size(); ++i) {
        Seg piece{one.who, "A", from++, one.data.substr(i, 1), one.acknowledgment};
        if (i + 1 == one.data.size()) piece.missing = one.missing;
        pieces.push_back(piece);
      }
      if (one.flags.contains('F')) pieces.push_back({one.who, "FA", from, ""});
    }
    const Conversation whole = play(row.segments), split = play(pieces);
    for (const Direction from : {Direction::FromClient, Direction::FromServer})
      EXPECT_EQ(to_text(split.stream(from)), to_text(whole.stream(from)));
  }
}

/// A dialogue with segments of 1 to 9 octets in both directions.
Segs dialogue(bool with_opening, std::uint32_t client, std::uint32_t server) {
  Segs all;
  if (with_opening) {
    all = {{'C', "S", client - 1, ""},
           {'S', "SA", server - 1, "", client},
           {'C', "A", client, "", server}};
  }
  for (int i = 0; i < 60; ++i) {
    const auto size = static_cast<std::size_t>(i * 7 % 9 + 1);
    std::string data(size, static_cast<char>('a' + i % 26));
    const auto step = static_cast<std::uint32_t>(size);
    if (i % 3 == 0) {
      all.push_back({'S', "A", server, data, client});
      server += step;
    } else {
      all.push_back({'C', "A", client, data, server});
      client += step;
    }
  }
  all.push_back({'C', "FA", client, "", server});
  all.push_back({'S', "FA", server, "", client + 1});
  return all;
}

/// No segment farther than `window` from its place, and some twice.
Segs shuffled(const Segs& in, std::size_t window, std::mt19937& random) {
  Segs out = in;
  for (std::size_t from = 0; from < out.size(); from += window) {
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last =
        out.begin() + static_cast<std::ptrdiff_t>(std::min(from + window, out.size()));
    std::shuffle(first, last, random);
  }
  for (std::size_t i = out.size(); i-- > 0;) {
    if (random() % 4 == 0) out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), out[i]);
  }
  return out;
}

TEST(TraceTcpStream, AnyOrderAndDuplication) {
  std::mt19937 random(20260101);
  for (const bool with_opening : {true, false}) {
    for (const std::uint32_t begin : {1000U, 0xffffff80U, 0xffffffffU, 0x7ffffff0U}) {
      const Segs segments = dialogue(with_opening, begin, begin + 77);
      const std::string expected = to_text(play(segments));
      EXPECT_TRUE(expected.contains(".fin | ")) << expected;
      EXPECT_FALSE(expected.contains('<')) << expected;
      for (int i = 0; i < 200; ++i) {
        const Conversation mixed = play(shuffled(segments, 12, random));
        ASSERT_EQ(to_text(mixed), expected) << begin << " " << i;
        ASSERT_EQ(mixed.client().port, kClient.port);
      }
    }
  }
}

// "A hole whose octets the peer has acknowledged counts as lost": the dialogue goes on behind it.
TEST(TraceTcpStream, AcknowledgedLossDoesNotWaitForTheEnd) {
  Segs segments = opened({{'C', "A", 105, "world", 500}, {'S', "A", 500, "", 110}});
  for (std::uint32_t i = 0; i < 40; ++i) segments.push_back({'S', "A", 500 + i, "x", 110});
  segments.push_back({'C', "A", 100, "hello", 540});
  EXPECT_EQ(to_text(play(segments).stream(Direction::FromClient)), "<5 lost>world.capture");
  EXPECT_EQ(to_text(play(segments, {.reorder_packets = 100}).stream(Direction::FromClient)),
            "helloworld.capture");
  for (Seg& one : segments) one.acknowledgment = 0;  // nobody says that it ever arrived
  EXPECT_EQ(to_text(play(segments).stream(Direction::FromClient)), "helloworld.capture");
}

TEST(TraceTcpStream, Limits) {
  const Segs holes = opened({{'C', "A", 102, "c"},
                             {'C', "A", 104, "e"},
                             {'C', "A", 106, "g"},
                             {'C', "A", 100, "abcdefg"}});
  struct {
    std::string_view name;
    StreamLimits limits;
    Budget budget;
    std::string_view expected;
  } const kRows[] = {
      {"none is reached", {}, {}, "abcdefg.capture"},
      {"octets that wait", {.pending = 2}, {}, "<2 lost>cdefg.capture"},
      {"pieces that wait", {.pieces = 2}, {}, "<2 lost>cdefg.capture"},
      {"octets that wait in all", {}, {.pending = 1}, "<2 lost>c<1 lost>efg.capture"},
      {"octets that are kept", {}, {.kept = 0}, "<7 limit>.capture"},
      {"some are kept", {}, {.kept = sizeof(StreamEvent) * 2 + 4}, "abc<4 limit>.capture"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const Conversation played = play(holes, row.limits, row.budget);
    EXPECT_EQ(to_text(played.stream(Direction::FromClient)), row.expected);
    EXPECT_EQ(broken_stream(played.stream(Direction::FromClient)), "");
  }
}

TEST(TraceTcpStream, AnomaliesAreCountedBeyondTheirLimit) {
  Segs segments = opened({{'C', "A", 100, "hello"}});
  for (int i = 0; i < 10; ++i) segments.push_back({'C', "A", 100, "jello"});
  const Conversation played = play(segments, {.anomalies = 3});
  EXPECT_EQ(played.stream(Direction::FromClient).anomalies().size(), 3U);
  EXPECT_EQ(played.stream(Direction::FromClient).counts().anomalies, 10U);
}

TEST(TraceTcpStream, Counts) {
  const Segs segments = opened({{'C', "A", 100, "hello"},
                                {'C', "A", 104, ""},   // keep-alive
                                {'C', "A", 104, "X"},  // keep-alive with an octet
                                {'C', "A", 103, "lo!"},
                                {'C', "FA", 106, ""},
                                {'C', "A", 106, "X"}});  // keep-alive behind FIN
  const Conversation played = play(segments);
  const TcpStream& stream = played.stream(Direction::FromClient);
  EXPECT_EQ(to_text(stream), "hello!.fin");
  EXPECT_EQ(stream.counts(), (StreamCounts{.segments = 2, .retransmitted = 2, .keep_alives = 3}));
}

// A probe of a closed window is data; it comes again when the window opens.
TEST(TraceTcpStream, ZeroWindowProbe) {
  const Segs segments = opened({{'C', "A", 100, "hello"},
                                {'S', "A", 500, "", 105},
                                {'C', "A", 105, "w"},
                                {'S', "A", 500, "", 105},
                                {'C', "A", 105, "world"}});
  EXPECT_EQ(to_text(play(segments)), "helloworld.capture | .capture");
}

TEST(TraceTcpStream, OctetsAreReadableWithThePacketThatCompletesThem) {
  const Conversation played =
      play(opened({{'C', "A", 105, "world"}, {'S', "A", 500, "hi"}, {'C', "A", 100, "hello"}}));
  std::string order;
  for (const DirectedEvent& one : played.events()) {
    const TcpStream& stream = played.stream(one.from);
    order +=
        std::string(stream.octets_of(one.event)) + "@" + std::to_string(one.event.at.frame) + " ";
  }
  EXPECT_EQ(order, "hi@5 hello@6 world@6 @6 @6 ");
  EXPECT_EQ(played.duration_ns(), 5000);
}

TEST(TraceConversation, Client) {
  struct {
    std::string_view name;
    std::uint16_t first, second;
    Segs segments;
    std::uint16_t client;
    ClientBy by;
  } const kRows[] = {
      {"SYN", 25, 40000, {{'C', "S", 1, ""}}, 25, ClientBy::Syn},
      {"SYN of the other side", 25, 40000, {{'C', "SA", 1, ""}}, 40000, ClientBy::Syn},
      {"well-known port", 40000, 25, {{'C', "A", 1, ""}}, 40000, ClientBy::Port},
      {"well-known port first", 25, 40000, {{'C', "A", 1, ""}}, 40000, ClientBy::Port},
      {"two well-known ports", 25, 587, {{'C', "A", 1, ""}}, 587, ClientBy::Port},
      {"two others", 40000, 8080, {{'C', "A", 1, ""}}, 40000, ClientBy::Port},
      {"the same", 9000, 9000, {{'C', "A", 1, ""}}, 9000, ClientBy::FirstSeen},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const Endpoint first{{}, row.first}, second{{.v6 = true}, row.second};
    Conversation conversation(first, second, {});
    Budget budget;
    TcpSegment segment;
    segment.syn = row.segments[0].flags.contains('S');
    segment.ack = row.segments[0].flags.contains('A');
    conversation.add(first, segment, {1, 1}, budget);
    EXPECT_EQ(conversation.client().port, row.client);
    EXPECT_EQ(conversation.client_by(), row.by);
    EXPECT_NE(conversation.client(), conversation.server());
  }
}

}  // namespace
}  // namespace wireassay::trace
