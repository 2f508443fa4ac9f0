// Handshake messages of every type as trees of fields; the first three octets say type, version and
// cipher suite: wire/tls/messages.h, wire/tls/key_messages.h, wire/tls/any_message.h.
#include "wire/tls/messages.h"

#include "fuzzer.h"
#include "wire/tls/decoder_test_support.h"
#include "wire/tls/key_messages.h"

namespace wireassay {
namespace {

using namespace tls;

constexpr std::uint16_t kVersions[] = {kSsl3, kTls10, kTls11, kTls12, kTls13};
constexpr std::uint16_t kSuites[] = {0x0033, 0x009c, 0xc02f, 0x1301, 0x0000};

template <class T, class Decode>
void check(std::string_view in, const Decode& decode) {
  const auto to_octets = [](const T& value) { return print(fields(value)); };
  fuzzing::require(broken_decoder<T>(in, decode, to_octets));
}

void check_keys(std::string_view in, std::uint16_t version, KeyExchange kind) {
  check<ClientKeyExchange>(in, [&](std::string_view octets) {
    return decode_client_key_exchange(octets, version, kind);
  });
  check<Finished>(in, [&](std::string_view octets) { return decode_finished(octets, version); });
  check<KeyUpdate>(in, decode_key_update);
  check<NoBody>(in, decode_no_body);
  check<CompressedCertificate>(in, decode_compressed_certificate);
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() < 3) return;
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(in.at(i)); };
  const std::uint16_t version = kVersions[at(1) % 5], suite = kSuites[at(2) % 5];
  const Sender sender = at(2) >= 128 ? Sender::Client : Sender::Server;
  const std::string_view body = in.substr(3);
  fuzzing::require(broken_tree(at(0), body, {version, suite, sender}));
  check_keys(body, version, key_exchange_of(suite));
}

}  // namespace wireassay
