// A ClientHello and an answer to it, the length of the first in front (two octets):
// wire/tls/agreement.h.
#include "wire/tls/agreement.h"

#include "bounded.h"
#include "core/cursor.h"
#include "wire/tls/decoder_test_support.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  using namespace tls;
  if (in.size() < 2) return;
  Cursor cursor(in);
  std::size_t size = 0;
  for (const char octet : cursor.take_octets(2))
    size = size << 8 | static_cast<unsigned char>(octet);
  const ClientHello offered = decode_client_hello(cursor.take_octets(size)).value;
  const std::string_view rest = cursor.rest();
  const ServerHello answer = decode_server_hello(rest).value;
  fuzzing::require(broken_anomalies(to_wire(answer), disagreements(offered, answer)));
  fuzzing::require(broken_anomalies(to_wire(answer), disagreements(answer, answer)));
  const EncryptedExtensions inside = decode_encrypted_extensions(rest).value;
  fuzzing::require(broken_anomalies(print(fields(inside)), disagreements(offered, inside)));
}

}  // namespace wireassay
