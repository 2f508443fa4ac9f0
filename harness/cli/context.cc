// Loading of suites and targets for all commands.
#include "cli/context.h"

#include <fnmatch.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <random>

#include "cli/discover.h"
#include "core/files.h"
#include "lab/lab.h"
#include "play/runner.h"

namespace wireassay::cli {
namespace {

namespace fs = std::filesystem;
using scenario::Target;

std::string property(const scenario::Case& c, std::string_view name) {
  if (name == "protocol") return c.protocol;
  if (name == "level") return std::string(scenario::to_string(c.level));
  if (name == "spec") return c.spec;
  return "";
}

bool named_by(const scenario::Case& c, const std::string& pattern) {
  for (const std::string_view name : {"protocol", "level", "spec"}) {
    if (pattern.starts_with(std::string(name) + ":"))
      return property(c, name) == pattern.substr(name.size() + 1);
  }
  const std::string id = c.full_id();
  if (pattern.find_first_of("*?[") != std::string::npos)
    return fnmatch(pattern.c_str(), id.c_str(), 0) == 0;
  return id.starts_with(pattern);
}

std::expected<void, std::string> add_users(Target& target, const TargetFlags& flags) {
  if (flags.users.empty()) return {};
  std::string password;
  if (!flags.password_file.empty()) {
    const auto text = read_file(flags.password_file);
    if (!text) return std::unexpected(text.error());
    password = text->substr(0, text->find_first_of("\r\n"));
  } else if (const char* value = std::getenv("WIREASSAY_PASSWORD"); value != nullptr) {
    password = value;
  }
  for (const std::string& user : flags.users) {
    const std::size_t colon = user.find(':');
    const std::string name = user.substr(0, colon);
    target.users.push_back(
        {name, colon == std::string::npos ? name : user.substr(colon + 1), password});
  }
  return {};
}

std::expected<void, std::string> apply_flags(Target& target, const TargetFlags& flags) {
  const auto set = [](std::string& field, const std::string& value) {
    if (!value.empty()) field = value;
  };
  set(target.trust, flags.ca);
  if (!flags.ca.empty()) target.verify = true;
  set(target.sni, flags.sni);
  set(target.source, flags.source);
  set(target.client, flags.client);
  for (const std::string& fact : flags.facts) {
    const std::size_t equals = fact.find('=');
    if (equals == std::string::npos || equals == 0)
      return std::unexpected("--fact " + fact +
                             ": write KEY=VALUE, for example unknown=nobody@example.test");
    target.facts[fact.substr(0, equals)] = fact.substr(equals + 1);
  }
  if (auto users = add_users(target, flags); !users) return users;
  if (flags.deviations.empty()) return {};
  auto listed = scenario::load_deviations(flags.deviations);
  if (!listed) return std::unexpected(scenario::to_string(listed.error().front()));
  target.deviations.insert(target.deviations.end(), listed->begin(), listed->end());
  return {};
}

std::string join(const std::vector<scenario::Problem>& problems) {
  std::string text;
  for (const scenario::Problem& problem : problems)
    text += (text.empty() ? "" : "\n") + scenario::to_string(problem);
  return text;
}

/// Deviations that are known of a kind of server, kept with the scenarios.
std::expected<void, std::string> add_known_deviations(Target& target, const std::string& recipe) {
  const std::string path = root() + "/scenarios/targets/" + recipe + ".toml";
  if (!fs::exists(path)) return {};
  auto listed = scenario::load_deviations(path);
  if (!listed) return std::unexpected(join(listed.error()));
  target.deviations.insert(target.deviations.end(), listed->begin(), listed->end());
  return {};
}

std::expected<Target, std::string> lab_target(const std::string& name) {
  const lab::Recipe* recipe = lab::find_recipe(name);
  if (recipe == nullptr)
    return std::unexpected("no lab server is called '" + name + "'; see `wireassay lab list`");
  const auto status = lab::status(*recipe, {});
  if (!status) return std::unexpected(status.error());
  if (status->state != lab::State::Running)
    return std::unexpected("lab:" + name + " is not up; `wireassay lab up " + name + "` starts it");
  auto targets = scenario::load_targets(status->instance.target_toml().string());
  if (!targets) return std::unexpected(join(targets.error()));
  Target target = targets->front();
  target.name = "lab:" + name;
  if (auto known = add_known_deviations(target, name); !known)
    return std::unexpected(known.error());
  return target;
}

/// "MUAs MUST first use the full email address provided by the user" (RFC 6186 section 4): it is
/// the user, where a password is at hand and no other user is named.
std::expected<Target, std::string> discovered_target(const std::string& address,
                                                     TargetFlags flags) {
  auto target = discover_target(address, {.server = flags.dns}, std::random_device{}(), std::cerr);
  if (!target) return target;
  const bool password =
      !flags.password_file.empty() || std::getenv("WIREASSAY_PASSWORD") != nullptr;
  if (flags.users.empty() && password) flags.users = {address + ":" + address};
  if (auto applied = apply_flags(*target, flags); !applied) return std::unexpected(applied.error());
  return target;
}

std::expected<Target, std::string> configured_target(const std::string& name,
                                                     const TargetFlags& flags) {
  if (!fs::exists(flags.config)) {
    return std::unexpected("no target '" + name +
                           "': it is no URL (smtp://HOST:PORT), no lab:NAME, no "
                           "discover:USER@DOMAIN, and there is no " +
                           flags.config + " that could name it");
  }
  auto targets = scenario::load_targets(flags.config);
  if (!targets) return std::unexpected(join(targets.error()));
  std::string names;
  for (const Target& target : *targets) {
    if (target.name == name) return target;
    names += " " + target.name;
  }
  return std::unexpected(flags.config + " has no target '" + name + "'; it has:" + names);
}

}  // namespace

std::string root() {
  const char* value = std::getenv("WIREASSAY_ROOT");
  return value != nullptr ? value : WIREASSAY_SOURCE_DIR;
}

std::optional<scenario::Suite> load(const std::vector<std::string>& paths) {
  scenario::LoadContext context;
  context.dialects = play::dialect_infos();
  context.paths = paths.empty() ? std::vector<std::string>{root() + "/scenarios"} : paths;
  context.openings_dir = root() + "/scenarios/_begin";
  const std::string ids = root() + "/scenarios/ids.txt";
  if (paths.empty() && fs::exists(ids)) context.ids_file = ids;
  scenario::Suite suite = scenario::load_suite(context);
  for (const scenario::Problem& problem : suite.problems)
    std::cerr << scenario::to_string(problem) << "\n";
  if (suite.problems.empty()) return suite;
  std::cerr << suite.problems.size() << (suite.problems.size() == 1 ? " mistake" : " mistakes")
            << "; nothing was played\n";
  return std::nullopt;
}

bool filter(scenario::Suite& suite, const std::vector<std::string>& filters) {
  if (filters.empty()) return true;
  std::erase_if(suite.cases, [&](const scenario::Case& c) {
    return std::ranges::none_of(filters,
                                [&](const std::string& pattern) { return named_by(c, pattern); });
  });
  return !suite.cases.empty();
}

void add_target_flags(CLI::App& app, TargetFlags& flags) {
  app.add_option("--config", flags.config, "file with [target.NAME] tables")
      ->capture_default_str()
      ->type_name("FILE");
  app.add_option("--ca", flags.ca, "trust anchor (PEM); certificates are then verified")
      ->type_name("FILE");
  app.add_option("--sni", flags.sni, "server name to ask for and to verify")->type_name("NAME");
  app.add_option("--source", flags.source, "local address to connect from")->type_name("ADDRESS");
  app.add_option("--client", flags.client, "our own name in EHLO")->type_name("NAME");
  app.add_option("--fact", flags.facts,
                 "a fact of the target: domain=, unknown=, remote=, sender=, … (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option(
         "--user", flags.users,
         "a user of the target; its password comes from $WIREASSAY_PASSWORD or --password-file")
      ->type_name("NAME:ADDRESS")
      ->allow_extra_args(false);
  app.add_option("--password-file", flags.password_file, "first line: the password of --user")
      ->type_name("FILE");
  app.add_option("--deviations", flags.deviations,
                 "TOML list of failures that are known of this target")
      ->type_name("FILE");
  app.add_option("--dns", flags.dns, "name server that is asked for discover:USER@DOMAIN")
      ->type_name("ADDRESS[:PORT]");
}

std::expected<Target, std::string> find_target(const std::string& name, const TargetFlags& flags) {
  std::expected<Target, std::string> target = std::unexpected("");
  if (name.starts_with("lab:")) {
    target = lab_target(name.substr(4));
  } else if (name.starts_with("discover:")) {
    return discovered_target(name.substr(9), flags);
  } else if (name.find("://") != std::string::npos) {
    target = scenario::target_from_url(name);
  } else {
    target = configured_target(name, flags);
  }
  if (!target) return target;
  if (auto applied = apply_flags(*target, flags); !applied) return std::unexpected(applied.error());
  return target;
}

int mistake(const std::string& message) {
  std::cerr << "wireassay: " << message << "\n";
  return kMistake;
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[sizeof "2026-01-01T00:00:00Z"];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

std::expected<void, std::string> write_file(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::cout << text << std::flush;
    return {};
  }
  return write_octets(path, text);
}

}  // namespace wireassay::cli
