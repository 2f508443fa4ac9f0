// A server of OpenSSL beside our reading of a ClientHello.
#pragma once

#include "beside/beside.h"

namespace wireassay::beside {

/// tls::decode_client_hello beside what SSL_CTX_set_client_hello_cb shows: every field, and the
/// extensions that OpenSSL knows, in their order. Refused: the message does not fall into its
/// parts.
extern const Pair kClientHello;
/// Whether anything is wrong with a hello: our anomalies beside the alert of a server that takes
/// all suites and versions. Where the two cannot agree on what to speak, that server says nothing
/// of the form.
extern const Pair kClientHelloRules;

}  // namespace wireassay::beside
