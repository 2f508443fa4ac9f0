// RFC 3986 appendix A, a function for each production.
#include "wire/http/uri.h"

#include <algorithm>

#include "wire/http/characters.h"

namespace wireassay::http {
namespace {

constexpr std::size_t kIpv6Groups = 8;

// unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
// sub-delims = "!" / "$" / "&" / "'" / "(" / ")" / "*" / "+" / "," / ";" / "="
constexpr OctetClass kUnreservedOrSubDelim = octet_class([](char c) {
  return is_alnum(c) || std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos;
});
constexpr OctetClass kUserinfo =
    octet_class([](char c) { return has(kUnreservedOrSubDelim, c) || c == ':'; });
// pchar = unreserved / pct-encoded / sub-delims / ":" / "@"
constexpr OctetClass kPath =
    octet_class([](char c) { return has(kUserinfo, c) || c == '@' || c == '/'; });
constexpr OctetClass kQuery = octet_class([](char c) { return has(kPath, c) || c == '?'; });

std::unexpected<ParseError> refuse(const Cursor& in, std::string_view rule) {
  return std::unexpected(in.malformed(rule));
}

/// Octets of a class and pct-encoded = "%" HEXDIG HEXDIG.
std::string_view take_encoded(Cursor& in, const OctetClass& allowed) {
  const std::size_t from = in.offset();
  while (true) {
    in.take_while([&](char c) { return has(allowed, c); });
    const std::string_view rest = in.rest();
    if (rest.size() < 3 || rest[0] != '%' || !is_hex(rest[1]) || !is_hex(rest[2])) break;
    in.take_octets(3);
  }
  return in.since(from);
}

// dec-octet = 0-255 without zeros in front
bool take_dec_octet(Cursor& in) {
  const std::string_view digits = in.take_while(is_digit);
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0'))
    return false;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value <= 255;
}

// IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet
bool is_ipv4(std::string_view text) {
  Cursor in(text);
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && !in.take('.')) return false;
    if (!take_dec_octet(in)) return false;
  }
  return in.at_end();
}

/// IPv6address: eight groups, the last two perhaps as IPv4address, or fewer with one "::".
bool is_ipv6(std::string_view text) {
  Cursor in(text);
  std::size_t groups = 0;
  bool compressed = in.take_word("::");
  while (!in.at_end()) {
    if (is_ipv4(in.rest())) {
      groups += 2;
      break;
    }
    const std::string_view hex = in.take_while(is_hex);
    if (hex.empty() || hex.size() > 4 || ++groups > kIpv6Groups) return false;
    if (in.at_end()) break;
    if (!in.take(':') || in.at_end()) return false;
    if (!in.take(':')) continue;
    if (compressed) return false;
    compressed = true;
  }
  return compressed ? groups < kIpv6Groups : groups == kIpv6Groups;
}

// IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
bool is_ipv_future(std::string_view text) {
  Cursor in(text);
  if (!in.take_word("v") || in.take_while(is_hex).empty() || !in.take('.')) return false;
  return !in.take_while([](char c) { return has(kUserinfo, c); }).empty() && in.at_end();
}

// host = IP-literal / IPv4address / reg-name ; IP-literal = "[" ( IPv6address / IPvFuture  ) "]"
Checked<void> take_host(Cursor& in, Authority& authority) {
  const std::size_t from = in.offset();
  Cursor at = in;
  if (!at.take('[')) {
    authority.host = take_encoded(in, kUnreservedOrSubDelim);
    authority.kind = is_ipv4(authority.host) ? HostKind::Ipv4 : HostKind::RegName;
    return {};
  }
  const std::string_view literal = at.take_while([](char c) { return has(kUserinfo, c); });
  if (is_ipv6(literal)) {
    authority.kind = HostKind::Ipv6;
  } else if (is_ipv_future(literal)) {
    authority.kind = HostKind::IpvFuture;
  } else {
    return refuse(in, "IP-literal");
  }
  if (!at.take(']')) return refuse(at, "IP-literal");
  authority.host = at.since(from);
  in = at;
  return {};
}

Checked<Authority> take_host_port(Cursor& in) {
  Authority authority;
  if (const auto host = take_host(in, authority); !host) return std::unexpected(host.error());
  if (in.take(':')) authority.port = in.take_while(is_digit);
  return authority;
}

// authority = [ userinfo "@" ] host [ ":" port ], ended by "/", "?", "#" or the end
Checked<Authority> take_authority(Cursor& in) {
  Cursor at = in;
  std::optional<std::string> userinfo{take_encoded(at, kUserinfo)};
  if (at.take('@')) {
    in = at;
  } else {
    userinfo.reset();
  }
  auto authority = take_host_port(in);
  if (!authority) return authority;
  authority->userinfo = std::move(userinfo);
  const auto next = in.peek();
  if (next && *next != '/' && *next != '?' && *next != '#')
    return refuse(in, authority->port ? "port" : "host");
  return authority;
}

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
std::string take_scheme(Cursor& in) {
  Cursor at = in;
  if (at.at_end() || !is_alpha(*at.peek())) return {};
  const std::string_view scheme =
      at.take_while([](char c) { return is_alnum(c) || c == '+' || c == '-' || c == '.'; });
  if (!at.take(':')) return {};
  in = at;
  return std::string(scheme);
}

