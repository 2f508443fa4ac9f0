// A whole mail server: Postfix delivers by LMTP into Dovecot, which also knows the passwords.
#pragma once

#include "lab/recipe.h"

namespace wireassay::lab {

Recipe mail_recipe();

}  // namespace wireassay::lab
