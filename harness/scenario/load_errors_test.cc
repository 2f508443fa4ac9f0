// Mistakes in scenario files: each with its place and its words.
#include <gtest/gtest.h>

#include "scenario/load_testing.h"
#include "scenario/source.h"

namespace wireassay::scenario {
namespace {

struct Row {
  const char* name;
  std::string text;
  Position at;
  const char* message;
};

std::string all(const Suite& suite) {
  std::string text;
  for (const Problem& problem : suite.problems) text += to_string(problem) + "\n";
  return text;
}

void expect_problem(const Row& row) {
  SCOPED_TRACE(row.name);
  const Suite suite = load_test_text(row.text);
  for (const Problem& problem : suite.problems) {
    if (problem.at == row.at && problem.message == row.message) {
      EXPECT_FALSE(problem.excerpt.empty());
      return;
    }
  }
  ADD_FAILURE() << "expected " << row.at.line << ":" << row.at.column << ": " << row.message
                << "\ngot\n"
                << all(suite);
}

/// One mistake and no other: the message above does not hide behind followers.
void expect_only(const Row& row) {
  expect_problem(row);
  SCOPED_TRACE(row.name);
  const Suite suite = load_test_text(row.text);
  EXPECT_EQ(suite.problems.size(), 1U) << all(suite);
}

std::string step(std::string_view text) {
  return case_text("dialogue = [ { " + std::string(text) + " } ]");
}
std::string head(std::string_view text) {
  return case_text(std::string(text) + "\ndialogue = [ { send = \"NOOP\", expect = 250 } ]");
}
std::string steps(std::string_view text) {
  return case_text("dialogue = [\n" + std::string(text) + "\n]");
}

// clang-format off: one mistake a line
TEST(LoadErrors, Toml) {
  const Row kRows[] = {
      {"syntax",            "protocol = \n",                              {1, 12}, "in key-value pair: expected value, saw '\\n'"},
      {"newline in inline", case_text("dialogue = [ { send = \"A\",\n } ]"), {8, 27}, "in inline table: expected key or closing '}', saw '\\n': an inline table stays on one line; write a long step as [[case.dialogue]]"},
      {"dangling comma",    case_text("dialogue = [ { send = \"A\", } ]"), {8, 28}, "in inline table: expected key-value pair, saw closing '}' (dangling comma): drop the comma before `}`"},
      {"both forms",        case_text("dialogue = [ { send = \"A\", expect = 250 } ]\n[[case.dialogue]]\nsend = \"B\""), {9, 1}, "the dialogue has one form: either `dialogue = [ … ]` or `[[case.dialogue]]`, not both in one case"},
      {"escape",            step("send = \"\\x41\", expect = 250"),       {8, 25}, "in string: escape sequence '\\x' is not supported in TOML 1.0.0 and earlier: write octets in a '…' string of `send_bytes` or { bytes = '…' }"},
      {"no utf-8",          step("send = '\xd6', expect = 250"),          {8, 23}, "Encountered invalid utf-8 sequence: write octets as \\xNN in `send_bytes` or { bytes = '…' }"},
      {"twice",             head("title = \"u\""),                        {8, 9}, "in key-value pair: cannot redefine existing string 'title'"},
      {"nesting",           "a = [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",    {1, 21}, "tables and arrays nest deeper than 16 levels: flatten them"},
      {"dotted",            "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r = 1",    {1, 34}, "tables and arrays nest deeper than 16 levels: flatten them"},
  };
  for (const Row& row : kRows) expect_only(row);
}

TEST(LoadErrors, File) {
  const Row kRows[] = {
      {"no protocol",       "spec = \"x\"\n[[case]]\n",                   {1, 1},  "the file needs `protocol`: dialect of the single connection of the cases"},
      {"unknown protocol",  "protocol = \"smpt\"\n",                      {1, 12}, "unknown protocol `smpt`; did you mean `smtp`?"},
      {"unknown key",       "protcol = \"smtp\"\n",                       {1, 1},  "unknown key `protcol` in the file; did you mean `protocol`?"},
      {"wrong type",        "protocol = 1\n",                             {1, 12}, "`protocol` is a string, not an integer"},
      {"no case",           "protocol = \"smtp\"\n",                      {1, 1},  "the file has no [[case]]"},
      {"case a table",      "protocol = \"smtp\"\n[case]\n",              {2, 1},  "`case` is an array of tables: write [[case]], not a table"},
      {"hello",             "protocol = \"smtp\"\n[hello.a]\n",           {2, 2},  "`hello` is for protocol = \"tls\""},
  };
  for (const Row& row : kRows) expect_problem(row);
}

std::string hello(std::string_view line) {
  return "protocol = \"tls\"\n[hello.a]\n" + std::string(line) + "\n";
}
std::string records(std::string_view change) {
  return case_text("dialogue = [ { send = \"A\", records = [" + std::string(change) + "], expect = 250 } ]");
}

TEST(LoadErrors, Hello) {
  const Row kRows[] = {
      {"unknown field",     hello("cypher_suites = []"),                  {3, 1},  "unknown key `cypher_suites` in a ClientHello; did you mean `cipher_suites`?"},
      {"no list",           hello("groups = \"x25519\""),                 {3, 10}, "`groups` is a list: write [\"…\"]"},
      {"no extension",      hello("version = false"),                     {3, 11}, "`version` takes a string or a number"},
      {"must be there",     hello("cipher_suites = false"),               {3, 17}, "`cipher_suites` takes a list; only extensions can be left out, by false"},
      {"list of tables",    hello("alpn = [{ group = \"x\" }]"),          {3, 9},  "an element of `alpn` is a string"},
      {"operator",          hello("cipher_suites = { sett = 1 }"),        {3, 19}, "unknown key `sett` in an operator; did you mean `set`?"},
      {"length",            hello("cipher_suites.length = { drop = 1 }"), {3, 26}, "a length knows `set` and `add` only"},
      {"record",            hello("record.lenght = { add = 1 }"),         {3, 8},  "unknown field `record.lenght` of a ClientHello; did you mean `length`?"},
      {"record's length",   hello("record.length = 5"),                   {3, 17}, "write record.length = { set = 0 } or { add = -1 }"},
      {"extension",         hello("extensions.add = [{ type = 5 }]"),     {3, 19}, "the extension needs its octets: hex, octets or text"},
      {"base",              hello("base = \"b\""),                        {3, 8},  "unknown ClientHello `b`: this file has no [hello.NAME]"},
      {"circle",            hello("base = \"a\""),                        {2, 8},  "the ClientHello `a` is built on itself: break the circle of `base`"},
      {"no change",         records("{ record = 1 }"),                    {8, 39}, "say what is changed: xor, insert, drop, cut, before, after, omit or repeat"},
      {"two changes",       records("{ record = 1, cut = 1, drop = 1 }"), {8, 53}, "one change to a record at a time"},
      {"record number",     records("{ record = 0, omit = true }"),       {8, 39}, "`record` counts from 1 to 1000"},
      {"records of words",  step("do = \"shut\", records = [{ record = 1, omit = true }], expect = \"close\""), {8, 39}, "`records` changes what a `send` inside TLS or a `tls` act sends"},
  };
  for (const Row& row : kRows) expect_problem(row);
}

TEST(LoadErrors, Case) {
  const Row kRows[] = {
      {"unknown key",       head("tilte = \"x\""),                        {8, 1},  "unknown key `tilte` in a case; did you mean `title`?"},
      {"id",                "protocol='smtp'\nspec='x'\n[[case]]\nid = 'Smtp.x'\ntitle='t'\nlevel='EXAMPLE'\ndialogue=[{send='A',expect=250}]\n", {4, 6}, "`Smtp.x` is no id: small letters and digits in parts joined by points, like smtp.rfc5321.rset.replies-250"},
      {"no dialogue",       case_text(""),                                {3, 1},  "a case needs `dialogue`: the steps; inline or [[case.dialogue]], not both"},
      {"no title",          "protocol='smtp'\nspec='x'\n[[case]]\nid = 'smtp.x'\nlevel='EXAMPLE'\ndialogue=[{send='A',expect=250}]\n", {3, 1}, "a case needs `title`: one sentence, what holds when it passes"},
      {"no spec",           "protocol='smtp'\n[[case]]\nid = 'smtp.x'\ntitle='t'\nlevel='EXAMPLE'\ndialogue=[{send='A',expect=250}]\n", {2, 1}, "the case needs `spec`: the document it comes from, like \"RFC 5321\""},
      {"no clause",         "protocol='smtp'\nspec='x'\n[[case]]\nid = 'smtp.x'\ntitle='t'\nlevel='MAY'\ndialogue=[{send='A',expect=250}]\n", {3, 1}, "the case needs `clause`: the section of x"},
      {"no level",          "protocol='smtp'\nspec='x'\n[[case]]\nid = 'smtp.x'\ntitle='t'\nclause='1'\ndialogue=[{send='A',expect=250}]\n", {3, 1}, "the case needs `level`: MUST, MUST NOT, SHOULD, SHOULD NOT, MAY or EXAMPLE"},
      {"unknown level",     "protocol='smtp'\nspec='x'\n[[case]]\nid = 'smtp.x'\ntitle='t'\nclause='1'\nlevel='MUTS'\ndialogue=[{send='A',expect=250}]\n", {7, 7}, "unknown level `MUTS`; did you mean `MUST`?"},
      {"no quote",          "protocol='smtp'\nspec='x'\nclause='1'\n[[case]]\nid = 'smtp.x'\ntitle='t'\nlevel='SHOULD NOT'\ndialogue=[{send='A',expect=250}]\n", {4, 1}, "a case of level SHOULD NOT needs `quote`: the sentence of the clause, verbatim"},
      {"begin",             head("begin = \"greeetd\""),                  {8, 9},  "unknown opening `greeetd` of smtp; did you mean `greeted`?"},
      {"begin param",       head("begin = { opening = \"greeted\", cleint = \"x\" }"), {8, 32}, "the opening `greeted` has no parameter `cleint`; did you mean `client`?"},
      {"begin security",    head("begin = { opening = \"greeted\", security = \"startls\" }"), {8, 43}, "unknown security `startls`: any, plain, starttls, tls or encrypted; did you mean `starttls`?"},
      {"security contradicts", head("begin = { opening = \"tls\", security = \"plain\" }"), {8, 9}, "the opening `tls` needs an encrypted connection, `security` says otherwise"},
      {"needs",             head("needs = [\"No Such\"]"),                {8, 10}, "`No Such` is no name of a fact: small letters, digits, - and _"},
      {"requires",          head("requires = [\"SIZE>x\"]"),              {8, 13}, "`SIZE>x` is no requirement: write A, !A, A|B, AUTH=PLAIN or SIZE>0"},
      {"requires empty alternative", head("requires = [\"A|\"]"),         {8, 13}, "`` is no requirement: write A, !A, A|B, AUTH=PLAIN or SIZE>0"},
      {"surface",           head("surfaces = [\"smtp+tls\"]"),            {8, 13}, "unknown surface `smtp+tls`; did you mean `smtps`?"},
      {"surface of another protocol", head("surfaces = [\"imaps\"]"),     {8, 13}, "the surface `imaps` speaks imap, the case smtp"},
      {"surface twice",     head("surfaces = [\"smtp\", \"smtp\"]"),      {8, 21}, "the surface `smtp` stands twice"},
      {"given",             head("given = { mailbox = \"outbox\" }"),     {8, 21}, "`mailbox` is an array of message names, or \"inbox\"; not \"outbox\""},
      {"given both",        head("given = { mailbox = [], maildrop = [] }"), {8, 25}, "`given` makes either a mailbox or a maildrop"},
      {"given key",         head("given = { mailbx = [] }"),              {8, 11}, "unknown key `mailbx` in `given`; did you mean `mailbox`?"},
      {"waive",             head("waive = { \"smtp.same-cod\" = \"r\" }"), {8, 11}, "unknown invariant `smtp.same-cod`; did you mean `smtp.same-code`?"},
      {"waive without reason", head("waive = { \"smtp.same-code\" = \"\" }"), {8, 30}, "`waive` needs a reason for `smtp.same-code`: a string that is not empty"},
      {"row without name",  head("for = [ { x = \"1\" } ]"),              {8, 9},  "a row of `for` needs `name`: name of the row: id is ID/NAME"},
      {"row twice",         head("for = [ { name = \"a\" }, { name = \"a\" } ]"), {8, 34}, "the row `a` stands twice, first in line 8"},
      {"row name",          head("for = [ { name = \"A b\" } ]"),         {8, 18}, "`A b` is no name of a row: small letters, digits and -"},
      {"let name",          head("let = { \"a-b\" = \"x\" }"),            {8, 9},  "`a-b` is no name of a variable: letters, digits and _, no digit first"},
      {"let type",          head("let = { a = true }"),                   {8, 13}, "the value of a variable is a string, an integer, an array of lines, { bytes = '…' } or { hex = '…' }"},
      {"let bytes",         head("let = { a = { bytes = '\\q' } }"),      {8, 23}, "'\\q' is no escape: \\r \\n \\t \\0 \\\\ \\xNN are (at +0 in the string)"},
      {"begin and connections", head("begin = \"greeted\"\nconnections = { a = { service = \"smtp\" } }"), {8, 1}, "`begin` and `connections` exclude each other: give each connection its own `begin`"},
      {"service",           head("connections = { a = { service = \"stmp\" } }"), {8, 33}, "unknown service `stmp`; did you mean `smtp`?"},
      {"service and listen", head("connections = { a = { service = \"smtp\", listen = \"smtp\" } }"), {8, 17}, "the connection `a` needs either `service` or `listen`"},
      {"no question",       case_text("dialogue = [ { send = \"A\", assume = 250 } ]"), {3, 1}, "the case asks nothing: at least one step needs `expect`"},
  };
  for (const Row& row : kRows) expect_problem(row);
}

TEST(LoadErrors, Step) {
  const Row kRows[] = {
      {"unknown key",       step("sned = \"A\", expect = 250"),           {8, 16}, "unknown key `sned` in a step, and no field of smtp; did you mean `send`?"},
      {"field of smtp",     step("send = \"A\", expect = 250, enhnced = \"5.1.1\""), {8, 42}, "unknown key `enhnced` in a step, and no field of smtp; did you mean `enhanced`?"},
      {"key of the case",   case_text("[[case.dialogue]]\nsend = \"A\"\nexpect = 250\nquote = \"x\""), {11, 1}, "unknown key `quote` in a step; it is a key of the case: move it above the first `[[case.dialogue]]`"},
      {"human text",        step("send = \"A\", expect = 250, text = \"OK\""), {8, 42}, "`text` is human text, which is never judged: expect a class or another field"},
      {"wrong type",        step("send = 1, expect = 250"),               {8, 23}, "`send` is a string or an array of strings, not an integer"},
      {"two acts",          step("send = \"A\", send_bytes = 'B', expect = 250"), {8, 28}, "a step has one act, and this one has `send` and `send_bytes`: write two steps"},
      {"expect and assume", step("send = \"A\", expect = 250, assume = 250"), {8, 42}, "a step has either `expect` or `assume`, not both"},
      {"unknown class",     step("send = \"A\", expect = \"25o\""),       {8, 37}, "unknown outcome `25o` for smtp: write a code (250), 25x or 2xx, or close, silence, reply"},
      {"unknown class, second", step("send = \"A\", expect = \"250|slience\""), {8, 37}, "unknown outcome `slience` for smtp; did you mean `silence`? (at +4 in the string)"},
      {"code out of range", step("send = \"A\", expect = 999"),           {8, 37}, "unknown outcome `999` for smtp: write a code (250), 25x or 2xx, or close, silence, reply"},
      {"x first",           step("send = \"A\", expect = \"x50\""),       {8, 37}, "unknown outcome `x50` for smtp: write a code (250), 25x or 2xx, or close, silence, reply"},
      {"text in outcome",   step("send = \"A\", expect = \"250 OK\""),    {8, 37}, "`250 OK` is no outcome: name the reply's class alone, human text is never judged"},
      {"empty atom",        step("send = \"A\", expect = \"250|\""),      {8, 37}, "an outcome is empty: write atoms joined by `|`, like 250|5xx|close"},
      {"twice in outcome",  step("send = \"A\", expect = \"250|250\""),   {8, 37}, "`250` stands twice in this outcome"},
      {"alert",             step("tls = {}, expect = \"alert:decode_eror\""), {8, 35}, "unknown alert `alert:decode_eror`; did you mean `decode_error`?"},
      {"tls outcome",       step("tls = {}, expect = \"250\""),           {8, 35}, "unknown outcome `250` for a `tls` act"},
      {"reason missing",    step("send = \"A\", expect = 250, tolerate = { 5xx = \"\" }"), {8, 61}, "`tolerate` needs a reason for `5xx`: a string that is not empty"},
      {"tolerate alone",    step("send = \"A\", tolerate = { 5xx = \"r\" }"), {8, 28}, "`tolerate` has no meaning without `expect` or `assume`"},
      {"within alone",      step("send = \"A\", within = \"5s\""),        {8, 28}, "`within` has no meaning without `expect` or `assume`"},
      {"duration",          step("send = \"A\", expect = 250, within = \"5 s\""), {8, 51}, "`within` is a duration like \"50ms\", \"5s\" or \"40m\", a day at most; not \"5 s\""},
      {"reading",           step("send = \"A\", expect = 250, reading = { strict = 501 }"), {8, 54}, "unknown reading `strict`: declare it in `readings` of the case"},
      {"reading without expect", case_text("readings = { strict = \"s\" }\ndialogue = [ { send = \"A\", assume = 250, reading = { strict = 501 } } ]"), {9, 42}, "`reading` takes the place of `expect`, and the step has none"},
      {"field with sequence", step("send = \"A\", expect = [250, 250], enhanced = \"2.x.x\""), {8, 49}, "fields do not stand beside a sequence of outcomes: write a step for each reply"},
      {"as with sequence",  step("send = \"A\", expect = [250, 250], as = \"r\""), {8, 49}, "`as` does not stand beside a sequence of outcomes: write a step for each reply"},
      {"empty sequence",    step("send = \"A\", expect = []"),            {8, 37}, "a sequence of outcomes needs at least one"},
      {"field alone",       step("send = \"A\", enhanced = \"2.x.x\""),   {8, 28}, "the field `enhanced` belongs to an outcome: add `expect` or `assume`"},
      {"nothing",           steps("{ send = \"A\", expect = 250 },\n{ when = 250 }"), {10, 1}, "this step does nothing: give it an act, an outcome or a field"},
      {"on with one",       step("on = \"a\", send = \"A\", expect = 250"), {8, 16}, "`on` has no meaning with a single connection: leave it out"},
      {"on missing",        case_text("connections = { a = { service = \"smtp\" }, b = { service = \"smtp\" } }\ndialogue = [ { send = \"A\", expect = 250 } ]"), {9, 14}, "the case has several connections: the step needs `on = \"NAME\"`"},
      {"on unknown",        case_text("connections = { mta = { service = \"smtp\" }, box = { service = \"smtp\" } }\ndialogue = [ { on = \"mto\", send = \"A\", expect = 250 } ]"), {9, 21}, "unknown connection `mto`; did you mean `mta`?"},
      {"tag",               step("send = \"A\", tag = \"x\", expect = 250"), {8, 34}, "`tag` is for imap: commands of smtp have no tags"},
      {"times",             step("times = 10001, send = \"A\", expect = 250"), {8, 24}, "`times` is an integer from 1 to 10000"},
      {"split alone",       step("split = 1, expect = 250"),              {8, 16}, "`split` has no meaning without `send`, `send_bytes` or `send_hex`"},
      {"split offsets",     step("send = \"ABC\", split = [2, 1], expect = 250"), {8, 42}, "the offsets of `split` are integers above 0, each larger than the one before"},
      {"pause alone",       step("send = \"A\", pause = \"5ms\", expect = 250"), {8, 28}, "`pause` is between the pieces of `split`; a wait before the step is `after`"},
      {"do word",           step("do = \"shutt\", expect = \"close\""),   {8, 21}, "unknown act `shutt`: close_notify, shut, reset, close, accept, converse, key_update or renegotiate; did you mean `shut`?"},
      {"accept",            step("do = \"accept\", expect = \"close\""),  {8, 21}, "`accept` needs a listening connection: connections = { NAME = { listen = \"smtp\" } }"},
      {"answer",            step("answer = \"250 OK\", expect = 250"),    {8, 16}, "`answer` needs a listening connection; a client's step has `send`"},
      {"hello",             step("hello = \"x\", expect = 250"),          {8, 16}, "`hello` needs a connection in state `records`: begin = \"records\" under protocol = \"tls\""},
      {"tls version",       step("tls = { min = \"1.4\" }"),              {8, 30}, "unknown TLS version `1.4`: 1.0, 1.1, 1.2 or 1.3"},
      {"tls key",           step("tls = { mn = \"1.2\" }"),               {8, 24}, "unknown key `mn` in `tls`; did you mean `min`?"},
      {"auth key",          step("auth = { mechansim = \"PLAIN\" }, expect = 235"), {8, 25}, "unknown key `mechansim` in `auth`; did you mean `mechanism`?"},
      {"line end",          step("send = \"A\\r\\nB\", expect = 250"),    {8, 23}, "a line of `send` holds a line end: write an array of lines, or use `send_bytes` (at +1 in the string)"},
      {"line type",         step("send = [\"A\", 1], expect = 250"),      {8, 29}, "a line of `send` is a string, not an integer"},
      {"bytes escape",      step("send_bytes = 'A\\x4', expect = 250"),   {8, 29}, "'\\x' is no escape: \\r \\n \\t \\0 \\\\ \\xNN are (at +1 in the string)"},
      {"hex",               step("send_hex = \"1g\", expect = 250"),      {8, 27}, "half an octet: hexadecimal digits come in pairs (at +0 in the string)"},
      {"as name",           step("send = \"A\", expect = 250, as = \"a b\""), {8, 47}, "`a b` is no name: letters, digits and _, no digit first"},
      {"step type",         case_text("dialogue = [ \"A\" ]"),            {8, 14}, "a step is a table { send = \"…\", expect = … }, not a string"},
  };
  for (const Row& row : kRows) expect_problem(row);
}

TEST(LoadErrors, Field) {
  const Row kRows[] = {
      {"regex",             step("send = \"A\", expect = 250, lines = { re = '(' }"), {8, 57}, "bad regular expression: missing ): ("},
      {"regex too long",    step("send = \"A\", expect = 250, lines = { re = '" + std::string(1025, 'a') + "' }"), {8, 57}, "a regular expression is longer than 1024 octets: make it shorter"},
      {"regex too big",     step("send = \"A\", expect = 250, lines = { re = '((a{500}){500}){500}' }"), {8, 57}, "bad regular expression: invalid repetition size: {500}"},
      {"operator",          step("send = \"A\", expect = 250, lines = { nto = \"a\" }"), {8, 52}, "unknown key `nto` in the value of a field; did you mean `not`?"},
      {"empty table",       step("send = \"A\", expect = 250, lines = {}"), {8, 50}, "the field `lines` has an empty table: write { re = '…' }, { not = … }, { only = … }, { order = … } or { has = … }"},
      {"nested",            step("send = \"A\", expect = 250, lines = { not = { only = \"a\" } }"), {8, 58}, "the field `lines` takes { re = '…' } inside another operator, nothing else"},
      {"text as number",    step("send = \"A\", expect = 250, enhanced = 5"), {8, 53}, "the field `enhanced` is a text: write the value in quotes"},
      {"text as list",      step("send = \"A\", expect = 250, enhanced = [\"5.1.1\"]"), {8, 53}, "the field `enhanced` is no list: write one value"},
      {"order of a text",   step("send = \"A\", expect = 250, enhanced = { order = [\"5.1.1\"] }"), {8, 63}, "the field `enhanced` is no list: `order` has no meaning"},
      {"negative",          step("send = \"A\", expect = 250, octets = -1"), {8, 51}, "the field `octets` is never negative"},
      {"two holes",         step("send = \"A\", expect = 250, lines = [\"${?a}${?b}\"]"), {8, 51}, "two holes need something between them (at +5 in the string)"},
  };
  for (const Row& row : kRows) expect_problem(row);
}
// clang-format on

TEST(LoadErrors, Http) {
  const Row row{
      "names that differ in case",
      "protocol = \"http\"\nspec = \"RFC 9110\"\n[[case]]\nid = \"http.a.b\"\ntitle = \"t\"\n"
      "clause = \"1\"\nlevel = \"MAY\"\n"
      "dialogue = [ { send = \"A\", expect = 200, header = { ETag = true, etag = \"x\" } } ]\n",
      {8, 66},
      "`etag` and `ETag` differ only in case: `header` compares names in either case"};
  expect_only(row);
  const Row sasl{
      "SASL",
      "protocol = \"http\"\nspec = \"RFC 9110\"\n[[case]]\nid = \"http.a.b\"\ntitle = \"t\"\n"
      "clause = \"1\"\nlevel = \"MAY\"\ndialogue = [ { auth = \"PLAIN\", expect = 200 } ]\n",
      {8, 16},
      "`auth` is a SASL exchange, which HTTP does not have: send a field Authorization"};
  expect_only(sasl);
}

TEST(LoadErrors, SameMistakeOfEachRowIsSaidOnce) {
  const Suite suite =
      load_test_text(case_text("for = [ { name = \"a\" }, { name = \"b\" } ]\ndialogue = [ { send "
                               "= \"${nix}\", expect = 250 } ]"));
  EXPECT_EQ(suite.problems.size(), 1U) << all(suite);
}

TEST(LoadErrors, NotMoreThanAHundred) {
  std::string text = "protocol = \"smtp\"\n";
  for (int i = 0; i < 300; ++i) text += "key" + std::to_string(i) + " = 1\n";
  const Suite suite = load_test_text(text);
  ASSERT_EQ(suite.problems.size(), Source::kMostProblems + 1);
  EXPECT_EQ(suite.problems.back().message, "more mistakes follow; mend these first");
}

}  // namespace
}  // namespace wireassay::scenario
