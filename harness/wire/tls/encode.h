// A ClientHello as a scenario wants it: what is said, what of it is made wrong, and how it is cut
// into records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/field.h"
#include "wire/tls/hello.h"
#include "wire/tls/record.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {

/// What a plain hello says; an extension comes for each part that is not empty, in this order.
struct HelloParts {
  std::uint16_t version = kTls12;
  std::string random = std::string(kRandom, '\0');
  std::string session_id;
  std::vector<std::uint16_t> cipher_suites;
  std::string compression = std::string(1, '\0');
  std::string server_name;
  std::vector<std::uint16_t> groups;
  std::vector<std::uint16_t> signatures;
  std::vector<std::string> alpn;
  std::vector<std::uint16_t> supported_versions;
  std::vector<KeyShare> key_share;
  std::vector<Extension> more;
};
ClientHello client_hello(const HelloParts& parts);

struct HelloPlan {
  ClientHello hello;
  std::uint16_t record_version = kTls10;
  std::vector<Override> changes;       ///< paths as below
  std::vector<std::size_t> fragments;  ///< lengths of the first records; may be beyond the limit
};

/// The octets to send. Paths: "record.type", "record.version", "record" (its fragment and length;
/// of the first record only), "handshake.type", "handshake" (the body and its length), and the
/// fields of the hello ("cipher_suites", "extensions.server_name.data.list"). Where there is no
/// such field, nothing changes.
std::string to_wire(const HelloPlan& plan);

/// Every path that to_wire() knows for this hello.
std::vector<std::string> paths(const HelloPlan& plan);

/// A path as scenarios write it, "cipher_suites.length", "server_name", "alpn.length": sets path
/// and what of `change`. False where the language has no such field.
bool resolve(std::string_view written, Override& change);
/// The path that is meant by one that resolve() does not know: "cipher_suites.length" for
/// "cypher_suites.length". Empty where none is near.
std::string nearest_path(std::string_view written);

}  // namespace wireassay::tls
