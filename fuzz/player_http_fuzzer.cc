// The player against a hostile web server: play/player.h. What an input is: fuzz/player.h.
#include "play/player.h"

#include "player.h"

namespace wireassay {
namespace {

// The first one is chosen by "@", the next by "A", "B", …
constexpr const char* kCases = R"(
[[case]]
id       = "http.fuzz.request"
title    = "one request"
quote    = "q"
dialogue = [ { send = ["GET / HTTP/1.1", "Host: ${authority}", ""], expect = "2xx", header = { Content-Type = true }, tolerate = { "404" = "nothing there" }, skip = { "5xx" = "not now" } } ]

[[case]]
id       = "http.fuzz.pipelining"
title    = "responses find their requests"
quote    = "q"
dialogue = [
  { send = ["GET /x HTTP/1.1", "Host: t", "", "HEAD /x HTTP/1.1", "Host: t", "", "DELETE /n HTTP/1.1", "Host: t", ""], expect = [200, 200] },
  { expect = "4xx", header = { Allow = { re = '^GET' } }, within = "1s" },
]

[[case]]
id       = "http.fuzz.capture"
title    = "a validator is sent back"
quote    = "q"
dialogue = [
  { send = ["GET /x HTTP/1.1", "Host: t", ""], assume = 200, header = { ETag = "${?etag}" }, as = "g" },
  { send = ["GET /x HTTP/1.1", "Host: t", "If-None-Match: ${etag}", ""], expect = "304|200" },
  { when = 200, same_headers = { as = "g", but = ["date"] }, body_octets = 5 },
]

[[case]]
id       = "http.fuzz.interim"
title    = "100 and what follows"
quote    = "q"
dialogue = [
  { send = ["PUT /x HTTP/1.1", "Host: t", "Content-Length: 3", "Expect: 100-continue", ""], expect = "100|4xx|417" },
  { when = 100, send_bytes = 'abc', expect = "2xx", interim = [] },
  { send = ["GET /x HTTP/1.1", "Host: t", "Connection: close", ""], expect = [200, "close"] },
]

[[case]]
id       = "http.fuzz.trailer"
title    = "chunks, decoded, and their trailer"
quote    = "q"
dialogue = [
  { send = ["GET /c HTTP/1.1", "Host: t", "TE: trailers", ""], expect = 200, body = "hello", trailer = { X = "${?x}" }, check = ["${len(x)} > 1"] },
]

[[case]]
id       = "http.fuzz.upgrade"
title    = "another protocol"
quote    = "q"
dialogue = [
  { send = ["GET /t HTTP/1.1", "Host: t", "Upgrade: x", "Connection: upgrade", ""], expect = "101|200|426" },
  { when = 101, expect = "silence" },
  { do = "shut", expect = "close|reply" },
]

[[case]]
id       = "http.fuzz.old"
title    = "to the end of the connection"
quote    = "q"
dialogue = [
  { send_bytes = 'GET / HTTP/1.0\r\n\r\n', split = [4, 9], expect = "200|400", body = { re = 'a+b' } },
  { expect = "close" },
]

[[case]]
id       = "http.fuzz.two"
title    = "what a request with a password brings"
quote    = "q"
begin    = "connected"
dialogue = [
  { times = 2, send = ["GET /${i} HTTP/1.1", "Host: t", "Authorization: Basic ${base64(password)}", ""], expect = "401|200", body = { not = "${password}" } },
]
)";

}  // namespace

void fuzz(std::string_view in) {
  static const auto scenes = fuzzing::scenes_of("http", kCases, "", {"http://127.0.0.1:80"});
  fuzzing::fuzz_player(in, scenes);
}

}  // namespace wireassay
