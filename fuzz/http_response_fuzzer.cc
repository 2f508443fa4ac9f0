// Responses to several requests, strictly and leniently, whole, in pieces and closed:
// wire/http/response.h, and the rules of wire/http/invariants.h.
#include "wire/http/response.h"

#include "fuzzer.h"
#include "http_pieces.h"
#include "testing/parser.h"
#include "wire/http/invariants.h"

namespace wireassay {
namespace {

void inspect(std::string_view in, const Got<http::LenientResponse>& got, const http::Asked& asked) {
  const http::Response& response = got.value.response;
  if (got.value.field_offsets.size() != response.fields.size())
    fuzzing::require(testing::internal::at("fields without a place", in));
  const bool bodiless = asked.method == "HEAD" || http::never_has_content(response.status);
  if (bodiless && !response.body.empty())
    fuzzing::require(testing::internal::at("a body where none may be", in));
  const http::Question question{.asked = asked};
  for (const Deviation& deviation : http::broken_rules(got.value, question))
    if (deviation.offset > got.used)
      fuzzing::require(testing::internal::at("a broken rule beyond its response", in));
}

void read_as(std::string_view in, const http::Asked& asked) {
  const auto strict = [&](std::string_view octets) { return http::parse_response(octets, asked); };
  const auto lenient = [&](std::string_view octets) {
    return http::parse_response_lenient(octets, asked);
  };
  const auto print = [](const http::Response& response) { return http::to_wire(response); };
  fuzzing::require(testing::broken_invariant<http::Response>(in, strict, print));
  fuzzing::require(testing::broken_invariant<http::LenientResponse>(in, lenient));
  const auto whole = lenient(in);
  fuzzing::require_agreement(in, strict(in), whole,
                             [](const http::LenientResponse& got) { return got.response; });
  http::ResponseReader reader;
  reader.answers(asked);
  fuzzing::require_pieces(in, reader, whole);
  const auto closed = http::parse_closed_response(in, asked);
  if (!std::holds_alternative<NeedMore>(whole) && closed != whole)
    fuzzing::require(testing::internal::at("closing changes what was whole", in));
  if (const auto* got = std::get_if<Got<http::LenientResponse>>(&closed)) inspect(in, *got, asked);
}

}  // namespace

void fuzz(std::string_view in) {
  for (const http::Asked& asked :
       {http::Asked{"GET", http::kHttp11}, http::Asked{"HEAD", http::kHttp11},
        http::Asked{"CONNECT", http::kHttp11}, http::Asked{"GET", http::kHttp10}})
    read_as(in, asked);
}

}  // namespace wireassay
