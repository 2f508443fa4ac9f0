// Every fault can be seen from outside: the same input, the answer of the conforming server and the
// mutant's.
#include "reference/http_faults.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/escape.h"
#include "reference/http_test_support.h"

namespace wireassay::reference::testing {
namespace {

using namespace std::string_literals;

/// What of the two answers a row shows.
enum class Shows {
  Status,  ///< the codes of all responses, and "close"
  Line,    ///< the first line in which the answers differ
};
using enum Shows;

struct Row {
  Shows shows;
  const char* fault;
  std::string in;  ///< "{|}" cuts it, "{end}" is the client's FIN
  const char* good;
  const char* mutant;
};

constexpr std::size_t kShown = 70;  // octets of a line

std::string request(std::string_view line, std::string_view fields = "",
                    std::string_view body = "") {
  return std::string(line) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" +
         std::string(body);
}
std::string get(std::string_view fields = "") { return request("GET /file.txt", fields); }
std::string post(std::string_view fields, std::string_view body) {
  return request("POST /echo", fields, body);
}
std::string chunked(std::string_view body) { return post("Transfer-Encoding: chunked\r\n", body); }
std::string put(std::string_view fields = "") {
  return request("PUT /scratch.txt", std::string(fields) + "Content-Length: 3\r\n", "abc");
}
std::string old(std::string_view fields = "") {
  return "GET /file.txt HTTP/1.0\r\n" + std::string(fields) + "\r\n";
}

std::string line_at(const std::string& octets, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : octets.rfind('\n', at - 1) + 1;
  return octets.substr(begin, octets.find('\n', at) + 1 - begin);
}

/// The two answers as the row shows them.
std::pair<std::string, std::string> shown(const Row& row) {
  const std::string good = HttpBench().talk(row.in), mutant = HttpBench({row.fault}).talk(row.in);
  if (row.shows == Status) return {statuses(good), statuses(mutant)};
  const auto differ = std::ranges::mismatch(good, mutant);
  const auto at = static_cast<std::size_t>(differ.in1 - good.begin());
  return {escape_short(line_at(good, at), kShown), escape_short(line_at(mutant, at), kShown)};
}

const std::string kGet = request("GET /empty.txt");
const std::string kTag = "\"9894ed1036807d7f\"";  // of /file.txt
const std::string kExpect = "Expect: 100-continue\r\nContent-Length: 3\r\n";
const std::string kRange = "Range: bytes=0-3\r\n", kTwoRanges = "Range: bytes=0-3, 10-13\r\n";
const std::string kWrong = "Authorization: Basic dTAxOmdlaGVpbQ==\r\n";  // u01:geheim
const std::string kTrailer = request("GET /trailer", "TE: trailers\r\n");

// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    // request-line
    {Status, "http-empty-line-refused", "\r\n" + kGet, "200", "400 close"},
    {Status, "http-head-in-pieces-refused", "GET /empty.txt HTTP/1.1\r\n{|}Host: a\r\n\r\n", "200", "400 close"},
    {Status, "http-method-case-ignored", request("get /"), "501", "200"},
    {Status, "http-unknown-method-accepted", request("XYZZY /"), "501", "200"},
    {Status, "http-unknown-method-400", request("XYZZY /"), "501", "400"},
    {Status, "http-head-refused", request("HEAD /"), "200", "501"},
    {Status, "http-version-case-ignored", "GET / http/1.1\r\nHost: a\r\n\r\n", "400 close", "200"},
    {Status, "http-minor-version-refused", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "200", "505 close"},
    {Status, "http-request-line-8000-refused", request("GET /" + std::string(7985, 'a')), "404", "414 close"},
    {Status, "http-long-target-400", request("GET /" + std::string(20000, 'a')), "414 close", "400 close"},
    {Status, "http-long-fields-500", get("A: " + std::string(40000, 'a') + "\r\n"), "431 close", "500 close"},
    // request-target
    {Status, "http-target-space-accepted", request("GET /file.txt x"), "400 close", "200"},
    {Status, "http-fragment-accepted", request("GET /file.txt#x"), "400 close", "200"},
    {Status, "http-percent-invalid-accepted", request("GET /%file.txt"), "400 close", "200"},
    {Status, "http-absolute-form-refused", request("GET http://b/"), "200", "400 close"},
    {Line, "http-absolute-form-host-wins", request("GET http://b/sub"), "Location: http://b/sub/\\r\\n", "Location: http://a/sub/\\r\\n"},
    {Status, "http-asterisk-refused", request("OPTIONS *"), "200", "400 close"},
    {Status, "http-https-in-clear-accepted", request("GET https://a/"), "421", "200"},
    // fields of requests
    {Status, "http-host-missing-accepted", "GET / HTTP/1.1\r\n\r\n", "400 close", "200"},
    {Status, "http-host-repeated-accepted", get("Host: b\r\n"), "400 close", "200"},
    {Status, "http-host-invalid-accepted", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400 close", "200"},
    {Status, "http-space-before-colon-accepted", get("A : b\r\n"), "400 close", "200"},
    {Status, "http-space-before-field-accepted", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400 close", "200"},
    {Status, "http-field-without-colon-accepted", get("A\r\n"), "400 close", "200"},
    {Status, "http-field-name-invalid-accepted", get("A(: b\r\n"), "400 close", "200"},
    {Status, "http-obs-fold-dropped", get("Connection: x,\r\n close\r\n"), "400 close", "200"},
    {Status, "http-bare-cr-kept", request("POST /echo", "A: b\rc\r\n"), "400 close", "200"},
    {Status, "http-nul-dropped", request("POST /echo", "A: b\0c\r\n"s), "400 close", "200"},
    {Status, "http-empty-element-refused", get("Connection: , x\r\n"), "200", "400 close"},
    // framing of requests
    {Status, "http-length-sign-accepted", post("Content-Length: +3\r\n", "abc"), "400 close", "200"},
    {Status, "http-length-list-accepted", post("Content-Length: 3, 4\r\n", "abc"), "400 close", "200"},
    {Status, "http-length-repeated-accepted", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"), "400 close", "200"},
    {Status, "http-length-wraps", post("Content-Length: 18446744073709551619\r\n", "abc"), "413 close", "200"},
    {Status, "http-length-invalid-open", post("Content-Length: x\r\n", kGet), "400 close", "400 200"},
    {Status, "http-length-beside-coding-open", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") + kGet, "400 close", "200 200"},
    {Status, "http-length-wins-over-coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") + kGet, "400 close", "200 200"},
    {Status, "http-coding-of-old-version-open", "POST /echo HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 close", "200"},
    {Status, "http-unknown-coding-ignored", post("Transfer-Encoding: xyzzy, chunked\r\n", "0\r\n\r\n"), "501 close", "200"},
    {Status, "http-chunked-not-last-accepted", post("Transfer-Encoding: chunked, gzip\r\n", ""), "400 close", "200"},
    {Status, "http-chunked-refused", chunked("0\r\n\r\n"), "200", "501 close"},
    {Status, "http-chunked-case-sensitive", post("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n"), "200", "400 close"},
    {Status, "http-chunk-size-prefix-accepted", chunked("0x3\r\nabc\r\n0\r\n\r\n"), "400 close", "200"},
    {Status, "http-chunk-size-wraps", chunked("10000000000000003\r\nabc\r\n0\r\n\r\n"), "413 close", "200"},
    {Status, "http-chunk-size-capitals-refused", chunked("A\r\n0123456789\r\n0\r\n\r\n"), "200", "400 close"},
    {Status, "http-chunk-ext-refused", chunked("3;a=b\r\nabc\r\n0\r\n\r\n"), "200", "400 close"},
    {Status, "http-chunk-end-unchecked", chunked("3\r\nabcXX0\r\n\r\n"), "400 close", "200"},
    {Status, "http-trailer-reframes", chunked("0\r\nContent-Length: 42\r\n\r\n") + kGet, "200 200", "200"},
    {Status, "http-content-of-get-missed", get("Content-Length: 4\r\n") + "\r\nab" + kGet, "200 200", "200 501"},
    {Status, "http-incomplete-accepted", post("Content-Length: 5\r\n", "abc{end}"), "400 close", "200 close"},
    // connections
    {Status, "http-close-ignored", get("Connection: close\r\n"), "200 close", "200"},
    {Line, "http-close-unsaid", get("Connection: close\r\n"), "Connection: close\\r\\n", "\\r\\n"},
    {Status, "http-close-case-sensitive", get("Connection: Close\r\n"), "200 close", "200"},
    {Status, "http-request-after-close-served", get("Connection: close\r\n") + kGet, "200 close", "200 200 close"},
    {Status, "http-not-persistent", kGet + kGet, "200 200", "200 close"},
    {Status, "http-old-version-persists", old() + old(), "200 close", "200 200"},
    {Status, "http-pipelined-reordered", kGet + request("GET /none"), "200 404", "404 200"},
    {Status, "http-pipelined-lost", kGet + kGet, "200 200", "200"},
    // interim responses
    {Status, "http-continue-to-old-version", "POST /echo HTTP/1.0\r\n" + kExpect + "\r\n{|}abc", "200 close", "100 200 close"},
    {Status, "http-continue-never", post(kExpect, "{|}abc"), "100 200", "200"},
    {Status, "http-continue-alone", post(kExpect, "{|}abc"), "100 200", "100"},
    {Line, "http-continue-with-length", post(kExpect, "{|}abc"), "\\r\\n", "Content-Length: 0\\r\\n"},
    {Status, "http-expect-case-sensitive", post("Expect: 100-Continue\r\nContent-Length: 3\r\n", "{|}abc"), "100 200", "200"},
    // form of responses
    {Line, "http-status-without-space", get(), "HTTP/1.1 200 OK\\r\\n", "HTTP/1.1 200\\r\\n"},
    {Line, "http-status-line-bare-lf", get(), "HTTP/1.1 200 OK\\r\\n", "HTTP/1.1 200 OK\\n"},
    {Line, "http-field-bare-cr", get(), "Server: wireassay-reference\\r\\n", "Server: wireassay\\r-reference\\r\\n"},
    {Line, "http-field-space-before-colon", get(), "Server: wireassay-reference\\r\\n", "Server : wireassay-reference\\r\\n"},
    {Line, "http-field-folded", get(), "ETag: \"9894ed1036807d7f\"\\r\\n", " (folded)\\r\\n"},
    {Line, "http-version-ill-formed", get(), "HTTP/1.1 200 OK\\r\\n", "HTTP/1.10 200 OK\\r\\n"},
    {Line, "http-status-two-spaces", get(), "HTTP/1.1 200 OK\\r\\n", "HTTP/1.1  200 OK\\r\\n"},
    {Line, "http-reason-with-control", get(), "HTTP/1.1 200 OK\\r\\n", "HTTP/1.1 200 \\x01OK\\r\\n"},
    {Line, "http-status-out-of-range", request("GET /none"), "HTTP/1.1 404 Not Found\\r\\n", "HTTP/1.1 604 Not Found\\r\\n"},
    {Line, "http-space-before-fields", get(), "Date: Sun, 06 Nov 1994 08:49:37 GMT\\r\\n", " Date: Sun, 06 Nov 1994 08:49:37 GMT\\r\\n"},
    {Line, "http-field-without-colon-sent", get(), "Server: wireassay-reference\\r\\n", "Server wireassay-reference\\r\\n"},
    {Line, "http-field-name-invalid-sent", get(), "Server: wireassay-reference\\r\\n", "Server(: wireassay-reference\\r\\n"},
    {Line, "http-nul-sent", get(), "Server: wireassay-reference\\r\\n", "Server: wireassay\\x00-reference\\r\\n"},
    {Line, "http-upgrade-without-option", get(), "\\r\\n", "Upgrade: h2c\\r\\n"},
    {Line, "http-empty-line-before", get(), "HTTP/1.1 200 OK\\r\\n", "\\r\\n"},
    {Line, "http-version-of-response-10", kTrailer, "HTTP/1.1 200 OK\\r\\n", "HTTP/1.0 200 OK\\r\\n"},
    {Line, "http-length-too-short", get(), "Content-Length: 1000\\r\\n", "Content-Length: 999\\r\\n"},
    {Line, "http-length-with-sign", get(), "Content-Length: 1000\\r\\n", "Content-Length: +1000\\r\\n"},
    {Line, "http-length-twice", get(), "\\r\\n", "Content-Length: 1000\\r\\n"},
    {Line, "http-length-with-204", put() + put(), "\\r\\n", "Content-Length: 0\\r\\n"},
    {Line, "http-coding-with-204", put() + put(), "\\r\\n", "Transfer-Encoding: chunked\\r\\n"},
    {Line, "http-length-beside-coding-sent", kTrailer, "\\r\\n", "Content-Length: 41\\r\\n"},
    {Line, "http-chunked-to-old-version", old(), "Content-Length: 1000\\r\\n", "Connection: close\\r\\n"},
    {Line, "http-chunk-size-prefix-sent", kTrailer, "29\\r\\n", "0x29\\r\\n"},
    {Line, "http-chunk-size-space-sent", kTrailer, "29\\r\\n", "29 \\r\\n"},
    {Line, "http-chunk-ext-ill-formed", kTrailer, "29\\r\\n", "29;=x\\r\\n"},
    {Line, "http-chunked-twice-sent", kTrailer, "Transfer-Encoding: chunked\\r\\n", "Transfer-Encoding: chunked, chunked\\r\\n"},
    {Line, "http-trailer-of-framing", kTrailer, "\\r\\n", "Content-Length: 5\\r\\n"},
    {Line, "http-content-with-head", request("HEAD /file.txt") + kGet, "HTTP/1.1 200 OK\\r\\n", "line 0 of a text to take ranges from ............\\n"},
    {Line, "http-head-without-fields", request("HEAD /file.txt"), "ETag: \"9894ed1036807d7f\"\\r\\n", "Accept-Ranges: bytes\\r\\n"},
    {Line, "http-head-length-zero", request("HEAD /file.txt"), "Content-Length: 1000\\r\\n", "Content-Length: 0\\r\\n"},
    {Line, "http-content-type-missing", get(), "Content-Type: text/plain\\r\\n", "Content-Length: 1000\\r\\n"},
    {Line, "http-date-missing", get(), "Date: Sun, 06 Nov 1994 08:49:37 GMT\\r\\n", "Server: wireassay-reference\\r\\n"},
    {Line, "http-date-twice", get(), "\\r\\n", "Date: Sun, 06 Nov 1994 08:49:37 GMT\\r\\n"},
    {Line, "http-date-of-rfc-850", get(), "Date: Sun, 06 Nov 1994 08:49:37 GMT\\r\\n", "Date: Sunday, 06-Nov-94 08:49:37 GMT\\r\\n"},
    {Line, "http-last-modified-in-future", get(), "Last-Modified: Sat, 05 Nov 1994 08:49:37 GMT\\r\\n", "Last-Modified: Mon, 07 Nov 1994 08:49:37 GMT\\r\\n"},
    {Line, "http-etag-unquoted", get(), "ETag: \"9894ed1036807d7f\"\\r\\n", "ETag: 9894ed1036807d7f\\r\\n"},
    // methods
    {Line, "http-allow-missing", request("DELETE /file.txt"), "Allow: GET, HEAD, OPTIONS, TRACE\\r\\n", "Content-Type: text/plain\\r\\n"},
    {Line, "http-allow-lists-refused", request("DELETE /file.txt"), "Allow: GET, HEAD, OPTIONS, TRACE\\r\\n", "Allow: GET, HEAD, OPTIONS, TRACE, DELETE\\r\\n"},
    {Line, "http-options-without-allow", request("OPTIONS /"), "Allow: GET, HEAD, OPTIONS, TRACE\\r\\n", "Content-Length: 0\\r\\n"},
    {Line, "http-trace-shows-secrets", request("TRACE /", "Cookie: a=b\r\n"), "Content-Length: 29\\r\\n", "Content-Length: 42\\r\\n"},
    {Status, "http-put-created-200", put(), "201", "200"},
    {Status, "http-put-replaced-201", put() + put(), "201 204", "201 201"},
    {Line, "http-put-not-stored", put() + request("GET /scratch.txt"), "ETag: \"e71fa2190541574b\"\\r\\n", "ETag: \"cbf29ce484222325\"\\r\\n"},
    {Status, "http-put-part-accepted", put("Content-Range: bytes 0-2/3\r\n"), "400", "201"},
    {Status, "http-delete-not-done", put() + request("DELETE /scratch.txt") + request("GET /scratch.txt"), "201 204 404", "201 204 200"},
    {Line, "http-location-missing", request("GET /sub"), "Location: /sub/\\r\\n", "Content-Type: text/plain\\r\\n"},
    // authentication and cookies
    {Line, "http-challenge-missing", request("GET /auth/"), "WWW-Authenticate: Basic realm=\"reference\", charset=\"UTF-8\"\\r\\n", "Content-Type: text/plain\\r\\n"},
    {Line, "http-challenge-without-realm", request("GET /auth/"), "WWW-Authenticate: Basic realm=\"reference\", charset=\"UTF-8\"\\r\\n", "WWW-Authenticate: Basic charset=\"UTF-8\"\\r\\n"},
    {Status, "http-scheme-case-sensitive", request("GET /auth/", "Authorization: BASIC dTAxOnNlY3JldA==\r\n"), "200", "401"},
    {Status, "http-wrong-password-accepted", request("GET /auth/", kWrong), "401", "200"},
    {Status, "http-wrong-password-403", request("GET /auth/", kWrong), "401", "403"},
    {Line, "http-set-cookie-invalid", request("GET /cookie"), "Set-Cookie: assay=gold; Path=/cookie; HttpOnly\\r\\n", "Set-Cookie: as say=gold; Path=/cookie; HttpOnly\\r\\n"},
    // conditions
    {Status, "http-if-match-ignored", put("If-Match: \"x\"\r\n"), "412", "201"},
    {Status, "http-if-match-weak", get("If-Match: W/" + kTag + "\r\n"), "412", "200"},
    {Status, "http-if-none-match-strong", get("If-None-Match: W/" + kTag + "\r\n"), "304", "200"},
    {Status, "http-if-none-match-any-ignored", get("If-None-Match: *\r\n"), "304", "200"},
    {Status, "http-not-modified-to-put", put() + put("If-None-Match: *\r\n"), "201 412", "201 304"},
    {Status, "http-modified-since-wins", get("If-None-Match: \"x\"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "200", "304"},
    {Status, "http-invalid-date-honoured", get("If-Modified-Since: tomorrow\r\n"), "200", "304"},
    {Status, "http-unmodified-since-ignored", get("If-Unmodified-Since: Fri, 04 Nov 1994 08:49:37 GMT\r\n"), "412", "200"},
    {Status, "http-rfc-850-date-missed", get("If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n"), "304", "200"},
    {Status, "http-asctime-date-missed", get("If-Modified-Since: Sun Nov  6 08:49:37 1994\r\n"), "304", "200"},
    {Status, "http-condition-before-status", request("GET /none", "If-Match: \"x\"\r\n"), "404", "412"},
    {Line, "http-not-modified-with-content", get("If-None-Match: *\r\n") + kGet, "\\r\\n", "Content-Length: 13\\r\\n"},
    {Line, "http-not-modified-without-etag", get("If-None-Match: *\r\n"), "ETag: \"9894ed1036807d7f\"\\r\\n", "\\r\\n"},
    // ranges
    {Line, "http-range-too-long", get(kRange), "Content-Range: bytes 0-3/1000\\r\\n", "Content-Range: bytes 0-4/1000\\r\\n"},
    {Line, "http-suffix-from-start", get("Range: bytes=-4\r\n"), "Content-Range: bytes 996-999/1000\\r\\n", "Content-Range: bytes 0-3/1000\\r\\n"},
    {Status, "http-range-beyond-end-refused", get("Range: bytes=998-5000\r\n"), "206", "416"},
    {Status, "http-range-of-head-answered", request("HEAD /file.txt", kRange), "200", "206"},
    {Status, "http-range-unit-unknown-refused", get("Range: lines=0-3\r\n"), "200", "416"},
    {Status, "http-if-range-weak-accepted", get(kRange + "If-Range: W/" + kTag + "\r\n"), "200", "206"},
    {Status, "http-if-range-ignored", get(kRange + "If-Range: \"x\"\r\n"), "200", "206"},
    {Line, "http-content-range-missing", get(kRange), "Content-Range: bytes 0-3/1000\\r\\n", "Content-Type: text/plain\\r\\n"},
    {Line, "http-content-range-wrong", get(kRange), "Content-Range: bytes 0-3/1000\\r\\n", "Content-Range: bytes 0-4/1000\\r\\n"},
    {Line, "http-partial-without-etag", get(kRange), "ETag: \"9894ed1036807d7f\"\\r\\n", "Last-Modified: Sat, 05 Nov 1994 08:49:37 GMT\\r\\n"},
    {Line, "http-one-range-as-multipart", get(kRange), "Content-Range: bytes 0-3/1000\\r\\n", "Content-Type: multipart/byteranges; boundary=part\\r\\n"},
    {Line, "http-multipart-with-content-range", get(kTwoRanges), "Content-Type: multipart/byteranges; boundary=wireassay-part\\r\\n", "Content-Range: bytes 0-999/1000\\r\\n"},
    {Line, "http-part-without-content-range", get(kTwoRanges), "Content-Length: 188\\r\\n", "Content-Length: 124\\r\\n"},
    {Line, "http-unsatisfied-without-content-range", get("Range: bytes=1000-\r\n"), "Content-Range: bytes */1000\\r\\n", "Content-Type: text/plain\\r\\n"},
};
// clang-format on

TEST(HttpFaults, EachIsVisible) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.fault);
    const auto [good, mutant] = shown(row);
    EXPECT_EQ(good, row.good);
    EXPECT_EQ(mutant, row.mutant);
    EXPECT_NE(good, mutant);
  }
}

TEST(HttpFaults, EachHasARow) {
  for (const HttpFaultRow& row : http_fault_rows()) {
    SCOPED_TRACE(row.fault.name);
    EXPECT_TRUE(std::ranges::any_of(
        kRows, [&row](const Row& tested) { return tested.fault == row.fault.name; }));
  }
  EXPECT_EQ(std::size(kRows), http_fault_rows().size());
}

/// A server may commit several: none counts on what another one spoils.
TEST(HttpFaults, AllButOne) {
  for (const HttpFaultRow& left_out : http_fault_rows()) {
    SCOPED_TRACE(left_out.fault.name);
    std::vector<std::string> names;
    for (const HttpFaultRow& row : http_fault_rows()) {
      if (row.id != left_out.id) names.emplace_back(row.fault.name);
    }
    HttpBench bench(names);
    for (const Row& row : kRows) EXPECT_NO_THROW(bench.talk(row.in));
  }
}

TEST(HttpFaults, NamesAndClauses) {
  for (const HttpFaultRow& row : http_fault_rows()) {
    SCOPED_TRACE(row.fault.name);
    ASSERT_NE(find_fault(row.fault.name), nullptr);
    EXPECT_EQ(find_fault(row.fault.name)->title, row.fault.title) << "a name of two protocols";
    EXPECT_TRUE(row.fault.name.starts_with("http-"));
    EXPECT_TRUE(row.fault.spec.starts_with("RFC "));
    const auto specs = std::ranges::count(row.fault.spec, '|');
    EXPECT_TRUE(specs == 0 || specs == std::ranges::count(row.fault.clause, '|'));
  }
}

}  // namespace
}  // namespace wireassay::reference::testing
