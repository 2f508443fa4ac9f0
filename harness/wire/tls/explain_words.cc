// Tables from names of fields to registries and clauses.
#include "wire/tls/explain_words.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "core/escape.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

struct Numbers {
  std::string_view ending;  ///< of the path
  Registry registry;
  std::size_t element;  ///< octets of one number; 0: the field is one number
};
constexpr std::array kNumbers = {
    Numbers{"record.type", Registry::ContentType, 0},
    Numbers{"record.version", Registry::Version, 0},
    Numbers{"handshake.type", Registry::HandshakeType, 0},
    Numbers{"hello.version", Registry::Version, 0},
    Numbers{"request.version", Registry::Version, 0},
    Numbers{"body.version", Registry::Version, 0},
    Numbers{"cipher_suites", Registry::CipherSuite, 2},
    Numbers{"cipher_suite", Registry::CipherSuite, 0},
    Numbers{"client_hello.compression", Registry::Compression, 1},
    Numbers{"compression", Registry::Compression, 0},
    Numbers{"supported_groups.data.list", Registry::Group, 2},
    Numbers{"ec_point_formats.data.list", Registry::PointFormat, 1},
    Numbers{"signature_algorithms.data.list", Registry::SignatureScheme, 2},
    Numbers{"signature_algorithms_cert.data.list", Registry::SignatureScheme, 2},
    Numbers{"signature_schemes", Registry::SignatureScheme, 2},
    Numbers{"signature_scheme", Registry::SignatureScheme, 0},
    Numbers{"certificate_verify.scheme", Registry::SignatureScheme, 0},
    Numbers{"supported_versions.data.list", Registry::Version, 2},
    Numbers{"supported_versions.data.value", Registry::Version, 0},
    Numbers{"psk_key_exchange_modes.data.list", Registry::PskMode, 1},
    Numbers{"key_share.data.value", Registry::Group, 0},
    Numbers{"group", Registry::Group, 0},
    Numbers{"curve_type", Registry::CurveType, 0},
    Numbers{"certificate_request.types", Registry::CertificateType, 1},
    Numbers{"alert.level", Registry::AlertLevel, 0},
    Numbers{"alert.description", Registry::AlertDescription, 0},
};

struct Clause {
  std::string_view part;  ///< of the path
  std::string_view clause;
};
/// The first one that is in the path counts: extensions before the messages that hold them.
constexpr std::array kClauses = {
    Clause{".server_name", "RFC 6066 3"},
    Clause{".max_fragment_length", "RFC 6066 4"},
    Clause{".status_request", "RFC 6066 8"},
    Clause{".supported_groups", "RFC 8446 4.2.7"},
    Clause{".ec_point_formats", "RFC 8422 5.1.2"},
    Clause{".signature_algorithms", "RFC 8446 4.2.3"},
    Clause{".heartbeat", "RFC 6520 2"},
    Clause{".application_layer_protocol_negotiation", "RFC 7301 3.1"},
    Clause{".padding", "RFC 7685 3"},
    Clause{".encrypt_then_mac", "RFC 7366 2"},
    Clause{".extended_master_secret", "RFC 7627 5.1"},
    Clause{".record_size_limit", "RFC 8449 4"},
    Clause{".session_ticket", "RFC 5077 3.2"},
    Clause{".pre_shared_key", "RFC 8446 4.2.11"},
    Clause{".early_data", "RFC 8446 4.2.10"},
    Clause{".supported_versions", "RFC 8446 4.2.1"},
    Clause{".cookie", "RFC 8446 4.2.2"},
    Clause{".psk_key_exchange_modes", "RFC 8446 4.2.9"},
    Clause{".certificate_authorities", "RFC 8446 4.2.4"},
    Clause{".oid_filters", "RFC 8446 4.2.5"},
    Clause{".post_handshake_auth", "RFC 8446 4.2.6"},
    Clause{".key_share", "RFC 8446 4.2.8"},
    Clause{".renegotiation_info", "RFC 5746 3.2"},
    Clause{".extensions", "RFC 8446 4.2"},
    Clause{"client_hello", "RFC 5246 7.4.1.2"},
    Clause{"server_hello", "RFC 5246 7.4.1.3"},
    Clause{"certificate_request", "RFC 5246 7.4.4"},
    Clause{"certificate_verify", "RFC 5246 7.4.8"},
    Clause{"certificate_status", "RFC 6066 8"},
    Clause{"encrypted_extensions", "RFC 8446 4.3.1"},
    Clause{"certificate", "RFC 5246 7.4.2"},
    Clause{"server_key_exchange", "RFC 5246 7.4.3"},
    Clause{"new_session_ticket", "RFC 5077 3.3"},
    Clause{"handshake", "RFC 5246 7.4"},
    Clause{"alert", "RFC 5246 7.2"},
    Clause{"record", "RFC 5246 6.2.1"},
    Clause{"body", "RFC 5246 E.2"},
};

std::uint16_t number_in(std::string_view octets) {
  std::uint16_t value = 0;
  for (const char octet : octets.substr(0, 2))
    value = static_cast<std::uint16_t>(value << 8 | static_cast<unsigned char>(octet));
  return value;
}

const Numbers* numbers_of(std::string_view path) {
  const auto* const found = std::ranges::find_if(
      kNumbers, [&](const Numbers& one) { return path.ends_with(one.ending); });
  return found == kNumbers.end() ? nullptr : found;
}

/// "struct { uint32 gmt_unix_time; opaque random_bytes[28]; } Random;" (RFC 5246 section 7.4.1.2)
std::string time_of(std::string_view random) {
  const std::uint32_t value = std::uint32_t{number_in(random)} << 16 | number_in(random.substr(2));
  const std::time_t time = value;
  std::tm parts{};
  if (gmtime_r(&time, &parts) == nullptr) return {};
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
  return "as gmt_unix_time: " + std::string(text.data(), size);
}

}  // namespace

std::size_t element_of(std::string_view path) {
  const Numbers* const numbers = numbers_of(path);
  return numbers == nullptr ? 0 : numbers->element;
}

std::string meaning_of(const FieldPlace& place, std::string_view octets) {
  const Numbers* const numbers = numbers_of(place.path);
  if (numbers != nullptr) {
    if (octets.empty() || octets.size() > 2) return {};
    return show(numbers->registry, number_in(octets));
  }
  if (place.path.ends_with(".type") && place.path.find(".extensions.") != std::string_view::npos) {
    if (octets.size() == 2) return show(Registry::Extension, number_in(octets));
    return octets == std::string_view("\0", 1) ? "host_name" : "";
  }
  if (place.path.ends_with(".random") && octets.size() >= 4) return time_of(octets);
  if (place.path.ends_with(".name")) return "\"" + escape_short(octets, 255) + "\"";
  return {};
}

std::string_view clause_of(std::string_view path) {
  const auto* const found = std::ranges::find_if(
      kClauses, [&](const Clause& one) { return path.find(one.part) != std::string_view::npos; });
  return found == kClauses.end() ? std::string_view() : found->clause;
}

}  // namespace wireassay::tls
