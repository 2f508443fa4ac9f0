// The converters of the C library beside the house's own character sets.
#pragma once

#include "beside/beside.h"

namespace wireassay::beside {

/// message::is_utf8 beside UTF-8 to UTF-32: which octets make a character.
extern const Pair kUtf8;
/// imap::utf7_decode and imap::utf7_encode beside UTF-7-IMAP (glibc 2.36 has it).
extern const Pair kUtf7Decode, kUtf7Encode;

}  // namespace wireassay::beside
