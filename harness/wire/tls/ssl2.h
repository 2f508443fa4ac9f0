// The hello in the framing of SSL 2.0: RFC 5246 appendix E.2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/field.h"
#include "wire/tls/reader.h"

namespace wireassay::tls {

struct Ssl2Hello {
  std::uint8_t type = 1;  ///< 1 is CLIENT-HELLO
  std::uint16_t version = 0;
  std::vector<std::uint32_t> cipher_specs;  ///< 24 bits each; 0x00c02f is a suite of TLS
  std::string session_id, challenge;
  bool operator==(const Ssl2Hello&) const = default;
};

/// The octets behind the two of the length.
Decoded<Ssl2Hello> decode_ssl2_hello(std::string_view body);
/// A header of two octets and its body, 32767 octets at most. Malformed "msg_length" where the
/// highest bit is not set.
Parsed<std::string> parse_ssl2_body(std::string_view in);

/// With the length of two octets; all lengths are fields of their own ("challenge_length").
Field fields(const Ssl2Hello& hello);
std::string to_wire(const Ssl2Hello& hello);

}  // namespace wireassay::tls
