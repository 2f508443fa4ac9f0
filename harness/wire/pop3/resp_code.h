// Response codes and where they may stand: RFC 2449 section 8, RFC 3206, RFC 6856 section 5.
#pragma once

#include <string_view>

#include "wire/pop3/command.h"
#include "wire/pop3/reply.h"

namespace wireassay::pop3 {

/// False if the code is one of these RFCs and they do not allow it in such a response. `asked` is
/// the command; Other where it is not known.
bool resp_code_allowed(std::string_view code, Status status, Verb asked);

}  // namespace wireassay::pop3
