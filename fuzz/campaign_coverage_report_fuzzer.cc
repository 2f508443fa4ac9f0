// The JSON of llvm-cov: campaign/coverage_report.h. Shares are no more than all.
#include "campaign/coverage_report.h"

#include "bounded.h"
#include "testing/text.h"

namespace wireassay {

void fuzz(std::string_view in) {
  using campaign::CoverageReport;
  const testing::WorkLimits limits{.heap = 1 << 20, .heap_per_octet = 4096};  // JSON is a tree
  const auto read = [](std::string_view json) { return CoverageReport::read(json, "/src/"); };
  fuzzing::require(testing::broken_text(in, read, limits));
  const auto report = read(in);
  if (!report) {
    if (report.error().empty()) fuzzing::require("refused without a reason");
    return;
  }
  double last = 0;
  for (const campaign::FileCoverage& file : report->files()) {
    const double percent = file.lines.percent();
    if (percent < last) fuzzing::require(testing::internal::at("files out of order", in));
    last = percent;
    (void)report->ran(file.file, 1, 1);
  }
}

}  // namespace wireassay
