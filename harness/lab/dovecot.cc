#include "lab/dovecot.h"

#include <fmt/format.h>

#include "lab/files.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

// Postfix accepts mail for its postmaster, who has no password that could be right.
std::string passwords(const Plan& plan, DovecotRole role) {
  std::string out;
  for (const User& user : plan.users)
    out += fmt::format("{}:{{PLAIN}}{}::::::\n", user.name, user.password);
  if (role != DovecotRole::Reader) out += "postmaster:{CRYPT}*::::::\n";
  return out;
}

std::string_view protocols(DovecotRole role) {
  switch (role) {
    case DovecotRole::Reader: return "pop3";
    case DovecotRole::Server: return "imap pop3 submission lmtp";
    case DovecotRole::Store: break;
  }
  return "imap pop3 lmtp";
}

// The log is read after attacks; behind Postfix it is one file for both.
std::string places(const Plan& plan, DovecotRole role) {
  return fmt::format(
      "# Own directories; the system's /etc/dovecot and /var/run/dovecot are not touched.\n"
      "base_dir = {0}/dovecot/run\n"
      "state_dir = {0}/dovecot/state\n"
      "log_path = {0}/log/{2}.log\n"
      "listen = 127.0.0.1{1}\n"
      "protocols = {3}\n"
      "ssl = yes\n"
      "ssl_cert = <{0}/tls/cert.pem\n"
      "ssl_key = <{0}/tls/key.pem\n"
      "mail_location = maildir:{4}\n"
      "passdb {{\n"
      "  driver = passwd-file\n"
      "  args = scheme=PLAIN username_format=%n {0}/dovecot/passwd\n"
      "}}\n"
      "userdb {{\n"
      "  driver = static\n"
      "  args = uid=mail gid=mail home={0}/mail/%n\n"
      "}}\n",
      plan.directory.string(), plan.ipv6 ? ", ::1" : "",
      role == DovecotRole::Store ? "mail" : "dovecot", protocols(role),
      role == DovecotRole::Reader ? plan.directory.string() + "/mail/%n" : "~/Maildir");
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

constexpr std::string_view kMailboxes =
    "namespace inbox {\n"
    "  inbox = yes\n"
    "  separator = /\n"
    "  mailbox Drafts {\n"
    "    special_use = \\Drafts\n"
    "    auto = create\n"
    "  }\n"
    "  mailbox Sent {\n"
    "    special_use = \\Sent\n"
    "    auto = create\n"
    "  }\n"
    "  mailbox Trash {\n"
    "    special_use = \\Trash\n"
    "    auto = create\n"
    "  }\n"
    "}\n";

std::string listener(const Plan& plan, std::string_view name, bool tls = false) {
  return fmt::format(
      "  inet_listener {} {{\n"
      "    port = {}\n{}"
      "  }}\n",
      name, port_of(plan, name), tls ? "    ssl = yes\n" : "");
}

// Login processes that serve more than one client: a poll opens many sessions, and each is then a
// millisecond's work. A listener with port 0 does not listen.
std::string login_service(const Plan& plan, const std::string& protocol) {
  return "service " + protocol +
         "-login {\n"
         "  chroot =\n"
         "  service_count = 0\n" +
         listener(plan, protocol) + listener(plan, protocol + "s", true) + "}\n";
}

constexpr std::string_view kSharedReaders =
    "service pop3 {\n"
    "  service_count = 256\n"
    "  process_limit = 256\n"
    "}\n";

std::string lmtp_service(const Plan& plan) {
  return fmt::format(
             "hostname = {}\n"
             "postmaster_address = {}\n"
             "service lmtp {{\n",
             kHost, kPostmaster) +
         listener(plan, "lmtp") + "}\n";
}

std::string submission_service(const Plan& plan) {
  return fmt::format(
             "# What is submitted goes to a sink on this machine, and is dropped. The size is "
             "Postfix's.\n"
             "submission_relay_host = 127.0.0.1\n"
             "submission_relay_port = {}\n"
             "submission_max_mail_size = 10240000\n",
             port_of(plan, "sink")) +
         login_service(plan, "submission");
}

// smtpd(8) asks here; the folder is Postfix's own, as in Debian's documentation of both.
std::string auth_socket(const Plan& plan) {
  return fmt::format(
      "service auth {{\n"
      "  unix_listener {}/queue/private/auth {{\n"
      "    mode = 0660\n"
      "    user = postfix\n"
      "    group = postfix\n"
      "  }}\n"
      "}}\n",
      plan.directory.string());
}

}  // namespace

fs::path dovecot_conf_file(const fs::path& directory) {
  return directory / "dovecot" / "dovecot.conf";
}

std::string dovecot_conf(const Plan& plan, DovecotRole role) {
  std::string out = places(plan, role) + std::string(kLogin) + login_service(plan, "pop3");
  if (role == DovecotRole::Reader) return out + std::string(kSharedReaders);
  out += std::string(kMailboxes) + login_service(plan, "imap") + lmtp_service(plan);
  return out + (role == DovecotRole::Server ? submission_service(plan) : auth_socket(plan));
}

std::expected<void, std::string> prepare_dovecot(const Plan& plan, DovecotRole role) {
  const fs::path home = plan.directory / "dovecot";
  for (const fs::path& directory : {home, home / "run", home / "state"})
    if (auto made = make_directory(directory, 0755); !made) return made;
  const fs::path file = home / "passwd";
  if (auto written = write_file(file, passwords(plan, role), 0600); !written) return written;
  if (auto given = give_to(file, "dovecot"); !given) return given;  // its auth process reads it
  return write_file(dovecot_conf_file(plan.directory), dovecot_conf(plan, role), 0644);
}

bool dovecot_is_trouble(std::string_view line) {
  constexpr std::size_t kTimestamp = std::string_view("Nov  3 10:00:00 ").size();
  if (line.size() < kTimestamp) return false;
  line.remove_prefix(kTimestamp);
  const std::size_t at = line.find(": ");  // "imap(u01)<7><session>: Panic: …", "master: Error: …"
  if (at == std::string_view::npos) return false;
  const std::string_view message = line.substr(at + 2);
  if (message.starts_with("Panic: ") || message.starts_with("Fatal: ")) return true;
  return line.starts_with("master: ") && message.find(" killed with signal ") != line.npos;
}

}  // namespace wireassay::lab
