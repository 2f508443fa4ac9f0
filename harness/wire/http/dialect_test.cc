// The client's view of whole conversations: what is sent and what comes, in order.
#include "wire/http/dialect.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wireassay::http {
namespace {

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: t\r\n\r\n";
constexpr std::string_view kOk =
    "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\n"
    "Content-Length: 2\r\n\r\nhi";
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// A conversation: what we send, what the server says. All that comes lies in one input, of which
/// events take their part.
struct Talk {
  std::unique_ptr<DialectSession> session = HttpDialect().session(ReadLimits{});
  std::string input;
  Event last;

  Talk& client(std::string_view octets) {
    session->sent(octets);
    return *this;
  }
  Talk& awaits(const TextList& atoms) {
    session->awaits(atoms);
    return *this;
  }
  Talk& server(std::string_view octets) {
    input += octets;
    return *this;
  }
  /// Class of the next event; "" for none.
  std::string event() {
    Parsed<Event> parsed = session->next(input);
    auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) return "";
    EXPECT_GT(got->used, 0U);
    EXPECT_EQ(got->value.raw, input.substr(0, got->used));
    input.erase(0, got->used);
    last = std::move(got->value);
    return last.cls;
  }
  /// Class of the event that the end of the connection makes; "" for an unfinished reply.
  std::string close(DialectSession::Ending ending = DialectSession::Ending::Clean) {
    auto event = session->closed(input, ending);
    if (!event) return "";
    last = std::move(*event);
    return last.cls;
  }
  template <class T>
  T field(std::string_view name) const {
    const auto found = last.fields.find(name);
    if (found == last.fields.end()) return T{};
    const T* value = std::get_if<T>(&found->second);
    return value == nullptr ? T{} : *value;
  }
  bool broke(std::string_view id) const {
    return std::ranges::any_of(last.deviations,
                               [&](const Deviation& deviation) { return deviation.rule == id; });
  }
};

std::string request(std::string_view method, std::string_view more = "") {
  return std::string(method) + " / HTTP/1.1\r\nHost: t\r\n" + std::string(more) + "\r\n";
}

TEST(HttpDialect, TheRequestSaysWhatFollows) {
  struct Row {
    std::string_view name;
    std::string request;
    std::string_view response, cls;
    std::size_t left;
  };
  const std::string_view head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  const Row kRows[] = {
      {"content", request("GET"), kOk, "200", 0},
      {"HEAD has none", request("HEAD"), head, "200", 0},
      {"HEAD in small letters is another method", request("head"), head, "", 38},
      {"HEAD of HTTP/1.0", "HEAD / HTTP/1.0\r\n\r\n", head, "200", 0},
      {"204 has none", request("GET"), "HTTP/1.1 204 No\r\n\r\nHT", "204", 2},
      {"304 has none", request("GET"), "HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n", "304", 0},
      {"unfinished", request("GET"), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh", "", 39},
      {"ends with the connection", request("GET"), "HTTP/1.1 200 OK\r\n\r\nhi", "", 21},
      {"no response", request("GET"), "<html>", "garbage", 0},
      {"no octets at all", request("GET"), "", "", 0}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk;
    EXPECT_EQ(talk.client(row.request).server(row.response).event(), row.cls);
    EXPECT_EQ(talk.input.size(), row.left);
  }
}

TEST(HttpDialect, EveryCutGivesTheSameEvents) {
  const std::string all =
      std::string(kContinue) + std::string(kOk) + std::string(kOk) +
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    SCOPED_TRACE(cut);
    Talk talk;
    talk.client(kGet).client(kGet).client(kGet);
    TextList classes;
    for (const std::string_view part :
         {std::string_view(all).substr(0, cut), std::string_view(all).substr(cut)}) {
      talk.server(part);
      for (std::string cls = talk.event(); !cls.empty(); cls = talk.event()) {
        classes.push_back(cls + " " + talk.field<std::string>("body"));
        for (const std::string& code : talk.field<TextList>("interim")) classes.push_back(code);
      }
    }
    EXPECT_EQ(classes, (TextList{"200 hi", "100", "200 hi", "200 hi"}));
    EXPECT_EQ(talk.session->outstanding(), 0U);
  }
}

