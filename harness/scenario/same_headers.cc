// Names are compared in either case, values octet by octet.
#include "scenario/same_headers.h"

#include <algorithm>

#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay::scenario {
namespace {

constexpr std::size_t kShownOctets = 80;
constexpr std::string_view kField = "same_headers";

const TextTable* header_of(const Event& event) {
  const auto found = event.fields.find("header");
  return found == event.fields.end() ? nullptr : std::get_if<TextTable>(&found->second);
}

const TextList* find(const TextTable& table, std::string_view name) {
  const auto found = std::ranges::find_if(
      table, [&](const auto& row) { return equal_ignoring_case(row.first, name); });
  return found == table.end() ? nullptr : &found->second;
}

const FieldExpectation* key_of(std::span<const FieldExpectation> fields, std::string_view key) {
  const auto found = std::ranges::find_if(
      fields, [&](const FieldExpectation& f) { return f.field == kField && f.key == key; });
  return found == fields.end() ? nullptr : &*found;
}

std::string shown(const TextList& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return "'" + escape_short(text, kShownOctets) + "'";
}

FieldMiss lacks(const std::string& name, const TextList& values) {
  return {.expected = "header " + name + " " + shown(values),
          .nearest = {},
          .reason = "header " + escape_short(name, kShownOctets) +
                    " is missing, and that reply had " + shown(values),
          .offending = {}};
}

}  // namespace

std::optional<FieldMiss> headers_differ(std::span<const FieldExpectation> fields,
                                        const Event& event, const Scope& scope) {
  const FieldExpectation* const as = key_of(fields, "as");
  if (as == nullptr || as->has.empty()) return std::nullopt;
  const std::string& name = as->has.front().text.source;
  const auto other = scope.named.find(name);
  const TextTable* const theirs = other == scope.named.end() ? nullptr : header_of(other->second);
  const TextTable* const ours = header_of(event);
  if (theirs == nullptr || ours == nullptr) {
    const std::string why = "there is no header of `" + name + "` to compare with";
    return FieldMiss{.expected = std::string(kField),
                     .nearest = {},
                     .reason = why,
                     .offending = {},
                     .error = ExpansionError{ExpansionError::Kind::Missing, why}};
  }
  const FieldExpectation* const but = key_of(fields, "but");
  const auto excepted = [&](const std::string& field) {
    return but != nullptr && std::ranges::any_of(but->has, [&](const Pattern& pattern) {
             return equal_ignoring_case(pattern.text.source, field);
           });
  };
  for (const auto& [field, values] : *theirs) {
    if (excepted(field)) continue;
    const TextList* const mine = find(*ours, field);
    if (mine == nullptr) return lacks(field, values);
    if (*mine == values) continue;
    return FieldMiss{.expected = "header " + field + " " + shown(values),
                     .nearest = shown(*mine),
                     .reason = "header " + field + " is " + shown(*mine) + ", and was " +
                               shown(values) + " in that reply",
                     .offending = mine->empty() ? std::string() : mine->front()};
  }
  for (const auto& [field, values] : *ours) {
    if (excepted(field) || find(*theirs, field) != nullptr) continue;
    return FieldMiss{.expected = "no header " + field,
                     .nearest = shown(values),
                     .reason = "header " + escape_short(field, kShownOctets) +
                               " is there, and was not in that reply",
                     .offending = values.empty() ? std::string() : values.front()};
  }
  return std::nullopt;
}

}  // namespace wireassay::scenario
