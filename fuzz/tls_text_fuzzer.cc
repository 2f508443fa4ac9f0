// Hexadecimal text, and what is said of its octets: wire/tls/text.h. What was read is read again
// from its plain form, the explanation is printable and no longer than lines are worth.
#include "wire/tls/text.h"

#include "bounded.h"
#include "core/escape.h"

namespace wireassay {
namespace {

constexpr std::size_t kMaxInput = 64 * 1024, kMostPerOctet = 400, kMostMore = 100'000;

bool is_printable(std::string_view text) {
  constexpr std::string_view kMore = "…";
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with(kMore))
      at += kMore.size() - 1;
    else if (text[at] != '\n' && (text[at] < ' ' || text[at] > '~'))
      return false;
  }
  return true;
}

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

void explained(std::string_view octets, std::string_view in) {
  const auto text = tls::explain(octets);
  const std::string& shown = text ? *text : text.error();
  require(!shown.empty() && is_printable(shown), "what is said is not printable", in);
  require(shown.size() <= octets.size() * kMostPerOctet + kMostMore, "too much is said", in);
}

}  // namespace

void fuzz(std::string_view in) {
  // An empty record is five octets, and lines of text.
  const fuzzing::Bounded bounded(in, {.steps_per_octet = 2000});
  if (in.size() > kMaxInput) return;
  const testing::ExactBuffer buffer(in);
  explained(buffer.view(), in);
  const auto octets = tls::octets_of_text(buffer.view());
  if (!octets) return require(is_printable(octets.error()), "an error that is not printable", in);
  const auto again = tls::octets_of_text(to_hex(*octets));
  require(again && *again == *octets, "plain hexadecimal gives other octets", in);
  explained(*octets, in);
}

}  // namespace wireassay
