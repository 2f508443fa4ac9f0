// id, reason, until, versions.
#include "scenario/deviations.h"

#include <algorithm>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/load_paths.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

/// "<3.9", ">=2.3.19.1": an operator and numbers joined by points.
bool is_version_range(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("<>=!"), text.size());
  constexpr std::string_view kOps[] = {"<", "<=", ">", ">=", "==", "!=", "="};
  if (std::ranges::find(kOps, text.substr(0, end)) == std::end(kOps)) return false;
  text.remove_prefix(end);
  while (text.starts_with(' ')) text.remove_prefix(1);
  return !text.empty() && text[0] >= '0' && text[0] <= '9' &&
         std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

/// A full id (ID[/ROW][@SURFACE]), or a prefix of ids ending in ".*" or "/*".
bool is_listed_id(std::string_view text) {
  if (text.ends_with(".*") || text.ends_with("/*")) text.remove_suffix(2);
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const bool alnum = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return alnum || std::string_view(".-/@+").contains(c);
  });
}

Deviation read_deviation(Loading& loading, const Node& table) {
  Deviation deviation{.id = find_text(table, "id"),
                      .reason = find_text(table, "reason"),
                      .until = {},
                      .versions = find_text(table, "versions"),
                      .file = loading.source.file(),
                      .at = table.at};
  if (const Node* id = find(table, "id", Kind::Text); id != nullptr && !is_listed_id(id->text)) {
    loading.source.add(id->at,
                       "`" + escape_short(id->text, 60) +
                           "` is neither the id of a case nor a prefix like smtp.rfc5321.vrfy.*");
  }
  if (const Node* reason = find(table, "reason", Kind::Text);
      reason != nullptr && reason->text.empty()) {
    loading.source.add(reason->at, "`reason` is empty: say why the failure is kept");
  }
  if (const Node* until = find(table, "until", Kind::Date)) deviation.until = until->date;
  if (const Node* versions = find(table, "versions", Kind::Text);
      versions != nullptr && !is_version_range(versions->text)) {
    loading.source.add(versions->at,
                       "`versions` is an operator and a version, like \"<3.9\"; not \"" +
                           escape_short(versions->text, 40) + "\"");
  }
  return deviation;
}

}  // namespace

std::vector<Deviation> read_deviations(Loading& loading, const Node& array) {
  std::vector<Deviation> all;
  for (const Node& item : array.items) {
    if (loading.source.full()) break;
    if (!check_keys(loading.source, item, Place::Deviation)) continue;
    Deviation deviation = read_deviation(loading, item);
    const auto same = std::ranges::find_if(all, [&](const Deviation& other) {
      return other.id == deviation.id && other.versions == deviation.versions;
    });
    if (same != all.end()) {
      loading.source.add(item.at, "`" + deviation.id + "` is listed twice, first in line " +
                                      std::to_string(same->at.line));
    }
    all.push_back(std::move(deviation));
  }
  return all;
}

std::expected<std::vector<Deviation>, std::vector<Problem>> load_deviations(
    const std::string& path) {
  const auto text = read_text(path, Limits{}.file_octets);
  if (!text) return std::unexpected(std::vector<Problem>{{path, {}, text.error(), ""}});
  return parse_deviations(*text, path);
}

std::expected<std::vector<Deviation>, std::vector<Problem>> parse_deviations(
    std::string_view text, const std::string& file) {
  const Limits limits;
  const Dialects dialects({});
  Source source(file, std::string(text));
  Loading loading{source, limits, dialects};
  std::vector<Deviation> all;
  if (source.text().size() > limits.file_octets) {
    source.add({1, 1}, "the file is longer than " + std::to_string(limits.file_octets) +
                           " octets: split it");
  } else if (const std::optional<Node> root = parse_document(source, limits.nesting)) {
    check_keys(source, *root, Place::DeviationFile);
    if (const Node* array = find(*root, "deviations", Kind::Array))
      all = read_deviations(loading, *array);
  }
  if (!source.problems().empty()) return std::unexpected(source.problems());
  return all;
}

}  // namespace wireassay::scenario
