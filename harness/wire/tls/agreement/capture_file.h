// Inputs as a capture file that tshark reads: a TCP conversation each.
#pragma once

#include <string>
#include <vector>

#include "wire/tls/agreement/inputs.h"

namespace wireassay::tls::agreement {

/// Conversation n is input n.
std::string to_capture(const std::vector<Input>& inputs);

}  // namespace wireassay::tls::agreement
