// Comparison of verdicts between a case as written and its variations.
#include "play/variations.h"

#include <map>

namespace wireassay::play {
namespace {

using judge::Verdict;

/// A skip says that the question did not arise on that transport; it contradicts nothing.
bool same(const judge::Result& plain, const judge::Result& varied) {
  return plain.verdict == varied.verdict || varied.verdict == Verdict::Skip ||
         plain.verdict == Verdict::Skip;
}

std::string describe(const Variation& variation) {
  switch (variation.fragments) {
    case Fragments::Octets: return "one octet at a time";
    case Fragments::Random: return "in random pieces (seed " + std::to_string(variation.seed) + ")";
    case Fragments::Whole: return "in one segment";
    case Fragments::None: break;
  }
  return "over " + variation.name;
}

judge::Result difference(const judge::Result& plain, judge::Result varied,
                         const Variation& variation) {
  varied.reason = "as written: " + std::string(to_string(plain.verdict)) + " (" + plain.reason +
                  "); " + describe(variation) + ": " + std::string(to_string(varied.verdict)) +
                  " (" + varied.reason + ")";
  varied.id = "variation." + variation.name + "." + plain.id;
  varied.verdict = Verdict::Fail;
  varied.level = "MUST";
  return varied;
}

judge::Result agreement(const std::string& name, std::size_t compared, const std::string& target) {
  judge::Result result;
  result.id = "variation." + name;
  result.target = target;
  result.verdict = Verdict::Pass;
  result.level = "MUST";
  result.spec = "RFC 9293";
  result.clause = "3.9.1";
  result.title = "TCP is a stream of octets: cuts and transports change no verdict (" + name + ")";
  result.reason = "the same verdict in " + std::to_string(compared) + " cases";
  return result;
}

}  // namespace

std::vector<judge::Result> compare_variations(const std::vector<JudgedUnit>& units,
                                              const std::string& target) {
  std::vector<judge::Result> results;
  std::map<std::string, std::pair<std::size_t, std::size_t>> counts;  // compared, different
  std::map<std::pair<const scenario::Case*, std::string>, const judge::Result*> as_written;
  for (const JudgedUnit& unit : units) {
    if (unit.unit->variation.name.empty())
      as_written[{unit.unit->c, unit.unit->surface}] = &unit.result;
  }
  for (const JudgedUnit& unit : units) {
    const Variation& variation = unit.unit->variation;
    const auto plain = as_written.find({unit.unit->c, unit.unit->surface});
    if (variation.name.empty() || plain == as_written.end()) continue;
    auto& [compared, different] = counts[variation.name];
    if (unit.result.verdict == Verdict::Skip || plain->second->verdict == Verdict::Skip) continue;
    ++compared;
    if (same(*plain->second, unit.result)) continue;
    ++different;
    results.push_back(difference(*plain->second, unit.result, variation));
  }
  for (const auto& [name, count] : counts) {
    if (count.second == 0) results.push_back(agreement(name, count.first, target));
  }
  return results;
}

}  // namespace wireassay::play
