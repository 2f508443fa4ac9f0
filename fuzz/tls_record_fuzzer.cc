// Records in the clear, and a whole stream of them: wire/tls/record.h, wire/tls/stream.h.
#include "wire/tls/record.h"

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/tls/stream_test_support.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto parse = [](std::string_view octets) { return tls::parse_record(octets); };
  const auto print = [](const tls::Record& record) { return tls::to_wire(record); };
  fuzzing::require(testing::broken_invariant<tls::Record>(in, parse, print));
  fuzzing::require(testing::broken_invariant<tls::Framing>(in, tls::framing_of));
  fuzzing::require(tls::broken_stream(in));
}

}  // namespace wireassay
