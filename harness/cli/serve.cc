// wireassay serve: the reference servers in the foreground.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/context.h"
#include "reference/server.h"

namespace wireassay::cli {
namespace {

struct ServeFlags {
  std::string protocol = "smtp", address = "127.0.0.1", ca;
  std::vector<std::string> faults;
  std::uint16_t port = 0;
  bool list = false, only = false, origin = false;
};

int list_faults(const std::string& protocol) {
  for (const reference::Fault& fault : reference::faults()) {
    if (fault.protocol != protocol) continue;
    std::printf("%-40s %s %s: %s\n", std::string(fault.name).c_str(),
                std::string(fault.spec).c_str(), std::string(fault.clause).c_str(),
                std::string(fault.title).c_str());
  }
  return kOk;
}

void describe(const scenario::Target& target) {
  for (const auto& [name, url] : target.services)
    std::cout << name << " = \"" << url.text() << "\"\n";
  std::cout << "trust = \"" << target.trust << "\"\nsni = \"" << target.sni << "\"\n";
  for (const auto& [name, value] : target.facts) std::cout << name << " = \"" << value << "\"\n";
  if (!target.users.empty()) {
    const scenario::User& user = target.users.front();
    std::cout << "users = [ { name = \"" << user.name << "\", address = \"" << user.address
              << "\", password = \"" << user.password << "\" } ]\n";
  }
  std::cout << "ready; Ctrl-C ends it" << std::endl;
}

int run(const ServeFlags& flags) {
  if (flags.list) return list_faults(flags.protocol);
  reference::ServerOptions options{.address = flags.address, .faults = flags.faults};
  for (const std::string& fault : flags.faults) {
    if (reference::find_fault(fault) == nullptr)
      return mistake("no fault is called '" + fault + "'; see `wireassay serve " + flags.protocol +
                     " --list-faults`");
  }
  if (flags.only) options.only = flags.protocol;
  options.echoes_all = flags.origin;
  if (flags.port != 0) options.ports[flags.protocol] = flags.port;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto servers = reference::Servers::start(options);
  if (!servers) return mistake(servers.error());
  describe((*servers)->target());
  int received = 0;
  sigwait(&signals, &received);
  return kOk;
}

}  // namespace

Action add_serve(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("serve", "runs the reference servers on loopback, if wished with a fault");
  const auto flags = std::make_shared<ServeFlags>();
  command
      ->add_option("protocol", flags->protocol,
                   "smtp, pop3, imap, http or tls: of --port, --only and --list-faults")
      ->check(CLI::IsMember({"smtp", "pop3", "imap", "http", "tls"}))
      ->capture_default_str()
      ->type_name("PROTOCOL");
  command->add_option("--fault", flags->faults, "a deliberate violation (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_flag("--list-faults", flags->list, "names, clauses and what each does wrong");
  command->add_option("--address", flags->address, "where to listen")
      ->capture_default_str()
      ->type_name("ADDRESS");
  command->add_option("--port", flags->port, "port of the plain service (default: any free one)")
      ->type_name("PORT");
  command->add_flag("--only", flags->only, "not the servers of the other protocols");
  command->add_flag("--origin", flags->origin,
                    "http: /echo shows whatever comes, for a gateway under test before it");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
