// The player against a hostile SMTP server: play/player.h. What an input is: fuzz/player.h.
#include "play/player.h"

#include "player.h"

namespace wireassay {
namespace {

constexpr const char* kOpenings = R"(
[opening.greeted]
after    = "connected"
params   = { client = "${client}" }
dialogue = [ { send = "EHLO ${client}", assume = 250 } ]
)";

// The first one is chosen by "@", the next by "A", "B", …
constexpr const char* kCases = R"(
[[case]]
id       = "smtp.fuzz.line"
title    = "one line"
quote    = "q"
begin    = "greeted"
dialogue = [ { send = "NOOP", expect = 250, tolerate = { "25x" = "another" }, skip = { "502" = "not there" } } ]

[[case]]
id       = "smtp.fuzz.pipelining"
title    = "a group of commands, and a message"
quote    = "q"
begin    = "greeted"
requires = ["PIPELINING"]
dialogue = [
  { send = ["MAIL FROM:<>", "RCPT TO:<${address}>", "DATA"], expect = [250, "250|251|5xx"] },
  { expect = "354|503|554" },
  { when = 354, send = ["Subject: ${unique}", "", "x", "."], expect = "2xx", enhanced = "2.x.x" },
]

[[case]]
id       = "smtp.fuzz.capture"
title    = "what the server said is said again"
quote    = "q"
begin    = "connected"
dialogue = [
  { send = "EHLO ${client}", expect = 250, lines = ["SIZE ${?n}", "${?word}"], check = ["${n} >= 1000"], as = "hello" },
  { capabilities = ["8BITMIME"] },
  { send = "MAIL FROM:<> SIZE=${n - 1}", expect = "2xx|552" },
  { send = "VRFY ${word}", expect = "25x", check = ["${hello.octets} > 10"] },
]

[[case]]
id       = "smtp.fuzz.auth"
title    = "what is secret"
quote    = "q"
begin    = "greeted"
dialogue = [
  { auth = { mechanism = "PLAIN" }, assume = "235|535" },
  { auth = { mechanism = "CRAM-MD5" }, expect = "235|535" },
  { send = "VRFY ${password}", expect = "5xx" },
]

[[case]]
id       = "smtp.fuzz.starttls"
title    = "TLS that does not come"
quote    = "q"
begin    = "greeted"
dialogue = [
  { send = "STARTTLS", assume = 220 },
  { tls = { }, expect = "established|close", tolerate = { plaintext = "in clear", "alert" = "refused" } },
]

[[case]]
id       = "smtp.fuzz.starttls-opening"
title    = "TLS that is asked for before the case"
quote    = "q"
begin    = "connected"
surfaces = ["smtp+starttls"]
dialogue = [ { send = "NOOP", expect = 250 } ]

[[case]]
id       = "smtp.fuzz.two"
title    = "two connections"
quote    = "q"
connections = { a = { service = "smtp", begin = "greeted" }, b = { service = "submission", begin = "raw" } }
dialogue = [
  { on = "a", send = "RSET", expect = 250 },
  { on = "b", expect = "220|554" },
  { on = "a", times = 3, send = "NOOP ${i}", expect = 250 },
  { on = "b", do = "reset" },
  { on = "a", send = "QUIT", expect = [221, "close"] },
]

[[case]]
id       = "smtp.fuzz.silence"
title    = "half a line, and how it ends"
quote    = "q"
begin    = "greeted"
dialogue = [
  { send_bytes = 'NO', expect = "silence|close" },
  { send_bytes = 'OP\r\n', split = 1, pause = "1ms", within = "1s", expect = 250 },
  { do = "shut", expect = "close" },
]

[[case]]
id       = "smtp.fuzz.poll"
title    = "asked again and again, and cleaned up"
quote    = "q"
begin    = "greeted"
dialogue = [ { poll = "1s", send = "VRFY x", expect = 252 }, { after = "50ms", send = "RSET", expect = 250 } ]
cleanup  = [ { send = "RSET", expect = 250 } ]
)";

}  // namespace

void fuzz(std::string_view in) {
  static const auto scenes = fuzzing::scenes_of(
      "smtp", kCases, kOpenings, {"smtp://127.0.0.1:25", "submission://127.0.0.1:587"});
  fuzzing::fuzz_player(in, scenes);
}

}  // namespace wireassay