TEST(HttpDialect, FieldsOfAResponse) {
  Talk talk;
  talk.client(request("POST", "TE: trailers\r\nContent-Length: 0\r\n"));
  talk.server(
      "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;x=y\r\nhello\r\n0\r\nX-T: 1 \r\n\r\n");
  ASSERT_EQ(talk.event(), "200");
  EXPECT_EQ(talk.field<std::string>("body"), "hello");
  EXPECT_EQ(talk.field<std::uint64_t>("body_octets"), 5U);
  EXPECT_EQ(talk.field<std::uint64_t>("octets"), 109U);
  EXPECT_EQ(talk.field<std::string>("version"), "HTTP/1.1");
  EXPECT_EQ(talk.field<TextTable>("trailer"), (TextTable{{"X-T", {"1"}}}));
  EXPECT_EQ(talk.field<TextTable>("header").at("Set-Cookie"), (TextList{"a=1", "b=2"}));
  EXPECT_EQ(talk.last.note, "POST / (request 1)");
}

TEST(HttpDialect, WhatAnEchoReceived) {
  struct Row {
    std::string_view name, type, content, line, body;
    std::size_t fields;
  };
  const Row kRows[] = {
      {"chunked", "message/http",
       "PUT /x HTTP/1.1\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
       "PUT /x HTTP/1.1", "hi", 2},
      {"type in capitals", "Message/HTTP", "GET / HTTP/1.1\r\nHost: t\r\n\r\n", "GET / HTTP/1.1",
       "", 1},
      {"content is cut", "message/http", "PUT / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab",
       "PUT / HTTP/1.1", "", 1},
      {"no request", "message/http", "nothing", "nothing", "", 0},
      {"another type", "text/plain", "GET / HTTP/1.1\r\nHost: t\r\n\r\n", "", "", 0}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk;
    talk.client(kGet).server("HTTP/1.1 200 OK\r\nContent-Type: " + std::string(row.type) +
                             "\r\nContent-Length: " + std::to_string(row.content.size()) +
                             "\r\n\r\n" + std::string(row.content));
    ASSERT_EQ(talk.event(), "200");
    EXPECT_EQ(talk.field<std::string>("received_line"), row.line);
    EXPECT_EQ(talk.field<std::string>("received_body"), row.body);
    EXPECT_EQ(talk.field<TextTable>("received").size(), row.fields);
  }
}

