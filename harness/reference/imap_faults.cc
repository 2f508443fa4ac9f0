// One row for each fault of the IMAP session.
#include "reference/imap_faults.h"

#include <algorithm>
#include <iterator>

namespace wireassay::reference {
namespace {

using enum ImapFault;

// Wider than 100 columns, so that a row stays a line.
// clang-format off
constexpr ImapFaultRow kRows[] = {
    // responses and commands as such
    {GreetingBad, {"imap-greeting-bad", "imap", "RFC 3501|RFC 9051", "7.1.1|7.1.1", "The greeting is BAD"}},
    {TagLowercased, {"imap-tag-lowercased", "imap", "RFC 3501|RFC 9051", "2.2.2|2.2.2", "Tags come back in small letters"}},
    {TwoCompletions, {"imap-two-completions", "imap", "RFC 3501|RFC 9051", "2.2.2|2.2.2", "A command is completed twice"}},
    {CompletionBeforeData, {"imap-completion-before-data", "imap", "RFC 3501|RFC 9051", "6.3.1|6.3.2", "The completion comes before the data of its command"}},
    {BadBecomesNo, {"imap-bad-becomes-no", "imap", "RFC 3501|RFC 9051", "2.2.2|2.2.2", "What is wrong in syntax or state is answered with NO"}},
    {UnknownCommandOk, {"imap-unknown-command-ok", "imap", "RFC 3501|RFC 9051", "2.2.2|2.2.2", "An unknown command is answered with OK"}},
    {EmptyLineIgnored, {"imap-empty-line-ignored", "imap", "RFC 3501|RFC 9051", "2.2.2|2.2.2", "A line without a tag is not answered"}},
    {TagPlusAccepted, {"imap-tag-plus-accepted", "imap", "RFC 3501|RFC 9051", "9|9", "A tag with a plus sign is accepted"}},
    {CommandsCaseSensitive, {"imap-commands-case-sensitive", "imap", "RFC 3501|RFC 9051", "9|9", "Commands in small letters are refused"}},
    {ExtraArgumentAccepted, {"imap-extra-argument-accepted", "imap", "RFC 3501|RFC 9051", "9|9", "An argument too many is accepted"}},
    {QuotedEscapeKept, {"imap-quoted-escape-kept", "imap", "RFC 3501|RFC 9051", "9|9", "The backslash of an escape in a quoted string stays in the value"}},
    {LiteralShortByOne, {"imap-literal-short-by-one", "imap", "RFC 3501|RFC 9051", "6.3.11|6.3.12", "The last octet of an appended literal is lost"}},
    {LiteralWithoutContinuation, {"imap-literal-without-continuation", "imap", "RFC 3501|RFC 9051", "4.3|4.3", "A synchronising literal is awaited without a continuation request"}},
    {LiteralPlusAnsweredWithContinuation, {"imap-literal-plus-answered-with-continuation", "imap", "RFC 7888", "3", "A non-synchronising literal is answered with a continuation request"}},
    {WrongStateOk, {"imap-wrong-state-ok", "imap", "RFC 3501|RFC 9051", "3|3", "A command for a selected mailbox is answered with OK without one"}},
    // any state
    {CapabilityWithoutRev1, {"imap-capability-without-rev1", "imap", "RFC 3501|RFC 9051", "6.1.1|6.1.1", "CAPABILITY names no revision of the protocol"}},
    {CapabilityNotTold, {"imap-capability-not-told", "imap", "RFC 3501|RFC 9051", "6.1.1|6.1.1", "CAPABILITY is answered without its data"}},
    {NoopRefusedBeforeLogin, {"imap-noop-refused-before-login", "imap", "RFC 3501|RFC 9051", "6.1.2|6.1.2", "NOOP is refused before authentication"}},
    {LogoutNoBye, {"imap-logout-no-bye", "imap", "RFC 3501|RFC 9051", "6.1.3|6.1.3", "LOGOUT is answered without BYE"}},
    {LogoutNoClose, {"imap-logout-no-close", "imap", "RFC 3501|RFC 9051", "6.1.3|6.1.3", "The connection stays open after LOGOUT"}},
    {IdNoResponse, {"imap-id-no-response", "imap", "RFC 2971", "3.1", "ID is answered without an ID response"}},
    // STARTTLS, LOGIN, AUTHENTICATE
    {StarttlsKeepsInjected, {"imap-starttls-keeps-injected", "imap", "RFC 3501|RFC 9051", "6.2.1|6.2.1", "What came in clear behind STARTTLS is obeyed inside TLS"}},
    {StarttlsAnswersInClear, {"imap-starttls-answers-in-clear", "imap", "RFC 3501|RFC 9051", "6.2.1|6.2.1", "What comes in clear behind STARTTLS is answered before the handshake"}},
    {StarttlsStillListed, {"imap-starttls-still-listed", "imap", "RFC 3501|RFC 9051", "6.2.1|6.2.1", "STARTTLS is listed inside TLS"}},
    {StarttlsTwiceAccepted, {"imap-starttls-twice-accepted", "imap", "RFC 3501|RFC 9051", "6.2.1|6.2.1", "STARTTLS inside TLS is answered with OK"}},
    {StarttlsAfterLoginAccepted, {"imap-starttls-after-login-accepted", "imap", "RFC 3501|RFC 9051", "3|3", "STARTTLS after LOGIN is answered with OK"}},
    {LoginWrongPasswordAccepted, {"imap-login-wrong-password-accepted", "imap", "RFC 3501|RFC 9051", "6.2.3|6.2.3", "LOGIN takes any password"}},
    {LoginRightPasswordRefused, {"imap-login-right-password-refused", "imap", "RFC 3501|RFC 9051", "6.2.3|6.2.3", "LOGIN refuses the right password"}},
    {LoginWrongPasswordBad, {"imap-login-wrong-password-bad", "imap", "RFC 3501|RFC 9051", "6.2.3|6.2.3", "A wrong password is answered with BAD"}},
    {LoginWhenAuthenticatedAccepted, {"imap-login-when-authenticated-accepted", "imap", "RFC 3501|RFC 9051", "6.2|6.2", "LOGIN after LOGIN is accepted"}},
    {AuthenticateWrongPasswordAccepted, {"imap-authenticate-wrong-password-accepted", "imap", "RFC 3501|RFC 9051", "6.2.2|6.2.2", "AUTHENTICATE takes any password"}},
    {AuthenticateOtherIdentityAccepted, {"imap-authenticate-other-identity-accepted", "imap", "RFC 3501|RFC 4616", "6.2.2|2", "A user may act as another one"}},
    {AuthenticateUnknownMechanismOk, {"imap-authenticate-unknown-mechanism-ok", "imap", "RFC 3501|RFC 9051", "6.2.2|6.2.2", "An unknown mechanism is answered with OK"}},
    {AuthenticateCancelOk, {"imap-authenticate-cancel-ok", "imap", "RFC 3501|RFC 9051", "6.2.2|6.2.2", "An exchange that the client cancels is answered with OK"}},
    {AuthenticateBadBase64Accepted, {"imap-authenticate-bad-base64-accepted", "imap", "RFC 3501|RFC 9051", "6.2.2|6.2.2", "Characters outside of base64 are passed over"}},
    {AuthenticateInitialResponseIgnored, {"imap-authenticate-initial-response-ignored", "imap", "RFC 4959|RFC 9051", "3|6.2.2", "An initial response is ignored"}},
    {ChallengeNotBase64, {"imap-challenge-not-base64", "imap", "RFC 3501|RFC 9051", "6.2.2|6.2.2", "A challenge is not base64"}},
    // ENABLE, NAMESPACE
    {EnableUnknownEchoed, {"imap-enable-unknown-echoed", "imap", "RFC 5161|RFC 9051", "3.1|6.3.1", "ENABLED names a capability that is not known"}},
    {EnableNoEnabled, {"imap-enable-no-enabled", "imap", "RFC 5161|RFC 9051", "3.1|6.3.1", "ENABLE is answered without ENABLED"}},
    {NamespaceWrongDelimiter, {"imap-namespace-wrong-delimiter", "imap", "RFC 2342|RFC 9051", "5|6.3.10", "NAMESPACE tells another hierarchy delimiter than LIST"}},
    // SELECT and EXAMINE
    {SelectNoFlags, {"imap-select-no-flags", "imap", "RFC 3501|RFC 9051", "6.3.1|6.3.2", "SELECT does not tell FLAGS"}},
    {SelectNoExists, {"imap-select-no-exists", "imap", "RFC 3501|RFC 9051", "6.3.1|6.3.2", "SELECT does not tell EXISTS"}},
    {SelectNoRecent, {"imap-select-no-recent", "imap", "RFC 3501", "6.3.1", "SELECT does not tell RECENT"}},
    {SelectNoUidvalidity, {"imap-select-no-uidvalidity", "imap", "RFC 3501|RFC 3501|RFC 9051", "2.3.1.1|6.3.1|6.3.2", "SELECT does not tell UIDVALIDITY"}},
    {SelectNoUidnext, {"imap-select-no-uidnext", "imap", "RFC 3501|RFC 3501|RFC 9051", "2.3.1.1|6.3.1|6.3.2", "SELECT does not tell UIDNEXT"}},
    {SelectNoPermanentflags, {"imap-select-no-permanentflags", "imap", "RFC 3501|RFC 9051", "6.3.1|6.3.2", "SELECT does not tell PERMANENTFLAGS"}},
    {SelectExistsOffByOne, {"imap-select-exists-off-by-one", "imap", "RFC 3501|RFC 3501|RFC 9051", "6.3.1|7.3.1|7.4.1", "SELECT tells one message more than there is"}},
    {SelectNoClosed, {"imap-select-no-closed", "imap", "RFC 7162|RFC 9051", "3.2.11|6.3.2", "SELECT of another mailbox does not tell CLOSED"}},
    {SelectNoList, {"imap-select-no-list", "imap", "RFC 9051", "6.3.2", "SELECT in IMAP4rev2 does not tell LIST"}},
    {SelectMissingOk, {"imap-select-missing-ok", "imap", "RFC 3501|RFC 9051", "6.3.1|6.3.2", "SELECT of a mailbox that does not exist is answered with OK"}},
    {FailedSelectStaysSelected, {"imap-failed-select-stays-selected", "imap", "RFC 3501|RFC 9051", "6.3.1|6.3.2", "After a SELECT that fails the old mailbox is still selected"}},
    {ExamineReadWrite, {"imap-examine-read-write", "imap", "RFC 3501|RFC 9051", "6.3.2|6.3.3", "EXAMINE is answered with READ-WRITE"}},
    {ExamineFetchSetsSeen, {"imap-examine-fetch-sets-seen", "imap", "RFC 3501|RFC 9051", "6.3.2|6.3.3", "FETCH sets \\Seen in a mailbox of EXAMINE"}},
    {ExamineClearsRecent, {"imap-examine-clears-recent", "imap", "RFC 3501", "6.3.2", "EXAMINE takes \\Recent from the messages"}},
    {ExamineCloseExpunges, {"imap-examine-close-expunges", "imap", "RFC 3501|RFC 9051", "6.4.2|6.4.1", "CLOSE removes messages from a mailbox of EXAMINE"}},
    // mailboxes
    {CreateExistingOk, {"imap-create-existing-ok", "imap", "RFC 3501|RFC 9051", "6.3.3|6.3.4", "CREATE of a mailbox that exists is answered with OK"}},
    {CreateInboxOk, {"imap-create-inbox-ok", "imap", "RFC 3501|RFC 9051", "6.3.3|6.3.4", "CREATE INBOX is answered with OK"}},
    {CreateBadUtf7Accepted, {"imap-create-bad-utf7-accepted", "imap", "RFC 3501|RFC 9051", "5.1.3|A.1", "CREATE of a name in broken modified UTF-7 is answered with OK"}},
    {DeleteInboxOk, {"imap-delete-inbox-ok", "imap", "RFC 3501|RFC 9051", "6.3.4|6.3.5", "DELETE INBOX is answered with OK"}},
    {DeleteMissingOk, {"imap-delete-missing-ok", "imap", "RFC 3501|RFC 9051", "6.3.4|6.3.5", "DELETE of a mailbox that does not exist is answered with OK"}},
    {DeleteRemovesChildren, {"imap-delete-removes-children", "imap", "RFC 3501|RFC 9051", "6.3.4|6.3.5", "DELETE removes the mailboxes below, too"}},
    {RenameOntoExistingOk, {"imap-rename-onto-existing-ok", "imap", "RFC 3501|RFC 9051", "6.3.5|6.3.6", "RENAME to a name that exists is answered with OK"}},
    {RenameMissingOk, {"imap-rename-missing-ok", "imap", "RFC 3501|RFC 9051", "6.3.5|6.3.6", "RENAME of a mailbox that does not exist is answered with OK"}},
    {RenameInboxMovesNothing, {"imap-rename-inbox-moves-nothing", "imap", "RFC 3501|RFC 9051", "6.3.5|6.3.6", "RENAME INBOX leaves the messages where they are"}},
    {RenameLosesChildren, {"imap-rename-loses-children", "imap", "RFC 3501|RFC 9051", "6.3.5|6.3.6", "RENAME loses the mailboxes below"}},
    {SubscribeForgotten, {"imap-subscribe-forgotten", "imap", "RFC 3501|RFC 9051", "6.3.6|6.3.7", "SUBSCRIBE has no effect"}},
    {UnsubscribeIgnored, {"imap-unsubscribe-ignored", "imap", "RFC 3501|RFC 9051", "6.3.7|6.3.8", "UNSUBSCRIBE has no effect"}},
    {InboxCaseSensitive, {"imap-inbox-case-sensitive", "imap", "RFC 3501|RFC 3501|RFC 9051", "5.1|9|5.1", "INBOX is known in capitals only"}},
    {NamesInUtf8, {"imap-names-in-utf8", "imap", "RFC 3501|RFC 9051", "5.1.3|A.1", "Names of mailboxes are sent in UTF-8 though IMAP4rev2 is not enabled"}},
    {Rev2NamesInUtf7, {"imap-rev2-names-in-utf7", "imap", "RFC 9051", "5.1", "Names of mailboxes are sent in modified UTF-7 though IMAP4rev2 is enabled"}},
    {UidvaliditySameAfterRecreate, {"imap-uidvalidity-same-after-recreate", "imap", "RFC 3501|RFC 9051", "2.3.1.1|2.3.1.1", "A mailbox that was deleted and created again has the same UIDVALIDITY"}},
    {UidnextTooSmall, {"imap-uidnext-too-small", "imap", "RFC 3501|RFC 9051", "2.3.1.1|2.3.1.1", "UIDNEXT is a UID that is in use"}},
    {UidIsSequenceNumber, {"imap-uid-is-sequence-number", "imap", "RFC 3501|RFC 9051", "2.3.1.1|2.3.1.1", "UIDs are the sequence numbers, and change with them"}},
    // LIST, LSUB, STATUS
    {ListPercentCrossesHierarchy, {"imap-list-percent-crosses-hierarchy", "imap", "RFC 3501|RFC 9051", "6.3.8|6.3.9", "\"%\" matches the hierarchy delimiter"}},
    {ListEmptyNoDelimiter, {"imap-list-empty-no-delimiter", "imap", "RFC 3501|RFC 9051", "6.3.8|6.3.9", "LIST with an empty name does not tell the hierarchy delimiter"}},
    {ListNoInbox, {"imap-list-no-inbox", "imap", "RFC 3501|RFC 9051", "6.3.8|6.3.9", "LIST leaves out INBOX"}},
    {ListMissingNameNo, {"imap-list-missing-name-no", "imap", "RFC 3501|RFC 9051", "6.3.8|6.3.9", "LIST without a result is answered with NO"}},
    {ListChildrenWrong, {"imap-list-children-wrong", "imap", "RFC 3348|RFC 5258|RFC 9051", "3|4|6.3.9.2", "\\HasChildren and \\HasNoChildren are mixed up"}},
    {ListSubscribedMissing, {"imap-list-subscribed-missing", "imap", "RFC 5258|RFC 9051", "3.1|6.3.9.1", "LIST (SUBSCRIBED) does not tell \\Subscribed"}},
    {ListStatusMissing, {"imap-list-status-missing", "imap", "RFC 5819|RFC 9051", "2|6.3.9.2", "LIST RETURN (STATUS) does not tell STATUS"}},
    {RecursivematchAloneAccepted, {"imap-recursivematch-alone-accepted", "imap", "RFC 5258|RFC 9051", "3.1|6.3.9.1", "RECURSIVEMATCH without another option is accepted"}},
    {SpecialUseForgotten, {"imap-special-use-forgotten", "imap", "RFC 6154", "3", "CREATE forgets the use of the mailbox"}},
    {LsubListsUnsubscribed, {"imap-lsub-lists-unsubscribed", "imap", "RFC 3501", "6.3.9", "LSUB lists mailboxes that are not subscribed"}},
    {StatusUnknownItemOk, {"imap-status-unknown-item-ok", "imap", "RFC 3501|RFC 9051", "2.2.2|2.2.2", "STATUS of an unknown item is answered with OK"}},
    {StatusMessagesMissing, {"imap-status-messages-missing", "imap", "RFC 3501|RFC 9051", "6.3.10|6.3.11", "STATUS leaves out MESSAGES"}},
    {StatusMissingMailboxOk, {"imap-status-missing-mailbox-ok", "imap", "RFC 3501|RFC 9051", "6.3.10|6.3.11", "STATUS of a mailbox that does not exist is answered with OK"}},
    {StatusDeselects, {"imap-status-deselects", "imap", "RFC 3501|RFC 9051", "6.3.10|6.3.11", "STATUS deselects the selected mailbox"}},
    {StatusClearsRecent, {"imap-status-clears-recent", "imap", "RFC 3501", "6.3.10", "STATUS takes \\Recent from the messages"}},
    {StatusUnseenCountsSeen, {"imap-status-unseen-counts-seen", "imap", "RFC 3501|RFC 9051", "6.3.10|6.3.11", "STATUS UNSEEN counts all messages"}},
    {StatusSizeTooSmall, {"imap-status-size-too-small", "imap", "RFC 8438|RFC 9051", "3|6.3.11", "STATUS SIZE is less than the sum of the sizes"}},
    // APPEND
    {AppendFlagsLost, {"imap-append-flags-lost", "imap", "RFC 3501|RFC 9051", "6.3.11|6.3.12", "APPEND forgets the flags"}},
    {InternaldateIgnored, {"imap-internaldate-ignored", "imap", "RFC 3501|RFC 9051", "6.3.11|6.3.12", "APPEND forgets the date"}},
    {AppendTrycreateMissing, {"imap-append-trycreate-missing", "imap", "RFC 3501|RFC 9051", "6.3.11|6.3.12", "APPEND to a missing mailbox is refused without TRYCREATE"}},
    {AppendCreatesMailbox, {"imap-append-creates-mailbox", "imap", "RFC 3501|RFC 9051", "6.3.11|6.3.12", "APPEND creates the mailbox"}},
    {AppendBadDateAccepted, {"imap-append-bad-date-accepted", "imap", "RFC 3501|RFC 9051", "9|9", "APPEND with a date that is none is accepted"}},
    {AppendUidMissing, {"imap-append-uid-missing", "imap", "RFC 4315|RFC 9051", "3|6.3.12", "APPEND does not tell APPENDUID"}},
    {AppendUidWrong, {"imap-append-uid-wrong", "imap", "RFC 4315|RFC 9051", "3|6.3.12", "APPENDUID tells another UID than the message gets"}},
    // FETCH
    {FetchPeekSetsSeen, {"imap-fetch-peek-sets-seen", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "BODY.PEEK sets \\Seen"}},
    {FetchSeenNotSet, {"imap-fetch-seen-not-set", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "BODY[] does not set \\Seen"}},
    {FetchSeenNotTold, {"imap-fetch-seen-not-told", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "BODY[] does not tell that it has set \\Seen"}},
    {FetchMacroWithoutSize, {"imap-fetch-macro-without-size", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "FAST leaves out RFC822.SIZE"}},
    {FetchUnknownItemOk, {"imap-fetch-unknown-item-ok", "imap", "RFC 3501|RFC 9051", "9|9", "FETCH of an unknown item is answered with OK"}},
    {FetchMissingNumberOk, {"imap-fetch-missing-number-ok", "imap", "RFC 3501|RFC 9051", "2.3.1.2|9", "FETCH of a number beyond the mailbox is answered with OK"}},
    {UidFetchMissingBad, {"imap-uid-fetch-missing-bad", "imap", "RFC 3501|RFC 9051", "6.4.8|6.4.9", "UID FETCH of a UID that there is not is answered with BAD"}},
    {UidFetchWithoutUid, {"imap-uid-fetch-without-uid", "imap", "RFC 3501|RFC 9051", "6.4.8|6.4.9", "UID FETCH does not tell the UID"}},
    {SequenceZeroOk, {"imap-sequence-zero-ok", "imap", "RFC 3501|RFC 9051", "9|9", "The sequence number 0 is accepted"}},
    {SequenceReverseRefused, {"imap-sequence-reverse-refused", "imap", "RFC 3501|RFC 9051", "9|9", "A range with the higher number first is refused"}},
    {SequenceStarEmpty, {"imap-sequence-star-empty", "imap", "RFC 3501|RFC 9051", "9|9", "\"*\" names no message"}},
    {BodyOctetsMiscounted, {"imap-body-octets-miscounted", "imap", "RFC 3501|RFC 9051", "4.3|4.3", "A literal announces one octet less than it has"}},
    {Rfc822SizeWrong, {"imap-rfc822-size-wrong", "imap", "RFC 3501|RFC 9051", "2.3.4|2.3.4", "RFC822.SIZE is not the size of BODY[]"}},
    {EnvelopeNineFields, {"imap-envelope-nine-fields", "imap", "RFC 3501|RFC 9051", "7.4.2|7.5.2", "ENVELOPE has no message-id"}},
    {BodystructureLinesWrong, {"imap-bodystructure-lines-wrong", "imap", "RFC 3501|RFC 9051", "7.4.2|7.5.2", "BODYSTRUCTURE counts one line too many"}},
    {BodyWithExtensionData, {"imap-body-with-extension-data", "imap", "RFC 3501|RFC 9051", "7.4.2|7.5.2", "BODY without a section has extension data"}},
    {InternaldateWithoutZone, {"imap-internaldate-without-zone", "imap", "RFC 3501|RFC 9051", "9|9", "INTERNALDATE has no time zone"}},
    {PartialOffsetOffByOne, {"imap-partial-offset-off-by-one", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "A part begins one octet too late"}},
    {PartialOriginMissing, {"imap-partial-origin-missing", "imap", "RFC 3501|RFC 3501|RFC 9051", "6.4.5|7.4.2|7.5.2", "The answer to a partial FETCH does not tell the origin octet"}},
    {PartialPastEndNil, {"imap-partial-past-end-nil", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "A part beyond the end is NIL"}},
    {HeaderFieldsCaseSensitive, {"imap-header-fields-case-sensitive", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "HEADER.FIELDS distinguishes capitals and small letters"}},
    {HeaderFieldsNotInverted, {"imap-header-fields-not-inverted", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "HEADER.FIELDS.NOT selects as HEADER.FIELDS does"}},
    {HeaderWithoutBlankLine, {"imap-header-without-blank-line", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "HEADER leaves out the blank line behind the header"}},
    {TextIncludesHeader, {"imap-text-includes-header", "imap", "RFC 3501|RFC 9051", "6.4.5|6.4.5", "TEXT includes the header"}},
    {BinaryNotDecoded, {"imap-binary-not-decoded", "imap", "RFC 3516|RFC 9051", "4.2|6.4.5", "BINARY does not decode"}},
    {BinarySizeEncoded, {"imap-binary-size-encoded", "imap", "RFC 3516|RFC 9051", "4.2|6.4.5", "BINARY.SIZE is the size before decoding"}},
    {BinaryUnknownCteOk, {"imap-binary-unknown-cte-ok", "imap", "RFC 3516|RFC 9051", "4.3|6.4.5", "BINARY of an unknown encoding is answered with OK"}},
    // STORE
    {StoreSilentNotSilent, {"imap-store-silent-not-silent", "imap", "RFC 3501|RFC 9051", "6.4.6|6.4.6", ".SILENT is not silent"}},
    {StoreNotTold, {"imap-store-not-told", "imap", "RFC 3501|RFC 9051", "6.4.6|6.4.6", "STORE does not tell the new flags"}},
    {StoreOnReadOnlyAccepted, {"imap-store-on-read-only-accepted", "imap", "RFC 3501|RFC 9051", "6.3.2|6.3.3", "STORE in a mailbox of EXAMINE is accepted"}},
    {StoreAddReplaces, {"imap-store-add-replaces", "imap", "RFC 3501|RFC 9051", "6.4.6|6.4.6", "+FLAGS replaces the flags"}},
    {StoreRemoveIgnored, {"imap-store-remove-ignored", "imap", "RFC 3501|RFC 9051", "6.4.6|6.4.6", "-FLAGS has no effect"}},
    {StoreUnknownItemOk, {"imap-store-unknown-item-ok", "imap", "RFC 3501|RFC 9051", "9|9", "STORE of an unknown item is answered with OK"}},
    // what is told, EXPUNGE, CLOSE
    {ExistsNotTold, {"imap-exists-not-told", "imap", "RFC 3501|RFC 9051", "5.2|5.2", "New messages are not told"}},
    {FlagsOfOthersNotTold, {"imap-flags-of-others-not-told", "imap", "RFC 3501|RFC 9051", "5.2|7.5.2", "Flags that another session has changed are not told"}},
    {ExpungeDuringFetch, {"imap-expunge-during-fetch", "imap", "RFC 3501|RFC 9051", "7.4.1|7.5.1", "EXPUNGE is told in the answer to FETCH"}},
    {ExpungeWrongOrder, {"imap-expunge-wrong-order", "imap", "RFC 3501|RFC 9051", "7.4.1|7.5.1", "EXPUNGE tells the numbers as they were before all of it"}},
    {ExpungeAll, {"imap-expunge-all", "imap", "RFC 3501|RFC 9051", "6.4.3|6.4.3", "EXPUNGE removes all messages"}},
    {ExpungeKeeps, {"imap-expunge-keeps", "imap", "RFC 3501|RFC 9051", "6.4.3|6.4.3", "EXPUNGE removes nothing"}},
    {ExpungeNotTold, {"imap-expunge-not-told", "imap", "RFC 3501|RFC 9051", "6.4.3|6.4.3", "EXPUNGE is not told"}},
    {CloseSendsExpunge, {"imap-close-sends-expunge", "imap", "RFC 3501|RFC 9051", "6.4.2|6.4.1", "CLOSE tells EXPUNGE"}},
    {CloseDoesNotExpunge, {"imap-close-does-not-expunge", "imap", "RFC 3501|RFC 9051", "6.4.2|6.4.1", "CLOSE removes nothing"}},
    {UnselectExpunges, {"imap-unselect-expunges", "imap", "RFC 3691|RFC 9051", "2|6.4.2", "UNSELECT removes messages"}},
    {UidExpungeAllDeleted, {"imap-uid-expunge-all-deleted", "imap", "RFC 4315|RFC 9051", "2.1|6.4.9", "UID EXPUNGE removes messages that it does not name"}},
    // SEARCH, SORT, THREAD
    {SearchOrAsAnd, {"imap-search-or-as-and", "imap", "RFC 3501|RFC 9051", "6.4.4|6.4.4", "OR demands both keys"}},
    {SearchNotIgnored, {"imap-search-not-ignored", "imap", "RFC 3501|RFC 9051", "6.4.4|6.4.4", "NOT is ignored"}},
    {SearchDateOffByOne, {"imap-search-date-off-by-one", "imap", "RFC 3501|RFC 9051", "6.4.4|6.4.4", "Dates are taken for the day after"}},
    {SearchLargerInclusive, {"imap-search-larger-inclusive", "imap", "RFC 3501|RFC 9051", "6.4.4|6.4.4", "LARGER includes the size itself"}},
    {SearchBodyInHeader, {"imap-search-body-in-header", "imap", "RFC 3501|RFC 9051", "6.4.4|6.4.4", "BODY looks into the header"}},
    {SearchHeaderIgnoresName, {"imap-search-header-ignores-name", "imap", "RFC 3501|RFC 9051", "6.4.4|6.4.4", "HEADER looks into all fields"}},
    {SearchUnknownKeyOk, {"imap-search-unknown-key-ok", "imap", "RFC 3501|RFC 9051", "9|9", "SEARCH with an unknown key is answered with OK"}},
    {SearchBadcharsetOk, {"imap-search-badcharset-ok", "imap", "RFC 3501|RFC 9051", "6.4.4|6.4.4", "An unknown charset is taken for UTF-8"}},
    {SearchEmptyNotTold, {"imap-search-empty-not-told", "imap", "RFC 3501|RFC 3501", "6.4.4|7.2.5", "SEARCH without a result tells nothing"}},
    {UidSearchGivesNumbers, {"imap-uid-search-gives-numbers", "imap", "RFC 3501|RFC 9051", "6.4.8|6.4.9", "UID SEARCH gives sequence numbers"}},
    {EsearchWrongCount, {"imap-esearch-wrong-count", "imap", "RFC 4731|RFC 9051", "3.1|6.4.4", "COUNT is one too high"}},
    {EsearchMinIsMax, {"imap-esearch-min-is-max", "imap", "RFC 4731|RFC 9051", "3.1|6.4.4", "MIN is the highest"}},
    {EsearchWithoutTag, {"imap-esearch-without-tag", "imap", "RFC 4466|RFC 9051", "2.6.2|7.3.4", "ESEARCH does not tell the tag"}},
    {SearchresNotSaved, {"imap-searchres-not-saved", "imap", "RFC 5182|RFC 9051", "2.1|6.4.4.1", "SAVE saves nothing"}},
    {SortWrongOrder, {"imap-sort-wrong-order", "imap", "RFC 5256", "3", "SORT gives the order of the mailbox"}},
    {SortReverseIgnored, {"imap-sort-reverse-ignored", "imap", "RFC 5256", "3", "REVERSE is ignored"}},
    {ThreadFlat, {"imap-thread-flat", "imap", "RFC 5256", "3", "Each message is a thread of its own"}},
    {Rev2SearchUntagged, {"imap-rev2-search-untagged", "imap", "RFC 9051", "6.4.4", "SEARCH in IMAP4rev2 is answered with SEARCH"}},
    // COPY, MOVE
    {CopyLosesFlags, {"imap-copy-loses-flags", "imap", "RFC 3501|RFC 9051", "6.4.7|6.4.7", "COPY forgets the flags"}},
    {CopyLosesDate, {"imap-copy-loses-date", "imap", "RFC 3501|RFC 9051", "6.4.7|6.4.7", "COPY forgets the internal date"}},
    {CopyCreatesMailbox, {"imap-copy-creates-mailbox", "imap", "RFC 3501|RFC 9051", "6.4.7|6.4.7", "COPY creates the mailbox"}},
    {CopyTrycreateMissing, {"imap-copy-trycreate-missing", "imap", "RFC 3501|RFC 9051", "6.4.7|6.4.7", "COPY to a missing mailbox is refused without TRYCREATE"}},
    {CopyuidMissing, {"imap-copyuid-missing", "imap", "RFC 4315|RFC 9051", "3|6.4.7", "COPY does not tell COPYUID"}},
    {CopyuidSwapped, {"imap-copyuid-swapped", "imap", "RFC 4315|RFC 9051", "3|6.4.7", "The sets of COPYUID are swapped"}},
    {MoveLeavesOriginal, {"imap-move-leaves-original", "imap", "RFC 6851|RFC 9051", "3.3|6.4.8", "MOVE leaves the messages where they are"}},
    // IDLE
    {IdleNoPush, {"imap-idle-no-push", "imap", "RFC 2177|RFC 9051", "3|6.3.13", "IDLE does not tell what changes"}},
    {IdleDoneIgnored, {"imap-idle-done-ignored", "imap", "RFC 2177|RFC 9051", "3|6.3.13", "DONE does not end IDLE"}},
    {IdleNoContinuation, {"imap-idle-no-continuation", "imap", "RFC 2177|RFC 9051", "3|6.3.13", "IDLE is not answered with a continuation request"}},
    {IdleOtherLineAccepted, {"imap-idle-other-line-accepted", "imap", "RFC 2177|RFC 9051", "3|6.3.13", "Any line ends IDLE with OK"}},
    // CONDSTORE and QRESYNC
    {HighestmodseqMissing, {"imap-highestmodseq-missing", "imap", "RFC 7162", "3.1.2", "SELECT does not tell HIGHESTMODSEQ"}},
    {ModseqNotRising, {"imap-modseq-not-rising", "imap", "RFC 7162", "3.1", "The mod-sequence of a message never changes"}},
    {StoreModseqMissing, {"imap-store-modseq-missing", "imap", "RFC 7162", "3.1.3", "STORE does not tell the mod-sequence"}},
    {UnchangedsinceIgnored, {"imap-unchangedsince-ignored", "imap", "RFC 7162", "3.1.3", "UNCHANGEDSINCE is ignored"}},
    {ModifiedMissing, {"imap-modified-missing", "imap", "RFC 7162", "3.1.3", "What failed UNCHANGEDSINCE is not told"}},
    {ChangedsinceIgnored, {"imap-changedsince-ignored", "imap", "RFC 7162", "3.1.4.1", "CHANGEDSINCE is ignored"}},
    {QresyncWithoutEnableAccepted, {"imap-qresync-without-enable-accepted", "imap", "RFC 7162|RFC 7162", "3.2.3|3.2.5", "SELECT takes QRESYNC without ENABLE QRESYNC"}},
    {VanishedMissing, {"imap-vanished-missing", "imap", "RFC 7162", "3.2.10", "EXPUNGE is told instead of VANISHED"}},
    {VanishedEarlierMissing, {"imap-vanished-earlier-missing", "imap", "RFC 7162", "3.2.6", "VANISHED (EARLIER) is not told"}},
    {ExpungeHighestmodseqMissing, {"imap-expunge-highestmodseq-missing", "imap", "RFC 7162", "3.2.7", "EXPUNGE does not tell HIGHESTMODSEQ"}},
};
// clang-format on

consteval bool in_order() {
  if (std::size(kRows) != kImapFaults) return false;
  std::size_t expected = 0;
  return std::ranges::all_of(kRows, [&expected](const ImapFaultRow& row) {
    return static_cast<std::size_t>(row.id) == expected++;
  });
}
static_assert(in_order(), "one row for each enumerator, in its order");

}  // namespace

std::span<const ImapFaultRow> imap_fault_rows() { return kRows; }

ImapFaults imap_faults(std::span<const std::string> names) {
  ImapFaults set;
  for (const std::string& name : names) {
    const auto* row =
        std::ranges::find(kRows, name, [](const ImapFaultRow& r) { return r.fault.name; });
    if (row != std::end(kRows)) set.add(row->id);
  }
  return set;
}

}  // namespace wireassay::reference
