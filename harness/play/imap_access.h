// What fixtures do over IMAP: one logged-in connection, with only the commands of RFC 3501 that
// every server has.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "play/link.h"

namespace wireassay::play {

class ImapAccess {
 public:
  template <class T>
  using Result = std::expected<T, std::string>;  ///< the error says what the trouble was
  using Done = Result<void>;

  explicit ImapAccess(Stage& stage) : stage_(stage) {}

  net::Task<Done> log_in(const scenario::User& user);
  net::Task<Done> create(const std::string& mailbox);
  /// `mailbox` is an astring ready to send.
  net::Task<Done> append(const std::string& mailbox, const std::string& message);
  /// Removes all messages of INBOX; how many there were.
  net::Task<Result<std::uint64_t>> empty_inbox();
  /// Deletes each mailbox whose name begins with `prefix` (no wildcards in it), children first, and
  /// ends its subscription.
  net::Task<Done> remove_all(const std::string& prefix, bool subscriptions);
  net::Task<void> log_out();

 private:
  net::Task<Result<Event>> ask(std::string line, std::string wanted);
  net::Task<Result<std::vector<std::string>>> list(std::string command, const std::string& prefix);

  Stage& stage_;
  std::unique_ptr<Link> link_;
};

/// quoted = DQUOTE *QUOTED-CHAR DQUOTE (RFC 9051 section 9)
std::string imap_quoted(std::string_view text);

}  // namespace wireassay::play
