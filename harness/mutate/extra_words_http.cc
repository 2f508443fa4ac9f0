// Words of HTTP that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kHttpAuth = std::to_array<std::string_view>({
    "Zg==", "Zh==", "Zm8=", "Zm9v", "algorithm=SHA-256", "realm=\"", "username*=UTF-8''"});

constexpr auto kOfHttpAuthAndOthers = std::to_array<std::string_view>({
    "\000"sv, "\t", "\r\n", " ", "\"", "*", "*/", "+", ", ", "-", "/", ":", ";", "; ", "=", "==",
    "Basic ", "Digest ", "W/\"", "\\\"", "_", "bytes ", "bytes=", "nc=00000001", "qop=auth",
    "\377"});

constexpr auto kHttpChunked = std::to_array<std::string_view>({
    "\n", "\r", "\r\r\n", "0\r\n", "0\r\n\r\n", "000", "0x", "1\r\nx\r\n", "10000000000000000",
    "5\r\nhello\r\n", ";a", ";a=\"b\"", ";a=b", "A", "A: b\r\n", "a\r\n", "ffffffffffffffff"});

constexpr auto kHttpCookie = std::to_array<std::string_view>({
    "; Domain=", "; Expires=", "; HttpOnly", "; Max-Age=", "; Path=", "; Secure"});

constexpr auto kHttpDate = std::to_array<std::string_view>({
    "  ", " +0000", " GMT", " UTC", "0000", "06", "08:49:37", "1994", "2024", "23:59:60",
    "24:00:00", "29", "30", "31", "94", "9999", "Apr", "Aug", "Dec", "Feb", "Fri", "Friday",
    "Jan", "Jul", "Jun", "Mar", "May", "Mon", "Monday", "Nov", "Oct", "Sat", "Saturday", "Sep",
    "Sun", "Sunday", "Thu", "Thursday", "Tue", "Tuesday", "Wed", "Wednesday"});

constexpr auto kHttpField = std::to_array<std::string_view>({
    "\"a\"", ",", "-5", "/*", "/1000", "0-9", "18446744073709551616", "7-", "Domain=a.b",
    "Expires=", "HTTP/2.0", "HttpOnly", "Max-Age=1", "Negotiate", "Path=/", "Secure",
    "Sun, 06 Nov 1994 08:49:37 GMT", "\\", "a=b", "algorithm=MD5", "charset=", "chunked",
    "close", "dXNlcjp0ZXN0", "gzip", "html", "keep-alive", "nonce=\"n\"", "q=0.5", "q=1.000",
    "realm=\"a\"", "response=\"0\"", "text/", "trailers", "uri=\"/\"", "username=\"u\""});

constexpr auto kOfHttpMessageAndOthers = std::to_array<std::string_view>({
    "\000"sv, "\t", "\n", "\n\n", "\013", "\r", "\r\n", "\r\n\r\n", " / ", " : ", " HTTP/1.0",
    " HTTP/1.1", " HTTP/1.10", " HTTP/2.0", " http/1.1", "#", "%41", ", ", "0\r\n\r\n", "100 ",
    "101 ", "18446744073709551616", "204 ", "206 ", "304 ", "401 ", "405 ", "407 ", "416 ",
    "426 ", "5\r\nhello\r\n", "600 ", "Allow: GET\r\n", "CONNECT t:80 ", "Connection: close\r\n",
    "Content-Length: 5\r\n", "Content-Range: bytes 0-1/9\r\n", "Content-Type: text/plain\r\n",
    "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "ETag: \"a\"\r\n", "Expect: 100-continue\r\n",
    "GET ", "HEAD ", "HTTP/1.0 ", "HTTP/1.1 200 OK\r\n", "HTTP/1.10 ", "Host: t\r\n",
    "Location: /\r\n", "OPTIONS * ", "POST ", "PUT ", "Retry-After: 1\r\n",
    "Set-Cookie: a=b\r\n", "Trailer: X\r\n", "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: gzip\r\n", "Upgrade: a\r\n", "WWW-Authenticate: Basic realm=\"a\"\r\n",
    "[::1]:80", "chunked", "gzip, ", "http/1.1 ", "http://t/", "identity",
    "multipart/byteranges", "\377"});

constexpr auto kHttpSession = std::to_array<std::string_view>({
    ",990-", "/auth/", "/cookie", "/echo", "/empty.txt", "/file.txt", "/scratch.txt", "/sub",
    "/trailer", "5\r\nhello\r\n0\r\n\r\n", "Authorization: Basic dTpw", "Connection: close",
    "Cookie: a=b", "DELETE ", "Expect: 100-continue", "Host: x.test\r\n", "If-Match: ",
    "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", "If-None-Match: *", "If-Range: ",
    "If-Unmodified-Since: ", "Max-Forwards: 0", "OPTIONS * HTTP/1.1\r\n", "Range: bytes=0-9",
    "TE: trailers", "TRACE ", "http://x.test/", "~2", "~E"});

constexpr auto kHttpTracker = std::to_array<std::string_view>({
    "~C", "~S"});

constexpr auto kHttpUri = std::to_array<std::string_view>({
    "#", "%", "%41", "%zz", "&", ".", "..", "/../", "/./", "//", "1.2.3.4", "255", "256", "::",
    "?", "@", "[", "[::1]", "[v1.a]", "]", "ffff", "h:80", "http:", "https://", "mailto:",
    "u:p@", "urn:", "~"});

constexpr auto kHttpValidators = std::to_array<std::string_view>({
    "GMT"});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"http_auth", kHttpAuth},
    {"http_auth http_chunked http_cookie http_date http_field http_uri http_validators", kOfHttpAuthAndOthers},
    {"http_chunked", kHttpChunked},
    {"http_cookie", kHttpCookie},
    {"http_date", kHttpDate},
    {"http_field", kHttpField},
    {"http_message http_request http_response http_session http_tracker", kOfHttpMessageAndOthers},
    {"http_session", kHttpSession},
    {"http_tracker", kHttpTracker},
    {"http_uri", kHttpUri},
    {"http_validators", kHttpValidators},
});

}  // namespace

std::span<const ExtraWords> http_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
