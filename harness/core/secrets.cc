// Masking of secrets.
#include "core/secrets.h"

#include <algorithm>

namespace wireassay {

void Secrets::add(std::string_view value) {
  if (value.size() < kShortest || std::ranges::find(values_, value) != values_.end()) return;
  values_.emplace_back(value);
  std::ranges::sort(values_,
                    [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Secrets::mask(std::string_view octets) const {
  std::string out(octets);
  for (const std::string& value : values_) {
    for (std::size_t at = out.find(value); at != std::string::npos;
         at = out.find(value, at + value.size())) {
      out.replace(at, value.size(), value.size(), '*');
    }
  }
  return out;
}

}  // namespace wireassay
