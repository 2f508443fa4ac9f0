// The little that decoding asks of OpenSSL for each certificate.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace wireassay::tls {

/// Octets of the certificate that `der` begins with; nullopt where it begins with none.
std::optional<std::size_t> x509_size(std::string_view der);

}  // namespace wireassay::tls