TEST(HttpDialect, InterimResponses) {
  Talk talk;
  talk.client(request("POST", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
  talk.awaits({"2xx"}).server(kContinue);
  EXPECT_EQ(talk.event(), "");
  EXPECT_EQ(talk.session->kept_data(), kContinue.size());
  EXPECT_EQ(talk.awaits({"100"}).event(), "100");
  EXPECT_EQ(talk.session->kept_data(), 0U);
  EXPECT_EQ(talk.client("hi").awaits({"2xx"}).server(kOk).event(), "200");
  EXPECT_EQ(talk.field<TextList>("interim"), TextList{});
  talk.client(kGet).server(kContinue).server("HTTP/1.1 103 Early\r\n\r\n").server(kOk);
  EXPECT_EQ(talk.event(), "200");
  EXPECT_EQ(talk.field<TextList>("interim"), (TextList{"100", "103"}));
}

TEST(HttpDialect, AnEarlyResponseAnswersTheRequestThatIsBeingSent) {
  Talk talk;
  talk.client("HEAD / HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhe");
  EXPECT_EQ(talk.server("HTTP/1.1 413 No\r\nContent-Length: 3\r\n\r\n").event(), "413");
  talk.client("llo");
  EXPECT_EQ(talk.session->outstanding(), 0U);
  EXPECT_EQ(talk.client(kGet).server(kOk).event(), "200");
  EXPECT_EQ(talk.session->outstanding(), 0U);
}

TEST(HttpDialect, WhatEndsWithTheConnection) {
  struct Row {
    std::string_view name, response;
    DialectSession::Ending ending;
    std::string_view cls, body;
  };
  constexpr auto kClean = DialectSession::Ending::Clean;
  constexpr auto kReset = DialectSession::Ending::Reset;
  constexpr auto kTruncated = DialectSession::Ending::Truncated;
  const Row kRows[] = {
      {"a refusal, reset", "HTTP/1.0 400 No\r\n\r\nhello", kReset, "400", "hello"},
      {"a refusal, truncated", "HTTP/1.0 400 No\r\n\r\nhello", kTruncated, "", ""},
      {"no length, truncated", "HTTP/1.0 200 OK\r\n\r\nhello", kTruncated, "", ""},
      {"no length", "HTTP/1.0 200 OK\r\n\r\nhello", kClean, "200", "hello"},
      {"no content", "HTTP/1.0 200 OK\r\n\r\n", kClean, "200", ""},
      {"no length, reset", "HTTP/1.0 200 OK\r\n\r\nhello", kReset, "", ""},
      {"no content, reset", "HTTP/1.0 200 OK\r\n\r\n", kReset, "200", ""},
      {"length", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", kClean, "", ""},
      {"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", kClean, "",
       ""},
      {"header section", "HTTP/1.1 200 OK\r\nDate:", kClean, "", ""},
      {"interim alone", "HTTP/1.1 100 Continue\r\n\r\n", kClean, "close", ""}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk;
    EXPECT_EQ(talk.client(kGet).server(row.response).event(), "");
    EXPECT_EQ(talk.close(row.ending), row.cls);
    if (row.cls == "200" || row.cls == "400") {
      EXPECT_EQ(talk.field<std::string>("body"), row.body);
    }
  }
}

TEST(HttpDialect, NothingIsReadBehindATunnel) {
  struct Row {
    std::string_view name, request, response, cls;
  };
  const Row kRows[] = {
      {"CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "200"},
      {"101", kGet, "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "101"},
      {"two lengths", kGet, "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n", "200"},
      {"garbage", kGet, "SSH-2.0-x\r\n", "garbage"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk;
    EXPECT_EQ(talk.client(row.request).server(row.response).event(), row.cls);
    talk.client(kGet).server(kOk);
    EXPECT_EQ(talk.event(), "");
    EXPECT_EQ(talk.session->kept_data(), kOk.size());
    EXPECT_FALSE(talk.session->barrier());
    EXPECT_EQ(talk.close(), "close");
  }
}

TEST(HttpDialect, TheBarrierNeedsCertainty) {
  struct Row {
    std::string_view name;
    std::string request;
    std::string_view response;
    bool barrier, ends;
  };
  const std::string_view closing =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  const std::string_view old = "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n";
  const Row kRows[] = {
      {"persistent", request("GET"), kOk, true, false},
      {"the server closes", request("GET"), closing, false, true},
      {"so does 1.0", request("GET"), old, false, true},
      {"we asked for it", request("GET", "Connection: close\r\n"), kOk, false, true},
      {"a client of 1.0", "GET / HTTP/1.0\r\n\r\n", kOk, false, true},
      {"an odd target is one request", "GET /# HTTP/1.1\r\nHost: t\r\n\r\n", kOk, true, false},
      {"half a request", "GET / HTTP/1.1\r\nHost: t\r\n", kOk, false, false},
      {"two lengths", request("POST", "Content-Length: 1, 2\r\n"), kOk, false, false},
      {"length and coding",
       request("POST", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", kOk,
       false, false},
      {"bare LF", "GET / HTTP/1.1\nHost: t\n\n", kOk, false, false},
      {"space before colon", request("GET", "A : b\r\n"), kOk, false, false},
      {"no version", "GET /\r\n", kOk, false, false}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk;
    EXPECT_EQ(talk.client(row.request).server(row.response).event(), "200");
    EXPECT_EQ(talk.session->barrier().has_value(), row.barrier);
    EXPECT_EQ(talk.session->ends(), row.ends);
  }
}

TEST(HttpDialect, NoBarrierBeforeAServerThatOwesAResponse) {
  Talk talk;
  talk.client(kGet).client(kGet).server(kOk);
  ASSERT_EQ(talk.event(), "200");
  EXPECT_FALSE(talk.session->barrier());
  ASSERT_EQ(talk.server(kOk).event(), "200");
  EXPECT_TRUE(talk.session->barrier());
}

TEST(HttpDialect, TheBarriersAnswerIsCounted) {
  Talk talk;
  talk.client(kGet).server(kOk);
  ASSERT_EQ(talk.event(), "200");
  const auto barrier = talk.session->barrier();
  ASSERT_TRUE(barrier);
  talk.client(*barrier);
  ASSERT_EQ(talk.server("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n").event(), "404");
  EXPECT_TRUE(talk.session->answers_barrier(talk.last));
}

TEST(HttpDialect, NobodyIsAccusedByARequestThatIsNotSure) {
  struct Row {
    std::string_view name, request;
    bool accused;
  };
  const std::string_view chunked =
      "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\n";
  const Row kRows[] = {{"HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", true},
                       {"HTTP/1.1", "GET / HTTP/1.1\r\nHost: t\r\n\r\n", false},
                       {"two readings", "GET / HTTP/1.0\nHost: t\n\n", false}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk;
    EXPECT_EQ(talk.client(row.request).server(chunked).event(), "200");
    EXPECT_EQ(talk.broke("http.transfer-encoding-to-1.0"), row.accused);
  }
}

TEST(HttpDialect, ContentWhereNoneMayBe) {
  struct Row {
    std::string_view name, request, response;
    bool broken;
  };
  const Row kRows[] = {{"HEAD", "HEAD / HTTP/1.1\r\nHost: t\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true},
                       {"304", kGet, "HTTP/1.1 304 No\r\n\r\n", true},
                       {"204", kGet, "HTTP/1.1 204 No\r\n\r\n", true},
                       {"more than the length says", kGet, kOk, false}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Talk talk;
    EXPECT_NE(talk.client(row.request).server(row.response).event(), "");
    EXPECT_FALSE(talk.broke("http.no-content"));
    EXPECT_EQ(talk.server("hello").event(), "garbage");
    EXPECT_EQ(talk.broke("http.no-content"), row.broken);
  }
}

TEST(HttpDialect, AServerThatCouldNotReadHeadMaySendContent) {
  Talk talk;
  talk.client("HEAD / HTTP/1.1\nHost : t\n\n");
  EXPECT_EQ(talk.server("HTTP/1.1 400 No\r\nContent-Length: 5\r\n\r\n").event(), "400");
  EXPECT_EQ(talk.server("hello").event(), "");
  EXPECT_EQ(talk.close(), "close");
}

TEST(HttpDialect, WhatAMissingPathIsAnsweredByIsLearnt) {
  Talk talk;
  EXPECT_EQ(talk.client(kGet).server(kOk).event(), "200");
  EXPECT_TRUE(talk.session->capabilities().empty());
  talk.client(HttpDialect().ask_capabilities("t:1") + "\r\n");
  EXPECT_EQ(talk.server("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n").event(), "404");
  EXPECT_EQ(talk.session->capabilities(), TextList{"MISSING=404"});
}

TEST(HttpDialect, AnswersNamesTheMethod) {
  Talk talk;
  talk.session->answers("HEAD");
  talk.client("\x01\x02").server("HTTP/1.1 400 No\r\nContent-Length: 7\r\n\r\n");
  EXPECT_EQ(talk.event(), "400");
}

TEST(HttpDialect, WhatIsTooLongOverflows) {
  Talk talk;
  talk.client(kGet).server("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
  EXPECT_EQ(talk.event(), "overflow");
  Talk tunnel;
  tunnel.client("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n").server("HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(tunnel.event(), "200");
  tunnel.server(std::string(ReadLimits{}.reply + 1, 'x'));
  EXPECT_EQ(tunnel.event(), "overflow");
}

}  // namespace
}  // namespace wireassay::http
