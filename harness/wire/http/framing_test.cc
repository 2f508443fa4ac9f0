// RFC 9112 section 6.3, rule by rule, for both directions.
#include "wire/http/framing.h"

#include <gtest/gtest.h>

#include <string>

namespace wireassay::http {
namespace {

/// "chunked", "length 5", "invalid close", and " rule@field" for each fault.
std::string show(const Framing& framing) {
  std::string text(to_string(framing.body));
  if (framing.body == Body::Length) text += " " + std::to_string(framing.length);
  if (framing.must_close) text += " close";
  if (framing.too_large) text += " too large";
  for (const Framing::Fault& fault : framing.faults)
    text += " " + std::string(fault.rule.substr(5)) + "@" + std::to_string(fault.field);
  return text;
}

Field length(std::string value) { return {"Content-Length", std::move(value)}; }
Field coding(std::string value) { return {"Transfer-Encoding", std::move(value)}; }

TEST(HttpFraming, Requests) {
  struct Row {
    std::string_view name;
    Version version;
    Fields fields;
    std::string_view want;
  };
  const Row kRows[] = {
      {"nothing declared", kHttp11, {{"Host", "t"}}, "none"},
      {"length", kHttp11, {length("5")}, "length 5"},
      {"length 0", kHttp11, {length("0")}, "length 0"},
      {"zeros in front", kHttp11, {length("005")}, "length 5"},
      {"small letters", kHttp11, {{"content-length", "5"}}, "length 5"},
      {"another name", kHttp11, {{"Content_Length", "5"}}, "none"},
      {"letters", kHttp11, {length("abc")}, "invalid close content-length@0"},
      {"minus", kHttp11, {length("-5")}, "invalid close content-length@0"},
      {"plus", kHttp11, {length("+5")}, "invalid close content-length@0"},
      {"0x", kHttp11, {length("0x5")}, "invalid close content-length@0"},
      {"two words", kHttp11, {length("5 5")}, "invalid close content-length@0"},
      {"underscore", kHttp11, {length("0_5")}, "invalid close content-length@0"},
      {"empty", kHttp11, {length("")}, "invalid close content-length@0"},
      {"comma alone", kHttp11, {length(",")}, "invalid close content-length@0"},
      {"empty element", kHttp11, {length(",5")}, "length 5 content-length@0"},
      {"list of equals", kHttp11, {length("5, 5")}, "length 5 content-length-repeated@0"},
      {"lines of equals",
       kHttp11,
       {length("5"), length("5")},
       "length 5 content-length-repeated@1"},
      {"equal numbers", kHttp11, {length("5"), length("05")}, "length 5 content-length-repeated@1"},
      {"list that differs",
       kHttp11,
       {length("5, 6")},
       "invalid close content-length@0 content-length-repeated@0"},
      {"lines that differ",
       kHttp11,
       {length("5"), length("6")},
       "invalid close content-length@1 content-length-repeated@1"},
      {"one valid, one not",
       kHttp11,
       {length("5"), length("x")},
       "invalid close content-length@1 content-length-repeated@1"},
      {"2^64+5",
       kHttp11,
       {length("18446744073709551621")},
       "invalid close too large content-length@0"},
      {"chunked", kHttp11, {coding("chunked")}, "chunked"},
      {"chunked in capitals", kHttp11, {coding("CHUNKED")}, "chunked"},
      {"gzip, chunked", kHttp11, {coding("gzip, chunked")}, "chunked"},
      {"two lines", kHttp11, {coding("gzip"), coding("chunked")}, "chunked"},
      {"chunked not last", kHttp11, {coding("chunked, gzip")}, "invalid close chunked-not-last@0"},
      {"another coding", kHttp11, {coding("xchunked")}, "invalid close chunked-not-last@0"},
      {"identity with a length",
       kHttp11,
       {coding("identity"), length("5")},
       "invalid close length-and-coding@1 chunked-not-last@0"},
      {"chunked twice", kHttp11, {coding("chunked, chunked")}, "chunked chunked-twice@0"},
      {"chunked in two lines",
       kHttp11,
       {coding("chunked"), coding("chunked")},
       "chunked chunked-twice@1"},
      {"empty element", kHttp11, {coding(", chunked")}, "chunked transfer-encoding@0"},
      {"chunked with a parameter", kHttp11, {coding("chunked;p=1")}, "chunked transfer-encoding@0"},
      {"vertical tab",
       kHttp11,
       {coding("\x0b"
               "chunked")},
       "invalid close transfer-encoding@0 chunked-not-last@0"},
      {"empty list", kHttp11, {coding("")}, "none"},
      {"empty list and a length",
       kHttp11,
       {coding(""), length("5")},
       "length 5 close length-and-coding@1"},
      {"length and chunked",
       kHttp11,
       {length("6"), coding("chunked")},
       "chunked close length-and-coding@0"},
      {"bad length and chunked",
       kHttp11,
       {length("x"), coding("chunked")},
       "chunked close content-length@0 length-and-coding@0"},
      {"chunked of 1.0", kHttp10, {coding("chunked")}, "chunked close transfer-encoding-1.0@0"},
      {"gzip of 1.0 with a length",
       kHttp10,
       {coding("gzip"), length("35")},
       "invalid close transfer-encoding-1.0@0 length-and-coding@1 chunked-not-last@0"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(show(request_framing(row.version, row.fields)), row.want);
  }
}

TEST(HttpFraming, Responses) {
  struct Row {
    std::string_view name;
    Asked asked;
    std::uint16_t status;
    Fields fields;
    std::string_view want;
  };
  const Row kRows[] = {
      {"rule 1: HEAD", {"HEAD", kHttp11}, 200, {length("5")}, "none"},
      {"rule 1: HEAD, chunked", {"HEAD", kHttp11}, 200, {coding("chunked")}, "none"},
      {"rule 1: 100", {}, 100, {}, "none"},
      {"rule 1: 101", {}, 101, {length("5")}, "none"},
      {"rule 1: 204", {}, 204, {coding("chunked")}, "none"},
      {"rule 1: 304", {}, 304, {length("1000")}, "none"},
      {"head is another method", {"head", kHttp11}, 200, {length("5")}, "length 5"},
      {"rule 2: CONNECT", {"CONNECT", kHttp11}, 200, {length("5")}, "tunnel"},
      {"rule 2: CONNECT refused", {"CONNECT", kHttp11}, 407, {length("5")}, "length 5"},
      {"rule 3", {}, 200, {length("5"), coding("chunked")}, "chunked length-and-coding@0"},
      {"rule 4", {}, 200, {coding("gzip, chunked")}, "chunked"},
      {"rule 4: not final", {}, 200, {coding("gzip")}, "until close close"},
      {"rule 4: chunked, then gzip", {}, 200, {coding("chunked, gzip")}, "until close close"},
      {"rule 5",
       {},
       200,
       {length("5, 6")},
       "invalid close content-length@0 content-length-repeated@0"},
      {"rule 5: list of equals", {}, 200, {length("5, 5")}, "length 5 content-length-repeated@0"},
      {"rule 6", {}, 205, {length("0")}, "length 0"},
      {"rule 8", {}, 200, {}, "until close"},
      {"rule 8 for an error", {}, 404, {}, "until close"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(show(response_framing(row.asked, kHttp11, row.status, row.fields)), row.want);
  }
  EXPECT_EQ(show(response_framing({}, kHttp10, 200, {coding("chunked")})),
            "chunked close transfer-encoding-1.0@0");
}

TEST(HttpFraming, Persistence) {
  struct Row {
    std::string_view name;
    Version version;
    Fields fields;
    bool want;
  };
  const Row kRows[] = {
      {"1.1", kHttp11, {}, true},
      {"1.1, close", kHttp11, {{"Connection", "close"}}, false},
      {"1.1, CLOSE in a list", kHttp11, {{"connection", "x, CLOSE"}}, false},
      {"close wins", kHttp11, {{"Connection", "keep-alive, close"}}, false},
      {"close in another line", kHttp11, {{"Connection", "x"}, {"Connection", "close"}}, false},
      {"1.0", kHttp10, {}, false},
      {"1.0, keep-alive", kHttp10, {{"Connection", "Keep-Alive"}}, true},
      {"1.0, both", kHttp10, {{"Connection", "keep-alive, close"}}, false},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(keeps_alive(row.version, row.fields), row.want);
  }
}

}  // namespace
}  // namespace wireassay::http
