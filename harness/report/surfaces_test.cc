#include "report/surfaces.h"

#include <gtest/gtest.h>

namespace wireassay::report {
namespace {

using judge::Verdict;

judge::Result result(const char* id, Verdict verdict) {
  judge::Result one;
  one.id = id;
  one.target = "t";
  one.verdict = verdict;
  return one;
}

TEST(Surfaces, DifferencesOfOneKindStandTogether) {
  report::Run run;
  run.results = {
      result("tls.a@imaps", Verdict::Pass), result("tls.a@pop3s", Verdict::Warn),
      result("tls.b@imaps", Verdict::Pass), result("tls.b@pop3s", Verdict::Warn),
      result("tls.c@imaps", Verdict::Fail), result("tls.c@pop3s", Verdict::Pass),
      result("tls.d@imaps", Verdict::Pass), result("tls.d@pop3s", Verdict::Pass),
      result("tls.e@imaps", Verdict::Pass), result("tls.e@pop3s", Verdict::Skip),
      result("smtp.x", Verdict::Pass),
  };
  const SurfaceReport report = compare_surfaces(run);
  ASSERT_EQ(report.surfaces.size(), 2U);
  EXPECT_EQ(report.surfaces[0].surface, "imaps");
  EXPECT_EQ(report.surfaces[0].verdicts, (Summary{{Verdict::Pass, 4}, {Verdict::Fail, 1}}));
  ASSERT_EQ(report.differences.size(), 2U);
  EXPECT_EQ(report.differences[0].cases, (std::vector<std::string>{"tls.a", "tls.b"}));
  EXPECT_EQ(report.differences[1].cases, (std::vector<std::string>{"tls.c"}));
  const std::string text = surfaces_text(report);
  EXPECT_NE(text.find("2 cases differ: pass: imaps; warn: pop3s"), std::string::npos) << text;
  EXPECT_NE(text.find("    tls.c\n"), std::string::npos) << text;
}

TEST(Surfaces, OneSurfaceHasNothingToCompare) {
  report::Run run;
  run.results = {result("tls.a@imaps", Verdict::Pass), result("smtp.x", Verdict::Fail)};
  EXPECT_EQ(surfaces_text(compare_surfaces(run)), "");
}

TEST(Surfaces, ThatAgreeAreSaidTo) {
  report::Run run;
  run.results = {result("tls.a@imaps", Verdict::Pass), result("tls.a@https", Verdict::Pass)};
  EXPECT_NE(surfaces_text(compare_surfaces(run)).find("they differ in no case"), std::string::npos);
}

}  // namespace
}  // namespace wireassay::report
