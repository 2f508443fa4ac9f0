// What a field of TLS means, and where it is defined.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wireassay::tls {

/// The field at the end of a path ("client_hello.extensions.server_name.type").
struct FieldPlace {
  std::string_view path;
  std::uint16_t version = 0;  ///< negotiated, as far as is known
};
/// "TLS 1.2", "client_hello", "mail.example.org"; empty where the octets say all.
std::string meaning_of(const FieldPlace& place, std::string_view octets);
/// Octets of one element where the field is a list of numbers; else 0.
std::size_t element_of(std::string_view path);
/// "RFC 8446 4.1.2"; empty where there is none.
std::string_view clause_of(std::string_view path);

}  // namespace wireassay::tls
