#include "wire/tls/chain_names.h"

#include <algorithm>

namespace wireassay::tls {
namespace {

using std::string_view;

constexpr std::size_t kMaxName = 253, kMaxLabel = 63;  // RFC 1035 section 2.3.4

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal(string_view left, string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

bool let_dig(char c) {
  const char low = lower(c);
  return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

/// RFC 1034 section 3.5 as RFC 1123 section 2.1 widened it.
bool label_form(string_view label) {
  if (label.empty() || label.size() > kMaxLabel) return false;
  if (!let_dig(label.front()) || !let_dig(label.back())) return false;
  return std::ranges::all_of(label, [](char c) { return let_dig(c) || c == '-'; });
}

/// Takes the label before the first dot; `rest` keeps what is behind it.
string_view take_label(string_view& rest, bool& last) {
  const std::size_t dot = rest.find('.');
  const string_view label = rest.substr(0, dot);
  last = dot == string_view::npos;
  rest = last ? string_view() : rest.substr(dot + 1);
  return label;
}

/// Which names a service has in SRV records: RFC 6186 section 3, RFC 8314 section 7.3, RFC 5804.
struct Service {
  string_view service, srv;
};
constexpr Service kServices[] = {{"smtp", "submission"},
                                 {"smtp", "submissions"},
                                 {"submission", "submission"},
                                 {"submission", "submissions"},
                                 {"submissions", "submissions"},
                                 {"imap", "imap"},
                                 {"imap", "imaps"},
                                 {"imaps", "imaps"},
                                 {"pop3", "pop3"},
                                 {"pop3", "pop3s"},
                                 {"pop3s", "pop3s"},
                                 {"sieve", "sieve"}};

string_view without_dot(string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

/// A name that may be looked for: "*" is no host.
bool is_host(string_view name) { return name.find('*') == string_view::npos && dns_form(name); }

/// A dNSName of the right form that has a dot: what a CN must look like to be taken for a host.
bool looks_like_host(string_view name) {
  return name.find('.') != string_view::npos && dns_form(name);
}

}  // namespace

bool dns_form(string_view name) {
  if (name.empty() || name.size() > kMaxName) return false;
  for (bool last = false; !last;) {
    const string_view label = take_label(name, last);
    if (label != "*" && !label_form(label)) return false;
  }
  return true;
}

bool bad_wildcard(string_view name) {
  const std::size_t star = name.find('*');
  if (star == string_view::npos) return false;
  return star != 0 || name.size() < 3 || name[1] != '.' || name.find('*', 1) != string_view::npos;
}

bool dns_match(string_view presented, string_view host) {
  host = without_dot(host);
  if (!dns_form(presented) || bad_wildcard(presented) || !is_host(host)) return false;
  if (!presented.starts_with('*')) return equal(presented, host);
  // RFC 7817 section 3: "*.example.com" matches "a.example.com", not "example.com".
  const std::size_t dot = host.find('.');
  return dot != string_view::npos && equal(presented.substr(1), host.substr(dot));
}

bool srv_match(string_view presented, string_view host, string_view service) {
  if (!presented.starts_with('_')) return false;
  const std::size_t dot = presented.find('.');
  if (dot == string_view::npos) return false;
  const string_view name = presented.substr(1, dot - 1);
  const auto is_name = [name, service](const Service& one) {
    return one.service == service && equal(one.srv, name);
  };
  const string_view domain = presented.substr(dot + 1);
  return std::ranges::any_of(kServices, is_name) && domain.find('*') == string_view::npos &&
         dns_match(domain, host);
}

std::string match_names(const ChainReport& report, PresentedKinds kinds, string_view host,
                        bool is_address, string_view service) {
  const auto found = [](const std::vector<std::string>& list, const auto& holds) {
    const auto at = std::ranges::find_if(list, holds);
    return at == list.end() ? std::string() : *at;
  };
  if (is_address)
    return found(report.addresses, [host](const std::string& one) { return one == host; });
  const auto dns = [host](const std::string& one) { return dns_match(one, host); };
  std::string name = found(report.names, dns);
  if (!name.empty()) return name;
  name =
      found(report.srv_ids, [=](const std::string& one) { return srv_match(one, host, service); });
  if (!name.empty()) return name;
  // RFC 6125 section 6.4.4; RFC 9110 section 4.3.4: "MUST NOT be used by clients".
  if (kinds.dns || kinds.srv || kinds.uri || service == "https" || service == "http") return {};
  return found(report.common_names,
               [&dns](const std::string& one) { return looks_like_host(one) && dns(one); });
}

}  // namespace wireassay::tls
