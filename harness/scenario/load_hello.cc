// The closed list of what can be said about a ClientHello.
#include "scenario/load_hello.h"

#include <algorithm>
#include <map>

#include "scenario/keys.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

constexpr std::string_view kRecordKeys[] = {"type", "version", "length"};
constexpr std::string_view kHandshakeKeys[] = {"type", "length"};

void check_op(Loading& loading, const Node& table) {
  check_keys(loading.source, table, Place::HelloOp);
  for (const std::string_view key : {"xor", "insert"}) {
    if (const Node* hex = find(table, key, Kind::Text)) read_hex(loading, *hex);
  }
  if (const Node* length = find(table, "length", Kind::Table)) check_op(loading, *length);
}

/// record.type, record.version, record.length; handshake.type, handshake.length.
void check_header(Loading& loading, const Entry& entry, std::span<const std::string_view> allowed) {
  if (!entry.value.is(Kind::Table)) {
    loading.source.add(entry.value.at, "`" + entry.key + "` is a table: write " + entry.key + "." +
                                           std::string(allowed[0]));
    return;
  }
  for (const Entry& field : entry.value.entries) {
    if (std::ranges::find(allowed, field.key) == allowed.end()) {
      loading.source.add(field.at, "unknown field `" + entry.key + "." + field.key +
                                       "` of a ClientHello" + did_you_mean(field.key, allowed));
    } else if (field.value.is(Kind::Table)) {
      check_op(loading, field.value);
    }
  }
}

/// `extensions.add = [{ type, hex }]`, or operators on the octets of all of them.
void check_extensions(Loading& loading, const Node& value) {
  if (!value.is(Kind::Table)) {
    loading.source.add(value.at, "write extensions.add = [{ type = 65281, hex = \"00\" }]");
    return;
  }
  const Node* add = find(value, "add", Kind::Array);
  if (add == nullptr) return check_op(loading, value);
  for (const Node& extension : add->items) {
    if (!check_keys(loading.source, extension, Place::HelloExtension)) continue;
    if (const Node* hex = find(extension, "hex", Kind::Text)) read_hex(loading, *hex);
  }
}

void check_hello(Loading& loading, const Node& table, const std::vector<std::string>& names) {
  if (!check_keys(loading.source, table, Place::Hello)) return;
  for (const Entry& entry : table.entries) {
    if (entry.key == "record")
      check_header(loading, entry, kRecordKeys);
    else if (entry.key == "handshake")
      check_header(loading, entry, kHandshakeKeys);
    else if (entry.key == "extensions")
      check_extensions(loading, entry.value);
    else if (entry.key == "base")
      read_hello(loading, entry.value, names);
    else if (entry.value.is(Kind::Table))
      check_op(loading, entry.value);
    else if (entry.value.is(Kind::Text))
      read_template(loading, entry.value);
  }
}

/// Follows `base` from each name: a chain longer than there are names runs in a circle.
void check_circles(Loading& loading, const Node& table) {
  std::map<std::string_view, std::string> bases;
  for (const Entry& entry : table.entries) bases[entry.key] = find_text(entry.value, "base");
  for (const Entry& entry : table.entries) {
    auto at = bases.find(entry.key);
    for (std::size_t i = 0; i <= bases.size() && at != bases.end(); ++i)
      at = bases.find(at->second);
    if (at == bases.end()) continue;
    loading.source.add(entry.at, "the ClientHello `" + entry.key +
                                     "` is built on itself: break the circle of `base`");
    return;
  }
}

}  // namespace

std::string read_hello(Loading& loading, const Node& value, const std::vector<std::string>& names) {
  if (value.is(Kind::Table)) {
    check_hello(loading, value, names);
    return find_text(value, "base");
  }
  if (value.is(Kind::Text) && std::ranges::find(names, value.text) == names.end()) {
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    loading.source.add(value.at, "unknown ClientHello `" + value.text + "`" +
                                     did_you_mean(value.text, candidates) +
                                     (names.empty() ? ": this file has no [hello.NAME]" : ""));
  }
  return value.text;
}

std::vector<std::string> read_hellos(Loading& loading, const Node& table) {
  std::vector<std::string> names;
  if (table.entries.size() > loading.limits.hellos) {
    loading.source.add(table.at, "more than " + std::to_string(loading.limits.hellos) +
                                     " ClientHellos: split the file");
    return names;
  }
  for (const Entry& entry : table.entries) names.push_back(entry.key);
  for (const Entry& entry : table.entries) check_hello(loading, entry.value, names);
  check_circles(loading, table);
  return names;
}

}  // namespace wireassay::scenario
