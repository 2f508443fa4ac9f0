#include "lab/postfix.h"

#include <fmt/format.h>
#include <sys/un.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <iterator>

#include "lab/dovecot.h"
#include "lab/files.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

// Dovecot only reads what was delivered.
constexpr std::array<std::string_view, 7> kPackages = {
    "postfix", "sasl2-bin",    "libsasl2-modules", "libsasl2-modules-db",
    "openssl", "dovecot-core", "dovecot-pop3d"};
constexpr std::array<ServiceRow, 4> kServices = {{{"smtp", "220 "},
                                                  {"submission", "220 "},
                                                  {"submissions", "220 ", true},
                                                  {"pop3", "+OK", false, true}}};

// Postfix splits list values at blanks and commas and expands $; and without its log socket, which
// it names by the whole path, it ends before it can say why.
std::expected<void, std::string> check_path(const fs::path& directory) {
  if (directory.string().find_first_of(" \t\r\n,$\"'{}#") != std::string::npos)
    return std::unexpected(
        fmt::format("{}: Postfix cannot have blanks, commas, quotes, $, # or "
                    "braces in its paths; choose another directory",
                    directory.string()));
  const std::string socket = (directory / "queue" / "public" / "postlog").string();
  if (socket.size() >= sizeof(sockaddr_un::sun_path))
    return std::unexpected(fmt::format("{}: a path too long for a socket; choose another directory",
                                       directory.string()));
  return {};
}

std::expected<void, std::string> make_directories(const fs::path& directory) {
  struct Row {
    const char* name;
    mode_t mode;
    const char* owner;
  };
  // Owners as `postfix check` wants them; delivery is by the user mail.
  constexpr std::array<Row, 7> kRows = {{{"etc", 0755, "root"},
                                         {"etc/sasl", 0755, "root"},
                                         {"sasl", 0755, "root"},
                                         {"queue", 0755, "root"},
                                         {"data", 0700, "postfix"},
                                         {"mail", 0755, "mail"},
                                         {"log", 0755, "root"}}};
  for (const Row& row : kRows) {
    if (auto made = make_directory(directory / row.name, row.mode); !made) return made;
    if (auto given = give_to(directory / row.name, row.owner); !given) return given;
  }
  return {};
}

// The plug-in answers for every mechanism from plain passwords; SCRAM's keys are derived on the
// way.
std::string sasl_conf(const fs::path& directory) {
  return fmt::format(
      "pwcheck_method: auxprop\n"
      "auxprop_plugin: sasldb\n"
      "sasldb_path: {}\n"
      "mech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256\n",
      (directory / "sasl" / "sasldb2").string());
}

std::expected<void, std::string> make_sasl(const Plan& plan) {
  // Debian's smtpd looks in the sasl folder of its configuration, whatever cyrus_sasl_config_path
  // says.
  const fs::path conf = plan.directory / "etc" / "sasl" / "smtpd.conf";
  if (auto written = write_file(conf, sasl_conf(plan.directory), 0644); !written) return written;
  const fs::path database = plan.directory / "sasl" / "sasldb2";
  for (const User& user : plan.users) {  // the password by stdin: argv is there for all to see
    const Command command{.argv = {"/usr/sbin/saslpasswd2", "-p", "-c", "-f", database.string(),
                                   "-u", std::string(kDomain), user.name},
                          .input = user.password};
    if (const Ran ran = plan.run(command); !ran.ok())
      return std::unexpected(fmt::format("{}: {}", shown(command), ran.output));
  }
  return give_to(database, "postfix");  // smtpd reads it after it has dropped root
}

// Bare user names: Postfix finds them for every domain in mydestination, and for [127.0.0.1].
std::string mailboxes(const Plan& plan) {
  std::string out = "postmaster postmaster/\n";
  for (const User& user : plan.users) out += fmt::format("{0} {0}/\n", user.name);
  return out;
}

// What differs from Debian's main.cf only in place, not in behaviour.
std::string places(const Plan& plan) {
  return fmt::format(
      "# Own directories; the system's /etc/postfix and /var/spool/postfix are not touched.\n"
      "queue_directory = {0}/queue\n"
      "data_directory = {0}/data\n"
      "# The log is read after attacks; there is no syslogd in a container.\n"
      "maillog_file = {0}/log/mail.log\n"
      "maillog_file_prefixes = {0}/log\n"
      "# /etc/aliases is the system's.\n"
      "alias_maps =\n"
      "alias_database =\n"
      "# A throw-away certificate for the lab's name, where Debian has its snake oil.\n"
      "smtpd_tls_cert_file = {0}/tls/cert.pem\n"
      "smtpd_tls_key_file = {0}/tls/key.pem\n",
      plan.directory.string());
}

