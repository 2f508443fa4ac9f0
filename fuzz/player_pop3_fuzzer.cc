// The player against a hostile POP3 server: play/player.h. What an input is: fuzz/player.h.
#include "play/player.h"

#include "player.h"

namespace wireassay {
namespace {

constexpr const char* kOpenings = R"(
[opening.transaction]
after    = "connected"
params   = { user = "${user}", password = "${password}" }
dialogue = [ { send = "USER ${user}", assume = "+OK" }, { send = "PASS ${password}", assume = "+OK" } ]
)";

// The first one is chosen by "@", the next by "A", "B", …
constexpr const char* kCases = R"(
[[case]]
id       = "pop3.fuzz.line"
title    = "one line"
quote    = "q"
dialogue = [ { send = "NOOP", expect = "+OK", tolerate = { "-ERR" = "refused" } } ]

[[case]]
id       = "pop3.fuzz.retrieve"
title    = "a message of the size that was told"
quote    = "q"
begin    = "transaction"
dialogue = [
  { send = "LIST 1", assume = "+OK", args = "1 ${?size}" },
  { send = "RETR 1", expect = "+OK", as = "m", check = ["${m.body_octets} == ${size}"] },
  { send = "UIDL", expect = "+OK", lines = ["1 ${?id}"], skip = { "-ERR" = "not there" } },
  { send = "DELE ${id}", expect = "-ERR" },
]

[[case]]
id       = "pop3.fuzz.pipelining"
title    = "commands in one write"
quote    = "q"
requires = ["PIPELINING"]
dialogue = [ { send = ["NOOP", "CAPA", "STAT"], expect = ["reply", "+OK|-ERR"] }, { expect = "-ERR", code = "AUTH" } ]

[[case]]
id       = "pop3.fuzz.secret"
title    = "what is secret"
quote    = "q"
begin    = "raw"
dialogue = [
  { expect = "+OK", as = "hello" },
  { send = "APOP ${user} ${apop(user)}", expect = "+OK|-ERR" },
  { auth = { mechanism = "PLAIN", initial = true }, expect = "+OK|-ERR" },
  { send = "PASS ${wrong_password}", expect = "-ERR" },
]

[[case]]
id       = "pop3.fuzz.stls"
title    = "TLS that does not come"
quote    = "q"
dialogue = [
  { send = "STLS", assume = "+OK" },
  { tls = { }, expect = "established|close", tolerate = { plaintext = "in clear", "alert" = "refused" } },
]

[[case]]
id       = "pop3.fuzz.stls-opening"
title    = "TLS that is asked for before the case"
quote    = "q"
surfaces = ["pop3+stls"]
dialogue = [ { send = "NOOP", expect = "-ERR" } ]

[[case]]
id       = "pop3.fuzz.poll"
title    = "each attempt has a session of its own"
quote    = "q"
dialogue = [ { poll = "1s", send = "STAT", expect = "+OK", args = "${?n} ${?}", check = ["${n} > 0"] } ]
cleanup  = [ { send = "RSET", expect = "+OK" } ]

[[case]]
id       = "pop3.fuzz.end"
title    = "silence and the end"
quote    = "q"
dialogue = [
  { send_bytes = 'NOOP\r', expect = "silence|close" },
  { send_bytes = '\n', expect = "reply" },
  { send = "QUIT", expect = ["+OK", "close"] },
]
)";

}  // namespace

void fuzz(std::string_view in) {
  static const auto scenes =
      fuzzing::scenes_of("pop3", kCases, kOpenings, {"pop3://127.0.0.1:110"});
  fuzzing::fuzz_player(in, scenes);
}

}  // namespace wireassay
