// The journal is a head line and a line for each case; each line is written with one call and
// flushed.
#include "cli/journal.h"

#include "cli/context.h"
#include "core/files.h"
#include "report/report.h"

namespace wireassay::cli {
Journal::~Journal() {
  if (file_ != nullptr) std::fclose(file_);
}

std::expected<void, std::string> Journal::open(const std::string& path, const JournalHead& head) {
  file_ = std::fopen(path.c_str(), "wb");
  if (file_ == nullptr)
    return std::unexpected(path +
                           ": the journal cannot be written; --journal FILE names another place");
  std::fputs((report::head_line(head) + "\n").c_str(), file_);
  std::fflush(file_);
  return {};
}

void Journal::add(const judge::Result& result) {
  if (file_ == nullptr) return;
  const std::string line = report::json_case(result) + "\n";
  std::fwrite(line.data(), 1, line.size(), file_);
  std::fflush(file_);
}

std::expected<std::vector<judge::Result>, std::string> read_journal(const std::string& path,
                                                                    const JournalHead& head) {
  const auto text = read_file(path);
  if (!text) return std::unexpected(path + ": there is no journal to resume from");
  auto results = report::parse_journal(*text, head);
  if (results) return std::move(*results);
  const report::JournalProblem& problem = results.error();
  const std::string line = problem.line > 1 ? ":" + std::to_string(problem.line) : "";
  return std::unexpected(path + line + ": " + problem.message);
}

}  // namespace wireassay::cli
