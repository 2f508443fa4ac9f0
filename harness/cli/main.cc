// wireassay: the command line.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "cli/commands.h"
#include "cli/context.h"

namespace wireassay::cli {
namespace {

constexpr const char* kAbout =
    "Plays scripted SMTP dialogues against a server, judges every reply against the RFC clause it "
    "comes from,\n"
    "and shows the octets. Without a target it examines its own reference server.\n";

constexpr const char* kMore =
    "Examples:\n"
    "  wireassay run                                        all scenarios against the reference "
    "server\n"
    "  wireassay run --target smtp://127.0.0.1:2525         the same against a server of yours\n"
    "  wireassay run --target lab:postfix                   start a real Postfix, examine it, stop "
    "it\n"
    "  wireassay run scenarios/smtp/rfc3207 --report junit=out.xml\n"
    "  wireassay explain smtp.rfc5321.rset.replies-250      one case: clause, sentence, dialogue\n"
    "  wireassay check my-scenarios/                        lint of scenario files\n"
    "  wireassay test                                       build with sanitizers and run the "
    "project's own tests\n"
    "\n"
    "Exit status: 0 nothing failed; 1 something did; 2 a mistake in arguments, scenarios or "
    "configuration;\n"
    "3 a target could not be reached at all.\n";

struct Row {
  Action (*add)(CLI::App&);
};

int run_program(int argc, char** argv) {
  CLI::App app{kAbout, "wireassay"};
  app.footer(kMore);
  app.set_version_flag("--version", std::string("wireassay ") + WIREASSAY_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  std::vector<Action> actions;
  for (const Row row : {Row{add_run}, Row{add_list}, Row{add_check}, Row{add_explain},
                        Row{add_mutants}, Row{add_serve}, Row{add_lab}, Row{add_import},
                        Row{add_trace}, Row{add_seed}, Row{add_campaign}}) {
    actions.push_back(row.add(app));
  }
  const std::vector<CLI::App*> commands = app.get_subcommands([](CLI::App*) { return true; });
  const auto is_named = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && std::ranges::none_of(commands, is_named)) {
    return mistake("no command is called '" + std::string(argv[1]) +
                   "'; `wireassay --help` lists them");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? kOk : kMistake;
  }
  for (std::size_t at = 0; at < commands.size(); ++at) {
    if (commands[at]->parsed()) return actions[at]();
  }
  return kMistake;
}

}  // namespace
}  // namespace wireassay::cli

int main(int argc, char** argv) {
  try {
    return wireassay::cli::run_program(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "wireassay: internal error: %s\n", error.what());
    return wireassay::cli::kMistake;
  }
}
