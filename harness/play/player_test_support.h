// Test-only: a case played against a server on loopback, with little patience.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "play/runner.h"

namespace wireassay::play {

/// One case of level MUST: `body` is what stands behind its head.
inline scenario::Suite test_suite(const std::string& protocol, const std::string& body,
                                  const std::map<std::string, std::string>& openings = {}) {
  const std::string head = "protocol = \"" + protocol +
                           "\"\nspec = \"RFC 1\"\nclause = \"4\"\n[[case]]\nid = \"" + protocol +
                           ".test.case\"\ntitle = \"t\"\nlevel = \"MUST\"\nquote = \"q\"\n";
  scenario::LoadContext context;
  context.dialects = dialect_infos();
  scenario::Suite suite = scenario::load_text(head + body, "test.toml", openings, context);
  for (const auto& problem : suite.problems) ADD_FAILURE() << scenario::to_string(problem);
  return suite;
}

inline scenario::Target test_target(const std::string& service, std::uint16_t port) {
  auto target = scenario::target_from_url(service + "://127.0.0.1:" + std::to_string(port));
  EXPECT_TRUE(target.has_value());
  target->timeouts = {.connect = scenario::Millis(2000),
                      .reply = scenario::Millis(400),
                      .silence = scenario::Millis(100),
                      .tls = scenario::Millis(400)};
  target->users = {{"alice", "alice@x.test", "open-sesame"}, {"bob", "bob@x.test", "other-secret"}};
  return *target;
}

inline judge::Result first_result(const RunOutcome& outcome) {
  EXPECT_FALSE(outcome.results.empty());
  return outcome.results.empty() ? judge::Result{} : outcome.results.front();
}

}  // namespace wireassay::play
