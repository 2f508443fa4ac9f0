// TOML by toml++, copied into our own tree.
#include "scenario/document.h"

#include <toml++/toml.h>
#include <algorithm>

#include "scenario/nesting.h"

namespace wireassay::scenario {
namespace {

Position position(const toml::source_position& at) { return {at.line, at.column}; }

struct TooDeep {
  Position at;
};

Node copy(const toml::node& from, std::size_t depth) {
  Node node;
  node.at = position(from.source().begin);
  if (depth == 0) throw TooDeep{node.at};
  if (const toml::table* table = from.as_table()) {
    node.kind = Node::Kind::Table;
    node.entries.reserve(table->size());
    for (auto&& [key, value] : *table) {
      node.entries.push_back(
          {std::string(key.str()), position(key.source().begin), copy(value, depth - 1)});
    }
    // toml++ sorts tables by key; people expect messages in the order in which they wrote.
    std::ranges::sort(node.entries, {}, &Entry::at);
  } else if (const toml::array* array = from.as_array()) {
    node.kind = Node::Kind::Array;
    node.items.reserve(array->size());
    for (const toml::node& item : *array) node.items.push_back(copy(item, depth - 1));
  } else if (const auto* text = from.as_string()) {
    node.kind = Node::Kind::Text;
    node.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    node.kind = Node::Kind::Integer;
    node.integer = integer->get();
  } else if (const auto* boolean = from.as_boolean()) {
    node.kind = Node::Kind::Boolean;
    node.boolean = boolean->get();
  } else if (const auto* date = from.as_date()) {
    node.kind = Node::Kind::Date;
    const toml::date value = date->get();
    node.date =
        std::chrono::year_month_day(std::chrono::year(value.year), std::chrono::month(value.month),
                                    std::chrono::day(value.day));
  }
  return node;
}

/// toml++'s own words, with what to do where an author of scenarios is likely to stumble.
std::string advice(std::string_view words) {
  std::string message(words);
  constexpr std::string_view kPrefix = "Error while parsing ";
  if (message.starts_with(kPrefix)) message = "in " + message.substr(kPrefix.size());
  const auto says = [&](std::string_view part) {
    return words.find(part) != std::string_view::npos;
  };
  if (says("cannot redefine existing array") && says("dialogue")) {
    return "the dialogue has one form: either `dialogue = [ … ]` or `[[case.dialogue]]`, not both "
           "in one case";
  }
  if (says("inline table") && (says("'\\n'") || says("'\\r'"))) {
    return message + ": an inline table stays on one line; write a long step as [[case.dialogue]]";
  }
  if (says("dangling comma")) return message + ": drop the comma before `}`";
  if (says("escape sequence"))
    return message + ": write octets in a '…' string of `send_bytes` or { bytes = '…' }";
  if (says("utf-8")) return message + ": write octets as \\xNN in `send_bytes` or { bytes = '…' }";
  if (says("control characters"))
    return message + ": write them as \\xNN in `send_bytes` or { bytes = '…' }";
  if (says("representable in 64 bits")) return message + ": write a big number as a string";
  return message;
}

}  // namespace

const Entry* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &*found;
}

std::string_view kind_name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::Table: return "a table";
    case Node::Kind::Array: return "an array";
    case Node::Kind::Text: return "a string";
    case Node::Kind::Integer: return "an integer";
    case Node::Kind::Boolean: return "a boolean";
    case Node::Kind::Date: return "a date";
    case Node::Kind::Other: break;
  }
  return "a number with a point or a time";
}

std::optional<Node> parse_document(Source& source, std::size_t nesting) {
  const auto too_deep = [&](Position at) {
    source.add(at, "tables and arrays nest deeper than " + std::to_string(nesting) +
                       " levels: flatten them");
  };
  if (const std::optional<Position> at = nests_deeper(source.text(), nesting)) {
    too_deep(*at);
    return std::nullopt;
  }
  try {
    return copy(toml::parse(std::string_view(source.text())), nesting + 1);
  } catch (const toml::parse_error& error) {
    source.add(position(error.source().begin), advice(error.description()));
  } catch (const TooDeep& deep) {
    too_deep(deep.at);
  }
  return std::nullopt;
}

}  // namespace wireassay::scenario
