// Every rule of the lint: a file that breaks it, and its neighbour that does not.
#include <gtest/gtest.h>

#include "scenario/load_testing.h"

namespace wireassay::scenario {
namespace {

std::string all(const Suite& suite) {
  std::string text;
  for (const Problem& problem : suite.problems) text += to_string(problem) + "\n";
  return text;
}

struct Row {
  const char* name;
  const char* rest;  // of the case, from line 8
  Position at;       // line 0: nothing is wrong
  const char* message;
};

void check(const Row& row) {
  SCOPED_TRACE(row.name);
  const Suite suite = load_test_text(case_text(row.rest));
  if (row.at.line == 0) {
    EXPECT_TRUE(suite.problems.empty()) << all(suite);
    return;
  }
  ASSERT_EQ(suite.problems.size(), 1U) << all(suite);
  EXPECT_EQ(suite.problems[0].at, row.at) << all(suite);
  EXPECT_EQ(suite.problems[0].message, row.message);
}

// clang-format off: one case a line
TEST(Lint, Names) {
  const Row kRows[] = {
      {"unknown",            "dialogue = [ { send = \"MAIL FROM:<${sendr}>\", expect = 250 } ]", {8, 23}, "unknown variable `sendr`; did you mean `sender`? (at +13 in the string)"},
      {"unknown, far",       "dialogue = [ { send = \"${zzzzzzzz}\", expect = 250 } ]", {8, 23}, "unknown variable `zzzzzzzz`: define it in `let`, or name the fact in `needs` (at +2 in the string)"},
      {"fact in needs",      "needs = [\"postmaster\"]\ndialogue = [ { send = \"VRFY ${postmaster}\", expect = 250 } ]", {}, ""},
      {"numbered",           "dialogue = [ { send = \"${address2} ${user9} ${password3} ${wrong_password2}\", expect = 250 } ]", {}, ""},
      {"number out of range", "dialogue = [ { send = \"${user1}\", expect = 250 } ]", {8, 23}, "unknown variable `user1`; did you mean `user`? (at +2 in the string)"},
      {"let",                "let = { a = \"${b}\", b = \"x\" }\ndialogue = [ { send = \"${a}\", expect = 250 } ]", {}, ""},
      {"unknown in let",     "let = { a = \"${nix_da}\" }\ndialogue = [ { send = \"${a}\", expect = 250 } ]", {8, 13}, "unknown variable `nix_da`: define it in `let`, or name the fact in `needs` (at +2 in the string)"},
      {"hole in let",        "let = { a = \"${h}\" }\ndialogue = [ { send = \"x\", assume = 250, lines = [\"${?h}\"] }, { send = \"${a}\", expect = 250 } ]", {8, 13}, "`h` is bound by a step, and this is expanded before the first one (at +2 in the string)"},
      {"circle",             "let = { a = \"${b}\", b = \"${a}\", c = \"${a}\" }\ndialogue = [ { send = \"${a}\", expect = 250 } ]", {8, 13}, "the variable `a` is defined by itself"},
      {"its own before",     "let = { client = \"x.${client}\" }\ndialogue = [ { send = \"${client}\", expect = 250 } ]", {}, ""},
      {"its own without",    "let = { own = \"x.${own}\" }\ndialogue = [ { send = \"${own}\", expect = 250 } ]", {8, 15}, "the variable `own` is defined by itself"},
      {"row",                "for = [ { name = \"a\", x = \"1\" }, { name = \"b\", x = 2 } ]\ndialogue = [ { send = \"${x}\", expect = 250 } ]", {}, ""},
      {"some rows",          "for = [ { name = \"a\", x = \"1\" }, { name = \"b\" } ]\ndialogue = [ { send = \"${x}\", expect = 250 } ]", {9, 23}, "only some rows of `for` define `x`: give it in each (at +2 in the string)"},
      {"a moving name",      "let = { tag = \"x\" }\ndialogue = [ { send = \"${tag}\", expect = 250 } ]", {8, 15}, "`tag` is set anew at each step (the count of `times`, the next tag): take another name"},
      {"env",                "dialogue = [ { send = \"${env(HOME)}\", expect = 250 } ]", {8, 23}, "`env` is for targets: declare a fact there and name it in `needs` (at +2 in the string)"},
      {"cap takes a word",   "dialogue = [ { send = \"${cap(SIZE) + 1}\", expect = 250 } ]", {}, ""},
      {"in check",           "dialogue = [ { send = \"x\", expect = 250, check = [\"${nix_da} == 1\"] } ]", {8, 51}, "unknown variable `nix_da`: define it in `let`, or name the fact in `needs` (at +2 in the string)"},
      {"bad check",          "dialogue = [ { send = \"x\", expect = 250, check = [\"${i} = 1\"] } ]", {8, 51}, "no comparison: one of == != < <= > >= must stand between two terms (at +0 in the string)"},
      {"in a field",         "dialogue = [ { send = \"x\", expect = 250, lines = [\"${nix_da}\"] } ]", {8, 51}, "unknown variable `nix_da`: define it in `let`, or name the fact in `needs` (at +2 in the string)"},
      {"in a parameter",     "begin = { opening = \"greeted\", client = \"${nix_da}\" }\ndialogue = [ { send = \"x\", expect = 250 } ]", {8, 41}, "unknown variable `nix_da`: define it in `let`, or name the fact in `needs` (at +2 in the string)"},
      {"escaped",            "dialogue = [ { send = \"$${nix_da}\", expect = 250 } ]", {}, ""},
      {"second piece",       "let = { a = [\"x\", \"${nix_da}\"] }\ndialogue = [ { send = \"${a}\", expect = 250 } ]", {8, 13}, "unknown variable `nix_da`: define it in `let`, or name the fact in `needs` (at +2 in the string)"},
  };
  for (const Row& row : kRows) check(row);
}

TEST(Lint, Replies) {
  const Row kRows[] = {
      {"field",              "dialogue = [ { send = \"x\", expect = 250, as = \"a\" }, { send = \"y\", expect = 250, check = [\"${a.octets} > 3\", \"${a.at} > 0\"] } ]", {}, ""},
      {"own field",          "dialogue = [ { send = \"x\", expect = 250, as = \"a\", check = [\"${a.octets} > 3\"] } ]", {}, ""},
      {"unknown reply",      "dialogue = [ { send = \"x\", expect = 250, as = \"first\", check = [\"${frist.octets} > 3\"] } ]", {8, 65}, "no earlier reply is named `frist` by `as` (at +2 in the string)"},
      {"unknown field",      "dialogue = [ { send = \"x\", expect = 250, as = \"a\" }, { send = \"y\", expect = 250, check = [\"${a.octest} > 3\"] } ]", {8, 91}, "a reply of smtp has no field `octest`; did you mean `octets`? (at +2 in the string)"},
      {"twice",              "dialogue = [\n{ send = \"x\", expect = 250, as = \"a\" },\n{ send = \"y\", expect = 250, as = \"a\" } ]", {10, 1}, "two replies are named `a`: give this one another name"},
  };
  for (const Row& row : kRows) check(row);
}

TEST(Lint, Paths) {
  const Row kRows[] = {
      {"bound before",       "dialogue = [\n{ send = \"a\", assume = 334, lines = [\"${?c}\"] },\n{ send = \"${c}\", expect = 235 } ]", {}, ""},
      {"bound later",        "dialogue = [\n{ send = \"${c}\", assume = 334 },\n{ send = \"a\", expect = 334, lines = [\"${?c}\"] } ]", {9, 10}, "`c` is bound only by a later step: move it up, or use it later (at +2 in the string)"},
      {"under when",         "dialogue = [\n{ send = \"a\", assume = \"250|334\" },\n{ when = 334, send = \"b\", assume = 250, lines = [\"${?c}\"] },\n{ send = \"${c}\", expect = 250 } ]", {11, 10}, "`c` is not bound on every path to this step (not after `250`): guard this step with `when` (at +2 in the string)"},
      {"both under when",    "dialogue = [\n{ send = \"a\", assume = \"250|334\" },\n{ when = 334, send = \"b\", assume = 235, lines = [\"${?c}\"] },\n{ when = 235, send = \"${c}\", expect = 250 } ]", {}, ""},
      {"tolerated",          "dialogue = [\n{ send = \"a\", expect = 334, lines = [\"${?c}\"], tolerate = { 5xx = \"r\" } },\n{ send = \"${c}\", expect = 250 } ]", {10, 10}, "`c` is not bound on every path to this step (not after `5xx`): guard this step with `when` (at +2 in the string)"},
      {"skip ends",          "dialogue = [\n{ send = \"a\", expect = 334, lines = [\"${?c}\"], skip = { 5xx = \"r\" } },\n{ send = \"${c}\", expect = 250 } ]", {}, ""},
      {"as of any event",    "dialogue = [\n{ send = \"a\", expect = \"250|close\", as = \"r\", tolerate = { 5xx = \"r\" } },\n{ expect = \"close\", check = [\"${r.at} > 0\"] } ]", {}, ""},
      {"silence binds none", "dialogue = [\n{ send = \"a\", expect = \"334|silence\", lines = [\"${?c}\"] },\n{ send = \"${c}\", expect = 250 } ]", {10, 10}, "`c` is not bound on every path to this step (not after `silence`): guard this step with `when` (at +2 in the string)"},
      {"named group",        "dialogue = [\n{ send = \"a\", assume = 250, lines = { re = '^(?P<c>\\d+)$' } },\n{ send = \"${c}\", expect = 250 } ]", {}, ""},
      {"bound in opening",   "begin = \"bare\"\ndialogue = [ { send = \"${banner}\", expect = 250 } ]", {}, ""},
      {"when never holds",   "dialogue = [\n{ send = \"a\", expect = \"250|5xx\" },\n{ when = 354, send = \"b\", expect = 250 } ]", {10, 10}, "`when` never holds: no earlier outcome of this connection can be `354`"},
      {"when may hold",      "dialogue = [\n{ send = \"a\", expect = \"250|5xx\" },\n{ when = 554, send = \"b\", expect = 250 } ]", {}, ""},
      {"when of the opening", "dialogue = [ { when = 220, send = \"b\", expect = 250 } ]", {}, ""},
      {"after close",        "dialogue = [\n{ send = \"QUIT\", expect = [221, \"close\"] },\n{ send = \"b\", expect = 250 } ]", {10, 1}, "this step is never played: before it the connection is always closed"},
      {"after do = close",   "dialogue = [\n{ send = \"a\", expect = 250 },\n{ do = \"reset\" },\n{ send = \"b\", expect = 250 } ]", {11, 1}, "this step is never played: before it the connection is always closed"},
      {"after shut",         "dialogue = [\n{ do = \"shut\" },\n{ expect = \"close\" } ]", {}, ""},
      {"after maybe close",  "dialogue = [\n{ send = \"a\", expect = \"250|close\" },\n{ send = \"b\", expect = 250 } ]", {}, ""},
      {"other connection",   "connections = { a = { service = \"smtp\" }, b = { service = \"smtp\" } }\ndialogue = [\n{ on = \"a\", send = \"QUIT\", expect = [221, \"close\"] },\n{ on = \"b\", send = \"b\", expect = 250 } ]", {}, ""},
      {"cleanup is fresh",   "dialogue = [\n{ send = \"QUIT\", expect = [221, \"close\"] } ]\ncleanup = [ { send = \"b\", expect = 250 } ]", {}, ""},
  };
  for (const Row& row : kRows) check(row);
}

TEST(Lint, Tolerate) {
  const Row kRows[] = {
      {"same",               "dialogue = [ { send = \"a\", expect = \"250|251\", tolerate = { 251 = \"r\" } } ]", {8, 61}, "`tolerate` never sees `251`: `251` of the step's `expect` takes it first"},
      {"covered",            "dialogue = [ { send = \"a\", expect = \"5xx\", skip = { 502 = \"r\" } } ]", {8, 53}, "`skip` never sees `502`: `5xx` of the step's `expect` takes it first"},
      {"wider",              "dialogue = [ { send = \"a\", expect = 550, tolerate = { 5xx = \"r\" } } ]", {}, ""},
      {"with a field",       "dialogue = [ { send = \"a\", expect = 550, enhanced = \"5.1.1\", tolerate = { 550 = \"r\" } } ]", {8, 75}, "`tolerate` never sees `550`: `550` of the step's `expect` takes it first"},
      {"skip of a set-up",   "dialogue = [\n{ send = \"a\", assume = 550, enhanced = \"5.1.1\", skip = { 550 = \"r\" } },\n{ send = \"b\", expect = 250 } ]", {}, ""},
  };
  for (const Row& row : kRows) check(row);
}

TEST(Lint, Passwords) {
  constexpr const char* kAdvice = "a literal password: write ${password} or ${wrong_password}, which are masked";
  const Row kRows[] = {
      {"auth",               "dialogue = [ { auth = { mechanism = \"PLAIN\", password = \"secret\" }, expect = 235 } ]", {8, 57}, kAdvice},
      {"auth variable",      "dialogue = [ { auth = { mechanism = \"PLAIN\", password = \"${wrong_password}\" }, expect = 535 } ]", {}, ""},
      {"let",                "let = { my_password = \"secret\" }\ndialogue = [ { send = \"${my_password}\", expect = 235 } ]", {8, 23}, kAdvice},
      {"plain",              "dialogue = [ { send = \"AUTH PLAIN AGFsaWNlAHNlY3JldA==\", expect = 235 } ]", {8, 23}, kAdvice},
      {"plain bytes",        "dialogue = [ { send_bytes = 'auth plain AGFsaWNlAHNlY3JldA==\\r\\n', expect = 235 } ]", {8, 29}, kAdvice},
      {"plain without one",  "dialogue = [ { send = \"AUTH PLAIN AGFsaWNlAA==\", expect = 501 } ]", {}, ""},
      {"no base64",          "dialogue = [ { send = \"AUTH PLAIN !!!\", expect = 501 } ]", {}, ""},
  };
  for (const Row& row : kRows) check(row);
  const Suite pop3 = load_test_text(
      "protocol='pop3'\nspec='x'\n[[case]]\nid='pop3.x'\ntitle='t'\nlevel='EXAMPLE'\n"
      "dialogue=[{send='USER ${user}',expect='+OK'},{send='PASS secret',expect='+OK'}]\n");
  ASSERT_EQ(pop3.problems.size(), 1U) << all(pop3);
  EXPECT_EQ(pop3.problems[0].message, kAdvice);
}

TEST(Lint, Injection) {
  const Row kRows[] = {
      {"same reply",         "dialogue = [\n{ send = [\"STARTTLS\", \"NOOP\"], assume = 220 },\n{ tls = {} },\n{ send = \"RSET\", expect = 250 } ]", {11, 1}, "the reply to what was injected in line 9 may equal the one expected here: inject a command that is answered otherwise, too"},
      {"in bytes",           "dialogue = [\n{ send_bytes = 'STARTTLS\\r\\nRSET\\r\\n', assume = 220 },\n{ tls = {} },\n{ send = \"NOOP\", expect = \"2xx\" } ]", {11, 1}, "the reply to what was injected in line 9 may equal the one expected here: inject a command that is answered otherwise, too"},
      {"two replies",        "dialogue = [\n{ send = [\"STARTTLS\", \"RSET\", \"VRFY injected\"], assume = 220 },\n{ tls = {} },\n{ send = \"NOOP\", expect = 250 } ]", {}, ""},
      {"silence first",      "dialogue = [\n{ send = [\"STARTTLS\", \"NOOP\"], assume = 220 },\n{ tls = {} },\n{ expect = \"silence\" } ]", {}, ""},
      {"nothing injected",   "dialogue = [\n{ send = \"STARTTLS\", assume = 220 },\n{ tls = {} },\n{ send = \"NOOP\", expect = 250 } ]", {}, ""},
  };
  for (const Row& row : kRows) check(row);
}

TEST(Lint, Sizes) {
  const Row kRows[] = {
      {"times fits",         "dialogue = [ { times = 10000, send = \"RCPT TO:<${address}>\", expect = 250 } ]", {}, ""},
      {"times too much",     "dialogue = [ { times = 1000, send = \"${repeat('x', 100000)}\", expect = 250 } ]", {8, 14}, "`times` may send more than 67108864 octets in total: repeat less, or send less"},
      {"without bound",      "dialogue = [ { times = 2, send = \"${repeat('x', cap(SIZE))}\", expect = 250 } ]", {8, 14}, "`times` without a bound on the total: what is sent depends on a number of the server"},
      {"once without bound", "dialogue = [ { send = \"${repeat('x', cap(SIZE))}\", expect = 250 } ]", {}, ""},
      {"through let",        "let = { n = 100000000, big = \"${repeat('x', n)}\" }\ndialogue = [ { send = \"${big}\", expect = 250 } ]", {9, 14}, "the step sends more than 67108864 octets: make it shorter"},
      {"by a length",        "let = { a = \"xyz\" }\ndialogue = [ { times = 2, send = \"${repeat('x', len(a) * 3 - 1)}\", expect = 250 } ]", {}, ""},
  };
  for (const Row& row : kRows) check(row);
}

TEST(Lint, Files) {
  const Row kRows[] = {
      {"missing",            "dialogue = [ { send_bytes = '${file(\"none.txt\")}', expect = 250 } ]", {8, 29}, "there is no file `none.txt` beside the scenario (at +2 in the string)"},
      {"outside",            "dialogue = [ { send_bytes = '${file(\"../x.txt\")}', expect = 250 } ]", {8, 29}, "`../x.txt` leaves the folder of the scenario: `..` is not allowed (at +2 in the string)"},
      {"absolute",           "dialogue = [ { send_bytes = '${file(\"/etc/passwd\")}', expect = 250 } ]", {8, 29}, "`/etc/passwd` is no name of a file beside the scenario (at +2 in the string)"},
      {"variable",           "dialogue = [ { send_bytes = '${file(client)}', expect = 250 } ]", {8, 29}, "the name of a file is a quoted literal: file('name') (at +2 in the string)"},
  };
  for (const Row& row : kRows) check(row);
}
// clang-format on

}  // namespace
}  // namespace wireassay::scenario
