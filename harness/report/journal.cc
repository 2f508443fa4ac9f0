// Lines of JSON: a run that is killed loses nothing it had judged.
#include "report/journal.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "report/report.h"

namespace wireassay::report {
namespace {

constexpr std::string_view kSchema = "wireassay-journal/1";

/// Takes a line off the front, without its end; nullopt: there is none, or a kill cut it off.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string head_line(const JournalHead& head) {
  nlohmann::ordered_json json;
  json["schema"] = kSchema;
  json["targets"] = head.targets;
  json["reading"] = head.reading;
  json["shard"] = head.shard;
  json["suite"] = head.suite;
  return json.dump();
}

std::expected<std::vector<judge::Result>, JournalProblem> parse_journal(std::string_view text,
                                                                        const JournalHead& head) {
  if (text == head_line(head)) return std::vector<judge::Result>();
  if (take_line(text) != head_line(head)) {
    return std::unexpected(JournalProblem{
        1, "belongs to a run with other targets, scenarios or options; run without --resume"});
  }
  std::vector<judge::Result> results;
  for (std::size_t number = 2; const auto line = take_line(text); ++number) {
    auto result = read_json_case(*line);
    if (!result) return std::unexpected(JournalProblem{number, result.error()});
    results.push_back(std::move(*result));
  }
  return results;
}

}  // namespace wireassay::report
