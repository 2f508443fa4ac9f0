// Cookies as servers write and read them: wire/http/cookie.h. The strict grammar has one form for
// each.
#include "wire/http/cookie.h"

#include "http_values.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto print = [](const auto& value) { return to_text(value); };
  fuzzing::require(testing::broken_text(in, http::parse_cookie, print, testing::Printed::AsItWas));
  fuzzing::require(
      testing::broken_text(in, http::parse_set_cookie, print, testing::Printed::AsItWas));
}

}  // namespace wireassay