constexpr std::string_view kDebian =
    "# As in Debian's own main.cf (/usr/share/postfix/main.cf.debian, postinst).\n"
    "compatibility_level = 3.6\n"
    "smtpd_banner = $myhostname ESMTP $mail_name (Debian/GNU)\n"
    "biff = no\n"
    "append_dot_mydomain = no\n"
    "readme_directory = no\n"
    "smtpd_tls_security_level = may\n"
    "smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated "
    "defer_unauth_destination\n"
    "mailbox_size_limit = 0\n"
    "recipient_delimiter = +\n";

// Pool users are no users of this system.
std::string delivery(const Plan& plan, PostfixBackend backend) {
  const std::string known =
      fmt::format("local_recipient_maps = texthash:{}/etc/mailboxes\n", plan.directory.string());
  if (backend == PostfixBackend::Dovecot)
    return fmt::format(
        "# Dovecot has the mailboxes.\n"
        "local_transport = lmtp:inet:127.0.0.1:{}\n{}",
        port_of(plan, "lmtp"), known);
  return fmt::format(
      "# virtual(8) puts the mail of pool users into maildirs here.\n"
      "local_transport = virtual\n{1}"
      "virtual_mailbox_maps = texthash:{0}/etc/mailboxes\n"
      "virtual_mailbox_base = {0}/mail\n"
      "virtual_mailbox_limit = 0\n"
      "# The user and group mail, 8 on every Debian (base-passwd).\n"
      "virtual_uid_maps = static:8\n"
      "virtual_gid_maps = static:8\n"
      "virtual_minimum_uid = 8\n",
      plan.directory.string(), known);
}

std::string names(const Plan& plan) {
  return fmt::format(
      "# Names of the lab. \"postmaster\" alone means postmaster@{1}.\n"
      "myhostname = {0}\n"
      "mydomain = {1}\n"
      "myorigin = {1}\n"
      "mydestination = {1}, {0}, localhost\n"
      "inet_interfaces = 127.0.0.1{2}\n"
      "inet_protocols = {3}\n"
      "# Everybody comes from loopback, and must be a stranger to be refused as one.\n"
      "mynetworks =\n"
      "# No mail leaves this machine: what is not ours, bounces too, is accepted and dropped.\n"
      "default_transport = discard\n"
      "relay_transport = discard\n"
      "# No name is looked up: a resolver that is slow or absent would show as a slow server.\n"
      "smtpd_peername_lookup = no\n"
      "disable_dns_lookups = yes\n"
      "smtp_dns_support_level = disabled\n",
      kHost, kDomain, plan.ipv6 ? ", ::1" : "", plan.ipv6 ? "all" : "ipv4");
}

std::string sasl(PostfixBackend backend) {
  if (backend == PostfixBackend::Dovecot)
    return "smtpd_sasl_type = dovecot\n"
           "smtpd_sasl_path = private/auth\n";
  return fmt::format(
      "smtpd_sasl_type = cyrus\n"
      "smtpd_sasl_path = smtpd\n"
      "smtpd_sasl_local_domain = {}\n",
      kDomain);
}

std::string limits_and_sasl(const Plan& plan, PostfixBackend backend) {
  std::string out =
      "# A case that makes mistakes on purpose need not wait a second for each; the number of "
      "errors\n"
      "# that ends a session (smtpd_hard_error_limit) stays.\n"
      "smtpd_error_sleep_time = 0\n"
      "# Many cases connect from one address at once. (The rate limits are off by default.)\n"
      "smtpd_client_connection_count_limit = 0\n"
      "# AUTH, turned on in master.cf for the submission ports; never in clear.\n"
      "smtpd_tls_auth_only = yes\n" +
      sasl(backend);
  if (!plan.variant.empty())
    out += fmt::format(
        "# What this variant is about. No client is exempt, as mynetworks is empty.\n"
        "smtpd_forbid_bare_newline = {}\n",
        plan.variant);
  return out;
}

// Debian's, without chroot (that needs copies of system files in the queue and shows nothing to a
// client) and without the clients smtp, relay and lmtp, so that no mail can leave.
constexpr std::string_view kInternalServices =
    "pickup    unix n - n 60 1 pickup\n"
    "cleanup   unix n - n - 0 cleanup\n"
    "qmgr      unix n - n 300 1 qmgr\n"
    "tlsmgr    unix - - n 1000? 1 tlsmgr\n"
    "rewrite   unix - - n - - trivial-rewrite\n"
    "bounce    unix - - n - 0 bounce\n"
    "defer     unix - - n - 0 bounce\n"
    "trace     unix - - n - 0 bounce\n"
    "verify    unix - - n - 1 verify\n"
    "flush     unix n - n 1000? 0 flush\n"
    "proxymap  unix - - n - - proxymap\n"
    "proxywrite unix - - n - 1 proxymap\n"
    "showq     unix n - n - - showq\n"
    "error     unix - - n - - error\n"
    "retry     unix - - n - - error\n"
    "discard   unix - - n - - discard\n"
    "local     unix - n n - - local\n"
    "virtual   unix - n n - - virtual\n"
    "anvil     unix - - n - 1 anvil\n"
    "scache    unix - - n - 1 scache\n"
    "postlog   unix-dgram n - n - 1 postlogd\n";

