// The one table of all keys of scenario and target files: for the loader, the JSON schema and
// `explain --language`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/document.h"

namespace wireassay::scenario {

/// Where a key may stand.
enum class Place {
  File,
  Case,
  Row,
  LetValue,
  Connection,
  Begin,
  Given,
  Step,
  Tls,
  Auth,
  Hello,
  HelloOp,
  HelloExtension,
  HelloShare,
  RecordChange,
  FieldValue,
  BeginFile,
  Opening,
  TargetFile,
  DeviationFile,
  Target,
  User,
  Deviation,
  Timeouts,
  MailboxFact,
  HttpFact,
  ListenerFact,
};
inline constexpr Place kPlaces[] = {
    Place::File,           Place::Case,          Place::Row,
    Place::LetValue,       Place::Connection,    Place::Begin,
    Place::Given,          Place::Step,          Place::Tls,
    Place::Auth,           Place::Hello,         Place::HelloOp,
    Place::HelloExtension, Place::HelloShare,    Place::RecordChange,
    Place::FieldValue,     Place::BeginFile,     Place::Opening,
    Place::TargetFile,     Place::DeviationFile, Place::Target,
    Place::User,           Place::Deviation,     Place::Timeouts,
    Place::MailboxFact,    Place::HttpFact,      Place::ListenerFact};
/// "a step": for messages.
std::string_view place_name(Place place);

/// What a key's value looks like.
enum class Shape {
  Text,
  Texts,
  Lines,
  Integer,
  Boolean,
  Duration,
  Date,
  Any,
  Protocol,
  Level,
  Id,
  RowName,
  DoWord,
  SecurityWord,
  Surfaces,
  Outcome,
  Outcomes,
  Excuses,
  Readings,
  Reasons,
  Checks,
  Lets,
  LetValue,
  Rows,
  Steps,
  Cases,
  Connections,
  Begin,
  Given,
  Mailbox,
  Names,
  Split,
  Times,
  Tls,
  Auth,
  Hello,
  Hellos,
  HelloOp,
  Number,
  RecordChanges,
  Extensions,
  Values,
  Openings,
  Params,
  Targets,
  Users,
  Deviations,
  Timeouts,
  MailboxFact,
  HttpFact,
  ListenerFact,
  ServiceUrl,
};
/// "a string or an array of strings": for messages.
std::string_view shape_name(Shape shape);
bool accepts(Shape shape, const Node& value);

struct Key {
  std::string_view name;
  Shape shape;
  bool required;
  std::string_view doc;
};
/// The keys of a place in the order in which they are explained.
std::span<const Key> keys(Place place);
const Key* find_key(Place place, std::string_view name);
/// True where other keys than those of the table may stand (variables of a row, facts of a target,
/// fields of a step).
bool open_ended(Place place);

/// The candidate nearest to `wrong` by edit distance, or empty if none is near.
std::string_view nearest(std::string_view wrong, std::span<const std::string_view> candidates);
/// "; did you mean `X`?" or nothing.
std::string did_you_mean(std::string_view wrong, std::span<const std::string_view> candidates);
/// How many octets must be changed, added, taken away or swapped with their neighbour to come from
/// one to the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Checks a table: each key known and of its shape, none of the required ones missing. `also` are
/// keys that others check. False if the value is no table.
bool check_keys(Source& source, const Node& table, Place place,
                std::span<const std::string_view> also = {});

}  // namespace wireassay::scenario
