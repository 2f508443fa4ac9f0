// A target's list of known failures: it must stay true, so what no longer happens or has expired
// fails the run.
#include <algorithm>
#include <charconv>

#include "judge/judge.h"

namespace wireassay::judge {
namespace {

/// "3.7.11-0+deb12u1" as numbers: 3, 7, 11; stops at the first part that is none.
std::vector<unsigned> version_numbers(std::string_view text) {
  const std::size_t first = text.find_first_of("0123456789");
  if (first == std::string_view::npos) return {};
  text.remove_prefix(first);
  std::vector<unsigned> numbers;
  while (!text.empty()) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) break;
    numbers.push_back(value);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty() || text.front() != '.') break;
    text.remove_prefix(1);
  }
  return numbers;
}

/// "<3.9": true if no bound is given, or the software names no version to compare.
bool version_applies(std::string_view bound, std::string_view software) {
  if (bound.empty()) return true;
  const std::vector<unsigned> have = version_numbers(software);
  if (have.empty()) return true;
  const std::size_t digits = bound.find_first_of("0123456789");
  if (digits == std::string_view::npos) return true;
  const std::string_view op = bound.substr(0, digits);
  const std::vector<unsigned> want = version_numbers(bound);
  if (op.starts_with("<=")) return have <= want;
  if (op.starts_with("<")) return have < want;
  if (op.starts_with(">=")) return have >= want;
  if (op.starts_with(">")) return have > want;
  return have == want;
}

/// A deviation's id names a case with all its rows and surfaces, one row, one surface, or a family
/// by "….*".
bool matches(std::string_view pattern, std::string_view id) {
  if (pattern.ends_with(".*") || pattern.ends_with("/*")) {
    pattern.remove_suffix(1);
    return id.starts_with(pattern);
  }
  if (!id.starts_with(pattern)) return false;
  const std::string_view rest = id.substr(pattern.size());
  return rest.empty() || rest.front() == '/' || rest.front() == '@';
}

std::string date(const std::chrono::year_month_day& day) {
  std::string text = std::to_string(static_cast<int>(day.year()));
  for (const unsigned part :
       {static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())}) {
    text += part < 10 ? "-0" : "-";
    text += std::to_string(part);
  }
  return text;
}

bool went_wrong(const Result& result) {
  return result.verdict == Verdict::Fail || result.verdict == Verdict::Warn;
}

void apply_one(const std::vector<Result*>& matched, const scenario::Deviation& deviation,
               std::chrono::year_month_day today, bool whole_suite) {
  const bool happens = std::ranges::any_of(matched, [](const Result* r) { return went_wrong(*r); });
  const bool expired = deviation.until && *deviation.until < today;
  for (Result* result : matched) {
    if (happens && went_wrong(*result)) {
      result->verdict = expired ? Verdict::Fixed : Verdict::Known;
      const std::string what = expired
                                   ? "the listed deviation expired on " + date(*deviation.until) +
                                         ": mend the server or renew the entry in " + deviation.file
                                   : "known: " + deviation.reason;
      result->reason = what + " (" + result->reason + ")";
    } else if (!happens && result->verdict == Verdict::Pass &&
               (whole_suite || !result->id.starts_with("invariant."))) {
      result->verdict = Verdict::Fixed;
      result->reason = "listed as a deviation (" + deviation.reason +
                       ") and no longer happens: remove it from " + deviation.file + ":" +
                       std::to_string(deviation.at.line);
    }
  }
}

}  // namespace

void apply_deviations(std::vector<Result>& results,
                      const std::vector<scenario::Deviation>& deviations, const std::string& target,
                      const std::string& software, std::chrono::year_month_day today,
                      bool whole_suite) {
  for (const scenario::Deviation& deviation : deviations) {
    if (!version_applies(deviation.versions, software)) continue;
    std::vector<Result*> matched;
    for (Result& result : results) {
      if (result.target == target && matches(deviation.id, result.id)) matched.push_back(&result);
    }
    apply_one(matched, deviation, today, whole_suite);
  }
}

}  // namespace wireassay::judge
