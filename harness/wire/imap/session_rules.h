// What a connection must keep from one response to the next: completions that follow their
// commands, mailbox sizes and UIDs that fit together. Where a server could be right, it is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "wire/imap/response.h"
#include "wire/imap/tracker.h"

namespace wireassay::imap {

namespace rule {
inline constexpr std::string_view kTagEchoed = "imap.tag-echoed";
inline constexpr std::string_view kGreeting = "imap.greeting";
inline constexpr std::string_view kContinuationAsked = "imap.continuation-asked";
inline constexpr std::string_view kCapabilityRevision = "imap.capability-revision";
inline constexpr std::string_view kCapabilityData = "imap.capability-data";
inline constexpr std::string_view kLogoutBye = "imap.logout-bye";
inline constexpr std::string_view kSelectData = "imap.select-data";
inline constexpr std::string_view kExpungeInSync = "imap.expunge-in-sync";
inline constexpr std::string_view kExistsShrinks = "imap.exists-shrinks";
inline constexpr std::string_view kSequenceNumber = "imap.sequence-number";
inline constexpr std::string_view kUidStable = "imap.uid-stable";
inline constexpr std::string_view kUidAscending = "imap.uid-ascending";
}  // namespace rule

/// The rows that the dialect publishes for the ids above.
std::span<const Invariant> session_invariants();

class SessionRules {
 public:
  using Broken = std::vector<std::string_view>;

  /// Untagged data or status, `commands` as they were before it.
  Broken data(const Response& response, const Tracker& commands);
  /// A command was finished.
  Broken completed(const Tracker::Command& command, std::string_view status, bool sure);

 private:
  void exists(std::uint64_t number, bool selecting, Broken& broken);
  void expunge(std::uint64_t number, const Tracker& commands, Broken& broken);
  void fetch(const Response& response, Broken& broken);
  void uid(std::uint64_t number, std::uint64_t uid, Broken& broken);
  void search(const Response& response, const Tracker& commands, Broken& broken);
  void status(const Response& response);
  void forget_mailbox();

  std::optional<std::uint64_t> exists_;          ///< of the selected mailbox, where it is known
  std::map<std::uint64_t, std::uint64_t> uids_;  ///< by sequence number
  std::uint64_t selecting_ = 0;                  ///< serial of the SELECT that goes on
  bool saw_flags_ = false, saw_exists_ = false;  ///< since it began
  bool saw_capability_ = false;                  ///< since CAPABILITY was last completed
  bool saw_bye_ = false;
  bool notify_ = false;  ///< RFC 5465: EXPUNGE may come at any time
};

}  // namespace wireassay::imap
