#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "lab/web.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kPackages = {"apache2", "openssl"};
constexpr std::array<ServiceRow, 3> kServices = web_services(true);

constexpr std::array<std::string_view, 11> kModules = {
    "mpm_event", "authz_core", "authn_core", "authn_file", "authz_user", "auth_basic",
    "dir",       "mime",       "proxy",      "proxy_http", "ssl"};

std::vector<std::string> argv(const fs::path& directory) {
  return {"/usr/sbin/apache2", "-f", (directory / "apache.conf").string(), "-DFOREGROUND"};
}

std::expected<void, std::string> prepare(const Plan& plan) {
  std::vector<std::string> check = argv(plan.directory);
  check.emplace_back("-t");
  return prepare_web(plan, {.conf_name = "apache.conf", .conf = apache_conf(plan), .check = check});
}

Command start(const fs::path& directory) {
  return start_web(directory, "log/apache.log", argv(directory));
}

std::string modules() {
  std::string out;
  for (const std::string_view name : kModules)
    out += fmt::format("LoadModule {0}_module /usr/lib/apache2/modules/mod_{0}.so\n", name);
  return out;
}

std::string listeners(const Plan& plan) {
  std::string out;
  for (const std::string_view service : {"http", "https"}) {
    for (const std::string& at : endpoints(plan, service))
      out += fmt::format("Listen {} {}\n", at, service);
  }
  return out;
}

}  // namespace

std::string apache_conf(const Plan& plan) {
  return fmt::format(
      "# Own directories; the system's /etc/apache2 is not touched.\n"
      "{2}"
      "ServerName {3}\n"
      "ServerRoot {0}\n"
      "DefaultRuntimeDir {0}/run\n"
      "PidFile {0}/run/apache.pid\n"
      "{4}"
      "{5}"
      "ErrorLog {0}/log/apache.log\n"
      "StartServers 1\n"
      "TypesConfig /dev/null\n"
      "AddType text/html .html\n"
      "AddType text/plain .txt\n"
      "DirectoryIndex index.html\n"
      "DocumentRoot {0}/www\n"
      "<Directory {0}/www>\n"
      "  Require all granted\n"
      "</Directory>\n"
      "<Location /auth>\n"
      "  AuthType Basic\n"
      "  AuthName lab\n"
      "  AuthUserFile {0}/htpasswd\n"
      "  Require valid-user\n"
      "</Location>\n"
      "ProxyPass /echo http://127.0.0.1:{1}/echo\n"
      "<VirtualHost {6}>\n"
      "  SSLEngine on\n"
      "  SSLCertificateFile {0}/tls/cert.pem\n"
      "  SSLCertificateKeyFile {0}/tls/key.pem\n"
      "</VirtualHost>\n",
      plan.directory.string(), port_of(plan, "origin"), modules(), kHost,
      plan.is_root ? fmt::format("User {0}\nGroup {0}\n", kWebUser) : "", listeners(plan),
      fmt::join(endpoints(plan, "https"), " "));
}

// "[Mon Jan 01 10:00:00.000000 2024] [core:notice] [pid 7:tid 8] AH00052: child pid 9 exit signal
// Segmentation fault (11)": the number is Apache's, and stands before all that a client said.
bool apache_is_trouble(std::string_view line) {
  if (!line.starts_with("[")) return false;
  while (line.starts_with("[")) {
    const std::size_t end = line.find("] ");
    if (end == std::string_view::npos) return false;
    if (line.substr(0, end).ends_with(":emerg") || line.substr(0, end).ends_with(":alert"))
      return true;
    line.remove_prefix(end + 2);
  }
  // A fault of the parent, of a child with a core file and without, a failed assertion.
  for (const std::string_view number : {"AH00050: ", "AH00051: ", "AH00052: ", "AH00102: "})
    if (line.starts_with(number)) return true;
  return false;
}

Recipe apache_recipe() {
  Recipe out = web_recipe("apache");
  out.summary = "Apache httpd: HTTP and HTTPS, files and a gateway";
  out.software = "Apache";
  out.packages = kPackages;
  out.services = kServices;
  out.log_file = "log/apache.log";
  out.prepare = prepare;
  out.start = start;
  out.is_trouble = apache_is_trouble;
  return out;
}

}  // namespace wireassay::lab
