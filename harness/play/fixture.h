// `given`: what lies in the mailboxes of the leased users before a case, and its removal after it.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "play/facts.h"
#include "play/link.h"

namespace wireassay::play {

/// Works over connections of its own, which appear in no transcript.
class Fixture {
 public:
  /// `stage` is the case's: target, timeouts and loop are taken from it. `unique` names messages.
  Fixture(const Stage& stage, const Lease& lease, std::string unique);

  using Done = std::expected<void, std::string>;  ///< the error says what the trouble was
  /// A new mailbox of the first user with the messages in it; or the maildrop of each user is
  /// emptied, and the messages are delivered to the first one.
  net::Task<Done> make();
  /// Removes all that the case can have made: mailboxes with its name, what lies in the maildrops.
  net::Task<Done> remove();
  Clock::duration waited() const { return stage_.waited; }

 private:
  using Count = std::expected<std::uint64_t, std::string>;
  using Opened = std::expected<std::unique_ptr<Link>, std::string>;

  std::expected<std::vector<std::string>, std::string> messages() const;
  net::Task<Done> make_mailbox();
  net::Task<Done> remove_mailboxes();
  net::Task<Done> fill_by_imap(const std::vector<std::string>& messages);
  net::Task<Done> fill_by_smtp(const std::vector<std::string>& messages);
  net::Task<Opened> dial(const Route& where);
  net::Task<Opened> log_in(const scenario::User& user);
  net::Task<Done> say(Link& link, std::string line, std::string wanted);
  net::Task<Count> count(Link& link);
  net::Task<Count> empty_once(const scenario::User& user);
  net::Task<Count> empty_by_imap(const scenario::User& user);
  net::Task<Count> empty_by_pop3(const scenario::User& user);
  net::Task<Done> empty(const scenario::User& user);
  net::Task<Done> deliver(const scenario::User& user, const std::string& message);
  net::Task<Done> await_count(const scenario::User& user, std::uint64_t wanted);
  net::Task<void> pause(scenario::Millis duration);

  const Lease& lease_;
  const std::string unique_;
  Stage stage_;
};

}  // namespace wireassay::play
