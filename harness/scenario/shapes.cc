// What values of each shape look like, and the check of a table against the key table.
#include <algorithm>
#include <numeric>

#include "scenario/keys.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

struct ShapeRow {
  Shape shape;
  std::string_view name;  // for messages
  bool text, integer, boolean, array, table;
};

// Elements of arrays and tables are checked where they are read.
// clang-format off: one row a line
constexpr ShapeRow kShapes[] = {
    //                        name                                          text   int    bool   array  table
    {Shape::Text,             "a string",                                   true,  false, false, false, false},
    {Shape::Texts,            "an array of strings",                        false, false, false, true,  false},
    {Shape::Lines,            "a string or an array of strings",            true,  false, false, true,  false},
    {Shape::Integer,          "an integer",                                 false, true,  false, false, false},
    {Shape::Boolean,          "true or false",                              false, false, true,  false, false},
    {Shape::Duration,         "a duration like \"50ms\", \"5s\" or \"40m\"", true, false, false, false, false},
    {Shape::Date,             "a date like 2027-01-31",                     false, false, false, false, false},
    {Shape::Any,              "a value",                                    true,  true,  true,  true,  true},
    {Shape::Protocol,         "a string",                                   true,  false, false, false, false},
    {Shape::Level,            "a string",                                   true,  false, false, false, false},
    {Shape::Id,               "a string",                                   true,  false, false, false, false},
    {Shape::RowName,          "a string",                                   true,  false, false, false, false},
    {Shape::DoWord,           "a string",                                   true,  false, false, false, false},
    {Shape::SecurityWord,     "a string",                                   true,  false, false, false, false},
    {Shape::Surfaces,         "an array of strings",                        false, false, false, true,  false},
    {Shape::Outcome,          "an outcome: a string or an integer",         true,  true,  false, false, false},
    {Shape::Outcomes,         "an outcome (a string or an integer) or an array of them", true, true, false, true, false},
    {Shape::Excuses,          "a table { \"outcome\" = \"reason\" }",       false, false, false, false, true},
    {Shape::Readings,         "a table { NAME = outcome }",                 false, false, false, false, true},
    {Shape::Reasons,          "a table { NAME = \"reason\" }",              false, false, false, false, true},
    {Shape::Checks,           "an array of strings",                        false, false, false, true,  false},
    {Shape::Lets,             "a table { NAME = value }",                   false, false, false, false, true},
    {Shape::LetValue,         "a string, an integer, an array of lines, { bytes = '…' } or { hex = '…' }", true, true, false, true, true},
    {Shape::Rows,             "an array of tables",                         false, false, false, true,  false},
    {Shape::Steps,            "an array of steps (tables)",                 false, false, false, true,  false},
    {Shape::Cases,            "an array of tables: write [[case]]",         false, false, false, true,  false},
    {Shape::Connections,      "a table { NAME = { service = \"…\" } }",     false, false, false, false, true},
    {Shape::Begin,            "the name of an opening or a table { opening = \"…\" }", true, false, false, false, true},
    {Shape::Given,            "a table",                                    false, false, false, false, true},
    {Shape::Mailbox,          "an array of message names or \"inbox\"",     true,  false, false, true,  false},
    {Shape::Names,            "an array of strings",                        false, false, false, true,  false},
    {Shape::Split,            "an integer or an array of offsets",          false, true,  false, true,  false},
    {Shape::Times,            "an integer from 1 to 10000",                 false, true,  false, false, false},
    {Shape::Tls,              "a table",                                    false, false, false, false, true},
    {Shape::Auth,             "the name of a mechanism or a table",         true,  false, false, false, true},
    {Shape::Hello,            "the name of a ClientHello or a table",       true,  false, false, false, true},
    {Shape::Hellos,           "a table: write [hello.NAME]",                false, false, false, false, true},
    {Shape::HelloOp,          "an operator like { set = 1 } or { add = -1 }", false, false, false, false, true},
    {Shape::Number,           "a number, or a string with variables",       true,  true,  false, false, false},
    {Shape::RecordChanges,    "an array of { record, … }",                  false, false, false, true,  false},
    {Shape::Extensions,       "an array of { type, hex }",                  false, false, false, true,  false},
    {Shape::Values,           "a value or an array of values",              true,  true,  true,  true,  true},
    {Shape::Openings,         "a table: write [opening.NAME]",              false, false, false, false, true},
    {Shape::Params,           "a table { NAME = \"default\" }",             false, false, false, false, true},
    {Shape::Targets,          "a table: write [target.NAME]",               false, false, false, false, true},
    {Shape::Users,            "an array of tables",                         false, false, false, true,  false},
    {Shape::Deviations,       "an array of tables",                         false, false, false, true,  false},
    {Shape::Timeouts,         "a table",                                    false, false, false, false, true},
    {Shape::MailboxFact,      "a table { prefix, separator }",              true,  false, false, false, true},
    {Shape::HttpFact,         "a URL or a table { url, host, file, … }",    true,  false, false, false, true},
    {Shape::ListenerFact,     "a table { address, bind }",                  false, false, false, false, true},
    {Shape::ServiceUrl,       "a URL",                                      true,  false, false, false, false},
};
// clang-format on

