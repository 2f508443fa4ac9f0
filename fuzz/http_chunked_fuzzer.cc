// Chunked bodies, strictly and leniently: wire/http/chunked.h.
#include "wire/http/chunked.h"

#include "fuzzer.h"
#include "http_pieces.h"
#include "testing/parser.h"

namespace wireassay {
namespace {

/// Octets of any kind, framed, come back: a parser that waited for ever would keep all else.
void check_framed(std::string_view content) {
  const std::string framed = http::to_chunked(content);
  const auto read = http::parse_chunked(framed);
  const auto* got = std::get_if<Got<http::ChunkedBody>>(&read);
  if (got == nullptr || got->used != framed.size() || got->value.content != content)
    fuzzing::require(testing::internal::at("what was framed is not read", content));
}

}  // namespace

void fuzz(std::string_view in) {
  check_framed(in);
  const auto strict = [](std::string_view octets) { return http::parse_chunked(octets); };
  const auto lenient = [](std::string_view octets) { return http::parse_chunked_lenient(octets); };
  const auto print = [](const http::ChunkedBody& body) { return http::to_wire(body); };
  fuzzing::require(testing::broken_invariant<http::ChunkedBody>(in, strict, print));
  fuzzing::require(testing::broken_invariant<http::LenientChunkedBody>(in, lenient));
  const auto read = lenient(in);
  fuzzing::require_agreement(in, strict(in), read,
                             [](const http::LenientChunkedBody& got) { return got.body; });
  const auto* got = std::get_if<Got<http::LenientChunkedBody>>(&read);
  if (got == nullptr) return;
  std::uint64_t size = 0;
  for (const http::Chunk& chunk : got->value.body.chunks) size += chunk.size;
  if (size != got->value.body.content.size())
    fuzzing::require(testing::internal::at("the chunks are not the content", in));
}

}  // namespace wireassay
