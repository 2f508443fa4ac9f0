// Certificates, read by OpenSSL and written back.
#pragma once

#include "beside/beside.h"

namespace wireassay::beside {

/// Octets that begin with a certificate beside what i2d_X509 writes of it, and the names that we
/// read in it beside those that X509_check_host finds.
extern const Pair kCertificate;

}  // namespace wireassay::beside
