// The same as the text of trace::to_text(), as JSON.
#include <nlohmann/json.hpp>

#include "cli/trace.h"
#include "core/escape.h"
#include "trace/summary_text.h"
#include "wire/tls/registry.h"

namespace wireassay::cli {
namespace {

using nlohmann::ordered_json;
using trace::Direction;

const char* side(Direction from) { return from == Direction::FromClient ? "client" : "server"; }

std::string show(std::uint16_t version) { return tls::show(tls::Registry::Version, version); }

ordered_json name_json(const trace::NameSaid& name) {
  if (name.names.empty()) return {{"names", ordered_json::array()}, {"why", name.none}};
  return {{"names", name.names}};
}

ordered_json certificates_json(const std::vector<tls::CertificateFacts>& chain) {
  ordered_json out = ordered_json::array();
  for (const tls::CertificateFacts& one : chain)
    out.push_back({{"subject", escape(one.subject)},
                   {"issuer", escape(one.issuer)},
                   {"serial", escape(one.serial)},
                   {"not_before", escape(one.not_before)},
                   {"not_after", escape(one.not_after)},
                   {"key", one.key},
                   {"key_bits", one.key_bits},
                   {"signature", one.signature},
                   {"names", trace::names_of(one)}});
  return out;
}

ordered_json client_hello_json(const trace::ClientHelloFacts& hello) {
  ordered_json versions = ordered_json::array(), suites = ordered_json::array(),
               alpn = ordered_json::array();
  for (const std::uint16_t one : hello.versions) versions.push_back(show(one));
  for (const std::uint16_t one : hello.suites)
    suites.push_back(tls::show(tls::Registry::CipherSuite, one));
  for (const std::string& one : hello.alpn) alpn.push_back(escape(one));
  return {{"record_version", show(hello.record_version)},
          {"legacy_version", show(hello.legacy_version)},
          {"versions", versions},
          {"cipher_suites", suites},
          {"server_name", hello.server_name ? ordered_json(escape(*hello.server_name)) : nullptr},
          {"alpn", alpn},
          {"offers_to_resume", hello.offers_session},
          {"early_data", hello.offers_early_data},
          {"ja3", hello.ja3},
          {"ja3_full", hello.ja3_full},
          {"ja4", hello.ja4}};
}

ordered_json anomalies_json(const trace::TlsFacts& tls) {
  ordered_json out = ordered_json::array();
  for (const trace::TlsAnomaly& one : tls.anomalies) {
    const Invariant rule = trace::rule_of(one.rule);
    out.push_back({{"rule", one.rule},
                   {"from", side(one.from)},
                   {"packet", one.at.frame},
                   {"in", one.where},
                   {"offset", one.offset},
                   {"title", rule.title},
                   {"spec", rule.spec},
                   {"clause", rule.clause},
                   {"quote", rule.quote}});
  }
  return out;
}

ordered_json tls_json(const trace::Summary& summary) {
  const trace::TlsFacts& tls = *summary.tls;
  ordered_json out = {{"begin", trace::tls_begin(summary)},
                      {"version", trace::negotiated(summary)},
                      {"resumed", trace::to_string(tls.resumption)},
                      {"retried", tls.retried},
                      {"client_certificate", trace::client_certificate(summary)}};
  if (tls.client_hello) out["client_hello"] = client_hello_json(*tls.client_hello);
  if (tls.server_hello) {
    out["cipher_suite"] = tls::show(tls::Registry::CipherSuite, tls.server_hello->suite);
    out["server_hello"] = {{"record_version", show(tls.server_hello->record_version)},
                           {"legacy_version", show(tls.server_hello->legacy_version)},
                           {"downgrade", tls.server_hello->downgrade},
                           {"ja3s", tls.server_hello->ja3s},
                           {"ja3s_full", tls.server_hello->ja3s_full}};
  }
  if (tls.group) out["group"] = tls::show(tls::Registry::Group, *tls.group);
  if (tls.alpn) out["alpn"] = escape(*tls.alpn);
  out["server_certificates"] = certificates_json(tls.server_chain);
  out["client_certificates"] = certificates_json(tls.client_chain);
  out["alerts"] = ordered_json::array();
  for (const trace::AlertFacts& alert : tls.alerts)
    out["alerts"].push_back(
        {{"from", side(alert.from)}, {"packet", alert.at.frame}, {"alert", alert.text}});
  ordered_json names = ordered_json::array();
  for (const std::string& one : tls.counts.names) names.push_back(one);
  out["before_first_encrypted_record"] = {
      {"reached", tls.counts.reached},
      {"commands", tls.counts.commands},
      {"handshake_messages", tls.counts.handshake_messages},
      {"with_change_cipher_spec", tls.counts.with_change_cipher_spec},
      {"records", tls.counts.records},
      {"messages", names}};
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}})
    out["under_keys"][at == 0 ? "client" : "server"] = {{"records", tls.under_keys.at(at).records},
                                                        {"octets", tls.under_keys.at(at).octets},
                                                        {"opened", tls.under_keys.at(at).opened}};
  if (!tls.why_not_opened.empty()) out["not_opened"] = tls.why_not_opened;
  out["anomalies"] = anomalies_json(tls);
  return out;
}

