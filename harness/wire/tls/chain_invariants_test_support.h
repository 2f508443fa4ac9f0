// What every report about a chain keeps, for unit tests and the fuzz target alike.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "wire/tls/chain.h"
#include "wire/tls/profiles.h"

namespace wireassay::tls {

/// Empty, or which invariant broke.
inline std::string broken_chain(const std::vector<std::string>& ders, std::string_view host,
                                std::string_view service, std::time_t now) {
  const ChainReport report = assess(ders, host, service, now);
  if (!(assess(ders, host, service, now) == report)) return "two answers";
  if (report.certificates != ders.size()) return "certificates were not counted";
  if (report.chain.size() != std::min(ders.size(), kMaxChain)) return "certificates are missing";
  if (report.findings.size() > kMaxFindings) return "too many findings";
  if (report.name_match == report.matched.empty()) return "a match without an identifier";
  std::size_t last = 0;
  for (const ChainFinding& one : report.findings) {
    if (one.certificate < last) return "findings are not in the order of the chain";
    if (one.certificate > report.chain.size()) return "a finding about no certificate";
    last = one.certificate;
    const auto control = [](unsigned char c) { return c < ' ' || c == 0x7F; };
    if (std::ranges::any_of(one.text, control)) return "control characters for people";
  }
  const bool judged = report.leaf.parsed || !finding_words(report).empty();
  if (!judged) return "nothing is said of a leaf that was not read";
  if (profile_findings(kMozillaModern, report, "", "").size() > 5) return "too much of a profile";
  return {};
}

}  // namespace wireassay::tls
