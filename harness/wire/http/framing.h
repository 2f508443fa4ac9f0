// Where a message ends: RFC 9112 section 6.3, rule by rule.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/message.h"

namespace wireassay::http {

enum class Body {
  None,        ///< ends with its header section
  Length,      ///< Content-Length
  Chunked,     ///< chunked is the final transfer coding
  UntilClose,  ///< a response without declared length
  Tunnel,      ///< 2xx to CONNECT: what follows is no HTTP
  Invalid,     ///< cannot be told: the connection is of no further use
};
std::string_view to_string(Body body);

/// What a response answers.
struct Asked {
  std::string method = "GET";
  Version version = kHttp11;  ///< of the request
};

struct Framing {
  /// What is wrong, and in which field line.
  struct Fault {
    std::string_view rule;
    std::size_t field = 0;
    bool operator==(const Fault&) const = default;
  };
  Body body = Body::None;
  std::uint64_t length = 0;  ///< of Body::Length
  bool too_large = false;    ///< a Content-Length beyond 64 bits; body is Invalid
  /// "MUST treat the message as if the framing is faulty … and close the connection"
  bool must_close = false;
  std::vector<Fault> faults;
  bool operator==(const Framing&) const = default;
};

Framing request_framing(const Version& version, const Fields& fields);
Framing response_framing(const Asked& asked, const Version& version, std::uint16_t status,
                         const Fields& fields);

/// True if the status says that nothing follows the header section, whatever was asked.
bool never_has_content(std::uint16_t status);

}  // namespace wireassay::http
