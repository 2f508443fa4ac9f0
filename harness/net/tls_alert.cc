#include "net/tls_alert.h"

#include <string_view>

namespace wireassay::net {
namespace {

struct Alert {
  std::uint8_t number;
  std::string_view name;
};

// RFC 8446 section 6, with the numbers that it reserves: RFC 5246 section 7.2, RFC 2246
// section 7.2, SSL 3.0 (RFC 6101). Others: RFC 9147 (52), RFC 7507 (86), RFC 6066 section 9 (111 to
// 114), RFC 4279 (115), RFC 7301 section 3.2 (120).
constexpr Alert kAlerts[] = {
    {0, "close_notify"},
    {10, "unexpected_message"},
    {20, "bad_record_mac"},
    {21, "decryption_failed"},
    {22, "record_overflow"},
    {30, "decompression_failure"},
    {40, "handshake_failure"},
    {41, "no_certificate"},
    {42, "bad_certificate"},
    {43, "unsupported_certificate"},
    {44, "certificate_revoked"},
    {45, "certificate_expired"},
    {46, "certificate_unknown"},
    {47, "illegal_parameter"},
    {48, "unknown_ca"},
    {49, "access_denied"},
    {50, "decode_error"},
    {51, "decrypt_error"},
    {52, "too_many_cids_requested"},
    {60, "export_restriction"},
    {70, "protocol_version"},
    {71, "insufficient_security"},
    {80, "internal_error"},
    {86, "inappropriate_fallback"},
    {90, "user_canceled"},
    {100, "no_renegotiation"},
    {109, "missing_extension"},
    {110, "unsupported_extension"},
    {111, "certificate_unobtainable"},
    {112, "unrecognized_name"},
    {113, "bad_certificate_status_response"},
    {114, "bad_certificate_hash_value"},
    {115, "unknown_psk_identity"},
    {116, "certificate_required"},
    {120, "no_application_protocol"},
};

}  // namespace

std::string tls_alert_name(std::uint8_t number) {
  for (const Alert& alert : kAlerts) {
    if (alert.number == number) return std::string(alert.name);
  }
  return "alert_" + std::to_string(number);
}

}  // namespace wireassay::net
