// A server under test, as wireassay.toml or a URL names it (LANGUAGE section 8).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.h"

namespace wireassay::scenario {

/// "smtp+starttls://127.0.0.1:2525": what to speak, how, and where.
struct ServiceUrl {
  std::string service;   ///< smtp submission submissions pop3 …: the scheme without +starttls;
                         ///< "smtps" is smtp over TLS
  std::string protocol;  ///< dialect: smtp pop3 imap http
  Security security = Security::Plain;  ///< Plain, StartTls or Tls
  std::string host;                     ///< without brackets
  std::uint16_t port = 0;
  std::string text() const;
  /// RFC 3986 section 3.2: the host, with the port where it is not the scheme's default.
  std::string authority() const;
};
/// Parses a URL; default ports by scheme; the error says what is wrong with it.
std::expected<ServiceUrl, std::string> parse_service_url(const std::string& url);

struct User {
  std::string name, address, password;
};

struct Deviation {
  std::string id;  ///< full id of a case or pseudo-case, or a prefix ending in ".*" or "/*"
  std::string reason;
  std::optional<std::chrono::year_month_day> until;
  std::string versions;  ///< "<3.9", compared with the target's software version; empty: all
  std::string file;
  Position at;
};

struct Timeouts {
  Millis connect{5000}, reply{10000}, silence{1500}, tls{10000};
};

struct Target {
  std::string name;                            ///< "postfix-lab" or the URL
  std::map<std::string, ServiceUrl> services;  ///< by service name; "smtp" and "smtps" are two
  std::vector<User> users;
  std::map<std::string, std::string>
      facts;                     ///< sender domain unknown remote … : every other string or number
  std::string trust;             ///< CA file (PEM) or empty: the system's
  std::string sni;               ///< name asked for and verified; empty: the host
  bool verify = false;           ///< verify certificates where TLS is not the question
  std::string certificate, key;  ///< client certificate
  std::string source;            ///< local address or empty
  std::string client = "client.wireassay.test";
  std::string software;  ///< for reports and `versions`
  Timeouts timeouts;
  std::uint32_t max_connections = 0;  ///< 0: no limit but --jobs
  std::vector<Deviation> deviations;
};

/// Loads all [target.NAME] tables of a file. ${env(NAME)} and password_file are resolved here.
std::expected<std::vector<Target>, std::vector<Problem>> load_targets(const std::string& path);
/// The same for text in memory; `file` is for messages, and where its relative paths begin.
std::expected<std::vector<Target>, std::vector<Problem>> parse_targets(std::string_view text,
                                                                       const std::string& file);
/// Loads a file with only `deviations = [...]` (scenarios/targets/NAME.toml).
std::expected<std::vector<Deviation>, std::vector<Problem>> load_deviations(
    const std::string& path);
/// The same for text in memory; `file` is for messages.
std::expected<std::vector<Deviation>, std::vector<Problem>> parse_deviations(
    std::string_view text, const std::string& file);
/// A target with one service from a URL, default facts.
std::expected<Target, std::string> target_from_url(const std::string& url);

}  // namespace wireassay::scenario
