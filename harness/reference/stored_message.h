// A message in a mailbox: its octets, which never change, and what IMAP keeps beside them.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "wire/message/date_time.h"

namespace wireassay::message {
struct Entity;
}

namespace wireassay::reference {

using Uid = std::uint32_t;     ///< RFC 3501 section 2.3.1.1; 0: none
using SeqNum = std::uint32_t;  ///< RFC 3501 section 2.3.1.2, from 1
using Modseq = std::uint64_t;  ///< RFC 7162 section 3.1; 1 is older than everything

struct FlagLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
/// System flags ("\Seen") and keywords, in any case of letters; never \Recent.
using Flags = std::set<std::string, FlagLess>;

/// "\Seen" of "\sEEN"; keywords as they are.
std::string canonical_flag(std::string_view flag);
/// \Answered, \Flagged \Deleted \Seen \Draft
bool is_system_flag(std::string_view flag);
/// All of them canonical, without \Recent.
Flags canonical_flags(const Flags& flags);

class LazyMime;

/// Cheap to copy. A copy outlives the removal of the message.
struct Message {
  Uid uid = 0;  ///< unique in its mailbox, rising, never used again
  std::shared_ptr<const std::string> octets;
  std::time_t received = 0;  ///< internal date
  int zone = 0;              ///< of the internal date, minutes east of UTC
  Flags flags{};
  Modseq modseq = 0;
  std::uint64_t email_id = 0;  ///< one for a message and its copies (RFC 8474)
  std::shared_ptr<LazyMime> lazy_mime{};

  bool has(std::string_view flag) const { return flags.contains(flag); }
  message::DateTime internal_date() const { return {received, zone}; }
  /// Parsed when it is first asked for. Thread-safe.
  const message::Entity& mime() const;
};

}  // namespace wireassay::reference
