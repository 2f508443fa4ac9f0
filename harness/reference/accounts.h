// Who has a mailbox at the reference server, and by which names.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::reference {

struct Account {
  std::string name;     ///< login name and mailbox: "u01"
  std::string address;  ///< "u01@reference.test"
  std::string password;
};

/// ASCII letters equal in both cases (RFC 5321 2.4, RFC 1035 2.3.3).
bool equal_ignore_case(std::string_view a, std::string_view b);

/// Local users; does not change after it was made, so that all services may read it.
class Accounts {
 public:
  static constexpr std::size_t kMaxUsers = 1000;

  Accounts(std::string domain, std::vector<Account> users);
  /// `count` users u01, u02, … with passwords from the system's random device.
  static std::expected<Accounts, std::string> random(std::string domain, std::size_t count);

  const std::string& domain() const { return domain_; }
  const std::vector<Account>& users() const { return users_; }
  /// By name or whole address; nullptr: unknown.
  const Account* by_login(std::string_view login) const;
  /// By local part alone.
  const Account* by_local_part(std::string_view local_part) const;

 private:
  std::string domain_;
  std::vector<Account> users_;
};

}  // namespace wireassay::reference
