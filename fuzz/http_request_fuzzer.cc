// Requests, strictly and leniently, whole and in pieces: wire/http/request.h.
#include "wire/http/request.h"

#include "fuzzer.h"
#include "http_pieces.h"
#include "testing/parser.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto strict = [](std::string_view octets) { return http::parse_request(octets); };
  const auto lenient = [](std::string_view octets) { return http::parse_request_lenient(octets); };
  const auto print = [](const http::Request& request) { return http::to_wire(request); };
  fuzzing::require(testing::broken_invariant<http::Request>(in, strict, print));
  fuzzing::require(testing::broken_invariant<http::LenientRequest>(in, lenient));
  const auto whole = lenient(in);
  fuzzing::require_agreement(in, strict(in), whole,
                             [](const http::LenientRequest& got) { return got.request; });
  http::RequestReader reader;
  fuzzing::require_pieces(in, reader, whole);
  const auto* got = std::get_if<Got<http::LenientRequest>>(&whole);
  if (got == nullptr) return;
  if (got->value.request.framing == http::Body::UntilClose)
    fuzzing::require(testing::internal::at("a request is never close-delimited", in));
  if (got->value.request.framing == http::Body::Invalid && !got->value.must_close)
    fuzzing::require(testing::internal::at("nobody knows where the next request begins", in));
}

}  // namespace wireassay
