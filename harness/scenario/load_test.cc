// What loads, and what becomes of it: hard cases, defaults, rows, openings, connections; suites of
// many files.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/temp_dir.h"
#include "scenario/load_paths.h"
#include "scenario/load_testing.h"

namespace wireassay::scenario {
namespace {

namespace fs = std::filesystem;

const std::string kTestData = WIREASSAY_SOURCE_DIR "/harness/scenario/testdata";

std::string all(const Suite& suite) {
  std::string text;
  for (const Problem& problem : suite.problems) text += to_string(problem) + "\n";
  return text;
}

Case load_one(std::string_view rest) {
  Suite suite = load_test_text(case_text(rest));
  EXPECT_TRUE(suite.problems.empty()) << all(suite);
  EXPECT_EQ(suite.cases.size(), 1U);
  return suite.cases.empty() ? Case{} : std::move(suite.cases.front());
}

constexpr std::string_view kNoop = "dialogue = [ { send = \"NOOP\", expect = 250 } ]";

/// A folder that goes away with the test.
class Folder {
 public:
  Folder() : path_(temporary_.path()) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, std::string_view text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  std::string path() const { return path_.string(); }

 private:
  TempDir temporary_;
  fs::path path_;
};

std::string with_id(std::string_view id) {
  return "protocol = \"smtp\"\nspec = \"x\"\n[[case]]\nid = \"" + std::string(id) +
         "\"\ntitle = \"t\"\nlevel = \"EXAMPLE\"\n" + std::string(kNoop) + "\n";
}

TEST(Load, HardCases) {
  std::size_t files = 0, cases = 0, playable = 0;
  LoadContext context;
  context.dialects = {&test_smtp()};
  for (const std::string& path : toml_files(kTestData)) {
    SCOPED_TRACE(path);
    const auto text = read_text(path, context.limits.file_octets);
    ASSERT_TRUE(text);
    std::string openings(kTestOpenings);
    openings +=
        "[opening.rcpt]\nafter = \"mail\"\n[opening.data]\nafter = \"rcpt\"\n"
        "dialogue = [ { send = \"DATA\", assume = 354 } ]\n";
    const Suite suite = load_text(*text, path, {{"smtp", openings}}, context);
    EXPECT_TRUE(suite.problems.empty()) << all(suite);
    EXPECT_FALSE(suite.cases.empty());
    ++files;
    cases += suite.cases.size();
    for (const Case& c : suite.cases) {
      playable += c.playable ? 1 : 0;
      EXPECT_EQ(c.playable, c.why_not_playable.empty()) << c.id;
    }
  }
  EXPECT_EQ(files, 25U);
  EXPECT_EQ(cases, 34U);
  EXPECT_EQ(playable, 13U);  // those of SMTP alone
}

TEST(Load, WhyNotPlayable) {
  struct Row {
    const char* file;
    const char* why;
  };
  const Row kRows[] = {{"hard-01.toml", ""},
                       {"hard-03.toml", "protocol imap is not played yet"},
                       {"hard-09.toml", "protocol pop3 is not played yet"},
                       {"hard-18.toml", "protocol tls is not played yet"},
                       {"hard-20.toml", "listening connections are not played yet"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.file);
    LoadContext context;
    context.dialects = {&test_smtp()};
    context.paths = {kTestData + "/" + row.file};
    const Suite suite = load_suite(context);
    ASSERT_FALSE(suite.cases.empty());
    EXPECT_EQ(suite.cases[0].why_not_playable, row.why);
  }
}

TEST(Load, DefaultsAreReplacedWhole) {
  const Suite suite = load_test_text(
      "protocol = \"smtp\"\nspec = \"RFC 1\"\nclause = \"1\"\nlevel = \"MAY\"\nneeds = [\"user\"]\n"
      "requires = [\"A\"]\nbegin = \"greeted\"\nsurfaces = [\"smtp\"]\nlet = { a = \"1\", b = "
      "\"2\" }\n"
      "[[case]]\nid = \"x.a\"\ntitle = \"t\"\n" +
      std::string(kNoop) +
      "\n[[case]]\nid = \"x.b\"\ntitle = \"t\"\nclause = \"2\"\nneeds = [\"unknown\"]\nrequires = "
      "[]\n"
      "begin = \"connected\"\nsurfaces = [\"submissions\"]\nlet = { b = \"3\" }\n" +
      std::string(kNoop) + "\n");
  ASSERT_TRUE(suite.problems.empty()) << all(suite);
  ASSERT_EQ(suite.cases.size(), 2U);
  const Case &a = suite.cases[0], &b = suite.cases[1];
  EXPECT_EQ(a.clause, "1");
  EXPECT_EQ(b.clause, "2");
  EXPECT_EQ(b.spec, "RFC 1");
  EXPECT_EQ(a.needs, std::vector<std::string>{"user"});
  EXPECT_EQ(b.needs, std::vector<std::string>{"unknown"});
  EXPECT_EQ(a.requires_.size(), 1U);
  EXPECT_TRUE(b.requires_.empty());
  EXPECT_EQ(a.connections[0].opening, "greeted");
  EXPECT_EQ(b.connections[0].opening, "connected");
  EXPECT_EQ(b.surfaces, std::vector<std::string>{"submissions"});
  ASSERT_EQ(b.lets.size(), 3U);  // the file's stay, the case's come later and win
  EXPECT_EQ(b.lets.back().value.source, "3");
}

TEST(Load, Rows) {
  const Suite suite =
      load_test_text(case_text("let = { x = \"case\" }\nfor = [ { name = \"one\", x = 1 }, { name "
                               "= \"two\", x = [\"a\", \"b\"] },\n"
                               "{ name = \"three\", x = { bytes = '\\r\\0${client}' } }, { name = "
                               "\"four\", x = { hex = \"0d 0a\" } } ]\n"
                               "dialogue = [ { send_bytes = '${x}', expect = 250 } ]"));
  ASSERT_TRUE(suite.problems.empty()) << all(suite);
  ASSERT_EQ(suite.cases.size(), 4U);
  EXPECT_EQ(suite.cases[0].full_id(), "smtp.a.b/one");
  EXPECT_EQ(suite.cases[3].full_id(), "smtp.a.b/four");
  const auto octets = [&](std::size_t i) {
    return suite.cases[i].lets.back().value.pieces[0].text;
  };
  EXPECT_EQ(octets(0), "1");
  EXPECT_EQ(octets(1), "a");
  EXPECT_EQ(suite.cases[1].lets.back().value.source, "a\r\nb\r\n");
  EXPECT_EQ(octets(2), std::string("\r\0", 2));
  EXPECT_EQ(octets(3), "\r\n");
}

TEST(Load, OpeningsLieFlat) {
  const Case c = load_one(
      "begin = { opening = \"mail\", client = \"x.${domain}\", security = \"starttls\" }\n" +
      std::string(kNoop));
  const ConnectionSpec& connection = c.connections.at(0);
  EXPECT_TRUE(connection.read_greeting);
  EXPECT_EQ(connection.security, Security::StartTls);
  ASSERT_EQ(connection.steps.size(), 2U);
  EXPECT_EQ(connection.steps[0].send[0].source, "EHLO ${client}");
  EXPECT_EQ(connection.steps[1].number, 2U);
  EXPECT_TRUE(connection.steps[1].assume);
  ASSERT_EQ(connection.params.size(), 1U);  // the case's value takes the place of the default
  EXPECT_EQ(connection.params[0].value.source, "x.${domain}");
}

TEST(Load, Greeting) {
  EXPECT_TRUE(load_one(kNoop).connections[0].read_greeting);
  EXPECT_FALSE(load_one("begin = \"raw\"\n" + std::string(kNoop)).connections[0].read_greeting);
  const Case bare = load_one("begin = \"bare\"\n" + std::string(kNoop));
  EXPECT_FALSE(bare.connections[0].read_greeting);
  EXPECT_EQ(bare.connections[0].steps.size(), 1U);
}

TEST(Load, SecurityOfOpenings) {
  struct Row {
    const char* begin;
    Security security;
  };
  const Row kRows[] = {{"\"greeted\"", Security::Any},
                       {"\"tls\"", Security::Encrypted},
                       {"{ opening = \"tls\", security = \"any\" }", Security::Encrypted},
                       {"{ opening = \"tls\", security = \"tls\" }", Security::Tls},
                       {"{ opening = \"greeted\", security = \"plain\" }", Security::Plain}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.begin);
    const Case c = load_one("begin = " + std::string(row.begin) + "\n" + std::string(kNoop));
    EXPECT_EQ(c.connections[0].security, row.security);
  }
}

TEST(Load, OpeningMistakes) {
  struct Row {
    const char* name;
    const char* openings;
    const char* message;
  };
  const Row kRows[] = {
      {"loop", "[opening.a]\nafter = \"b\"\n[opening.b]\nafter = \"a\"\n",
       "the opening `a` builds on itself: break the loop of `after`"},
      {"unknown", "[opening.a]\nafter = \"conected\"\n",
       "the opening `a` builds on `conected`, which does not exist; did you mean `connected`?"},
      {"built in", "[opening.raw]\n", "the opening `raw` is built in: give this one another name"},
      {"expect", "[opening.a]\ndialogue = [ { send = \"x\", expect = 250 } ]\n",
       "an opening asks nothing: write `assume`"},
      {"key", "[opening.a]\nparam = {}\n",
       "unknown key `param` in an opening; did you mean `params`?"},
      {"variable", "[opening.a]\ndialogue = [ { send = \"${nix_da}\", assume = 250 } ]\n",
       "unknown variable `nix_da`: define it in `let`, or name the fact in `needs` (at +2 in the "
       "string)"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const Suite suite = load_test_text(case_text(kNoop), row.openings);
    ASSERT_FALSE(suite.problems.empty());
    EXPECT_EQ(suite.problems[0].message, row.message);
    EXPECT_EQ(suite.problems[0].file, "_begin/smtp.toml");
  }
}

TEST(Load, Steps) {
  const Case c = load_one(R"(
[[case.dialogue]]
send_bytes = 'A\x00\r\n'
split      = [1, 2]
pause      = "20ms"
after      = "1s"
times      = 3
expect     = "250 | 5xx"
tolerate   = { 421 = "busy", "4xx|close" = "not now" }
within     = "2m"
poll       = "5s"
enhanced   = "2.x.x"
lines      = { has = ["${?a}"], not = { re = 'x' }, order = ["1", "2"], only = [] }
[[case.dialogue]]
tls = { min = "1.2", max = "1.3", alpn = ["smtp"], verify = true }
[[case.dialogue]]
send   = ["STARTTLS", ""]
expect = [250, "close"])");
  ASSERT_EQ(c.dialogue.size(), 3U);
  const Step& first = c.dialogue[0];
  EXPECT_EQ(first.send[0].pieces[0].text, std::string("A\0\r\n", 4));
  EXPECT_EQ(first.cuts, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(first.pause, Millis(20));
  EXPECT_EQ(first.after, Millis(1000));
  EXPECT_EQ(first.times, 3U);
  EXPECT_FALSE(first.assume);
  EXPECT_EQ(first.outcomes[0].text(), "250|5xx");
  ASSERT_EQ(first.tolerate.size(), 2U);
  EXPECT_EQ(first.tolerate[1].outcome.text(), "4xx|close");
  EXPECT_EQ(first.within, Millis(120000));
  EXPECT_EQ(first.poll, Millis(5000));
  ASSERT_EQ(first.fields.size(), 2U);
  EXPECT_EQ(first.fields[1].has.size(), 1U);
  EXPECT_EQ(first.fields[1].none.size(), 1U);
  EXPECT_EQ(first.fields[1].order.size(), 2U);
  ASSERT_TRUE(first.fields[1].only.has_value());
  EXPECT_TRUE(first.fields[1].only->empty());
  const Step& tls = c.dialogue[1];
  EXPECT_EQ(tls.act, ActKind::Tls);
  EXPECT_TRUE(tls.assume);
  EXPECT_EQ(tls.outcomes.at(0).text(), "established");
  EXPECT_EQ(tls.tls.min, "1.2");
  EXPECT_EQ(c.dialogue[2].outcomes.size(), 2U);
  EXPECT_EQ(c.dialogue[2].send.size(), 2U);
  EXPECT_TRUE(c.fixed_transport);
  EXPECT_TRUE(c.fixed_fragments);
}

TEST(Load, Requirements) {
  const Case c =
      load_one("requires = [\"STARTTLS\", \"AUTH=PLAIN|!AUTH=LOGIN\", \"SIZE>=1000\"]\n" +
               std::string(kNoop));
  ASSERT_EQ(c.requires_.size(), 3U);
  EXPECT_EQ(c.requires_[0].any[0].capability, "STARTTLS");
  ASSERT_EQ(c.requires_[1].any.size(), 2U);
  EXPECT_EQ(c.requires_[1].any[0].capability, "AUTH=PLAIN");
  EXPECT_TRUE(c.requires_[1].any[1].negated);
  EXPECT_EQ(c.requires_[2].any[0].op, ">=");
  EXPECT_EQ(c.requires_[2].any[0].number, 1000U);
}

TEST(Load, Connections) {
  const Case c = load_one(
      "connections = { mta = { service = \"submission\", begin = \"greeted\", source = "
      "\"127.0.0.9\" }, a = { service = \"smtp\" } }\n"
      "dialogue = [ { on = \"a\", send = \"NOOP\", expect = 250 } ]");
  ASSERT_EQ(c.connections.size(), 2U);
  EXPECT_TRUE(c.named_connections);
  EXPECT_EQ(c.connections[0].name, "mta");  // in the order of the file
  EXPECT_EQ(c.connections[0].service, "submission");
  EXPECT_EQ(c.connections[0].protocol, "smtp");
  EXPECT_EQ(c.connections[0].source, "127.0.0.9");
  EXPECT_EQ(connection_index(c, c.dialogue[0]), 1U);
}

TEST(Load, TlsRunsOnAllSurfacesWithTls) {
  const Suite suite = load_test_text(
      "protocol='tls'\nspec='x'\n[[case]]\nid='tls.x'\ntitle='t'\nlevel='EXAMPLE'\nbegin='records'"
      "\n"
      "dialogue=[{send_hex='16',expect='alert|close'}]\n");
  ASSERT_TRUE(suite.problems.empty()) << all(suite);
  EXPECT_EQ(suite.cases.at(0).surfaces.size(), 9U);
}

TEST(Load, Limits) {
  struct Row {
    const char* name;
    std::string text;
    const char* message;
  };
  std::string cases = "protocol = \"smtp\"\n", rows = "for = [", many = "dialogue = [";
  for (int i = 0; i < 501; ++i) cases += "[[case]]\n";
  for (int i = 0; i < 1001; ++i) rows += "{ name = \"r" + std::to_string(i) + "\" },";
  for (int i = 0; i < 1001; ++i) many += "{ send = \"A\", expect = 250 },";
  std::string variables, hellos;
  for (int i = 0; i < 1000; ++i) variables += "v" + std::to_string(i) + " = 1, ";
  std::string regexes = "dialogue = [ { send = \"A\", expect = 250, lines = [";
  for (int i = 0; i < 1001; ++i) regexes += "{ re = 'a' },";
  regexes += "] }";
  for (int i = 0; i < 501; ++i) hellos += "[hello.h" + std::to_string(i) + "]\n";
  std::string thousand = "for = [";
  for (int i = 0; i < 1000; ++i) thousand += "{ name = \"r" + std::to_string(i) + "\" },";
  thousand += "]\ndialogue = [";
  for (int i = 0; i < 51; ++i) thousand += "{ send = \"A\", expect = 250 },";
  const Row kRows[] = {
      {"file", std::string(1024 * 1024 + 1, '#'),
       "the file is longer than 1048576 octets: split it"},
      {"cases", cases, "more than 500 cases: split the file"},
      {"rows", case_text(rows + "]\n" + std::string(kNoop)), "more than 1000 rows: split the case"},
      {"steps", case_text(many + "]"), "more than 1000 steps: use `times`, or split the case"},
      {"variables", case_text("let = { " + variables + "z = 1 }\n" + std::string(kNoop)),
       "more than 1000 variables: put the octets into a file beside the scenario"},
      {"variables of the file", "protocol = \"smtp\"\nlet = { " + variables + "z = 1 }\n",
       "more than 1000 variables: put the octets into a file beside the scenario"},
      {"regular expressions", case_text(regexes + "]"),
       "more than 1000 regular expressions: split the file"},
      {"hellos", "protocol = \"tls\"\n" + hellos, "more than 500 ClientHellos: split the file"},
      {"rows times steps", case_text(thousand + "]"),
       "the rows and steps of this file's cases multiply to more than 50000 steps: split the file"},
      {"expression",
       case_text("dialogue = [ { send = \"${" + std::string(1100, 'a') + "}\", expect = 250 } ]"),
       "the expression is longer than 1 KiB (at +0 in the string)"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const Suite suite = load_test_text(row.text);
    ASSERT_FALSE(suite.problems.empty());
    EXPECT_EQ(suite.problems[0].message, row.message);
  }
}

TEST(Load, ManyBracketsOrDotsDoNotOverflowTheStack) {
  for (const char* unit : {"a.", "[", "{a=", "x={a.b=[", "\"\"\"q\"\"\"\".", "[[a.", "'.'."}) {
    SCOPED_TRACE(unit);
    std::string text;
    while (text.size() < 900'000) text += unit;
    EXPECT_FALSE(load_test_text(text).problems.empty());
  }
}

TEST(LoadSuite, NaturalOrder) {
  const char* kSorted[] = {"a/4.1.1.2-x.toml", "a/4.1.1.10-x.toml", "a/4.2.toml",
                           "a/rfc821.toml",    "a/rfc5321.toml",    "a.toml",
                           "b/1.toml",         "b/01a.toml"};
  for (std::size_t i = 0; i + 1 < std::size(kSorted); ++i) {
    EXPECT_TRUE(natural_less(kSorted[i], kSorted[i + 1])) << kSorted[i] << " " << kSorted[i + 1];
    EXPECT_FALSE(natural_less(kSorted[i + 1], kSorted[i])) << kSorted[i] << " " << kSorted[i + 1];
    EXPECT_FALSE(natural_less(kSorted[i], kSorted[i]));
  }
}

TEST(LoadSuite, FoldersAndFiles) {
  const Folder folder;
  folder.write("s/10.toml", with_id("x.ten"));
  const std::string two = folder.write("s/2.toml", with_id("x.two"));
  folder.write("s/_begin/smtp.toml", "nonsense");
  folder.write("s/targets/postfix.toml", "deviations = []");
  folder.write("s/readme.txt", "no scenario");
  LoadContext context;
  context.dialects = {&test_smtp()};
  context.paths = {folder.path() + "/s", two, folder.path() + "/./s/2.toml"};
  const Suite suite = load_suite(context);
  EXPECT_TRUE(suite.problems.empty()) << all(suite);
  ASSERT_EQ(suite.cases.size(), 2U);
  EXPECT_EQ(suite.cases[0].id, "x.two");
  EXPECT_EQ(suite.cases[1].id, "x.ten");
}

TEST(LoadSuite, MissingAndEmpty) {
  const Folder folder;
  LoadContext context;
  context.paths = {folder.path() + "/none.toml", folder.path()};
  const Suite suite = load_suite(context);
  ASSERT_EQ(suite.problems.size(), 2U);
  EXPECT_EQ(to_string(suite.problems[0]), folder.path() + "/none.toml: no such file or folder");
  EXPECT_EQ(suite.problems[1].message, "the folder has no scenario files (*.toml)");
}

TEST(LoadSuite, DuplicateIds) {
  const Folder folder;
  const std::string a = folder.write("a.toml", with_id("x.same"));
  const std::string b = folder.write("b.toml", with_id("x.same"));
  LoadContext context;
  context.dialects = {&test_smtp()};
  context.paths = {folder.path()};
  const Suite suite = load_suite(context);
  ASSERT_EQ(suite.problems.size(), 1U) << all(suite);
  EXPECT_EQ(suite.problems[0].file, b);
  EXPECT_EQ(suite.problems[0].at, (Position{3, 1}));
  EXPECT_EQ(suite.problems[0].message, "the id `x.same` stands twice: also in " + a + ":3:1");
}

TEST(LoadSuite, PublishedIds) {
  const Folder folder;
  folder.write("s/a.toml", with_id("smtp.rfc5321.rset.replies-250"));
  LoadContext context;
  context.dialects = {&test_smtp()};
  context.paths = {folder.path() + "/s"};
  context.ids_file =
      folder.write("ids.txt", "# published\nsmtp.rfc5321.rset.reply-250  # renamed\n");
  Suite suite = load_suite(context);
  ASSERT_EQ(suite.problems.size(), 1U) << all(suite);
  EXPECT_EQ(suite.problems[0].at, (Position{2, 1}));
  EXPECT_EQ(
      suite.problems[0].message,
      "no case has the published id `smtp.rfc5321.rset.reply-250` any more; was it renamed to "
      "`smtp.rfc5321.rset.replies-250`? An id is never changed: rename it back");
  context.ids_file = folder.write("ids.txt", "smtp.rfc5321.rset.replies-250\n");
  suite = load_suite(context);
  EXPECT_TRUE(suite.problems.empty()) << all(suite);
}

TEST(LoadSuite, AttachedFiles) {
  const Folder folder;
  const std::string text =
      case_text("dialogue = [ { send_bytes = '${file(\"m.eml\")}', expect = 250 } ]");
  folder.write("secret.eml", "x");
  folder.write("s/a.toml", text);
  LoadContext context;
  context.dialects = {&test_smtp()};
  context.paths = {folder.path() + "/s"};
  fs::create_symlink(folder.path() + "/secret.eml", folder.path() + "/s/m.eml");
  Suite suite = load_suite(context);
  ASSERT_EQ(suite.problems.size(), 1U) << all(suite);
  EXPECT_EQ(suite.problems[0].message,
            "`m.eml` is a link out of the folder of the scenario (at +2 in the string)");
  fs::remove(folder.path() + "/s/m.eml");
  folder.write("s/m.eml", "x");
  suite = load_suite(context);
  EXPECT_TRUE(suite.problems.empty()) << all(suite);
  context.limits.attached_file_octets = 0;
  suite = load_suite(context);
  ASSERT_EQ(suite.problems.size(), 1U) << all(suite);
  EXPECT_EQ(suite.problems[0].message, "`m.eml` is longer than 0 octets (at +2 in the string)");
}

TEST(Problem, CaretStandsAtTheOctet) {
  struct Row {
    const char* name;
    const char* step;
    const char* excerpt;
  };
  // clang-format off: the caret below its line
  const Row kRows[] = {
      {"basic",       "send = \"é\\t${nix}\", expect = 250",
       "dialogue = [ { send = \"é\\t${nix}\", expect = 250 } ]\n"
       "                            ^"},
      {"multi-line",  "send_bytes = '''\nab${nix}''', expect = 250",
       "ab${nix}''', expect = 250 } ]\n"
       "    ^"},
      {"unicode escape", "send = \"\\u00e9\\U0001F600${nix}\", expect = 250",
       "dialogue = [ { send = \"\\u00e9\\U0001F600${nix}\", expect = 250 } ]\n"
       "                                         ^"},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const Suite suite =
        load_test_text(case_text("dialogue = [ { " + std::string(row.step) + " } ]"));
    ASSERT_EQ(suite.problems.size(), 1U) << all(suite);
    EXPECT_EQ(suite.problems[0].excerpt, row.excerpt);
  }
}

TEST(Problem, Text) {
  EXPECT_EQ(to_string(Problem{"a.toml", {3, 7}, "wrong", "line\n  ^"}),
            "a.toml:3:7: wrong\n  line\n    ^");
  EXPECT_EQ(to_string(Problem{"a.toml", {}, "no such file", ""}), "a.toml: no such file");
}

}  // namespace
}  // namespace wireassay::scenario
