// What the commands share: where the project lies, loading of suites and targets, how trouble is
// printed.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "scenario/load.h"
#include "scenario/target.h"

namespace CLI {
class App;
}

namespace wireassay::cli {

enum Exit : int { kOk = 0, kSomethingFailed = 1, kMistake = 2, kUnreachable = 3 };

/// The folder with scenarios/: $WIREASSAY_ROOT (set by the wrapper), else the source folder of this
/// build.
std::string root();

/// Loads the scenarios in `paths`, or all of the project. Prints every problem; an empty optional
/// means exit status 2.
std::optional<scenario::Suite> load(const std::vector<std::string>& paths);

/// Keeps the cases that a filter names: by prefix, or with * and ? as a glob over the full id;
/// "protocol:", "level:" and "spec:" before a word choose by that property. An empty filter keeps
/// all. False: nothing is left.
bool filter(scenario::Suite& suite, const std::vector<std::string>& filters);

/// Options that describe a server which no file names.
struct TargetFlags {
  std::string config = "wireassay.toml";
  std::string ca, sni, source, client;
  std::vector<std::string> facts;  ///< KEY=VALUE
  std::vector<std::string>
      users;  ///< NAME:ADDRESS, password from $WIREASSAY_PASSWORD or --password-file
  std::string password_file;
  std::string deviations;
  std::string dns;  ///< ADDRESS[:PORT] of the name server for discover:
};
void add_target_flags(CLI::App& app, TargetFlags& flags);

/// A URL, a name in wireassay.toml, discover:USER@DOMAIN, or lab:NAME that has been brought up.
std::expected<scenario::Target, std::string> find_target(const std::string& name,
                                                         const TargetFlags& flags);

/// Prints "wireassay: message" on standard error and returns kMistake.
int mistake(const std::string& message);

/// RFC 3339 in UTC, seconds.
std::string now_text();

/// Writes a whole file ("-": standard output). The error names it.
std::expected<void, std::string> write_file(const std::string& path, const std::string& text);

}  // namespace wireassay::cli
