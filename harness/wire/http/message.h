// What requests and responses have in common: version, fields, limits, and the names of what a
// lenient reader forgives (RFC 9112 sections 2, 5 and 6).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"
#include "core/event.h"
#include "core/parsed.h"

namespace wireassay::http {

inline constexpr std::size_t kKiB = 1024;

/// Every limit is named in the error that it makes: ParseError::rule of TooLong or TooMany.
struct Limits {
  std::size_t empty_lines = 16;         ///< before the start-line: "empty-line"
  std::size_t start_line = 64 * kKiB;   ///< octets with the line end: "start-line"
  std::size_t field_line = 64 * kKiB;   ///< octets with the line end: "field-line"
  std::size_t fields = 4096;            ///< lines of a section: "field-lines"
  std::size_t header = 1024 * kKiB;     ///< octets of all field lines: "header-section"
  std::size_t trailer = 128 * kKiB;     ///< the same behind a chunked body: "trailer-section"
  std::size_t chunk_line = 16 * kKiB;   ///< octets with the line end: "chunk"
  std::size_t chunk_ext = 64 * kKiB;    ///< octets of all chunk-ext of a message: "chunk-ext"
  std::size_t chunks = 100'000;         ///< of one message: "chunked-body"
  std::size_t body = 16 * kKiB * kKiB;  ///< octets after decoding: "message-body"
};
Limits limits_of(const ReadLimits& limits);

/// Strict refuses the first thing that is not right, Lenient goes on and names it.
enum class Grammar { Strict, Lenient };

/// Ids of invariants. The readers report those of form and framing, broken_rules() the others
/// (wire/http/invariants.h).
namespace rule {
inline constexpr std::string_view kBareLf = "http.bare-lf";
inline constexpr std::string_view kBareCr = "http.bare-cr";
inline constexpr std::string_view kEmptyLine = "http.empty-line-before";
inline constexpr std::string_view kVersion = "http.version-syntax";
inline constexpr std::string_view kStartLineSpace = "http.start-line-space";
inline constexpr std::string_view kReasonSpace = "http.reason-space";
inline constexpr std::string_view kReason = "http.reason-phrase";
inline constexpr std::string_view kStatusCode = "http.status-code-range";
inline constexpr std::string_view kMethod = "http.method";
inline constexpr std::string_view kTarget = "http.request-target";
inline constexpr std::string_view kSpaceBeforeField = "http.space-before-field";
inline constexpr std::string_view kSpaceBeforeColon = "http.space-before-colon";
inline constexpr std::string_view kObsFold = "http.obs-fold";
inline constexpr std::string_view kFieldLine = "http.field-line";
inline constexpr std::string_view kFieldName = "http.field-name";
inline constexpr std::string_view kFieldValue = "http.field-value";
inline constexpr std::string_view kHostMissing = "http.host-missing";
inline constexpr std::string_view kHostRepeated = "http.host-repeated";
inline constexpr std::string_view kHost = "http.host";
inline constexpr std::string_view kLength = "http.content-length";
inline constexpr std::string_view kLengthRepeated = "http.content-length-repeated";
inline constexpr std::string_view kLengthAndCoding = "http.length-and-coding";
inline constexpr std::string_view kCoding = "http.transfer-encoding";
inline constexpr std::string_view kCodingOfOldVersion = "http.transfer-encoding-1.0";
inline constexpr std::string_view kChunkedTwice = "http.chunked-twice";
inline constexpr std::string_view kChunkedNotLast = "http.chunked-not-last";
inline constexpr std::string_view kChunkSpace = "http.chunk-size-space";
inline constexpr std::string_view kChunkExt = "http.chunk-ext";
}  // namespace rule
/// The production that the strict reader names where the lenient one forgives.
std::string_view production_of(std::string_view id);

/// HTTP-version = HTTP-name "/" DIGIT "." DIGIT
struct Version {
  std::uint8_t major = 1, minor = 1;
  auto operator<=>(const Version&) const = default;
};
inline constexpr Version kHttp10{1, 0};
inline constexpr Version kHttp11{1, 1};
std::string to_text(const Version& version);  ///< "HTTP/1.1"

/// A field line without the OWS around its value; an obs-fold is one space in it.
struct Field {
  std::string name, value;
  bool operator==(const Field&) const = default;
};
using Fields = std::vector<Field>;

/// The first of a name, in any case of letters; nullptr: none.
const Field* find_field(const Fields& fields, std::string_view name);
std::size_t count_fields(const Fields& fields, std::string_view name);
/// The values of all lines of a name with ", " between them (RFC 9110 section 5.3); nullopt: none.
std::optional<std::string> combined_value(const Fields& fields, std::string_view name);
/// True if the list that a field is has the token: Connection: close.
bool has_option(const Fields& fields, std::string_view name, std::string_view token);
/// By name as it was first written, the values of each line: the fields of an event.
TextTable table_of(const Fields& fields);
/// "Name: value" lines with CRLF each, and no empty line.
std::string to_wire(const Fields& fields);

/// Persistence of RFC 9112 section 9.3, by the message alone.
bool keeps_alive(const Version& version, const Fields& fields);

/// What a reader had to forgive, at most once for each rule: where it came first.
class Forgiven {
 public:
  /// Rules that bind senders alone: what breaks them is right for a recipient. The span has static
  /// storage.
  void pardon(std::span<const std::string_view> ids) { pardoned_ = ids; }
  void add(std::string_view id, std::size_t offset);
  bool empty() const { return deviations_.empty(); }
  /// By offset.
  std::vector<Deviation> take();
  /// The strict reader's answer to it.
  ParseError first() const;

 private:
  std::span<const std::string_view> pardoned_;
  std::vector<Deviation> deviations_;
};

}  // namespace wireassay::http
