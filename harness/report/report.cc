// The table of forms, and the sums.
#include "report/report.h"

#include <algorithm>

namespace wireassay::report {
namespace {

struct Form {
  std::string_view name;
  std::string (*render)(const Run& run);
};

std::string plain_text(const Run& run) { return text(run, {}); }

constexpr Form kForms[] = {
    {"json", json}, {"junit", junit}, {"tap", tap}, {"markdown", markdown}, {"text", plain_text},
};

}  // namespace

Summary summarize(const Run& run) {
  Summary summary;
  for (const judge::Verdict verdict : judge::kVerdicts) summary[verdict] = 0;
  for (const judge::Result& result : run.results) ++summary[result.verdict];
  return summary;
}

const std::vector<std::string_view>& formats() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    std::ranges::transform(kForms, std::back_inserter(names), &Form::name);
    return names;
  }();
  return kNames;
}

std::expected<std::string, std::string> render(std::string_view format, const Run& run) {
  const auto form = std::ranges::find(kForms, format, &Form::name);
  if (form != std::end(kForms)) return form->render(run);
  std::string message = "no report format '" + std::string(format) + "'; there are:";
  for (const std::string_view name : formats()) message.append(" ").append(name);
  return std::unexpected(message);
}

}  // namespace wireassay::report
