// Duplicate and lost ids.
#include "scenario/load_ids.h"

#include <algorithm>
#include <map>
#include <set>

#include "scenario/keys.h"
#include "scenario/load_paths.h"

namespace wireassay::scenario {
namespace {

constexpr std::size_t kLongestList = 4 * 1024 * 1024;

std::string_view without_comment(std::string_view line) {
  line = line.substr(0, line.find('#'));
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
    line.remove_suffix(1);
  return line;
}

}  // namespace

void check_ids(const std::vector<Case>& cases, std::vector<Source>& sources) {
  std::map<std::string_view, const Case*> first;
  std::map<std::string_view, Source*> by_file;
  for (Source& source : sources) by_file[source.file()] = &source;
  for (const Case& c : cases) {
    if (c.id.empty()) continue;
    const auto [seen, fresh] = first.emplace(c.id, &c);
    const Case& other = *seen->second;
    if (fresh || (other.file == c.file && other.at == c.at)) continue;
    by_file[c.file]->add(c.at, "the id `" + c.id + "` stands twice: also in " + other.file + ":" +
                                   std::to_string(other.at.line) + ":" +
                                   std::to_string(other.at.column));
  }
}

void check_published_ids(const std::string& path, const std::vector<Case>& cases,
                         std::vector<Problem>& problems) {
  auto text = read_text(path, kLongestList);
  if (!text) {
    problems.push_back({path, {}, text.error(), ""});
    return;
  }
  Source source(path, std::move(*text));
  std::set<std::string_view> present, published;
  for (const Case& c : cases) present.insert(c.id);
  std::vector<std::pair<std::uint32_t, std::string_view>> lost;
  std::uint32_t line = 0;
  for (std::string_view rest = source.text(); !rest.empty();) {
    ++line;
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view id = without_comment(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (id.empty()) continue;
    published.insert(id);
    if (!present.contains(id)) lost.emplace_back(line, id);
  }
  std::vector<std::string_view> fresh;
  std::ranges::copy_if(present, std::back_inserter(fresh),
                       [&](std::string_view id) { return !published.contains(id); });
  for (const auto& [at, id] : lost) {
    const std::string_view near = nearest(id, fresh);
    source.add({at, 1},
               "no case has the published id `" + std::string(id) + "` any more" +
                   (near.empty() ? std::string(": put the case back, its id is never changed")
                                 : "; was it renamed to `" + std::string(near) +
                                       "`? An id is never changed: rename it back"));
  }
  append(problems, source.problems());
}

}  // namespace wireassay::scenario
