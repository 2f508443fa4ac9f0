// The faults of the SMTP session as an enumeration: a question to the set costs one bit test.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>

#include "reference/server.h"

namespace wireassay::reference {

enum class SmtpFault : std::uint16_t {
  // greeting, EHLO, HELO
  GreetingWrongCode,
  EhloWithoutDomainAccepted,
  HeloWithoutDomainAccepted,
  EhloLiteralRefused,
  EhloWrongCode,
  HeloWrongCode,
  HeloListsExtensions,
  EhloKeywordIllFormed,
  EhloFirstLineNoDomain,
  EhloKeepsTransaction,
  EhloSecondRefused,
  HeloKeepsTransaction,
  // form of replies
  ReplyCodesDiffer,
  ReplyBareLf,
  ReplyTooLong,
  ReplyCodeTwoDigits,
  ReplyWithoutSeparator,
  EnhancedClassDiffers,
  EnhancedMissing,
  EnhancedOnlyFirstLine,
  NoopRepliesTwice,
  ReplyToNothing,
  // order of commands
  RsetKeepsTransaction,
  RsetWrongCode,
  RsetBeforeEhloRefused,
  RsetCloses,
  RsetArgumentAccepted,
  NoopBeforeEhloRefused,
  NoopWrongCode,
  NoopArgumentRefused,
  NoopClearsTransaction,
  VrfyClearsTransaction,
  ExpnClearsTransaction,
  HelpClearsTransaction,
  QuitWrongCode,
  QuitDoesNotClose,
  QuitClosesWithoutReply,
  QuitArgumentAccepted,
  SecondMailAccepted,
  RcptBeforeMailAccepted,
  RcptBeforeMailWrongCode,
  DataBeforeMailAccepted,
  DataWithoutRecipientsTaken,
  TransactionSurvivesData,
  RefusedRcptEndsTransaction,
  RefusedMailStartsTransaction,
  SecondTransactionRefused,
  // commands as octets
  VerbsCaseSensitive,
  KeywordsCaseSensitive,
  UnknownCommandAccepted,
  UnknownCommandCloses,
  SyntaxErrorCloses,
  EmptyLineIgnored,
  LeadingSpaceAccepted,
  TrailingSpaceRefused,
  TabAsSeparatorAccepted,
  EightBitCommandAccepted,
  BareLfEndsCommand,
  BareCrEndsCommand,
  NulEndsCommand,
  NeedsWholeLineAtOnce,
  ActsBeforeCrlf,
  CommandLine512Refused,
  // MAIL and RCPT
  MailRefused,
  MailWithoutFromAccepted,
  MailWithoutArgumentAccepted,
  MailUnbalancedBracketAccepted,
  MailNullPathRefused,
  MailUnknownParameterAccepted,
  MailSourceRouteRefused,
  MailLiteralRefused,
  RcptRefused,
  RcptUnknownParameterAccepted,
  RcptEmptyPathAccepted,
  RcptUnknownUserAccepted,
  RcptUnknownUserWrongCode,
  RcptSourceRouteRefused,
  RcptQuotedLocalPartRefused,
  DomainCaseSensitive,
  PostmasterRefused,
  PostmasterCaseSensitive,
  OpenRelay,
  LocalPart64Refused,
  Recipients100Refused,
  // message content
  DataWrongCode,
  DataArgumentAccepted,
  DataEndWrongCode,
  DataEndRepliesTwice,
  DataLinesAreCommands,
  DataEmptyRefused,
  DataEndLostWhenSplit,
  TextLine1000Refused,
  Message64kRefused,
  EightBitContentRefused,
  ControlCharactersRefused,
  HeaderDefectsRefused,
  DotNotRemoved,
  DotOnlyRemovedWhenDoubled,
  StuffedDotEndsData,
  EndLfDotLf,
  EndCrlfDotLf,
  EndLfDotCrlf,
  EndCrDotCr,
  EndCrDotLf,
  EndCrDotCrlf,
  EndLfDotCr,
  EndCrlfDotCr,
  EndCrlfDotCrcrlf,
  EndNulDot,
  EndDotNul,
  EndDotSpace,
  EndSpaceDot,
  EndLfMode,
  // VRFY, EXPN, HELP, TURN
  VrfyWrongCode,
  VrfyUnknownMailboxConfirmed,
  VrfyWithoutAddress,
  VrfyUnknownCommand,
  ExpnUnknownListConfirmed,
  HelpWrongCode,
  TurnAccepted,
  // PIPELINING
  PipelinedRepliesReordered,
  PipelinedCommandsLost,
  PipelinedAfterDataLost,
  PipelinedRepliesMerged,
  // SIZE, 8BITMIME
  SizeOverLimitAccepted,
  SizeNotANumberAccepted,
  SizeEmptyAccepted,
  SizeWithinLimitRefused,
  SizeEndsData,
  MessageOverLimitAccepted,
  BodyUnknownValueAccepted,
  Body8bitmimeRefused,
  Body7bitRefused,
  // DSN
  NotifyNeverCombinedAccepted,
  NotifyUnknownValueAccepted,
  NotifyRefused,
  OrcptRefused,
  OrcptWithoutTypeAccepted,
  OrcptBadXtextAccepted,
  RetUnknownValueAccepted,
  RetRefused,
  EnvidRefused,
  EnvidBadXtextAccepted,
  DsnParameterTwiceAccepted,
  // CHUNKING and BINARYMIME
  BdatWithoutSizeAccepted,
  BdatBadSizeAccepted,
  BdatWrongCode,
  BdatBeforeRcptAccepted,
  BdatRefusedNotDiscarded,
  BdatZeroLastRefused,
  BdatAfterLastAccepted,
  BdatDotEndsData,
  BdatUnstuffsDots,
  DataAfterBdatAccepted,
  RsetKeepsChunks,
  BinarymimeDataAccepted,
  BinarymimeContentRefused,
  // STARTTLS
  StarttlsInjection,
  StarttlsAnswersInClear,
  StarttlsKeepsKnowledge,
  StarttlsOfferedInsideTls,
  StarttlsTwiceAccepted,
  StarttlsArgumentAccepted,
  StarttlsWrongCode,
  StarttlsGreetsAgain,
  StarttlsEhloRefused,
  // AUTH
  AuthTwiceAccepted,
  AuthInTransactionAccepted,
  AuthCancelWrongCode,
  AuthBadBase64Accepted,
  AuthBadBase64WrongCode,
  AuthWrongPasswordAccepted,
  AuthWrongPasswordWrongCode,
  AuthUnknownMechanismWrongCode,
  AuthSuccessWrongCode,
  AuthRightPasswordRefused,
  AuthWithoutArgumentAccepted,
  AuthChallengeNotBase64,
  AuthOtherIdentityAccepted,
  AuthLine12288Refused,
  AuthLostByRset,
  AuthKeywordWithoutMechanisms,
  AuthEarlyResponseWrongCode,
  AuthInitialResponseRefused,
  MailAuthParameterRefused,
  MailAuthBadXtextAccepted,
  SubmissionWithoutAuth,
  // SMTPUTF8, ETRN
  Smtputf8ValueAccepted,
  Smtputf8ParameterRefused,
  Smtputf8AddressRefused,
  Utf8AddressWithoutParameterAccepted,
  EtrnWithoutArgumentAccepted,
  EtrnWrongCode,
  EtrnInTransactionAccepted,
};
inline constexpr std::size_t kSmtpFaults =
    static_cast<std::size_t>(SmtpFault::EtrnInTransactionAccepted) + 1;

/// The violations that one server commits; empty for a conforming one.
class SmtpFaults {
 public:
  void add(SmtpFault fault) { bits_.set(static_cast<std::size_t>(fault)); }
  bool has(SmtpFault fault) const { return bits_[static_cast<std::size_t>(fault)]; }

 private:
  std::bitset<kSmtpFaults> bits_;
};

struct SmtpFaultRow {
  SmtpFault id;
  Fault fault;
};
/// In the order of the enumeration.
std::span<const SmtpFaultRow> smtp_fault_rows();
/// Adds the faults of SMTP among `names`; names of other protocols' faults are passed over.
SmtpFaults smtp_faults(std::span<const std::string> names);

}  // namespace wireassay::reference
