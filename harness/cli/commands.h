// The table of commands: each adds itself to the command line and runs when it was named.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace wireassay::cli {

/// Registers a command; the function it returns is called when the command line named it, and gives
/// the exit status.
using Action = std::function<int()>;
Action add_run(CLI::App& app);
Action add_list(CLI::App& app);
Action add_check(CLI::App& app);
Action add_explain(CLI::App& app);
Action add_mutants(CLI::App& app);
Action add_serve(CLI::App& app);
Action add_lab(CLI::App& app);
Action add_import(CLI::App& app);
Action add_trace(CLI::App& app);
Action add_seed(CLI::App& app);
Action add_campaign(CLI::App& app);

}  // namespace wireassay::cli
