// Reports that are read again: report/report.h. What is read is written as it was read, and every
// other form can be made of it.
#include "bounded.h"
#include "report/report.h"
#include "testing/text.h"

namespace wireassay {
namespace {

/// JSON is a tree, and text is written escaped.
constexpr testing::WorkLimits kLimits{
    .steps = 200'000, .steps_per_octet = 4000, .heap = 1 << 20, .heap_per_octet = 4096};

}  // namespace

void fuzz(std::string_view in) {
  using testing::broken_text, testing::Printed;
  fuzzing::require(broken_text(in, report::read_json, report::json, Printed::Alike, kLimits));
  fuzzing::require(
      broken_text(in, report::read_json_case, report::json_case, Printed::Alike, kLimits));
  const auto run = report::read_json(in);
  if (!run) return;
  const fuzzing::Bounded bounded(in, kLimits);
  for (const std::string_view format : report::formats()) {
    const auto text = report::render(format, *run);
    if (!text || text->empty())
      fuzzing::require(testing::internal::at("no report as " + std::string(format), in));
  }
}

}  // namespace wireassay