/// URI-reference, to the end of the text.
Checked<Uri> read_reference(std::string_view text) {
  Cursor in(text);
  Uri uri;
  uri.scheme = take_scheme(in);
  if (in.rest().starts_with("//")) {
    in.take_octets(2);
    auto authority = take_authority(in);
    if (!authority) return std::unexpected(authority.error());
    uri.authority = std::move(*authority);
  }
  const std::size_t path = in.offset();
  uri.path = take_encoded(in, kPath);
  // path-noscheme: "a:b" would be read as a scheme
  const std::size_t colon = uri.path.substr(0, uri.path.find('/')).find(':');
  if (uri.scheme.empty() && !uri.authority && colon != std::string::npos)
    return std::unexpected(ParseError{Errc::Malformed, path + colon, "path-noscheme"});
  if (in.take('?')) uri.query = take_encoded(in, kQuery);
  if (in.take('#')) uri.fragment = take_encoded(in, kQuery);
  if (in.at_end()) return uri;
  if (uri.fragment) return refuse(in, "fragment");
  return refuse(in, uri.query ? "query" : "path");
}

/// Where the fragment begins.
Checked<Uri> without_fragment(Checked<Uri> uri, std::string_view text, std::string_view rule) {
  if (uri && uri->fragment)
    return std::unexpected(ParseError{Errc::Malformed, text.find('#'), rule});
  return uri;
}

// authority-form = uri-host ":" port
Checked<Target> parse_authority_form(std::string_view text) {
  Cursor in(text);
  auto authority = take_host_port(in);
  if (!authority) return std::unexpected(authority.error());
  const bool whole = authority->port && !authority->port->empty() && !authority->host.empty();
  if (!whole || !in.at_end()) return refuse(in, "authority-form");
  Target target{.form = TargetForm::Authority, .uri = {}};
  target.uri.authority = std::move(*authority);
  return target;
}

}  // namespace

Checked<Uri> parse_uri_reference(std::string_view text) { return read_reference(text); }

Checked<Uri> parse_partial_uri(std::string_view text) {
  return without_fragment(read_reference(text), text, "partial-URI");
}

Checked<Uri> parse_absolute_uri(std::string_view text) {
  auto uri = without_fragment(read_reference(text), text, "absolute-URI");
  if (uri && uri->scheme.empty()) return std::unexpected(ParseError{Errc::Malformed, 0, "scheme"});
  return uri;
}

Checked<Authority> parse_host(std::string_view text) {
  Cursor in(text);
  auto authority = take_host_port(in);
  if (authority && !in.at_end()) return refuse(in, authority->port ? "port" : "uri-host");
  return authority;
}

std::string to_text(const Authority& authority) {
  std::string text;
  if (authority.userinfo) text.append(*authority.userinfo).append("@");
  text += authority.host;
  if (authority.port) text.append(":").append(*authority.port);
  return text;
}

// Section 5.3
std::string to_text(const Uri& uri) {
  std::string text;
  if (!uri.scheme.empty()) text.append(uri.scheme).append(":");
  if (uri.authority) text.append("//").append(to_text(*uri.authority));
  text += uri.path;
  if (uri.query) text.append("?").append(*uri.query);
  if (uri.fragment) text.append("#").append(*uri.fragment);
  return text;
}

std::string remove_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../") || path == "/..") {
      path = path.size() == 3 ? std::string_view("/") : path.substr(3);
      const std::size_t last = out.rfind('/');
      out.erase(last == std::string::npos ? 0 : last);
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      out += path.substr(0, end);
      path.remove_prefix(end);
    }
  }
  return out;
}

Uri resolve(const Uri& base, const Uri& reference) {
  Uri target = reference;
  target.path = remove_dot_segments(reference.path);
  if (!reference.scheme.empty()) return target;
  target.scheme = base.scheme;
  if (reference.authority) return target;
  target.authority = base.authority;
  if (reference.path.empty()) {
    target.path = base.path;
    if (!reference.query) target.query = base.query;
    return target;
  }
  if (reference.path.starts_with('/')) return target;
  // Section 5.2.3: all but the last segment of the base
  std::string merged = "/";
  if (!base.authority || !base.path.empty()) {
    const std::size_t last = base.path.rfind('/');
    merged = last == std::string::npos ? "" : base.path.substr(0, last + 1);
  }
  target.path = remove_dot_segments(merged + reference.path);
  return target;
}

Checked<Target> parse_request_target(std::string_view text, std::string_view method) {
  if (method == "CONNECT") return parse_authority_form(text);
  if (text == "*" && method == "OPTIONS") return Target{.form = TargetForm::Asterisk, .uri = {}};
  if (!text.starts_with('/')) {
    auto uri = parse_absolute_uri(text);
    if (!uri) return std::unexpected(uri.error());
    return Target{.form = TargetForm::Absolute, .uri = std::move(*uri)};
  }
  // origin-form = absolute-path [ "?" query ] ; "//" begins no authority here
  Cursor in(text);
  Target target{.form = TargetForm::Origin, .uri = {}};
  target.uri.path = take_encoded(in, kPath);
  if (in.take('?')) target.uri.query = take_encoded(in, kQuery);
  if (!in.at_end()) return refuse(in, target.uri.query ? "query" : "absolute-path");
  return target;
}

std::string to_text(const Target& target) {
  switch (target.form) {
    case TargetForm::Asterisk: return "*";
    case TargetForm::Authority: return to_text(target.uri.authority.value_or(Authority{}));
    case TargetForm::Origin:
    case TargetForm::Absolute: break;
  }
  return to_text(target.uri);
}

}  // namespace wireassay::http
