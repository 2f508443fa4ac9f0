// Responses at every split: the status-line, fields, each way of framing; strictly, and with what
// is forgiven.
#include "wire/http/response.h"

#include "wire/http/message_test_rows.h"

namespace wireassay::http {
namespace {

struct Row {
  std::string_view name;
  Asked asked;
  std::string in;
  std::string_view strict;
  std::string_view lenient;  ///< value and deviations; empty: the same as strict
};

const Asked kGet{};
const Asked kHead{"HEAD", kHttp11};
const Asked kConnect{"CONNECT", kHttp11};

const std::vector<Row>& framing_rows() {
  static const std::vector<Row> kRows = {
      {"length", kGet, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
       "200 [OK] {Content-Length:5} length hello {}", ""},
      {"left over", kGet, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhello",
       "200 [OK] {Content-Length:1} length h {} +4", ""},
      {"HEAD", kHead, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
       "200 [OK] {Content-Length:5} none  {}", ""},
      {"HEAD with a body", kHead, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
       "200 [OK] {Content-Length:5} none  {} +5", ""},
      {"100", kGet, "HTTP/1.1 100 Continue\r\n\r\nHTTP", "100 [Continue] {} none  {} +4", ""},
      {"204", kGet, "HTTP/1.1 204 No Content\r\n\r\n", "204 [No Content] {} none  {}", ""},
      {"304", kGet, "HTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n",
       "304 [x] {Content-Length:9} none  {}", ""},
      {"CONNECT", kConnect, "HTTP/1.1 200 OK\r\n\r\n\x16\x03", "200 [OK] {} tunnel  {} +2", ""},
      {"chunked", kGet, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
       "200 [OK] {Transfer-Encoding:chunked} chunked ab {}", ""},
      {"chunked with trailers", kGet,
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n",
       "200 [OK] {Transfer-Encoding:chunked} chunked  {X:y}", ""},
      {"until close", kGet, "HTTP/1.1 200 OK\r\n\r\nhello", "more", ""},
      {"length of a list", kGet, "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na",
       "malformed Content-Length at octet 17",
       "200 [OK] {Content-Length:1, 1} length a {} content-length-repeated@17"},
      {"two lengths", kGet, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
       "malformed Content-Length at octet 36",
       "200 [OK] {Content-Length:1|Content-Length:2} invalid  {} content-length@36 "
       "content-length-repeated@36 +2"},
      {"no length", kGet, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
       "malformed Content-Length at octet 17",
       "200 [OK] {Content-Length:x} invalid  {} content-length@17"},
      {"length beyond 64 bits", kGet,
       "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n",
       "out of range Content-Length at octet 57", ""},
      {"length and chunked", kGet,
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "malformed Content-Length at octet 17",
       "200 [OK] {Content-Length:1|Transfer-Encoding:chunked} chunked  {} length-and-coding@17"},
      {"1.0 and chunked", kGet, "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "malformed Transfer-Encoding at octet 17",
       "HTTP/1.0 200 [OK] {Transfer-Encoding:chunked} chunked  {} transfer-encoding-1.0@17"},
  };
  return kRows;
}

const std::vector<Row>& line_rows() {
  static const std::vector<Row> kRows = {
      {"no reason", kHead, "HTTP/1.1 200 \r\n\r\n", "200 [] {} none  {}", ""},
      {"reason with spaces", kHead, "HTTP/1.1 200  a b \r\n\r\n", "200 [ a b ] {} none  {}", ""},
      {"1.0", kHead, "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.0 200 [OK] {} none  {}", ""},
      {"unknown status", kHead, "HTTP/1.1 599 x\r\n\r\n", "599 [x] {} none  {}", ""},
      {"nothing yet", kGet, "", "more", ""},
      {"half a line", kGet, "HTTP/1.1 20", "more", ""},
      {"half a header", kGet, "HTTP/1.1 200 OK\r\nA: b\r\n", "more", ""},
      {"half a body", kGet, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "more", ""},
      {"another protocol", kGet, "SSH-2.0-x", "malformed HTTP-version at octet 0", ""},
      {"0.9", kGet, "<html>", "malformed HTTP-version at octet 0", ""},
      {"half of the name", kGet, "HTTQ", "malformed HTTP-version at octet 3", ""},
      {"no version", kGet, "HTTP/x 200 OK\r\n", "malformed HTTP-version at octet 0", ""},
      {"no status", kGet, "HTTP/1.1\r\n", "malformed status-line at octet 8", ""},
      {"two digits", kGet, "HTTP/1.1 20 OK\r\n", "malformed status-code at octet 9", ""},
      {"four digits", kGet, "HTTP/1.1 2000 OK\r\n", "malformed status-code at octet 9", ""},
      {"no SP behind the code", kHead, "HTTP/1.1 200\r\n\r\n", "malformed status-line at octet 12",
       "200 [] {} none  {} reason-space@12"},
      {"reason at the code", kHead, "HTTP/1.1 200OK\r\n\r\n", "malformed status-line at octet 12",
       "200 [OK] {} none  {} reason-space@12"},
      {"small letters", kHead, "http/1.1 200 OK\r\n\r\n", "malformed HTTP-version at octet 0",
       "200 [OK] {} none  {} version-syntax@0"},
      {"two digits of version", kHead, "HTTP/1.10 200 OK\r\n\r\n",
       "malformed HTTP-version at octet 0", "200 [OK] {} none  {} version-syntax@0"},
      {"no minor version", kHead, "HTTP/1 200 OK\r\n\r\n", "malformed HTTP-version at octet 0",
       "HTTP/1.0 200 [OK] {} none  {} version-syntax@0"},
      {"two spaces", kHead, "HTTP/1.1  200 OK\r\n\r\n", "malformed start-line at octet 8",
       "200 [OK] {} none  {} start-line-space@8"},
      {"tab", kHead, "HTTP/1.1\t200 OK\r\n\r\n", "malformed start-line at octet 8",
       "200 [OK] {} none  {} start-line-space@8"},
      {"status 600", kHead, "HTTP/1.1 600 x\r\n\r\n", "malformed status-code at octet 9",
       "600 [x] {} none  {} status-code-range@9"},
      {"status 099", kHead, "HTTP/1.1 099 x\r\n\r\n", "malformed status-code at octet 9",
       "99 [x] {} none  {} status-code-range@9"},
      {"control in the reason", kHead, "HTTP/1.1 200 a\x01\r\n\r\n",
       "malformed reason-phrase at octet 14", "200 [a\x01] {} none  {} reason-phrase@14"},
      {"CR in the status-line", kHead, "HTTP/1.1 200 a\rb\r\n\r\n", "malformed CRLF at octet 14",
       "200 [a b] {} none  {} bare-cr@14"},
      {"empty line before", kHead, "\r\n\nHTTP/1.1 200 OK\r\n\r\n",
       "malformed start-line at octet 0", "200 [OK] {} none  {} empty-line-before@0 bare-lf@2"},
      {"LF for CRLF", kHead, "HTTP/1.1 200 OK\nA: b\n\n", "malformed CRLF at octet 15",
       "200 [OK] {A:b} none  {} bare-lf@15"},
  };
  return kRows;
}

std::string head(std::string_view fields) {
  return "HTTP/1.1 200 OK\r\n" + std::string(fields) + "\r\n";
}

const std::vector<Row>& field_rows() {
  static const std::vector<Row> kRows = {
      {"white space around values", kHead, head("A:b\r\nC: \t d e\t \r\nE:\r\n"),
       "200 [OK] {A:b|C:d e|E:} none  {}", ""},
      {"obs-text", kHead, head("A: \xff\r\n"), "200 [OK] {A:\xff} none  {}", ""},
      {"repeated", kHead, head("Set-Cookie: a=b\r\nSet-Cookie: c=d\r\n"),
       "200 [OK] {Set-Cookie:a=b|Set-Cookie:c=d} none  {}", ""},
      {"space before the colon", kHead, head("A : b\r\n"), "malformed field-line at octet 18",
       "200 [OK] {A:b} none  {} space-before-colon@18"},
      {"no colon", kHead, head("FooBar\r\nA: b\r\n"), "malformed field-line at octet 17",
       "200 [OK] {A:b} none  {} field-line@17"},
      {"no name", kHead, head(": b\r\n"), "malformed field-name at octet 17",
       "200 [OK] {:b} none  {} field-name@17"},
      {"no token", kHead, head("Fo[o]: b\r\n"), "malformed field-name at octet 19",
       "200 [OK] {Fo[o]:b} none  {} field-name@19"},
      {"folded", kHead, head("A: b\r\n  c\r\n\td\r\n"), "malformed obs-fold at octet 23",
       "200 [OK] {A:b c d} none  {} obs-fold@23"},
      {"folded from the start", kHead, head("A:\r\n b\r\n"), "malformed obs-fold at octet 21",
       "200 [OK] {A:b} none  {} obs-fold@21"},
      {"space before the first field", kHead, head(" A: b\r\nC: d\r\n"),
       "malformed field-line at octet 17", "200 [OK] {C:d} none  {} space-before-field@17"},
      {"fold behind a line that is none", kHead, head("A: b\r\nfoo\r\n c\r\n"),
       "malformed field-line at octet 23", "200 [OK] {A:b} none  {} field-line@23 obs-fold@28"},
      {"control", kHead, head("A: b\x07\r\n"), "malformed field-value at octet 21",
       "200 [OK] {A:b\x07} none  {} field-value@21"},
      {"DEL", kHead, head("A: \x7f\r\n"), "malformed field-value at octet 20",
       "200 [OK] {A:\x7f} none  {} field-value@20"},
      {"CR in a value", kHead, head("A: b\rc\r\n"), "malformed CRLF at octet 21",
       "200 [OK] {A:b c} none  {} bare-cr@21"},
      {"CR CR LF", kHead, head("A: b\r\r\n"), "malformed CRLF at octet 21",
       "200 [OK] {A:b} none  {} bare-cr@21"},
      {"CR CR LF for the empty line", kHead, "HTTP/1.1 200 OK\r\n\r\r\n\r\n",
       "malformed CRLF at octet 17", "200 [OK] {} none  {} bare-cr@17 space-before-field@17"},
  };
  return kRows;
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto strict = [&](std::string_view in) { return parse_response(in, row.asked); };
    const auto lenient = [&](std::string_view in) { return parse_response_lenient(in, row.asked); };
    const auto print = [](const Response& response) { return to_wire(response); };
    const auto show_one = [](const Response& response) { return show(response); };
    EXPECT_EQ(show(strict(row.in), row.in.size(), show_one), row.strict);
    const auto both = [](const LenientResponse& got) {
      return show(got.response) + show(got.deviations);
    };
    EXPECT_EQ(show(lenient(row.in), row.in.size(), both),
              row.lenient.empty() ? row.strict : row.lenient);
    EXPECT_EQ(testing::broken_invariant<Response>(row.in, strict, print), "");
    EXPECT_EQ(testing::broken_invariant<LenientResponse>(row.in, lenient), "");
  }
}

TEST(HttpResponse, Framing) { check(framing_rows()); }
TEST(HttpResponse, StatusLine) { check(line_rows()); }
TEST(HttpResponse, Fields) { check(field_rows()); }

/// One reader that is given octet after octet answers as the whole does.
TEST(HttpResponse, OctetByOctet) {
  for (const auto* rows : {&framing_rows(), &line_rows(), &field_rows()}) {
    for (const Row& row : *rows) {
      SCOPED_TRACE(row.name);
      ResponseReader reader;
      reader.answers(row.asked);
      Parsed<LenientResponse> answer = NeedMore{};
      for (std::size_t size = 0; size <= row.in.size(); ++size) {
        answer = reader.read(std::string_view(row.in).substr(0, size));
        if (!std::holds_alternative<NeedMore>(answer)) break;
      }
      EXPECT_EQ(answer, parse_response_lenient(row.in, row.asked));
    }
  }
}

TEST(HttpResponse, OneAfterTheOther) {
  const std::string all =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"
      "HTTP/1.1 404 no\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n";
  ResponseReader reader;
  std::string seen;
  for (std::string_view rest = all; !rest.empty();) {
    const auto answer = reader.read(rest);
    const auto* got = std::get_if<Got<LenientResponse>>(&answer);
    ASSERT_NE(got, nullptr);
    seen += std::to_string(got->value.response.status) + got->value.response.body + " ";
    rest.remove_prefix(got->used);
  }
  EXPECT_EQ(seen, "100 200a 404b ");
}

TEST(HttpResponse, Closed) {
  struct ClosedRow {
    std::string_view name;
    std::string in;
    std::string_view want;
  };
  const ClosedRow kRows[] = {
      {"until close", "HTTP/1.1 200 OK\r\n\r\nhello", "200 [OK] {} until close hello {}"},
      {"empty body", "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.0 200 [OK] {} until close  {}"},
      {"nothing", "", "more"},
      {"half a header", "HTTP/1.1 200 OK\r\n", "malformed incomplete at octet 17"},
      {"half a body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
       "malformed incomplete at octet 41"},
      {"no last-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
       "malformed incomplete at octet 53"},
      {"gzip without chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
       "200 [OK] {Transfer-Encoding:gzip} until close x {}"},
  };
  for (const ClosedRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto both = [](const LenientResponse& got) {
      return show(got.response) + show(got.deviations);
    };
    EXPECT_EQ(show(parse_closed_response(row.in), row.in.size(), both), row.want);
    ResponseReader reader;
    (void)reader.read(std::string_view(row.in).substr(0, row.in.size() / 2));
    EXPECT_EQ(reader.closed(row.in), parse_closed_response(row.in));
  }
  ResponseReader reader;
  EXPECT_EQ(reader.status_so_far(), 0);
  (void)reader.read("HTTP/1.1 206 x\r\nContent-Length: 5\r\n\r\nhel");
  EXPECT_EQ(reader.status_so_far(), 206);
}

TEST(HttpResponse, Limits) {
  struct LimitRow {
    std::string_view name;
    std::string in, want;
  };
  const LimitRow kRows[] = {
      {"status-line of 20", "HTTP/1.1 200 " + std::string(5, 'x') + "\r\n", "more"},
      {"status-line of 21", "HTTP/1.1 200 " + std::string(6, 'x') + "\r\n",
       "too long start-line at octet 20"},
      {"status-line without end", "HTTP/1.1 200 " + std::string(7, 'x'),
       "too long start-line at octet 20"},
      {"field line of 16", "HTTP/1.1 200 \r\nA:" + std::string(12, 'x') + "\r\n", "more"},
      {"field line of 17", "HTTP/1.1 200 \r\nA:" + std::string(13, 'x') + "\r\n",
       "too long field-line at octet 31"},
      {"header of 40", "HTTP/1.1 200 \r\nA:0123456789\r\nB:0123456789\r\nC:\r\nD:0\r\n", "more"},
      {"header of 41", "HTTP/1.1 200 \r\nA:0123456789\r\nB:0123456789\r\nC:\r\nD:012345\r\n",
       "too long header-section at octet 55"},
      {"five lines", "HTTP/1.1 200 \r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\n",
       "too many field-lines at octet 31"},
      {"body of 9", "HTTP/1.1 200 \r\nContent-Length:9\r\n\r\n", "too long field-line at octet 31"},
      {"empty lines", "\r\n\r\n", "more"},
      {"more empty lines", "\r\n\r\n\r\n", "too many empty-line at octet 4"},
  };
  const Limits limits{
      .empty_lines = 2, .start_line = 20, .field_line = 16, .fields = 4, .header = 40, .body = 8};
  for (const LimitRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parse = [&](std::string_view in) { return parse_response_lenient(in, {}, limits); };
    EXPECT_EQ(show(parse(row.in), row.in.size(), [](const auto&) { return std::string("whole"); }),
              row.want);
    EXPECT_EQ(testing::broken_invariant<LenientResponse>(row.in, parse), "");
  }
}

TEST(HttpResponse, LimitOfTheBody) {
  const Limits limits{.body = 8};
  const auto whole = [](const auto&) { return std::string("whole"); };
  const std::string eight = "HTTP/1.1 200 \r\nContent-Length: 8\r\n\r\n";
  EXPECT_EQ(show(parse_response_lenient(eight, {}, limits), 0, whole), "more");
  const std::string nine = "HTTP/1.1 200 \r\nContent-Length: 9\r\n\r\n";
  EXPECT_EQ(show(parse_response_lenient(nine, {}, limits), 0, whole),
            "too long message-body at octet 36");
  const std::string open = "HTTP/1.1 200 \r\n\r\n";
  EXPECT_EQ(show(parse_closed_response(open + "12345678", {}, limits), 25, whole), "whole");
  EXPECT_EQ(show(parse_closed_response(open + "123456789", {}, limits), 26, whole),
            "too long message-body at octet 25");
}

}  // namespace
}  // namespace wireassay::http
