#include "corpus/read_report.h"

#include "corpus/seeds.h"
#include "scenario/dialects.h"

namespace wireassay::corpus {
namespace {

std::string name_of(const judge::Result& result) {
  std::string target = result.target;
  if (const std::size_t colon = target.rfind(':'); colon != target.npos) target.erase(0, colon + 1);
  const std::string name = name_of_case(result.id);
  return target == "reference" ? name : seed_name(target) + "-" + name;
}

Talk talk_of(const judge::Result& result) {
  Talk talk{.name = name_of(result), .protocols = {}, .turns = {}};
  for (const ConnectionInfo& connection : result.connections)
    talk.protocols.emplace_back(scenario::protocol_of_service(connection.service));
  std::vector<bool> spoken(talk.protocols.size());
  for (const Chunk& chunk : result.transcript) {
    if (chunk.connection >= spoken.size()) continue;
    if (chunk.from != Side::Note) {
      const Who who = chunk.from == Side::Client ? Who::Client : Who::Server;
      talk.turns.push_back({who, chunk.octets, chunk.connection});
      spoken[chunk.connection] = true;
    } else if (spoken[chunk.connection] && chunk.octets.starts_with("TLS ") &&
               chunk.octets.ends_with(" established")) {
      talk.turns.push_back({Who::Tls, {}, chunk.connection});
    }
  }
  return talk;
}

}  // namespace

std::vector<Talk> talks_of(const report::Run& run) {
  std::vector<Talk> talks;
  for (const judge::Result& result : run.results) {
    if (!result.transcript.empty()) talks.push_back(talk_of(result));
  }
  return talks;
}

}  // namespace wireassay::corpus
