#include "lab/dovecot.h"

#include <fmt/format.h>

#include <algorithm>

#include "lab/files.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

std::string passwords(const Plan& plan) {
  std::string out;
  for (const User& user : plan.users)
    out += fmt::format("{}:{{PLAIN}}{}::::::\n", user.name, user.password);
  return out;
}

std::uint16_t pop3_port(const Plan& plan) {
  const auto found = std::ranges::find(plan.ports, "pop3", &Port::service);
  return found == plan.ports.end() ? std::uint16_t{0} : found->number;
}

std::string places(const Plan& plan) {
  return fmt::format(
      "# Own directories; the system's /etc/dovecot and /var/run/dovecot are not touched.\n"
      "base_dir = {0}/dovecot/run\n"
      "state_dir = {0}/dovecot/state\n"
      "log_path = {0}/log/dovecot.log\n"
      "listen = 127.0.0.1{1}\n"
      "protocols = pop3\n"
      "ssl = yes\n"
      "ssl_cert = <{0}/tls/cert.pem\n"
      "ssl_key = <{0}/tls/key.pem\n"
      "mail_location = maildir:{0}/mail/%n\n"
      "passdb {{\n"
      "  driver = passwd-file\n"
      "  args = scheme=PLAIN username_format=%n {0}/dovecot/passwd\n"
      "}}\n"
      "userdb {{\n"
      "  driver = static\n"
      "  args = uid=mail gid=mail home={0}/mail/%n\n"
      "}}\n",
      plan.directory.string(), plan.ipv6 ? ", ::1" : "");
}

constexpr std::string_view kLogin =
    "# The user and group mail, 8 on every Debian (base-passwd).\n"
    "first_valid_uid = 8\n"
    "first_valid_gid = 8\n"
    "auth_mechanisms = plain login cram-md5 apop scram-sha-1 scram-sha-256\n"
    "# In clear too; a client with Dovecot's own address counts as secured in any case.\n"
    "disable_plaintext_auth = no\n"
    "# Cases that fail to log in on purpose need not wait, and all come from one address.\n"
    "auth_failure_delay = 0\n"
    "mail_max_userip_connections = 1000\n"
    "service anvil {\n"
    "  chroot =\n"
    "  unix_listener anvil-auth-penalty {\n"
    "    mode = 0\n"
    "  }\n"
    "}\n"
    "service stats {\n"
    "  unix_listener stats-writer {\n"
    "    mode = 0666\n"
    "  }\n"
    "}\n";

}  // namespace

fs::path dovecot_conf_file(const fs::path& directory) {
  return directory / "dovecot" / "dovecot.conf";
}

std::string dovecot_conf(const Plan& plan) {
  // A poll opens many sessions: processes that serve more than one make each a millisecond's work.
  return places(plan) + std::string(kLogin) +
         fmt::format(
             "service pop3-login {{\n"
             "  chroot =\n"
             "  service_count = 0\n"
             "  inet_listener pop3 {{\n"
             "    port = {}\n"
             "  }}\n"
             "  inet_listener pop3s {{\n"
             "    port = 0\n"
             "  }}\n"
             "}}\n"
             "service pop3 {{\n"
             "  service_count = 256\n"
             "  process_limit = 256\n"
             "}}\n",
             pop3_port(plan));
}

std::expected<void, std::string> prepare_dovecot(const Plan& plan) {
  const fs::path home = plan.directory / "dovecot";
  for (const fs::path& directory : {home, home / "run", home / "state"})
    if (auto made = make_directory(directory, 0755); !made) return made;
  const fs::path file = home / "passwd";
  if (auto written = write_file(file, passwords(plan), 0600); !written) return written;
  if (auto given = give_to(file, "dovecot"); !given) return given;  // its auth process reads it
  return write_file(dovecot_conf_file(plan.directory), dovecot_conf(plan), 0644);
}

}  // namespace wireassay::lab
