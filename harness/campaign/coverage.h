// Source-based coverage of fuzz targets: their replays run over the corpora, llvm-profdata and
// llvm-cov say which lines ran, and the grammars' rules and rows are held against it.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "campaign/coverage_grammar.h"
#include "campaign/coverage_report.h"

namespace wireassay::campaign {

struct CoverageOptions {
  std::filesystem::path folder;      ///< the campaign's; coverage/ is made in it
  std::filesystem::path programs;    ///< where STEM_fuzzer_replay of the preset coverage lies
  std::filesystem::path root;        ///< the repository
  std::vector<std::string> targets;  ///< empty: all that are built
};

/// One rule of one folder, by name, or one row of a table.
struct GrammarEntry {
  std::string group;  ///< "harness/wire/smtp", "SMTP commands"
  std::string name;
  bool reached = false;
  bool linked = true;               ///< false: only in code that none of the programs holds
  std::vector<std::string> places;  ///< "harness/wire/smtp/parameter.cc:52"
};

struct Coverage {
  std::vector<std::string> targets;
  std::vector<FileCoverage> files;  ///< that the targets are about, least covered first
  std::vector<GrammarEntry> rules, rows;
  std::vector<std::string> trouble;  ///< replays that failed: their share is missing
  std::filesystem::path html;        ///< index.html
};

/// Targets whose replay is built there, sorted.
std::vector<std::string> built_targets(const std::filesystem::path& programs);

/// The commands that build what coverage needs.
std::vector<std::vector<std::string>> build_commands(const std::vector<std::string>& targets);

/// Folders of the code that a target is about: "smtp_reply" is harness/wire/smtp.
std::vector<std::string> folders_of(std::string_view target);

/// Rules and rows of these folders, and which of them were reached. `noted` holds for each target
/// the lines that its replay wrote ("rule NAME", "word NAME"; harness/testing/reached.h).
struct Notes {
  std::string target;
  std::string lines;
};
std::vector<GrammarEntry> reached_rules(const std::vector<Source>& sources,
                                        const CoverageReport& report,
                                        const std::vector<Notes>& noted);
std::vector<GrammarEntry> reached_rows(const std::vector<Source>& sources,
                                       const std::vector<Notes>& noted);

/// Error: a tool or a program is missing, or failed; it says what to do.
std::expected<Coverage, std::string> measure_coverage(
    const CoverageOptions& options, const std::function<void(const std::string&)>& say);

/// rows.json, schema "wireassay-coverage/1".
std::string to_json(const Coverage& coverage);

}  // namespace wireassay::campaign
