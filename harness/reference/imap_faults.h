// The faults of the IMAP session as an enumeration: a question to the set costs one bit test.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "reference/server.h"

namespace wireassay::reference {

enum class ImapFault : std::uint16_t {
  // responses and commands as such
  GreetingBad,
  TagLowercased,
  TwoCompletions,
  CompletionBeforeData,
  BadBecomesNo,
  UnknownCommandOk,
  EmptyLineIgnored,
  TagPlusAccepted,
  CommandsCaseSensitive,
  ExtraArgumentAccepted,
  QuotedEscapeKept,
  LiteralShortByOne,
  LiteralWithoutContinuation,
  LiteralPlusAnsweredWithContinuation,
  WrongStateOk,
  // any state
  CapabilityWithoutRev1,
  CapabilityNotTold,
  NoopRefusedBeforeLogin,
  LogoutNoBye,
  LogoutNoClose,
  IdNoResponse,
  // STARTTLS, LOGIN, AUTHENTICATE
  StarttlsKeepsInjected,
  StarttlsAnswersInClear,
  StarttlsStillListed,
  StarttlsTwiceAccepted,
  StarttlsAfterLoginAccepted,
  LoginWrongPasswordAccepted,
  LoginRightPasswordRefused,
  LoginWrongPasswordBad,
  LoginWhenAuthenticatedAccepted,
  AuthenticateWrongPasswordAccepted,
  AuthenticateOtherIdentityAccepted,
  AuthenticateUnknownMechanismOk,
  AuthenticateCancelOk,
  AuthenticateBadBase64Accepted,
  AuthenticateInitialResponseIgnored,
  ChallengeNotBase64,
  // ENABLE, NAMESPACE
  EnableUnknownEchoed,
  EnableNoEnabled,
  NamespaceWrongDelimiter,
  // SELECT and EXAMINE
  SelectNoFlags,
  SelectNoExists,
  SelectNoRecent,
  SelectNoUidvalidity,
  SelectNoUidnext,
  SelectNoPermanentflags,
  SelectExistsOffByOne,
  SelectNoClosed,
  SelectNoList,
  SelectMissingOk,
  FailedSelectStaysSelected,
  ExamineReadWrite,
  ExamineFetchSetsSeen,
  ExamineClearsRecent,
  ExamineCloseExpunges,
  // mailboxes
  CreateExistingOk,
  CreateInboxOk,
  CreateBadUtf7Accepted,
  DeleteInboxOk,
  DeleteMissingOk,
  DeleteRemovesChildren,
  RenameOntoExistingOk,
  RenameMissingOk,
  RenameInboxMovesNothing,
  RenameLosesChildren,
  SubscribeForgotten,
  UnsubscribeIgnored,
  InboxCaseSensitive,
  NamesInUtf8,
  Rev2NamesInUtf7,
  UidvaliditySameAfterRecreate,
  UidnextTooSmall,
  UidIsSequenceNumber,
  // LIST, LSUB, STATUS
  ListPercentCrossesHierarchy,
  ListEmptyNoDelimiter,
  ListNoInbox,
  ListMissingNameNo,
  ListChildrenWrong,
  ListSubscribedMissing,
  ListStatusMissing,
  RecursivematchAloneAccepted,
  SpecialUseForgotten,
  LsubListsUnsubscribed,
  StatusUnknownItemOk,
  StatusMessagesMissing,
  StatusMissingMailboxOk,
  StatusDeselects,
  StatusClearsRecent,
  StatusUnseenCountsSeen,
  StatusSizeTooSmall,
  // APPEND
  AppendFlagsLost,
  InternaldateIgnored,
  AppendTrycreateMissing,
  AppendCreatesMailbox,
  AppendBadDateAccepted,
  AppendUidMissing,
  AppendUidWrong,
  // FETCH
  FetchPeekSetsSeen,
  FetchSeenNotSet,
  FetchSeenNotTold,
  FetchMacroWithoutSize,
  FetchUnknownItemOk,
  FetchMissingNumberOk,
  UidFetchMissingBad,
  UidFetchWithoutUid,
  SequenceZeroOk,
  SequenceReverseRefused,
  SequenceStarEmpty,
  BodyOctetsMiscounted,
  Rfc822SizeWrong,
  EnvelopeNineFields,
  BodystructureLinesWrong,
  BodyWithExtensionData,
  InternaldateWithoutZone,
  PartialOffsetOffByOne,
  PartialOriginMissing,
  PartialPastEndNil,
  HeaderFieldsCaseSensitive,
  HeaderFieldsNotInverted,
  HeaderWithoutBlankLine,
  TextIncludesHeader,
  BinaryNotDecoded,
  BinarySizeEncoded,
  BinaryUnknownCteOk,
  // STORE
  StoreSilentNotSilent,
  StoreNotTold,
  StoreOnReadOnlyAccepted,
  StoreAddReplaces,
  StoreRemoveIgnored,
  StoreUnknownItemOk,
  // what is told, EXPUNGE, CLOSE
  ExistsNotTold,
  FlagsOfOthersNotTold,
  ExpungeDuringFetch,
  ExpungeWrongOrder,
  ExpungeAll,
  ExpungeKeeps,
  ExpungeNotTold,
  CloseSendsExpunge,
  CloseDoesNotExpunge,
  UnselectExpunges,
  UidExpungeAllDeleted,
  // SEARCH, SORT, THREAD
  SearchOrAsAnd,
  SearchNotIgnored,
  SearchDateOffByOne,
  SearchLargerInclusive,
  SearchBodyInHeader,
  SearchHeaderIgnoresName,
  SearchUnknownKeyOk,
  SearchBadcharsetOk,
  SearchEmptyNotTold,
  UidSearchGivesNumbers,
  EsearchWrongCount,
  EsearchMinIsMax,
  EsearchWithoutTag,
  SearchresNotSaved,
  SortWrongOrder,
  SortReverseIgnored,
  ThreadFlat,
  Rev2SearchUntagged,
  // COPY, MOVE
  CopyLosesFlags,
  CopyLosesDate,
  CopyCreatesMailbox,
  CopyTrycreateMissing,
  CopyuidMissing,
  CopyuidSwapped,
  MoveLeavesOriginal,
  // IDLE
  IdleNoPush,
  IdleDoneIgnored,
  IdleNoContinuation,
  IdleOtherLineAccepted,
  // CONDSTORE and QRESYNC
  HighestmodseqMissing,
  ModseqNotRising,
  StoreModseqMissing,
  UnchangedsinceIgnored,
  ModifiedMissing,
  ChangedsinceIgnored,
  QresyncWithoutEnableAccepted,
  VanishedMissing,
  VanishedEarlierMissing,
  ExpungeHighestmodseqMissing,
};
inline constexpr std::size_t kImapFaults =
    static_cast<std::size_t>(ImapFault::ExpungeHighestmodseqMissing) + 1;

/// The violations that one server commits; empty for a conforming one.
class ImapFaults {
 public:
  void add(ImapFault fault) { bits_.set(static_cast<std::size_t>(fault)); }
  bool has(ImapFault fault) const { return bits_[static_cast<std::size_t>(fault)]; }

 private:
  std::bitset<kImapFaults> bits_;
};

struct ImapFaultRow {
  ImapFault id;
  Fault fault;
};
/// In the order of the enumeration.
std::span<const ImapFaultRow> imap_fault_rows();
/// Adds the faults of IMAP among `names`; names of other protocols' faults are passed over.
ImapFaults imap_faults(std::span<const std::string> names);

}  // namespace wireassay::reference
