// Mailboxes in memory, shared by all services of the reference server. Content is kept octet for
// octet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::reference {

/// A message as it was delivered: trace fields on top, then the content as it was sent, unstuffed.
struct Message {
  std::uint64_t uid = 0;  ///< unique in its mailbox, rising, never used again
  std::shared_ptr<const std::string> octets;
  std::time_t received = 0;
};

struct StoreLimits {
  std::size_t messages = 500;  ///< in one mailbox
  std::size_t octets =
      16ULL * 1024 * 1024;  ///< in one mailbox, but the newest message always stays
};

/// Mailboxes are rings: a delivery that exceeds a limit drops the oldest messages. Thread-safe.
class Store {
 public:
  explicit Store(const StoreLimits& limits = {}) : limits_(limits) {}
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Adds a message to a mailbox, which is made when it is new, and returns its uid.
  std::uint64_t deliver(std::string_view mailbox, std::shared_ptr<const std::string> octets,
                        std::time_t received);
  /// What is in a mailbox now, oldest first. A message in a snapshot outlives its removal.
  std::vector<Message> snapshot(std::string_view mailbox) const;
  /// False if it was gone already.
  bool remove(std::string_view mailbox, std::uint64_t uid);
  void clear(std::string_view mailbox);

 private:
  struct Mailbox {
    std::vector<Message> messages;  // oldest first
    std::size_t octets = 0;
    std::uint64_t next_uid = 1;
  };
  void shrink(Mailbox& mailbox) const;

  const StoreLimits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, Mailbox, std::less<>> mailboxes_;
};

}  // namespace wireassay::reference
