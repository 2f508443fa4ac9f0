// All that a server said while commands were under way, from the first of them to the completion of
// the last: what imaptest's scripts are held against.
#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/imap/response.h"
#include "wire/imap/tracker.h"

namespace wireassay::imap {

/// Kept by a session from response to response.
class ExchangeLog {
 public:
  explicit ExchangeLog(std::size_t limit) : limit_(limit) {}

  /// Commands were sent: those that are new belong to the exchange.
  void sent(const std::deque<Tracker::Command>& unfinished);
  /// Data came: the exchange has begun, and the mailbox may have another size.
  void data(const Response& response);
  /// Octets that are in an event now.
  void take(std::string_view octets);
  /// No command is under way: what comes next belongs to the next exchange.
  void end() { over_ = true; }

  /// As Exchange reads it; nullopt where it is longer than is kept.
  std::optional<std::string> text() const;

 private:
  void begin();

  std::size_t limit_;
  std::string octets_;
  std::string tags_;            ///< " tag tag …"
  std::uint64_t serial_ = 0;    ///< of the last command that is known
  std::uint64_t messages_ = 0;  ///< in the selected mailbox
  std::uint64_t at_begin_ = 0;  ///< that, when the exchange began
  bool over_ = true;
  bool full_ = false;
};

/// The same for a reader.
struct Exchange {
  std::uint64_t messages = 0;               ///< in the mailbox, when it began
  std::vector<std::string> tags;            ///< of its commands, in order
  std::vector<std::string_view> responses;  ///< without their last line ends

  static std::optional<Exchange> read(std::string_view text);
};

}  // namespace wireassay::imap
