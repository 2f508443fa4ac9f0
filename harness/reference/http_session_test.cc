// Requests as octets and what the conforming server answers, whole and cut anywhere.
#include "reference/http_session.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/escape.h"
#include "reference/http_test_support.h"
#include "wire/http/invariants.h"
#include "wire/http/response.h"

namespace wireassay::reference::testing {
namespace {

using namespace std::string_literals;

/// `has` and `lacks` are looked for in all that was said; "" is not.
struct Row {
  const char* name;
  std::string in;
  const char* statuses;
  const char* has = "";
  const char* lacks = "";
};

constexpr std::size_t kCutUpTo = 600;  // octets of an input that is tried in all pieces

std::string request(std::string_view line, std::string_view fields = "",
                    std::string_view body = "") {
  return std::string(line) + " HTTP/1.1\r\nHost: reference.test\r\n" + std::string(fields) +
         "\r\n" + std::string(body);
}
std::string get(std::string_view path, std::string_view fields = "") {
  return request("GET " + std::string(path), fields);
}
std::string old(std::string_view line, std::string_view fields = "", std::string_view body = "") {
  return std::string(line) + " HTTP/1.0\r\n" + std::string(fields) + "\r\n" + std::string(body);
}
std::string put(std::string_view content, std::string_view fields = "") {
  return request("PUT /scratch.txt",
                 std::string(fields) + "Content-Length: " + std::to_string(content.size()) + "\r\n",
                 content);
}
std::string chunked(std::string_view body, std::string_view fields = "") {
  return request("POST /echo", "Transfer-Encoding: chunked\r\n" + std::string(fields), body);
}

const std::string kTag = "\"9894ed1036807d7f\"";  // of /file.txt
const std::string kGet = get("/empty.txt");
const std::string kContinue = "Expect: 100-continue\r\nContent-Length: 3\r\n";

// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    // resources
    {"index",                     get("/"), "200", "Content-Type: text/html\r\nContent-Length: 13\r\n\r\n<p>Hello</p>\n"},
    {"date and validators",       get("/file.txt"), "200", "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: wireassay-reference\r\nETag: \"9894ed1036807d7f\"\r\nLast-Modified: Sat, 05 Nov 1994 08:49:37 GMT\r\n", "Connection"},
    {"text",                      get("/file.txt"), "200", "Content-Length: 1000\r\n\r\nline 0 of"},
    {"empty",                     get("/empty.txt"), "200", "Content-Length: 0\r\n\r\n"},
    {"none",                      get("/none"), "404", "Content-Type: text/plain"},
    {"query",                     get("/file.txt?a=b"), "200"},
    {"redirect",                  get("/sub"), "301", "Location: /sub/\r\n"},
    {"redirect with query",       get("/sub?a=b"), "301", "Location: /sub/?a=b\r\n"},
    {"redirect, absolute",        get("http://other.test:81/sub"), "301", "Location: http://other.test:81/sub/\r\n"},
    {"HEAD",                      request("HEAD /file.txt"), "200", "Content-Length: 1000\r\n\r\n", "line"},
    {"HEAD of echo",              request("HEAD /echo"), "200", "Content-Type: message/http\r\n\r\n", "Content-Length"},
    {"echo",                      request("POST /echo", "X:  a \r\nContent-Length: 3\r\n", "abc"), "200", "message/http\r\nContent-Length: 75\r\n\r\nPOST /echo HTTP/1.1\r\nHost: reference.test\r\nX:  a \r\nContent-Length: 3\r\n\r\nabc"},
    {"echo of chunks",            chunked("3;a=\"b\"\r\nabc\r\n00\r\nT: x\r\n\r\n"), "200", "\r\n\r\n3;a=\"b\"\r\nabc\r\n00\r\nT: x\r\n\r\n"},
    {"echo without empty line",   "\r\n" + request("GET /echo"), "200", "\r\n\r\nGET /echo HTTP/1.1\r\n"},
    {"trailers",                  get("/trailer", "TE: trailers\r\n"), "200", "Trailer: X-Octets\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n29\r\nA trailer section follows where TE asks.\n\r\n0\r\nX-Octets: 41\r\n\r\n", "Content-Length"},
    {"trailers are not asked",    get("/trailer", "TE: gzip\r\n"), "200", "Content-Length: 41", "Trailer:"},
    {"trailers to HTTP/1.0",      old("GET /trailer", "TE: trailers\r\n"), "200 close", "Content-Length: 41", "chunked"},
    {"trailers to HEAD",          request("HEAD /trailer", "TE: trailers\r\n"), "200", "Transfer-Encoding: chunked\r\n\r\n", "follows"},
    {"cookies",                   get("/cookie", "Cookie: a=b; c=\"d\"\r\n"), "200", "\r\n\r\na=b\nc=\"d\"\n"},
    {"Set-Cookie",                get("/cookie"), "200", "Set-Cookie: assay=gold; Path=/cookie; HttpOnly\r\n"},
    {"cookies that are none",     get("/cookie", "Cookie: a b\r\n"), "200", "Content-Length: 0"},
    // authentication
    {"no credentials",            get("/auth/"), "401", "WWW-Authenticate: Basic realm=\"reference\", charset=\"UTF-8\"\r\n"},
    {"credentials",               get("/auth/", "Authorization: Basic dTAxOnNlY3JldA==\r\n"), "200", "Welcome"},
    {"scheme in capitals",        get("/auth/", "Authorization: BASIC dTAxOnNlY3JldA==\r\n"), "200"},
    {"by address",                get("/auth/", "Authorization: Basic dTAxQHJlZmVyZW5jZS50ZXN0OnNlY3JldA==\r\n"), "200"},
    {"wrong password",            get("/auth/", "Authorization: Basic dTAxOmdlaGVpbQ==\r\n"), "401"},
    {"unknown user",              get("/auth/", "Authorization: Basic eDpzZWNyZXQ=\r\n"), "401"},
    {"no base64",                 get("/auth/", "Authorization: Basic dTAxOnNlY3JldA\r\n"), "401"},
    {"list of credentials",       get("/auth/", "Authorization: Basic dTAxOnNlY3JldA==,\r\n"), "401"},
    {"OPTIONS, no credentials",   request("OPTIONS /auth/"), "401"},
    {"other scheme",              get("/auth/", "Authorization: Bearer dTAxOnNlY3JldA==\r\n"), "401"},
    {"two Authorization",         get("/auth/", "Authorization: Basic dTAxOnNlY3JldA==\r\nAuthorization: Basic dTAxOnNlY3JldA==\r\n"), "401"},
    // documents that clients put
    {"PUT creates",               put("abc") + get("/scratch.txt"), "201 200", "\r\n\r\nabc"},
    {"PUT replaces",              put("abc") + put("de") + get("/scratch.txt"), "201 204 200", "\r\n\r\nde"},
    {"PUT keeps the type",        put("abc", "Content-Type: image/png\r\n") + get("/scratch.txt"), "201 200", "Content-Type: image/png"},
    {"PUT keeps no wrong type",   put("abc", "Content-Type: x\r\n") + get("/scratch.txt"), "201 200", "Content-Type: application/octet-stream"},
    {"PUT of another path",       request("PUT /scratch/a", "Content-Length: 1\r\n", "x") + get("/scratch/a") + get("/scratch.txt"), "201 200 404"},
    {"PUT of a query",            request("PUT /scratch.txt?a", "Content-Length: 1\r\n", "x") + get("/scratch.txt?a") + get("/scratch.txt"), "201 200 404"},
    {"PUT in part",               put("abc", "Content-Range: bytes 0-2/3\r\n"), "400"},
    {"PUT of a coding",           put("abc", "Content-Encoding: gzip\r\n"), "415"},
    {"PUT, If-None-Match: *",     put("abc", "If-None-Match: *\r\n") + put("abc", "If-None-Match: *\r\n"), "201 412"},
    {"PUT, If-Match: *",          put("abc", "If-Match: *\r\n"), "412"},
    {"PUT of too many octets",    request("PUT /scratch.txt", "Content-Length: 2000000\r\n"), "413 close"},
    {"PUT elsewhere",             request("PUT /file.txt", "Content-Length: 1\r\n", "x"), "405"},
    {"DELETE",                    put("abc") + request("DELETE /scratch.txt") + get("/scratch.txt"), "201 204 404", "", "HTTP/1.1 204 No Content\r\nContent-Length"},
    {"DELETE of nothing",         request("DELETE /scratch.txt", "If-Match: *\r\n"), "404"},
    {"DELETE, If-Match fails",    put("abc") + request("DELETE /scratch.txt", "If-Match: \"x\"\r\n"), "201 412"},
    // methods
    {"unknown",                   request("XYZZY /"), "501"},
    {"small letters",             request("get /"), "501"},
    {"known, not allowed",        request("POST /", "Content-Length: 1\r\n", "x"), "405", "Allow: GET, HEAD, OPTIONS, TRACE\r\n"},
    {"OPTIONS",                   request("OPTIONS /"), "200", "Allow: GET, HEAD, OPTIONS, TRACE\r\nContent-Length: 0\r\n"},
    {"OPTIONS *",                 request("OPTIONS *"), "200", "Allow: GET, HEAD, PUT, DELETE, OPTIONS, TRACE\r\nContent-Length: 0\r\n"},
    {"OPTIONS *, HTTP/1.0",       old("OPTIONS *"), "200 close"},
    {"OPTIONS of no path",        request("OPTIONS http://reference.test"), "200", "PUT"},
    {"OPTIONS, If-Match",         request("OPTIONS /file.txt", "If-Match: \"x\"\r\n"), "200"},
    {"GET *",                     request("GET *"), "400 close"},
    {"TRACE",                     request("TRACE /", "Cookie: a=b\r\nX: y\r\nAuthorization: Basic dTAxOnNlY3JldA==\r\n"), "200", "message/http\r\nContent-Length: 48\r\n\r\nTRACE / HTTP/1.1\r\nHost: reference.test\r\nX: y\r\n\r\n"},
    {"TRACE with content",        request("TRACE /", "Content-Length: 1\r\n", "x"), "400 close"},
    {"CONNECT",                   request("CONNECT reference.test:80"), "405 close", "Allow: "},
    {"CONNECT of a path",         request("CONNECT /"), "400 close"},
    // request-line
    {"empty line before",         "\r\n\r\n" + kGet, "200"},
    {"many empty lines",          "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n" + kGet, "400 close"},
    {"empty line between",        kGet + "\r\n" + kGet, "200 200"},
    {"bare LF",                   "GET / HTTP/1.1\nHost: a\n\n", "400 close"},
    {"bare CR first",             "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 close"},
    {"two spaces",                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400 close"},
    {"no version",                "GET /\r\n", "400 close"},
    {"small version",             "GET / http/1.1\r\nHost: a\r\n\r\n", "400 close"},
    {"HTTP/1.2",                  "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "200", "HTTP/1.1 200"},
    {"HTTP/2.0",                  "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505 close"},
    {"HTTP/2 preface",            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 close"},
    {"HTTP/0.9",                  "GET / HTTP/0.9\r\nHost: a\r\n\r\n", "505 close"},
    {"two digits",                "GET / HTTP/1.10\r\nHost: a\r\n\r\n", "400 close"},
    {"TLS",                       "\x16\x03\x01"s, "400 close"},
    {"a response",                "HTTP/1.1 200 OK\r\n\r\n", "400 close"},
    {"8000 octets",               get("/" + std::string(7985, 'a')), "404"},
    {"too long",                  get("/" + std::string(20000, 'a')), "414 close"},
    {"method too long",           std::string(20000, 'a') + " / HTTP/1.1\r\n", "501 close"},
    {"too long, HEAD",            request("HEAD /" + std::string(20000, 'a')), "414 close", "", "URI Too Long\n"},
    // request-target
    {"letters encoded",           get("/%66ile%2etxt"), "200"},
    {"dot segments",              get("/a/./../file.txt"), "200"},
    {"dots encoded",              get("/a/%2e%2E/file.txt"), "200"},
    {"above the root",            get("/../../file.txt"), "200"},
    {"slash encoded",             get("/sub%2f"), "404"},
    {"two slashes",               get("//file.txt"), "404"},
    {"percent alone",             get("/%zz"), "400 close"},
    {"fragment",                  get("/file.txt#a"), "400 close"},
    {"space",                     get("/file.txt a"), "400 close"},
    {"absolute",                  get("http://other.test/file.txt"), "200"},
    {"absolute, no path",         get("http://other.test"), "200"},
    {"absolute, no host",         get("http:///file.txt"), "400"},
    {"absolute, userinfo",        get("http://a@other.test/"), "400"},
    {"absolute, https in clear",  get("https://reference.test/"), "421"},
    {"absolute, other scheme",    get("ftp://other.test/"), "421"},
    {"relative",                  get("file.txt"), "400 close"},
    // Host
    {"no Host",                   "GET / HTTP/1.1\r\n\r\n", "400 close"},
    {"no Host, absolute",         "GET http://other.test/ HTTP/1.1\r\n\r\n", "400 close"},
    {"no Host, HTTP/1.0",         old("GET /"), "200 close"},
    {"Host twice",                get("/", "host: reference.test\r\n"), "400 close"},
    {"Host twice, HTTP/1.0",      old("GET /", "Host: a\r\nHost: a\r\n"), "400 close"},
    {"Host with user",            "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "400 close"},
    {"Host with a path",          "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400 close"},
    {"Host empty",                "GET / HTTP/1.1\r\nHost:\r\n\r\n", "200"},
    {"Host with port",            "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "200"},
    // field lines
    {"space before colon",        get("/", "A : b\r\n"), "400 close"},
    {"space before fields",       "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400 close"},
    {"folded",                    get("/", "A: b\r\n c\r\n"), "400 close"},
    {"no colon",                  get("/", "A\r\n"), "400 close"},
    {"no name",                   get("/", ": b\r\n"), "400 close"},
    {"name with a parenthesis",   get("/", "A(: b\r\n"), "400 close"},
    {"NUL",                       get("/", "A: b\0c\r\n"s), "400 close"},
    {"bare CR",                   get("/", "A: b\rc\r\n"), "400 close"},
    {"octets beyond ASCII",       get("/", "A: \xc3\xa9\r\n"), "200"},
    {"line too long",             get("/", "A: " + std::string(40000, 'a') + "\r\n"), "431 close"},
    {"section too long",          get("/", "A: " + std::string(30000, 'a') + "\r\nB: " + std::string(30000, 'a') + "\r\nC: " + std::string(30000, 'a') + "\r\n"), "431 close"},
    // framing
    {"length",                    request("GET /empty.txt", "Content-Length: 3\r\n", "abc") + kGet, "200 200"},
    {"length twice",              request("POST /echo", "Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), "400 close"},
    {"two lengths",               request("POST /echo", "Content-Length: 3, 4\r\n", "abc"), "400 close"},
    {"length with sign",          request("POST /echo", "Content-Length: +3\r\n", "abc"), "400 close"},
    {"negative length",           request("POST /echo", "Content-Length: -3\r\n", "abc"), "400 close"},
    {"empty length",              request("POST /echo", "Content-Length:\r\n", "abc"), "400 close"},
    {"hexadecimal length",        request("POST /echo", "Content-Length: 0x3\r\n", "abc"), "400 close"},
    {"length beyond 64 bits",     request("POST /echo", "Content-Length: 18446744073709551619\r\n", "abc"), "413 close"},
    {"length too large",          request("POST /echo", "Content-Length: 1048577\r\n"), "413 close"},
    {"length and coding",         chunked("0\r\n\r\n", "Content-Length: 5\r\n"), "400 close"},
    {"coding in HTTP/1.0",        old("POST /echo", "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400 close"},
    {"unknown coding",            request("POST /echo", "Transfer-Encoding: xyzzy, chunked\r\n", "0\r\n\r\n"), "501 close"},
    {"chunked not last",          request("POST /echo", "Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), "400 close"},
    {"identity",                  request("POST /echo", "Transfer-Encoding: identity\r\n"), "400 close"},
    {"empty elements",            request("POST /echo", "Transfer-Encoding: , chunked,\r\n", "0\r\n\r\n"), "200"},
    {"parameters of chunked",     request("POST /echo", "Transfer-Encoding: chunked;a=b\r\n", "0\r\n\r\n"), "400 close"},
    {"chunked twice",             request("POST /echo", "Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), "400 close"},
    {"chunked in capitals",       request("POST /echo", "Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"), "200"},
    {"chunks",                    chunked("1\r\na\r\nA\r\n0123456789\r\n0\r\n\r\n") + kGet, "200 200"},
    {"chunk-size with 0x",        chunked("0x3\r\nabc\r\n0\r\n\r\n"), "400 close"},
    {"chunk-size beyond 64 bits", chunked("10000000000000003\r\nabc\r\n0\r\n\r\n"), "413 close"},
    {"chunk-size too large",      chunked("100001\r\n"), "413 close"},
    {"chunk-size negative",       chunked("-3\r\nabc\r\n0\r\n\r\n"), "400 close"},
    {"chunk too long",            chunked("3\r\nabcd\r\n0\r\n\r\n"), "400 close"},
    {"chunk, bare LF",            chunked("3\nabc\r\n0\r\n\r\n"), "400 close"},
    {"extensions",                chunked("3;a;b=c;d=\"e;f\"\r\nabc\r\n0;g\r\n\r\n"), "200"},
    {"space in an extension",     chunked("3 ; a = b\r\nabc\r\n0\r\n\r\n"), "200"},
    {"space beside chunk-size",   chunked("3 \r\nabc\r\n0\r\n\r\n"), "400 close"},
    {"trailer of framing",        chunked("0\r\nContent-Length: 300\r\n\r\n") + kGet, "200 200"},
    // connections
    {"persists",                  kGet + kGet + kGet, "200 200 200", "", "Connection"},
    {"close",                     get("/", "Connection: close\r\n") + kGet, "200 close", "Connection: close\r\n"},
    {"close in capitals",         get("/", "Connection: x, CLOSE\r\n"), "200 close"},
    {"close in a second line",    get("/", "Connection: keep-alive\r\nConnection: close\r\n"), "200 close"},
    {"HTTP/1.0",                  old("GET /") + kGet, "200 close", "Connection: close\r\n"},
    {"HTTP/1.0, keep-alive",      old("GET /", "Connection: Keep-Alive\r\n") + kGet, "200 200", "Connection: keep-alive\r\n"},
    {"refused, goes on",          get("/none") + kGet, "404 200"},
    {"malformed, ends",           get("/", "A : b\r\n") + kGet, "400 close"},
    {"Upgrade",                   get("/", "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n") + kGet, "200 200", "", "Upgrade"},
    {"ends within a head",        "GET / HTTP/1.1\r\nHost{end}", "400 close"},
    {"ends within content",       request("POST /echo", "Content-Length: 4\r\n", "abc{end}"), "400 close"},
    {"ends between requests",     kGet + "{end}", "200 close"},
    {"ends without any",          "{end}", "close"},
    // expectations
    {"100",                       request("POST /echo", kContinue + "Connection: close\r\n") + "{|}abc", "100 200 close"},
    {"100, not expected",         request("POST /echo", "Content-Length: 3\r\n") + "{|}abc", "200"},
    {"100, content has come",     request("POST /echo", kContinue) + "a{|}bc", "200"},
    {"100, no content",           get("/", "Expect: 100-continue\r\n"), "200"},
    {"100, HTTP/1.0",             old("POST /echo", kContinue) + "{|}abc", "200 close"},
    {"100 in capitals",           request("POST /echo", "Expect: 100-CONTINUE\r\nContent-Length: 3\r\n") + "{|}abc", "100 200"},
    {"refused at once",           request("POST /none", kContinue), "404 close"},
    {"too large at once",         request("POST /echo", "Expect: 100-continue\r\nContent-Length: 2000000\r\n"), "413 close"},
    {"unknown expectation",       get("/", "Expect: x\r\n"), "417"},
    {"unknown, with content",     request("POST /echo", "Expect: x\r\nContent-Length: 3\r\n"), "417 close"},
    {"unknown coding at once",    request("POST /echo", "Transfer-Encoding: xyzzy, chunked\r\n"), "501 close"},
    // conditions
    {"If-Match",                  get("/file.txt", "If-Match: \"x\", " + kTag + "\r\n"), "200"},
    {"If-Match fails",            get("/file.txt", "If-Match: \"x\"\r\n"), "412"},
    {"If-Match, weak",            get("/file.txt", "If-Match: W/" + kTag + "\r\n"), "412"},
    {"If-Match: *",               get("/file.txt", "If-Match: *\r\n"), "200"},
    {"If-Match of nothing",       get("/none", "If-Match: *\r\n"), "404"},
    {"If-None-Match",             get("/file.txt", "If-None-Match: " + kTag + "\r\n"), "304", "ETag: \"9894ed1036807d7f\"\r\n\r\n", "line"},
    {"If-None-Match, weak",       get("/file.txt", "If-None-Match: W/" + kTag + "\r\n"), "304"},
    {"If-None-Match: *",          get("/file.txt", "If-None-Match: *\r\n"), "304"},
    {"If-None-Match, HEAD",       request("HEAD /file.txt", "If-None-Match: *\r\n"), "304"},
    {"If-None-Match, other",      get("/file.txt", "If-None-Match: \"x\"\r\n"), "200"},
    {"If-None-Match first",       get("/file.txt", "If-None-Match: \"x\"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "200"},
    {"If-Match first",            get("/file.txt", "If-Match: " + kTag + "\r\nIf-Unmodified-Since: Sat, 05 Nov 1994 08:49:36 GMT\r\n"), "200"},
    {"since the same",            get("/file.txt", "If-Modified-Since: Sat, 05 Nov 1994 08:49:37 GMT\r\n"), "304"},
    {"since a second before",     get("/file.txt", "If-Modified-Since: Sat, 05 Nov 1994 08:49:36 GMT\r\n"), "200"},
    {"since, RFC 850",            get("/file.txt", "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n"), "304"},
    {"since, asctime",            get("/file.txt", "If-Modified-Since: Sun Nov  6 08:49:37 1994\r\n"), "304"},
    {"since no date",             get("/file.txt", "If-Modified-Since: 784111777\r\n"), "200"},
    {"since twice",               get("/file.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "200"},
    {"since, of no document",     get("/cookie", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "200"},
    {"unmodified since",          get("/file.txt", "If-Unmodified-Since: Sat, 05 Nov 1994 08:49:37 GMT\r\n"), "200"},
    {"modified since",            get("/file.txt", "If-Unmodified-Since: Sat, 05 Nov 1994 08:49:36 GMT\r\n"), "412"},
    {"condition of a redirect",   get("/sub", "If-Match: \"x\"\r\n"), "301"},
    {"condition without password", get("/auth/", "If-None-Match: *\r\n"), "401"},
    // ranges
    {"range",                     get("/file.txt", "Range: bytes=0-3\r\n"), "206", "Content-Range: bytes 0-3/1000\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nline"},
    {"to the end",                get("/file.txt", "Range: bytes=998-\r\n"), "206", "Content-Range: bytes 998-999/1000\r\n"},
    {"beyond the end",            get("/file.txt", "Range: bytes=998-5000\r\n"), "206", "Content-Range: bytes 998-999/1000\r\n"},
    {"suffix",                    get("/file.txt", "Range: bytes=-2\r\n"), "206", "Content-Range: bytes 998-999/1000\r\n"},
    {"suffix too long",           get("/file.txt", "Range: bytes=-5000\r\n"), "206", "Content-Range: bytes 0-999/1000\r\n"},
    {"suffix of nothing",         get("/empty.txt", "Range: bytes=-5\r\n"), "200"},
    {"suffix 0",                  get("/file.txt", "Range: bytes=-0\r\n"), "416"},
    {"behind the end",            get("/file.txt", "Range: bytes=1000-\r\n"), "416", "Content-Range: bytes */1000\r\n"},
    {"of nothing",                get("/empty.txt", "Range: bytes=0-\r\n"), "416", "Content-Range: bytes */0\r\n"},
    {"unit in capitals",          get("/file.txt", "Range: BYTES=0-3\r\n"), "206"},
    {"several",                   get("/file.txt", "Range: bytes=0-0, -1\r\n"), "206", "boundary=wireassay-part\r\nContent-Length: 184\r\n\r\n--wireassay-part\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-0/1000\r\n\r\nl\r\n--wireassay-part\r\nContent-Type: text/plain\r\nContent-Range: bytes 999-999/1000\r\n\r\n\n\r\n--wireassay-part--\r\n"},
    {"in the order of Range",     get("/file.txt", "Range: bytes=10-11, 0-1\r\n"), "206", "10-11/1000\r\n\r\na \r\n--wireassay-part\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/1000"},
    {"that touch",                get("/file.txt", "Range: bytes=0-1, 2-3\r\n"), "206", "Content-Range: bytes 0-3/1000\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n"},
    {"that overlap",              get("/file.txt", "Range: bytes=0-, 0-, 0-, 0-\r\n"), "206", "Content-Length: 1000\r\n"},
    {"one unsatisfiable",         get("/file.txt", "Range: bytes=5000-, 0-3\r\n"), "206", "Content-Range: bytes 0-3/1000\r\n"},
    {"too many",                  get("/file.txt", "Range: bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30,32-32\r\n"), "200"},
    {"ill-formed",                get("/file.txt", "Range: bytes=3-0\r\n"), "200"},
    {"unknown unit",              get("/file.txt", "Range: lines=0-3\r\n"), "200"},
    {"HEAD",                      request("HEAD /file.txt", "Range: bytes=0-3\r\n"), "200", "Content-Length: 1000\r\n"},
    {"range of nothing modified", get("/file.txt", "Range: bytes=0-3\r\nIf-None-Match: *\r\n"), "304"},
    {"If-Range",                  get("/file.txt", "Range: bytes=0-3\r\nIf-Range: " + kTag + "\r\n"), "206", "ETag: ", "Last-Modified"},
    {"If-Range, weak",            get("/file.txt", "Range: bytes=0-3\r\nIf-Range: W/" + kTag + "\r\n"), "200"},
    {"If-Range, other",           get("/file.txt", "Range: bytes=0-3\r\nIf-Range: \"x\"\r\n"), "200"},
    {"If-Range, date",            get("/file.txt", "Range: bytes=0-3\r\nIf-Range: Sat, 05 Nov 1994 08:49:37 GMT\r\n"), "206"},
    {"If-Range, later date",      get("/file.txt", "Range: bytes=0-3\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "200"},
    {"If-Range of what changes",  put("abc") + get("/scratch.txt", "Range: bytes=0-1\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), "201 200"},
    {"If-Range, no validator",    get("/file.txt", "Range: bytes=0-3\r\nIf-Range: x\r\n"), "200"},
};

const Row kTlsRows[] = {
    {"in its own name",      get("/"), "200"},
    {"name in capitals",     "GET / HTTP/1.1\r\nHost: REFERENCE.test:443\r\n\r\n", "200"},
    {"in another name",      "GET / HTTP/1.1\r\nHost: other.test\r\n\r\n", "421"},
    {"absolute",             "GET https://reference.test/ HTTP/1.1\r\nHost: other.test\r\n\r\n", "200"},
    {"absolute, other name", get("https://other.test/"), "421"},
    {"absolute, http",       get("http://other.test/"), "200"},
    {"without a name",       old("GET /"), "200 close"},
};
// clang-format on

void check(const Row& row, bool tls) {
  SCOPED_TRACE(row.name);
  const std::string said = HttpBench({}, tls).talk(row.in);
  EXPECT_EQ(statuses(said), row.statuses) << escape(said);
  EXPECT_NE(said.find(row.has), std::string::npos) << escape(said);
  const bool lacks = *row.lacks == '\0' || said.find(row.lacks) == std::string::npos;
  EXPECT_TRUE(lacks) << escape(said);
}

TEST(HttpSession, Table) {
  for (const Row& row : kRows) check(row, false);
}

TEST(HttpSession, OverTls) {
  for (const Row& row : kTlsRows) check(row, true);
}

/// The origin behind a gateway shows what a strict server would refuse, so that it can be judged.
TEST(HttpSession, AnOriginShowsWhateverComes) {
  struct ShownRow {
    std::string_view in, statuses, shown;
  };
  constexpr ShownRow kShown[] = {
      {"GET /echo HTTP/1.1\r\n\r\n", "200 close", "GET /echo HTTP/1.1\r\n\r\n"},
      {"GET /echo HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n", "200 close", "A: b\r\n c"},
      {"GET /echo HTTP/1.1\r\nHost : a\r\n\r\n", "200 close", "Host : a"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello", "200 close", "+5"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\nhello", "413 close", ""},
      {"GET / HTTP/1.1\r\n\r\n", "400 close", ""},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\ncut{end}", "400 close", ""},
  };
  for (const ShownRow& row : kShown) {
    SCOPED_TRACE(row.in);
    const std::string said = HttpBench().echoing_all().talk(row.in);
    EXPECT_EQ(statuses(said), row.statuses) << escape(said);
    EXPECT_NE(said.find(row.shown), std::string::npos) << escape(said);
    EXPECT_EQ(statuses(HttpBench().talk(row.in)).find("200"), std::string::npos);
  }
}

/// 100 depends on what has come so far; all else does not.
TEST(HttpSession, EverySplit) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const bool marked = row.in.find('{') != std::string::npos;
    if (row.in.size() > kCutUpTo || marked) continue;
    const std::string whole = HttpBench().talk(row.in);
    for (std::size_t cut = 0; cut <= row.in.size(); ++cut)
      ASSERT_EQ(HttpBench().talk(row.in, {cut}), whole) << cut;
    std::vector<std::size_t> all;
    for (std::size_t cut = 1; cut < row.in.size(); ++cut) all.push_back(cut);
    ASSERT_EQ(HttpBench().talk(row.in, all), whole);
  }
}

/// What was asked, request by request.
http::Asked take_asked(std::string_view& in) {
  while (in.starts_with("\r\n")) in.remove_prefix(2);
  const http::Asked asked = http::recognise(in.substr(0, in.find("\r\n")));
  const auto read = http::parse_request_lenient(in);
  const auto* got = std::get_if<Got<http::LenientRequest>>(&read);
  in.remove_prefix(got == nullptr ? in.size() : got->used);
  return asked;
}

/// Every rule that is checked on responses of other servers holds for this one's.
TEST(HttpSession, BreaksNoInvariant) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    std::string in = row.in;
    if (const std::size_t cut = in.find("{|}"); cut != std::string::npos) in.erase(cut, 3);
    std::string_view left = in;
    const std::string said = HttpBench().talk(row.in);
    std::string_view octets = said;
    if (octets.ends_with("close\r\n")) octets.remove_suffix(7);
    http::Question question{.asked = take_asked(left)};
    while (!octets.empty()) {
      const auto read = http::parse_closed_response(octets, question.asked);
      const auto* got = std::get_if<Got<http::LenientResponse>>(&read);
      ASSERT_NE(got, nullptr) << escape(octets);
      octets.remove_prefix(got->used);
      EXPECT_TRUE(got->value.deviations.empty()) << got->value.deviations.front().rule;
      const auto broken = http::broken_rules(got->value, question);
      EXPECT_TRUE(broken.empty()) << broken.front().rule;
      if (got->value.response.status / 100 != 1) question.asked = take_asked(left);
    }
  }
}

TEST(HttpSession, StopsWhereThePeerDoesNotRead) {
  HttpBench bench;
  std::string in;
  for (int i = 0; i < 2000; ++i) in += get("/file.txt");
  const std::string said = bench.talk(in);
  EXPECT_EQ(std::ranges::count(statuses(said), ' '), 1999);
}

TEST(HttpSession, Farewell) {
  HttpDocuments documents(0);
  HttpContext context{.documents = &documents, .names = {}, .now = [] { return 0; }};
  HttpSession session(context, false);
  EXPECT_EQ(session.farewell(GivingUp::Idle), "");
  EXPECT_EQ(statuses(session.farewell(GivingUp::Busy)), "503");
  session.feed("GET / HTTP/1.1\r\n");
  EXPECT_EQ(statuses(session.farewell(GivingUp::Idle)), "408");
}

/// The oldest make room.
TEST(HttpDocuments, AreBounded) {
  HttpDocuments documents(0, {.documents = 2, .octets = 40});
  const auto held = [&documents] {
    std::string all;
    for (const char* path : {"/scratch1", "/scratch2", "/scratch3"})
      all += documents.find(path) == nullptr ? '-' : path[8];
    return all;
  };
  EXPECT_TRUE(documents.put("/scratch1", "a/b", "0123456789", 0));
  EXPECT_FALSE(documents.put("/scratch2", "a/b", std::string(32, 'x'), 0)) << "41 octets";
  EXPECT_EQ(held(), "1--");
  EXPECT_TRUE(documents.put("/scratch2", "a/b", "0123456789", 0));
  EXPECT_EQ(held(), "12-");
  EXPECT_TRUE(documents.put("/scratch1", "a/b", "", 0));
  EXPECT_TRUE(documents.put("/scratch3", "a/b", "", 0));
  EXPECT_EQ(held(), "1-3") << "2 was the oldest";
  EXPECT_TRUE(documents.put("/scratch2", "a/b", "0123456789012345678901234", 0));
  EXPECT_EQ(held(), "-2-");
  documents.remove("/scratch2");
  EXPECT_EQ(held(), "---");
}

TEST(HttpOrigin, NormalisesPaths) {
  struct PathRow {
    const char *in, *out;
  };
  constexpr PathRow kPaths[] = {
      {"/%41%7e%2d", "/A~-"}, {"/%2f%c3", "/%2F%C3"}, {"/a/../b", "/b"}, {"/%2e%2e/b", "/b"},
      {"/..", "/"},           {"/a/.", "/a/"},        {"", ""},
  };
  for (const PathRow& row : kPaths) EXPECT_EQ(normalise_path(row.in), row.out) << row.in;
}

}  // namespace
}  // namespace wireassay::reference::testing
