// A ClientHello as a scenario describes it (LANGUAGE section 9): all values still with their
// variables. What names and numbers mean is the player's business.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenario/model.h"

namespace wireassay::scenario {

/// An element of a list; `hex` and `octets` only of a key share.
struct HelloItem {
  Template text;
  std::optional<Template> hex, octets;
};

struct HelloValue {
  enum class Kind { Absent, Text, Number, List };
  Kind kind = Kind::Text;
  Template text;
  std::vector<HelloItem> items;
  Position at;
};

struct HelloExtension {
  Template type;
  std::optional<Template> hex, octets, text, times;
};

/// One operator on a field or on its length.
struct HelloChange {
  std::string path;     ///< as it is written: "cipher_suites", "record"
  bool length = false;  ///< on the length in front of it
  std::string op;       ///< set add xor insert drop cut
  Template value;
  std::optional<Template> from, times;  ///< `at` and `times`
  Position at;
};

struct HelloSpec {
  std::map<std::string, HelloValue> values;  ///< "version", "record.version", "server_name" …
  bool extensions = true;                    ///< false: no block of extensions at all
  std::vector<HelloExtension> add;
  std::vector<Template> drop;
  std::vector<HelloChange> changes;
  std::vector<Template> fragments;        ///< lengths of the first records
  std::optional<Template> every;          ///< all records of that many octets
  bool retry = false;                     ///< the second hello, for the HelloRetryRequest that came
  std::optional<Template> before, after;  ///< raw octets around it, in hexadecimal
  bool odd_records() const;               ///< says how its records are made
};

template <class F>
void for_each_text(const HelloSpec& hello, F&& visit) {
  const auto maybe = [&](const std::optional<Template>& text) {
    if (text) visit(*text);
  };
  for (const auto& [name, value] : hello.values) {
    visit(value.text);
    for (const HelloItem& item : value.items) {
      visit(item.text);
      maybe(item.hex), maybe(item.octets);
    }
  }
  for (const HelloExtension& one : hello.add) {
    visit(one.type);
    maybe(one.hex), maybe(one.octets), maybe(one.text), maybe(one.times);
  }
  for (const Template& one : hello.drop) visit(one);
  for (const HelloChange& one : hello.changes) {
    visit(one.value);
    maybe(one.from), maybe(one.times);
  }
  for (const Template& one : hello.fragments) visit(one);
  maybe(hello.every), maybe(hello.before), maybe(hello.after);
}

}  // namespace wireassay::scenario
