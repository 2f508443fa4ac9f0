// The keys that a pcapng file brings itself: Decryption Secrets Blocks (section 4.7 of
// draft-ietf-opsawg-pcapng), which libpcap passes over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <iosfwd>
#include <string>

#include "trace/key_log.h"

namespace wireassay::trace {

namespace block {
inline constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a, kInterfaceDescription = 1,
                               kEnhancedPacket = 6, kDecryptionSecrets = 10;
}
inline constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
/// "TLSK": the lines of a key log.
inline constexpr std::uint32_t kTlsKeyLog = 0x544c534b;

struct SecretsLimits {
  std::size_t block = 64 * 1024 * 1024;  ///< octets of one Decryption Secrets Block
};

/// Adds the keys of all sections to `log` and answers how many blocks had some. A file that is no
/// pcapng has none; one that ends inside of a block is read as far as it goes. The error names
/// `name` and where.
std::expected<std::size_t, std::string> read_secrets(std::istream& file, const std::string& name,
                                                     KeyLog& log, const SecretsLimits& limits = {});

}  // namespace wireassay::trace
