// The player against a hostile IMAP server: play/player.h. What an input is: fuzz/player.h.
#include "play/player.h"

#include "player.h"

namespace wireassay {
namespace {

constexpr const char* kOpenings = R"(
[opening.authenticated]
after    = "connected"
params   = { user = "${user}", password = "${password}" }
dialogue = [ { send = 'LOGIN "${user}" "${password}"', assume = "OK" } ]
)";

// The first one is chosen by "@", the next by "A", "B", …
constexpr const char* kCases = R"toml(
[[case]]
id       = "imap.fuzz.line"
title    = "one line"
quote    = "q"
dialogue = [ { send = "NOOP", expect = "OK", tolerate = { "NO" = "not now" }, skip = { "BAD" = "not there" } } ]

[[case]]
id       = "imap.fuzz.untagged"
title    = "what is told is asked for"
quote    = "q"
begin    = "authenticated"
dialogue = [
  { send = "STATUS box (UIDNEXT MESSAGES)", expect = "OK", untagged = ["STATUS box (UIDNEXT ${?n})"], check = ["${n} > 0"] },
  { send = "UID FETCH ${n} (FLAGS)", tag = "T${n}", expect = "OK", untagged = { has = ["${?} FETCH (UID ${n})"], not = ["${?} EXPUNGE"] } },
  { exchange = "* 1 fetch (uid ${?u})" },
]

[[case]]
id       = "imap.fuzz.literal"
title    = "a literal is waited for"
quote    = "q"
dialogue = [
  { send = "LOGIN {5}", assume = "+|NO|BAD" },
  { when = "+", send = "alice {3}", expect = "+|NO|BAD", code = "TOOBIG" },
  { when = "+", send = "abc", expect = "OK|NO" },
]

[[case]]
id       = "imap.fuzz.pipelining"
title    = "completions in any order"
quote    = "q"
dialogue = [
  { send = ["FETCH 1 FLAGS", "FETCH 2 FLAGS", "NOOP"], expect = ["OK", "NO|BAD", "OK"] },
  { send = "* NOTAG", tag = "", expect = "BAD" },
]

[[case]]
id       = "imap.fuzz.idle"
title    = "data that comes by itself"
quote    = "q"
requires = ["IDLE"]
dialogue = [
  { send = "IDLE", assume = "+" },
  { expect = "*", untagged = ["${?n} EXISTS"], tolerate = { silence = "slow" } },
  { expect = "silence" },
  { send = "DONE", expect = "OK", untagged = { order = ["1 EXPUNGE", "2 EXISTS"] } },
]

[[case]]
id       = "imap.fuzz.secret"
title    = "what is secret"
quote    = "q"
dialogue = [
  { auth = { mechanism = "PLAIN" }, assume = "OK|NO" },
  { send = 'LOGIN "${user}" "${wrong_password}"', expect = "NO" },
  { send = "LOGOUT", expect = ["OK", "close"] },
]

[[case]]
id       = "imap.fuzz.starttls"
title    = "TLS that does not come"
quote    = "q"
dialogue = [
  { send = "STARTTLS", assume = "OK" },
  { tls = { }, expect = "established|close", tolerate = { plaintext = "in clear", "alert" = "refused" } },
]

[[case]]
id       = "imap.fuzz.two"
title    = "sent here and seen there"
quote    = "q"
connections = { out = { service = "smtp", begin = "connected" }, box = { service = "imap", begin = "authenticated" } }
dialogue = [
  { on = "out", send = "NOOP", assume = 250 },
  { on = "box", poll = "1s", send = "SEARCH ALL", expect = "OK", untagged = ["SEARCH ${?id}"] },
  { on = "out", do = "close" },
  { on = "box", send = "CLOSE", expect = "OK" },
]
)toml";

}  // namespace

void fuzz(std::string_view in) {
  static const auto scenes = fuzzing::scenes_of("imap", kCases, kOpenings,
                                                {"imap://127.0.0.1:143", "smtp://127.0.0.1:25"});
  fuzzing::fuzz_player(in, scenes);
}

}  // namespace wireassay
