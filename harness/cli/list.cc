// wireassay list: the cases, or how far each RFC section is covered.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>

#include "cli/commands.h"
#include "cli/context.h"

namespace wireassay::cli {
namespace {

struct ListFlags {
  std::vector<std::string> paths, filters;
  bool ids = false, coverage = false;
};

void print_row(const scenario::Case& c) {
  std::printf("%-58s %-10s %s %s\n", c.full_id().c_str(),
              std::string(scenario::to_string(c.level)).c_str(), c.spec.c_str(), c.clause.c_str());
}

/// "4.1.1.10" behind "4.1.1.9": numbers count as numbers.
bool natural_less(const std::string& a, const std::string& b) {
  const auto key = [](const std::string& text) {
    std::vector<unsigned long> numbers;
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] < '0' || text[at] > '9') {
        numbers.push_back(static_cast<unsigned char>(text[at++]));
        continue;
      }
      std::size_t used = 0;
      numbers.push_back(1000 + std::stoul(text.substr(at, 9), &used));
      at += used;
    }
    return numbers;
  };
  return key(a) < key(b);
}

void print_coverage(const scenario::Suite& suite) {
  std::map<std::string, std::size_t, decltype(&natural_less)> sections(&natural_less);
  for (const scenario::Case& c : suite.cases) ++sections[c.spec + " section " + c.clause];
  for (const auto& [section, count] : sections)
    std::printf("%-32s %4zu %s\n", section.c_str(), count, count == 1 ? "case" : "cases");
}

int run(const ListFlags& flags) {
  auto suite = load(flags.paths);
  if (!suite) return kMistake;
  if (!filter(*suite, flags.filters)) return mistake("no case is named by the filter");
  if (flags.coverage) {
    print_coverage(*suite);
    return kOk;
  }
  for (const scenario::Case& c : suite->cases) {
    if (flags.ids) {
      std::cout << c.full_id() << "\n";
    } else {
      print_row(c);
    }
  }
  if (!flags.ids) std::cout << suite->cases.size() << " cases\n";
  return kOk;
}

}  // namespace

Action add_list(CLI::App& app) {
  CLI::App* command = app.add_subcommand("list", "lists cases with level and clause");
  const auto flags = std::make_shared<ListFlags>();
  command
      ->add_option("path", flags->paths, "scenario files or folders (default: all of the project)")
      ->type_name("PATH");
  command
      ->add_option("-f,--filter", flags->filters,
                   "by prefix of the id, glob, level:MUST or spec:'RFC 3207'")
      ->type_name("WORD")
      ->allow_extra_args(false);
  command->add_flag("--ids", flags->ids, "ids only, one a line");
  command->add_flag("--coverage", flags->coverage, "how many cases each section of each RFC has");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
