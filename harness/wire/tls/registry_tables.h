// The longest of the tables behind registry.h.
#pragma once

#include <span>

#include "wire/tls/registry.h"

namespace wireassay::tls {

/// By rising number.
std::span<const NamedNumber> cipher_suites();

}  // namespace wireassay::tls
