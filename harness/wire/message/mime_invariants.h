// What every parse of a message keeps, for unit tests and the fuzz target.
#pragma once

#include <string>
#include <string_view>

namespace wireassay::message {

/// Empty, or what is wrong: ranges outside of the message or of the parent, siblings that overlap,
/// limits exceeded, or sections that are not what the tree says.
std::string broken_mime(std::string_view octets);

}  // namespace wireassay::message
