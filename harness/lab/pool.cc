#include "lab/pool.h"

#include <fmt/format.h>

#include <random>
#include <string_view>

namespace wireassay::lab {

std::vector<User> make_pool(std::size_t size) {
  constexpr std::string_view kAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";  // 32: five bits each
  constexpr std::size_t kLength = 20;
  std::random_device random;  // getrandom(2) or RDRAND with libstdc++
  std::vector<User> out;
  for (std::size_t i = 1; i <= size; ++i) {
    User user;
    user.name = fmt::format("u{:02}", i);
    user.address = fmt::format("{}@{}", user.name, kDomain);
    while (user.password.size() < kLength) user.password += kAlphabet[random() % kAlphabet.size()];
    out.push_back(std::move(user));
  }
  return out;
}

}  // namespace wireassay::lab
