// Debian's Postfix as it comes, on high loopback ports and in directories of its own.
#pragma once

#include <string>
#include <string_view>

#include "lab/recipe.h"

namespace wireassay::lab {

// A row of the table. `variant` is a value of smtpd_forbid_bare_newline; empty leaves the default.
Recipe postfix_recipe(std::string_view name, std::string_view summary, std::string_view variant);

std::string postfix_main_cf(const Plan& plan);
std::string postfix_master_cf(const Plan& plan);

// "postfix/smtpd[7]: panic: …", "… fatal: …" and master's word that a child died. What a client
// said never counts: only the beginning of the message is looked at.
bool postfix_is_trouble(std::string_view log_line);

}  // namespace wireassay::lab
