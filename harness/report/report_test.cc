// Every verdict in every form; what a server said never becomes markup or control.
#include "report/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

namespace wireassay::report {
namespace {

using judge::Result;
using judge::Verdict;

/// One result of each verdict, the failing one with hostile octets in its transcript.
Run every_verdict() {
  Run run{.started = "2026-11-21T09:00:00Z",
          .targets = {{"t", "smtp://127.0.0.1:25", "Postfix <3>"}},
          .seconds = 1.5};
  for (const Verdict verdict : judge::kVerdicts) {
    Result result;
    result.id = "smtp.every." + std::string(judge::to_string(verdict));
    result.target = "t";
    result.verdict = verdict;
    result.title = "A title";
    result.level = "MUST";
    result.spec = "RFC 5321";
    result.clause = "4.2";
    result.quote = "the sentence";
    result.reason = "because # of \x1b[31m]]> | <b>";
    result.expected = "250";
    result.received = "500 no";
    result.file = "scenarios/a.toml";
    result.at = {12, 5};
    result.step = 2;
    result.step_text = "step 2";
    result.connections = {{"", "smtp", "plain", "127.0.0.1:25"}};
    result.transcript = {
        {0, Side::Client, 1.0, false, 0, "HELO a\r\n"},
        {0, Side::Server, 2.0, false, 0, std::string("500 \x1b[31mno\0\xff</b>```\r\n", 21)}};
    result.mark = Mark{0, 0, 3};
    run.results.push_back(result);
  }
  return run;
}

TEST(Text, ShowsAFailureInOrder) {
  const auto run = every_verdict();
  const std::string shown = text_case(run.results[1], {});
  std::size_t at = 0;
  for (const char* part :
       {"smtp.every.fail", "A title", "RFC 5321 section 4.2, MUST: \"the sentence\"", "expected",
        "250", "received", "500 no", "C: HELO a\\r\\n", "S: 500", "^^^", "scenarios/a.toml:12:5",
        "step 2"}) {
    const std::size_t found = shown.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " is missing or out of order in\n" << shown;
    at = found;
  }
}

TEST(Text, CaretsStandBelowTheMarkedOctets) {
  const std::string shown = text_case(every_verdict().results[1], {});
  const std::size_t line = shown.rfind('\n', shown.find("S: 500"));
  const std::size_t column = shown.find("500", line) - line;
  const std::size_t carets = shown.find("^^^");
  EXPECT_EQ(carets - shown.rfind('\n', carets), column);
}

TEST(Text, NoRawControlOctetReachesATerminal) {
  for (const bool colour : {false, true}) {
    const std::string shown = text(every_verdict(), {.colour = colour, .verbose = true});
    for (std::size_t at = 0; at < shown.size(); ++at) {
      const auto octet = static_cast<unsigned char>(shown[at]);
      if (colour && octet == 0x1b) continue;  // our own colours
      EXPECT_TRUE(octet >= 0x20 || octet == '\n') << "octet " << int{octet} << " at " << at;
    }
    EXPECT_EQ(shown.find("\x1b[31mno"), std::string::npos);
  }
}

TEST(Text, SummaryCountsEveryVerdict) {
  const std::string shown = text(every_verdict(), {});
  for (const Verdict verdict : judge::kVerdicts) {
    EXPECT_NE(shown.find("1 " + std::string(judge::to_string(verdict))), std::string::npos)
        << judge::to_string(verdict);
  }
}

TEST(JsonReport, RoundTrip) {
  const auto run = every_verdict();
  const std::string first = json(run);
  const auto read = read_json(first);
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(json(*read), first);
  const auto parsed = nlohmann::json::parse(first);
  EXPECT_EQ(parsed["schema"], "wireassay-report/1");
  EXPECT_EQ(parsed["summary"]["fail"], 1);
  EXPECT_EQ(parsed["cases"][1]["where"], "scenarios/a.toml:12");
  EXPECT_EQ(parsed["cases"][1]["transcript"][0]["text"], "HELO a\r\n");
  EXPECT_TRUE(parsed["cases"][1]["transcript"][1].contains("hex"));
}

TEST(JsonReport, JournalLineIsOneLine) {
  const std::string line = json_case(every_verdict().results[1]);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto read = read_json_case(line);
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(json_case(*read), line);
  for (const char* const number : {"1e150", "-1", "1.5", "4294967296", "\"1\""}) {
    std::string other = line;
    const std::size_t at = other.find("\"column\":") + std::string_view("\"column\":").size();
    other.replace(at, other.find_first_of(",}", at) - at, number);
    EXPECT_FALSE(read_json_case(other).has_value()) << number;
  }
  EXPECT_FALSE(read_json_case(line.substr(0, line.size() / 2)).has_value());
}

TEST(Junit, EveryVerdict) {
  pugi::xml_document document;
  const std::string xml = junit(every_verdict());
  ASSERT_TRUE(document.load_string(xml.c_str())) << xml;
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("tests").value(), "7");
  EXPECT_STREQ(suite.attribute("failures").value(), "2");
  EXPECT_STREQ(suite.attribute("errors").value(), "1");
  EXPECT_STREQ(suite.attribute("skipped").value(), "2");
  for (const pugi::xml_node test : suite.children("testcase")) {
    const std::string name = test.attribute("name").value();
    EXPECT_EQ(test.child("failure") != nullptr, name.ends_with(".fail") || name.ends_with(".fixed"))
        << name;
    EXPECT_EQ(test.child("error") != nullptr, name.ends_with(".error")) << name;
    EXPECT_EQ(test.child("skipped") != nullptr, name.ends_with(".skip") || name.ends_with(".known"))
        << name;
  }
  EXPECT_EQ(xml.find('\x1b'), std::string::npos);
}

TEST(Tap, EveryVerdict) {
  const std::string out = tap(every_verdict());
  EXPECT_TRUE(out.starts_with("TAP version 14\n1..7\n"));
  for (const char* line :
       {"\nok 1 - smtp.every.pass\n", "\nnot ok 2 - smtp.every.fail\n",
        "\nok 3 - smtp.every.warn\n", "\nok 4 - smtp.every.skip # SKIP because \\# of",
        "\nnot ok 5 - smtp.every.known # TODO", "\nnot ok 6 - smtp.every.fixed\n",
        "\nnot ok 7 - smtp.every.error\n"}) {
    EXPECT_NE(out.find(line), std::string::npos) << line << "\n" << out;
  }
}

TEST(Markdown, CountsAndNoMarkup) {
  const std::string out = markdown(every_verdict());
  EXPECT_NE(out.find("| t (Postfix &lt;3&gt;) | 1 | 1 | 1 | 1 | 1 | 1 | 1 |"), std::string::npos)
      << out;
  EXPECT_NE(out.find("\\| &lt;b&gt;"), std::string::npos);
}

TEST(Render, UnknownFormatNamesTheOthers) {
  const auto rendered = render("yaml", {});
  ASSERT_FALSE(rendered.has_value());
  for (const std::string_view name : formats()) {
    EXPECT_NE(rendered.error().find(name), std::string::npos);
    EXPECT_TRUE(render(name, {}).has_value());
  }
}

}  // namespace
}  // namespace wireassay::report
