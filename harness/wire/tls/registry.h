// Numbers of the IANA registries of TLS as mail and web servers use them: data, with their names.
// A number that is not here keeps its value and is shown as "0x1234".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wireassay::tls {

inline constexpr std::uint16_t kSsl2 = 0x0002, kSsl3 = 0x0300, kTls10 = 0x0301, kTls11 = 0x0302,
                               kTls12 = 0x0303, kTls13 = 0x0304;

/// Wire values that code compares with. Any other number is kept as it came.
namespace content {
inline constexpr std::uint8_t kChangeCipherSpec = 20, kAlert = 21, kHandshake = 22,
                              kApplicationData = 23, kHeartbeat = 24;
}
namespace handshake {
inline constexpr std::uint8_t kHelloRequest = 0, kClientHello = 1, kServerHello = 2,
                              kNewSessionTicket = 4, kEndOfEarlyData = 5, kEncryptedExtensions = 8,
                              kCertificate = 11, kServerKeyExchange = 12, kCertificateRequest = 13,
                              kServerHelloDone = 14, kCertificateVerify = 15,
                              kClientKeyExchange = 16, kFinished = 20, kCertificateStatus = 22,
                              kKeyUpdate = 24, kCompressedCertificate = 25, kMessageHash = 254;
}
namespace extension {
inline constexpr std::uint16_t kServerName = 0, kMaxFragmentLength = 1, kStatusRequest = 5,
                               kSupportedGroups = 10, kEcPointFormats = 11,
                               kSignatureAlgorithms = 13, kHeartbeat = 15, kAlpn = 16,
                               kPadding = 21, kRecordSizeLimit = 28, kPreSharedKey = 41,
                               kSupportedVersions = 43, kCookie = 44, kKeyShare = 51,
                               kRenegotiationInfo = 65281;
}
/// Signals in the list of cipher suites: RFC 5746 section 3.3, RFC 7507.
inline constexpr std::uint16_t kRenegotiationScsv = 0x00ff, kFallbackScsv = 0x5600;

struct NamedNumber {
  std::uint16_t value = 0;
  std::string_view name;
};

enum class Registry {
  Version,
  ContentType,
  HandshakeType,
  CipherSuite,
  Extension,
  Group,
  SignatureScheme,
  AlertLevel,
  AlertDescription,
  Compression,
  PointFormat,
  PskMode,
  CurveType,
  CertificateType,
};

std::span<const NamedNumber> table(Registry registry);
/// Empty where the number has no name here.
std::string_view name_of(Registry registry, std::uint16_t value);
/// The name, "GREASE 0x3a3a", or "0x1234".
std::string show(Registry registry, std::uint16_t value);
/// False where the registry has no such name; `value` is left alone then.
bool number_of(Registry registry, std::string_view name, std::uint16_t& value);

/// RFC 8701 section 2: {0x0A,0x0A}, {0x1A,0x1A} … {0xFA,0xFA}; of PskMode 0x0B, 0x2A … 0xE4. The
/// other registries of single octets have none.
bool is_grease(Registry registry, std::uint16_t value);

/// Octets of a key_exchange or point of this group (RFC 8446 section 4.2.8, RFC 7919); 0 where the
/// group is not known.
std::size_t share_octets(std::uint16_t group);

}  // namespace wireassay::tls
