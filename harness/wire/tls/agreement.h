// What an answer breaks in the light of what was asked: rules that no message breaks on its own.
// What it does break on its own (a legacy_version, an extension of another message, a GREASE value)
// the decoders note.
#pragma once

#include <vector>

#include "wire/tls/hello.h"
#include "wire/tls/messages.h"

namespace wireassay::tls {

/// Of a ServerHello or HelloRetryRequest; offsets in what to_wire() prints of the answer, which is
/// its body where that is whole. A downgrade sentinel is not missed: only who knows the server
/// could.
std::vector<Deviation> disagreements(const ClientHello& offered, const ServerHello& answer);
/// Of the message under keys; offsets likewise.
std::vector<Deviation> disagreements(const ClientHello& offered, const EncryptedExtensions& answer);
/// Of the hello, or second retry, that follows a HelloRetryRequest.
std::vector<Deviation> disagreements(const ServerHello& retry, const ServerHello& answer);

}  // namespace wireassay::tls
