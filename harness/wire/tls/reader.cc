#include "wire/tls/reader.h"

namespace wireassay::tls {

std::uint32_t Reader::number(std::size_t octets) {
  if (cursor_.rest().size() < octets) {
    note(rule::kTruncated);
    take_rest();
    return 0;
  }
  std::uint32_t value = 0;
  for (const char octet : cursor_.take_octets(octets))
    value = value << 8 | static_cast<unsigned char>(octet);
  return value;
}

std::string_view Reader::octets(std::size_t n) {
  if (cursor_.rest().size() < n) note(rule::kTruncated);
  return cursor_.take_octets(n);
}

Reader Reader::vector(std::size_t width, const Bounds& bounds) {
  const std::size_t at = offset();
  const bool whole = cursor_.rest().size() >= width;
  const std::size_t length = number(width);
  const bool beyond = length > cursor_.rest().size();
  if (beyond) note(rule::kBeyondEnd, at);
  if (whole && (length < bounds.least || length > bounds.most || length % bounds.element != 0)) {
    note(rule::kVectorLength, at);
  }
  const std::size_t start = offset();
  return {cursor_.take_octets(length), *anomalies_, start};
}

void Reader::note(std::string_view rule, std::size_t at) {
  if (anomalies_->size() < kMaxAnomalies) anomalies_->push_back({rule, at});
}

std::string_view Reader::end() {
  if (!at_end()) note(rule::kTrailing);
  return take_rest();
}

}  // namespace wireassay::tls
