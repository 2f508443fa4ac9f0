// Rules that every response must keep: data only.
#include <array>

#include "wire/http/invariants.h"

namespace wireassay::http {
namespace {

constexpr std::string_view k9110 = "RFC 9110";
constexpr std::string_view k9112 = "RFC 9112";

constexpr auto kRows = std::to_array<Invariant>({
    {rule::kBareLf, k9112, "2.2", "MUST", "Lines end in CRLF",
     "Although the line terminator for the start-line and fields is the sequence CRLF, a recipient "
     "MAY recognize a single LF as a line terminator and ignore any preceding CR."},
    {rule::kBareCr, k9112, "2.2", "MUST NOT", "No CR without its LF outside of the content",
     "A sender MUST NOT generate a bare CR (a CR character not immediately followed by LF) within "
     "any protocol elements other than the content."},
    {rule::kEmptyLine, k9112, "2.1", "MUST", "A message begins with its start-line",
     "An HTTP/1.1 message consists of a start-line followed by a CRLF and a sequence of octets in "
     "a format similar to the Internet Message Format"},
    {rule::kVersion, k9112, "2.3", "MUST", "The version is HTTP/ and two digits with a period",
     "HTTP-version = HTTP-name \"/\" DIGIT \".\" DIGIT"},
    {rule::kStartLineSpace, k9112, "4", "MUST", "One space separates version and status code",
     "status-line = HTTP-version SP status-code SP [ reason-phrase ]"},
    {rule::kReasonSpace, k9112, "4", "MUST", "A space follows the status code",
     "A server MUST send the space that separates the status-code from the reason-phrase even when "
     "the reason-phrase is absent (i.e., the status-line would end with the space)."},
    {rule::kReason, k9112, "4", "MUST", "The reason phrase has no control characters",
     "reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )"},
    {rule::kStatusCode, k9110, "15", "MUST", "Status codes are from 100 to 599",
     "Values outside the range 100..599 are invalid."},
    {rule::kSpaceBeforeField, k9112, "2.2", "MUST NOT",
     "No white space before the first field line",
     "A sender MUST NOT send whitespace between the start-line and the first header field."},
    {rule::kSpaceBeforeColon, k9112, "5.1", "MUST NOT", "No white space before the colon",
     "No whitespace is allowed between the field name and colon."},
    {rule::kObsFold, k9112, "5.2", "MUST NOT", "No line folding",
     "A sender MUST NOT generate a message that includes line folding (i.e., that has any field "
     "line value that contains a match to the obs-fold rule) unless the message is intended for "
     "packaging within the \"message/http\" media type."},
    {rule::kFieldLine, k9112, "5", "MUST", "A field line has a colon",
     "field-line = field-name \":\" OWS field-value OWS"},
    {rule::kFieldName, k9110, "5.1", "MUST", "Field names are tokens", "field-name = token"},
    {rule::kFieldValue, k9110, "5.5", "MUST", "Field values have no control characters",
     "field-vchar = VCHAR / obs-text"},
    {rule::kLength, k9110, "8.6", "MUST", "Content-Length is a decimal number, and one number",
     "Content-Length = 1*DIGIT"},
    {rule::kLengthRepeated, k9110, "5.3", "MUST NOT", "Content-Length is sent once",
     "a sender MUST NOT generate multiple field lines with the same name in a message (whether in "
     "the headers or trailers)"},
    {rule::kLengthAndCoding, k9112, "6.2", "MUST NOT", "No Content-Length beside Transfer-Encoding",
     "A sender MUST NOT send a Content-Length header field in any message that contains a "
     "Transfer-Encoding header field."},
    {rule::kCoding, k9112, "6.1", "MUST", "Transfer-Encoding is a list of transfer codings",
     "Transfer-Encoding = #transfer-coding"},
    {rule::kCodingOfOldVersion, k9112, "6.1", "MUST NOT", "No Transfer-Encoding in HTTP/1.0",
     "Transfer-Encoding was added in HTTP/1.1."},
    {rule::kChunkedTwice, k9112, "6.1", "MUST NOT", "Chunked is applied once",
     "A sender MUST NOT apply the chunked transfer coding more than once to a message body"},
    {rule::kChunkSpace, k9110, "5.6.3", "MUST NOT", "No white space beside chunk-size",
     "A sender MUST NOT generate BWS in messages."},
    {rule::kChunkExt, k9112, "7.1.1", "MUST", "Chunk extensions are names with values",
     "chunk-ext = *( BWS \";\" BWS chunk-ext-name [ BWS \"=\" BWS chunk-ext-val ] )"},
    {rule::kContent, k9110, "6.4.1", "MUST NOT",
     "Nothing follows the header section of 1xx, 204, 304 and of answers to HEAD",
     "All 1xx (Informational), 204 (No Content), and 304 (Not Modified) responses do not include "
     "content."},
    {rule::kResetContent, k9110, "15.3.6", "MUST NOT", "205 has no content",
     "a server MUST NOT generate content in a 205 response."},
    {rule::kLengthMisplaced, k9110, "8.6", "MUST NOT",
     "No Content-Length in 1xx, 204, and 2xx to CONNECT",
     "A server MUST NOT send a Content-Length header field in any response with a status code of "
     "1xx (Informational) or 204 (No Content)."},
    {rule::kCodingMisplaced, k9112, "6.1", "MUST NOT",
     "No Transfer-Encoding in 1xx, 204, and 2xx to CONNECT",
     "A server MUST NOT send a Transfer-Encoding header field in any response with a status code "
     "of 1xx (Informational) or 204 (No Content)."},
    {rule::kCodingToOldClient, k9112, "6.1", "MUST NOT",
     "No Transfer-Encoding to a client of HTTP/1.0",
     "A server MUST NOT send a response containing Transfer-Encoding unless the corresponding "
     "request indicates HTTP/1.1 (or later minor revisions)."},
    {rule::kInterimToOldClient, k9110, "15.2", "MUST NOT", "No 1xx to a client of HTTP/1.0",
     "Since HTTP/1.0 did not define any 1xx status codes, a server MUST NOT send a 1xx response to "
     "an HTTP/1.0 client."},
    {rule::kDateMissing, k9110, "6.6.1", "MUST", "2xx, 3xx and 4xx have a Date",
     "An origin server with a clock (as defined in Section 5.6.7) MUST generate a Date header "
     "field in all 2xx (Successful), 3xx (Redirection), and 4xx (Client Error) responses"},
    {rule::kDateForm, k9110, "5.6.7", "MUST", "Dates are written as IMF-fixdate",
     "When a sender generates a field that contains one or more timestamps defined as HTTP-date, "
     "the sender MUST generate those timestamps in the IMF-fixdate format."},
    {rule::kLastModified, k9110, "8.8.2.1", "MUST NOT", "Last-Modified is not later than Date",
     "An origin server with a clock (as defined in Section 5.6.7) MUST NOT generate a "
     "Last-Modified date that is later than the server's time of message origination (Date, "
     "Section 6.6.1)."},
    {rule::kRepeated, k9110, "5.3", "MUST NOT", "A field that is no list is sent once",
     "a sender MUST NOT generate multiple field lines with the same name in a message (whether in "
     "the headers or trailers) or append a field line when a field line of the same name already "
     "exists in the message, unless that field's definition allows multiple field line values to "
     "be recombined as a comma-separated list"},
    {rule::kFieldSyntax, k9110, "2.2", "MUST NOT", "Field values follow their grammar",
     "A sender MUST NOT generate protocol elements that do not match the grammar defined by the "
     "corresponding ABNF rules."},
    {rule::kSetCookie, "RFC 6265", "4.1.1", "SHOULD NOT", "Set-Cookie follows its grammar",
     "Servers SHOULD NOT send Set-Cookie headers that fail to conform to the following grammar:"},
    {rule::kAllowMissing, k9110, "15.5.6", "MUST", "405 has Allow",
     "The origin server MUST generate an Allow header field in a 405 response containing a list of "
     "the target resource's currently supported methods."},
    {rule::kChallengeMissing, k9110, "15.5.2", "MUST", "401 has WWW-Authenticate",
     "The server generating a 401 response MUST send a WWW-Authenticate header field (Section "
     "11.6.1) containing at least one challenge applicable to the target resource."},
    {rule::kProxyChallengeMissing, k9110, "15.5.8", "MUST", "407 has Proxy-Authenticate",
     "The proxy MUST send a Proxy-Authenticate header field (Section 11.7.1) containing a "
     "challenge applicable to that proxy for the request."},
    {rule::kBasicRealm, "RFC 7617", "2", "MUST", "A challenge of Basic has a realm",
     "The authentication parameter 'realm' is REQUIRED"},
    {rule::kDigestForm, "RFC 7616", "3.3", "MUST",
     "A challenge of Digest has realm and nonce, and quotes what it must",
     "For historical reasons, a sender MUST only generate the quoted string syntax values for the "
     "following parameters: realm, domain, nonce, opaque, and qop."},
    {rule::kContentRangeMissing, k9110, "15.3.7.1", "MUST", "206 of one part has Content-Range",
     "If a single part is being transferred, the server generating the 206 response MUST generate "
     "a Content-Range header field, describing what range of the selected representation is "
     "enclosed"},
    {rule::kContentRangeSize, k9110, "15.3.7.1", "MUST",
     "The content of 206 is as long as its Content-Range says",
     "describing what range of the selected representation is enclosed, and a content consisting "
     "of the range."},
    {rule::kContentRangeParts, k9110, "15.3.7.2", "MUST NOT",
     "206 of several parts has no Content-Range of its own",
     "a server MUST NOT generate a Content-Range header field in the HTTP header section of a "
     "multiple part response"},
    {rule::kContentRangeUnsatisfied, k9110, "15.5.17", "SHOULD", "416 has Content-Range",
     "A server that generates a 416 response to a byte-range request SHOULD generate a "
     "Content-Range header field specifying the current length of the selected representation"},
    {rule::kUpgradeMissing, k9110, "7.8", "MUST", "101 and 426 have Upgrade",
     "A server that sends a 101 (Switching Protocols) response MUST send an Upgrade header field "
     "to indicate the new protocol(s) to which the connection is being switched"},
    {rule::kUpgradeOption, k9110, "7.8", "MUST", "Upgrade comes with its connection option",
     "A sender of Upgrade MUST also send an \"Upgrade\" connection option in the Connection header "
     "field"},
    {rule::kTrailerField, k9110, "6.5.1", "MUST NOT",
     "No fields of framing, routing, authentication, control or format in trailers",
     "A sender MUST NOT generate a trailer field unless the sender knows the corresponding header "
     "field name's definition permits the field to be sent in trailers."},
    {rule::kContentType, k9110, "8.3", "SHOULD", "Content has a Content-Type",
     "A sender that generates a message containing content SHOULD generate a Content-Type header "
     "field in that message unless the intended media type of the enclosed representation is "
     "unknown to the sender."},
});

}  // namespace

std::span<const Invariant> response_invariants() { return kRows; }

}  // namespace wireassay::http
