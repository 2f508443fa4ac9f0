// Dovecot alone, with a sink for what is submitted.
#include <array>
#include <chrono>

#include "lab/dovecot.h"
#include "lab/files.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

// The first gives the version. smtp-sink is Postfix's.
constexpr std::array<std::string_view, 7> kPackages = {
    "dovecot-core",        "dovecot-imapd", "dovecot-pop3d", "dovecot-lmtpd",
    "dovecot-submissiond", "postfix",       "openssl"};
constexpr std::array<ServiceRow, 8> kServices = {
    {{.name = "imap", .greeting = "* OK", .binds_alone = true},
     {.name = "imaps", .greeting = "* OK", .implicit_tls = true, .binds_alone = true},
     {.name = "pop3", .greeting = "+OK", .binds_alone = true},
     {.name = "pop3s", .greeting = "+OK", .implicit_tls = true, .binds_alone = true},
     {.name = "submission", .greeting = "220 ", .binds_alone = true},
     {.name = "submissions", .greeting = "220 ", .implicit_tls = true, .binds_alone = true},
     {.name = "lmtp", .greeting = "220 ", .binds_alone = true, .internal = true},
     {.name = "sink", .greeting = "220 ", .internal = true}}};
constexpr std::string_view kSinkPidFile = "sink.pid";

std::expected<void, std::string> prepare(const Plan& plan) {
  for (const char* name : {"mail", "log"})
    if (auto made = make_directory(plan.directory / name, 0755); !made) return made;
  if (auto given = give_to(plan.directory / "mail", "mail"); !given) return given;
  const std::string port = std::to_string(port_of(plan, "sink"));
  if (auto written = write_file(plan.directory / "sink.port", port, 0644); !written) return written;
  return prepare_dovecot(plan, DovecotRole::Server);
}

// With core files allowed as far as the machine does, or alive() could not find any.
Command start(const fs::path& directory) {
  return {.argv = {"/bin/sh", "-c",
                   "ulimit -c \"$(ulimit -H -c)\"; "
                   "/usr/bin/setsid /usr/sbin/smtp-sink -u nobody 127.0.0.1:\"$(cat sink.port)\" "
                   "256 </dev/null >/dev/null 2>&1 & echo $! >\"$1/sink.pid\"; "
                   "exec /usr/sbin/dovecot -c \"$2\"",
                   "sh", directory.string(), dovecot_conf_file(directory).string()},
          .directory = directory};
}

Command stop(const fs::path& directory) {
  return {.argv = {"/bin/sh", "-c",
                   "kill \"$(cat \"$1/sink.pid\")\"; exec /usr/sbin/dovecot -c \"$2\" stop", "sh",
                   directory.string(), dovecot_conf_file(directory).string()},
          .directory = directory,
          .deadline = std::chrono::seconds(15)};
}

}  // namespace

Recipe dovecot_recipe() {
  return {.name = "dovecot",
          .summary = "Dovecot: IMAP, POP3, submission",
          .software = "Dovecot",
          .variant = {},
          .root_reason = "Dovecot's processes run as users of their own",
          .packages = kPackages,
          .services = kServices,
          .pid_file = kDovecotPidFile,
          .companion_pid_file = kSinkPidFile,
          .companion_software = {},
          .companion_package = {},
          .facts = kDovecotFacts,
          .log_file = "log/dovecot.log",
          .prepare = prepare,
          .start = start,
          .stop = stop,
          .is_trouble = dovecot_is_trouble};
}

}  // namespace wireassay::lab
