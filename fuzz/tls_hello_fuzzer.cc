// Bodies of ClientHello and ServerHello, and every extension in them: wire/tls/hello.h.
#include "wire/tls/hello.h"

#include "fuzzer.h"
#include "wire/tls/decoder_test_support.h"

namespace wireassay {
namespace {

using namespace tls;

/// What an extension means is printed to octets of the same meaning.
void check_extensions(const std::optional<std::vector<Extension>>& extensions, Where where) {
  if (!extensions) return;
  for (const Extension& one : *extensions) {
    const Decoded<ExtensionValue> value = value_of(one, where);
    fuzzing::require(broken_anomalies(one.body, value.anomalies));
    const Extension printed = make_extension(one.type, where, value.value);
    if (value_of(printed, where).value != value.value)
      fuzzing::require("an extension means something else: " + to_hex(one.body));
    if (value.anomalies.empty() && printed != one)
      fuzzing::require("a right extension was printed otherwise: " + to_hex(one.body));
  }
}

}  // namespace

void fuzz(std::string_view in) {
  const auto client_text = [](const ClientHello& hello) { return to_wire(hello); };
  const auto server_text = [](const ServerHello& hello) { return to_wire(hello); };
  fuzzing::require(broken_decoder<ClientHello>(in, decode_client_hello, client_text));
  fuzzing::require(broken_decoder<ServerHello>(in, decode_server_hello, server_text));
  const ClientHello client = decode_client_hello(in).value;
  const ServerHello server = decode_server_hello(in).value;
  check_extensions(client.extensions, Where::ClientHello);
  const bool retry = is_hello_retry_request(server);
  check_extensions(server.extensions, retry ? Where::HelloRetryRequest : Where::ServerHello);
  // In a server's extensions stand those of the other messages, too.
  for (const Where where : {Where::EncryptedExtensions, Where::CertificateRequest,
                            Where::Certificate, Where::NewSessionTicket})
    check_extensions(server.extensions, where);
  if (const std::optional<std::string> name = server_name(client); name && name->size() > in.size())
    fuzzing::require("a name is longer than its hello");
}

}  // namespace wireassay
