// Entity-tags, ranges, and what a Content-Range may say.
#include "wire/http/validators.h"

#include "wire/http/value_test_rows.h"

namespace wireassay::http {
namespace {

TEST(HttpValidators, EntityTag) {
  const ValueRow kRows[] = {
      {"strong", "\"xyzzy\"", "=\"xyzzy\""},
      {"weak", "W/\"xyzzy\"", "=W/\"xyzzy\""},
      {"empty", "\"\"", "=\"\""},
      {"comma and backslash", "\"a,\\b\"", "=\"a,\\b\""},
      {"obs-text", "\"\xff\"", "=\"\xff\""},
      {"no quotes", "xyzzy", "opaque-tag@0"},
      {"small w", "w/\"x\"", "opaque-tag@0"},
      {"W alone", "W\"x\"", "weak@1"},
      {"space", "\"a b\"", "opaque-tag@2"},
      {"not closed", "\"a", "opaque-tag@2"},
      {"behind it", "\"a\" ", "entity-tag@3"},
  };
  check_values(kRows, parse_entity_tag, [](const EntityTag& tag) { return to_text(tag); });
}

// The table of section 8.8.3.2.
TEST(HttpValidators, Comparison) {
  struct Row {
    EntityTag a, b;
    bool strong, weak;
  };
  const Row kRows[] = {
      {{true, "1"}, {true, "1"}, false, true},
      {{true, "1"}, {true, "2"}, false, false},
      {{true, "1"}, {false, "1"}, false, true},
      {{false, "1"}, {false, "1"}, true, true},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(to_text(row.a) + " " + to_text(row.b));
    EXPECT_EQ(strong_match(row.a, row.b), row.strong);
    EXPECT_EQ(weak_match(row.a, row.b), row.weak);
  }
}

std::string tags_text(const EntityTags& tags) {
  std::string text = tags.any ? "*" : "";
  for (const EntityTag& tag : tags.tags) text += (text.empty() ? "" : ", ") + to_text(tag);
  return text;
}

TEST(HttpValidators, EntityTags) {
  const ValueRow kRows[] = {
      {"any", "*", "=*"},
      {"one", "\"a\"", "=\"a\""},
      {"several", "\"a\",W/\"b\" , \"c,d\"", "=\"a\", W/\"b\", \"c,d\""},
      {"any and one", "*, \"a\"", "entity-tag@1"},
      {"one and any", "\"a\", *", "opaque-tag@5"},
      {"empty element", "\"a\",,\"b\"", "#element@4"},
      {"no comma", "\"a\" \"b\"", "entity-tag@4"},
  };
  check_values(
      kRows, [](std::string_view in) { return parse_entity_tags(in, List::Sender); }, tags_text);
  EXPECT_EQ(outcome(parse_entity_tags(",\"a\", ,", List::Recipient), tags_text), "=\"a\"");
}

TEST(HttpValidators, IfRange) {
  const auto tag = parse_if_range("W/\"a\"", 0);
  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(std::get<EntityTag>(*tag), (EntityTag{true, "a"}));
  const auto date = parse_if_range("Sun, 06 Nov 1994 08:49:37 GMT", 0);
  ASSERT_TRUE(date.has_value());
  EXPECT_EQ(utc_of(std::get<HttpDate>(*date)), 784'111'777);
  EXPECT_FALSE(parse_if_range("a", 0).has_value());
}

std::string number(const std::optional<std::uint64_t>& value) {
  return value ? std::to_string(*value) : "";
}
std::string ranges_text(const Ranges& ranges) {
  std::string text = ranges.unit + "=";
  std::string_view comma;
  for (const RangeSpec& spec : ranges.specs) {
    text.append(comma).append(number(spec.first)).append("-").append(number(spec.last));
    comma = ",";
  }
  for (const std::string& raw : ranges.raw) {
    text.append(comma).append(raw);
    comma = ",";
  }
  return text;
}

TEST(HttpValidators, Range) {
  const ValueRow kRows[] = {
      {"first and last", "bytes=0-99", "=bytes=0-99"},
      {"suffix", "bytes=-100", "=bytes=-100"},
      {"open", "bytes=5000-", "=bytes=5000-"},
      {"several", "bytes=0-9, 500-509,-1", "=bytes=0-9,500-509,-1"},
      {"capitals", "BYTES=0-9", "=BYTES=0-9"},
      {"another unit", "lines=0-5,x", "=lines=0-5,x"},
      {"empty element", "bytes=0-1,,2-3", "=bytes=0-1,2-3"},
      {"no number", "bytes=abc", "first-pos@6"},
      {"backwards", "bytes=10-5", "out of range int-range@6"},
      {"dash alone", "bytes=-", "suffix-length@7"},
      {"empty set", "bytes=", "range-set@6"},
      {"comma alone", "bytes=,", "range-set@6"},
      {"no unit", "=0-1", "range-unit@0"},
      {"no =", "bytes 0-1", "ranges-specifier@5"},
      {"space inside", "bytes=0 - 1", "int-range@7"},
      {"too large", "bytes=0-18446744073709551616", "out of range last-pos@8"},
  };
  check_values(kRows, [](std::string_view in) { return parse_range(in); }, ranges_text);
}

TEST(HttpValidators, ContentRange) {
  const ValueRow kRows[] = {
      {"range of a length", "bytes 0-9/1000", "=bytes 0-9/1000"},
      {"unknown length", "bytes 42-1233/*", "=bytes 42-1233/*"},
      {"unsatisfied", "bytes */1000", "=bytes */1000"},
      {"last octet", "bytes 0-999/1000", "=bytes 0-999/1000"},
      {"beyond the length", "bytes 0-1000/1000", "out of range range-resp@6"},
      {"backwards", "bytes 9-0/1000", "out of range range-resp@6"},
      {"two stars", "bytes */*", "complete-length@8"},
      {"= for the space", "bytes=0-9/1000", "Content-Range@5"},
      {"two spaces", "bytes  0-9/1000", "first-pos@6"},
      {"no length", "bytes 0-9", "range-resp@9"},
      {"open", "bytes 0-/9", "last-pos@8"},
      {"no unit", "0-9/1000", "Content-Range@3"},
      {"behind it", "bytes 0-9/10 ", "Content-Range@12"},
  };
  check_values(kRows, parse_content_range,
               [](const ContentRange& range) { return to_text(range); });
}

}  // namespace
}  // namespace wireassay::http
