// Debian's Dovecot beside a mail transfer agent of the lab: POP3 on the maildirs it delivers to, so
// that a run can read what was delivered.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "lab/recipe.h"

namespace wireassay::lab {

// In the state directory; its process leads a session of its own.
inline constexpr std::string_view kDovecotPidFile = "dovecot/run/master.pid";

// Maildirs are DIRECTORY/mail/USER, owned by the user and group mail.
std::string dovecot_conf(const Plan& plan);

// Directories, configuration and passwords; tls/ is there already.
std::expected<void, std::string> prepare_dovecot(const Plan& plan);

std::filesystem::path dovecot_conf_file(const std::filesystem::path& directory);

}  // namespace wireassay::lab
