// Service URLs: scheme[+starttls]://host[:port].
#include <algorithm>
#include <charconv>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/target.h"

namespace wireassay::scenario {
namespace {

struct Scheme {
  std::string_view name, service, protocol;
  Security security;
  std::uint16_t port;
};

// RFC 5321 section 4.5.4.2 (25), RFC 6409 section 3.1 (587), RFC 8314 section 7.3 (465), RFC 1939
// section 3 (110), RFC 9051 section 2.1 (143), RFC 8314 sections 3.1 and 3.2 (995, 993), RFC 9110
// section 4.2 (80, 443).
constexpr Scheme kSchemes[] = {
    {"smtp", "smtp", "smtp", Security::Plain, 25},
    {"smtp+starttls", "smtp", "smtp", Security::StartTls, 25},
    {"smtps", "smtps", "smtp", Security::Tls, 465},
    {"submission", "submission", "smtp", Security::Plain, 587},
    {"submission+starttls", "submission", "smtp", Security::StartTls, 587},
    {"submissions", "submissions", "smtp", Security::Tls, 465},
    {"pop3", "pop3", "pop3", Security::Plain, 110},
    {"pop3+stls", "pop3", "pop3", Security::StartTls, 110},
    {"pop3+starttls", "pop3", "pop3", Security::StartTls, 110},
    {"pop3s", "pop3s", "pop3", Security::Tls, 995},
    {"imap", "imap", "imap", Security::Plain, 143},
    {"imap+starttls", "imap", "imap", Security::StartTls, 143},
    {"imaps", "imaps", "imap", Security::Tls, 993},
    {"http", "http", "http", Security::Plain, 80},
    {"https", "https", "http", Security::Tls, 443},
};

std::unexpected<std::string> refuse(const std::string& url, const std::string& what) {
  return std::unexpected("`" + escape_short(url, 80) + "`: " + what);
}

bool host_char(char c) {
  const bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alnum || c == '.' || c == '-' || c == '_';
}

bool address_char(char c) {
  const bool hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9');
  return hex || c == ':' || c == '.';
}

/// Takes "[::1]" or "name" off the front of `rest`; what is wrong, or empty.
std::string take_host(std::string_view& rest, std::string& host) {
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return "the bracket of the IPv6 address is not closed";
    host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    const bool good = host.contains(':') && std::ranges::all_of(host, address_char);
    return good ? "" : "only an IPv6 address stands in brackets, like [::1]";
  }
  if (std::ranges::count(rest, ':') > 1)
    return "an IPv6 address stands in brackets, like smtp://[::1]:25";
  const std::size_t end = std::min(rest.find(':'), rest.size());
  host = rest.substr(0, end);
  rest.remove_prefix(end);
  if (host.empty()) return "the host is missing";
  return std::ranges::all_of(host, host_char)
             ? ""
             : "the host has a character that no name or address has";
}

std::string take_port(std::string_view rest, std::uint16_t& port) {
  if (rest.empty()) return {};
  if (rest[0] != ':') return "behind the host stands `:PORT` or nothing";
  rest.remove_prefix(1);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), port);
  const bool good = error == std::errc() && end == rest.data() + rest.size() && port != 0;
  return good ? "" : "the port is a number from 1 to 65535";
}

}  // namespace

std::string ServiceUrl::text() const {
  std::string out = service;
  if (security == Security::StartTls) out += protocol == "pop3" ? "+stls" : "+starttls";
  out += "://" + (host.contains(':') ? "[" + host + "]" : host);
  return out + ":" + std::to_string(port);
}

std::string ServiceUrl::authority() const {
  const auto row = std::ranges::find(kSchemes, service, &Scheme::service);
  const std::string name = host.contains(':') ? "[" + host + "]" : host;
  if (row != std::end(kSchemes) && row->port == port) return name;
  return name + ":" + std::to_string(port);
}

std::expected<ServiceUrl, std::string> parse_service_url(const std::string& url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string::npos)
    return refuse(url, "a target is a URL like smtp://127.0.0.1:2525");
  const std::string scheme = url.substr(0, colon);
  const auto row = std::ranges::find(kSchemes, scheme, &Scheme::name);
  if (row == std::end(kSchemes)) {
    std::vector<std::string_view> names;
    for (const Scheme& known : kSchemes) names.push_back(known.name);
    return refuse(
        url, "unknown scheme `" + escape_short(scheme, 40) + "`" + did_you_mean(scheme, names));
  }
  ServiceUrl result{.service = std::string(row->service),
                    .protocol = std::string(row->protocol),
                    .security = row->security,
                    .host = {},
                    .port = row->port};
  std::string_view rest = std::string_view(url).substr(colon + 3);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.contains('/'))
    return refuse(url, "a service has no path: leave out what follows the port");
  if (rest.contains('@'))
    return refuse(url, "users do not stand in a URL: use `users` of the target, or --user");
  if (const std::string what = take_host(rest, result.host); !what.empty())
    return refuse(url, what);
  if (const std::string what = take_port(rest, result.port); !what.empty())
    return refuse(url, what);
  return result;
}

std::expected<Target, std::string> target_from_url(const std::string& url) {
  std::expected<ServiceUrl, std::string> service = parse_service_url(url);
  if (!service) return std::unexpected(service.error());
  Target target;
  target.name = url;
  target.facts["sender"] = "sender@" + target.client;
  target.services.emplace(service->service, std::move(*service));
  return target;
}

}  // namespace wireassay::scenario
