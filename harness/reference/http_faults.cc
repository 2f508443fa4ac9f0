// What each fault of the HTTP session violates: `spec` and `clause` are what a conviction cites.
#include "reference/http_faults.h"

#include <algorithm>

namespace wireassay::reference {
namespace {

using enum HttpFault;

// One row a fault, wider than 100 columns, so that it can be read as a table.
// clang-format off
constexpr HttpFaultRow kRows[] = {
    // request-line
    {EmptyLineRefused, {"http-empty-line-refused", "http", "RFC 9112", "2.2", "An empty line before the request-line is answered by 400"}},
    {HeadInPiecesRefused, {"http-head-in-pieces-refused", "http", "RFC 9112", "2.2", "A header section that arrives in several pieces is answered by 400"}},
    {MethodCaseIgnored, {"http-method-case-ignored", "http", "RFC 9110", "9.1", "A method in small letters is taken for the one in capitals"}},
    {UnknownMethodAccepted, {"http-unknown-method-accepted", "http", "RFC 9110", "9.1", "An unknown method is answered as GET is"}},
    {UnknownMethod400, {"http-unknown-method-400", "http", "RFC 9110", "9.1", "An unknown method is answered by 400"}},
    {HeadRefused, {"http-head-refused", "http", "RFC 9110", "9.1", "HEAD is answered by 501"}},
    {VersionCaseIgnored, {"http-version-case-ignored", "http", "RFC 9112", "2.3|2.2", "http/1.1 is taken for HTTP/1.1"}},
    {MinorVersionRefused, {"http-minor-version-refused", "http", "RFC 9110", "6.2", "A request of HTTP/1.2 is answered by 505"}},
    {RequestLine8000Refused, {"http-request-line-8000-refused", "http", "RFC 9112", "3", "A request-line of 8000 octets is answered by 414"}},
    {LongTarget400, {"http-long-target-400", "http", "RFC 9112", "3", "A request-target that is too long is answered by 400"}},
    {LongFields500, {"http-long-fields-500", "http", "RFC 9110", "5.4", "A field line that is too long is answered by 500"}},
    // request-target
    {TargetSpaceAccepted, {"http-target-space-accepted", "http", "RFC 9112", "3.2", "What follows a space inside the request-target is passed over"}},
    {FragmentAccepted, {"http-fragment-accepted", "http", "RFC 9112", "3.2", "A fragment in the request-target is passed over"}},
    {PercentInvalidAccepted, {"http-percent-invalid-accepted", "http", "RFC 9112", "3.2", "A percent sign without two hexadecimal digits in the request-target is passed over"}},
    {AbsoluteFormRefused, {"http-absolute-form-refused", "http", "RFC 9112", "3.2.2", "A request-target in absolute-form is answered by 400"}},
    {AbsoluteFormHostWins, {"http-absolute-form-host-wins", "http", "RFC 9112", "3.2.2", "Host counts, and not the authority of the absolute-form: Location shows it"}},
    {AsteriskRefused, {"http-asterisk-refused", "http", "RFC 9112|RFC 9110", "3.2.4|9.3.7", "OPTIONS * is answered by 400"}},
    {HttpsInClearAccepted, {"http-https-in-clear-accepted", "http", "RFC 9110", "7.4", "A target of the scheme https is served on a connection without TLS"}},
    // fields of requests
    {HostMissingAccepted, {"http-host-missing-accepted", "http", "RFC 9112", "3.2", "HTTP/1.1 without Host is answered as if it had one"}},
    {HostRepeatedAccepted, {"http-host-repeated-accepted", "http", "RFC 9112", "3.2", "Of two Host field lines the first counts"}},
    {HostInvalidAccepted, {"http-host-invalid-accepted", "http", "RFC 9112", "3.2", "A Host that is no host is passed over"}},
    {SpaceBeforeColonAccepted, {"http-space-before-colon-accepted", "http", "RFC 9112", "5.1", "White space between field name and colon is passed over"}},
    {SpaceBeforeFieldAccepted, {"http-space-before-field-accepted", "http", "RFC 9112", "2.2", "White space before the first field line is passed over, and the line counts"}},
    {FieldWithoutColonAccepted, {"http-field-without-colon-accepted", "http", "RFC 9112", "2.2", "A field line without colon is passed over"}},
    {FieldNameInvalidAccepted, {"http-field-name-invalid-accepted", "http", "RFC 9112", "2.2", "A field line whose name is no token is passed over"}},
    {ObsFoldDropped, {"http-obs-fold-dropped", "http", "RFC 9112", "5.2", "The lines that continue a folded field are passed over, close in Connection too"}},
    {BareCrKept, {"http-bare-cr-kept", "http", "RFC 9112", "2.2", "A bare CR in a field value stays as it is"}},
    {NulDropped, {"http-nul-dropped", "http", "RFC 9110", "5.5", "A NUL in a field value is passed over"}},
    {EmptyElementRefused, {"http-empty-element-refused", "http", "RFC 9110", "5.6.1.2", "An empty element in the list of Connection is answered by 400"}},
    // framing of requests
    {LengthSignAccepted, {"http-length-sign-accepted", "http", "RFC 9112", "6.3", "Content-Length with a plus sign is taken for a number"}},
    {LengthListAccepted, {"http-length-list-accepted", "http", "RFC 9112", "6.3", "Of different numbers in one Content-Length the first counts"}},
    {LengthRepeatedAccepted, {"http-length-repeated-accepted", "http", "RFC 9112", "6.3", "Of two Content-Length field lines that differ the first counts"}},
    {LengthWraps, {"http-length-wraps", "http", "RFC 9110", "8.6", "A Content-Length beyond 64 bits wraps"}},
    {LengthInvalidOpen, {"http-length-invalid-open", "http", "RFC 9112", "6.3", "An invalid Content-Length is answered by 400, but the connection goes on"}},
    {LengthBesideCodingOpen, {"http-length-beside-coding-open", "http", "RFC 9112", "6.1", "After Content-Length beside Transfer-Encoding the connection goes on"}},
    {LengthWinsOverCoding, {"http-length-wins-over-coding", "http", "RFC 9112", "6.3|6.1", "Content-Length beside Transfer-Encoding is what counts"}},
    {CodingOfOldVersionOpen, {"http-coding-of-old-version-open", "http", "RFC 9112", "6.1", "After Transfer-Encoding in HTTP/1.0 the connection goes on"}},
    {UnknownCodingIgnored, {"http-unknown-coding-ignored", "http", "RFC 9112", "6.1", "An unknown transfer coding before chunked is passed over"}},
    {ChunkedNotLastAccepted, {"http-chunked-not-last-accepted", "http", "RFC 9112", "6.3", "A Transfer-Encoding that does not end in chunked is passed over"}},
    {ChunkedRefused, {"http-chunked-refused", "http", "RFC 9112", "7.1", "A chunked request is answered by 501"}},
    {ChunkedCaseSensitive, {"http-chunked-case-sensitive", "http", "RFC 9112", "7", "Chunked in capitals is unknown"}},
    {ChunkSizePrefixAccepted, {"http-chunk-size-prefix-accepted", "http", "RFC 9112", "7.1|2.2", "A chunk-size that begins with 0x is taken for a number"}},
    {ChunkSizeWraps, {"http-chunk-size-wraps", "http", "RFC 9112", "7.1", "A chunk-size beyond 64 bits wraps"}},
    {ChunkSizeCapitalsRefused, {"http-chunk-size-capitals-refused", "http", "RFC 9112", "7.1", "Hexadecimal digits in capitals are answered by 400"}},
    {ChunkExtRefused, {"http-chunk-ext-refused", "http", "RFC 9112", "7.1.1", "A chunk extension is answered by 400"}},
    {ChunkEndUnchecked, {"http-chunk-end-unchecked", "http", "RFC 9112", "7.1|2.2", "Any two octets may stand behind the data of a chunk"}},
    {TrailerReframes, {"http-trailer-reframes", "http", "RFC 9110", "6.5.1", "Content-Length in a trailer section makes the server pass over as many octets behind it"}},
    {ContentOfGetMissed, {"http-content-of-get-missed", "http", "RFC 9112", "6", "The content of GET is taken for the next request"}},
    {IncompleteAccepted, {"http-incomplete-accepted", "http", "RFC 9112", "6.3", "Content that the client's FIN cuts off is taken for the whole"}},
    // connections
    {CloseIgnored, {"http-close-ignored", "http", "RFC 9112", "9.6", "After Connection: close the connection goes on"}},
    {CloseUnsaid, {"http-close-unsaid", "http", "RFC 9112", "9.6", "The last response has no Connection: close"}},
    {CloseCaseSensitive, {"http-close-case-sensitive", "http", "RFC 9110|RFC 9112", "7.6.1|9.6", "Connection: Close is unknown"}},
    {RequestAfterCloseServed, {"http-request-after-close-served", "http", "RFC 9112", "9.6", "A request behind one with Connection: close is answered"}},
    {NotPersistent, {"http-not-persistent", "http", "RFC 9112", "9.3", "Every connection ends after a response, which does not say so"}},
    {OldVersionPersists, {"http-old-version-persists", "http", "RFC 9112", "9.3", "A connection of HTTP/1.0 goes on without keep-alive"}},
    {PipelinedReordered, {"http-pipelined-reordered", "http", "RFC 9112", "9.3.2", "Of pipelined requests the last two are answered in the wrong order"}},
    {PipelinedLost, {"http-pipelined-lost", "http", "RFC 9112", "9.3.2", "Requests that come together with another one are lost"}},
    // interim responses
    {ContinueToOldVersion, {"http-continue-to-old-version", "http", "RFC 9110", "15.2|10.1.1", "100 is sent to a client of HTTP/1.0"}},
    {ContinueNever, {"http-continue-never", "http", "RFC 9110", "10.1.1", "An expected 100 is not sent, the content is waited for"}},
    {ContinueAlone, {"http-continue-alone", "http", "RFC 9110", "10.1.1", "After 100 there is no final response"}},
    {ContinueWithLength, {"http-continue-with-length", "http", "RFC 9110", "8.6", "100 has a Content-Length"}},
    {ExpectCaseSensitive, {"http-expect-case-sensitive", "http", "RFC 9110", "10.1.1", "100-Continue in capitals is passed over, and the content waited for"}},
    // form of responses
    {StatusWithoutSpace, {"http-status-without-space", "http", "RFC 9112", "4", "The status line ends behind the status code, without a space"}},
    {StatusLineBareLf, {"http-status-line-bare-lf", "http", "RFC 9112", "2.2", "The status line ends in a bare LF"}},
    {FieldBareCr, {"http-field-bare-cr", "http", "RFC 9112", "2.2", "Server has a bare CR in its value"}},
    {FieldSpaceBeforeColon, {"http-field-space-before-colon", "http", "RFC 9112", "5.1", "Server has a space before its colon"}},
    {FieldFolded, {"http-field-folded", "http", "RFC 9112", "5.2", "Server is folded"}},
    {VersionIllFormed, {"http-version-ill-formed", "http", "RFC 9112", "2.3", "The version of responses is HTTP/1.10"}},
    {StatusTwoSpaces, {"http-status-two-spaces", "http", "RFC 9112", "4", "Two spaces stand before the status code"}},
    {ReasonWithControl, {"http-reason-with-control", "http", "RFC 9112", "4", "The reason phrase has a control character"}},
    {StatusOutOfRange, {"http-status-out-of-range", "http", "RFC 9110", "15", "404 is sent as 604"}},
    {SpaceBeforeFields, {"http-space-before-fields", "http", "RFC 9112", "2.2", "The first field line has a space before it"}},
    {FieldWithoutColonSent, {"http-field-without-colon-sent", "http", "RFC 9112", "5", "Server has no colon"}},
    {FieldNameInvalidSent, {"http-field-name-invalid-sent", "http", "RFC 9110", "5.1", "Server has a parenthesis in its name"}},
    {NulSent, {"http-nul-sent", "http", "RFC 9110", "5.5", "Server has a NUL in its value"}},
    {UpgradeWithoutOption, {"http-upgrade-without-option", "http", "RFC 9110", "7.8", "Upgrade is sent without its connection option"}},
    {EmptyLineBefore, {"http-empty-line-before", "http", "RFC 9112", "2.1", "Each response has an empty line before it"}},
    {VersionOfResponse10, {"http-version-of-response-10", "http", "RFC 9110", "6.2", "Responses to HTTP/1.1 are of HTTP/1.0, and chunked all the same"}},
    {LengthTooShort, {"http-length-too-short", "http", "RFC 9110", "8.6", "Content-Length says one octet less than there is"}},
    {LengthWithSign, {"http-length-with-sign", "http", "RFC 9110", "8.6", "Content-Length of responses has a plus sign"}},
    {LengthTwice, {"http-length-twice", "http", "RFC 9110", "5.3", "Content-Length is sent twice"}},
    {LengthWith204, {"http-length-with-204", "http", "RFC 9110", "8.6", "204 has a Content-Length"}},
    {CodingWith204, {"http-coding-with-204", "http", "RFC 9112", "6.1", "204 has a Transfer-Encoding"}},
    {LengthBesideCodingSent, {"http-length-beside-coding-sent", "http", "RFC 9112", "6.2", "Chunked responses have a Content-Length"}},
    {ChunkedToOldVersion, {"http-chunked-to-old-version", "http", "RFC 9112", "6.1", "Responses to HTTP/1.0 are chunked"}},
    {ChunkSizePrefixSent, {"http-chunk-size-prefix-sent", "http", "RFC 9112", "7.1", "chunk-size of responses begins with 0x"}},
    {ChunkSizeSpaceSent, {"http-chunk-size-space-sent", "http", "RFC 9110", "5.6.3", "chunk-size of responses has a space behind it"}},
    {ChunkExtIllFormed, {"http-chunk-ext-ill-formed", "http", "RFC 9112", "7.1.1", "Chunks of responses have an extension without a name"}},
    {ChunkedTwiceSent, {"http-chunked-twice-sent", "http", "RFC 9112", "6.1", "Responses name chunked twice"}},
    {TrailerOfFraming, {"http-trailer-of-framing", "http", "RFC 9110", "6.5.1", "The trailer section has a Content-Length"}},
    {ContentWithHead, {"http-content-with-head", "http", "RFC 9110", "9.3.2|6.4.1", "Responses to HEAD have content"}},
    {HeadWithoutFields, {"http-head-without-fields", "http", "RFC 9110", "9.3.2", "Responses to HEAD have neither Content-Type nor validators"}},
    {HeadLengthZero, {"http-head-length-zero", "http", "RFC 9110", "8.6", "Content-Length to HEAD is 0"}},
    {ContentTypeMissing, {"http-content-type-missing", "http", "RFC 9110", "8.3", "There is no Content-Type"}},
    {DateMissing, {"http-date-missing", "http", "RFC 9110", "6.6.1", "There is no Date"}},
    {DateTwice, {"http-date-twice", "http", "RFC 9110", "5.3", "Date is sent twice"}},
    {DateOfRfc850, {"http-date-of-rfc-850", "http", "RFC 9110", "5.6.7", "Date is in the form of RFC 850"}},
    {LastModifiedInFuture, {"http-last-modified-in-future", "http", "RFC 9110", "8.8.2.1", "Last-Modified is later than Date"}},
    {EtagUnquoted, {"http-etag-unquoted", "http", "RFC 9110", "8.8.3|2.2", "ETag has no quotes"}},
    // methods
    {AllowMissing, {"http-allow-missing", "http", "RFC 9110", "15.5.6", "405 has no Allow"}},
    {AllowListsRefused, {"http-allow-lists-refused", "http", "RFC 9110", "15.5.6", "Allow of 405 lists the method that was refused"}},
    {OptionsWithoutAllow, {"http-options-without-allow", "http", "RFC 9110", "9.3.7", "The response to OPTIONS has no Allow"}},
    {TraceShowsSecrets, {"http-trace-shows-secrets", "http", "RFC 9110", "9.3.8", "The response to TRACE shows Authorization and Cookie"}},
    {PutCreated200, {"http-put-created-200", "http", "RFC 9110", "9.3.4", "PUT that creates is answered by 200"}},
    {PutReplaced201, {"http-put-replaced-201", "http", "RFC 9110", "9.3.4", "PUT that replaces is answered by 201"}},
    {PutNotStored, {"http-put-not-stored", "http", "RFC 9110", "9.3.4", "PUT is answered as successful, but stores nothing"}},
    {PutPartAccepted, {"http-put-part-accepted", "http", "RFC 9110", "14.5", "Content-Range in PUT is passed over"}},
    {DeleteNotDone, {"http-delete-not-done", "http", "RFC 9110", "9.3.5", "DELETE is answered as successful, but removes nothing"}},
    {LocationMissing, {"http-location-missing", "http", "RFC 9110", "15.4.2", "301 has no Location"}},
    // authentication and cookies
    {ChallengeMissing, {"http-challenge-missing", "http", "RFC 9110", "15.5.2", "401 has no WWW-Authenticate"}},
    {ChallengeWithoutRealm, {"http-challenge-without-realm", "http", "RFC 7617", "2", "The challenge of Basic has no realm"}},
    {SchemeCaseSensitive, {"http-scheme-case-sensitive", "http", "RFC 9110|RFC 7617", "11.1|2", "BASIC in capitals is unknown"}},
    {WrongPasswordAccepted, {"http-wrong-password-accepted", "http", "RFC 9110|RFC 7617", "11.4|2", "Any password is right"}},
    {WrongPassword403, {"http-wrong-password-403", "http", "RFC 9110", "11.4", "A wrong password is answered by 403"}},
    {SetCookieInvalid, {"http-set-cookie-invalid", "http", "RFC 6265", "4.1.1", "Set-Cookie has a space in its name"}},
    // conditions
    {IfMatchIgnored, {"http-if-match-ignored", "http", "RFC 9110", "13.1.1", "If-Match is passed over, by PUT too"}},
    {IfMatchWeak, {"http-if-match-weak", "http", "RFC 9110", "13.1.1", "If-Match holds for a weak entity-tag"}},
    {IfNoneMatchStrong, {"http-if-none-match-strong", "http", "RFC 9110", "13.1.2", "If-None-Match does not hold a weak entity-tag for the same"}},
    {IfNoneMatchAnyIgnored, {"http-if-none-match-any-ignored", "http", "RFC 9110", "13.1.2", "If-None-Match: * is passed over"}},
    {NotModifiedToPut, {"http-not-modified-to-put", "http", "RFC 9110", "13.1.2", "PUT whose If-None-Match fails is answered by 304"}},
    {ModifiedSinceWins, {"http-modified-since-wins", "http", "RFC 9110", "13.1.3|13.2.2", "If-Modified-Since counts, and not the If-None-Match beside it"}},
    {InvalidDateHonoured, {"http-invalid-date-honoured", "http", "RFC 9110", "13.1.3", "If-Modified-Since that is no date is answered by 304"}},
    {UnmodifiedSinceIgnored, {"http-unmodified-since-ignored", "http", "RFC 9110", "13.1.4", "If-Unmodified-Since is passed over"}},
    {Rfc850DateMissed, {"http-rfc-850-date-missed", "http", "RFC 9110", "5.6.7", "A date in the form of RFC 850 is not understood"}},
    {AsctimeDateMissed, {"http-asctime-date-missed", "http", "RFC 9110", "5.6.7", "A date in the form of asctime is not understood"}},
    {ConditionBeforeStatus, {"http-condition-before-status", "http", "RFC 9110", "13.2.1", "If-Match turns 404 into 412"}},
    {NotModifiedWithContent, {"http-not-modified-with-content", "http", "RFC 9110", "15.4.5|6.4.1", "304 has content"}},
    {NotModifiedWithoutEtag, {"http-not-modified-without-etag", "http", "RFC 9110", "15.4.5", "304 has no ETag"}},
    // ranges
    {RangeTooLong, {"http-range-too-long", "http", "RFC 9110", "14.1.2", "A range has one octet more than it was asked for"}},
    {SuffixFromStart, {"http-suffix-from-start", "http", "RFC 9110", "14.1.2", "A suffix-range is taken from the start"}},
    {RangeBeyondEndRefused, {"http-range-beyond-end-refused", "http", "RFC 9110", "14.1.2", "A range that ends beyond the representation is answered by 416"}},
    {RangeOfHeadAnswered, {"http-range-of-head-answered", "http", "RFC 9110", "14.2", "HEAD with Range is answered by 206"}},
    {RangeUnitUnknownRefused, {"http-range-unit-unknown-refused", "http", "RFC 9110", "14.2", "A Range of an unknown unit is answered by 416"}},
    {IfRangeWeakAccepted, {"http-if-range-weak-accepted", "http", "RFC 9110", "13.1.5", "If-Range holds for a weak entity-tag"}},
    {IfRangeIgnored, {"http-if-range-ignored", "http", "RFC 9110", "13.1.5", "If-Range is passed over"}},
    {ContentRangeMissing, {"http-content-range-missing", "http", "RFC 9110", "15.3.7.1", "206 of one part has no Content-Range"}},
    {ContentRangeWrong, {"http-content-range-wrong", "http", "RFC 9110", "15.3.7.1", "Content-Range of 206 says one octet more than there is"}},
    {PartialWithoutEtag, {"http-partial-without-etag", "http", "RFC 9110", "15.3.7", "206 has no ETag"}},
    {OneRangeAsMultipart, {"http-one-range-as-multipart", "http", "RFC 9110", "15.3.7.2", "One range is answered by multipart/byteranges"}},
    {MultipartWithContentRange, {"http-multipart-with-content-range", "http", "RFC 9110", "15.3.7.2", "206 of several parts has a Content-Range of its own"}},
    {PartWithoutContentRange, {"http-part-without-content-range", "http", "RFC 9110", "15.3.7.2", "The parts of multipart/byteranges have no Content-Range"}},
    {UnsatisfiedWithoutContentRange, {"http-unsatisfied-without-content-range", "http", "RFC 9110", "15.5.17", "416 has no Content-Range"}},
};
// clang-format on

consteval bool in_order() {
  if (std::size(kRows) != kHttpFaults) return false;
  std::size_t expected = 0;
  return std::ranges::all_of(kRows, [&expected](const HttpFaultRow& row) {
    return static_cast<std::size_t>(row.id) == expected++;
  });
}
static_assert(in_order(), "one row for each enumerator, in its order");

}  // namespace

std::span<const HttpFaultRow> http_fault_rows() { return kRows; }

HttpFaults http_faults(std::span<const std::string> names) {
  HttpFaults set;
  for (const std::string& name : names) {
    const auto* row =
        std::ranges::find(kRows, name, [](const HttpFaultRow& r) { return r.fault.name; });
    if (row != std::end(kRows)) set.add(row->id);
  }
  return set;
}

}  // namespace wireassay::reference
