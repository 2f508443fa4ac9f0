// One extension in a message; the first octet says which message, the next two the type:
// wire/tls/extension.h.
#include "wire/tls/extension.h"

#include "fuzzer.h"
#include "wire/tls/decoder_test_support.h"

namespace wireassay {

void fuzz(std::string_view in) {
  using namespace tls;
  if (in.size() < 3) return;
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(in.at(i)); };
  const auto where = static_cast<Where>(at(0) % 7);
  const auto type = static_cast<std::uint16_t>(at(1) << 8 | at(2));
  fuzzing::require(broken_extension({type, std::string(in.substr(3))}, where));
}

}  // namespace wireassay
