#include "corpus/sources.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "corpus/capture.h"

namespace wireassay::corpus {
namespace {

/// Of files, by read_scenarios.h and collect.h.
constexpr std::string_view kOfFiles[] = {"scenario",          "scenario_pattern",
                                         "scenario_template", "scenario_deviations",
                                         "report_journal",    "report_json"};

constexpr SameInput kSame[] = {
    {"reference_imap_structure", "message_mime"},
    {"message_utf8_beside_iconv", "message_encoded_word"},
};

/// The target that `stem` takes its seeds from: itself, what its row names, or what stands before
/// "_beside_" (the same input is given to another reader, too).
bool takes(std::string_view stem, std::string_view source) {
  if (stem == source) return true;
  for (const SameInput& same : kSame)
    if (same.stem == stem && same.as == source) return true;
  return stem.size() > source.size() && stem.starts_with(source) &&
         stem.substr(source.size()).starts_with("_beside_");
}

/// The wanted targets that take what `source` takes.
std::vector<std::string> takers(const std::vector<std::string>& stems, std::string_view source) {
  if (stems.empty()) return {std::string(source)};
  std::vector<std::string> found;
  for (const std::string& stem : stems)
    if (takes(stem, source)) found.push_back(stem);
  return found;
}

/// Seeds for one stem, numbered where the source gives several.
Put numbered(const std::string& stem, const std::string& name, Seeds& seeds) {
  return [stem, name, number = 0, &seeds](std::string octets) mutable {
    ++number;
    seeds.add(stem, number == 1 ? name : name + "-" + std::to_string(number), std::move(octets));
  };
}

void add_from(const TalkSource& source, const Talk& talk, const std::string& stem, Seeds& seeds) {
  const Put put = numbered(stem, talk.name, seeds);
  if (source.whole) {
    if (std::ranges::find(talk.protocols, source.protocol) != talk.protocols.end())
      source.make(talk, put);
    return;
  }
  std::set<std::string> protocols(talk.protocols.begin(), talk.protocols.end());
  for (const std::string& protocol : protocols) {
    if (dialect_of(protocol) == nullptr) continue;
    if (!source.protocol.empty() && source.protocol != protocol) continue;
    for (const Talk& one : connections_of(talk, protocol)) source.make(one, put);
  }
}

}  // namespace

std::span<const SameInput> same_inputs() { return kSame; }

void add_seeds(const Talk& talk, const std::vector<std::string>& stems, Seeds& seeds) {
  for (const auto sources : {mail_sources(), http_sources()}) {
    for (const TalkSource& source : sources)
      for (const std::string& stem : takers(stems, source.stem))
        add_from(source, talk, stem, seeds);
  }
}

void add_seeds(const CapturedConnection& connection, const std::vector<std::string>& stems,
               Seeds& seeds) {
  for (const auto sources : {tls_sources(), trace_sources()}) {
    for (const CaptureSource& source : sources)
      for (const std::string& stem : takers(stems, source.stem))
        source.make(connection, numbered(stem, connection.name, seeds));
  }
}

std::vector<std::string> stems_with_a_source() {
  std::set<std::string> stems(std::begin(kOfFiles), std::end(kOfFiles));
  for (const auto sources : {mail_sources(), http_sources()})
    for (const TalkSource& source : sources) stems.emplace(source.stem);
  for (const auto sources : {tls_sources(), trace_sources()})
    for (const CaptureSource& source : sources) stems.emplace(source.stem);
  for (const SameInput& same : kSame) stems.emplace(same.stem);
  return {stems.begin(), stems.end()};
}

bool has_a_source(std::string_view stem) {
  const std::vector<std::string> known = stems_with_a_source();
  return std::ranges::any_of(known, [&](const std::string& one) { return takes(stem, one); });
}

}  // namespace wireassay::corpus
