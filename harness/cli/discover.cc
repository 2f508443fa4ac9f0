#include "cli/discover.h"

#include <ostream>

#include "core/escape.h"

namespace wireassay::cli {
namespace {

using scenario::Security;

struct ServiceRow {
  std::string_view service, protocol;
  Security security;
};
// RFC 6186 section 3, RFC 8314 section 7.3. "With "imap", "pop3", and "submission" services, the
// "STARTTLS", "STLS", and "STARTTLS" commands respectively are used" (RFC 6186 section 4).
constexpr ServiceRow kRows[] = {
    {"submissions", "smtp", Security::Tls}, {"submission", "smtp", Security::StartTls},
    {"imaps", "imap", Security::Tls},       {"imap", "imap", Security::StartTls},
    {"pop3s", "pop3", Security::Tls},       {"pop3", "pop3", Security::StartTls},
};

bool in_domain(std::string_view host, std::string_view domain) {
  if (host.size() == domain.size()) return host == domain;
  return host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
}

std::string numbers(const net::SrvRecord& record) {
  return "priority " + std::to_string(record.priority) + ", weight " +
         std::to_string(record.weight);
}

/// What is kept of the records of one service: the one to use first, or nothing.
void take(const ServiceRow& row, const std::string& domain,
          const std::vector<net::SrvRecord>& records, scenario::Target& target, std::ostream& log) {
  const std::string name = "_" + std::string(row.service) + "._tcp." + domain;
  if (records.empty()) {
    log << name << ": no record\n";
    return;
  }
  const net::SrvRecord& first = records.front();
  // "a Target of "." means that the service is decidedly not available at this domain" (RFC 2782)
  if (first.target.empty()) {
    log << name << ": not offered (target \".\")\n";
    return;
  }
  const scenario::ServiceUrl url{.service = std::string(row.service),
                                 .protocol = std::string(row.protocol),
                                 .security = row.security,
                                 .host = first.target,
                                 .port = first.port};
  log << name << ": " << url.text() << " (" << numbers(first) << ")";
  for (std::size_t at = 1; at < records.size(); ++at) {
    log << "; not used: " << records[at].target << ":" << records[at].port << " ("
        << numbers(records[at]) << ")";
  }
  if (!in_domain(first.target, domain))
    log << "; that host is not in " << domain << ": do you trust the DNS that named it?";
  log << "\n";
  target.services.insert_or_assign(url.service, url);
}

}  // namespace

std::expected<scenario::Target, std::string> discover_target(const std::string& address,
                                                             const net::SrvLookup& lookup,
                                                             std::uint64_t seed,
                                                             std::ostream& log) {
  const std::size_t at = address.rfind('@');
  const std::string domain = at == std::string::npos ? "" : address.substr(at + 1);
  if (at == 0 || domain.empty() || domain.find_first_of(" /:") != std::string::npos)
    return std::unexpected("discover:" + escape_short(address, 80) +
                           ": write an address, like discover:user@example.org");
  scenario::Target target;
  target.name = "discover:" + address;
  target.facts["domain"] = domain;
  target.facts["sender"] = address;
  for (const ServiceRow& row : kRows) {
    const std::string name = "_" + std::string(row.service) + "._tcp." + domain;
    auto records = net::lookup_srv(name, lookup);
    if (!records) {
      return std::unexpected(records.error().text +
                             (lookup.server.empty()
                                  ? "; --dns ADDRESS[:PORT] asks another name server"
                                  : " (asked " + lookup.server + ")"));
    }
    take(row, domain, net::in_order(std::move(*records), seed), target, log);
  }
  if (target.services.empty()) {
    return std::unexpected(domain +
                           " offers no mail service by SRV records (RFC 6186): name the "
                           "server by its URL, like imaps://HOST");
  }
  return target;
}

}  // namespace wireassay::cli
