// Any octets are safe in any shape: the whole corpus and random octets, with many seeds (and, in
// the build with ASan, in buffers of exact size).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "mutate/mutate.h"
#include "mutate/random.h"

namespace wireassay::mutate {
namespace {

namespace fs = std::filesystem;
using Octets = std::vector<std::uint8_t>;

constexpr std::size_t kMost = 8192;

void mutate_with_seeds(const Octets& in, std::uint32_t seeds, const Octets& other) {
  for (const Shape shape : all_shapes()) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
      Octets buffer = in;
      buffer.resize(in.size() + seed % 7 * 100);
      buffer.shrink_to_fit();
      EXPECT_LE(mutate(shape, buffer, in.size(), seed, {}), buffer.size());
      EXPECT_LE(cross_over(shape, in, other, buffer, seed), buffer.size());
    }
  }
}

TEST(Corpus, EveryShapeTakesEveryInput) {
  std::size_t count = 0;
  Octets other;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(WIREASSAY_SOURCE_DIR) / "corpus")) {
    if (!entry.is_regular_file()) continue;
    SCOPED_TRACE(entry.path());
    std::ifstream in(entry.path(), std::ios::binary);
    const std::vector<char> chars{std::istreambuf_iterator<char>(in), {}};
    Octets octets(chars.begin(), chars.end());
    octets.resize(std::min(octets.size(), kMost));
    mutate_with_seeds(octets, 3, other);
    other = std::move(octets);
    ++count;
  }
  EXPECT_GT(count, 1000U);
}

TEST(Corpus, EveryShapeTakesRandomOctets) {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    Octets octets(random.below(300));
    // Half of them of few kinds, which make more that looks like structure.
    constexpr std::string_view kSigns = "\r\n{}1~ (\x16\x03\x30\xa0\x45\x60";
    const bool any = random.one_in(2);
    for (std::uint8_t& octet : octets)
      octet = static_cast<std::uint8_t>(any ? static_cast<char>(random.below(256))
                                            : random.pick(kSigns));
    Octets other = octets;
    std::ranges::reverse(other);
    mutate_with_seeds(octets, 6, other);
  }
}

}  // namespace
}  // namespace wireassay::mutate
