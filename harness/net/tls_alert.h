// Names of TLS alerts, spelt as in the RFCs.
#pragma once

#include <cstdint>
#include <string>

namespace wireassay::net {

/// "decode_error" for 50; "alert_123" for a number that no RFC names.
std::string tls_alert_name(std::uint8_t number);

}  // namespace wireassay::net
