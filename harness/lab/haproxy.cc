#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "lab/web.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kPackages = {"haproxy", "openssl"};
constexpr std::array<ServiceRow, 3> kServices = web_services(false);
constexpr std::string_view kUser = "haproxy";  // the package's

std::vector<std::string> argv(const fs::path& directory, const char* mode) {
  return {"/usr/sbin/haproxy", mode, "-f", (directory / "haproxy.cfg").string()};
}

// There are passwords in the file; it is read before root is given up.
std::expected<void, std::string> prepare(const Plan& plan) {
  return prepare_web(plan, {.user = kUser,
                            .conf_name = "haproxy.cfg",
                            .conf = haproxy_cfg(plan),
                            .conf_mode = 0600,
                            .check = argv(plan.directory, "-c")});
}

Command start(const fs::path& directory) {
  return start_web(directory, "log/haproxy.log", argv(directory, "-db"));
}

// It has no files: what it returns lies in its memory, without Date and ETag.
std::string documents(const Plan& plan) {
  struct Row {
    std::string_view condition, file, type;
  };
  constexpr Row kRows[] = {{"path / /index.html", "index.html", "text/html"},
                           {"path /file.txt", "file.txt", "text/plain"},
                           {"path /sub/ /sub/index.html", "sub/index.html", "text/html"},
                           {"path /auth/ /auth/index.html", "auth/index.html", "text/html"}};
  std::string out;
  for (const Row& row : kRows)
    out +=
        fmt::format("  http-request return status 200 content-type {} file {}/www/{} if {{ {} }}\n",
                    row.type, plan.directory.string(), row.file, row.condition);
  return out;
}

}  // namespace

std::string haproxy_cfg(const Plan& plan) {
  std::string users;
  for (const User& user : plan.users)
    users += fmt::format("  user {} insecure-password {}\n", user.name, user.password);
  return fmt::format(
      "# Own directories; the system's /etc/haproxy is not touched.\n"
      "global\n"
      "  maxconn 1024\n"
      "{2}"
      "userlist users\n"
      "{3}"
      "defaults\n"
      "  mode http\n"
      "  timeout client 30s\n"
      "  timeout connect 5s\n"
      "  timeout server 30s\n"
      "  timeout http-request 10s\n"
      "frontend web\n"
      "  bind {4}\n"
      "  bind {5} ssl crt {0}/tls/combined.pem alpn h2,http/1.1\n"
      "  acl echo path_beg /echo\n"
      "  http-request auth realm lab if {{ path_beg /auth }} !{{ http_auth(users) }}\n"
      "  http-request return status 501 default-errorfiles if !echo "
      "!{{ method GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH }}\n"
      "  http-request return status 405 hdr Allow \"GET, HEAD, OPTIONS\" if !echo "
      "!{{ method GET HEAD OPTIONS }}\n"
      "  http-request return status 200 hdr Allow \"GET, HEAD, OPTIONS\" if !echo "
      "{{ method OPTIONS }}\n"
      "  http-request redirect code 301 location /sub/ if {{ path /sub }}\n"
      "{6}"
      "  http-request return status 404 default-errorfiles if !echo\n"
      "  default_backend origin\n"
      "backend origin\n"
      "  server origin 127.0.0.1:{1}\n",
      plan.directory.string(), port_of(plan, "origin"),
      plan.is_root ? fmt::format("  user {0}\n  group {0}\n", kUser) : "", users,
      fmt::join(endpoints(plan, "http"), ","), fmt::join(endpoints(plan, "https"), ","),
      documents(plan));
}

// Its one process says so before it ends: "FATAL: bug condition …", "Thread 1 is about to kill the
// process."; an [ALERT] keeps it from starting. No client's words begin a line.
bool haproxy_is_trouble(std::string_view line) {
  if (line.starts_with("FATAL: ") || line.starts_with("[ALERT]")) return true;
  return line.starts_with("Thread ") && line.contains(" is about to kill the process");
}

Recipe haproxy_recipe() {
  Recipe out = web_recipe("haproxy");
  out.summary = "HAProxy: HTTP and HTTPS, a gateway";
  out.software = "HAProxy";
  out.packages = kPackages;
  out.services = kServices;
  out.log_file = "log/haproxy.log";
  out.prepare = prepare;
  out.start = start;
  out.is_trouble = haproxy_is_trouble;
  return out;
}

}  // namespace wireassay::lab
