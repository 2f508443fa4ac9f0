// TAP 14: one test point for each case, a YAML block for what needs a look.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/report.h"

namespace wireassay::report {
namespace {

using judge::Result;
using judge::Verdict;

/// '#' begins a directive and '\' escapes in a description.
std::string description(const std::string& text) {
  std::string out;
  for (const char octet : text) {
    if (octet == '#' || octet == '\\') out += '\\';
    out += octet == '\n' || octet == '\r' ? ' ' : octet;
  }
  return out;
}

/// A JSON string is a valid YAML double-quoted scalar.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string directive(const Result& result) {
  switch (result.verdict) {
    case Verdict::Skip: return " # SKIP " + description(result.reason);
    case Verdict::Known: return " # TODO " + description(result.reason);
    case Verdict::Pass:
    case Verdict::Fail:
    case Verdict::Warn:
    case Verdict::Fixed:
    case Verdict::Error: return "";
  }
  return "";
}

bool ok(Verdict verdict) {
  return verdict == Verdict::Pass || verdict == Verdict::Warn || verdict == Verdict::Skip;
}

std::string block(const Result& result) {
  if (result.verdict == Verdict::Pass || result.verdict == Verdict::Skip) return "";
  std::string out = "  ---\n";
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out += fmt::format("  {}: {}\n", key, quoted(value));
  };
  add("verdict", std::string(to_string(result.verdict)));
  add("message", result.reason);
  add("clause", result.spec + " " + result.clause);
  add("quote", result.quote);
  add("expected", result.expected);
  add("received", result.received);
  add("at", result.file + ":" + std::to_string(result.at.line));
  return out + "  ...\n";
}

}  // namespace

std::string tap(const Run& run) {
  std::string out = fmt::format("TAP version 14\n1..{}\n", run.results.size());
  std::size_t number = 0;
  for (const Result& result : run.results) {
    const std::string name = run.targets.size() > 1 ? result.target + " " + result.id : result.id;
    out += fmt::format("{}ok {} - {}{}\n{}", ok(result.verdict) ? "" : "not ", ++number,
                       description(name), directive(result), block(result));
  }
  if (run.interrupted) out += "Bail out! interrupted\n";
  return out;
}

}  // namespace wireassay::report
