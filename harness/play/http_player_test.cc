// What only HTTP brings: responses that find their requests, interim ones, ends of connections; and
// what a hostile web server can do.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "net/memory.h"
#include "play/player_test_support.h"
#include "testing/peer.h"

namespace wireassay::play {
namespace {

using judge::Result;
using judge::Verdict;
using testing::Peer;
using testing::PeerConnection;
using testing::Script;

constexpr std::uint64_t kMostOctets = 64ULL * 1024 * 1024;  // sockets' buffers included
constexpr std::string_view kDate = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

RunOutcome run_on(std::uint16_t port, const std::string& body) {
  const scenario::Suite suite = test_suite("http", body);
  if (suite.cases.empty()) return {};
  return run(suite, {test_target("http", port)}, {}, {});
}

Result play_on(std::uint16_t port, const std::string& body) {
  return first_result(run_on(port, body));
}

std::string response(std::string_view status, std::string_view content,
                     std::string_view fields = "") {
  return "HTTP/1.1 " + std::string(status) + " x\r\n" + std::string(kDate) + std::string(fields) +
         "Content-Type: text/plain\r\nContent-Length: " + std::to_string(content.size()) +
         "\r\n\r\n" + std::string(content);
}

/// The request-line of the next request, whose header section is read; empty when the client is
/// gone.
std::string next_request(PeerConnection& c) {
  std::string line = c.line();
  for (std::string field = line; !field.empty();) field = c.line();
  return line;
}

/// Answers by the path, and 404 where it has none.
void serve(PeerConnection& c) {
  for (std::string line = next_request(c); !line.empty(); line = next_request(c)) {
    if (line.starts_with("GET /twice"))
      c.say(response("200", "a") + response("200", "b"));
    else if (line.starts_with("GET /early"))
      c.say("HTTP/1.1 103 x\r\n\r\n" + response("200", "a"));
    else if (line.starts_with("GET /old"))
      return void(
          c.say("HTTP/1.0 200 x\r\n" + std::string(kDate) + "Content-Type: a/b\r\n\r\nto the end"));
    else if (line.starts_with("GET /close"))
      return void(c.say(response("200", "a", "Connection: close\r\n")));
    else if (line.starts_with("GET /last")) {
      next_request(c);  // is read, so that the end of the connection destroys nothing
      return void(c.say(response("200", "a", "Connection: close\r\n")));
    } else if (line.starts_with("GET /leave"))
      return void(c.say(response("200", "a")));
    else if (line.starts_with("GET /lies"))
      c.say(response("200", "a", "Connection: close\r\n"));
    else if (line.starts_with("GET /tunnel"))
      c.say("HTTP/1.1 101 x\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n\x01\x02");
    else if (line.starts_with("HEAD"))
      c.say("HTTP/1.1 200 x\r\n" + std::string(kDate) + "X: 1\r\nContent-Length: 5\r\n\r\n");
    else if (line.starts_with("GET /x"))
      c.say(response("200", "hello", "X: 1\r\n"));
    else if (line.starts_with("GET /y"))
      c.say(response("200", "hello", "X: 2\r\n"));
    else
      c.say(response("404", "no"));
  }
}

/// Answers the first request with two responses, `piece` octets at a time, and no other.
class TwiceAndNoMore : public net::Exchange {
 public:
  explicit TwiceAndNoMore(std::uint64_t piece) : piece_(piece) {}
  net::Result<void> accept(net::Loop& loop, const net::Endpoint&,
                           std::unique_ptr<net::Connection> server) override {
    loop.spawn(serve(std::move(server)));
    return {};
  }

 private:
  net::Task<void> serve(std::unique_ptr<net::Connection> to) {
    constexpr auto kNever = net::Clock::time_point::max();
    std::string heard;
    if ((co_await to->read(heard, kNever)).end != net::ReadEnd::Data) co_return;
    (void)co_await to->write(response("200", "a") + response("200", "b"), {.every = piece_},
                             kNever);
    co_await to->pass_over(kNever);
  }

