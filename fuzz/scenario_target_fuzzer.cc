// wireassay.toml: scenario/target.h. Either all targets are good, or problems say what to do.
#include "scenario/target.h"

#include "scenario_files.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto targets = fuzzing::require_file(in, [](std::string_view text) {
    return scenario::parse_targets(text, "/nowhere/wireassay.toml");
  });
  if (!targets) return;
  for (const scenario::Target& target : *targets) {
    if (target.services.empty()) fuzzing::require("a target without a service: " + target.name);
    for (const auto& [name, url] : target.services) {
      if (url.service != name || url.port == 0)
        fuzzing::require(testing::internal::at("another service: " + url.text(), in));
    }
    if (!target.facts.contains("sender")) fuzzing::require("a target without a sender");
  }
}

}  // namespace wireassay
