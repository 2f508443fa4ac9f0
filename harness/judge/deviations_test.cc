// The list of known failures stays true: what is listed and does not happen, or has expired, fails.
#include <gtest/gtest.h>

#include "judge/judge.h"

namespace wireassay::judge {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::year_month_day kToday{2026y, std::chrono::November, 21d};

std::vector<Result> results(std::initializer_list<std::pair<const char*, Verdict>> rows) {
  std::vector<Result> all;
  for (const auto& [id, verdict] : rows) {
    Result result;
    result.id = id;
    result.target = "t";
    result.verdict = verdict;
    all.push_back(result);
  }
  return all;
}

TEST(Deviations, Table) {
  struct Row {
    std::string_view name;
    std::string pattern, versions;
    std::optional<std::chrono::year_month_day> until;
    const char* id;
    Verdict before, after;
  };
  const std::chrono::year_month_day past{2026y, std::chrono::January, 1d},
      future{2027y, std::chrono::January, 1d};
  const Row rows[] = {
      {"listed and failing", "smtp.a.b", "", {}, "smtp.a.b", Verdict::Fail, Verdict::Known},
      {"listed and warning", "smtp.a.b", "", {}, "smtp.a.b", Verdict::Warn, Verdict::Known},
      {"listed and passing", "smtp.a.b", "", {}, "smtp.a.b", Verdict::Pass, Verdict::Fixed},
      {"listed and skipped", "smtp.a.b", "", {}, "smtp.a.b", Verdict::Skip, Verdict::Skip},
      {"an error is no deviation", "smtp.a.b", "", {}, "smtp.a.b", Verdict::Error, Verdict::Error},
      {"not yet expired", "smtp.a.b", "", future, "smtp.a.b", Verdict::Fail, Verdict::Known},
      {"expired", "smtp.a.b", "", past, "smtp.a.b", Verdict::Fail, Verdict::Fixed},
      {"all rows of a case", "smtp.a.b", "", {}, "smtp.a.b/row", Verdict::Fail, Verdict::Known},
      {"all surfaces of a case",
       "smtp.a.b",
       "",
       {},
       "smtp.a.b@smtps",
       Verdict::Fail,
       Verdict::Known},
      {"no mere prefix", "smtp.a.b", "", {}, "smtp.a.bc", Verdict::Fail, Verdict::Fail},
      {"family", "smtp.a.*", "", {}, "smtp.a.bc", Verdict::Fail, Verdict::Known},
      {"another id", "smtp.x.y", "", {}, "smtp.a.b", Verdict::Fail, Verdict::Fail},
      {"version below the bound",
       "smtp.a.b",
       "<3.9",
       {},
       "smtp.a.b",
       Verdict::Fail,
       Verdict::Known},
      {"version above the bound", "smtp.a.b", "<3.7", {}, "smtp.a.b", Verdict::Fail, Verdict::Fail},
      {"numbers compare as numbers",
       "smtp.a.b",
       "<3.10",
       {},
       "smtp.a.b",
       Verdict::Fail,
       Verdict::Known},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    auto all = results({{row.id, row.before}});
    scenario::Deviation deviation{.id = row.pattern,
                                  .reason = "why",
                                  .until = row.until,
                                  .versions = row.versions,
                                  .file = "d.toml"};
    apply_deviations(all, {deviation}, "t", "Postfix 3.7.11-0+deb12u1", kToday);
    EXPECT_EQ(all[0].verdict, row.after) << all[0].reason;
  }
}

TEST(Deviations, ARowThatPassesIsNotFixedWhileAnotherFails) {
  auto all = results({{"smtp.a.b/one", Verdict::Fail}, {"smtp.a.b/two", Verdict::Pass}});
  apply_deviations(all, {{.id = "smtp.a.b", .reason = "why"}}, "t", "", kToday);
  EXPECT_EQ(all[0].verdict, Verdict::Known);
  EXPECT_EQ(all[1].verdict, Verdict::Pass);
}

TEST(Deviations, AnInvariantKeptInAPartOfTheSuiteIsNotFixed) {
  for (const bool whole : {true, false}) {
    auto all = results({{"invariant.smtp.crlf", Verdict::Pass}});
    apply_deviations(all, {{.id = "invariant.smtp.crlf", .reason = "why"}}, "t", "", kToday, whole);
    EXPECT_EQ(all[0].verdict, whole ? Verdict::Fixed : Verdict::Pass);
  }
}

}  // namespace
}  // namespace wireassay::judge
