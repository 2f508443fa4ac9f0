// JSON Schema (draft 2020-12) for editors, from the key table and the fields of the dialects.
#include <map>
#include <nlohmann/json.hpp>

#include "scenario/dialects.h"
#include "scenario/keys.h"
#include "scenario/load.h"

namespace wireassay::scenario {
namespace {

using Json = nlohmann::ordered_json;

Json ref(std::string_view name) { return {{"$ref", "#/$defs/" + std::string(name)}}; }
Json type(std::string_view name) { return {{"type", std::string(name)}}; }
Json text_like(std::string_view pattern) {
  return {{"type", "string"}, {"pattern", std::string(pattern)}};
}
Json array_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
Json map_of(Json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}
Json any_of(std::initializer_list<Json> choices) { return {{"anyOf", Json(choices)}}; }
Json one_of_words(std::initializer_list<std::string_view> words) {
  Json all = Json::array();
  for (const std::string_view word : words) all.push_back(std::string(word));
  return {{"enum", std::move(all)}};
}
Json one_of_words(std::span<const std::string_view> words) {
  Json all = Json::array();
  for (const std::string_view word : words) all.push_back(std::string(word));
  return {{"enum", std::move(all)}};
}

Json protocols(const Dialects& dialects) {
  Json all = Json::array();
  for (const ProtocolRow& row : dialects.rows()) all.push_back(std::string(row.info->name));
  return {{"enum", std::move(all)}};
}

Json table_or_text(std::string_view name) { return any_of({type("string"), ref(name)}); }

Json of_shape(Shape shape, const Dialects& dialects) {
  switch (shape) {
    case Shape::Protocol: return protocols(dialects);
    case Shape::Level:
      return one_of_words({"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "EXAMPLE"});
    case Shape::Id: return text_like("^[a-z0-9]+(\\.[a-z0-9-]+)+$");
    case Shape::RowName: return text_like("^[a-z0-9][a-z0-9-]*$");
    case Shape::DoWord: return one_of_words({"close_notify", "shut", "reset", "close", "accept"});
    case Shape::SecurityWord: return one_of_words({"any", "plain", "starttls", "tls", "encrypted"});
    case Shape::Surfaces: return array_of(one_of_words(surface_names()));
    case Shape::Outcome: return ref("outcome");
    case Shape::Outcomes: return any_of({ref("outcome"), array_of(ref("outcome"))});
    case Shape::Readings: return map_of(ref("outcome"));
    case Shape::Excuses:
    case Shape::Reasons: return map_of({{"type", "string"}, {"minLength", 1}});
    case Shape::Texts:
    case Shape::Names:
    case Shape::Checks: return array_of(type("string"));
    case Shape::Lines: return any_of({type("string"), array_of(type("string"))});
    case Shape::Integer: return type("integer");
    case Shape::Times: return {{"type", "integer"}, {"minimum", 1}, {"maximum", 10000}};
    case Shape::Boolean: return type("boolean");
    case Shape::Duration: return text_like("^[0-9]+(ms|s|m)$");
    case Shape::Split:
      return any_of({{{"type", "integer"}, {"minimum", 1}}, array_of(type("integer"))});
    case Shape::Lets: return map_of(ref("variable"));
    case Shape::LetValue: return ref("variable");
    case Shape::Rows: return array_of(ref("row"));
    case Shape::Steps: return array_of(ref("step"));
    case Shape::Cases: return {{"type", "array"}, {"items", ref("case")}, {"minItems", 1}};
    case Shape::Connections: return map_of(ref("connection"));
    case Shape::Begin: return table_or_text("begin");
    case Shape::Given: return ref("given");
    case Shape::Mailbox: return any_of({one_of_words({"inbox"}), array_of(type("string"))});
    case Shape::Tls: return ref("tls");
    case Shape::Auth: return table_or_text("auth");
    case Shape::Hello: return table_or_text("hello");
    case Shape::Hellos: return map_of(ref("hello"));
    case Shape::HelloOp: return ref("op");
    case Shape::Number: return any_of({type("integer"), type("string")});
    case Shape::RecordChanges: return array_of(ref("record_change"));
    case Shape::Values: return any_of({ref("value"), array_of(ref("value"))});
    case Shape::Text: return type("string");
    case Shape::Any:
    case Shape::Extensions:
    case Shape::Date:
    case Shape::Openings:
    case Shape::Params:
    case Shape::Targets:
    case Shape::Users:
    case Shape::Deviations:
    case Shape::Timeouts:
    case Shape::MailboxFact:
    case Shape::HttpFact:
    case Shape::ListenerFact:
    case Shape::ServiceUrl: break;  // not in scenario files
  }
  return Json::object();
}

Json of_place(Place place, const Dialects& dialects) {
  Json properties = Json::object(), required = Json::array();
  for (const Key& key : keys(place)) {
    Json property = of_shape(key.shape, dialects);
    property["description"] = std::string(key.doc);
    properties[std::string(key.name)] = std::move(property);
    if (key.required) required.push_back(std::string(key.name));
  }
  Json table = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) table["required"] = std::move(required);
  if (open_ended(place))
    table["additionalProperties"] = ref("variable");
  else
    table["additionalProperties"] = false;
  return table;
}

Json of_field(FieldType field) {
  switch (field) {
    case FieldType::Table: return map_of(ref("field"));
    case FieldType::Number:
      return any_of(
          {{{"type", "integer"}, {"minimum", 0}}, type("boolean"), type("string"), ref("demand")});
    case FieldType::Text: return any_of({type("string"), type("boolean"), ref("demand")});
    case FieldType::List: break;
  }
  return ref("field");
}

/// The keys of the language and the fields of every dialect: a case may speak several.
Json step(const Dialects& dialects) {
  Json table = of_place(Place::Step, dialects);
  std::map<std::string, std::pair<Json, std::string>> fields;
  const auto add = [&](const DialectInfo& info) {
    for (const FieldSpec& spec : info.fields) {
      const auto [place, fresh] =
          fields.try_emplace(std::string(spec.name), of_field(spec.type), "");
      Json& schema = place->second.first;
      if (!fresh && schema != of_field(spec.type)) schema = any_of({schema, of_field(spec.type)});
      std::string& doc = place->second.second;
      doc += (doc.empty() ? "" : "; ") + std::string(info.name) + ": " + std::string(spec.doc);
    }
  };
  for (const ProtocolRow& row : dialects.rows()) add(*row.info);
  add(tls_act());
  add(listening());
  for (auto& [name, field] : fields) {
    field.first["description"] = field.second;
    table["properties"][name] = std::move(field.first);
  }
  return table;
}

Json definitions(const Dialects& dialects) {
  Json defs = Json::object();
  defs["outcome"] = {{"anyOf",
                      {{{"type", "string"}, {"minLength", 1}},
                       {{"type", "integer"}, {"minimum", 100}, {"maximum", 599}}}},
                     {"description", "atoms joined by |: 250|5xx|close"}};
  defs["variable"] = any_of({type("string"), type("integer"), array_of(type("string")),
                             of_place(Place::LetValue, dialects)});
  Json re = {{"type", "object"},
             {"properties", {{"re", type("string")}}},
             {"required", {"re"}},
             {"additionalProperties", false}};
  defs["value"] = any_of({type("string"), type("integer"), type("boolean"), std::move(re)});
  defs["demand"] = of_place(Place::FieldValue, dialects);
  defs["field"] = any_of({ref("value"), array_of(ref("value")), ref("demand")});
  constexpr std::pair<std::string_view, Place> kTables[] = {{"case", Place::Case},
                                                            {"row", Place::Row},
                                                            {"connection", Place::Connection},
                                                            {"begin", Place::Begin},
                                                            {"given", Place::Given},
                                                            {"tls", Place::Tls},
                                                            {"auth", Place::Auth},
                                                            {"hello", Place::Hello},
                                                            {"op", Place::HelloOp},
                                                            {"record_change", Place::RecordChange}};
  for (const auto& [name, place] : kTables) defs[std::string(name)] = of_place(place, dialects);
  defs["step"] = step(dialects);
  return defs;
}

}  // namespace

std::string json_schema(const std::vector<const DialectInfo*>& dialects) {
  const Dialects known(dialects);
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "Wireassay scenario file"},
                 {"description", "Written by `wireassay check --write-schema`; do not edit"}};
  schema.update(of_place(Place::File, known));
  schema["$defs"] = definitions(known);
  return schema.dump(2) + "\n";
}

}  // namespace wireassay::scenario
