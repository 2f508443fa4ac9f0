// OpenSSL's base64 beside ours.
#pragma once

#include "beside/beside.h"

namespace wireassay::beside {

/// http::decode_base64 (RFC 4648) beside EVP_DecodeBlock; what was read is written again by both,
/// and the other readers of the house say the same.
extern const Pair kBase64;

}  // namespace wireassay::beside
