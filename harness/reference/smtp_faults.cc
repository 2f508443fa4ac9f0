// What each fault of the SMTP session violates: `spec` and `clause` are what a conviction cites.
#include "reference/smtp_faults.h"

#include <algorithm>

namespace wireassay::reference {
namespace {

using enum SmtpFault;

// One row a fault, wider than 100 columns, so that it can be read as a table.
// clang-format off
constexpr SmtpFaultRow kRows[] = {
    // greeting, EHLO, HELO
    {GreetingWrongCode, {"greeting-wrong-code", "smtp", "RFC 5321", "3.1", "The greeting is 250 instead of 220"}},
    {EhloWithoutDomainAccepted, {"ehlo-without-domain-accepted", "smtp", "RFC 5321", "4.1.1.1", "EHLO without an argument is accepted"}},
    {HeloWithoutDomainAccepted, {"helo-without-domain-accepted", "smtp", "RFC 5321", "4.1.1.1", "HELO without an argument is accepted"}},
    {EhloLiteralRefused, {"ehlo-literal-refused", "smtp", "RFC 5321", "4.1.3", "EHLO with an address literal is refused as bad syntax"}},
    {EhloWrongCode, {"ehlo-wrong-code", "smtp", "RFC 5321", "4.1.1.1", "EHLO is answered with 220"}},
    {HeloWrongCode, {"helo-wrong-code", "smtp", "RFC 5321", "4.1.1.1", "HELO is answered with 220"}},
    {HeloListsExtensions, {"helo-lists-extensions", "smtp", "RFC 5321", "3.2", "HELO gets the list of extensions that EHLO gets"}},
    {EhloKeywordIllFormed, {"ehlo-keyword-ill-formed", "smtp", "RFC 5321", "4.1.1.1", "A keyword in the reply to EHLO has a character that keywords may not have"}},
    {EhloFirstLineNoDomain, {"ehlo-first-line-no-domain", "smtp", "RFC 5321", "4.1.1.1", "The reply to EHLO does not begin with a domain"}},
    {EhloKeepsTransaction, {"ehlo-keeps-transaction", "smtp", "RFC 5321", "4.1.4", "EHLO in a transaction does not clear it"}},
    {EhloSecondRefused, {"ehlo-second-refused", "smtp", "RFC 5321", "4.1.4", "A second EHLO in a session is refused"}},
    {HeloKeepsTransaction, {"helo-keeps-transaction", "smtp", "RFC 5321", "4.1.1.1", "HELO in a transaction does not clear it"}},
    // form of replies
    {ReplyCodesDiffer, {"reply-codes-differ", "smtp", "RFC 5321", "4.2.1", "The lines of a reply have different codes"}},
    {ReplyBareLf, {"reply-bare-lf", "smtp", "RFC 5321", "2.3.8", "Reply lines end in a bare LF"}},
    {ReplyTooLong, {"reply-too-long", "smtp", "RFC 5321", "4.5.3.1.5", "A reply line is longer than 512 octets"}},
    {ReplyCodeTwoDigits, {"reply-code-two-digits", "smtp", "RFC 5321", "4.2", "A reply code has two digits"}},
    {ReplyWithoutSeparator, {"reply-without-separator", "smtp", "RFC 5321", "4.2", "No space stands between the reply code and the text"}},
    {EnhancedClassDiffers, {"enhanced-class-differs", "smtp", "RFC 2034", "4", "The class of the enhanced code differs from the reply code's"}},
    {EnhancedMissing, {"enhanced-missing", "smtp", "RFC 2034", "4", "Replies to refused recipients have no enhanced code"}},
    {EnhancedOnlyFirstLine, {"enhanced-only-first-line", "smtp", "RFC 2034", "4", "Only the first line of a long reply has its enhanced code"}},
    {NoopRepliesTwice, {"noop-replies-twice", "smtp", "RFC 5321", "4.2", "NOOP is answered twice"}},
    {ReplyToNothing, {"reply-to-nothing", "smtp", "RFC 5321", "4.2", "A 250 that nobody asked for follows the reply to MAIL"}},
    // order of commands
    {RsetKeepsTransaction, {"rset-keeps-transaction", "smtp", "RFC 5321", "4.1.1.5", "RSET does not clear the transaction"}},
    {RsetWrongCode, {"rset-wrong-code", "smtp", "RFC 5321", "4.1.1.5", "RSET is answered with 220"}},
    {RsetBeforeEhloRefused, {"rset-before-ehlo-refused", "smtp", "RFC 5321", "4.1.4", "RSET before EHLO is refused"}},
    {RsetCloses, {"rset-closes", "smtp", "RFC 5321", "4.1.1.5", "RSET closes the connection after its reply"}},
    {RsetArgumentAccepted, {"rset-argument-accepted", "smtp", "RFC 5321", "4.1.1", "RSET with an argument is accepted"}},
    {NoopBeforeEhloRefused, {"noop-before-ehlo-refused", "smtp", "RFC 5321", "4.1.4", "NOOP before EHLO is refused"}},
    {NoopWrongCode, {"noop-wrong-code", "smtp", "RFC 5321", "4.1.1.9", "NOOP is answered with 220"}},
    {NoopArgumentRefused, {"noop-argument-refused", "smtp", "RFC 5321", "4.1.1.9", "NOOP with an argument is refused"}},
    {NoopClearsTransaction, {"noop-clears-transaction", "smtp", "RFC 5321", "4.1.1.9", "NOOP behind RCPT clears the transaction"}},
    {VrfyClearsTransaction, {"vrfy-clears-transaction", "smtp", "RFC 5321", "4.1.1.6", "VRFY behind RCPT clears the transaction"}},
    {ExpnClearsTransaction, {"expn-clears-transaction", "smtp", "RFC 5321", "4.1.1.7", "EXPN behind RCPT clears the transaction"}},
    {HelpClearsTransaction, {"help-clears-transaction", "smtp", "RFC 5321", "4.1.1.8", "HELP behind RCPT clears the transaction"}},
    {QuitWrongCode, {"quit-wrong-code", "smtp", "RFC 5321", "4.1.1.10", "QUIT is answered with 250"}},
    {QuitDoesNotClose, {"quit-does-not-close", "smtp", "RFC 5321", "4.1.1.10", "The connection stays open after QUIT"}},
    {QuitClosesWithoutReply, {"quit-closes-without-reply", "smtp", "RFC 5321", "4.1.1.10", "QUIT closes the connection without a reply"}},
    {QuitArgumentAccepted, {"quit-argument-accepted", "smtp", "RFC 5321", "4.1.1", "QUIT with an argument is accepted"}},
    {SecondMailAccepted, {"second-mail-accepted", "smtp", "RFC 5321", "4.1.4", "A second MAIL in a transaction is accepted"}},
    {RcptBeforeMailAccepted, {"rcpt-before-mail-accepted", "smtp", "RFC 5321", "3.3", "RCPT without MAIL is accepted"}},
    {RcptBeforeMailWrongCode, {"rcpt-before-mail-wrong-code", "smtp", "RFC 5321", "3.3", "RCPT without MAIL is answered with 252"}},
    {DataBeforeMailAccepted, {"data-before-mail-accepted", "smtp", "RFC 5321", "4.1.4|4.1.1.4", "DATA without MAIL is answered with 354"}},
    {DataWithoutRecipientsTaken, {"data-without-recipients-taken", "smtp", "RFC 2920|RFC 5321|RFC 5321", "3.2|4.1.4|4.1.1.4", "DATA without a valid recipient is answered with 354 and the message with 250"}},
    {TransactionSurvivesData, {"transaction-survives-data", "smtp", "RFC 5321", "4.1.1.4", "Sender and recipients stay after the message was taken"}},
    {RefusedRcptEndsTransaction, {"refused-rcpt-ends-transaction", "smtp", "RFC 5321", "3.3", "A refused recipient ends the transaction"}},
    {RefusedMailStartsTransaction, {"refused-mail-starts-transaction", "smtp", "RFC 5321", "4.1.4", "A MAIL refused for its syntax starts a transaction all the same"}},
    {SecondTransactionRefused, {"second-transaction-refused", "smtp", "RFC 5321", "4.1.1.4", "A second transaction on a connection is refused"}},
    // commands as octets
    {VerbsCaseSensitive, {"verbs-case-sensitive", "smtp", "RFC 5321", "2.4", "Verbs in lower case are unknown"}},
    {KeywordsCaseSensitive, {"keywords-case-sensitive", "smtp", "RFC 5321", "2.4", "FROM: and TO: in lower case are bad syntax"}},
    {UnknownCommandAccepted, {"unknown-command-accepted", "smtp", "RFC 5321", "4.2.4", "An unknown command is answered with 250"}},
    {UnknownCommandCloses, {"unknown-command-closes", "smtp", "RFC 5321", "3.8", "An unknown command closes the connection without a reply"}},
    {SyntaxErrorCloses, {"syntax-error-closes", "smtp", "RFC 5321", "4.1.1.10", "A command with bad syntax closes the connection after its reply"}},
    {EmptyLineIgnored, {"empty-line-ignored", "smtp", "RFC 5321", "4.2", "An empty command line gets no reply"}},
    {LeadingSpaceAccepted, {"leading-space-accepted", "smtp", "RFC 5321", "2.4", "White space before a verb is passed over"}},
    {TrailingSpaceRefused, {"trailing-space-refused", "smtp", "RFC 5321", "4.1.1", "White space before the end of a command line is refused"}},
    {TabAsSeparatorAccepted, {"tab-as-separator-accepted", "smtp", "RFC 5321", "2.4", "A tab separates a verb from its argument"}},
    {EightBitCommandAccepted, {"eight-bit-command-accepted", "smtp", "RFC 5321", "2.4", "Commands with octets above 127 are accepted"}},
    {BareLfEndsCommand, {"bare-lf-ends-command", "smtp", "RFC 5321", "2.3.8", "A bare LF ends a command line"}},
    {BareCrEndsCommand, {"bare-cr-ends-command", "smtp", "RFC 5321", "2.3.8", "A bare CR ends a command line"}},
    {NulEndsCommand, {"nul-ends-command", "smtp", "RFC 5321", "2.3.8", "A NUL ends a command line"}},
    {NeedsWholeLineAtOnce, {"needs-whole-line-at-once", "smtp", "RFC 5321", "2.3.8", "A command that arrives in pieces is refused"}},
    {ActsBeforeCrlf, {"acts-before-crlf", "smtp", "RFC 5321", "2.4", "A command is obeyed before its line has ended"}},
    {CommandLine512Refused, {"command-line-512-refused", "smtp", "RFC 5321", "4.5.3.1.4", "A command line of 512 octets is refused"}},
    // MAIL and RCPT
    {MailRefused, {"mail-refused", "smtp", "RFC 5321", "3.3", "MAIL with an ordinary path is refused"}},
    {MailWithoutFromAccepted, {"mail-without-from-accepted", "smtp", "RFC 5321", "4.1.1.2", "MAIL without FROM: is accepted"}},
    {MailWithoutArgumentAccepted, {"mail-without-argument-accepted", "smtp", "RFC 5321", "4.1.1.2", "MAIL without an argument is accepted"}},
    {MailUnbalancedBracketAccepted, {"mail-unbalanced-bracket-accepted", "smtp", "RFC 5321", "4.1.2", "A reverse-path with one bracket is accepted"}},
    {MailNullPathRefused, {"mail-null-path-refused", "smtp", "RFC 5321", "4.1.2|4.5.5", "The null reverse-path is refused"}},
    {MailUnknownParameterAccepted, {"mail-unknown-parameter-accepted", "smtp", "RFC 5321", "4.1.1.11", "An unknown parameter of MAIL is accepted"}},
    {MailSourceRouteRefused, {"mail-source-route-refused", "smtp", "RFC 5321", "F.2", "MAIL with a source route is refused as bad syntax"}},
    {MailLiteralRefused, {"mail-literal-refused", "smtp", "RFC 5321", "4.1.3", "MAIL with an address literal is refused as bad syntax"}},
    {RcptRefused, {"rcpt-refused", "smtp", "RFC 5321", "3.3", "RCPT for a local mailbox is refused"}},
    {RcptUnknownParameterAccepted, {"rcpt-unknown-parameter-accepted", "smtp", "RFC 5321", "4.1.1.11", "An unknown parameter of RCPT is accepted"}},
    {RcptEmptyPathAccepted, {"rcpt-empty-path-accepted", "smtp", "RFC 5321", "4.1.2|4.1.1.3", "RCPT TO:<> is accepted"}},
    {RcptUnknownUserAccepted, {"rcpt-unknown-user-accepted", "smtp", "RFC 5321", "3.3", "RCPT for a mailbox that does not exist is accepted"}},
    {RcptUnknownUserWrongCode, {"rcpt-unknown-user-wrong-code", "smtp", "RFC 5321", "3.3", "RCPT for a mailbox that does not exist is answered with 354"}},
    {RcptSourceRouteRefused, {"rcpt-source-route-refused", "smtp", "RFC 5321", "4.1.1.3", "RCPT with a source route is refused as bad syntax"}},
    {RcptQuotedLocalPartRefused, {"rcpt-quoted-local-part-refused", "smtp", "RFC 5321", "4.1.2", "A quoted local part is refused as bad syntax"}},
    {DomainCaseSensitive, {"domain-case-sensitive", "smtp", "RFC 5321", "2.4", "The local domain in capitals is not local"}},
    {PostmasterRefused, {"postmaster-refused", "smtp", "RFC 5321", "4.5.1", "RCPT TO:<postmaster> is refused"}},
    {PostmasterCaseSensitive, {"postmaster-case-sensitive", "smtp", "RFC 5321", "4.5.1", "Postmaster is known in lower case only"}},
    {OpenRelay, {"open-relay", "smtp", "RFC 5321", "3.6.2", "A message for another domain is taken from anybody"}},
    {LocalPart64Refused, {"local-part-64-refused", "smtp", "RFC 5321", "4.5.3.1.1", "A local part of 64 octets is refused"}},
    {Recipients100Refused, {"recipients-100-refused", "smtp", "RFC 5321", "4.5.3.1.8", "The hundredth recipient is refused"}},
    // message content
    {DataWrongCode, {"data-wrong-code", "smtp", "RFC 5321", "3.3|4.1.1.4", "DATA is answered with 250"}},
    {DataArgumentAccepted, {"data-argument-accepted", "smtp", "RFC 5321", "4.1.1", "DATA with an argument is accepted"}},
    {DataEndWrongCode, {"data-end-wrong-code", "smtp", "RFC 5321", "3.3", "The end of the mail data is answered with 220"}},
    {DataEndRepliesTwice, {"data-end-replies-twice", "smtp", "RFC 5321", "4.2", "The end of the mail data is answered twice"}},
    {DataLinesAreCommands, {"data-lines-are-commands", "smtp", "RFC 5321", "4.1.1.4", "A line NOOP in the mail data is obeyed"}},
    {DataEmptyRefused, {"data-empty-refused", "smtp", "RFC 5321", "4.1.1.4", "An empty message closes the connection"}},
    {DataEndLostWhenSplit, {"data-end-lost-when-split", "smtp", "RFC 5321", "4.1.1.4", "An end of data that arrives in pieces is not seen"}},
    {TextLine1000Refused, {"text-line-1000-refused", "smtp", "RFC 5321", "4.5.3.1.6", "A message with a text line of 1000 octets is refused"}},
    {Message64kRefused, {"message-64k-refused", "smtp", "RFC 5321", "4.5.3.1.7", "A message of 64 K octets is refused"}},
    {EightBitContentRefused, {"eight-bit-content-refused", "smtp", "RFC 6152", "3", "A message announced as 8BITMIME is refused for its octets"}},
    {ControlCharactersRefused, {"control-characters-refused", "smtp", "RFC 5321", "4.1.1.4", "A message with control characters is refused"}},
    {HeaderDefectsRefused, {"header-defects-refused", "smtp", "RFC 5321", "3.3", "A message without a From: is refused"}},
    {DotNotRemoved, {"dot-not-removed", "smtp", "RFC 5321", "4.5.2", "The period that was stuffed stays in the message"}},
    {DotOnlyRemovedWhenDoubled, {"dot-only-removed-when-doubled", "smtp", "RFC 5321", "4.5.2", "A leading period is removed only where a second one follows"}},
    {StuffedDotEndsData, {"stuffed-dot-ends-data", "smtp", "RFC 5321", "4.1.1.4", "A line of two periods ends the mail data"}},
    {EndLfDotLf, {"end-lf-dot-lf", "smtp", "RFC 5321", "4.1.1.4", "<LF>.<LF> ends the mail data"}},
    {EndCrlfDotLf, {"end-crlf-dot-lf", "smtp", "RFC 5321", "4.1.1.4", "<CRLF>.<LF> ends the mail data"}},
    {EndLfDotCrlf, {"end-lf-dot-crlf", "smtp", "RFC 5321", "4.1.1.4", "<LF>.<CRLF> ends the mail data"}},
    {EndCrDotCr, {"end-cr-dot-cr", "smtp", "RFC 5321", "2.3.8", "<CR>.<CR> ends the mail data"}},
    {EndCrDotLf, {"end-cr-dot-lf", "smtp", "RFC 5321", "2.3.8", "<CR>.<LF> ends the mail data"}},
    {EndCrDotCrlf, {"end-cr-dot-crlf", "smtp", "RFC 5321", "2.3.8", "<CR>.<CRLF> ends the mail data"}},
    {EndLfDotCr, {"end-lf-dot-cr", "smtp", "RFC 5321", "2.3.8", "<LF>.<CR> ends the mail data"}},
    {EndCrlfDotCr, {"end-crlf-dot-cr", "smtp", "RFC 5321", "2.3.8", "<CRLF>.<CR> ends the mail data"}},
    {EndCrlfDotCrcrlf, {"end-crlf-dot-crcrlf", "smtp", "RFC 5321", "2.3.8", "<CRLF>.<CR><CRLF> ends the mail data"}},
    {EndNulDot, {"end-nul-dot", "smtp", "RFC 5321", "4.1.1.4", "A NUL before the period does not keep it from ending the mail data"}},
    {EndDotNul, {"end-dot-nul", "smtp", "RFC 5321", "4.1.1.4", "A NUL after the period does not keep it from ending the mail data"}},
    {EndDotSpace, {"end-dot-space", "smtp", "RFC 5321", "4.1.1.4", "A line of a period and a space ends the mail data"}},
    {EndSpaceDot, {"end-space-dot", "smtp", "RFC 5321", "4.1.1.4", "A line of a space and a period ends the mail data"}},
    {EndLfMode, {"end-lf-mode", "smtp", "RFC 5321", "4.1.1.4", "After a header line that ends in a bare LF, <LF>.<LF> ends the mail data"}},
    // VRFY, EXPN, HELP, TURN
    {VrfyWrongCode, {"vrfy-wrong-code", "smtp", "RFC 5321", "3.5.1", "VRFY of a local mailbox is answered with 220"}},
    {VrfyUnknownMailboxConfirmed, {"vrfy-unknown-mailbox-confirmed", "smtp", "RFC 5321", "3.5.3", "VRFY of a mailbox that does not exist is answered with 250"}},
    {VrfyWithoutAddress, {"vrfy-without-address", "smtp", "RFC 5321", "3.5.2", "A 250 to VRFY does not name the mailbox"}},
    {VrfyUnknownCommand, {"vrfy-unknown-command", "smtp", "RFC 5321", "7.3", "VRFY is answered with 502 though it is listed"}},
    {ExpnUnknownListConfirmed, {"expn-unknown-list-confirmed", "smtp", "RFC 5321", "3.5.3", "EXPN of a list that does not exist is answered with 250"}},
    {HelpWrongCode, {"help-wrong-code", "smtp", "RFC 5321", "4.1.1.8", "HELP is answered with 250"}},
    {TurnAccepted, {"turn-accepted", "smtp", "RFC 5321", "F.1", "TURN is accepted from anybody"}},
    // PIPELINING
    {PipelinedRepliesReordered, {"pipelined-replies-reordered", "smtp", "RFC 2920", "3.2", "Replies to a group of commands come in the reverse order"}},
    {PipelinedCommandsLost, {"pipelined-commands-lost", "smtp", "RFC 2920", "3.2", "Only the first command of a group is answered"}},
    {PipelinedAfterDataLost, {"pipelined-after-data-lost", "smtp", "RFC 2920", "3.2", "Commands behind the end of data are thrown away"}},
    {PipelinedRepliesMerged, {"pipelined-replies-merged", "smtp", "RFC 2920", "3.2", "Of a group of commands only the last one is answered"}},
    // SIZE, 8BITMIME
    {SizeOverLimitAccepted, {"size-over-limit-accepted", "smtp", "RFC 1870", "6.1", "A declared size above the limit is accepted"}},
    {SizeNotANumberAccepted, {"size-not-a-number-accepted", "smtp", "RFC 1870", "3", "SIZE with letters is accepted"}},
    {SizeEmptyAccepted, {"size-empty-accepted", "smtp", "RFC 1870", "3", "SIZE without a value is accepted"}},
    {SizeWithinLimitRefused, {"size-within-limit-refused", "smtp", "RFC 1870", "6.1|7", "A declared size within the limit is refused"}},
    {SizeEndsData, {"size-ends-data", "smtp", "RFC 1870", "6", "The declared size ends the mail data"}},
    {MessageOverLimitAccepted, {"message-over-limit-accepted", "smtp", "RFC 1870", "4|6.3", "A message above the limit is accepted"}},
    {BodyUnknownValueAccepted, {"body-unknown-value-accepted", "smtp", "RFC 6152", "3|2", "BODY with an unknown value is accepted"}},
    {Body8bitmimeRefused, {"body-8bitmime-refused", "smtp", "RFC 6152", "3|2", "BODY=8BITMIME is refused though 8BITMIME is listed"}},
    {Body7bitRefused, {"body-7bit-refused", "smtp", "RFC 6152", "3|2", "BODY=7BIT is refused though 8BITMIME is listed"}},
    // DSN
    {NotifyNeverCombinedAccepted, {"notify-never-combined-accepted", "smtp", "RFC 3461", "5.1|4.1", "NOTIFY=NEVER,SUCCESS is accepted"}},
    {NotifyUnknownValueAccepted, {"notify-unknown-value-accepted", "smtp", "RFC 3461", "5.1|4.1", "NOTIFY with an unknown value is accepted"}},
    {NotifyRefused, {"notify-refused", "smtp", "RFC 3461", "5.1", "A valid NOTIFY is refused"}},
    {OrcptRefused, {"orcpt-refused", "smtp", "RFC 3461", "5.1", "A valid ORCPT is refused"}},
    {OrcptWithoutTypeAccepted, {"orcpt-without-type-accepted", "smtp", "RFC 3461", "5.1|4.2", "ORCPT without an address type is accepted"}},
    {OrcptBadXtextAccepted, {"orcpt-bad-xtext-accepted", "smtp", "RFC 3461", "5.1|4.2", "ORCPT with bad xtext is accepted"}},
    {RetUnknownValueAccepted, {"ret-unknown-value-accepted", "smtp", "RFC 3461", "5.1|4.3", "RET with an unknown value is accepted"}},
    {RetRefused, {"ret-refused", "smtp", "RFC 3461", "5.1", "A valid RET is refused"}},
    {EnvidRefused, {"envid-refused", "smtp", "RFC 3461", "5.1", "A valid ENVID is refused"}},
    {EnvidBadXtextAccepted, {"envid-bad-xtext-accepted", "smtp", "RFC 3461", "5.1|4.4", "ENVID with bad xtext is accepted"}},
    {DsnParameterTwiceAccepted, {"dsn-parameter-twice-accepted", "smtp", "RFC 3461", "5.1", "A DSN parameter that stands twice is accepted"}},
    // CHUNKING and BINARYMIME
    {BdatWithoutSizeAccepted, {"bdat-without-size-accepted", "smtp", "RFC 3030", "2", "BDAT without a size is accepted"}},
    {BdatBadSizeAccepted, {"bdat-bad-size-accepted", "smtp", "RFC 3030", "2", "BDAT with a size that is no number is accepted"}},
    {BdatWrongCode, {"bdat-wrong-code", "smtp", "RFC 3030", "2", "A chunk is answered with 354"}},
    {BdatBeforeRcptAccepted, {"bdat-before-rcpt-accepted", "smtp", "RFC 3030", "2", "BDAT without a recipient is accepted"}},
    {BdatRefusedNotDiscarded, {"bdat-refused-not-discarded", "smtp", "RFC 3030", "2", "The octets of a refused chunk are taken for commands"}},
    {BdatZeroLastRefused, {"bdat-zero-last-refused", "smtp", "RFC 3030", "2", "BDAT 0 LAST is refused"}},
    {BdatAfterLastAccepted, {"bdat-after-last-accepted", "smtp", "RFC 3030", "2", "BDAT after BDAT LAST is accepted"}},
    {BdatDotEndsData, {"bdat-dot-ends-data", "smtp", "RFC 3030", "2", "A line with a period ends a chunk"}},
    {BdatUnstuffsDots, {"bdat-unstuffs-dots", "smtp", "RFC 3030", "2", "Leading periods are removed from chunks"}},
    {DataAfterBdatAccepted, {"data-after-bdat-accepted", "smtp", "RFC 3030", "2", "DATA after BDAT is accepted"}},
    {RsetKeepsChunks, {"rset-keeps-chunks", "smtp", "RFC 3030", "2", "RSET after a chunk does not clear it"}},
    {BinarymimeDataAccepted, {"binarymime-data-accepted", "smtp", "RFC 3030", "3", "DATA is accepted for a BINARYMIME message"}},
    {BinarymimeContentRefused, {"binarymime-content-refused", "smtp", "RFC 3030", "3", "A BINARYMIME message is refused for its octets"}},
    // STARTTLS
    {StarttlsInjection, {"starttls-injection", "smtp", "RFC 3207", "6|4.2", "What arrived in clear behind STARTTLS is obeyed inside TLS"}},
    {StarttlsAnswersInClear, {"starttls-answers-in-clear", "smtp", "RFC 3207", "6|4.2|4", "What arrives in clear behind STARTTLS is answered before the handshake"}},
    {StarttlsKeepsKnowledge, {"starttls-keeps-knowledge", "smtp", "RFC 3207", "4.2", "EHLO and the transaction before STARTTLS are remembered"}},
    {StarttlsOfferedInsideTls, {"starttls-offered-inside-tls", "smtp", "RFC 3207", "4.2", "STARTTLS is listed inside TLS"}},
    {StarttlsTwiceAccepted, {"starttls-twice-accepted", "smtp", "RFC 3207", "4.2", "STARTTLS inside TLS is answered with 220"}},
    {StarttlsArgumentAccepted, {"starttls-argument-accepted", "smtp", "RFC 3207", "4", "STARTTLS with an argument is accepted"}},
    {StarttlsWrongCode, {"starttls-wrong-code", "smtp", "RFC 3207", "4", "STARTTLS is answered with 250"}},
    {StarttlsGreetsAgain, {"starttls-greets-again", "smtp", "RFC 3207", "4.2", "A second greeting is sent inside TLS"}},
    {StarttlsEhloRefused, {"starttls-ehlo-refused", "smtp", "RFC 3207", "4|4.2", "EHLO inside TLS is refused"}},
    // AUTH
    {AuthTwiceAccepted, {"auth-twice-accepted", "smtp", "RFC 4954", "4", "AUTH after AUTH has succeeded is accepted"}},
    {AuthInTransactionAccepted, {"auth-in-transaction-accepted", "smtp", "RFC 4954", "4", "AUTH in a transaction is accepted"}},
    {AuthCancelWrongCode, {"auth-cancel-wrong-code", "smtp", "RFC 4954", "4", "An exchange that the client cancels is answered with 250"}},
    {AuthBadBase64Accepted, {"auth-bad-base64-accepted", "smtp", "RFC 4954", "4", "Characters outside of base64 are passed over"}},
    {AuthBadBase64WrongCode, {"auth-bad-base64-wrong-code", "smtp", "RFC 4954", "4", "A response that is not base64 is answered with 250"}},
    {AuthWrongPasswordAccepted, {"auth-wrong-password-accepted", "smtp", "RFC 4954", "4", "Any password is right"}},
    {AuthWrongPasswordWrongCode, {"auth-wrong-password-wrong-code", "smtp", "RFC 4954", "4", "A wrong password is answered with 250"}},
    {AuthUnknownMechanismWrongCode, {"auth-unknown-mechanism-wrong-code", "smtp", "RFC 4954", "4", "An unknown mechanism is answered with 250"}},
    {AuthSuccessWrongCode, {"auth-success-wrong-code", "smtp", "RFC 4954", "4", "Success is answered with 250"}},
    {AuthRightPasswordRefused, {"auth-right-password-refused", "smtp", "RFC 4954", "4", "A mechanism is listed, and the right password refused"}},
    {AuthWithoutArgumentAccepted, {"auth-without-argument-accepted", "smtp", "RFC 4954", "8|4", "AUTH without a mechanism is answered with 334"}},
    {AuthChallengeNotBase64, {"auth-challenge-not-base64", "smtp", "RFC 4954", "4", "A challenge is not base64"}},
    {AuthOtherIdentityAccepted, {"auth-other-identity-accepted", "smtp", "RFC 4616", "2", "A user may act as another one"}},
    {AuthLine12288Refused, {"auth-line-12288-refused", "smtp", "RFC 4954|RFC 4616", "4|2", "A response of more than 512 octets is refused as too long"}},
    {AuthLostByRset, {"auth-lost-by-rset", "smtp", "RFC 4954", "4", "RSET ends the authentication"}},
    {AuthKeywordWithoutMechanisms, {"auth-keyword-without-mechanisms", "smtp", "RFC 4954|RFC 6409", "3|7", "AUTH is listed without a mechanism"}},
    {AuthEarlyResponseWrongCode, {"auth-early-response-wrong-code", "smtp", "RFC 4954", "4", "An initial response to a mechanism that the server begins is answered with 535"}},
    {AuthInitialResponseRefused, {"auth-initial-response-refused", "smtp", "RFC 4954", "4", "An initial response is refused"}},
    {MailAuthParameterRefused, {"mail-auth-parameter-refused", "smtp", "RFC 4954", "5", "The AUTH parameter of MAIL is refused"}},
    {MailAuthBadXtextAccepted, {"mail-auth-bad-xtext-accepted", "smtp", "RFC 4954", "8|5", "The AUTH parameter of MAIL with bad xtext is accepted"}},
    {SubmissionWithoutAuth, {"submission-without-auth", "smtp", "RFC 6409", "4.3", "The submission service takes mail from anybody"}},
    // SMTPUTF8, ETRN
    {Smtputf8ValueAccepted, {"smtputf8-value-accepted", "smtp", "RFC 6531", "3.4", "SMTPUTF8 with a value is accepted"}},
    {Smtputf8ParameterRefused, {"smtputf8-parameter-refused", "smtp", "RFC 6531", "3.1", "SMTPUTF8 is refused though it is listed"}},
    {Smtputf8AddressRefused, {"smtputf8-address-refused", "smtp", "RFC 6531", "3.2|3.3", "An address in UTF-8 is refused as bad syntax in spite of SMTPUTF8"}},
    {Utf8AddressWithoutParameterAccepted, {"utf8-address-without-parameter-accepted", "smtp", "RFC 5321", "2.4", "An address in UTF-8 is accepted without SMTPUTF8"}},
    {EtrnWithoutArgumentAccepted, {"etrn-without-argument-accepted", "smtp", "RFC 1985", "5.1", "ETRN without a node is accepted"}},
    {EtrnWrongCode, {"etrn-wrong-code", "smtp", "RFC 1985", "5.1", "ETRN is answered with 220"}},
    {EtrnInTransactionAccepted, {"etrn-in-transaction-accepted", "smtp", "RFC 1985", "5", "ETRN in a transaction is accepted"}},
};
// clang-format on

consteval bool in_order() {
  if (std::size(kRows) != kSmtpFaults) return false;
  std::size_t expected = 0;
  return std::ranges::all_of(kRows, [&expected](const SmtpFaultRow& row) {
    return static_cast<std::size_t>(row.id) == expected++;
  });
}
static_assert(in_order(), "one row for each enumerator, in its order");

}  // namespace

std::span<const SmtpFaultRow> smtp_fault_rows() { return kRows; }

SmtpFaults smtp_faults(std::span<const std::string> names) {
  SmtpFaults set;
  for (const std::string& name : names) {
    const auto* row =
        std::ranges::find(kRows, name, [](const SmtpFaultRow& r) { return r.fault.name; });
    if (row != std::end(kRows)) set.add(row->id);
  }
  return set;
}

}  // namespace wireassay::reference
