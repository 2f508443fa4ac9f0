// The JSON Schema: every key of the table, every field of every dialect, no reference into nothing.
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "scenario/keys.h"
#include "scenario/load_testing.h"

namespace wireassay::scenario {
namespace {

using Json = nlohmann::json;

Json schema() {
  static const DialectInfo kInfo{
      .name = "gopher",
      .classes = {"item"},
      .fields = {{"selector", FieldType::Text, Compare::Exact, "", "what was asked"},
                 {"rows", FieldType::List, Compare::Exact, "", "the menu"}}};
  return Json::parse(json_schema({&kInfo}), nullptr, false);
}

TEST(Schema, HasEveryKey) {
  const Json json = schema();
  ASSERT_FALSE(json.is_discarded());
  EXPECT_EQ(json["$schema"], "https://json-schema.org/draft/2020-12/schema");
  for (const Key& key : keys(Place::File))
    EXPECT_TRUE(json["properties"].contains(key.name)) << key.name;
  for (const Key& key : keys(Place::Case)) {
    EXPECT_TRUE(json["$defs"]["case"]["properties"].contains(key.name)) << key.name;
    EXPECT_EQ(json["$defs"]["case"]["properties"][std::string(key.name)]["description"],
              std::string(key.doc));
  }
  for (const Key& key : keys(Place::Step)) {
    EXPECT_TRUE(json["$defs"]["step"]["properties"].contains(key.name)) << key.name;
  }
  EXPECT_EQ(json["$defs"]["case"]["required"], (Json{"id", "title", "dialogue"}));
  EXPECT_EQ(json["$defs"]["step"]["additionalProperties"], false);
}

TEST(Schema, HasTheFieldsOfDialects) {
  const Json step = schema()["$defs"]["step"]["properties"];
  for (const char* field :
       {"selector", "rows", "enhanced", "untagged", "header", "octets", "verb", "cipher"}) {
    EXPECT_TRUE(step.contains(field)) << field;
  }
  EXPECT_EQ(step["selector"]["description"], "gopher: what was asked");
  const Json protocols = schema()["properties"]["protocol"]["enum"];
  EXPECT_NE(std::find(protocols.begin(), protocols.end(), "gopher"), protocols.end());
}

TEST(Schema, ReferencesLeadSomewhere) {
  const Json json = schema();
  std::size_t references = 0;
  const std::function<void(const Json&)> visit = [&](const Json& node) {
    if (node.is_object() && node.contains("$ref") && node["$ref"].is_string()) {
      ++references;
      const std::string pointer = node["$ref"].get<std::string>().substr(1);
      EXPECT_TRUE(json.contains(Json::json_pointer(pointer))) << pointer;
    }
    for (const Json& child : node) {
      if (child.is_structured()) visit(child);
    }
  };
  visit(json);
  EXPECT_GT(references, 20U);
}

TEST(Keys, EveryPlaceHasKeysWithDocs) {
  for (const Place place : kPlaces) {
    EXPECT_FALSE(keys(place).empty()) << place_name(place);
    for (const Key& key : keys(place)) {
      EXPECT_FALSE(key.doc.empty()) << key.name;
      EXPECT_FALSE(shape_name(key.shape).empty()) << key.name;
      EXPECT_EQ(find_key(place, key.name), &key) << key.name << " stands twice";
    }
  }
}

TEST(Keys, Nearest) {
  struct Row {
    const char* wrong;
    const char* near;
  };
  const std::vector<std::string_view> names = {"send", "expect", "assume", "not", "within"};
  const Row kRows[] = {{"sned", "send"},      {"exepct", "expect"}, {"nto", "not"},
                       {"witin", "within"},   {"zzzz", ""},         {"", ""},
                       {"expects", "expect"}, {"asume", "assume"}};
  for (const Row& row : kRows) EXPECT_EQ(nearest(row.wrong, names), row.near) << row.wrong;
  EXPECT_EQ(nearest(std::string(100, 's'), names), "");
}

}  // namespace
}  // namespace wireassay::scenario
