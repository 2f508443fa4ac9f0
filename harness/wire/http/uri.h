// URIs: the generic grammar of RFC 3986 and what HTTP makes of it (RFC 9110 section 4, RFC 9112
// section 3.2), strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/http/field.h"

namespace wireassay::http {

enum class HostKind { RegName, Ipv4, Ipv6, IpvFuture };

/// authority = [ userinfo "@" ] host [ ":" port ]
struct Authority {
  std::optional<std::string> userinfo;
  std::string host;  ///< as it was written, an IP-literal with its brackets
  HostKind kind = HostKind::RegName;
  std::optional<std::string> port;  ///< may be empty: "t:"
  bool operator==(const Authority&) const = default;
};

struct Uri {
  std::string scheme;  ///< empty: a relative reference
  std::optional<Authority> authority;
  std::string path;
  std::optional<std::string> query, fragment;
  bool operator==(const Uri&) const = default;
};

/// URI-reference = URI / relative-ref
Checked<Uri> parse_uri_reference(std::string_view text);
/// absolute-URI = scheme ":" hier-part [ "?" query ]
Checked<Uri> parse_absolute_uri(std::string_view text);
/// partial-URI = relative-part [ "?" query ], or an absolute-URI: Referer, Content-Location.
Checked<Uri> parse_partial_uri(std::string_view text);
/// Host = uri-host [ ":" port ]; may be empty.
Checked<Authority> parse_host(std::string_view text);

std::string to_text(const Authority& authority);
std::string to_text(const Uri& uri);

/// Section 5.2.4: without "." and ".." segments.
std::string remove_dot_segments(std::string_view path);
/// Section 5.2.2: `reference` as seen from `base`, which has a scheme.
Uri resolve(const Uri& base, const Uri& reference);

/// The four forms of a request-target.
enum class TargetForm {
  Origin,     ///< absolute-path [ "?" query ]
  Absolute,   ///< absolute-URI
  Authority,  ///< uri-host ":" port, of CONNECT only
  Asterisk,   ///< "*", of OPTIONS only
};

struct Target {
  TargetForm form = TargetForm::Origin;
  Uri uri;  ///< an authority alone for TargetForm::Authority, nothing for TargetForm::Asterisk
  bool operator==(const Target&) const = default;
};

/// The method decides which forms are right.
Checked<Target> parse_request_target(std::string_view text, std::string_view method);
std::string to_text(const Target& target);

}  // namespace wireassay::http
