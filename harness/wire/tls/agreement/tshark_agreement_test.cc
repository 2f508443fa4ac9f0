// Our decoders and tshark's on the same octets, field by field. Each difference has a kind with its
// reason (explained.cc); one without fails, and so does a kind that nothing shows any more.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "core/escape.h"
#include "testing/installed.h"
#include "wire/tls/agreement/explained.h"

namespace wireassay::tls::agreement {
namespace {

constexpr std::size_t kMutations = 1500, kLeastInputs = 3000, kLeastValues = 100000,
                      kMostShown = 20;

const std::string kRecorded = WIREASSAY_SOURCE_DIR "/harness/wire/tls/agreement/recorded";

std::vector<Input> inputs() {
  const std::vector<Input> recorded = recordings(kRecorded);
  std::vector<Input> out = handshakes();
  for (const std::vector<Input>& more : {recorded, probes(), mutations(recorded, kMutations)})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

template <class T>
std::string list_of(const std::vector<T>& values) {
  std::string out;
  for (const T& one : values) out += (out.empty() ? "" : " ") + escape_short(one, 60);
  return out;
}

std::string show(const Difference& one) {
  std::string out = one.input->name + (one.from_server ? ", server, " : ", client, ") +
                    std::string(one.field) + "\n  ours:   " + list_of(one.ours) +
                    "\n  theirs: " + list_of(one.theirs) +
                    "\n  rules:  " + list_of(one.said->rules);
  out += "\n  items:  " + list_of(one.said->items);
  if (!one.told->broken.empty()) out += "\n  tshark: " + one.told->broken;
  for (const Flight& flight : one.input->flights)
    out += std::string("\n  ") + (flight.from_server ? "< " : "> ") + to_hex(flight.octets);
  return out;
}

/// The kind of each difference, counted; those without are shown.
std::map<std::string_view, std::size_t> count(const std::vector<Difference>& found) {
  std::map<std::string_view, std::size_t> counts;
  for (const Difference& one : found) {
    const auto kind = std::ranges::find_if(kinds(), [&](const Kind& row) { return row.is(one); });
    ++counts[kind == kinds().end() ? "" : kind->name];
    if (kind == kinds().end() && counts[""] <= kMostShown) ADD_FAILURE() << show(one);
  }
  return counts;
}

std::size_t values_of(const std::vector<Both>& said) {
  std::size_t values = 0;
  for (const Both& both : said)
    for (const Said* side : {&both.client, &both.server})
      for (const auto& [field, found] : side->values) values += found.size();
  return values;
}

/// Peers of five makes, and OpenSSL with every suite: what they send is right.
TEST(TlsHandshakes, BreakNoRule) {
  std::vector<Input> all = handshakes();
  const std::vector<Input> recorded = recordings(kRecorded);
  EXPECT_GE(recorded.size(), 150U);
  all.insert(all.end(), recorded.begin(), recorded.end());
  for (const Input& input : all) {
    SCOPED_TRACE(input.name);
    const Both both = ours(input);
    for (const Said* side : {&both.client, &both.server}) {
      EXPECT_FALSE(side->broken);
      EXPECT_EQ(list_of(side->rules), "");
    }
  }
}

TEST(TsharkAgreement, EveryFieldOfEveryInput) {
  if (!testing::installed("tshark")) GTEST_SKIP() << "tshark is not installed";
  const std::vector<Input> all = inputs();
  ASSERT_GE(all.size(), kLeastInputs);
  std::string problem;
  const std::optional<std::vector<ToldBoth>> told = ask_tshark(all, problem);
  ASSERT_TRUE(told.has_value()) << problem;
  std::vector<Both> said;
  for (const Input& input : all) said.push_back(ours(input));
  std::vector<Difference> found;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (Difference& one : differences(all.at(i), said.at(i), told->at(i)))
      found.push_back(std::move(one));
  const std::map<std::string_view, std::size_t> counts = count(found);
  for (const Kind& kind : kinds()) {
    const auto seen = counts.find(kind.name);
    EXPECT_TRUE(seen != counts.end()) << "never seen: " << kind.name;
    if (seen == counts.end()) continue;
    EXPECT_LE(seen->second, kind.most) << "seen too often: " << kind.name;
  }
  const std::size_t values = values_of(said);
  EXPECT_GT(values, kLeastValues);
  std::string summary = std::to_string(all.size()) + " inputs, " + std::to_string(values) +
                        " values, " + std::to_string(found.size()) + " differences";
  for (const auto& [kind, times] : counts)
    summary += "\n  " + std::to_string(times) + " " + std::string(kind);
  std::puts(summary.c_str());
}

}  // namespace
}  // namespace wireassay::tls::agreement
