// A run as data, and its forms. JSON is the one source; every other form is made from the same
// struct.
#pragma once

#include <expected>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "judge/verdict.h"

namespace wireassay::report {

struct TargetInfo {
  std::string name, url, software;
};

struct Run {
  std::string started;  ///< RFC 3339, UTC
  std::vector<TargetInfo> targets;
  std::vector<judge::Result> results;  ///< cases and invariants, in stable order
  std::vector<std::string> notes;
  double seconds = 0;
  bool interrupted = false;
  std::string seed;
};

using Summary = std::map<judge::Verdict, std::size_t>;
Summary summarize(const Run& run);

struct TextStyle {
  bool colour = false;
  bool verbose = false;  ///< also transcripts of cases that passed
  std::size_t width = 100;
  bool strict = false;
};

/// The view of one failing case: id and title, clause with its sentence, expected, received,
/// transcript around it with the offending octets marked, file and line of the step.
std::string text_case(const judge::Result& result, const TextStyle& style);
std::string text(const Run& run, const TextStyle& style);
std::string json(const Run& run);                    ///< "wireassay-report/1"
std::string json_case(const judge::Result& result);  ///< one line: the journal
std::string junit(const Run& run);
std::string tap(const Run& run);       ///< TAP 14
std::string markdown(const Run& run);  ///< for a CI summary

/// Reads a report or a journal's line back; the error names file and offset.
std::expected<Run, std::string> read_json(std::string_view text);
std::expected<judge::Result, std::string> read_json_case(std::string_view line);

/// "junit=out.xml" and friends; names of all forms for --help.
std::expected<std::string, std::string> render(std::string_view format, const Run& run);
const std::vector<std::string_view>& formats();

}  // namespace wireassay::report
