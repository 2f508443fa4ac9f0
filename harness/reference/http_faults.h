// The faults of the HTTP session as an enumeration: a question to the set costs one bit test.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>

#include "reference/server.h"

namespace wireassay::reference {

enum class HttpFault : std::uint16_t {
  // request-line
  EmptyLineRefused,
  HeadInPiecesRefused,
  MethodCaseIgnored,
  UnknownMethodAccepted,
  UnknownMethod400,
  HeadRefused,
  VersionCaseIgnored,
  MinorVersionRefused,
  RequestLine8000Refused,
  LongTarget400,
  LongFields500,
  // request-target
  TargetSpaceAccepted,
  FragmentAccepted,
  PercentInvalidAccepted,
  AbsoluteFormRefused,
  AbsoluteFormHostWins,
  AsteriskRefused,
  HttpsInClearAccepted,
  // fields of requests
  HostMissingAccepted,
  HostRepeatedAccepted,
  HostInvalidAccepted,
  SpaceBeforeColonAccepted,
  SpaceBeforeFieldAccepted,
  FieldWithoutColonAccepted,
  FieldNameInvalidAccepted,
  ObsFoldDropped,
  BareCrKept,
  NulDropped,
  EmptyElementRefused,
  // framing of requests
  LengthSignAccepted,
  LengthListAccepted,
  LengthRepeatedAccepted,
  LengthWraps,
  LengthInvalidOpen,
  LengthBesideCodingOpen,
  LengthWinsOverCoding,
  CodingOfOldVersionOpen,
  UnknownCodingIgnored,
  ChunkedNotLastAccepted,
  ChunkedRefused,
  ChunkedCaseSensitive,
  ChunkSizePrefixAccepted,
  ChunkSizeWraps,
  ChunkSizeCapitalsRefused,
  ChunkExtRefused,
  ChunkEndUnchecked,
  TrailerReframes,
  ContentOfGetMissed,
  IncompleteAccepted,
  // connections
  CloseIgnored,
  CloseUnsaid,
  CloseCaseSensitive,
  RequestAfterCloseServed,
  NotPersistent,
  OldVersionPersists,
  PipelinedReordered,
  PipelinedLost,
  // interim responses
  ContinueToOldVersion,
  ContinueNever,
  ContinueAlone,
  ContinueWithLength,
  ExpectCaseSensitive,
  // form of responses
  StatusWithoutSpace,
  StatusLineBareLf,
  FieldBareCr,
  FieldSpaceBeforeColon,
  FieldFolded,
  VersionIllFormed,
  StatusTwoSpaces,
  ReasonWithControl,
  StatusOutOfRange,
  SpaceBeforeFields,
  FieldWithoutColonSent,
  FieldNameInvalidSent,
  NulSent,
  UpgradeWithoutOption,
  EmptyLineBefore,
  VersionOfResponse10,
  LengthTooShort,
  LengthWithSign,
  LengthTwice,
  LengthWith204,
  CodingWith204,
  LengthBesideCodingSent,
  ChunkedToOldVersion,
  ChunkSizePrefixSent,
  ChunkSizeSpaceSent,
  ChunkExtIllFormed,
  ChunkedTwiceSent,
  TrailerOfFraming,
  ContentWithHead,
  HeadWithoutFields,
  HeadLengthZero,
  ContentTypeMissing,
  DateMissing,
  DateTwice,
  DateOfRfc850,
  LastModifiedInFuture,
  EtagUnquoted,
  // methods
  AllowMissing,
  AllowListsRefused,
  OptionsWithoutAllow,
  TraceShowsSecrets,
  PutCreated200,
  PutReplaced201,
  PutNotStored,
  PutPartAccepted,
  DeleteNotDone,
  LocationMissing,
  // authentication and cookies
  ChallengeMissing,
  ChallengeWithoutRealm,
  SchemeCaseSensitive,
  WrongPasswordAccepted,
  WrongPassword403,
  SetCookieInvalid,
  // conditions
  IfMatchIgnored,
  IfMatchWeak,
  IfNoneMatchStrong,
  IfNoneMatchAnyIgnored,
  NotModifiedToPut,
  ModifiedSinceWins,
  InvalidDateHonoured,
  UnmodifiedSinceIgnored,
  Rfc850DateMissed,
  AsctimeDateMissed,
  ConditionBeforeStatus,
  NotModifiedWithContent,
  NotModifiedWithoutEtag,
  // ranges
  RangeTooLong,
  SuffixFromStart,
  RangeBeyondEndRefused,
  RangeOfHeadAnswered,
  RangeUnitUnknownRefused,
  IfRangeWeakAccepted,
  IfRangeIgnored,
  ContentRangeMissing,
  ContentRangeWrong,
  PartialWithoutEtag,
  OneRangeAsMultipart,
  MultipartWithContentRange,
  PartWithoutContentRange,
  UnsatisfiedWithoutContentRange,
};
inline constexpr std::size_t kHttpFaults =
    static_cast<std::size_t>(HttpFault::UnsatisfiedWithoutContentRange) + 1;

/// The violations that one server commits; empty for a conforming one.
class HttpFaults {
 public:
  void add(HttpFault fault) { bits_.set(static_cast<std::size_t>(fault)); }
  bool any() const { return bits_.any(); }
  bool has(HttpFault fault) const { return bits_[static_cast<std::size_t>(fault)]; }

 private:
  std::bitset<kHttpFaults> bits_;
};

struct HttpFaultRow {
  HttpFault id;
  Fault fault;
};
/// In the order of the enumeration.
std::span<const HttpFaultRow> http_fault_rows();
/// Adds the faults of HTTP among `names`; names of other protocols' faults are passed over.
HttpFaults http_faults(std::span<const std::string> names);

}  // namespace wireassay::reference
