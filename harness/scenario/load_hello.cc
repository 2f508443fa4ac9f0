// The closed list of what can be said about a ClientHello.
#include "scenario/load_hello.h"

#include <algorithm>

#include "core/escape.h"
#include "scenario/keys.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

constexpr std::string_view kRecordKeys[] = {"type", "version", "length"};
constexpr std::string_view kHandshakeKeys[] = {"type", "length"};
constexpr std::string_view kOps[] = {"set", "add", "xor", "insert", "drop", "cut"};
constexpr std::string_view kLists[] = {"cipher_suites", "compression",       "groups",
                                       "signatures",    "server_name",       "alpn",
                                       "key_share",     "supported_versions"};
constexpr std::string_view kRecordOps[] = {"xor",    "insert", "drop", "cut",
                                           "before", "after",  "omit", "repeat"};
constexpr std::int64_t kMostRecords = 1000;  ///< that an act makes and a change may count
constexpr std::int64_t kMostRepeats = 64;

bool one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

class HelloReader {
 public:
  HelloReader(Loading& loading, const Hellos& known) : loading_(loading), known_(known) {}

  std::shared_ptr<const HelloSpec> read(const Node& table) {
    hello_ = {};
    if (!check_keys(loading_.source, table, Place::Hello)) return nullptr;
    if (const Node* base = find(table, "base", Kind::Text)) {
      const auto found = known_.find(base->text);
      if (found != known_.end())
        hello_ = *found->second;
      else
        unknown(*base);
    }
    for (const Entry& entry : table.entries) read_entry(entry);
    return std::make_shared<const HelloSpec>(std::move(hello_));
  }

  void unknown(const Node& name) {
    std::vector<std::string_view> candidates;
    for (const auto& [known, hello] : known_) candidates.push_back(known);
    loading_.source.add(name.at, "unknown ClientHello `" + escape_short(name.text, 40) + "`" +
                                     did_you_mean(name.text, candidates) +
                                     (known_.empty() ? ": this file has no [hello.NAME]" : ""));
  }

 private:
  void read_entry(const Entry& entry) {
    const Node& value = entry.value;
    if (entry.key == "base") return;
    if (entry.key == "record")
      read_header(entry, kRecordKeys);
    else if (entry.key == "handshake")
      read_header(entry, kHandshakeKeys);
    else if (entry.key == "extensions")
      read_extensions(value);
    else if (entry.key == "fragments")
      read_fragments(value);
    else if (entry.key == "retry")
      hello_.retry = value.boolean;
    else if (entry.key == "before")
      hello_.before = scalar(value);
    else if (entry.key == "after")
      hello_.after = scalar(value);
    else
      read_field(entry.key, value);
  }

  /// A string with variables, or a number.
  std::optional<Template> scalar(const Node& value) {
    if (value.is(Kind::Text)) return read_template(loading_, value);
    if (value.is(Kind::Integer)) {
      Template number = literal_template(std::to_string(value.integer));
      number.at = value.at;
      return number;
    }
    loading_.source.add(value.at,
                        "write a string or a number, not " + std::string(kind_name(value.kind)));
    return std::nullopt;
  }

  void read_field(const std::string& name, const Node& value) {
    if (value.is(Kind::Table)) return read_ops(name, value);
    const bool list = one_of(name, kLists);
    HelloValue field{.at = value.at};
    if (value.is(Kind::Boolean)) {
      field.kind = HelloValue::Kind::Absent;
      if (value.boolean || !list || name == "cipher_suites" || name == "compression")
        loading_.source.add(value.at, "`" + name + "` takes " +
                                          (list ? "a list; only extensions can be left out, by "
                                                  "false"
                                                : "a string or a number"));
    } else if (value.is(Kind::Array)) {
      field.kind = HelloValue::Kind::List;
      if (!list) loading_.source.add(value.at, "`" + name + "` is no list");
      for (const Node& item : value.items) read_item(name, item, field.items);
    } else if (list && name != "server_name") {
      loading_.source.add(value.at, "`" + name + "` is a list: write [\"…\"]");
    } else if (auto text = scalar(value)) {
      if (value.is(Kind::Integer)) field.kind = HelloValue::Kind::Number;
      field.text = std::move(*text);
    }
    hello_.values.insert_or_assign(name, std::move(field));
  }

