// Values and operators of fields.
#include "scenario/load_field.h"

#include <algorithm>
#include <cctype>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/pattern.h"
#include "scenario/regex.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

class FieldReader {
 public:
  FieldReader(Loading& loading, const FieldSpec& spec) : loading_(loading), spec_(spec) {}

  FieldExpectation read(const Entry& entry, std::string_view key) {
    FieldExpectation field{.field = std::string(spec_.name),
                           .key = std::string(key),
                           .has = {},
                           .only = {},
                           .order = {},
                           .none = {},
                           .at = entry.at};
    name_ =
        key.empty() ? std::string(spec_.name) : std::string(spec_.name) + "." + std::string(key);
    const Node& value = entry.value;
    const bool single = spec_.type == FieldType::Text || spec_.type == FieldType::Number;
    if (value.is(Kind::Array) && single) complain(value, "is no list: write one value");
    if (value.is(Kind::Table)) {
      operators(value, field);
    } else {
      field.has = patterns(value);
    }
    return field;
  }

 private:
  void operators(const Node& table, FieldExpectation& field) {
    check_keys(loading_.source, table, Place::FieldValue);
    if (table.entries.empty()) {
      complain(table,
               "has an empty table: write { re = '…' }, { not = … }, { only = … }, { order = … } "
               "or { has = … }");
    }
    if (table.find("re") != nullptr) {
      if (auto pattern = regex(table)) field.has.push_back(std::move(*pattern));
    }
    if (const Entry* none = table.find("not")) field.none = patterns(none->value);
    if (const Entry* has = table.find("has"))
      std::ranges::move(patterns(has->value), std::back_inserter(field.has));
    if (const Entry* order = table.find("order")) field.order = patterns(order->value);
    if (const Entry* only = table.find("only")) field.only = patterns(only->value);
    if (spec_.type == FieldType::List || spec_.type == FieldType::Table) return;
    for (const std::string_view list : {"order", "only"}) {
      if (const Entry* entry = table.find(list))
        complain(entry->value, "is no list: `" + std::string(list) + "` has no meaning");
    }
  }

  std::vector<Pattern> patterns(const Node& value) {
    std::vector<Pattern> all;
    const auto add = [&](const Node& one) {
      if (auto pattern = read_pattern(one)) all.push_back(std::move(*pattern));
    };
    if (!value.is(Kind::Array)) {
      add(value);
    } else {
      for (const Node& item : value.items) add(item);
    }
    return all;
  }

  std::optional<Pattern> read_pattern(const Node& value) {
    switch (value.kind) {
      case Kind::Text: return text(value);
      case Kind::Boolean:
        return Pattern{.kind = value.boolean ? Pattern::Kind::Present : Pattern::Kind::Absent,
                       .text = {},
                       .at = value.at};
      case Kind::Integer: return number(value);
      case Kind::Table: return nested(value);
      case Kind::Array:
      case Kind::Date:
      case Kind::Other: break;
    }
    complain(value, "cannot be compared with " + std::string(kind_name(value.kind)));
    return std::nullopt;
  }

  Pattern text(const Node& value) {
    Pattern pattern{.kind = Pattern::Kind::Text,
                    .text = read_template(loading_, value, {.holes = true}),
                    .at = value.at};
    if (spec_.structure == nullptr) return pattern;
    const auto problem = structure_problem(pattern.text, *spec_.structure);
    if (problem) loading_.source.add_inside(value.at, problem->offset, problem->message);
    return pattern;
  }

  std::optional<Pattern> number(const Node& value) {
    if (spec_.type == FieldType::Text) {
      complain(value, "is a text: write the value in quotes");
      return std::nullopt;
    }
    if (value.integer < 0) {
      complain(value, "is never negative");
      return std::nullopt;
    }
    return Pattern{.kind = Pattern::Kind::Number,
                   .text = {},
                   .number = static_cast<std::uint64_t>(value.integer),
                   .at = value.at};
  }

  std::optional<Pattern> nested(const Node& value) {
    const Entry* re = value.find("re");
    if (re == nullptr || value.entries.size() != 1) {
      complain(value, "takes { re = '…' } inside another operator, nothing else");
      return std::nullopt;
    }
    return regex(value);
  }

  std::optional<Pattern> regex(const Node& table) {
    const Node* text = find(table, "re", Kind::Text);
    if (text == nullptr) return std::nullopt;
    if (text->text.size() > loading_.limits.regex_octets) {
      loading_.source.add(text->at, "a regular expression is longer than " +
                                        std::to_string(loading_.limits.regex_octets) +
                                        " octets: make it shorter");
      return std::nullopt;
    }
    if (++loading_.regexes > loading_.limits.regexes) {
      loading_.source.add(text->at, "more than " + std::to_string(loading_.limits.regexes) +
                                        " regular expressions: split the file");
      return std::nullopt;
    }
    auto compiled = compile_regex(text->text);
    if (!compiled) {
      loading_.source.add(text->at, "bad regular expression: " + compiled.error());
      return std::nullopt;
    }
    Pattern pattern{
        .kind = Pattern::Kind::Regex, .text = literal_template(text->text), .at = text->at};
    pattern.text.at = text->at;
    pattern.regex = std::move(*compiled);
    return pattern;
  }

  void complain(const Node& value, const std::string& what) {
    loading_.source.add(value.at, "the field `" + escape_short(name_, 40) + "` " + what);
  }

  Loading& loading_;
  const FieldSpec& spec_;
  std::string name_;
};

/// Names inside a table are compared in either case: two that differ only so are one, and one of
/// them is lost.
void check_collisions(Loading& loading, const Entry& entry) {
  std::vector<std::pair<std::string, std::string_view>> seen;
  for (const Entry& name : entry.value.entries) seen.emplace_back(lower(name.key), name.key);
  std::ranges::sort(seen);
  for (std::size_t i = 1; i < seen.size(); ++i) {
    if (seen[i].first != seen[i - 1].first) continue;
    const Entry* later = entry.value.find(seen[i].second);
    const Entry* earlier = entry.value.find(seen[i - 1].second);
    if (later->at < earlier->at) std::swap(later, earlier);
    loading.source.add(later->at, "`" + later->key + "` and `" + earlier->key +
                                      "` differ only in case: `" + entry.key +
                                      "` compares names in either case");
  }
}

}  // namespace

std::vector<FieldExpectation> read_field(Loading& loading, const Entry& entry,
                                         const FieldSpec& spec) {
  std::vector<FieldExpectation> fields;
  FieldReader reader(loading, spec);
  if (spec.type != FieldType::Table) {
    fields.push_back(reader.read(entry, ""));
    return fields;
  }
  if (!entry.value.is(Kind::Table)) {
    loading.source.add(entry.value.at, "the field `" + entry.key +
                                           "` is a table { Name = value }, not " +
                                           std::string(kind_name(entry.value.kind)));
    return fields;
  }
  check_collisions(loading, entry);
  for (const Entry& name : entry.value.entries) fields.push_back(reader.read(name, name.key));
  return fields;
}

}  // namespace wireassay::scenario
