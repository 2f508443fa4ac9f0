// JUnit XML as CI systems read it: a testsuite for each target, failing verdicts as failure, error
// as error.
#include <fmt/format.h>
#include <pugixml.hpp>

#include <sstream>

#include "report/report.h"
#include "report/safe.h"  // XML 1.0 has no way to write most control characters

namespace wireassay::report {
namespace {

using judge::Result;
using judge::Verdict;

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void add_outcome(pugi::xml_node node, const Result& result) {
  const char* kind = nullptr;
  switch (result.verdict) {
    case Verdict::Fail:
    case Verdict::Fixed: kind = "failure"; break;
    case Verdict::Error: kind = "error"; break;
    case Verdict::Skip:
    case Verdict::Known: kind = "skipped"; break;
    case Verdict::Pass:
    case Verdict::Warn: break;
  }
  if (kind != nullptr) {
    pugi::xml_node outcome = node.append_child(kind);
    set(outcome, "message", safe(result.reason));
    const bool details = result.verdict != Verdict::Skip && result.verdict != Verdict::Known;
    if (details) set(outcome, "type", result.spec + " " + result.clause);
    if (details) outcome.text().set(safe(text_case(result, {})).c_str());
  } else if (result.verdict == Verdict::Warn) {
    node.append_child("system-out").text().set(safe(text_case(result, {})).c_str());
  }
}

void add_case(pugi::xml_node suite, const Result& result) {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "name", result.id);
  set(node, "classname", result.target + "." + (result.spec.empty() ? "wireassay" : result.spec));
  set(node, "time", fmt::format("{:.3f}", result.ms / 1000));
  if (!result.file.empty()) {
    set(node, "file", result.file);
    set(node, "line", std::to_string(result.at.line));
  }
  add_outcome(node, result);
}

void add_suite(pugi::xml_node root, const TargetInfo& target, const Run& run) {
  pugi::xml_node suite = root.append_child("testsuite");
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;
  for (const Result& result : run.results) {
    if (result.target != target.name) continue;
    ++tests;
    seconds += result.ms / 1000;
    failures += result.verdict == Verdict::Fail || result.verdict == Verdict::Fixed ? 1 : 0;
    errors += result.verdict == Verdict::Error ? 1 : 0;
    skipped += result.verdict == Verdict::Skip || result.verdict == Verdict::Known ? 1 : 0;
    add_case(suite, result);
  }
  set(suite, "name", target.name);
  set(suite, "tests", std::to_string(tests));
  set(suite, "failures", std::to_string(failures));
  set(suite, "errors", std::to_string(errors));
  set(suite, "skipped", std::to_string(skipped));
  set(suite, "time", fmt::format("{:.3f}", seconds));
  set(suite, "timestamp", run.started);
}

}  // namespace

std::string junit(const Run& run) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "wireassay");
  for (const TargetInfo& target : run.targets) add_suite(root, target, run);
  std::ostringstream out;
  document.save(out, " ");
  return out.str();
}

}  // namespace wireassay::report