  std::uint64_t piece_;
};

/// Else the second one would be taken for the answer to the barrier.
TEST(HttpPlayer, AResponseTooManyIsSeenHoweverItIsCut) {
  const scenario::Suite suite = test_suite(
      "http",
      "dialogue = [ { send = [\"GET /twice HTTP/1.1\", \"Host: t\", \"\"], expect = 200 } ]\n");
  for (const std::uint64_t piece : {0U, 1U, 7U}) {
    SCOPED_TRACE(piece);
    RunHooks hooks;
    hooks.world = std::make_shared<TwiceAndNoMore>(piece);
    const Result result = first_result(run(suite, {test_target("http", 80)}, {.jobs = 1}, hooks));
    EXPECT_EQ(result.verdict, Verdict::Fail);
    EXPECT_NE(result.reason.find("nobody asked for"), std::string::npos) << result.reason;
  }
}

TEST(HttpPlayer, Language) {
  struct Row {
    std::string_view name, dialogue;
    Verdict verdict;
    std::string_view reason;
  };
  const Row rows[] = {
      {"one request", "{ send = [\"GET /x HTTP/1.1\", \"\"], expect = 200, body = \"hello\" }",
       Verdict::Pass, ""},
      {"pipelined, in order",
       "{ send = [\"GET /x HTTP/1.1\", \"\", \"GET /n HTTP/1.1\", \"\"], expect = [200, 404] }",
       Verdict::Pass, ""},
      {"which request it was",
       "{ send = [\"GET /x HTTP/1.1\", \"\", \"GET /n HTTP/1.1\", \"\"], expect = [200, 200] }",
       Verdict::Fail, "GET /n (request 2)"},
      {"a response that nobody asked for",
       "{ send = [\"GET /twice HTTP/1.1\", \"\"], expect = 200 }", Verdict::Fail,
       "nobody asked for"},
      {"interim, collected",
       "{ send = [\"GET /early HTTP/1.1\", \"\"], expect = 200, interim = [\"103\"] }",
       Verdict::Pass, ""},
      {"interim, awaited", "{ send = [\"GET /early HTTP/1.1\", \"\"], expect = [103, 200] }",
       Verdict::Pass, ""},
      {"to the end of the connection",
       "{ send = [\"GET /old HTTP/1.1\", \"\"], expect = 200, body = \"to the end\" }, { expect = "
       "\"close\" }",
       Verdict::Pass, ""},
      {"closed, as it said",
       "{ send = [\"GET /close HTTP/1.1\", \"\"], expect = [200, \"close\"] }", Verdict::Pass, ""},
      {"a question behind its farewell",
       "{ send = [\"GET /close HTTP/1.1\", \"\"], expect = 200 }, { send = [\"GET /x HTTP/1.1\", "
       "\"\"], expect = 200 }",
       Verdict::Skip, "as it had said"},
      {"pipelined behind its farewell",
       "{ send = [\"GET /last HTTP/1.1\", \"\", \"GET /x HTTP/1.1\", \"\"], expect = [200, 200] "
       "}",
       Verdict::Skip, "as it had said"},
      {"closed without a word",
       "{ send = [\"GET /leave HTTP/1.1\", \"\"], expect = 200 }, { send = [\"GET /x HTTP/1.1\", "
       "\"\"], expect = 200 }",
       Verdict::Fail, "closed by the server before a reply"},
      {"not closed, as it said",
       "{ send = [\"GET /lies HTTP/1.1\", \"\"], expect = [200, \"close\"] }", Verdict::Fail,
       "expected close"},
      {"behind another protocol",
       "{ send = [\"GET /tunnel HTTP/1.1\", \"\"], expect = 101 }, { expect = \"silence\" }",
       Verdict::Pass, ""},
      {"the same headers",
       "{ send = [\"GET /x HTTP/1.1\", \"\"], expect = 200, as = \"g\" }, { send = [\"HEAD /x "
       "HTTP/1.1\", \"\"], expect = 200, same_headers = { as = \"g\", but = [\"content-type\"] } }",
       Verdict::Pass, ""},
      {"a header that is missing",
       "{ send = [\"GET /x HTTP/1.1\", \"\"], expect = 200, as = \"g\" }, { send = [\"HEAD /x "
       "HTTP/1.1\", \"\"], expect = 200, same_headers = { as = \"g\" } }",
       Verdict::Fail, "Content-Type is missing"},
      {"a header of another value",
       "{ send = [\"GET /x HTTP/1.1\", \"\"], expect = 200, as = \"g\" }, { send = [\"GET /y "
       "HTTP/1.1\", \"\"], expect = 200, same_headers = { as = \"g\" } }",
       Verdict::Fail, "header X is '2', and was '1'"},
      {"a header too many",
       "{ send = [\"GET /n HTTP/1.1\", \"\"], expect = 404, as = \"g\" }, { send = [\"GET /y "
       "HTTP/1.1\", \"\"], expect = 200, same_headers = { as = \"g\", but = [\"Content-Length\"] } "
       "}",
       Verdict::Fail, "header X is there"},
      {"authority", "{ send = [\"GET /x HTTP/1.1\", \"Host: ${authority}\", \"\"], expect = 200 }",
       Verdict::Pass, ""}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Peer peer(serve);
    const Result result =
        play_on(peer.port(), "dialogue = [ " + std::string(row.dialogue) + " ]\n");
    EXPECT_EQ(result.verdict, row.verdict) << result.reason << " / " << result.received;
    const std::string said = result.reason + " " + result.received;
    EXPECT_NE(said.find(row.reason), std::string::npos) << said;
  }
}

struct HostileRow {
  std::string_view name;
  Script answer;
  Verdict verdict;
  std::string_view reason;
};

const std::string kMuch(64 * 1024, 'x');
constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\n";

/// Says it octet by octet until the client has had enough.
void trickle(PeerConnection& c, std::string_view octets) {
  for (const char octet : octets) {
    if (!c.say(std::string_view(&octet, 1)) || c.disturbed_within(std::chrono::milliseconds(20)))
      return;
  }
}

void flood(PeerConnection& c, std::string_view first, std::string_view again) {
  if (!c.say(first)) return;
  std::string many;
  while (many.size() < kMuch.size()) many += again;
  while (c.say(many)) {
  }
}

/// A stream that inflates to 25 MB: one literal, then matches of length 258 at distance 1 (RFC 1951
/// section 3.2.6: codes 285 and 0 of the fixed tables).
std::string gzip_bomb() {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  unsigned bits = 0, count = 0;
  const auto put = [&](unsigned value, unsigned width) {
    for (unsigned i = 0; i < width; ++i) {
      bits |= ((value >> i) & 1U) << count;
      if (++count < 8) continue;
      out += static_cast<char>(bits);
      bits = count = 0;
    }
  };
  put(0b011, 3);       // last block, fixed tables
  put(0b00001100, 8);  // literal 0, its code from the most significant bit on
  for (int i = 0; i < 100'000; ++i) {
    put(0b10100011, 8);  // length 258
    put(0, 5);           // distance 1
  }
  put(0, 7 + 8);  // end of block, and the octet filled up
  return out;
}

TEST(HttpPlayer, HostileServers) {
  const HostileRow rows[] = {
      {"endless headers", [](PeerConnection& c) { flood(c, kHead, "X: y\r\n"); }, Verdict::Fail,
       "larger than is read"},
      {"endless header line", [](PeerConnection& c) { flood(c, "HTTP/1.1 200 OK\r\nX: ", "y"); },
       Verdict::Fail, "larger than is read"},
      {"status line without end", [](PeerConnection& c) { flood(c, "HTTP/1.1 200 ", "O"); },
       Verdict::Fail, "larger than is read"},
      {"endless empty lines", [](PeerConnection& c) { flood(c, "", "\r\n"); }, Verdict::Fail,
       "larger than is read"},
      {"endless interim responses",
       [](PeerConnection& c) { flood(c, "", "HTTP/1.1 100 Continue\r\n\r\n"); }, Verdict::Fail,
       "larger than is read"},
      {"endless chunk",
       [](PeerConnection& c) {
         flood(c, std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n", "x");
       },
       Verdict::Fail, "larger than is read"},
      {"endless chunks",
       [](PeerConnection& c) {
         flood(c, std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n");
       },
       Verdict::Fail, "larger than is read"},
      {"endless chunk extension",
       [](PeerConnection& c) {
         flood(c, std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n1;", "x");
       },
       Verdict::Fail, "larger than is read"},
      {"endless trailers",
       [](PeerConnection& c) {
         flood(c, std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n");
       },
       Verdict::Fail, "larger than is read"},
      {"chunk size that overflows",
       [](PeerConnection& c) {
         c.say(std::string(kHead) +
               "Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n");
         c.drain();
       },
       Verdict::Fail, "larger than is read"},
      {"Content-Length of 10 GB",
       [](PeerConnection& c) {
         flood(c, std::string(kHead) + "Content-Length: 10000000000\r\n\r\n", "x");
       },
       Verdict::Fail, "larger than is read"},
      {"Content-Length beyond 64 bits",
       [](PeerConnection& c) {
         c.say(std::string(kHead) + "Content-Length: 18446744073709551621\r\n\r\nhello");
         c.drain();
       },
       Verdict::Fail, "larger than is read"},
      {"content to the end of a connection that never ends",
       [](PeerConnection& c) { flood(c, std::string(kHead) + "\r\n", "x"); }, Verdict::Fail,
       "larger than is read"},
      {"one octet at a time",
       [](PeerConnection& c) {
         trickle(c, std::string(kHead) + "Content-Length: 100\r\n\r\n" + std::string(100, 'x'));
       },
       Verdict::Fail, "unfinished reply"},
      {"closed in the content",
       [](PeerConnection& c) { c.say(std::string(kHead) + "Content-Length: 9\r\n\r\nhalf"); },
       Verdict::Fail, "unfinished reply"},
      {"reset in content without length",
       [](PeerConnection& c) {
         c.say(std::string(kHead) + "\r\nhalf");
         c.reset();
       },
       Verdict::Fail, "reset"},
      {"NULs",
       [](PeerConnection& c) {
         c.say(std::string(100, '\0') + "\r\n\r\n");
         c.drain();
       },
       Verdict::Fail, "\\x00"},
      {"the response of another protocol",
       [](PeerConnection& c) {
         c.say("SSH-2.0-x\r\n");
         c.drain();
       },
       Verdict::Fail, "SSH"},
      {"a page without a status line (HTTP/0.9)",
       [](PeerConnection& c) { c.say("<html>hello</html>\n"); }, Verdict::Fail, "no reply"},
      {"nothing", [](PeerConnection& c) { c.drain(); }, Verdict::Fail, "nothing came"},
  };
  for (const HostileRow& row : rows) {
    SCOPED_TRACE(row.name);
    const Peer peer([&row](PeerConnection& c) {
      if (!next_request(c).empty()) row.answer(c);
    });
    const Result result = play_on(
        peer.port(),
        "dialogue = [ { send = [\"GET / HTTP/1.1\", \"Host: t\", \"\"], expect = 200 } ]\n");
    EXPECT_EQ(result.verdict, row.verdict) << result.reason << " / " << result.received;
    const std::string said = result.reason + " " + result.received;
    EXPECT_NE(said.find(row.reason), std::string::npos) << said;
    EXPECT_LT(peer.sent(), kMostOctets) << "the player read on and on";
  }
}

TEST(HttpPlayer, AGzipBombIsLeftAlone) {
  const std::string bomb = gzip_bomb();
  const Peer peer([&bomb](PeerConnection& c) {
    next_request(c);
    c.say(response("200", bomb, "Content-Encoding: gzip\r\n"));
    c.drain();
  });
  const Result result = play_on(peer.port(),
                                "dialogue = [ { send = [\"GET / HTTP/1.1\", \"Host: t\", "
                                "\"Connection: close\", \"\"], expect "
                                "= 200, header = { Content-Encoding = \"gzip\" }, body_octets = " +
                                    std::to_string(bomb.size()) + " } ]\n");
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason;
}

TEST(HttpPlayer, InvariantsAreJudgedOnEveryResponse) {
  const Peer peer([](PeerConnection& c) {
    next_request(c);
    c.say("HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n");
    c.drain();
  });
  const RunOutcome outcome =
      run_on(peer.port(),
             "dialogue = [ { send = [\"GET / HTTP/1.1\", \"Host: t\", \"\"], expect = 405 } ]\n");
  for (const std::string_view id :
       {"invariant.http.allow-missing", "invariant.http.date-missing"}) {
    SCOPED_TRACE(id);
    const auto broken = std::ranges::find(outcome.results, id, &Result::id);
    ASSERT_NE(broken, outcome.results.end());
    EXPECT_EQ(broken->verdict, Verdict::Fail) << broken->reason;
  }
}

}  // namespace
}  // namespace wireassay::play
