// A CA and a server certificate for the lab's host name, made anew for each instance.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "lab/process.h"

namespace wireassay::lab {

// Writes ca.pem, cert.pem and key.pem (RSA), ecdsa.pem and ecdsa-key.pem (P-256, for servers that
// serve both) into `directory`. The CA's key is thrown away: nothing else is ever signed by it, so
// to trust ca.pem is to trust this one server.
std::expected<void, std::string> make_certificate(const std::filesystem::path& directory,
                                                  const Runner& run);

}  // namespace wireassay::lab