// The options that Debian's master.cf proposes for both submission ports.
constexpr std::string_view kSubmissionOptions =
    "  -o smtpd_sasl_auth_enable=yes\n"
    "  -o smtpd_reject_unlisted_recipient=no\n"
    "  -o smtpd_relay_restrictions=\n"
    "  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject\n"
    "  -o milter_macro_daemon_name=ORIGINATING\n";

}  // namespace

std::string postfix_main_cf(const Plan& plan, PostfixBackend backend) {
  return places(plan) + std::string(kDebian) + names(plan) + delivery(plan, backend) +
         limits_and_sasl(plan, backend);
}

std::string postfix_master_cf(const Plan& plan, PostfixBackend backend) {
  std::string out;
  for (const Port& port : plan.ports) {
    const bool submission = port.service == "submission" || port.service == "submissions";
    if (port.service != "smtp" && !submission) continue;
    // A port without an address is bound on all of inet_interfaces.
    fmt::format_to(std::back_inserter(out), "{} inet n - n - - smtpd\n", port.number);
    if (!submission) continue;
    out += fmt::format("  -o syslog_name=postfix/{}\n", port.service);
    // On submission Debian proposes smtpd_tls_security_level=encrypt; here STARTTLS is offered, not
    // obligatory, so that the dialogue before it can be examined. AUTH waits for TLS all the same.
    if (port.service == "submissions") out += "  -o smtpd_tls_wrappermode=yes\n";
    out += kSubmissionOptions;
  }
  out += kInternalServices;
  // This client only ever goes where local_transport says.
  if (backend == PostfixBackend::Dovecot) out += "lmtp      unix - - n - - lmtp\n";
  return out;
}

std::expected<void, std::string> prepare_postfix(const Plan& plan, PostfixBackend backend) {
  const fs::path& directory = plan.directory;
  if (auto good = check_path(directory); !good) return good;
  if (auto made = make_directories(directory); !made) return made;
  const fs::path etc = directory / "etc";
  if (auto done = write_file(etc / "mailboxes", mailboxes(plan), 0644); !done) return done;
  if (auto done = write_file(etc / "main.cf", postfix_main_cf(plan, backend), 0644); !done)
    return done;
  if (auto done = write_file(etc / "master.cf", postfix_master_cf(plan, backend), 0644); !done)
    return done;
  if (backend == PostfixBackend::Dovecot) return {};
  return make_sasl(plan);
}

// With core files allowed as far as the machine does, or alive() could not find any.
Command start_postfix_and_dovecot(const fs::path& directory) {
  return {.argv = {"/bin/sh", "-c",
                   "ulimit -c \"$(ulimit -H -c)\"; /usr/sbin/postfix -c \"$1\" start && "
                   "exec /usr/sbin/dovecot -c \"$2\"",
                   "sh", (directory / "etc").string(), dovecot_conf_file(directory).string()},
          .directory = directory};
}

Command stop_postfix_and_dovecot(const fs::path& directory) {
  return {.argv = {"/bin/sh", "-c",
                   "/usr/sbin/dovecot -c \"$2\" stop; exec /usr/sbin/postfix -c \"$1\" stop", "sh",
                   (directory / "etc").string(), dovecot_conf_file(directory).string()},
          .directory = directory,
          .deadline = std::chrono::seconds(15)};
}

namespace {

std::expected<void, std::string> prepare(const Plan& plan) {
  if (auto done = prepare_postfix(plan, PostfixBackend::Own); !done) return done;
  return prepare_dovecot(plan);
}

}  // namespace

bool postfix_is_trouble(std::string_view line) {
  const std::size_t at = line.find("]: ");  // "Nov  3 10:00:00 host postfix/smtpd[123]: message"
  if (at == std::string_view::npos) return false;
  const std::string_view message = line.substr(at + 3);
  if (message.starts_with("panic: ") || message.starts_with("fatal: ")) return true;
  // master(8): "warning: process /usr/lib/postfix/sbin/smtpd pid 7 killed by signal 11"
  return message.starts_with("warning: process /") &&
         (message.find(" killed by signal ") != std::string_view::npos ||
          message.find(" exit status ") != std::string_view::npos);
}

Recipe postfix_recipe(std::string_view name, std::string_view summary, std::string_view variant) {
  return {.name = name,
          .summary = summary,
          .software = "Postfix",
          .variant = variant,
          .root_reason = "Postfix's master(8) insists",
          .packages = kPackages,
          .services = kServices,
          .pid_file = "queue/pid/master.pid",
          .companion_pid_file = kDovecotPidFile,
          .companion_software = {},
          .companion_package = {},
          .facts = {},
          .log_file = "log/mail.log",
          .prepare = prepare,
          .start = start_postfix_and_dovecot,
          .stop = stop_postfix_and_dovecot,
          .is_trouble = postfix_is_trouble};
}

}  // namespace wireassay::lab
