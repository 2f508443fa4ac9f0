// Names of mailboxes in modified UTF-7: wire/imap/utf7.h. Each name has one form, and comes back.
#include "wire/imap/utf7.h"

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto decode = [](std::string_view name) { return imap::utf7_decode(name); };
  const auto encode = [](std::string_view name) { return imap::utf7_encode(name); };
  const auto encoded = [](const std::string& name) { return imap::utf7_encode(name).value(); };
  const auto decoded = [](const std::string& name) { return imap::utf7_decode(name).value(); };
  fuzzing::require(testing::broken_text(in, decode, encoded, testing::Printed::AsItWas));
  fuzzing::require(testing::broken_text(in, encode, decoded, testing::Printed::AsItWas));
}

}  // namespace wireassay