const ShapeRow& row_of(Shape shape) {
  const auto found = std::ranges::find(kShapes, shape, &ShapeRow::shape);
  return found == std::end(kShapes) ? kShapes[0] : *found;
}

constexpr std::size_t kLongestGuess = 64;  // octets of a word that is worth a guess

void check_required(Source& source, const Node& table, Place place) {
  for (const Key& key : keys(place)) {
    if (!key.required || table.find(key.name) != nullptr) continue;
    source.add(table.at, std::string(place_name(place)) + " needs `" + std::string(key.name) +
                             "`: " + std::string(key.doc));
  }
}

}  // namespace

std::string_view place_name(Place place) {
  switch (place) {
    case Place::File: return "the file";
    case Place::Case: return "a case";
    case Place::Row: return "a row of `for`";
    case Place::LetValue: return "a value of `let`";
    case Place::Connection: return "a connection";
    case Place::Begin: return "`begin`";
    case Place::Given: return "`given`";
    case Place::Step: return "a step";
    case Place::Tls: return "`tls`";
    case Place::Auth: return "`auth`";
    case Place::Hello: return "a ClientHello";
    case Place::HelloOp: return "an operator";
    case Place::HelloExtension: return "an extension";
    case Place::HelloShare: return "a key share";
    case Place::RecordChange: return "a change to a record";
    case Place::FieldValue: return "the value of a field";
    case Place::BeginFile: return "a file of openings";
    case Place::Opening: return "an opening";
    case Place::TargetFile: return "a file of targets";
    case Place::DeviationFile: return "a file of deviations";
    case Place::Target: return "a target";
    case Place::User: return "a user";
    case Place::Deviation: return "a deviation";
    case Place::Timeouts: return "`timeouts`";
    case Place::MailboxFact: return "`mailbox`";
    case Place::HttpFact: return "`http`";
    case Place::ListenerFact: return "`listener`";
  }
  return "the file";
}

std::string_view shape_name(Shape shape) { return row_of(shape).name; }

bool accepts(Shape shape, const Node& value) {
  const ShapeRow& row = row_of(shape);
  switch (value.kind) {
    case Kind::Table: return row.table;
    case Kind::Array: return row.array;
    case Kind::Text: return row.text;
    case Kind::Integer: return row.integer;
    case Kind::Boolean: return row.boolean;
    case Kind::Date: return shape == Shape::Date;
    case Kind::Other: break;
  }
  return false;
}

bool open_ended(Place place) {
  return place == Place::Row || place == Place::Target || place == Place::Begin;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above.back();
}

std::string_view nearest(std::string_view wrong, std::span<const std::string_view> candidates) {
  if (wrong.size() > kLongestGuess) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, wrong.size() / 2) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t difference =
        std::max(candidate.size(), wrong.size()) - std::min(candidate.size(), wrong.size());
    if (candidate.size() > kLongestGuess || difference >= least) continue;
    const std::size_t distance = edit_distance(wrong, candidate);
    if (distance < least) best = candidate, least = distance;
  }
  return best;
}

std::string did_you_mean(std::string_view wrong, std::span<const std::string_view> candidates) {
  const std::string_view near = nearest(wrong, candidates);
  return near.empty() ? std::string() : "; did you mean `" + std::string(near) + "`?";
}

bool check_keys(Source& source, const Node& table, Place place,
                std::span<const std::string_view> also) {
  if (!table.is(Kind::Table)) {
    source.add(table.at, std::string(place_name(place)) + " is a table, not " +
                             std::string(kind_name(table.kind)));
    return false;
  }
  for (const Entry& entry : table.entries) {
    const Key* key = find_key(place, entry.key);
    if (key != nullptr) {
      if (accepts(key->shape, entry.value)) continue;
      source.add(entry.value.at, "`" + entry.key + "` is " + std::string(shape_name(key->shape)) +
                                     ", not " + std::string(kind_name(entry.value.kind)));
    } else if (!open_ended(place) && std::ranges::find(also, entry.key) == also.end()) {
      std::vector<std::string_view> names(also.begin(), also.end());
      for (const Key& known : keys(place)) names.push_back(known.name);
      source.add(entry.at, "unknown key `" + entry.key + "` in " + std::string(place_name(place)) +
                               did_you_mean(entry.key, names));
    }
  }
  check_required(source, table, place);
  return true;
}

}  // namespace wireassay::scenario
