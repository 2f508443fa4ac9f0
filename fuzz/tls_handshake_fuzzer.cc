// Handshake messages of all types; the first octet says type, version and key exchange:
// wire/tls/handshake.h, wire/tls/messages.h, wire/tls/ssl2.h.
#include "wire/tls/handshake.h"

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/tls/decoder_test_support.h"
#include "wire/tls/messages.h"
#include "wire/tls/registry.h"
#include "wire/tls/ssl2.h"

namespace wireassay {
namespace {

using namespace tls;

constexpr std::uint16_t kVersions[] = {kTls11, kTls12, kTls13};

template <class T, class Decode>
void check(std::string_view in, const Decode& decode) {
  const auto print_fields = [](const T& value) { return print(fields(value)); };
  fuzzing::require(broken_decoder<T>(in, decode, print_fields));
}

void check_body(std::string_view in, std::uint8_t choice) {
  const std::uint16_t version = kVersions[choice / 16 % 3];
  const auto kind = static_cast<KeyExchange>(choice / 48 % 3);
  const auto with = [version](auto decode) {
    return [version, decode](std::string_view octets) { return decode(octets, version); };
  };
  switch (choice % 8) {
    case 0: return check<EncryptedExtensions>(in, decode_encrypted_extensions);
    case 1: return check<CertificateRequest>(in, with(decode_certificate_request));
    case 2:
      return check<ServerKeyExchange>(in, [version, kind](std::string_view octets) {
        return decode_server_key_exchange(octets, version, kind);
      });
    case 3: return check<NewSessionTicket>(in, with(decode_new_session_ticket));
    case 4: return check<OcspResponse>(in, decode_certificate_status);
    case 5: return check<CertificateVerify>(in, with(decode_certificate_verify));
    case 6: return check<Alert>(in, decode_alert);
    default:
      fuzzing::require(broken_decoder<Ssl2Hello>(
          in, decode_ssl2_hello, [](const Ssl2Hello& hello) { return to_wire(hello).substr(2); }));
  }
}

}  // namespace

void fuzz(std::string_view in) {
  const auto parse = [](std::string_view octets) { return parse_handshake(octets); };
  const auto to_text = [](const HandshakeMessage& message) { return to_wire(message); };
  fuzzing::require(testing::broken_invariant<HandshakeMessage>(in, parse, to_text));
  fuzzing::require(testing::broken_invariant<std::string>(in, parse_ssl2_body));
  if (!in.empty()) check_body(in.substr(1), static_cast<std::uint8_t>(in.front()));
}

}  // namespace wireassay
