// Certificate messages that were read before: servers send the same one again and again, and
// reading it takes longer than all else of a handshake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "wire/tls/certificate.h"

namespace wireassay::trace {

struct CertificateLimits {
  std::size_t octets =
      8 * 1024 * 1024;     ///< of messages that are remembered; then all are forgotten
  std::size_t chain = 64;  ///< certificates of one message that are read
};

struct ReadCertificates {
  std::size_t entries = 0;
  std::vector<tls::CertificateFacts> chain;
  std::vector<Deviation> anomalies;
};

class CertificateCache {
 public:
  explicit CertificateCache(const CertificateLimits& limits = {}) : limits_(limits) {}

  /// Valid until the next call.
  const ReadCertificates& read(std::string_view body, std::uint16_t version, tls::Sender sender);

 private:
  using Key = std::tuple<std::uint16_t, tls::Sender, std::string>;
  CertificateLimits limits_;
  std::map<Key, ReadCertificates> known_;
  std::size_t octets_ = 0;
};

}  // namespace wireassay::trace
