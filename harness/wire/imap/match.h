// Expected untagged data and response codes, compared as IMAP: what is a set and what is a list is
// known here and nowhere else.
#pragma once

#include "core/structure.h"

namespace wireassay::imap {

/// Of field `untagged`: "2 FETCH (FLAGS (\Seen) UID ${?uid})", without "* ".
const Structure& untagged_structure();
/// Of field `code`: "UIDNEXT ${?n}", without brackets.
const Structure& code_structure();

}  // namespace wireassay::imap
