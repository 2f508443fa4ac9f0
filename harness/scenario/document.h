// A TOML file as a plain tree with positions, entries in the order of the file. The rest of the
// loader sees only this, so that toml++ and its exceptions stay in document.cc.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/source.h"

namespace wireassay::scenario {

struct Entry;

struct Node {
  enum class Kind { Table, Array, Text, Integer, Boolean, Date, Other };
  Kind kind = Kind::Other;
  Position at;
  std::string text;
  std::int64_t integer = 0;
  bool boolean = false;
  std::chrono::year_month_day date{};
  std::vector<Entry> entries;  ///< of a table
  std::vector<Node> items;     ///< of an array

  const Entry* find(std::string_view key) const;
  bool is(Kind k) const { return kind == k; }
};

struct Entry {
  std::string key;
  Position at;
  Node value;
};

/// "a table", "an integer": for messages.
std::string_view kind_name(Node::Kind kind);

/// Parses the source's text; a mistake goes into the source's problems. Never throws; tables and
/// arrays nest at most `nesting` deep.
std::optional<Node> parse_document(Source& source, std::size_t nesting);

}  // namespace wireassay::scenario
