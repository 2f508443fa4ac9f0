// One block of text for each connection.
#include "trace/summary_text.h"

#include <algorithm>

#include "core/escape.h"
#include "wire/tls/registry.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kLabel = 24;

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& one : words) out += (out.empty() ? "" : std::string(between)) + one;
  return out;
}

std::string said(const NameSaid& name) {
  return name.names.empty() ? name.none : joined(name.names, ", ");
}

std::string row(std::string_view label, const std::string& value) {
  std::string out = "  " + std::string(label);
  out.resize(std::max(out.size() + 1, kLabel + 2), ' ');
  return out + value + "\n";
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string of_names(const std::vector<std::string>& names, std::uint64_t count) {
  if (names.empty()) return {};
  return " (" + joined(names, ", ") + (names.size() < count ? ", …" : "") + ")";
}

std::vector<std::string> handshake_names(const ClientCounts& counts) {
  std::vector<std::string> names = counts.names;
  std::erase(names, "change_cipher_spec");
  return names;
}

std::string version_row(const Summary& summary) {
  const TlsFacts& tls = *summary.tls;
  const auto show = [](std::uint16_t version) {
    return tls::show(tls::Registry::Version, version);
  };
  if (!tls.server_hello) {
    if (!tls.client_hello) return "not seen";
    std::vector<std::string> offered;
    for (const std::uint16_t one : tls.client_hello->versions) offered.push_back(show(one));
    return "none was negotiated; the client offered " + joined(offered, ", ");
  }
  std::string out = negotiated(summary) + " (the records say " +
                    show(tls.server_hello->record_version) + ", the field in ServerHello " +
                    show(tls.server_hello->legacy_version) + ")";
  if (!tls.server_hello->downgrade.empty())
    out += "; the server's random says that it speaks a later one than TLS " +
           std::string(tls.server_hello->downgrade);
  return out;
}

std::string tls_rows(const Summary& summary) {
  const TlsFacts& tls = *summary.tls;
  std::string out = row("TLS version", version_row(summary));
  if (tls.server_hello) {
    std::string suite = tls::show(tls::Registry::CipherSuite, tls.server_hello->suite);
    if (tls.group) suite += ", group " + tls::show(tls::Registry::Group, *tls.group);
    if (tls.dhe_bits > 0) suite += ", DHE of " + std::to_string(tls.dhe_bits) + " bits";
    if (tls.retried) suite += ", after HelloRetryRequest";
    out += row("cipher suite", suite);
    out += row("resumed", std::string(to_string(tls.resumption)));
    if (tls.alpn) out += row("ALPN", escape_short(*tls.alpn, 60));
  }
  for (std::size_t at = 0; at < tls.server_chain.size(); ++at) {
    const tls::CertificateFacts& one = tls.server_chain[at];
    out += row(at == 0 ? "server's certificates" : "",
               escape_short(one.subject, 120) + ", " + one.not_before + " to " + one.not_after +
                   ", " + one.key + " " + std::to_string(one.key_bits) + ", " + one.signature);
  }
  out += row("client's certificate", client_certificate(summary));
  if (tls.client_hello)
    out += row("JA3, JA4", tls.client_hello->ja3 + ", " + tls.client_hello->ja4);
  if (tls.server_hello) out += row("JA3S", tls.server_hello->ja3s);
  for (const AlertFacts& alert : tls.alerts)
    out += row("alert", std::string(alert.from == Direction::FromClient ? "client" : "server") +
                            ", packet " + std::to_string(alert.at.frame) + ": " + alert.text);
  const auto opened = tls.under_keys[0].opened + tls.under_keys[1].opened;
  const auto under_keys = tls.under_keys[0].records + tls.under_keys[1].records;
  if (opened > 0)
    out += row("opened", std::to_string(opened) + " of " + std::to_string(under_keys) +
                             " records under keys");
  if (!tls.why_not_opened.empty()) out += row("not opened", tls.why_not_opened);
  return out;
}

std::string count_rows(const Summary& summary) {
  const ClientCounts& counts = summary.tls->counts;
  std::string out = counts.reached
                        ? "  before its first encrypted record the client sent\n"
                        : "  the client sent no encrypted record; before it stopped it sent\n";
  const auto line = [&](std::string_view label, std::uint64_t count, const std::string& names) {
    out += row("  " + std::string(label), std::to_string(count) + names);
  };
  line("commands in clear", counts.commands, of_names(summary.verbs, counts.commands));
  const std::vector<std::string> names = handshake_names(counts);
  line("handshake messages", counts.handshake_messages, of_names(names, counts.handshake_messages));
  line("with ChangeCipherSpec", counts.with_change_cipher_spec,
       of_names(counts.names, counts.with_change_cipher_spec));
  line("records", counts.records, "");
  return out;
}

std::string rule_text(const Invariant& rule) {
  std::string out = std::string(rule.title);
  if (!rule.spec.empty())
    out += " (" + std::string(rule.spec) + " section " + std::string(rule.clause) + ")";
  return out;
}

std::string anomaly_rows(const Summary& summary) {
  std::string out;
  const auto of_stream = [&](std::string_view side, const StreamSummary& stream) {
    for (const Anomaly& one : stream.anomalies)
      out +=
          row("TCP", std::string(to_string(one.kind)) + ": " + std::string(side) + ", octet " +
                         std::to_string(one.offset) + ", packet " + std::to_string(one.at.frame));
  };
  of_stream("client", summary.from_client);
  of_stream("server", summary.from_server);
  if (summary.commands_behind_upgrade > 0)
    out += row("injected", counted(summary.commands_behind_upgrade, "command", "commands") +
                               " of the client behind " + summary.upgraded_by +
                               " and before TLS (RFC 3207 section 6)");
  if (summary.tls) {
    for (const TlsAnomaly& one : summary.tls->anomalies) {
      const Invariant rule = rule_of(one.rule);
      out += row("anomaly", std::string(one.rule) + ": " +
                                (one.from == Direction::FromClient ? "client" : "server") + ", " +
                                one.where + " octet " + std::to_string(one.offset) + ", packet " +
                                std::to_string(one.at.frame) + ": " + rule_text(rule));
    }
    if (summary.tls->anomalies_more > 0)
      out += row("", "and " + std::to_string(summary.tls->anomalies_more) + " more");
  }
  for (const Broken& one : summary.broken)
    out += row("broken rule", std::string(one.rule->id) + ": " +
                                  counted(one.count, "reply", "replies") + ", first in packet " +
                                  std::to_string(one.first.frame) + ": " + rule_text(*one.rule) +
                                  ": " + one.octets);
  return out;
}

std::string dialogue_rows(const Summary& summary) {
  std::string out = "  dialogue (seconds, * inside TLS)\n";
  for (const Line& line : summary.lines) {
    std::string time = seconds(line.at.time_ns - summary.first.time_ns);
    time.insert(0, 12 - std::min<std::size_t>(12, time.size()), ' ');
    const std::string side = line.from == Direction::FromClient ? "C" : "S";
    out += "  " + time + (line.tls ? " * " : "   ");
    switch (line.kind) {
      case LineKind::Said: out += side + ": " + line.text; break;
      case LineKind::Content: out += side + "  {" + line.text + "}"; break;
      case LineKind::Tls: out += side + "  [" + line.text + "]"; break;
      case LineKind::Note: out += side + "  -- " + line.text; break;
    }
    out += "\n";
  }
  if (summary.lines_omitted > 0)
    out += "               … and " + std::to_string(summary.lines_omitted) + " more lines\n";
  return out;
}

}  // namespace

