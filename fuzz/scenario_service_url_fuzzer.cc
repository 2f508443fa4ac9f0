// URLs of services: scenario/service_url.cc. What is read is printed, with its port, as a URL of
// the same service.
#include "fuzzer.h"
#include "scenario/target.h"
#include "testing/text.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto parse = [](std::string_view text) {
    return scenario::parse_service_url(std::string(text));
  };
  const auto print = [](const scenario::ServiceUrl& url) { return url.text(); };
  fuzzing::require(testing::broken_text(in, parse, print));
  const auto url = parse(in);
  const auto target = scenario::target_from_url(std::string(in));
  if (target.has_value() != url.has_value())
    fuzzing::require(testing::internal::at("a URL, and no target", in));
  if (!url) {
    if (url.error().contains('\n')) fuzzing::require(testing::internal::at("no line", in));
    return;
  }
  if (url->host.empty() || url->port == 0 || !url->authority().contains(url->host))
    fuzzing::require(testing::internal::at("a service without an address", in));
}

}  // namespace wireassay
