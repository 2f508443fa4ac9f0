// Values of TOML that the loader reads in many places: texts, durations, templates, variables.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/dialects.h"
#include "scenario/document.h"
#include "scenario/load.h"
#include "scenario/template.h"

namespace wireassay::scenario {

/// What every part of the loader needs: the file with its mistakes, and what is known.
struct Loading {
  Source& source;
  const Limits& limits;
  const Dialects& dialects;
  std::size_t regexes = 0;  ///< compiled so far, each takes time and memory
};

/// The entry's value if it is there and of this kind. A wrong kind was reported by check_keys.
const Node* find(const Node& table, std::string_view key, Node::Kind kind);
std::string find_text(const Node& table, std::string_view key);

/// "50ms", "5s", "40m".
std::optional<Millis> parse_duration(std::string_view text);
std::optional<Millis> read_duration(Loading& loading, const Node& table, std::string_view key);

/// An array of strings that are not empty.
std::vector<std::string> read_texts(Loading& loading, const Node& array, std::string_view key);

/// [a-z0-9-]+, also with inner underscores: row names, facts, messages.
bool is_word(std::string_view text);

/// A string with variables. An empty template where it is wrong (and reported).
Template read_template(Loading& loading, const Node& text, TemplateOptions options = {});
Template read_bytes(Loading& loading, const Node& text);
Template read_hex(Loading& loading, const Node& text);
/// A string or an array of strings, each a line.
std::vector<Template> read_lines(Loading& loading, const Node& value, std::string_view key);

/// A value of `let`, of a row or of a parameter.
std::optional<Template> read_let_value(Loading& loading, const Node& value);
/// A table NAME = value; `skip` is a key that is no variable.
std::vector<Let> read_lets(Loading& loading, const Node& table, std::string_view skip = {});

}  // namespace wireassay::scenario
