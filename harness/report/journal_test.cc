// What is left of a journal that was cut off or belongs to another run.
#include "report/journal.h"

#include <gtest/gtest.h>

#include "report/report.h"

namespace wireassay::report {
namespace {

const JournalHead kHead{.targets = {"a"}, .reading = "", .shard = "1/1", .suite = "s"};

std::string case_line(const std::string& id) {
  judge::Result result;
  result.id = id;
  result.target = "a";
  result.file = "x.toml";
  return json_case(result);
}

struct Row {
  const char* name;
  std::string text;
  std::size_t results;  ///< or, where `line` is one, of no interest
  std::size_t line;     ///< of the problem; 0: none
};

TEST(Journal, Table) {
  const std::string head = head_line(kHead), one = case_line("x.one"), two = case_line("x.two");
  const std::vector<Row> rows = {
      {"head alone", head + "\n", 0, 0},
      {"head without its end", head, 0, 0},
      {"two cases", head + "\n" + one + "\n" + two + "\n", 2, 0},
      {"last line without its end", head + "\n" + one + "\n" + two, 1, 0},
      {"two results in a last line", head + "\n" + one + two, 0, 0},
      {"last line cut off", head + "\n" + one + "\n" + two.substr(0, 20), 1, 0},
      {"a line in the middle cut off", head + "\n" + one.substr(0, 20) + "\n" + two, 0, 2},
      {"of another run", case_line("x.one") + "\n", 0, 1},
      {"empty", "", 0, 1},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto results = parse_journal(row.text, kHead);
    EXPECT_EQ(results.has_value(), row.line == 0);
    if (results) EXPECT_EQ(results->size(), row.results);
    if (!results) EXPECT_EQ(results.error().line, row.line);
    if (!results) EXPECT_NE(results.error().message, "");
  }
}

}  // namespace
}  // namespace wireassay::report
