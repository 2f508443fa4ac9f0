// Markdown for a CI summary: a table of verdicts for each target, then what needs a look.
#include <fmt/format.h>

#include "core/escape.h"
#include "report/report.h"
#include "report/surfaces.h"

namespace wireassay::report {
namespace {

using judge::Result;
using judge::Verdict;

/// What a server said must not become markup.
std::string cell(const std::string& text) {
  std::string out;
  for (const char octet : text) {
    switch (octet) {
      case '|': out += "\\|"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '`': out += "&#96;"; break;
      case '\n':
      case '\r': out += ' '; break;
      default: out += octet;
    }
  }
  return out;
}

std::string counts(const Run& run, const TargetInfo& target) {
  Run one;
  for (const Result& result : run.results) {
    if (result.target == target.name) one.results.push_back(result);
  }
  std::string row = fmt::format(
      "| {} |", cell(target.name + (target.software.empty() ? "" : " (" + target.software + ")")));
  const Summary summary = summarize(one);
  for (const Verdict verdict : judge::kVerdicts) row += fmt::format(" {} |", summary.at(verdict));
  return row + "\n";
}

std::string fence(const std::string& text) {
  std::string out = "\n```text\n";
  std::string safe = text;
  for (std::size_t at = safe.find("```"); at != std::string::npos; at = safe.find("```", at))
    safe.replace(at, 3, "'''");
  return out + safe + "```\n\n";
}

std::string details(const Run& run) {
  std::string out;
  for (const Result& result : run.results) {
    const bool wanted = result.verdict == Verdict::Fail || result.verdict == Verdict::Error ||
                        result.verdict == Verdict::Warn || result.verdict == Verdict::Fixed;
    if (!wanted) continue;
    out += fmt::format("<details><summary><b>{}</b> {}: {}</summary>\n", to_string(result.verdict),
                       cell(result.id), cell(result.reason));
    out += fence(text_case(result, {})) + "</details>\n";
  }
  return out;
}

}  // namespace

std::string markdown(const Run& run) {
  std::string out = "## Wireassay\n\n| target |";
  std::string rule = "| --- |";
  for (const Verdict verdict : judge::kVerdicts) {
    out += fmt::format(" {} |", to_string(verdict));
    rule += " ---: |";
  }
  out += "\n" + rule + "\n";
  for (const TargetInfo& target : run.targets) out += counts(run, target);
  out += "\n" + details(run);
  const std::string surfaces = surfaces_text(compare_surfaces(run));
  if (!surfaces.empty()) out += fence(surfaces);
  for (const std::string& note : run.notes) out += "- " + cell(note) + "\n";
  return out;
}

}  // namespace wireassay::report
