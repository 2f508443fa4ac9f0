// Helpers of the loader's tests: a dialect, and texts to suites.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "scenario/dialects.h"
#include "scenario/load.h"

namespace wireassay::scenario {

/// SMTP as its dialect declares it, as far as the loader looks.
inline const DialectInfo& test_smtp() {
  static const DialectInfo kInfo = [] {
    DialectInfo info = *known_dialects().front().info;
    info.invariants = {{.id = "smtp.same-code"}, {.id = "smtp.bare-lf"}};
    return info;
  }();
  return kInfo;
}

inline constexpr std::string_view kTestOpenings = R"(
[opening.greeted]
params   = { client = "${client}" }
dialogue = [ { send = "EHLO ${client}", assume = 250 } ]
[opening.tls]
security = "encrypted"
dialogue = [ { send = "EHLO ${client}", assume = 250 } ]
[opening.mail]
after    = "greeted"
dialogue = [ { send = "MAIL FROM:<${sender}>", assume = 250 } ]
[opening.bare]
after    = "raw"
dialogue = [ { assume = 220, lines = ["${?banner}"] } ]
)";

inline Suite load_test_text(std::string_view text, std::string_view openings = kTestOpenings) {
  LoadContext context;
  context.dialects = {&test_smtp()};
  return load_text(text, "test.toml", {{"smtp", std::string(openings)}}, context);
}

/// A file with one case, level MAY; `rest` begins in line 8.
inline std::string case_text(std::string_view rest) {
  return "protocol = \"smtp\"\nspec = \"RFC 5321\"\n[[case]]\nid = \"smtp.a.b\"\ntitle = "
         "\"t\"\nclause = \"1\"\n"
         "level = \"MAY\"\n" +
         std::string(rest) + "\n";
}

}  // namespace wireassay::scenario
