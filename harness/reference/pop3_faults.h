// The faults of the POP3 session as an enumeration: a question to the set costs one bit test.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>

#include "reference/server.h"

namespace wireassay::reference {

enum class Pop3Fault : std::uint16_t {
  // greeting and form of responses
  GreetingTimestampRepeats,
  GreetingTimestampIllFormed,
  StatusLowerCase,
  ReplyBareLf,
  ReplyLineTooLong,
  NoopRepliesTwice,
  NoopRefused,
  // commands as octets
  UnknownCommandAccepted,
  EmptyLineIgnored,
  UserWithoutNameAccepted,
  RetrWithoutNumberAccepted,
  TopWithoutLinesAccepted,
  LeadingSpaceAccepted,
  NulInCommandAccepted,
  KeywordsCaseSensitive,
  NeedsWholeLineAtOnce,
  Command255Refused,
  // states
  StatBeforeLoginAccepted,
  NoopBeforeLoginAccepted,
  UserAfterLoginAccepted,
  // AUTHORIZATION
  WrongPasswordAccepted,
  PassWithoutUserAccepted,
  ApopWrongDigestAccepted,
  ApopRightDigestRefused,
  ApopRefusalLogsIn,
  RefusedLoginHoldsLock,
  LockNotHeld,
  LockKeptAfterQuit,
  // response codes
  AuthCodeMissing,
  AuthCodeOnLockedMaildrop,
  InUseBeforePassword,
  RespCodeMisplaced,
  // AUTH
  AuthAfterLoginAccepted,
  AuthCancelIgnored,
  AuthUnknownMechanismAccepted,
  AuthMechanismCaseSensitive,
  AuthBadBase64Accepted,
  AuthWrongPasswordAccepted,
  AuthChallengeNotBase64,
  AuthChallengeWithoutSpace,
  AuthChallengeNotEmpty,
  AuthEarlyResponseAccepted,
  AuthInitialResponseRefused,
  AuthEmptyResponseIgnored,
  AuthFailureRemembered,
  // CAPA
  CapaAfterLoginRefused,
  CapaHidesAfterLogin,
  CapaHidesSaslAfterLogin,
  CapaWithoutTerminator,
  CapabilityLineTooLong,
  CapabilityIllFormed,
  CapaListsStlsInsideTls,
  CapaListsStlsAfterLogin,
  // STLS
  StlsAfterLoginAccepted,
  StlsInjection,
  StlsAnswersInClear,
  StlsTwiceAccepted,
  StlsKeepsUser,
  StlsGreetsAgain,
  StlsRefused,
  // TRANSACTION
  StatCountsDeleted,
  StatIllFormed,
  ListSizesWithoutCrlf,
  ListOneIllFormed,
  ListShowsDeleted,
  ListOfDeletedAccepted,
  MessageZeroAccepted,
  MessageNumberWraps,
  MessageBeyondAccepted,
  RetrOfDeletedAccepted,
  RetrNotStuffed,
  RetrTruncated,
  DeleAtOnce,
  DeleNotDoneByQuit,
  DeleRenumbers,
  SecondDeleAccepted,
  RsetDoesNotUnmark,
  QuitRemovesRetrieved,
  QuitDoesNotClose,
  QuitWithoutResponse,
  CloseRemoves,
  // TOP and UIDL
  NegativeLinesAccepted,
  TopOneLineTooMany,
  TopWithoutBlankLine,
  TopBeyondEndRefused,
  UidlChanges,
  UidlNotUnique,
  UidlTooLong,
  UidlShowsDeleted,
  // PIPELINING
  PipelinedCommandLost,
  PipelinedRepliesReordered,
  // UTF8 and LANG
  Utf8AfterLoginAccepted,
  Utf8ArgumentAccepted,
  Utf8SentInAsciiMode,
  Utf8IllFormedNameAccepted,
  Utf8NameNotPrepared,
  LangReplyWithoutTag,
  LangListingIllFormed,
};
inline constexpr std::size_t kPop3Faults =
    static_cast<std::size_t>(Pop3Fault::LangListingIllFormed) + 1;

/// The violations that one server commits; empty for a conforming one.
class Pop3Faults {
 public:
  void add(Pop3Fault fault) { bits_.set(static_cast<std::size_t>(fault)); }
  bool has(Pop3Fault fault) const { return bits_[static_cast<std::size_t>(fault)]; }

 private:
  std::bitset<kPop3Faults> bits_;
};

struct Pop3FaultRow {
  Pop3Fault id;
  Fault fault;
};
/// In the order of the enumeration.
std::span<const Pop3FaultRow> pop3_fault_rows();
/// Adds the faults of POP3 among `names`; names of other protocols' faults are passed over.
Pop3Faults pop3_faults(std::span<const std::string> names);

}  // namespace wireassay::reference
