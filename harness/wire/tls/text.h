// Octets of TLS as people write them down, and field by field what they mean.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace wireassay::tls {

/// Octets that are explained at most.
inline constexpr std::size_t kMaxExplained = 1 << 20;

/// Hexadecimal octets in any of the usual forms: "16 03 02 …", "160302", "16:03:02", "0x16, 0x03",
/// "\x16\x03", dumps with offsets in front and text behind. Comments (# and //), tags in angle
/// brackets, backslashes at line ends and lines that begin with no octet are passed over. The error
/// says line and column.
std::expected<std::string, std::string> octets_of_text(std::string_view text);

/// Records, bare handshake messages, a bare list of certificates, a certificate, a hello of
/// SSL 2.0: each field on a line with offset, octets, name, meaning and clause, then what is wrong
/// with it. Always valid ASCII. The error says that the octets are none of these.
std::expected<std::string, std::string> explain(std::string_view octets);
std::expected<std::string, std::string> explain_text(std::string_view text);

}  // namespace wireassay::tls
