// A Message-ID after the recipe <TIME.RANDOM@host> with both numbers in base 36. Time and
// randomness are arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wireassay::message {

/// 0-9A-Z, no leading zeros, "0" for nothing.
std::string to_base36(std::uint64_t number);

/// `time` in the highest resolution there is, `random` 64 bits from a good generator, `host` the
/// FQDN.
std::string make_message_id(std::uint64_t time, std::uint64_t random, std::string_view host);

}  // namespace wireassay::message
