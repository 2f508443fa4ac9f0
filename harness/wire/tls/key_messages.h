// Messages that carry or confirm keys, and those without a body: RFC 5246 sections 7.4.1.1, 7.4.5,
// 7.4.7 and 7.4.9, RFC 8422 section 5.7, RFC 8446 sections 4.4.1, 4.4.4, 4.5 and 4.6.3, RFC 8879.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/tls/messages.h"

namespace wireassay::tls {

/// The encrypted premaster secret, the client's public value of DHE, or its point.
struct ClientKeyExchange {
  std::size_t width = 0;  ///< octets of the length in front; 0: the key exchange is not known
  std::string exchange;
  bool operator==(const ClientKeyExchange&) const = default;
};
Decoded<ClientKeyExchange> decode_client_key_exchange(std::string_view body, std::uint16_t version,
                                                      KeyExchange kind);
Field fields(const ClientKeyExchange& message);

struct Finished {
  std::string verify_data;
  bool operator==(const Finished&) const = default;
};
Decoded<Finished> decode_finished(std::string_view body, std::uint16_t version);
Field fields(const Finished& message);

struct KeyUpdate {
  std::uint8_t request = 0;  ///< update_not_requested, update_requested
  bool operator==(const KeyUpdate&) const = default;
};
Decoded<KeyUpdate> decode_key_update(std::string_view body);
Field fields(const KeyUpdate& message);

/// HelloRequest, ServerHelloDone, EndOfEarlyData.
struct NoBody {
  bool operator==(const NoBody&) const = default;
};
Decoded<NoBody> decode_no_body(std::string_view body);
Field fields(const NoBody& message);

/// Stands in transcripts only: no peer sends it.
struct MessageHash {
  std::string hash;
  bool operator==(const MessageHash&) const = default;
};
Decoded<MessageHash> decode_message_hash(std::string_view body);
Field fields(const MessageHash& message);

/// The message inside is not made: what it claims to become is only read.
struct CompressedCertificate {
  std::uint16_t algorithm = 0;  ///< zlib, brotli, zstd
  std::uint32_t octets = 0;     ///< of the Certificate message inside
  std::string compressed;
  bool operator==(const CompressedCertificate&) const = default;
};
Decoded<CompressedCertificate> decode_compressed_certificate(std::string_view body);
Field fields(const CompressedCertificate& message);

}  // namespace wireassay::tls