  void read_item(const std::string& name, const Node& item, std::vector<HelloItem>& into) {
    HelloItem one;
    if (!item.is(Kind::Table)) {
      if (auto text = scalar(item)) one.text = std::move(*text);
      into.push_back(std::move(one));
      return;
    }
    if (name != "key_share")
      loading_.source.add(item.at, "an element of `" + name + "` is a string");
    if (!check_keys(loading_.source, item, Place::HelloShare)) return;
    if (const Entry* group = item.find("group")) one.text = scalar(group->value).value_or(one.text);
    if (const Entry* hex = item.find("hex")) one.hex = scalar(hex->value);
    if (const Entry* octets = item.find("octets")) one.octets = scalar(octets->value);
    into.push_back(std::move(one));
  }

  /// { set, add, xor, insert, drop, cut, at, times, value, length }
  void read_ops(const std::string& path, const Node& table, bool length = false) {
    check_keys(loading_.source, table, Place::HelloOp);
    if (const Entry* value = table.find("value"); value != nullptr && !length)
      read_field(path, value->value);
    const auto number = [&](std::string_view key) {
      const Entry* entry = table.find(key);
      return entry == nullptr ? std::nullopt : scalar(entry->value);
    };
    for (const std::string_view op : kOps) {
      const Entry* entry = table.find(op);
      if (entry == nullptr) continue;
      if (length && op != "set" && op != "add") {
        loading_.source.add(entry->at, "a length knows `set` and `add` only");
        continue;
      }
      if (auto value = scalar(entry->value)) {
        hello_.changes.push_back({path, length, std::string(op), std::move(*value), number("at"),
                                  number("times"), entry->at});
      }
    }
    if (const Node* inner = find(table, "length", Kind::Table)) read_ops(path, *inner, true);
  }

  /// record.type, record.version, record.length; handshake.type, handshake.length.
  void read_header(const Entry& entry, std::span<const std::string_view> allowed) {
    if (!entry.value.is(Kind::Table)) {
      loading_.source.add(entry.value.at, "`" + entry.key + "` is a table: write " + entry.key +
                                              "." + std::string(allowed[0]));
      return;
    }
    for (const Entry& field : entry.value.entries) {
      const std::string path = entry.key + "." + field.key;
      if (one_of(field.key, kOps) || field.key == "at" || field.key == "times") continue;
      if (!one_of(field.key, allowed))
        loading_.source.add(field.at, "unknown field `" + path + "` of a ClientHello" +
                                          did_you_mean(field.key, allowed));
      else if (field.key == "length" && field.value.is(Kind::Table))
        read_ops(entry.key, field.value, true);
      else if (field.key == "length")
        loading_.source.add(field.value.at, "write " + path + " = { set = 0 } or { add = -1 }");
      else
        read_field(path, field.value);
    }
    const bool ops = std::ranges::any_of(
        entry.value.entries, [](const Entry& field) { return one_of(field.key, kOps); });
    if (!ops) return;
    Node only = entry.value;
    std::erase_if(only.entries, [&](const Entry& field) { return one_of(field.key, allowed); });
    read_ops(entry.key, only);
  }

  /// false; { add = [{ type, hex }], drop = [23] }; operators on the octets of all of them.
  void read_extensions(const Node& value) {
    if (value.is(Kind::Boolean)) {
      hello_.extensions = value.boolean;
      return;
    }
    if (!value.is(Kind::Table)) {
      loading_.source.add(value.at, "write extensions.add = [{ type = 65281, hex = \"00\" }]");
      return;
    }
    Node ops = value;
    if (const Node* add = find(value, "add", Kind::Array)) {
      hello_.add.clear();
      for (const Node& extension : add->items) read_extension(extension);
      std::erase_if(ops.entries, [](const Entry& entry) { return entry.key == "add"; });
    }
    if (const Node* drop = find(value, "drop", Kind::Array)) {
      for (const Node& type : drop->items) {
        if (auto number = scalar(type)) hello_.drop.push_back(std::move(*number));
      }
      std::erase_if(ops.entries, [](const Entry& entry) { return entry.key == "drop"; });
    }
    read_ops("extensions", ops);
  }

  void read_extension(const Node& table) {
    if (!check_keys(loading_.source, table, Place::HelloExtension)) return;
    HelloExtension extension;
    const auto read = [&](std::string_view key, std::optional<Template>& into) {
      if (const Entry* entry = table.find(key)) into = scalar(entry->value);
    };
    if (const Entry* type = table.find("type"))
      extension.type = scalar(type->value).value_or(Template());
    read("hex", extension.hex), read("octets", extension.octets), read("text", extension.text),
        read("times", extension.times);
    if (!extension.hex && !extension.octets && !extension.text)
      loading_.source.add(table.at, "the extension needs its octets: hex, octets or text");
    hello_.add.push_back(std::move(extension));
  }

