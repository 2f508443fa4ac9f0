#include <array>

#include "core/files.h"
#include "lab/files.h"
#include "lab/web.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 1> kPackages = {"openssl"};
constexpr std::array<ServiceRow, 1> kServices = {{{.name = "https",
                                                   .greeting = {},
                                                   .implicit_tls = true,
                                                   .binds_alone = true,
                                                   .ipv4_only = true}}};

constexpr std::string_view kStart =
    "ulimit -c \"$(ulimit -H -c)\"\n"  // or alive() could not find any core file
    "/usr/bin/setsid \"$@\" </dev/null >>log/openssl.log 2>&1 &\n"
    "echo $! >run/server.pid\n";

// Protocols, groups, suites and the security level are those that Debian compiled in; an own
// openssl.cnf, which is empty, keeps the machine's out of it.
std::vector<std::string> argv(const fs::path& directory, const std::string& port) {
  const fs::path tls = directory / "tls";
  return as_user(kWebUser, {"/usr/bin/env", "OPENSSL_CONF=" + (directory / "openssl.cnf").string(),
                            "/usr/bin/openssl", "s_server", "-www", "-quiet", "-accept",
                            "127.0.0.1:" + port, "-cert", (tls / "cert.pem").string(), "-key",
                            (tls / "key.pem").string(), "-dcert", (tls / "ecdsa.pem").string(),
                            "-dkey", (tls / "ecdsa-key.pem").string(), "-alpn", "http/1.1"});
}

// It never is root, so it must own its keys.
std::expected<void, std::string> prepare(const Plan& plan) {
  for (const char* name : {"run", "log"})
    if (auto made = make_directory(plan.directory / name, 0755); !made) return made;
  for (const char* name : {"key.pem", "ecdsa-key.pem"})
    if (auto given = give_to_if_root(plan, plan.directory / "tls" / name, kWebUser); !given)
      return given;
  if (auto done = write_file(plan.directory / "openssl.cnf", "", 0644); !done) return done;
  return write_file(plan.directory / "run/port", std::to_string(port_of(plan, "https")), 0644);
}

Command start(const fs::path& directory) {
  Command out{.argv = {"/bin/sh", "-c", std::string(kStart), "sh"}, .directory = directory};
  const std::vector<std::string> server = argv(directory, read_octets(directory / "run/port"));
  out.argv.insert(out.argv.end(), server.begin(), server.end());
  return out;
}

}  // namespace

// "crypto/evp/digest.c:1: OpenSSL internal error: assertion failed", before it aborts. Nothing that
// a client says is logged but the numbers of its faults.
bool openssl_is_trouble(std::string_view line) {
  return line.contains(": OpenSSL internal error: ");
}

Recipe openssl_recipe() {
  Recipe out = web_recipe("openssl");
  out.summary = "openssl s_server: a page over HTTPS, for the TLS scenarios";
  out.software = "OpenSSL";
  out.packages = kPackages;
  out.services = kServices;
  out.companion_pid_file = {};
  out.facts = "max_connections = 1\n";  // it serves one and lets the others wait
  out.log_file = "log/openssl.log";
  out.prepare = prepare;
  out.start = start;
  out.is_trouble = openssl_is_trouble;
  return out;
}

}  // namespace wireassay::lab
