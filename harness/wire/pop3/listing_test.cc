// Listings in tables: what is read is printed again as it was.
#include "wire/pop3/listing.h"

#include <gtest/gtest.h>

#include <span>

#include "testing/text.h"

namespace wireassay::pop3 {
namespace {

struct Row {
  std::string_view name;
  std::string text;
  bool right;
};

template <class Parse>
void check(std::span<const Row> rows, Parse parse) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto got = parse(row.text);
    EXPECT_EQ(got.has_value(), row.right);
    const auto print = [](const auto& listing) { return to_text(listing); };
    EXPECT_EQ(wireassay::testing::broken_text(row.text, parse, print,
                                              wireassay::testing::Printed::AsItWas),
              "");
  }
}

TEST(Pop3Listing, Drop) {
  const Row kRows[] = {{"two", "2 320", true},
                       {"none", "0 0", true},
                       {"more", "2 320 octets", true},
                       {"one number", "2", false},
                       {"words", "2 messages", false},
                       {"two spaces", "2  320", false},
                       {"no space", "2 320octets", false},
                       {"negative", "2 -1", false},
                       {"leading space", " 2 320", false},
                       {"empty", "", false},
                       {"tab", "2\t320", false},
                       {"comma", "2, 320", false}};
  check(kRows, parse_drop_listing);
  EXPECT_EQ(parse_drop_listing("2 320"), (DropListing{2, 320, ""}));
}

TEST(Pop3Listing, Scan) {
  const Row kRows[] = {{"one", "1 120", true},          {"more", "1 120 From x", true},
                       {"only a size", "120", false},   {"no size", "1 ", false},
                       {"two spaces", "1  120", false}, {"hex", "1 0x78", false}};
  check(kRows, parse_scan_listing);
  EXPECT_EQ(parse_scan_listing("1 120 x"), (ScanListing{1, 120, " x"}));
}

TEST(Pop3Listing, UniqueId) {
  const std::string longest(70, 'x');
  const Row kRows[] = {{"as in the RFC", "1 whqtswO00WBw418f9t5JxYwZ", true},
                       {"punctuation", "2 QhdPYR:00WBw1Ph7x7", true},
                       {"70 characters", "1 " + longest, true},
                       {"71 characters", "1 " + longest + "x", false},
                       {"none", "1 ", false},
                       {"no space", "1", false},
                       {"two spaces", "1  a", false},
                       {"something follows", "1 a b", false},
                       {"DEL", "1 a\x7f", false},
                       {"beyond ASCII", "1 \xc3\xa9", false}};
  check(kRows, parse_unique_id_listing);
  EXPECT_EQ(parse_unique_id_listing("1 " + longest + "x").error().rule, "unique-id");
  EXPECT_EQ(parse_unique_id_listing("1 a\x7f").error().rule, "unique-id");
  EXPECT_EQ(parse_unique_id_listing("1 a b").error().rule, "unique-id listing");
}

TEST(Pop3Listing, Language) {
  const Row kRows[] = {{"tag", "en", true},
                       {"described", "en-boont English Boontling dialect", true},
                       {"UTF-8", "es Espa\xc3\xb1ol", true},
                       {"a range", "*", false},
                       {"no tag", " English", false},
                       {"trailing space", "en ", false},
                       {"underscore", "en_GB", false}};
  check(kRows, parse_language_listing);
}

}  // namespace
}  // namespace wireassay::pop3
