// A response of the HTTP server before it is octets: what a resource says, without the fields that
// every response has and without its framing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reference/http_faults.h"
#include "wire/http/message.h"

namespace wireassay::reference {

struct HttpAnswer {
  std::uint16_t status = 200;
  http::Fields fields;  ///< but Date, Server, Connection, Content-Type and those of framing
  std::string type;     ///< Content-Type; empty: none
  std::string content;
  /// Chunked, with this trailer section.
  std::optional<http::Fields> trailers;
  bool length_unsaid = false;  ///< to HEAD, where GET would have other content
  bool close = false;          ///< the connection is of no further use
};

/// With a line of text for people.
HttpAnswer plain_answer(std::uint16_t status);
std::string_view reason_phrase(std::uint16_t status);

/// What of the request decides the form of its response.
struct HttpAsked {
  std::string method = "GET";
  http::Version version = http::kHttp11;
  bool persists = false;  ///< as far as the request goes
};
/// A response in the parts that octets are made of.
struct HttpMessage {
  std::string status_line;
  http::Fields fields;
  std::string body;  ///< as it is framed
};
/// Octets of the response, `now` in its Date. The connection ends where it says so or must not
/// persist.
std::string to_wire(const HttpAnswer& answer, const HttpAsked& asked, std::int64_t now,
                    const HttpFaults& faults);

}  // namespace wireassay::reference
