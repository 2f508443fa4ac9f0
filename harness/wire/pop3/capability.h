// Lines of the response to CAPA: RFC 2449 section 3.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "core/parsed.h"

namespace wireassay::pop3 {

/// "Each capability line is limited to 512 octets (including the CRLF)." (RFC 2449 section 5)
inline constexpr std::size_t kMaxCapability = 512;

/// capability = capa-tag *(SP param) CRLF
struct Capability {
  std::string tag;  ///< as it was sent
  std::vector<std::string> params;
  bool operator==(const Capability&) const = default;
};
/// `line` is without its CRLF.
std::expected<Capability, ParseError> parse_capability(std::string_view line);
std::string to_text(const Capability& capability);

/// Lines in the notation of all protocols: "EXPIRE=60", "AUTH=PLAIN" for each mechanism of SASL.
/// Lines out of syntax are read as well as they can be.
TextList capabilities_of(const TextList& lines);

}  // namespace wireassay::pop3
