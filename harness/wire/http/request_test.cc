// Requests at every split: the request-line, Host, framing; strictly, and with what is forgiven.
#include "wire/http/request.h"

#include "wire/http/message_test_rows.h"

namespace wireassay::http {
namespace {

struct Row {
  std::string_view name;
  std::string in;
  std::string_view strict;
  std::string_view lenient;  ///< value and deviations; empty: the same as strict
};

std::string get(std::string_view more) {
  return "GET / HTTP/1.1\r\nHost: t\r\n" + std::string(more) + "\r\n";
}
std::string line(std::string_view request_line) {
  return std::string(request_line) + "\r\nHost: t\r\n\r\n";
}

const std::vector<Row>& line_rows() {
  static const std::vector<Row> kRows = {
      {"plain", get(""), "GET / {Host:t} none  {}", ""},
      {"absolute-form", line("GET http://t/ HTTP/1.1"), "GET http://t/ {Host:t} none  {}", ""},
      {"asterisk-form", line("OPTIONS * HTTP/1.1"), "OPTIONS * {Host:t} none  {}", ""},
      {"authority-form", line("CONNECT t:80 HTTP/1.1"), "CONNECT t:80 {Host:t} none  {}", ""},
      {"1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0 {} none  {}", ""},
      {"higher minor version", line("GET / HTTP/1.2"), "GET / HTTP/1.2 {Host:t} none  {}", ""},
      {"own method", line("M-SEARCH / HTTP/1.1"), "M-SEARCH / {Host:t} none  {}", ""},
      {"half a line", "GET / HT", "more", ""},
      {"TLS", "\x16\x03\x01", "malformed method at octet 0", ""},
      {"no target", line("GET HTTP/1.1"), "malformed request-target at octet 0", ""},
      {"0.9", "GET /\r\n", "malformed HTTP-version at octet 4", ""},
      {"one word", "GET\r\n", "malformed HTTP-version at octet 3", ""},
      {"no version", line("GET / x"), "malformed HTTP-version at octet 6", ""},
      {"something behind the version", line("GET / HTTP/1.1x"),
       "malformed HTTP-version at octet 14", ""},
      {"a response", "HTTP/1.1 200 OK\r\n", "malformed HTTP-version at octet 13", ""},
      {"empty line before", "\r\n" + get(""), "malformed start-line at octet 0",
       "GET / {Host:t} none  {} empty-line-before@0"},
      {"small version", line("GET / http/1.1"), "malformed HTTP-version at octet 6",
       "GET / {Host:t} none  {} version-syntax@6"},
      {"two spaces", line("GET  /  HTTP/1.1"), "malformed start-line at octet 3",
       "GET / {Host:t} none  {} start-line-space@3"},
      {"tabs", line("GET\t/\tHTTP/1.1"), "malformed start-line at octet 3",
       "GET / {Host:t} none  {} start-line-space@3"},
      {"space in front", line(" GET / HTTP/1.1"), "malformed start-line at octet 0",
       "GET / {Host:t} none  {} start-line-space@0"},
      {"space behind", line("GET / HTTP/1.1 "), "malformed start-line at octet 14",
       "GET / {Host:t} none  {} start-line-space@14"},
      {"space in the target", line("GET /a b HTTP/1.1"), "malformed request-target at octet 6",
       "GET /a b {Host:t} none  {} request-target@6"},
      {"fragment", line("GET /#frag HTTP/1.1"), "malformed request-target at octet 5",
       "GET /#frag {Host:t} none  {} request-target@5"},
      {"bad encoding", line("GET /%zz HTTP/1.1"), "malformed request-target at octet 5",
       "GET /%zz {Host:t} none  {} request-target@5"},
      {"method that is no token", line("G(T / HTTP/1.1"), "malformed method at octet 1",
       "G(T / {Host:t} none  {} method@1"},
      {"CR for CRLF", "GET / HTTP/1.1\rHost: t\r\r\n\r\n", "malformed HTTP-version at octet 21",
       ""},
      {"LF for CRLF", "GET / HTTP/1.1\nHost: t\n\n", "malformed CRLF at octet 14",
       "GET / {Host:t} none  {} bare-lf@14"},
  };
  return kRows;
}

const std::vector<Row>& field_rows() {
  static const std::vector<Row> kRows = {
      {"no Host", "GET / HTTP/1.1\r\n\r\n", "malformed Host at octet 16",
       "GET / {} none  {} host-missing@16"},
      {"no Host, LF", "GET / HTTP/1.1\r\nA: b\n\n", "malformed CRLF at octet 20",
       "GET / {A:b} none  {} bare-lf@20 host-missing@21"},
      {"two of Host", get("Host: u\r\n"), "malformed Host at octet 25",
       "GET / {Host:t|Host:u} none  {} host-repeated@25"},
      {"two of Host in 1.0", "GET / HTTP/1.0\r\nHost: t\r\nHost: t\r\n\r\n",
       "malformed Host at octet 25", "GET / HTTP/1.0 {Host:t|Host:t} none  {} host-repeated@25"},
      {"bad Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "malformed Host at octet 16",
       "GET / {Host:a b} none  {} host@16"},
      {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / {Host:} none  {}", ""},
      {"body", get("Content-Length: 2\r\n") + "ab", "GET / {Host:t|Content-Length:2} length ab {}",
       ""},
      {"pipelined", get("Content-Length: 2\r\n") + "abGET",
       "GET / {Host:t|Content-Length:2} length ab {} +3", ""},
      {"chunked", get("Transfer-Encoding: chunked\r\n") + "1\r\na\r\n0\r\nX: y\r\n\r\n",
       "GET / {Host:t|Transfer-Encoding:chunked} chunked a {X:y}", ""},
      {"length and chunked",
       get("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\nX",
       "malformed Content-Length at octet 25",
       "GET / {Host:t|Content-Length:6|Transfer-Encoding:chunked} chunked  {} "
       "length-and-coding@25 +1"},
      {"unknown coding", get("Transfer-Encoding: gzip\r\n"),
       "malformed Transfer-Encoding at octet 25",
       "GET / {Host:t|Transfer-Encoding:gzip} invalid  {} chunked-not-last@25"},
      {"space before the colon", get("Transfer-Encoding : chunked\r\n") + "0\r\n\r\n",
       "malformed field-line at octet 42",
       "GET / {Host:t|Transfer-Encoding:chunked} chunked  {} space-before-colon@42"},
      {"folded coding", get("Transfer-Encoding:\r\n chunked\r\n") + "0\r\n\r\n",
       "malformed obs-fold at octet 45",
       "GET / {Host:t|Transfer-Encoding:chunked} chunked  {} obs-fold@45"},
      {"NUL in a name", get(std::string("Transfer-Encoding\0: chunked\r\n", 29)),
       "malformed field-name at octet 42",
       std::string_view("GET / {Host:t|Transfer-Encoding\0:chunked} none  {} field-name@42", 64)},
  };
  return kRows;
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto strict = [](std::string_view in) { return parse_request(in); };
    const auto lenient = [](std::string_view in) { return parse_request_lenient(in); };
    const auto print = [](const Request& request) { return to_wire(request); };
    EXPECT_EQ(
        show(strict(row.in), row.in.size(), [](const Request& request) { return show(request); }),
        row.strict);
    const auto both = [](const LenientRequest& got) {
      return show(got.request) + show(got.deviations);
    };
    EXPECT_EQ(show(lenient(row.in), row.in.size(), both),
              row.lenient.empty() ? row.strict : row.lenient);
    EXPECT_EQ(testing::broken_invariant<Request>(row.in, strict, print), "");
    EXPECT_EQ(testing::broken_invariant<LenientRequest>(row.in, lenient), "");
    RequestReader reader;
    Parsed<LenientRequest> answer = NeedMore{};
    for (std::size_t size = 0; size <= row.in.size(); ++size) {
      answer = reader.read(std::string_view(row.in).substr(0, size));
      if (!std::holds_alternative<NeedMore>(answer)) break;
      (void)reader.head();
    }
    EXPECT_EQ(answer, lenient(row.in));
  }
}

TEST(HttpRequest, RequestLine) { check(line_rows()); }
TEST(HttpRequest, FieldsAndFraming) { check(field_rows()); }

TEST(HttpRequest, HeadBeforeTheBody) {
  RequestReader reader;
  const std::string in = get("Content-Length: 2\r\nExpect: 100-continue\r\n");
  EXPECT_EQ(reader.head(), nullptr);
  EXPECT_TRUE(std::holds_alternative<NeedMore>(reader.read(in)));
  ASSERT_NE(reader.head(), nullptr);
  EXPECT_TRUE(has_option(reader.head()->fields, "Expect", "100-continue"));
  const auto answer = reader.read(in + "ab");
  const auto* got = std::get_if<Got<LenientRequest>>(&answer);
  ASSERT_NE(got, nullptr);
  EXPECT_EQ(got->value.request.body, "ab");
  EXPECT_EQ(got->value.request.fields.size(), 3U);
  EXPECT_FALSE(got->value.must_close);
}

TEST(HttpRequest, Recognised) {
  struct LineRow {
    std::string_view line, method;
    Version version;
  };
  const LineRow kRows[] = {
      {"GET / HTTP/1.1", "GET", kHttp11},
      {"HEAD / HTTP/1.0", "HEAD", kHttp10},
      {"  HEAD  /a b  http/1.1 ", "HEAD", kHttp11},
      {"GET /", "GET", kHttp10},
      {"get", "get", kHttp10},
      {"", "", kHttp10},
      {"CONNECT x HTTP/2.0", "CONNECT", {2, 0}},
  };
  for (const LineRow& row : kRows) {
    SCOPED_TRACE(row.line);
    const Asked asked = recognise(row.line);
    EXPECT_EQ(asked.method, row.method);
    EXPECT_EQ(asked.version, row.version);
  }
}

TEST(HttpRequest, TableOfFields) {
  const Fields fields = {{"Set-Cookie", "a=1"}, {"Allow", "GET"}, {"set-cookie", "b=2"}};
  EXPECT_EQ(table_of(fields), (TextTable{{"Allow", {"GET"}}, {"Set-Cookie", {"a=1", "b=2"}}}));
  EXPECT_EQ(combined_value(fields, "SET-COOKIE"), "a=1, b=2");
  EXPECT_EQ(combined_value(fields, "Host"), std::nullopt);
}

TEST(HttpRequest, MustClose) {
  const auto closes = [](const std::string& in) {
    const auto answer = parse_request_lenient(in);
    const auto* got = std::get_if<Got<LenientRequest>>(&answer);
    return got != nullptr && got->value.must_close;
  };
  EXPECT_TRUE(closes(get("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"));
  EXPECT_TRUE(closes("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  EXPECT_TRUE(closes(get("Content-Length: x\r\n")));
  EXPECT_FALSE(closes(get("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"));
}

TEST(HttpRequest, ServersPardon) {
  struct PardonRow {
    const char* name;
    const char* coding;
    const char* body;
    bool right;
  };
  constexpr PardonRow kRows[] = {
      {"nothing odd", "chunked", "1\r\na\r\n0\r\n\r\n", true},
      {"empty elements", ", chunked ,", "0\r\n\r\n", true},
      {"space before an extension", "chunked", "1 \t;a\r\na\r\n0\r\n\r\n", true},
      {"space in an extension", "chunked", "1; a = b ;c\r\na\r\n0\r\n\r\n", true},
      {"space before the size", "chunked", " 1\r\na\r\n0\r\n\r\n", false},
      {"space behind the size", "chunked", "1 \r\na\r\n0\r\n\r\n", false},
      {"extension that is none", "chunked", "1;\r\na\r\n0\r\n\r\n", false},
      {"no coding", ",", "0\r\n\r\n", true},
      {"other coding last", "chunked, x", "0\r\n\r\n", false},
      {"no list", "chunked x", "0\r\n\r\n", false},
  };
  for (const PardonRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string in = std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ") +
                           row.coding + "\r\n\r\n" + row.body;
    RequestReader reader(Grammar::Strict, {}, kPardonedByServers);
    for (int time = 0; time < 2; ++time)
      EXPECT_EQ(std::holds_alternative<Got<LenientRequest>>(reader.read(in)), row.right);
  }
}

}  // namespace
}  // namespace wireassay::http
