// IMAP responses: the grammars of RFC 9051 and RFC 3501 section 9 with those of the extensions,
// strictly or as servers are, with what was forgiven.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "core/event.h"
#include "core/parsed.h"
#include "wire/imap/value.h"

namespace wireassay::imap {

/// Ids of the invariants that the parser reports.
namespace rule {
inline constexpr std::string_view kCrlf = "imap.crlf";
inline constexpr std::string_view kSpaces = "imap.spaces";
inline constexpr std::string_view kOctets = "imap.octets";
inline constexpr std::string_view kLiteral = "imap.literal";
inline constexpr std::string_view kNumberRange = "imap.number-range";
inline constexpr std::string_view kGrammar = "imap.grammar";
inline constexpr std::string_view kResponseCode = "imap.response-code";
inline constexpr std::string_view kFetchItem = "imap.fetch-item";
inline constexpr std::string_view kEnvelope = "imap.envelope";
inline constexpr std::string_view kBodyStructure = "imap.bodystructure";
}  // namespace rule

/// The rows that the dialect publishes for the ids above.
std::span<const Invariant> response_invariants();

/// resp-text-code, "[UIDNEXT 4392]".
struct ResponseCode {
  std::string_view name;       ///< "UIDNEXT" as sent
  std::string_view arguments;  ///< "4392", octets as sent, behind the space
  std::vector<Value> args;     ///< the same as values, of codes whose syntax is known
  std::string_view octets;     ///< "UIDNEXT 4392"

  bool operator==(const ResponseCode&) const = default;
};

/// One line of the server, with the literals it announces. Views point into the parser's input.
struct Response {
  enum class Kind {
    Continuation,  ///< "+ text"
    Untagged,      ///< "* ...", status responses too
    Completion,    ///< "tag OK text"
  };
  Kind kind = Kind::Untagged;
  std::string_view tag;                 ///< of a completion
  std::string_view name;                ///< "OK", "FETCH", "EXISTS" as sent; empty for "+"
  std::optional<std::uint64_t> number;  ///< the 3 of "3 FETCH"
  std::optional<ResponseCode> code;     ///< of status responses and continuations
  std::string_view text;                ///< of those: the human part
  std::vector<Value> values;            ///< of data: what follows the name
  std::string_view octets;              ///< all of it, line end included

  bool named(std::string_view word) const { return equal_ignoring_case(name, word); }
  bool is_status() const;  ///< OK NO BAD BYE PREAUTH: has code and text, no values

  /// What it says, not how it was spelt: `octets` aside.
  bool operator==(const Response& other) const;
};

/// The grammar and nothing else. NeedMore until the last line is there, literals included; a line,
/// a literal or a response that exceeds its limit is refused as soon as that is known.
Parsed<Response> parse_response(std::string_view in, const Limits& limits = {});

struct LenientResponse {
  Response response;
  std::vector<Deviation> deviations;  ///< at most one of each rule, by offset of the first
  bool operator==(const LenientResponse&) const = default;
};
/// Reads what a server sends as far as it can be understood: values are read as values though the
/// response is known and has other syntax. Malformed where the octets are no response at all or
/// quotes and parentheses do not match; the line is then at most what ResponseScanner says.
Parsed<LenientResponse> parse_response_lenient(std::string_view in, const Limits& limits = {});

/// Finds the end of a response that arrives in pieces, each octet looked at once and literals not
/// at all.
class ResponseScanner {
 public:
  explicit ResponseScanner(const Limits& limits = {}) : limits_(limits) {}

  /// `in` starts where the response starts and has only grown since the last call. Got: the size of
  /// the response, which is also `used`. Errors are those of parse_response that need no whole
  /// response: TooLong, OutOfRange.
  Parsed<std::size_t> scan(std::string_view in);
  /// The next call is about another response.
  void reset() { *this = ResponseScanner(limits_); }

 private:
  std::optional<Parsed<std::size_t>> end_of_line(std::string_view in, std::size_t line_end);

  Limits limits_;
  std::size_t line_from_ = 0;  // of the line we are in: behind the last literal
  std::size_t looked_ = 0;     // no LF between line_from_ and here
  bool literals_ = true;       // false in text for people, where "{3}" announces nothing
};

/// Prints what parse_response reads as the same response.
std::string to_wire(const Response& response);

/// Whether a value of FETCH data follows the production; the error's offset is that of the value in
/// the input it was parsed from. `envelope` = ten fields (RFC 9051 section 9).
std::optional<ParseError> check_envelope(const Value& value);
/// `body`. Extension data is for BODYSTRUCTURE: "MUST NOT be returned on non-extensible BODY
/// fetch".
std::optional<ParseError> check_body_structure(const Value& value, bool extensible = true);

}  // namespace wireassay::imap
