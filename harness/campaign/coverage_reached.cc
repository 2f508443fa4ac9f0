// Rules and rows against what ran and what was noted.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "campaign/coverage.h"

namespace wireassay::campaign {
namespace {

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string folder_of(const std::string& file) { return file.substr(0, file.rfind('/')); }

/// Names behind `what` in the notes of targets that are about the folder, or whose stem begins so.
template <class Wanted>
std::set<std::string> noted_names(const std::vector<Notes>& noted, std::string_view what,
                                  Wanted wanted) {
  std::set<std::string> names;
  for (const Notes& notes : noted) {
    if (!wanted(notes.target)) continue;
    std::istringstream lines(notes.lines);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(what)) names.insert(line.substr(what.size()));
    }
  }
  return names;
}

bool is_about(std::string_view target, const std::string& folder) {
  const auto folders = folders_of(target);
  return std::ranges::find(folders, folder) != folders.end();
}

/// All rules of one folder, by name.
std::vector<GrammarEntry> rules_of(const std::string& folder, const std::vector<Source>& sources,
                                   const CoverageReport& report, const std::vector<Notes>& noted) {
  const auto names = noted_names(
      noted, "rule ", [&](const std::string& target) { return is_about(target, folder); });
  std::map<std::string, GrammarEntry> entries;
  for (const RulePlace& place : rule_places(sources)) {
    GrammarEntry& entry = entries[place.rule];
    if (entry.places.empty()) {
      entry = {folder, place.rule, names.contains(place.rule), false, {}};
      entry.linked = entry.reached;
    }
    const auto ran = report.ran(place.file, place.line, place.column);
    entry.linked = entry.linked || ran.has_value();
    entry.reached = entry.reached || (place.states && ran.value_or(0) > 0);
    const std::string where = place.file + ":" + std::to_string(place.line);
    if (std::ranges::find(entry.places, where) == entry.places.end()) entry.places.push_back(where);
  }
  std::vector<GrammarEntry> all;
  for (auto& [name, entry] : entries) all.push_back(std::move(entry));
  return all;
}

}  // namespace

std::vector<std::string> folders_of(std::string_view target) {
  const std::string_view word = target.substr(0, target.find('_'));
  const std::string name(word);
  std::vector<std::string> folders;
  if (target.ends_with("_session")) folders.emplace_back("harness/reference");
  static constexpr auto kWire =
      std::to_array<std::string_view>({"smtp", "pop3", "imap", "http", "tls", "message"});
  if (word == "player") {
    folders.emplace_back("harness/play");
  } else if (std::ranges::find(kWire, word) != kWire.end()) {
    folders.push_back("harness/wire/" + name);
  } else {
    folders.push_back("harness/" + name);
  }
  return folders;
}

std::vector<GrammarEntry> reached_rules(const std::vector<Source>& sources,
                                        const CoverageReport& report,
                                        const std::vector<Notes>& noted) {
  std::map<std::string, std::vector<Source>> folders;
  for (const Source& source : sources) folders[folder_of(source.file)].push_back(source);
  std::vector<GrammarEntry> all;
  for (const auto& [folder, files] : folders) {
    for (GrammarEntry& entry : rules_of(folder, files, report, noted))
      all.push_back(std::move(entry));
  }
  return all;
}

std::vector<GrammarEntry> reached_rows(const std::vector<Source>& sources,
                                       const std::vector<Notes>& noted) {
  std::vector<GrammarEntry> all;
  for (const WatchedTable& table : watched_tables()) {
    const auto source = std::ranges::find(sources, table.file, &Source::file);
    if (source == sources.end()) continue;
    const auto as_it_is = [](std::string word) { return word; };
    const auto form = table.any_case ? upper : +as_it_is;
    std::set<std::string> words;
    for (const std::string& word : noted_names(noted, "word ", [&](const std::string& target) {
           return target.starts_with(table.targets);
         }))
      words.insert(form(word));
    for (const RowPlace& row : table_rows(*source, table.array))
      all.push_back({std::string(table.title),
                     row.name,
                     words.contains(form(row.name)),
                     true,
                     {row.file + ":" + std::to_string(row.line)}});
  }
  return all;
}

}  // namespace wireassay::campaign
