// Range and If-Range to one part or several: RFC 9110 sections 14 and 15.3.7.
#include <algorithm>
#include <utility>
#include <vector>

#include "core/cursor.h"
#include "reference/http_conditions.h"

namespace wireassay::reference {
namespace {

/// "A server that supports range requests MAY ignore or reject a Range header field that contains
/// … a ranges-specifier with more than two overlapping ranges or a set of many small ranges"
/// (RFC 9110 section 14.2)
constexpr std::size_t kMaxRanges = 16;
constexpr std::string_view kBoundary = "wireassay-part";

/// First and last octet.
using Span = std::pair<std::uint64_t, std::uint64_t>;

/// nullopt: unsatisfiable.
std::optional<Span> span_of(const http::RangeSpec& spec, std::uint64_t size) {
  if (size == 0) return std::nullopt;
  if (spec.first && *spec.first >= size) return std::nullopt;
  if (spec.first) return Span(*spec.first, std::min(spec.last.value_or(size - 1), size - 1));
  const std::uint64_t suffix = spec.last.value_or(0);
  if (suffix == 0) return std::nullopt;
  return Span(size - std::min(suffix, size), size - 1);
}

/// Those that overlap or touch become one: no octet is sent twice.
std::vector<Span> coalesce(std::vector<Span> spans) {
  std::vector<Span> sorted = spans;
  std::ranges::sort(sorted);
  std::vector<Span> merged;
  for (const Span& span : sorted) {
    if (merged.empty() || span.first > merged.back().second + 1) {
      merged.push_back(span);
    } else {
      merged.back().second = std::max(merged.back().second, span.second);
    }
  }
  return merged.size() == spans.size() ? std::move(spans) : merged;
}

std::string octets_of(const HttpDocument& document, const Span& span) {
  return document.content.substr(span.first, span.second - span.first + 1);
}

std::string content_range(const HttpDocument& document, std::optional<Span> span) {
  return http::to_text({.unit = "bytes", .range = span, .complete = document.content.size()});
}

/// "the sender SHOULD NOT generate other representation header fields beyond those required" where
/// there was an If-Range (section 15.3.7).
http::Fields partial_fields(const http::Request& request, const HttpDocument& document) {
  http::Fields fields = document_fields(document);
  if (http::find_field(request.fields, "If-Range") != nullptr)
    std::erase_if(fields, [](const http::Field& field) { return field.name == "Last-Modified"; });
  return fields;
}

HttpAnswer one_part(const http::Request& request, const HttpDocument& document, const Span& span) {
  HttpAnswer answer{.status = 206,
                    .fields = partial_fields(request, document),
                    .type = document.type,
                    .content = octets_of(document, span),
                    .trailers = {}};
  answer.fields.push_back({"Content-Range", content_range(document, span)});
  return answer;
}

/// A boundary that does not occur in the document.
std::string boundary_for(const HttpDocument& document) {
  std::string boundary(kBoundary);
  while (document.content.find(boundary) != std::string::npos) boundary += 'x';
  return boundary;
}

HttpAnswer several_parts(const http::Request& request, const HttpDocument& document,
                         const std::vector<Span>& spans) {
  const std::string boundary = boundary_for(document);
  HttpAnswer answer{.status = 206,
                    .fields = partial_fields(request, document),
                    .type = "multipart/byteranges; boundary=" + boundary,
                    .content = {},
                    .trailers = {}};
  for (const Span& span : spans) {
    answer.content += "--" + boundary + "\r\n" +
                      http::to_wire({{"Content-Type", document.type},
                                     {"Content-Range", content_range(document, span)}}) +
                      "\r\n" + octets_of(document, span) + "\r\n";
  }
  answer.content += "--" + boundary + "--\r\n";
  return answer;
}

HttpAnswer unsatisfiable(const HttpDocument& document) {
  HttpAnswer answer = plain_answer(416);
  answer.fields.push_back({"Content-Range", content_range(document, std::nullopt)});
  return answer;
}

/// Section 13.1.5: the strong comparison; a date must be the same, and a strong validator.
bool if_range_holds(const http::Request& request, const HttpDocument& document, std::int64_t now) {
  const http::Field* field = http::find_field(request.fields, "If-Range");
  if (field == nullptr) return true;
  if (http::count_fields(request.fields, "If-Range") > 1) return false;
  const auto condition = http::parse_if_range(field->value, now);
  if (!condition) return false;
  if (const auto* tag = std::get_if<http::EntityTag>(&*condition))
    return http::strong_match(*tag, document.tag);
  return document.fixed && http::utc_of(std::get<http::HttpDate>(*condition)) == document.modified;
}

/// nullopt: the Range is to be ignored.
std::optional<std::vector<http::RangeSpec>> ranges_of(const http::Request& request) {
  const auto value = http::combined_value(request.fields, "Range");
  if (!value) return std::nullopt;
  auto ranges = http::parse_range(*value);
  if (!ranges || !equal_ignoring_case(ranges->unit, "bytes")) return std::nullopt;
  if (ranges->specs.empty() || ranges->specs.size() > kMaxRanges) return std::nullopt;
  return std::move(ranges->specs);
}

}  // namespace

HttpAnswer answer_with_ranges(const http::Request& request, const HttpDocument& document,
                              std::int64_t now) {
  const HttpAnswer whole{.status = 200,
                         .fields = document_fields(document),
                         .type = document.type,
                         .content = document.content,
                         .trailers = {}};
  const auto specs = ranges_of(request);
  if (!specs || !if_range_holds(request, document, now)) return whole;
  std::vector<Span> spans;
  for (const http::RangeSpec& spec : *specs) {
    if (const auto span = span_of(spec, document.content.size())) spans.push_back(*span);
  }
  // A suffix of nothing is satisfiable, but no Content-Range can say so.
  const bool suffix = std::ranges::any_of(
      *specs, [](const http::RangeSpec& spec) { return !spec.first && spec.last.value_or(0) > 0; });
  if (spans.empty() && suffix) return whole;
  if (spans.empty()) return unsatisfiable(document);
  spans = coalesce(std::move(spans));
  return spans.size() == 1 ? one_part(request, document, spans.front())
                           : several_parts(request, document, spans);
}

}  // namespace wireassay::reference
