// The journal is a head line and a line for each case; each line is written with one call and
// flushed.
#include "cli/journal.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/context.h"
#include "report/report.h"

namespace wireassay::cli {
namespace {

constexpr std::string_view kSchema = "wireassay-journal/1";

std::string head_line(const JournalHead& head) {
  nlohmann::ordered_json json;
  json["schema"] = kSchema;
  json["targets"] = head.targets;
  json["reading"] = head.reading;
  json["shard"] = head.shard;
  json["suite"] = head.suite;
  return json.dump();
}

}  // namespace

Journal::~Journal() {
  if (file_ != nullptr) std::fclose(file_);
}

std::expected<void, std::string> Journal::open(const std::string& path, const JournalHead& head) {
  file_ = std::fopen(path.c_str(), "wb");
  if (file_ == nullptr)
    return std::unexpected(path +
                           ": the journal cannot be written; --journal FILE names another place");
  std::fputs((head_line(head) + "\n").c_str(), file_);
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
  std::istringstream lines(*text);
  std::string line;
  std::getline(lines, line);
  if (line != head_line(head)) {
    return std::unexpected(
        path + ": belongs to a run with other targets, scenarios or options; run without --resume");
  }
  std::vector<judge::Result> results;
  std::size_t number = 1;
  while (std::getline(lines, line)) {
    ++number;
    auto result = report::read_json_case(line);
    if (!result && lines.peek() == std::istringstream::traits_type::eof())
      break;  // cut off by a kill
    if (!result)
      return std::unexpected(path + ":" + std::to_string(number) + ": " + result.error());
    results.push_back(std::move(*result));
  }
  return results;
}

}  // namespace wireassay::cli
