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
    {Status, "http-empty-line-refused", "\r\n" + kGet, "", ""},
    {Status, "http-head-in-pieces-refused", "GET /empty.txt HTTP/1.1\r\n{|}Host: a\r\n\r\n", "", ""},
    {Status, "http-method-case-ignored", request("get /"), "", ""},
    {Status, "http-unknown-method-accepted", request("XYZZY /"), "", ""},
    {Status, "http-unknown-method-400", request("XYZZY /"), "", ""},
    {Status, "http-head-refused", request("HEAD /"), "", ""},
    {Status, "http-version-case-ignored", "GET / http/1.1\r\nHost: a\r\n\r\n", "", ""},
    {Status, "http-version-2-accepted", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "", ""},
    {Status, "http-minor-version-refused", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "", ""},
    {Status, "http-request-line-8000-refused", request("GET /" + std::string(7985, 'a')), "", ""},
    {Status, "http-long-target-400", request("GET /" + std::string(20000, 'a')), "", ""},
    {Status, "http-long-fields-500", get("A: " + std::string(40000, 'a') + "\r\n"), "", ""},
    // request-target
    {Status, "http-target-space-accepted", request("GET /file.txt x"), "", ""},
    {Status, "http-fragment-accepted", request("GET /file.txt#x"), "", ""},
    {Status, "http-percent-invalid-accepted", request("GET /%file.txt"), "", ""},
    {Status, "http-percent-encoding-missed", request("GET /%66ile.txt"), "", ""},
    {Status, "http-absolute-form-refused", request("GET http://b/"), "", ""},
    {Line, "http-absolute-form-host-wins", request("GET http://b/sub"), "", ""},
    {Status, "http-asterisk-refused", request("OPTIONS *"), "", ""},
    {Status, "http-https-in-clear-accepted", request("GET https://a/"), "", ""},
    // fields of requests
    {Status, "http-host-missing-accepted", "GET / HTTP/1.1\r\n\r\n", "", ""},
    {Status, "http-host-repeated-accepted", get("Host: b\r\n"), "", ""},
    {Status, "http-host-invalid-accepted", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "", ""},
    {Status, "http-space-before-colon-accepted", get("A : b\r\n"), "", ""},
    {Status, "http-space-before-field-accepted", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "", ""},
    {Status, "http-field-without-colon-accepted", get("A\r\n"), "", ""},
    {Status, "http-field-name-invalid-accepted", get("A(: b\r\n"), "", ""},
    {Status, "http-obs-fold-dropped", get("Connection: x,\r\n close\r\n"), "", ""},
    {Status, "http-bare-cr-kept", request("POST /echo", "A: b\rc\r\n"), "", ""},
    {Status, "http-nul-kept", request("POST /echo", "A: b\0c\r\n"s), "", ""},
    {Status, "http-empty-element-refused", get("Connection: , x\r\n"), "", ""},
    // framing of requests
    {Status, "http-length-sign-accepted", post("Content-Length: +3\r\n", "abc"), "", ""},
    {Status, "http-length-list-accepted", post("Content-Length: 3, 4\r\n", "abc"), "", ""},
    {Status, "http-length-repeated-accepted", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"), "", ""},
    {Status, "http-length-wraps", post("Content-Length: 18446744073709551619\r\n", "abc"), "", ""},
    {Status, "http-length-invalid-open", post("Content-Length: x\r\n", kGet), "", ""},
    {Status, "http-length-beside-coding-open", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") + kGet, "", ""},
    {Status, "http-length-wins-over-coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") + kGet, "", ""},
    {Status, "http-coding-of-old-version-open", "POST /echo HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "", ""},
    {Status, "http-unknown-coding-ignored", post("Transfer-Encoding: xyzzy, chunked\r\n", "0\r\n\r\n"), "", ""},
    {Status, "http-chunked-not-last-accepted", post("Transfer-Encoding: chunked, gzip\r\n", ""), "", ""},
    {Status, "http-chunked-refused", chunked("0\r\n\r\n"), "", ""},
    {Status, "http-chunked-case-sensitive", post("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n"), "", ""},
    {Status, "http-chunk-size-prefix-accepted", chunked("0x3\r\nabc\r\n0\r\n\r\n"), "", ""},
    {Status, "http-chunk-size-wraps", chunked("10000000000000003\r\nabc\r\n0\r\n\r\n"), "", ""},
    {Status, "http-chunk-size-capitals-refused", chunked("A\r\n0123456789\r\n0\r\n\r\n"), "", ""},
    {Status, "http-chunk-ext-refused", chunked("3;a=b\r\nabc\r\n0\r\n\r\n"), "", ""},
    {Status, "http-chunk-end-unchecked", chunked("3\r\nabcXX0\r\n\r\n"), "", ""},
    {Status, "http-trailer-reframes", chunked("0\r\nContent-Length: 42\r\n\r\n") + kGet, "", ""},
    {Status, "http-content-of-get-missed", get("Content-Length: 4\r\n") + "\r\nab" + kGet, "", ""},
    {Status, "http-incomplete-accepted", post("Content-Length: 5\r\n", "abc{end}"), "", ""},
    // connections
    {Status, "http-close-ignored", get("Connection: close\r\n"), "", ""},
    {Line, "http-close-unsaid", get("Connection: close\r\n"), "", ""},
    {Status, "http-close-case-sensitive", get("Connection: Close\r\n"), "", ""},
    {Status, "http-request-after-close-served", get("Connection: close\r\n") + kGet, "", ""},
    {Status, "http-not-persistent", kGet + kGet, "", ""},
    {Status, "http-old-version-persists", old() + old(), "", ""},
    {Status, "http-pipelined-reordered", kGet + request("GET /none"), "", ""},
    {Status, "http-pipelined-lost", kGet + kGet, "", ""},
    // interim responses
    {Status, "http-continue-to-old-version", "POST /echo HTTP/1.0\r\n" + kExpect + "\r\n{|}abc", "", ""},
    {Status, "http-continue-never", post(kExpect, "{|}abc"), "", ""},
    {Status, "http-continue-alone", post(kExpect, "{|}abc"), "", ""},
    {Line, "http-continue-with-length", post(kExpect, "{|}abc"), "", ""},
    {Status, "http-expect-case-sensitive", post("Expect: 100-Continue\r\nContent-Length: 3\r\n", "{|}abc"), "", ""},
    // form of responses
    {Line, "http-status-without-space", get(), "", ""},
    {Line, "http-status-line-bare-lf", get(), "", ""},
    {Line, "http-field-bare-cr", get(), "", ""},
    {Line, "http-field-space-before-colon", get(), "", ""},
    {Line, "http-field-folded", get(), "", ""},
    {Line, "http-empty-line-before", get(), "", ""},
    {Line, "http-version-of-response-10", kTrailer, "", ""},
    {Line, "http-length-too-short", get(), "", ""},
    {Line, "http-length-twice", get(), "", ""},
    {Line, "http-length-with-204", put() + put(), "", ""},
    {Line, "http-coding-with-204", put() + put(), "", ""},
    {Line, "http-length-beside-coding-sent", kTrailer, "", ""},
    {Line, "http-chunked-to-old-version", old(), "", ""},
    {Line, "http-chunk-size-prefix-sent", kTrailer, "", ""},
    {Line, "http-trailer-of-framing", kTrailer, "", ""},
    {Line, "http-content-with-head", request("HEAD /file.txt") + kGet, "", ""},
    {Line, "http-head-without-fields", request("HEAD /file.txt"), "", ""},
    {Line, "http-head-length-zero", request("HEAD /file.txt"), "", ""},
    {Line, "http-content-type-missing", get(), "", ""},
    {Line, "http-date-missing", get(), "", ""},
    {Line, "http-date-twice", get(), "", ""},
    {Line, "http-date-of-rfc-850", get(), "", ""},
    {Line, "http-last-modified-in-future", get(), "", ""},
    {Line, "http-etag-unquoted", get(), "", ""},
    // methods
    {Line, "http-allow-missing", request("DELETE /file.txt"), "", ""},
    {Line, "http-allow-lists-refused", request("DELETE /file.txt"), "", ""},
    {Status, "http-method-not-allowed-501", request("DELETE /file.txt"), "", ""},
    {Line, "http-options-without-allow", request("OPTIONS /"), "", ""},
    {Line, "http-trace-shows-secrets", request("TRACE /", "Cookie: a=b\r\n"), "", ""},
    {Status, "http-put-created-200", put(), "", ""},
    {Status, "http-put-replaced-201", put() + put(), "", ""},
    {Line, "http-put-not-stored", put() + request("GET /scratch.txt"), "", ""},
    {Status, "http-put-part-accepted", put("Content-Range: bytes 0-2/3\r\n"), "", ""},
    {Status, "http-delete-not-done", put() + request("DELETE /scratch.txt") + request("GET /scratch.txt"), "", ""},
    {Line, "http-location-missing", request("GET /sub"), "", ""},
    // authentication and cookies
    {Line, "http-challenge-missing", request("GET /auth/"), "", ""},
    {Line, "http-challenge-without-realm", request("GET /auth/"), "", ""},
    {Status, "http-scheme-case-sensitive", request("GET /auth/", "Authorization: BASIC dTAxOnNlY3JldA==\r\n"), "", ""},
    {Status, "http-wrong-password-accepted", request("GET /auth/", kWrong), "", ""},
    {Status, "http-wrong-password-403", request("GET /auth/", kWrong), "", ""},
    {Line, "http-set-cookie-invalid", request("GET /cookie"), "", ""},
    // conditions
    {Status, "http-if-match-ignored", put("If-Match: \"x\"\r\n"), "", ""},
    {Status, "http-if-match-weak", get("If-Match: W/" + kTag + "\r\n"), "", ""},
    {Status, "http-if-none-match-strong", get("If-None-Match: W/" + kTag + "\r\n"), "", ""},
    {Status, "http-if-none-match-any-ignored", get("If-None-Match: *\r\n"), "", ""},
    {Status, "http-not-modified-to-put", put() + put("If-None-Match: *\r\n"), "", ""},
    {Status, "http-modified-since-wins", get("If-None-Match: \"x\"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "", ""},
    {Status, "http-invalid-date-honoured", get("If-Modified-Since: tomorrow\r\n"), "", ""},
    {Status, "http-unmodified-since-ignored", get("If-Unmodified-Since: Fri, 04 Nov 1994 08:49:37 GMT\r\n"), "", ""},
    {Status, "http-rfc-850-date-missed", get("If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n"), "", ""},
    {Status, "http-asctime-date-missed", get("If-Modified-Since: Sun Nov  6 08:49:37 1994\r\n"), "", ""},
    {Status, "http-condition-before-status", request("GET /none", "If-Match: \"x\"\r\n"), "", ""},
    {Line, "http-not-modified-with-content", get("If-None-Match: *\r\n") + kGet, "", ""},
    {Line, "http-not-modified-without-etag", get("If-None-Match: *\r\n"), "", ""},
    // ranges
    {Line, "http-range-too-long", get(kRange), "", ""},
    {Line, "http-suffix-from-start", get("Range: bytes=-4\r\n"), "", ""},
    {Status, "http-range-beyond-end-refused", get("Range: bytes=998-5000\r\n"), "", ""},
    {Status, "http-range-of-head-answered", request("HEAD /file.txt", kRange), "", ""},
    {Status, "http-range-unit-unknown-refused", get("Range: lines=0-3\r\n"), "", ""},
    {Status, "http-if-range-weak-accepted", get(kRange + "If-Range: W/" + kTag + "\r\n"), "", ""},
    {Status, "http-if-range-ignored", get(kRange + "If-Range: \"x\"\r\n"), "", ""},
    {Line, "http-content-range-missing", get(kRange), "", ""},
    {Line, "http-content-range-wrong", get(kRange), "", ""},
    {Line, "http-partial-without-etag", get(kRange), "", ""},
    {Line, "http-one-range-as-multipart", get(kRange), "", ""},
    {Line, "http-multipart-with-content-range", get(kTwoRanges), "", ""},
    {Line, "http-part-without-content-range", get(kTwoRanges), "", ""},
    {Line, "http-unsatisfied-without-content-range", get("Range: bytes=1000-\r\n"), "", ""},
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
