// Every function that reads octets or text from outside has a fuzz target, or stands in
// fuzz/without_target.txt with its reason.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "declared.h"

namespace wireassay::fuzzing {
namespace {

namespace fs = std::filesystem;
const fs::path kRoot = WIREASSAY_SOURCE_DIR;

std::string read(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Headers of the program itself.
bool is_header(const fs::path& file) {
  const std::string name = file.string();
  if (!name.ends_with(".h")) return false;
  for (const std::string_view test : {"_test_support.h", "_test_rows.h", "_testing.h",
                                      "harness/testing/", "harness/wire/tls/agreement/"})
    if (name.contains(test)) return false;
  return true;
}

/// By its name, the header that declares it.
std::map<std::string, std::string> all_parsers() {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "harness")) {
    if (!entry.is_regular_file() || !is_header(entry.path())) continue;
    for (const std::string& parser : declared_parsers(read(entry.path())))
      all.emplace(parser, fs::relative(entry.path(), kRoot).string());
  }
  return all;
}

/// Where tests and targets have their invariants.
bool is_support(const std::string& name) {
  return name.starts_with("testing/") || name.contains("_test_support.") ||
         name.contains("_testing.") || name.contains("_invariants") || !name.contains('/');
}

/// A target with the invariants that it includes.
void add_with_support(const fs::path& file, std::set<fs::path>& seen,
                      std::vector<std::string>& all) {
  if (!fs::exists(file) || !seen.insert(file).second) return;
  const std::string text = read(file);
  all.push_back(without_comments(text));
  for (const std::string& name : included(text)) {
    if (!is_support(name)) continue;
    for (const fs::path& folder : {kRoot / "harness", kRoot / "fuzz", file.parent_path()}) {
      add_with_support(folder / name, seen, all);
      add_with_support((folder / name).replace_extension(".cc"), seen, all);
    }
  }
}

std::vector<std::string> all_targets() {
  std::vector<std::string> all;
  std::set<fs::path> seen;
  for (const auto& entry : fs::directory_iterator(kRoot / "fuzz")) {
    if (entry.path().string().ends_with("_fuzzer.cc")) add_with_support(entry.path(), seen, all);
  }
  return all;
}

bool has_target(const std::vector<std::string>& targets, const std::string& parser) {
  return std::ranges::any_of(
      targets, [&](const std::string& target) { return names_parser(target, parser); });
}

struct Exception {
  std::string parser, by, reason;  ///< `by`: it is called by that one, which has a target
};

/// Lines "NAME < CALLER" and "NAME: reason"; "#" begins a comment.
std::vector<Exception> exceptions() {
  std::vector<Exception> all;
  std::istringstream lines(read(kRoot / "fuzz/without_target.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t by = line.find(" < "), colon = line.find(": ");
    if (by != std::string::npos)
      all.push_back({line.substr(0, by), line.substr(by + 3), {}});
    else if (colon != std::string::npos)
      all.push_back({line.substr(0, colon), {}, line.substr(colon + 2)});
    else
      ADD_FAILURE() << "fuzz/without_target.txt: neither \"NAME < CALLER\" nor \"NAME: reason\": "
                    << line;
  }
  return all;
}

TEST(Targets, EveryParserHasOne) {
  const auto parsers = all_parsers();
  ASSERT_GT(parsers.size(), 100U) << "the scan finds too little";
  const std::vector<std::string> targets = all_targets();
  ASSERT_GT(targets.size(), 40U);
  std::set<std::string> excepted;
  for (const Exception& one : exceptions()) excepted.insert(one.parser);
  for (const auto& [parser, header] : parsers) {
    if (excepted.contains(parser)) continue;
    EXPECT_TRUE(has_target(targets, parser))
        << header << ": no fuzz target calls " << parser
        << ": add fuzz/STEM_fuzzer.cc, or a line with the reason to fuzz/without_target.txt";
  }
}

TEST(Targets, ExceptionsAreTrue) {
  const auto parsers = all_parsers();
  const std::vector<std::string> targets = all_targets();
  std::set<std::string> excepted;
  for (const Exception& one : exceptions()) {
    SCOPED_TRACE(one.parser);
    EXPECT_TRUE(excepted.insert(one.parser).second) << "listed twice";
    EXPECT_TRUE(parsers.contains(one.parser)) << "there is no such parser any more";
    EXPECT_FALSE(has_target(targets, one.parser)) << "it has a target: take the line out";
    EXPECT_TRUE(one.by.empty() || has_target(targets, one.by)) << one.by << " has no target";
  }
}

struct Row {
  const char* name;
  const char* header;
  std::vector<std::string> parsers;
};

TEST(DeclaredParsers, Table) {
  const std::vector<Row> rows = {
      {"a new parser",
       "namespace wireassay::smtp {\nParsed<X> fresh(std::string_view in);\n}\n",
       {"smtp::fresh"}},
      {"by its name",
       "namespace wireassay::a {\nX parse_x(std::string_view in, int b = {});\n}",
       {"a::parse_x"}},
      {"name behind",
       "namespace wireassay::a {\nX utf7_decode(std::string_view in);\n}",
       {"a::utf7_decode"}},
      {"over two lines",
       "namespace wireassay::a {\nstd::expected<std::vector<X>, P> read_x(\n    std::string_view "
       "in);\n}",
       {"a::read_x"}},
      {"result on its own line",
       "namespace wireassay::a {\nstd::expected<X, P>\nload_x(std::istream& in);\n}",
       {"a::load_x"}},
      {"inline",
       "namespace wireassay::a {\ninline X parse_x(std::string_view in) {\n}\n}",
       {"a::parse_x"}},
      {"a member",
       "namespace wireassay::a {\nclass R : public B {\n public:\n  Parsed<X> "
       "next(std::string_view "
       "in);\n private:\n  X read_y(std::string_view in);\n};\n}",
       {"a::R::next"}},
      {"a static member",
       "namespace wireassay::a {\nstruct S {\n  static std::optional<S> parse(std::string_view "
       "t);\n};\n}",
       {"a::S::parse"}},
      {"nothing from outside",
       "namespace wireassay::a {\nX read_x(Loading& loading);\nstd::string "
       "to_text(std::string_view "
       "in);\nParsed<X> next();\n}",
       {}},
      {"in a comment",
       "namespace wireassay::a {\n// Parsed<X> parse_x(std::string_view in);\n}",
       {}},
      {"a forward declaration",
       "namespace wireassay::a {\nstruct S;\nX parse_x(Cursor& in);\n}",
       {"a::parse_x"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(declared_parsers(row.header), row.parsers);
  }
}

struct Naming {
  const char* name;
  const char* target;
  const char* parser;
  bool named;
};

TEST(NamesParser, Table) {
  const Naming rows[] = {
      {"with its namespace", "x = smtp::parse_reply(in);", "smtp::parse_reply", true},
      {"of another namespace", "x = pop3::parse_reply(in);", "smtp::parse_reply", false},
      {"a longer name", "x = smtp::parse_reply_lenient(in);", "smtp::parse_reply", false},
      {"using its namespace", "using namespace tls;\ndecode_x(in);", "tls::decode_x", true},
      {"inside its namespace", "namespace wireassay::tls {\ndecode_x(in);", "tls::decode_x", true},
      {"without any", "decode_x(in);", "tls::decode_x", false},
      {"a member by its class", "http::RequestReader reader;", "http::RequestReader::read", true},
      {"another class", "http::Reader reader;", "http::RequestReader::read", false},
  };
  for (const Naming& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(names_parser(row.target, row.parser), row.named);
  }
}

}  // namespace
}  // namespace wireassay::fuzzing
