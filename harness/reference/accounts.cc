// The users of the reference server; names are compared without regard to case (RFC 5321 2.4 asks
// servers not to exploit the case of local parts).
#include "reference/accounts.h"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>

namespace wireassay::reference {
namespace {

constexpr std::size_t kPasswordLength = 20;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string random_password(std::random_device& device) {
  constexpr std::string_view kAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::uniform_int_distribution<std::size_t> pick(0, kAlphabet.size() - 1);
  std::string password;
  for (std::size_t i = 0; i < kPasswordLength; ++i) password += kAlphabet.at(pick(device));
  return password;
}

}  // namespace

bool equal_ignore_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

Accounts::Accounts(std::string domain, std::vector<Account> users)
    : domain_(std::move(domain)), users_(std::move(users)) {}

std::expected<Accounts, std::string> Accounts::random(std::string domain, std::size_t count) {
  if (count > kMaxUsers) return std::unexpected("at most 1000 users");
  std::vector<Account> users;
  try {
    std::random_device device;
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string digits = std::to_string(i);
      const std::string name = "u" + std::string(digits.size() < 2 ? 1 : 0, '0') + digits;
      users.push_back({name, name + "@" + domain, random_password(device)});
    }
  } catch (const std::exception& error) {
    return std::unexpected(std::string("no random numbers: ") + error.what());
  }
  return Accounts(std::move(domain), std::move(users));
}

const Account* Accounts::by_login(std::string_view login) const {
  const auto found = std::ranges::find_if(users_, [login](const Account& account) {
    return equal_ignore_case(account.name, login) || equal_ignore_case(account.address, login);
  });
  return found == users_.end() ? nullptr : &*found;
}

const Account* Accounts::by_local_part(std::string_view local_part) const {
  const auto found = std::ranges::find_if(users_, [local_part](const Account& account) {
    return equal_ignore_case(account.name, local_part);
  });
  return found == users_.end() ? nullptr : &*found;
}

}  // namespace wireassay::reference
