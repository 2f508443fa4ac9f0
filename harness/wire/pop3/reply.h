// POP3 responses: RFC 1939 section 3 with the grammar of RFC 2449 section 3, strictly or as servers
// are, with what was forgiven.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"
#include "core/parsed.h"

namespace wireassay::pop3 {

/// "Responses may be up to 512 characters long, including the terminating CRLF." (RFC 1939 section
/// 3; of the first line only: RFC 2449 section 4)
inline constexpr std::size_t kMaxReplyLine = 512;

/// Ids of the invariants: the parser reports the first five, broken_rules() the others.
namespace rule {
inline constexpr std::string_view kStatusCapitals = "pop3.status-capitals";
inline constexpr std::string_view kCrlf = "pop3.crlf";
inline constexpr std::string_view kLineLength = "pop3.reply-line-length";
inline constexpr std::string_view kDotStuffing = "pop3.dot-stuffing";
inline constexpr std::string_view kContinueSpace = "pop3.continue-space";
inline constexpr std::string_view kChallenge = "pop3.challenge-base64";
inline constexpr std::string_view kTimestamp = "pop3.greeting-timestamp";
inline constexpr std::string_view kDropListing = "pop3.drop-listing";
inline constexpr std::string_view kScanListing = "pop3.scan-listing";
inline constexpr std::string_view kUniqueIdListing = "pop3.unique-id-listing";
inline constexpr std::string_view kUniqueId = "pop3.unique-id";
inline constexpr std::string_view kCapability = "pop3.capability-line";
inline constexpr std::string_view kCapabilityLength = "pop3.capability-length";
inline constexpr std::string_view kRespCode = "pop3.resp-code-place";
inline constexpr std::string_view kUnasked = "pop3.unasked-reply";
}  // namespace rule

enum class Status { Ok, Err, Continue };
std::string_view to_string(Status status);  ///< "+OK" "-ERR" "+"

/// What the command allows; nothing in the response itself says whether a body follows.
enum class Form {
  SingleLine,
  MultiLine,  ///< a body follows +OK
  Sasl,       ///< "+" may come instead (RFC 5034 section 4)
};

struct Reply {
  Status status = Status::Ok;
  std::string text;                 ///< after the status and its space, response code included
  std::optional<std::string> body;  ///< without its stuffing; each line with its CRLF
  bool operator==(const Reply&) const = default;
};

/// The grammar and nothing else. `limits.line` counts for the first line, `limits.reply` for all of
/// it; a body may have any number of lines.
Parsed<Reply> parse_reply(std::string_view in, Form form, const ReadLimits& limits = {});

struct LenientReply {
  Reply reply;
  std::vector<Deviation> deviations;  ///< at most one of each rule, by offset of the first
  bool operator==(const LenientReply&) const = default;
};
/// Reads what a server sends as far as it can be understood: small letters in the status, a first
/// line that ends in a bare LF or is long, lines of a body whose first period was not doubled. A
/// body ends with CRLF.CRLF all the same. Malformed "status" if the first line (whole) does not
/// begin with one.
Parsed<LenientReply> parse_reply_lenient(std::string_view in, Form form,
                                         const ReadLimits& limits = {});

std::string to_wire(const Reply& reply);

/// "IN-USE" of "[IN-USE] Do you have another session running?" (RFC 2449 section 8); nullopt if the
/// text does not begin with a resp-code.
std::optional<std::string_view> resp_code(std::string_view text);

/// Lines of a body without their CRLF.
std::vector<std::string> body_lines(std::string_view body);

}  // namespace wireassay::pop3
