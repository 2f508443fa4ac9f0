// Files and folders to a suite: each file by itself, then what only all of them together can show.
#include "scenario/load.h"

#include <algorithm>

#include "scenario/keys.h"
#include "scenario/load_case.h"
#include "scenario/load_hello.h"
#include "scenario/load_ids.h"
#include "scenario/load_paths.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

void read_cases(const FileContext& context, std::vector<Case>& cases) {
  Loading& loading = context.loading;
  const Node* array = find(context.root, "case", Kind::Array);
  if (array == nullptr || array->items.empty()) {
    if (context.root.find("case") == nullptr)
      loading.source.add({1, 1}, "the file has no [[case]]");
    return;
  }
  if (array->items.size() > loading.limits.cases) {
    loading.source.add(
        array->at, "more than " + std::to_string(loading.limits.cases) + " cases: split the file");
    return;
  }
  for (const Node& table : array->items) {
    if (loading.source.full()) return;
    if (table.is(Kind::Table)) {
      std::ranges::move(read_case(context, table), std::back_inserter(cases));
    } else {
      loading.source.add(table.at, "a case is a table: write [[case]]");
    }
  }
}

/// Reads one file; its cases are kept even where there are mistakes, so that ids can be compared.
void read_file(Source& source, const Openings& openings, const Dialects& dialects,
               const Limits& limits, std::vector<Case>& cases) {
  if (source.text().size() > limits.file_octets) {
    source.add({1, 1}, "the file is longer than " + std::to_string(limits.file_octets) +
                           " octets: split it");
    return;
  }
  const std::optional<Node> root = parse_document(source, limits.nesting);
  if (!root) return;
  Loading loading{source, limits, dialects};
  check_keys(source, *root, Place::File);
  const Node* protocol = find(*root, "protocol", Kind::Text);
  if (protocol == nullptr) return;
  if (dialects.find(protocol->text) == nullptr) {
    std::vector<std::string_view> names;
    for (const ProtocolRow& row : dialects.rows()) names.push_back(row.info->name);
    source.add(protocol->at,
               "unknown protocol `" + protocol->text + "`" + did_you_mean(protocol->text, names));
    return;
  }
  std::size_t steps_left = limits.expanded_steps;
  FileContext context{loading, *root, openings, protocol->text, {}, openings.hellos(), steps_left};
  if (const Node* lets = find(*root, "let", Kind::Table)) {
    if (lets->entries.size() > limits.variables) {
      source.add(lets->at, "more than " + std::to_string(limits.variables) +
                               " variables: put the octets into a file beside the scenario");
      return;
    }
    context.lets = read_lets(loading, *lets);
  }
  if (const Entry* hello = root->find("hello"); hello != nullptr && hello->value.is(Kind::Table)) {
    if (protocol->text != "tls") source.add(hello->at, "`hello` is for protocol = \"tls\"");
    context.hellos = read_hellos(loading, hello->value, openings.hellos());
  }
  read_cases(context, cases);
}

void add_problem(Suite& suite, const std::string& file, std::string message) {
  suite.problems.push_back({file, {}, std::move(message), ""});
}

Openings read_openings(const LoadContext& context, const Dialects& dialects, Suite& suite) {
  Openings openings;
  if (context.openings_dir.empty()) return openings;
  for (const std::string& path : toml_files(context.openings_dir)) {
    const auto text = read_text(path, context.limits.file_octets);
    if (!text) {
      add_problem(suite, path, text.error());
      continue;
    }
    openings.add(stem(path), path, *text, dialects, context.limits, suite.problems);
  }
  return openings;
}

}  // namespace

Suite load_text(std::string_view text, const std::string& file,
                const std::map<std::string, std::string>& openings, const LoadContext& context) {
  Suite suite;
  const Dialects dialects(context.dialects);
  Openings known;
  for (const auto& [protocol, content] : openings) {
    known.add(protocol, "_begin/" + protocol + ".toml", content, dialects, context.limits,
              suite.problems);
  }
  std::vector<Source> sources;
  sources.emplace_back(file, std::string(text));
  read_file(sources.back(), known, dialects, context.limits, suite.cases);
  check_ids(suite.cases, sources);
  append(suite.problems, sources.back().problems());
  return suite;
}

Suite load_suite(const LoadContext& context) {
  Suite suite;
  const Dialects dialects(context.dialects);
  const Openings openings = read_openings(context, dialects, suite);
  std::vector<std::string> files;
  for (const std::string& path : context.paths) {
    if (const auto found = scenario_files(path); found)
      files.insert(files.end(), found->begin(), found->end());
    else
      add_problem(suite, path, found.error());
  }
  std::ranges::sort(files, natural_less);
  const auto repeated = std::ranges::unique(files);
  files.erase(repeated.begin(), repeated.end());
  std::vector<Source> sources;
  sources.reserve(files.size());
  for (const std::string& file : files) {
    auto text = read_text(file, context.limits.file_octets);
    if (!text) {
      add_problem(suite, file, text.error());
      continue;
    }
    sources.emplace_back(file, std::move(*text));
    read_file(sources.back(), openings, dialects, context.limits, suite.cases);
  }
  check_ids(suite.cases, sources);
  for (const Source& source : sources) append(suite.problems, source.problems());
  if (!context.ids_file.empty()) check_published_ids(context.ids_file, suite.cases, suite.problems);
  return suite;
}

}  // namespace wireassay::scenario
