// wireassay check: the lint; with RFC texts also the quotes; writes the list of ids and the schema.
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <set>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/quotes.h"
#include "play/runner.h"

namespace wireassay::cli {
namespace {

struct CheckFlags {
  std::vector<std::string> paths;
  std::string rfc, ids, schema;
};

/// Ids without their rows, as files declare them.
std::string id_list(const scenario::Suite& suite) {
  std::set<std::string> ids;
  for (const scenario::Case& c : suite.cases) ids.insert(c.id);
  std::string text;
  for (const std::string& id : ids) text += id + "\n";
  return text;
}

int report_quotes(const scenario::Suite& suite, const std::string& folder) {
  const QuoteCheck checked = check_quotes(suite.cases, folder);
  for (const scenario::Problem& problem : checked.problems)
    std::cerr << scenario::to_string(problem) << "\n";
  std::cout << checked.checked << " quotes compared with the RFC texts, " << checked.problems.size()
            << " differ";
  if (checked.absent != 0) std::cout << ", " << checked.absent << " without a text in " << folder;
  std::cout << "\n";
  if (checked.checked == 0)
    return mistake(folder + ": no text rfcNNNN.txt of a quoted RFC is there");
  return checked.problems.empty() ? kOk : kMistake;
}

int run(const CheckFlags& flags) {
  if (!flags.schema.empty()) {
    const auto written = write_file(flags.schema, scenario::json_schema(play::dialect_infos()));
    return written ? kOk : mistake(written.error());
  }
  const auto suite = load(flags.paths);
  if (!suite) return kMistake;
  std::cout << suite->cases.size() << " cases, no mistake\n";
  if (!flags.ids.empty()) {
    const auto written = write_file(flags.ids, id_list(*suite));
    if (!written) return mistake(written.error());
  }
  return flags.rfc.empty() ? kOk : report_quotes(*suite, flags.rfc);
}

}  // namespace

Action add_check(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "check", "lint of scenario files: each mistake with file, line and column");
  const auto flags = std::make_shared<CheckFlags>();
  command
      ->add_option("path", flags->paths, "scenario files or folders (default: all of the project)")
      ->type_name("PATH");
  command
      ->add_option("--rfc", flags->rfc,
                   "folder of rfcNNNN.txt: every quote must stand there word for word")
      ->type_name("DIR");
  command
      ->add_option(
          "--write-ids", flags->ids,
          "writes the list of ids (scenarios/ids.txt): ids never change, the lint compares")
      ->type_name("FILE");
  command
      ->add_option("--write-schema", flags->schema,
                   "writes the JSON Schema for editors (scenarios/schema.json)")
      ->type_name("FILE");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
