// What engines rely on: the same seed the same result, and never beyond the buffer.
#include "mutate/mutate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mutate/random.h"

namespace wireassay::mutate {
namespace {

constexpr std::string_view kInput = "~CBDAT 5\r\nhello~S250-a\r\n250 {3}\r\nabc (x y)\r\n";

/// Of exactly `most` octets, so that ASan sees one too many.
std::vector<std::uint8_t> buffer_of(std::string_view in, std::size_t most) {
  std::vector<std::uint8_t> buffer(in.begin(), in.end());
  buffer.resize(most);
  buffer.shrink_to_fit();
  return buffer;
}

std::string mutated(Shape shape, std::string_view in, std::size_t most, std::uint32_t seed,
                    const Havoc& engine = {}) {
  auto buffer = buffer_of(in, most);
  const std::size_t size = mutate(shape, buffer, std::min(in.size(), most), seed, engine);
  EXPECT_LE(size, most);
  return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::string crossed(Shape shape, std::string_view a, std::string_view b, std::size_t most,
                    std::uint32_t seed) {
  const auto first = buffer_of(a, a.size()), second = buffer_of(b, b.size());
  auto out = buffer_of("", most);
  const std::size_t size = cross_over(shape, first, second, out, seed);
  EXPECT_LE(size, most);
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

TEST(Mutate, TheSameSeedGivesTheSame) {
  for (const Shape shape : all_shapes()) {
    SCOPED_TRACE(name_of(shape));
    std::set<std::string> different;
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
      const std::string first = mutated(shape, kInput, 500, seed);
      EXPECT_EQ(first, mutated(shape, kInput, 500, seed)) << seed;
      EXPECT_EQ(crossed(shape, kInput, "NOOP\r\nQUIT\r\n", 500, seed),
                crossed(shape, kInput, "NOOP\r\nQUIT\r\n", 500, seed));
      different.insert(first);
    }
    EXPECT_GT(different.size(), 100U);
  }
}

TEST(Mutate, NumbersAreTheSameEverywhere) {
  Random random(1);
  EXPECT_EQ(random.next(), 0x910a2dec89025cc1U);
  EXPECT_EQ(Random(1).below(0), 0U);
}

TEST(Mutate, NeverBeyondTheBuffer) {
  for (const Shape shape : all_shapes()) {
    SCOPED_TRACE(name_of(shape));
    for (const std::size_t most : {1U, 2U, 7U, 46U, 60U, 300U}) {
      for (std::uint32_t seed = 0; seed < 100; ++seed) {
        (void)mutated(shape, kInput, most, seed);
        (void)crossed(shape, kInput, kInput, most, seed);
      }
    }
  }
}

TEST(Mutate, TheEngineHasItsShareAndEmptyInputs) {
  int calls = 0;
  const Havoc engine = [&calls](std::uint8_t* data, std::size_t, std::size_t most) {
    ++calls;
    *data = 'e';
    return most + 5;  // a liar is held to the buffer
  };
  for (std::uint32_t seed = 0; seed < 100; ++seed)
    EXPECT_EQ(mutated(Shape::Smtp, "", 3, seed, engine).size(), 3U);
  EXPECT_EQ(calls, 100);
  for (std::uint32_t seed = 0; seed < 1000; ++seed)
    (void)mutated(Shape::Smtp, kInput, 500, seed, engine);
  EXPECT_GT(calls, 100 + 100);
  EXPECT_LT(calls, 100 + 900);
}

TEST(Mutate, WithoutAnEngineAnEmptyInputBecomesAWord) {
  for (std::uint32_t seed = 0; seed < 20; ++seed)
    EXPECT_FALSE(mutated(Shape::Smtp, "", 50, seed).empty());
}

TEST(CrossOver, CutsAtBorders) {
  std::set<std::string> all;
  for (std::uint32_t seed = 0; seed < 2000; ++seed)
    all.insert(crossed(Shape::Smtp, "a\r\nb\r\n", "c\r\nd\r\n", 100, seed));
  for (const std::string_view out : {"a\r\nd\r\n", "c\r\nb\r\n", "a\r\nc\r\nd\r\n"})
    EXPECT_TRUE(all.contains(std::string(out))) << out;
}

}  // namespace
}  // namespace wireassay::mutate
