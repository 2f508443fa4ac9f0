#include <fmt/format.h>

#include <array>

#include "lab/files.h"
#include "lab/web.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kPackages = {"caddy", "openssl"};
constexpr std::array<ServiceRow, 3> kServices = web_services(true);
constexpr std::string_view kUser = "caddy";  // the package's

// It keeps what it is told, certificates and a copy of its configuration, in its user's home.
std::vector<std::string> argv(const fs::path& directory, const char* verb) {
  const std::string home = (directory / "run/caddy").string();
  return as_user(kUser, {"/usr/bin/env", "HOME=" + home, "XDG_DATA_HOME=" + home,
                         "XDG_CONFIG_HOME=" + home, "/usr/bin/caddy", verb, "--config",
                         (directory / "Caddyfile").string(), "--adapter", "caddyfile"});
}

// It never is root, so it must own its key.
std::expected<void, std::string> prepare(const Plan& plan) {
  const auto hashes = bcrypt_hashes(plan);
  if (!hashes) return std::unexpected(hashes.error());
  WebFiles files{.user = kUser,
                 .conf_name = "Caddyfile",
                 .conf = caddyfile(plan, *hashes),
                 .conf_mode = 0600,
                 .check = {}};
  if (auto done = prepare_web(plan, files); !done) return done;
  const fs::path home = plan.directory / "run/caddy";
  if (auto made = make_directory(home, 0755); !made) return made;
  for (const fs::path& path : {home, plan.directory / "tls/key.pem"})
    if (auto given = give_to_if_root(plan, path, kUser); !given) return given;
  return check_web(plan, argv(plan.directory, "validate"));
}

Command start(const fs::path& directory) {
  return start_web(directory, "log/caddy.log", argv(directory, "run"));
}

}  // namespace

std::string caddyfile(const Plan& plan, std::span<const std::string> hashes) {
  std::string users;
  for (std::size_t i = 0; i < hashes.size() && i < plan.users.size(); ++i)
    users += fmt::format("\t\t{} {}\n", plan.users[i].name, hashes[i]);
  return fmt::format(
      "# Own directories; the system's /etc/caddy is not touched.\n"
      "{{\n"
      "\tadmin off\n"
      "\tauto_https off\n"
      "\tgrace_period 1s\n"
      "\tstorage file_system {0}/run/caddy\n"
      "\tservers {{\n"
      "\t\tprotocols h1 h2\n"
      "\t}}\n"
      "}}\n"
      "(site) {{\n"
      "\tbind 127.0.0.1{2}\n"
      "\troot * {0}/www\n"
      "\tbasicauth /auth/* {{\n"
      "{5}"
      "\t}}\n"
      "\treverse_proxy /echo* 127.0.0.1:{1}\n"
      "\tfile_server\n"
      "}}\n"
      "http://:{3} {{\n"
      "\timport site\n"
      "}}\n"
      "https://:{4} {{\n"
      "\ttls {0}/tls/cert.pem {0}/tls/key.pem\n"
      "\timport site\n"
      "}}\n",
      plan.directory.string(), port_of(plan, "origin"), plan.ipv6 ? " [::1]" : "",
      port_of(plan, "http"), port_of(plan, "https"), users);
}

// The runtime's words at the beginning of a line; a panic that the server survives is a message of
// its JSON log, where a client's quotation marks are escaped.
bool caddy_is_trouble(std::string_view line) {
  for (const std::string_view word : {"panic: ", "fatal error: ", "SIGSEGV", "SIGABRT"})
    if (line.starts_with(word)) return true;
  return line.starts_with("{") && line.contains("\"msg\":\"http: panic serving ");
}

Recipe caddy_recipe() {
  Recipe out = web_recipe("caddy");
  out.summary = "Caddy: HTTP and HTTPS, files and a gateway";
  out.software = "Caddy";
  out.packages = kPackages;
  out.services = kServices;
  out.log_file = "log/caddy.log";
  out.prepare = prepare;
  out.start = start;
  out.is_trouble = caddy_is_trouble;
  return out;
}

}  // namespace wireassay::lab
