#include <fmt/format.h>

#include <array>

#include "lab/files.h"
#include "lab/web.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kPackages = {"lighttpd", "lighttpd-mod-openssl",
                                                       "openssl"};
constexpr std::array<std::string_view, 4> kGnutlsPackages = {"lighttpd", "lighttpd-mod-gnutls",
                                                             "libgnutls30", "openssl"};
constexpr std::string_view kGnutls = "gnutls";
constexpr std::array<ServiceRow, 3> kServices = web_services(true);

std::vector<std::string> argv(const fs::path& directory, const char* mode) {
  return {"/usr/sbin/lighttpd", mode, "-f", (directory / "lighttpd.conf").string()};
}

std::expected<void, std::string> prepare(const Plan& plan) {
  // Content beyond 64 KiB goes through a file of the user it has become.
  const fs::path uploads = plan.directory / "uploads";
  if (auto made = make_directory(uploads, 0700); !made) return made;
  if (auto given = give_to_if_root(plan, uploads, kWebUser); !given) return given;
  return prepare_web(plan, {.conf_name = "lighttpd.conf",
                            .conf = lighttpd_conf(plan),
                            .check = argv(plan.directory, "-tt")});
}

// Its log is standard error: a file it would open only after it has become another user.
Command start(const fs::path& directory) {
  return start_web(directory, "log/lighttpd.log", argv(directory, "-D"));
}

// The first one is server.bind's.
std::string listeners(const Plan& plan) {
  std::string out;
  const std::vector<std::string> plain = endpoints(plan, "http");
  for (std::size_t i = 1; i < plain.size(); ++i)
    out += fmt::format("$SERVER[\"socket\"] == \"{}\" {{ }}\n", plain[i]);
  for (const std::string& at : endpoints(plan, "https"))
    out += fmt::format(
        "$SERVER[\"socket\"] == \"{}\" {{\n"
        "  ssl.engine = \"enable\"\n"
        "  ssl.pemfile = \"{}/tls/combined.pem\"\n"
        "}}\n",
        at, plan.directory.string());
  return out;
}

}  // namespace

std::string lighttpd_conf(const Plan& plan) {
  return fmt::format(
      "# Own directories; the system's /etc/lighttpd is not touched.\n"
      "server.modules = ( \"mod_auth\", \"mod_authn_file\", \"mod_proxy\", \"{5}\" )\n"
      "server.bind = \"127.0.0.1\"\n"
      "server.port = {1}\n"
      "server.document-root = \"{0}/www\"\n"
      "server.upload-dirs = ( \"{0}/uploads\" )\n"
      "{3}"
      "index-file.names = ( \"index.html\" )\n"
      "mimetype.assign = ( \".html\" => \"text/html\", \".txt\" => \"text/plain\" )\n"
      "auth.backend = \"htpasswd\"\n"
      "auth.backend.htpasswd.userfile = \"{0}/htpasswd\"\n"
      "$HTTP[\"url\"] =~ \"^/auth/\" {{\n"
      "  auth.require = ( \"\" => ( \"method\" => \"basic\", \"realm\" => \"lab\", "
      "\"require\" => \"valid-user\" ) )\n"
      "}}\n"
      "$HTTP[\"url\"] =~ \"^/echo\" {{\n"
      "  proxy.server = ( \"\" => ( ( \"host\" => \"127.0.0.1\", \"port\" => {2} ) ) )\n"
      "}}\n"
      "{4}",
      plan.directory.string(), port_of(plan, "http"), port_of(plan, "origin"),
      plan.is_root
          ? fmt::format("server.username = \"{0}\"\nserver.groupname = \"{0}\"\n", kWebUser)
          : "",
      listeners(plan), plan.variant == kGnutls ? "mod_gnutls" : "mod_openssl");
}

// Its one process ends with "buffer.c.123: assertion failed: …", without a timestamp; every line
// that quotes a client has one.
bool lighttpd_is_trouble(std::string_view line) {
  const std::size_t at = line.find(": ");
  return at != std::string_view::npos && line.substr(0, at).contains(".c.") &&
         !line.substr(0, at).contains(' ') && line.substr(at + 2).starts_with("assertion failed: ");
}

Recipe lighttpd_recipe() {
  Recipe out = web_recipe("lighttpd");
  out.summary = "lighttpd: HTTP and HTTPS, files and a gateway";
  out.software = "lighttpd";
  out.packages = kPackages;
  out.services = kServices;
  out.log_file = "log/lighttpd.log";
  out.prepare = prepare;
  out.start = start;
  out.is_trouble = lighttpd_is_trouble;
  return out;
}

Recipe gnutls_recipe() {
  Recipe out = lighttpd_recipe();
  out.name = kGnutls;
  out.summary = "GnuTLS, under lighttpd: HTTP and HTTPS";
  out.variant = kGnutls;
  out.packages = kGnutlsPackages;
  out.companion_software = "GnuTLS";
  out.companion_package = "libgnutls30";
  return out;
}

}  // namespace wireassay::lab