std::string title(const Summary& summary) {
  std::string out = "Connection " + std::to_string(summary.number) + ": " +
                    to_string(summary.client) + " to " + to_string(summary.server) + ", " +
                    std::string(to_string(summary.protocol));
  if (!summary.protocol_was_said && summary.protocol != Protocol::Unknown) out += " (by the port)";
  if (const std::string begin = tls_begin(summary); !begin.empty()) out += ", " + begin;
  if (const std::string version = negotiated(summary); !version.empty()) out += ", " + version;
  return out + ", " + counted(summary.packets, "packet", "packets") + ", " +
         seconds(summary.duration_ns) + " s\n";
}

std::string to_text(const Summary& summary, bool with_dialogue) {
  std::string out = title(summary);
  const bool mute = summary.from_client.octets == 0 && summary.from_server.octets == 0;
  if (!mute) {
    out += "  server's name\n";
    out += row("  in the SNI", said(name_in_sni(summary)));
    out += row("  in the certificate", said(name_in_certificate(summary)));
    out += row("  in the banner", said(name_in_banner(summary)));
  }
  if (summary.tls) out += tls_rows(summary) + count_rows(summary);
  for (const std::string& one : what_is_missing(summary)) out += row("missing", one);
  out += anomaly_rows(summary);
  if (summary.replies_judged > 0 || !summary.why_not_judged.empty()) {
    std::string judged =
        counted(summary.replies_judged, "reply", "replies") + " held against the rules";
    if (!summary.why_not_judged.empty()) judged += "; no more: " + summary.why_not_judged;
    out += row("judged", judged);
  }
  if (with_dialogue && !summary.lines.empty()) out += dialogue_rows(summary);
  return out;
}

std::string answers(const Summary& summary) {
  const std::string kind =
      summary.protocol == Protocol::Unknown ? "" : std::string(to_string(summary.protocol)) + " ";
  std::string out = title(summary);
  out += "  What is the name of the " + kind + "server?\n";
  out += row("  in the SNI", said(name_in_sni(summary)));
  out += row("  in the certificate", said(name_in_certificate(summary)));
  out += row("  in the banner", said(name_in_banner(summary)));
  out += "  What is the version of the TLS protocol used for this session?\n";
  out += "    " + (summary.tls ? version_row(summary) : std::string("no TLS was used")) + "\n";
  out +=
      "  How many messages are sent by the client before transmitting its first encrypted "
      "record?\n";
  if (!summary.tls)
    return out + "    no TLS was used: all " + std::to_string(summary.commands) +
           " commands were sent in clear\n";
  const ClientCounts& counts = summary.tls->counts;
  out += "    " +
         counted(counts.handshake_messages, "TLS handshake message", "TLS handshake messages") +
         of_names(handshake_names(counts), counts.handshake_messages) + "; with ChangeCipherSpec " +
         counted(counts.with_change_cipher_spec, "message", "messages") + "; in " +
         counted(counts.records, "record", "records") + "; before them " +
         counted(counts.commands, (kind + "command").c_str(), (kind + "commands").c_str()) +
         " in clear" + of_names(summary.verbs, counts.commands) + "\n";
  if (!counts.reached) out += "    (no encrypted record of the client was seen)\n";
  return out;
}

}  // namespace wireassay::trace
