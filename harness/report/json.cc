// "wireassay-report/1": the one source that every other report can be made from again.
#include <limits>
#include <nlohmann/json.hpp>

#include "core/escape.h"
#include "report/report.h"
#include "report/surfaces.h"

namespace wireassay::report {
namespace {

using judge::Result;
using judge::Verdict;
using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "wireassay-report/1";

Json chunk_json(const Chunk& chunk, const Result& result) {
  Json out;
  out["connection"] =
      chunk.connection < result.connections.size() ? result.connections[chunk.connection].name : "";
  out["index"] = chunk.connection;
  out["from"] = chunk.from == Side::Client   ? "client"
                : chunk.from == Side::Server ? "server"
                                             : "note";
  out["at_ms"] = chunk.at_ms;
  out["tls"] = chunk.tls;
  out["offset"] = chunk.stream_offset;
  if (is_plain_text(chunk.octets)) {
    out["text"] = chunk.octets;
  } else {
    out["hex"] = to_hex(chunk.octets);
  }
  return out;
}

Json mark_json(const Mark& mark) {
  return {{"connection", mark.connection}, {"offset", mark.stream_offset}, {"length", mark.length}};
}

Json case_json(const Result& result) {
  Json out;
  out["id"] = result.id;
  out["target"] = result.target;
  out["verdict"] = to_string(result.verdict);
  out["level"] = result.level;
  out["spec"] = result.spec;
  out["clause"] = result.clause;
  out["title"] = result.title;
  out["quote"] = result.quote;
  out["reason"] = result.reason;
  if (!result.expected.empty()) out["expected"] = result.expected;
  if (!result.received.empty()) out["received"] = result.received;
  if (!result.nearest.empty()) out["nearest"] = result.nearest;
  out["where"] = result.file + ":" + std::to_string(result.at.line);
  out["column"] = result.at.column;
  out["step"] = result.step;
  out["step_text"] = result.step_text;
  out["ms"] = result.ms;
  if (result.unreachable) out["unreachable"] = true;
  if (result.count != 0) out["count"] = result.count;
  if (result.mark) out["mark"] = mark_json(*result.mark);
  out["connections"] = Json::array();
  for (const ConnectionInfo& c : result.connections) {
    out["connections"].push_back(
        {{"name", c.name}, {"service", c.service}, {"transport", c.transport}, {"peer", c.peer}});
  }
  out["transcript"] = Json::array();
  for (const Chunk& chunk : result.transcript)
    out["transcript"].push_back(chunk_json(chunk, result));
  if (!result.notes.empty()) out["notes"] = result.notes;
  if (!result.breaches.empty()) {
    out["breaches"] = Json::array();
    for (const judge::Breach& b : result.breaches) {
      out["breaches"].push_back(
          {{"rule", b.rule}, {"mark", mark_json(b.mark)}, {"octets", b.octets}});
    }
  }
  return out;
}

/// Octets of servers that are no UTF-8 were escaped before; what is left cannot make dump() fail.
std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string unhex(const std::string& hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    out += static_cast<char>(digit(hex[at]) * 16 + digit(hex[at + 1]));
  }
  return out;
}

/// A whole number that fits: the library converts what it finds, 1e150 as well, in whatever way.
template <class Number>
Number number_from(const Json& json, const char* name) {
  const Json& value = json.at(name);
  if (!value.is_number_unsigned() ||
      value.get<std::uint64_t>() > std::numeric_limits<Number>::max())
    throw std::runtime_error("\"" + std::string(name) + "\" is no whole number in its range");
  return value.get<Number>();
}
template <class Number>
Number number_from(const Json& json, const char* name, Number otherwise) {
  return json.contains(name) ? number_from<Number>(json, name) : otherwise;
}

Mark mark_from(const Json& json) {
  return {number_from<std::uint32_t>(json, "connection"),
          number_from<std::uint64_t>(json, "offset"), number_from<std::uint64_t>(json, "length")};
}

Verdict verdict_from(const std::string& name) {
  for (const Verdict verdict : judge::kVerdicts) {
    if (name == to_string(verdict)) return verdict;
  }
  throw std::runtime_error("no verdict is called '" + name + "'");
}

Chunk chunk_from(const Json& json) {
  Chunk chunk;
  chunk.connection = number_from<std::uint32_t>(json, "index");
  const auto from = json.at("from").get<std::string>();
  chunk.from = from == "client" ? Side::Client : from == "server" ? Side::Server : Side::Note;
  chunk.at_ms = json.at("at_ms").get<double>();
  chunk.tls = json.at("tls").get<bool>();
  chunk.stream_offset = number_from<std::uint64_t>(json, "offset");
  chunk.octets = json.contains("text") ? json.at("text").get<std::string>()
                                       : unhex(json.at("hex").get<std::string>());
  return chunk;
}

void where_from(const Json& json, Result& result) {
  const auto where = json.at("where").get<std::string>();
  const std::size_t colon = where.rfind(':');
  result.file = where.substr(0, colon);
  if (colon != std::string::npos)
    result.at.line = static_cast<std::uint32_t>(std::stoul(where.substr(colon + 1)));
  result.at.column = number_from(json, "column", 0U);
}

Result result_from(const Json& json) {
  Result result;
  result.id = json.at("id").get<std::string>();
  result.target = json.at("target").get<std::string>();
  result.verdict = verdict_from(json.at("verdict").get<std::string>());
  for (const auto& [name, field] : {std::pair{"level", &result.level},
                                    {"spec", &result.spec},
                                    {"clause", &result.clause},
                                    {"title", &result.title},
                                    {"quote", &result.quote},
                                    {"reason", &result.reason},
                                    {"expected", &result.expected},
                                    {"received", &result.received},
                                    {"nearest", &result.nearest},
                                    {"step_text", &result.step_text}}) {
    *field = json.value(name, "");
  }
  where_from(json, result);
  result.step = number_from(json, "step", std::size_t{0});
  result.ms = json.value("ms", 0.0);
  result.unreachable = json.value("unreachable", false);
  result.count = number_from(json, "count", std::size_t{0});
  if (json.contains("mark")) result.mark = mark_from(json.at("mark"));
  for (const Json& c : json.value("connections", Json::array())) {
    result.connections.push_back(
        {c.at("name").get<std::string>(), c.at("service").get<std::string>(),
         c.at("transport").get<std::string>(), c.at("peer").get<std::string>()});
  }
  for (const Json& chunk : json.value("transcript", Json::array()))
    result.transcript.push_back(chunk_from(chunk));
  result.notes = json.value("notes", std::vector<std::string>{});
  for (const Json& b : json.value("breaches", Json::array())) {
    result.breaches.push_back({b.at("rule").get<std::string>(), mark_from(b.at("mark")),
                               b.at("octets").get<std::string>()});
  }
  return result;
}

Run run_from(const Json& json) {
  if (json.value("schema", "") != kSchema)
    throw std::runtime_error("no report of schema " + std::string(kSchema));
  Run run;
  run.started = json.value("started", "");
  run.seconds = json.value("seconds", 0.0);
  run.interrupted = json.value("interrupted", false);
  run.notes = json.value("notes", std::vector<std::string>{});
  for (const Json& target : json.value("targets", Json::array())) {
    run.targets.push_back(
        {target.value("name", ""), target.value("url", ""), target.value("software", "")});
  }
  for (const Json& result : json.value("cases", Json::array()))
    run.results.push_back(result_from(result));
  return run;
}

}  // namespace

