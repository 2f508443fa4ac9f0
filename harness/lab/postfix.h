// Debian's Postfix as it comes, on high loopback ports and in directories of its own.
#pragma once

#include <string>
#include <string_view>

#include "lab/recipe.h"

namespace wireassay::lab {

// A row of the table. `variant` is a value of smtpd_forbid_bare_newline; empty leaves the default.
Recipe postfix_recipe(std::string_view name, std::string_view summary, std::string_view variant);

// Who has the mailboxes and passwords: virtual(8) and Cyrus SASL with files of their own, or
// Dovecot, by LMTP and its auth socket.
enum class PostfixBackend { Own, Dovecot };

std::string postfix_main_cf(const Plan& plan, PostfixBackend backend = PostfixBackend::Own);
std::string postfix_master_cf(const Plan& plan, PostfixBackend backend = PostfixBackend::Own);

// Directories and configuration, and passwords of its own.
std::expected<void, std::string> prepare_postfix(const Plan& plan, PostfixBackend backend);

// Postfix, then the Dovecot beside it; and the other way round.
Command start_postfix_and_dovecot(const std::filesystem::path& directory);
Command stop_postfix_and_dovecot(const std::filesystem::path& directory);

// "postfix/smtpd[7]: panic: …", "… fatal: …" and master's word that a child died. What a client
// said never counts: only the beginning of the message is looked at.
bool postfix_is_trouble(std::string_view log_line);

}  // namespace wireassay::lab
