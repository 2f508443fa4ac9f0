// SMTP replies: RFC 5321 section 4.2, strictly or as servers are, with what was forgiven.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"
#include "core/parsed.h"

namespace wireassay::smtp {

inline constexpr std::size_t kMaxReplyLine =
    512;  ///< RFC 5321 section 4.5.3.1.5, with code and CRLF

/// Ids of the invariants that the parsers report.
namespace rule {
inline constexpr std::string_view kThreeDigits = "smtp.three-digits";
inline constexpr std::string_view kSameCode = "smtp.same-code";
inline constexpr std::string_view kCrlf = "smtp.crlf";
inline constexpr std::string_view kLineLength = "smtp.reply-line-length";
inline constexpr std::string_view kLastLineSpace = "smtp.last-line-space";
inline constexpr std::string_view kTextOctets = "smtp.reply-text-octets";
inline constexpr std::string_view kEnhancedClass = "smtp.enhanced-class";
inline constexpr std::string_view kEnhancedMissing = "smtp.enhanced-missing";
inline constexpr std::string_view kUnasked = "smtp.unasked-reply";
inline constexpr std::string_view kEhloKeyword = "smtp.ehlo-keyword-syntax";
}  // namespace rule

struct Reply {
  std::uint16_t code = 0;
  std::vector<std::string> lines;  ///< texts after code and separator, never empty
  bool operator==(const Reply&) const = default;
};

/// Reply-line of RFC 5321 section 4.2 and nothing else; text is HT and %d32-126. A line over 512
/// octets is TooLong "Reply-line" (also where `limits.line` is larger).
Parsed<Reply> parse_reply(std::string_view in, const ReadLimits& limits = {});

struct LenientReply {
  Reply reply;                        ///< the code is that of the last line
  std::vector<Deviation> deviations;  ///< at most one of each rule, by offset of the first
  bool operator==(const LenientReply&) const = default;
};
struct LenientOptions {
  ReadLimits limits;
  bool utf8 = false;  ///< UTF-8 in the text is allowed (RFC 6531 section 3.7.4)
};
/// Reads what a server sends as far as it can be understood: bare LF, several codes, codes out of
/// range, no space, long lines. Malformed "Reply-code" if the first line does not begin with three
/// digits (and is whole).
Parsed<LenientReply> parse_reply_lenient(std::string_view in, const LenientOptions& options = {});

/// Every line with its code and CRLF; a line without text keeps its space.
std::string to_wire(const Reply& reply);

/// status-code of RFC 2034 section 4 and RFC 3463 section 2.
struct EnhancedCode {
  std::uint16_t cls = 0, subject = 0, detail = 0;
  bool operator==(const EnhancedCode&) const = default;
};
/// At the start of a text, followed by a space or nothing.
std::optional<EnhancedCode> parse_enhanced_code(std::string_view text);
std::string to_string(const EnhancedCode& code);

/// What RFC 2034 section 4 asks of a reply that must carry a status code (not the greeting, nor the
/// answer to HELO or EHLO, which the caller knows): rule::kEnhancedMissing, rule::kEnhancedClass,
/// or nothing.
std::optional<std::string_view> check_enhanced(const Reply& reply);

}  // namespace wireassay::smtp
