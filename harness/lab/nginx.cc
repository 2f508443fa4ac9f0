#include <fmt/format.h>

#include <array>

#include "lab/web.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kPackages = {"nginx", "openssl"};
constexpr std::array<ServiceRow, 3> kServices = web_services(false);

// -e: or it opens the machine's /var/log/nginx/error.log before it has read where its own is.
std::vector<std::string> argv(const fs::path& directory) {
  return {"/usr/sbin/nginx", "-e", (directory / "log/nginx.log").string(), "-c",
          (directory / "nginx.conf").string()};
}

std::expected<void, std::string> prepare(const Plan& plan) {
  std::vector<std::string> check = argv(plan.directory);
  check.emplace_back("-t");
  return prepare_web(plan, {.conf_name = "nginx.conf", .conf = nginx_conf(plan), .check = check});
}

Command start(const fs::path& directory) {
  return start_web(directory, "log/nginx.log", argv(directory));
}

std::string listeners(const Plan& plan) {
  std::string out;
  for (const std::string& at : endpoints(plan, "http"))
    out += fmt::format("    listen {} reuseport;\n", at);
  for (const std::string& at : endpoints(plan, "https"))
    out += fmt::format("    listen {} reuseport ssl http2;\n", at);
  return out;
}

}  // namespace

std::string nginx_conf(const Plan& plan) {
  return fmt::format(
      "# Own directories; the system's /etc/nginx is not touched.\n"
      "{2}"
      "worker_processes 1;\n"
      "daemon off;\n"
      "pid {0}/run/nginx.pid;\n"
      "error_log {0}/log/nginx.log;\n"
      "events {{ worker_connections 1024; }}\n"
      "http {{\n"
      "  access_log off;\n"
      "  types {{ text/html html; }}\n"
      "  default_type text/plain;\n"
      "  client_body_temp_path {0}/run/body;\n"
      "  proxy_temp_path {0}/run/proxy;\n"
      "  fastcgi_temp_path {0}/run/fastcgi;\n"
      "  uwsgi_temp_path {0}/run/uwsgi;\n"
      "  scgi_temp_path {0}/run/scgi;\n"
      "  ssl_certificate {0}/tls/cert.pem;\n"
      "  ssl_certificate_key {0}/tls/key.pem;\n"
      "  # As in Debian's own nginx.conf; what is compiled in ends with 1.2.\n"
      "  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;\n"
      "  server {{\n"
      "{3}"
      "    root {0}/www;\n"
      "    index index.html;\n"
      "    location /auth/ {{\n"
      "      auth_basic lab;\n"
      "      auth_basic_user_file {0}/htpasswd;\n"
      "    }}\n"
      "    location /echo {{ proxy_pass http://127.0.0.1:{1}; }}\n"
      "  }}\n"
      "}}\n",
      plan.directory.string(), port_of(plan, "origin"),
      plan.is_root ? fmt::format("user {};\n", kWebUser) : "", listeners(plan));
}

// "2024/01/01 10:00:00 [alert] 7#7: worker process 8 exited on signal 11 (core dumped)"
bool nginx_is_trouble(std::string_view line) {
  constexpr std::size_t kTimestamp = std::string_view("2024/01/01 10:00:00 ").size();
  if (line.size() < kTimestamp) return false;
  line.remove_prefix(kTimestamp);
  if (line.starts_with("[emerg] ")) return true;
  const std::size_t at = line.find(": ");
  if (!line.starts_with("[alert] ") || at == std::string_view::npos) return false;
  const std::string_view message = line.substr(at + 2);
  return message.starts_with("worker process ") &&
         (message.contains(" exited on signal ") || message.contains(" exited with fatal code "));
}

Recipe nginx_recipe() {
  Recipe out = web_recipe("nginx");
  out.summary = "nginx: HTTP and HTTPS, files and a gateway";
  out.software = "nginx";
  out.packages = kPackages;
  out.services = kServices;
  out.log_file = "log/nginx.log";
  out.prepare = prepare;
  out.start = start;
  out.is_trouble = nginx_is_trouble;
  return out;
}

}  // namespace wireassay::lab