ordered_json dialogue_json(const trace::Summary& summary) {
  static constexpr const char* kKinds[] = {"line", "content", "tls", "note"};
  ordered_json out = ordered_json::array();
  for (const trace::Line& line : summary.lines)
    out.push_back({{"seconds", trace::seconds(line.at.time_ns - summary.first.time_ns)},
                   {"packet", line.at.frame},
                   {"from", side(line.from)},
                   {"tls", line.tls},
                   {"kind", kKinds[static_cast<std::size_t>(line.kind)]},
                   {"text", line.text}});
  return out;
}

ordered_json broken_json(const trace::Summary& summary) {
  ordered_json out = ordered_json::array();
  for (const trace::Broken& one : summary.broken)
    out.push_back({{"rule", one.rule->id},
                   {"spec", one.rule->spec},
                   {"clause", one.rule->clause},
                   {"level", one.rule->level},
                   {"title", one.rule->title},
                   {"quote", one.rule->quote},
                   {"replies", one.count},
                   {"packet", one.first.frame},
                   {"octets", one.octets}});
  return out;
}

ordered_json stream_json(const trace::StreamSummary& stream) {
  ordered_json anomalies = ordered_json::array();
  for (const trace::Anomaly& one : stream.anomalies)
    anomalies.push_back({{"anomaly", trace::to_string(one.kind)},
                         {"offset", one.offset},
                         {"packet", one.at.frame}});
  return {{"octets", stream.octets},
          {"syn", stream.syn},
          {"retransmitted", stream.counts.retransmitted},
          {"anomalies", anomalies}};
}

}  // namespace

ordered_json trace_json(const trace::Summary& summary) {
  ordered_json out = {{"connection", summary.number},
                      {"client", trace::to_string(summary.client)},
                      {"server", trace::to_string(summary.server)},
                      {"protocol", trace::to_string(summary.protocol)},
                      {"protocol_was_said", summary.protocol_was_said},
                      {"packets", summary.packets},
                      {"seconds", trace::seconds(summary.duration_ns)},
                      {"server_name",
                       {{"sni", name_json(trace::name_in_sni(summary))},
                        {"certificate", name_json(trace::name_in_certificate(summary))},
                        {"banner", name_json(trace::name_in_banner(summary))}}},
                      {"commands", summary.commands},
                      {"commands_behind_upgrade", summary.commands_behind_upgrade},
                      {"from_client", stream_json(summary.from_client)},
                      {"from_server", stream_json(summary.from_server)},
                      {"missing", trace::what_is_missing(summary)},
                      {"missing_octets", summary.missing}};
  if (summary.banner) out["banner"] = *summary.banner;
  if (summary.tls) out["tls"] = tls_json(summary);
  out["replies_judged"] = summary.replies_judged;
  if (!summary.why_not_judged.empty()) out["not_judged"] = escape(summary.why_not_judged);
  out["broken_rules"] = broken_json(summary);
  out["dialogue"] = dialogue_json(summary);
  out["lines_omitted"] = summary.lines_omitted;
  return out;
}

ordered_json trace_json(const std::string& file, const trace::CaptureFacts& facts) {
  const trace::TraceCounts& counts = facts.counts;
  ordered_json problems = ordered_json::array();
  for (const trace::Problem& one : facts.problems) problems.push_back(trace::to_string(one));
  return {{"file", escape(file)},
          {"link", facts.link},
          {"packets", counts.packets},
          {"connections", facts.connections},
          {"truncated", counts.truncated + counts.headers_truncated},
          {"malformed", counts.malformed},
          {"refused", counts.refused},
          {"not_tcp", counts.not_ip + counts.not_tcp},
          {"problems", problems}};
}

}  // namespace wireassay::cli
