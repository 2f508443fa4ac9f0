// The words for what a summary says.
#include <algorithm>
#include <array>

#include "core/escape.h"
#include "trace/summary_text.h"
#include "wire/tls/registry.h"
#include "wire/tls/rules.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kShownName = 255;

/// What only a capture shows.
constexpr std::array kOwnRules = {
    Invariant{"trace.clear-behind-tls", "RFC 8446", "5", "MUST",
              "No octets in clear where a record should be",
              "If a TLS implementation receives an unexpected record type, it MUST terminate the "
              "connection with an \"unexpected_message\" alert."},
    Invariant{"trace.no-record", "RFC 8446", "5.1", "", "A record begins with its type and version",
              ""},
    Invariant{"trace.too-long", "RFC 8446", "5.1", "MUST",
              "The length of a record is within its limit",
              "The length MUST NOT exceed 2^14 bytes."},
    Invariant{"trace.cut", "", "", "", "The stream ends where a record and a message end", ""},
};

/// The value of CN in a name as RFC 2253 writes it, the most specific one.
std::string common_name(std::string_view subject) {
  std::string part;
  bool escaped = false;
  const auto value = [&]() -> std::string {
    return part.starts_with("CN=") ? part.substr(3) : std::string();
  };
  for (const char c : subject) {
    if (!escaped && (c == ',' || c == '+')) {
      if (std::string found = value(); !found.empty()) return found;
      part.clear();
      continue;
    }
    if (!escaped && c == '\\') {
      escaped = true;
      continue;
    }
    escaped = false;
    part += c;
  }
  return value();
}

std::string side_name(Direction from) {
  return from == Direction::FromClient ? "client" : "server";
}

}  // namespace

std::string seconds(std::int64_t ns) {
  const std::int64_t micro = ns / 1000;
  std::string fraction = std::to_string(std::abs(micro % 1'000'000));
  fraction.insert(0, 6 - std::min<std::size_t>(6, fraction.size()), '0');
  return (micro < 0 ? "-" : "") + std::to_string(std::abs(micro / 1'000'000)) + "." + fraction;
}

std::vector<std::string> names_of(const tls::CertificateFacts& certificate) {
  std::vector<std::string> names;
  for (const std::string& name : certificate.dns_names)
    names.push_back(escape_short(name, kShownName));
  if (!names.empty()) return names;
  if (const std::string cn = common_name(certificate.subject); !cn.empty())
    names.push_back(escape_short(cn, kShownName) + " (CN)");
  return names;
}

NameSaid name_in_sni(const Summary& summary) {
  if (!summary.tls) return {{}, "none: no TLS"};
  if (!summary.tls->client_hello) return {{}, "not seen: no ClientHello"};
  const auto& name = summary.tls->client_hello->server_name;
  if (!name) return {{}, "none"};
  return {{escape_short(*name, kShownName)}, {}};
}

NameSaid name_in_certificate(const Summary& summary) {
  if (!summary.tls) return {{}, "none: no TLS"};
  const TlsFacts& tls = *summary.tls;
  if (tls.server_certificate_seen) {
    if (tls.server_chain.empty()) return {{}, "none: the server sent no certificate"};
    std::vector<std::string> names = names_of(tls.server_chain.front());
    if (names.empty()) return {{}, "none in the certificate"};
    return {std::move(names), {}};
  }
  if (!tls.server_hello) return {{}, "not seen: no ServerHello"};
  if (tls.resumption == Resumption::Psk || tls.resumption == Resumption::SessionId)
    return {{}, "none: resumed, the server sends no certificate"};
  if (tls.server_hello->version >= tls::kTls13)
    return {{}, "not visible: TLS 1.3 sends it under keys"};
  return {{}, "none was sent"};
}

NameSaid name_in_banner(const Summary& summary) {
  if (summary.banner_name) return {{*summary.banner_name}, {}};
  if (summary.banner) return {{}, "none in \"" + *summary.banner + "\""};
  const bool inside = summary.tls && summary.tls_begin == TlsBegin::Implicit;
  return {{}, inside ? "not visible: what the server says is under keys" : "none"};
}

std::string negotiated(const Summary& summary) {
  if (!summary.tls || !summary.tls->server_hello) return {};
  return tls::show(tls::Registry::Version, summary.tls->server_hello->version);
}

std::string_view to_string(Resumption resumption) {
  switch (resumption) {
    case Resumption::Unknown: return "not seen";
    case Resumption::No: return "no, a full handshake";
    case Resumption::SessionId: return "yes, by session id or ticket";
    case Resumption::Psk: return "yes, by pre-shared key";
  }
  return "";
}

std::string client_certificate(const Summary& summary) {
  if (!summary.tls) return "none: no TLS";
  const TlsFacts& tls = *summary.tls;
  if (tls.client_certificates && *tls.client_certificates > 0) {
    std::string out = std::to_string(*tls.client_certificates) + " sent";
    if (!tls.client_chain.empty())
      out += ": " + escape_short(tls.client_chain.front().subject, kShownName);
    return out;
  }
  if (tls.client_certificates) return "asked for, and an empty list was sent";
  if (tls.client_certificate_asked) return "asked for, none was seen";
  const bool hidden = tls.server_hello && tls.server_hello->version >= tls::kTls13 &&
                      tls.resumption != Resumption::Psk && !tls.server_certificate_seen;
  return hidden ? "not visible: TLS 1.3 sends it under keys" : "not asked for";
}

Invariant rule_of(std::string_view id) {
  const auto* const own = std::ranges::find(kOwnRules, id, &Invariant::id);
  if (own != kOwnRules.end()) return *own;
  const auto known = std::ranges::find(tls::rules(), id, &Invariant::id);
  if (known != tls::rules().end()) return *known;
  return {id, "", "", "", id, ""};
}

std::string tls_begin(const Summary& summary) {
  switch (summary.tls_begin) {
    case TlsBegin::None: return {};
    case TlsBegin::Implicit: return "implicit TLS";
    case TlsBegin::Upgrade: return summary.upgraded_by;
    case TlsBegin::Unexpected: return "TLS in the middle";
  }
  return {};
}

std::vector<std::string> what_is_missing(const Summary& summary) {
  static constexpr std::string_view kWhy[] = {"", "in no packet of the capture",
                                              "cut off by the capture", "more than is kept"};
  std::vector<std::string> out;
  const bool no_syn = !summary.from_client.syn && !summary.from_server.syn;
  if (no_syn) out.emplace_back("the beginning: no SYN was captured");
  if (no_syn && summary.client_by != ClientBy::Syn)
    out.emplace_back("who the client is: guessed by the ports");
  if (!no_syn && summary.from_server.syn != summary.from_client.syn)
    out.push_back("the SYN of the " + std::string(summary.from_client.syn ? "server" : "client"));
  if (summary.from_client.octets == 0 && summary.from_server.octets > 0)
    out.emplace_back("everything that the client said");
  if (summary.from_server.octets == 0 && summary.from_client.octets > 0)
    out.emplace_back("everything that the server said, if it did");
  for (const Hole& hole : summary.holes)
    out.push_back(std::to_string(hole.size) + " octets of the " + side_name(hole.from) + " at " +
                  std::to_string(hole.offset) + ": " +
                  std::string(kWhy[static_cast<std::size_t>(hole.reason)]) + " (packet " +
                  std::to_string(hole.at.frame) + ")");
  return out;
}

}  // namespace wireassay::trace
