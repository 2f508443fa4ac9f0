// What the lab knows of one server: a row of the table in lab.cc, with the functions of one file.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/process.h"

namespace wireassay::lab {

// Same for every server of the lab, so that scenarios and deviations look alike. RFC 6761 reserves
// .test and .example.
inline constexpr std::string_view kDomain = "lab.test";
inline constexpr std::string_view kHost = "mx.lab.test";
inline constexpr std::string_view kPostmaster = "postmaster@lab.test";
inline constexpr std::string_view kUnknown = "no-such-user@lab.test";
inline constexpr std::string_view kRemote = "x@elsewhere.example";
inline constexpr std::size_t kPoolSize = 32;

struct User {
  std::string name, address, password;
};

struct ServiceRow {
  std::string_view name;      // key and scheme of target.toml: smtp, submissions, …
  std::string_view greeting;  // what the server says first; empty: it waits for the client
  bool implicit_tls = false;
  bool binds_alone = false;     // without SO_REUSEPORT: its port cannot be held for it
  bool ipv4_only = false;       // the server listens on one address
  bool internal = false;        // for other servers of the recipe, on 127.0.0.1: not in target.toml
  std::string_view probe = {};  // what to say so that it greets, where it waits for the client
  std::string_view facts = {};  // further keys of the service's own table in target.toml
};

struct Port {
  std::string service;
  std::uint16_t number = 0;
};

// What a recipe needs to write its configuration.
struct Plan {
  std::filesystem::path directory;  // exists, empty but for tls/, absolute
  std::vector<Port> ports;          // in the order of the recipe's services
  std::vector<User> users;
  std::string_view variant;
  bool ipv6 = false;
  Runner run;
  std::filesystem::path program = {};  // wireassay, for recipes that run its reference server
  bool is_root = true;                 // or daemons stay the caller's user
};

inline std::uint16_t port_of(const Plan& plan, std::string_view service) {  // 0: none
  for (const Port& port : plan.ports)
    if (port.service == service) return port.number;
  return 0;
}

struct Recipe {
  std::string_view name;         // "postfix-normalize": also the directory and the target
  std::string_view summary;      // one line for `lab list`
  std::string_view software;     // "Postfix", before the version
  std::string_view variant;      // what differs among rows with the same functions
  std::string_view root_reason;  // why it must run as root; empty: it need not
  std::span<const std::string_view> packages;  // the first gives the version
  std::span<const ServiceRow> services;
  std::string_view pid_file;            // in the state directory; its process leads a session
  std::string_view companion_pid_file;  // of a second server that start and stop handle, or empty
  std::string_view companion_software;  // named behind the first in `software`, or empty
  std::string_view companion_package;   // gives its version
  std::string_view facts;               // further lines of target.toml
  std::string_view log_file;            // in the state directory
  std::expected<void, std::string> (*prepare)(const Plan& plan);
  Command (*start)(const std::filesystem::path& directory);
  Command (*stop)(const std::filesystem::path& directory);
  bool (*is_trouble)(std::string_view log_line);  // says that a process of it crashed or gave up
};

}  // namespace wireassay::lab
