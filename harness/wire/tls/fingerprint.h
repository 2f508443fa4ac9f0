// Fingerprints of hellos as other tools print them: JA3, JA3S and JA4.
#pragma once

#include <string>

#include "wire/tls/hello.h"

namespace wireassay::tls {

/// "771,4865-4866,0-23-10,29-23,0": version, suites, extensions, groups, point formats, without
/// GREASE.
std::string ja3_full(const ClientHello& hello);
/// MD5 of that, in hexadecimal.
std::string ja3(const ClientHello& hello);
/// "771,49199,65281-11": version, suite, extensions.
std::string ja3s_full(const ServerHello& hello);
std::string ja3s(const ServerHello& hello);

/// "t13d1516h2_8daaf6152771_e5627efa2ab1", over TCP.
std::string ja4(const ClientHello& hello);

}  // namespace wireassay::tls
