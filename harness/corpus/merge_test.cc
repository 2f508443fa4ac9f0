// Merging with an engine whose coverage is the set of letters in an input.
#include "corpus/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "core/temp_dir.h"

namespace wireassay::corpus {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& octets) {
  std::ofstream(file, std::ios::binary) << octets;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  // As libFuzzer does: the smallest first.
  std::ranges::sort(files, {},
                    [](const fs::path& file) { return std::pair(fs::file_size(file), file); });
  return files;
}

/// Takes what libFuzzer takes. An input with "!" crashes it.
EngineRun letters(const std::vector<std::string>& arguments) {
  std::vector<std::string> folders;
  std::string artifacts, notes;
  bool merge = false;
  for (const std::string& argument : arguments) {
    if (argument.starts_with("-artifact_prefix=")) artifacts = argument.substr(17);
    if (argument.starts_with("-merge_control_file=")) notes = argument.substr(20);
    merge = merge || argument == "-set_cover_merge=1";
    if (!argument.starts_with('-')) folders.push_back(argument);
  }
  std::set<char> seen;
  for (const fs::path& file : files_in(folders.at(0)))
    for (const char c : read(file)) seen.insert(c);
  if (!merge) return {0, "#3\tINITED cov: " + std::to_string(seen.size()) + " ft: 9 corp: 1/1b\n"};
  std::vector<fs::path> files = files_in(folders.at(0));
  const std::size_t in_base = files.size();
  for (const fs::path& file : files_in(folders.at(1))) files.push_back(file);
  std::ofstream out(notes);
  out << files.size() << "\n" << in_base << "\n";
  for (const fs::path& file : files) out << file.string() << "\n";
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string octets = read(files[i]);
    out << "STARTED " << i << " " << octets.size() << "\n";
    if (octets.find('!') != octets.npos) {
      write(artifacts + "crash-" + std::to_string(i), octets);
      continue;
    }
    out << "FT " << i;
    for (const char c : octets) out << " " << static_cast<int>(c);
    out << "\nCOV " << i << "\n";
  }
  return {0, "MERGE-OUTER: done\n"};
}

TEST(Merge, NewOnesHaveTheirNames) {
  const TempDir dir;
  write(dir.file("known"), "ab");
  const auto merged = merge(letters, dir.path(),
                            {{"more", "abc"}, {"same", "ba"}, {"known", "d"}, {"bad", "e!"}}, 100);
  ASSERT_TRUE(merged) << merged.error();
  EXPECT_THAT(merged->added, ::testing::UnorderedElementsAre("more", "known-2"));
  EXPECT_THAT(merged->broken, ElementsAre("bad"));
  EXPECT_THAT(merged->broken_octets, ElementsAre("e!"));
  EXPECT_EQ(merged->before.edges, 2U);
  EXPECT_EQ(merged->after.edges, 4U);
  EXPECT_EQ(merged->after.features, 9U);
  EXPECT_EQ(read(dir.file("more")), "abc");
  EXPECT_EQ(read(dir.file("known-2")), "d");
  EXPECT_EQ(files_in(dir.path()).size(), 3U);
}

TEST(Merge, TheBestOnesWhereThereIsNoRoomForAll) {
  const TempDir dir;
  write(dir.file("known"), "a");
  const auto merged =
      merge(letters, dir.path(), {{"one", "ab"}, {"three", "cde"}, {"two", "efg"}}, 3);
  ASSERT_TRUE(merged) << merged.error();
  EXPECT_THAT(merged->added, ElementsAre("three", "two"));
  EXPECT_EQ(merged->after.edges, 6U);
}

TEST(Merge, FirstSeedsOfATarget) {
  const TempDir dir;
  const std::string corpus = dir.file("new");
  const auto merged = merge(letters, corpus, {{"a", "a"}}, 100);
  ASSERT_TRUE(merged) << merged.error();
  EXPECT_THAT(merged->added, ElementsAre("a"));
}

TEST(Merge, AnEngineThatFailsIsAnError) {
  const TempDir dir;
  const auto failing = [](const std::vector<std::string>&) {
    return EngineRun{77, "no such flag"};
  };
  const auto merged = merge(failing, dir.path(), {{"a", "a"}}, 100);
  ASSERT_FALSE(merged);
  EXPECT_THAT(merged.error(), ::testing::HasSubstr("no such flag"));
  EXPECT_THAT(files_in(dir.path()), IsEmpty());
}

TEST(Minimise, KeepsNamesAndRegressions) {
  const TempDir dir;
  write(dir.file("long"), "aabb");
  write(dir.file("letter"), "a");
  write(dir.file("other"), "abc");
  write(dir.file("fix-letter"), "b");
  const auto merged = minimise(letters, dir.path());
  ASSERT_TRUE(merged) << merged.error();
  EXPECT_THAT(merged->removed, ElementsAre("letter", "long"));
  EXPECT_EQ(merged->before.edges, merged->after.edges);
  EXPECT_TRUE(fs::exists(dir.file("fix-letter")));
}

TEST(Minimise, NothingGoesWhileAnInputBreaksTheTarget) {
  const TempDir dir;
  write(dir.file("a"), "a");
  write(dir.file("aa"), "aa");
  write(dir.file("bad"), "!");
  const auto merged = minimise(letters, dir.path());
  ASSERT_TRUE(merged) << merged.error();
  EXPECT_THAT(merged->broken, ElementsAre("bad"));
  EXPECT_THAT(merged->removed, IsEmpty());
  EXPECT_EQ(files_in(dir.path()).size(), 3U);
}

}  // namespace
}  // namespace wireassay::corpus