std::string json_case(const Result& result) { return dump(case_json(result), -1); }

std::string json(const Run& run) {
  Json out;
  out["schema"] = kSchema;
  out["started"] = run.started;
  out["seconds"] = run.seconds;
  if (run.interrupted) out["interrupted"] = true;
  out["targets"] = Json::array();
  for (const TargetInfo& t : run.targets)
    out["targets"].push_back({{"name", t.name}, {"url", t.url}, {"software", t.software}});
  out["cases"] = Json::array();
  for (const Result& result : run.results) out["cases"].push_back(case_json(result));
  if (!run.notes.empty()) out["notes"] = run.notes;
  for (const auto& [verdict, count] : summarize(run))
    out["summary"][std::string(to_string(verdict))] = count;
  for (const SurfaceDifference& one : compare_surfaces(run).differences) {
    Json verdicts;
    for (const auto& [surface, verdict] : one.verdicts) verdicts[surface] = to_string(verdict);
    out["surface_differences"].push_back(
        {{"target", one.target}, {"verdicts", std::move(verdicts)}, {"cases", one.cases}});
  }
  return dump(out, 1) + "\n";
}

std::expected<Run, std::string> read_json(std::string_view text) {
  try {
    return run_from(Json::parse(text));
  } catch (const std::exception& error) {
    return std::unexpected(std::string(error.what()));
  }
}

std::expected<Result, std::string> read_json_case(std::string_view line) {
  try {
    return result_from(Json::parse(line));
  } catch (const std::exception& error) {
    return std::unexpected(std::string(error.what()));
  }
}

}  // namespace wireassay::report
