// Base 36 and the recipe for a Message-ID.
#include "wire/message/message_id.h"

#include <algorithm>

namespace wireassay::message {

std::string to_base36(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text;
  do {
    text.push_back(kDigits[number % kDigits.size()]);
    number /= kDigits.size();
  } while (number != 0);
  std::ranges::reverse(text);
  return text;
}

std::string make_message_id(std::uint64_t time, std::uint64_t random, std::string_view host) {
  std::string id = "<" + to_base36(time) + "." + to_base36(random) + "@";
  return id.append(host).append(">");
}

}  // namespace wireassay::message
