#include <fmt/format.h>

#include <array>

#include "lab/web.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kPackages = {"h2o", "openssl"};
constexpr std::array<ServiceRow, 3> kServices = web_services(true);

std::vector<std::string> argv(const fs::path& directory) {
  return {"/usr/bin/h2o", "-c", (directory / "h2o.conf").string()};
}

std::expected<void, std::string> prepare(const Plan& plan) {
  std::vector<std::string> check = argv(plan.directory);
  check.emplace_back("-t");
  return prepare_web(plan, {.conf_name = "h2o.conf", .conf = h2o_conf(plan), .check = check});
}

Command start(const fs::path& directory) {
  return start_web(directory, "log/h2o.log", argv(directory));
}

std::string listeners(const Plan& plan) {
  std::string out;
  for (const std::string_view service : {"http", "https"}) {
    for (const std::string_view host : {"127.0.0.1", "::1"}) {
      if (host == "::1" && !plan.ipv6) continue;
      out += fmt::format("listen:\n  host: \"{}\"\n  port: {}\n", host, port_of(plan, service));
      if (service == "http") continue;
      out += fmt::format(
          "  ssl:\n"
          "    certificate-file: {0}/tls/cert.pem\n"
          "    key-file: {0}/tls/key.pem\n"
          "    ocsp-update-interval: 0\n",
          plan.directory.string());
    }
  }
  return out;
}

}  // namespace

std::string h2o_conf(const Plan& plan) {
  return fmt::format(
      "# Own directories; the system's /etc/h2o is not touched.\n"
      "{2}"
      "num-threads: 1\n"
      "{3}"
      "file.mime.settypes:\n"
      "  text/html: .html\n"
      "  text/plain: .txt\n"
      "hosts:\n"
      "  default:\n"
      "    paths:\n"
      "      \"/echo\":\n"
      "        proxy.reverse.url: \"http://127.0.0.1:{1}/echo\"\n"
      "      \"/auth\":\n"
      "        mruby.handler: |\n"
      "          require \"htpasswd.rb\"\n"
      "          Htpasswd.new(\"{0}/htpasswd\", \"lab\")\n"
      "        file.dir: {0}/www/auth\n"
      "      \"/\":\n"
      "        file.dir: {0}/www\n",
      plan.directory.string(), port_of(plan, "origin"),
      plan.is_root ? fmt::format("user: {}\n", kWebUser) : "", listeners(plan));
}

// Its one process ends with "received fatal signal 11" and a backtrace, or "fatal:FILE:LINE:…".
bool h2o_is_trouble(std::string_view line) {
  return line.starts_with("received fatal signal ") || line.starts_with("fatal:");
}

Recipe h2o_recipe() {
  Recipe out = web_recipe("h2o");
  out.summary = "H2O: HTTP and HTTPS, files and a gateway";
  out.software = "H2O";
  out.packages = kPackages;
  out.services = kServices;
  out.log_file = "log/h2o.log";
  out.prepare = prepare;
  out.start = start;
  out.is_trouble = h2o_is_trouble;
  return out;
}

}  // namespace wireassay::lab
