// Texts, durations, templates and variables out of TOML.
#include "scenario/load_values.h"

#include <algorithm>
#include <charconv>

#include "core/escape.h"
#include "scenario/keys.h"

namespace wireassay::scenario {
namespace {

constexpr Millis kLongest{24 * 60 * 60 *
                          1000};  // of a duration: a case that waits a day is a mistake

Template keep(Loading& loading, const Node& text, TemplateResult<Template> parsed) {
  if (!parsed) {
    loading.source.add_inside(text.at, parsed.error().offset, parsed.error().message);
    return {};
  }
  parsed->at = text.at;
  return std::move(*parsed);
}

/// Lines with CRLF after each, as one value; offsets in it count from the start of `source`.
Template join_lines(Loading& loading, const Node& array) {
  Template all;
  all.at = array.at;
  for (const Node& line : array.items) {
    if (!line.is(Node::Kind::Text)) {
      loading.source.add(
          line.at, "a line of a variable is a string, not " + std::string(kind_name(line.kind)));
      continue;
    }
    Template one = read_template(loading, line);
    for (Piece& piece : one.pieces) all.pieces.push_back(std::move(piece));
    all.pieces.push_back({.kind = Piece::Kind::Literal, .text = "\r\n", .value = {}});
    all.source += one.source + "\r\n";
  }
  return all;
}

}  // namespace

const Node* find(const Node& table, std::string_view key, Node::Kind kind) {
  const Entry* entry = table.find(key);
  return entry != nullptr && entry->value.is(kind) ? &entry->value : nullptr;
}

std::string find_text(const Node& table, std::string_view key) {
  const Node* node = find(table, key, Node::Kind::Text);
  return node == nullptr ? std::string() : node->text;
}

std::optional<Millis> parse_duration(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  Millis value{number};
  if (unit == "s")
    value *= 1000;
  else if (unit == "m")
    value *= 60 * 1000;
  else if (unit != "ms")
    return std::nullopt;
  return value <= kLongest ? std::optional(value) : std::nullopt;
}

std::optional<Millis> read_duration(Loading& loading, const Node& table, std::string_view key) {
  const Node* node = find(table, key, Node::Kind::Text);
  if (node == nullptr) return std::nullopt;
  const std::optional<Millis> value = parse_duration(node->text);
  if (!value) {
    loading.source.add(node->at, "`" + std::string(key) +
                                     "` is a duration like \"50ms\", \"5s\" or \"40m\", a day at "
                                     "most; not \"" +
                                     escape_short(node->text, 40) + "\"");
  }
  return value;
}

std::vector<std::string> read_texts(Loading& loading, const Node& array, std::string_view key) {
  std::vector<std::string> texts;
  for (const Node& item : array.items) {
    if (item.is(Node::Kind::Text) && !item.text.empty()) {
      texts.push_back(item.text);
    } else if (item.is(Node::Kind::Text)) {
      loading.source.add(item.at,
                         "an element of `" + std::string(key) + "` is empty: leave it out");
    } else {
      loading.source.add(item.at, "an element of `" + std::string(key) + "` is a string, not " +
                                      std::string(kind_name(item.kind)));
    }
  }
  return texts;
}

bool is_word(std::string_view text) {
  const auto alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && alnum(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return alnum(c) || c == '-' || c == '_'; });
}

Template read_template(Loading& loading, const Node& text, TemplateOptions options) {
  return keep(loading, text, parse_template(text.text, options));
}

Template read_bytes(Loading& loading, const Node& text) {
  return keep(loading, text, parse_bytes_template(text.text));
}

Template read_hex(Loading& loading, const Node& text) {
  TemplateResult<std::string> octets = parse_hex(text.text);
  if (!octets) return keep(loading, text, std::unexpected(octets.error()));
  Template result = literal_template(std::move(*octets));
  result.at = text.at;
  result.source = text.text;
  return result;
}

std::vector<Template> read_lines(Loading& loading, const Node& value, std::string_view key) {
  std::vector<Template> lines;
  const auto add = [&](const Node& line) {
    // A bare line end would make two lines of one, and hide it.
    if (const std::size_t at = line.text.find_first_of("\r\n"); at != std::string::npos) {
      loading.source.add_inside(
          line.at, at,
          "a line of `" + std::string(key) +
              "` holds a line end: write an array of lines, or use `send_bytes`");
    }
    lines.push_back(read_template(loading, line));
  };
  if (value.is(Node::Kind::Text)) add(value);
  if (value.is(Node::Kind::Array) && value.items.empty()) {
    loading.source.add(value.at, "`" + std::string(key) + "` has no lines");
  }
  for (const Node& line : value.items) {
    if (line.is(Node::Kind::Text)) {
      add(line);
    } else {
      loading.source.add(line.at, "a line of `" + std::string(key) + "` is a string, not " +
                                      std::string(kind_name(line.kind)));
    }
  }
  return lines;
}

std::optional<Template> read_let_value(Loading& loading, const Node& value) {
  if (value.is(Node::Kind::Text)) return read_template(loading, value);
  if (value.is(Node::Kind::Array)) return join_lines(loading, value);
  if (value.is(Node::Kind::Integer)) {
    Template number = literal_template(std::to_string(value.integer));
    number.at = value.at;
    return number;
  }
  if (value.is(Node::Kind::Table)) {
    check_keys(loading.source, value, Place::LetValue);
    const Node* bytes = find(value, "bytes", Node::Kind::Text);
    const Node* hex = find(value, "hex", Node::Kind::Text);
    if ((bytes == nullptr) != (hex == nullptr))
      return bytes != nullptr ? read_bytes(loading, *bytes) : read_hex(loading, *hex);
  }
  loading.source.add(value.at,
                     "the value of a variable is " + std::string(shape_name(Shape::LetValue)));
  return std::nullopt;
}

std::vector<Let> read_lets(Loading& loading, const Node& table, std::string_view skip) {
  std::vector<Let> lets;
  for (const Entry& entry : table.entries) {
    if (entry.key == skip) continue;
    if (!is_name(entry.key)) {
      loading.source.add(entry.at,
                         "`" + escape_short(entry.key, 40) +
                             "` is no name of a variable: letters, digits and _, no digit first");
      continue;
    }
    if (std::optional<Template> value = read_let_value(loading, entry.value)) {
      lets.push_back({entry.key, std::move(*value)});
    }
  }
  return lets;
}

}  // namespace wireassay::scenario