  void read_fragments(const Node& value) {
    hello_.fragments.clear();
    hello_.every.reset();
    if (!value.is(Kind::Array)) {
      hello_.every = scalar(value);
      return;
    }
    for (const Node& length : value.items) {
      if (auto number = scalar(length)) hello_.fragments.push_back(std::move(*number));
    }
  }

  Loading& loading_;
  const Hellos& known_;
  HelloSpec hello_;
};

/// Follows `base` from each name: a chain longer than there are names runs in a circle.
bool has_circle(Loading& loading, const Node& table) {
  std::map<std::string_view, std::string> bases;
  for (const Entry& entry : table.entries) bases[entry.key] = find_text(entry.value, "base");
  for (const Entry& entry : table.entries) {
    auto at = bases.find(entry.key);
    for (std::size_t i = 0; i <= bases.size() && at != bases.end(); ++i)
      at = bases.find(at->second);
    if (at == bases.end()) continue;
    loading.source.add(entry.at, "the ClientHello `" + entry.key +
                                     "` is built on itself: break the circle of `base`");
    return true;
  }
  return false;
}

}  // namespace

bool HelloSpec::odd_records() const {
  if (!fragments.empty() || every || before || after) return true;
  return values.contains("record.type") ||
         std::ranges::any_of(changes, [](const HelloChange& change) {
           return change.path.starts_with("record") || change.path.starts_with("handshake");
         });
}

std::shared_ptr<const HelloSpec> read_hello(Loading& loading, const Node& value,
                                            const Hellos& known) {
  HelloReader reader(loading, known);
  if (value.is(Kind::Table)) return reader.read(value);
  if (!value.is(Kind::Text)) return nullptr;
  const auto found = known.find(value.text);
  if (found != known.end()) return found->second;
  reader.unknown(value);
  return nullptr;
}

Hellos read_hellos(Loading& loading, const Node& table, const Hellos& shared) {
  Hellos all = shared;
  if (table.entries.size() > loading.limits.hellos) {
    loading.source.add(table.at, "more than " + std::to_string(loading.limits.hellos) +
                                     " ClientHellos: split the file");
    return all;
  }
  if (has_circle(loading, table)) return all;
  // A hello is read when the one that it is built on has been.
  std::vector<const Entry*> waiting;
  for (const Entry& entry : table.entries) waiting.push_back(&entry);
  while (!waiting.empty()) {
    std::vector<const Entry*> later;
    for (const Entry* entry : waiting) {
      const std::string base = find_text(entry->value, "base");
      const bool own = std::ranges::any_of(
          waiting, [&](const Entry* other) { return other != entry && other->key == base; });
      if (own) {
        later.push_back(entry);
      } else if (auto hello = HelloReader(loading, all).read(entry->value)) {
        all.insert_or_assign(entry->key, std::move(hello));
      }
    }
    waiting = std::move(later);
  }
  return all;
}

std::vector<RecordChange> read_record_changes(Loading& loading, const Node& array) {
  std::vector<RecordChange> changes;
  for (const Node& table : array.items) {
    if (!check_keys(loading.source, table, Place::RecordChange)) continue;
    RecordChange change{.at = table.at};
    const Node* record = find(table, "record", Kind::Integer);
    if (record != nullptr && record->integer >= 1 && record->integer <= kMostRecords)
      change.record = static_cast<std::uint32_t>(record->integer);
    else
      loading.source.add(table.at, "`record` counts from 1 to " + std::to_string(kMostRecords));
    if (const Node* from = find(table, "at", Kind::Integer)) change.from = from->integer;
    for (const std::string_view op : kRecordOps) {
      const Entry* entry = table.find(op);
      if (entry == nullptr) continue;
      if (!change.op.empty()) loading.source.add(entry->at, "one change to a record at a time");
      change.op = op;
      const Node& value = entry->value;
      if (value.is(Kind::Text))
        change.value = read_template(loading, value);
      else if (value.is(Kind::Integer) && value.integer >= 0 &&
               (op != "repeat" || value.integer <= kMostRepeats))
        change.value = literal_template(std::to_string(value.integer));
      else if (!(op == "omit" && value.is(Kind::Boolean)))
        loading.source.add(value.at, "`" + std::string(op) +
                                         "` takes octets in hexadecimal or a "
                                         "number");
    }
    if (change.op.empty())
      loading.source.add(table.at,
                         "say what is changed: xor, insert, drop, cut, before, after, "
                         "omit or repeat");
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace wireassay::scenario
