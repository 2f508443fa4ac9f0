#include "corpus/seeds.h"

#include <gtest/gtest.h>

#include "corpus/rules.h"

namespace wireassay::corpus {
namespace {

TEST(SeedNames, OfCases) {
  struct Row {
    const char* id;
    const char* name;
  };
  const Row rows[] = {
      {"smtp.rfc5321.rset.forgets-recipients", "rset-forgets-recipients"},
      {"smtp.rfc5321.rset.forgets-recipients/two", "rset-forgets-recipients-two"},
      {"imap.rfc9051.fetch.body/a_b@tls", "fetch-body-a-b-tls"},
      {"smtp.example.seed000.starttls", "seed000-starttls"},
      {"invariant", "invariant"},
      {"", "seed"},
      {"http.rfc9110./", "seed"},
  };
  for (const Row& row : rows) EXPECT_EQ(name_of_case(row.id), row.name) << row.id;
}

TEST(SeedNames, AreShortAndNoHashes) {
  struct Row {
    const char* name;
    bool good;
  };
  const Row rows[] = {
      {"rset-2", true},
      {"fix-nul-behind-literal", true},
      {"v1.2", true},
      {"", false},
      {".hidden", false},
      {"Capital", false},
      {"under_score", false},
      {"a b", false},
      {"da39a3ee5e6b4b0d3255bfef95601890afd80709", false},
      {"crash-da39a3ee5e6b4b0d3255bfef95601890afd80709", false},
      {"deadbeef", true},
  };
  for (const Row& row : rows) EXPECT_EQ(is_seed_name(row.name), row.good) << row.name;
  EXPECT_FALSE(is_seed_name(std::string(kMostName + 1, 'a')));
  EXPECT_TRUE(is_seed_name(seed_name(std::string(1000, 'Z'))));
}

TEST(Seeds, SameOctetsOnceAndNamesApart) {
  Seeds seeds;
  seeds.add("smtp_command", "rset", "RSET\r\n");
  seeds.add("smtp_command", "another", "RSET\r\n");
  seeds.add("smtp_command", "rset", "rset\r\n");
  seeds.add("smtp_reply", "rset", "RSET\r\n");
  seeds.add("smtp_reply", "empty", "");
  seeds.add("smtp_reply", "big", std::string(kMostSeed + 1, 'x'));
  seeds.add("trace_capture", "big", std::string(kMostSeed + 1, 'x'));
  seeds.add("trace_capture", "too-big", std::string(kMostCapture + 1, 'x'));
  const std::vector<Seed> commands = {{"rset", "RSET\r\n"}, {"rset-2", "rset\r\n"}};
  EXPECT_EQ(seeds.of("smtp_command"), commands);
  EXPECT_EQ(seeds.of("smtp_reply").size(), 1U);
  ASSERT_EQ(seeds.of("trace_capture").size(), 1U);
  EXPECT_EQ(seeds.of("trace_capture").front().name, "big");
  EXPECT_TRUE(seeds.of("none").empty());
}

TEST(Seeds, ThinnedOutEvenly) {
  Seeds seeds;
  for (int i = 0; i < 10; ++i) seeds.add("a", "s" + std::to_string(i), std::to_string(i));
  seeds.thin_out(3);
  ASSERT_EQ(seeds.of("a").size(), 3U);
  EXPECT_EQ(seeds.of("a")[0].octets, "0");
  EXPECT_EQ(seeds.of("a")[1].octets, "3");
  EXPECT_EQ(seeds.of("a")[2].octets, "6");
}

/// The corpora of the project keep the rules.
TEST(Corpora, KeepTheirRules) {
  const std::filesystem::path root = WIREASSAY_SOURCE_DIR;
  const std::vector<std::string> stems = stems_in(root / "fuzz");
  EXPECT_GT(stems.size(), 40U);
  for (const std::string& wrong : broken_corpora(root / "corpus", stems)) ADD_FAILURE() << wrong;
}

}  // namespace
}  // namespace wireassay::corpus
