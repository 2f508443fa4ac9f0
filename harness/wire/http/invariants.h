// The rules that every response must keep, given what it answers: as data, and as a judgement over
// one response.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "wire/http/response.h"

namespace wireassay::http {

/// Ids of the rules of meaning; those of form and framing stand in wire/http/message.h.
namespace rule {
inline constexpr std::string_view kContent = "http.no-content";
inline constexpr std::string_view kResetContent = "http.no-content-205";
inline constexpr std::string_view kLengthMisplaced = "http.content-length-misplaced";
inline constexpr std::string_view kCodingMisplaced = "http.transfer-encoding-misplaced";
inline constexpr std::string_view kCodingToOldClient = "http.transfer-encoding-to-1.0";
inline constexpr std::string_view kInterimToOldClient = "http.interim-to-1.0";
inline constexpr std::string_view kDateMissing = "http.date-missing";
inline constexpr std::string_view kDateForm = "http.date-form";
inline constexpr std::string_view kLastModified = "http.last-modified-later";
inline constexpr std::string_view kRepeated = "http.field-repeated";
inline constexpr std::string_view kFieldSyntax = "http.field-syntax";
inline constexpr std::string_view kSetCookie = "http.set-cookie";
inline constexpr std::string_view kAllowMissing = "http.allow-missing";
inline constexpr std::string_view kChallengeMissing = "http.www-authenticate-missing";
inline constexpr std::string_view kProxyChallengeMissing = "http.proxy-authenticate-missing";
inline constexpr std::string_view kBasicRealm = "http.basic-realm";
inline constexpr std::string_view kDigestForm = "http.digest-challenge";
inline constexpr std::string_view kContentRangeMissing = "http.content-range-missing";
inline constexpr std::string_view kContentRangeSize = "http.content-range-size";
inline constexpr std::string_view kContentRangeParts = "http.content-range-multipart";
inline constexpr std::string_view kContentRangeUnsatisfied = "http.content-range-416";
inline constexpr std::string_view kUpgradeMissing = "http.upgrade-missing";
inline constexpr std::string_view kUpgradeOption = "http.upgrade-option";
inline constexpr std::string_view kTrailerField = "http.trailer-field";
inline constexpr std::string_view kContentType = "http.content-type-missing";
}  // namespace rule

/// Every rule that a response can break, with its sentence: those of the readers, too, and
/// kContent, which the dialect reports once the octets that should not be there have come.
std::span<const Invariant> response_invariants();

/// What a response answers, and what is known of the server.
struct Question {
  Asked asked;
  bool clock = true;  ///< the server has a clock: it must send Date
};

/// The rules of meaning that the response breaks, by offset; at most one deviation of each. A field
/// that is missing is missing in the status-line.
std::vector<Deviation> broken_rules(const LenientResponse& response, const Question& question);

}  // namespace wireassay::http
