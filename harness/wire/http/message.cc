// Fields by name, and what is forgiven.
#include "wire/http/message.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "wire/http/field.h"

namespace wireassay::http {
namespace {

struct Production {
  std::string_view id, name;
};
constexpr Production kProductions[] = {
    {rule::kBareLf, "CRLF"},
    {rule::kBareCr, "CRLF"},
    {rule::kEmptyLine, "start-line"},
    {rule::kVersion, "HTTP-version"},
    {rule::kStartLineSpace, "start-line"},
    {rule::kReasonSpace, "status-line"},
    {rule::kReason, "reason-phrase"},
    {rule::kStatusCode, "status-code"},
    {rule::kMethod, "method"},
    {rule::kTarget, "request-target"},
    {rule::kSpaceBeforeField, "field-line"},
    {rule::kSpaceBeforeColon, "field-line"},
    {rule::kObsFold, "obs-fold"},
    {rule::kFieldLine, "field-line"},
    {rule::kFieldName, "field-name"},
    {rule::kFieldValue, "field-value"},
    {rule::kHostMissing, "Host"},
    {rule::kHostRepeated, "Host"},
    {rule::kHost, "Host"},
    {rule::kLength, "Content-Length"},
    {rule::kLengthRepeated, "Content-Length"},
    {rule::kLengthAndCoding, "Content-Length"},
    {rule::kCoding, "Transfer-Encoding"},
    {rule::kCodingOfOldVersion, "Transfer-Encoding"},
    {rule::kChunkedTwice, "Transfer-Encoding"},
    {rule::kChunkedNotLast, "Transfer-Encoding"},
    {rule::kChunkSpace, "chunk-size"},
    {rule::kChunkExt, "chunk-ext"},
};

}  // namespace

std::string_view production_of(std::string_view id) {
  const auto* const found = std::ranges::find(kProductions, id, &Production::id);
  return found == std::end(kProductions) ? "HTTP-message" : found->name;
}

Limits limits_of(const ReadLimits& limits) {
  return {.start_line = limits.line,
          .field_line = limits.line,
          .fields = limits.lines,
          .header = limits.reply,
          .trailer = std::min(limits.reply, Limits{}.trailer),
          .chunk_line = std::min(limits.line, Limits{}.chunk_line),
          .body = limits.reply};
}

std::string to_text(const Version& version) {
  return "HTTP/" + std::to_string(version.major) + "." + std::to_string(version.minor);
}

const Field* find_field(const Fields& fields, std::string_view name) {
  const auto found = std::ranges::find_if(
      fields, [name](const Field& field) { return equal_ignoring_case(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

std::size_t count_fields(const Fields& fields, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields, [name](const Field& field) { return equal_ignoring_case(field.name, name); }));
}

std::optional<std::string> combined_value(const Fields& fields, std::string_view name) {
  std::optional<std::string> combined;
  for (const Field& field : fields) {
    if (!equal_ignoring_case(field.name, name)) continue;
    combined = combined ? *combined + ", " + field.value : field.value;
  }
  return combined;
}

bool has_option(const Fields& fields, std::string_view name, std::string_view token) {
  return std::ranges::any_of(fields, [&](const Field& field) {
    return equal_ignoring_case(field.name, name) && has_token(field.value, token);
  });
}

TextTable table_of(const Fields& fields) {
  TextTable table;
  for (const Field& field : fields)
    table[find_field(fields, field.name)->name].push_back(field.value);
  return table;
}

std::string to_wire(const Fields& fields) {
  std::string text;
  for (const Field& field : fields)
    text.append(field.name).append(": ").append(field.value).append("\r\n");
  return text;
}

bool keeps_alive(const Version& version, const Fields& fields) {
  if (has_option(fields, "Connection", "close")) return false;
  return version >= kHttp11 || has_option(fields, "Connection", "keep-alive");
}

void Forgiven::add(std::string_view id, std::size_t offset) {
  if (std::ranges::find(pardoned_, id) != pardoned_.end()) return;
  const auto known = std::ranges::find(deviations_, id, &Deviation::rule);
  if (known == deviations_.end()) {
    deviations_.push_back({id, offset});
  } else {
    known->offset = std::min(known->offset, offset);
  }
}

std::vector<Deviation> Forgiven::take() {
  std::ranges::sort(deviations_, [](const Deviation& a, const Deviation& b) {
    return std::pair(a.offset, a.rule) < std::pair(b.offset, b.rule);
  });
  return std::move(deviations_);
}

ParseError Forgiven::first() const {
  const auto first = std::ranges::min_element(deviations_, {}, [](const Deviation& deviation) {
    return std::pair(deviation.offset, deviation.rule);
  });
  if (first == deviations_.end()) return {Errc::Malformed, 0, "HTTP-message"};
  return {Errc::Malformed, first->offset, production_of(first->rule)};
}

}  // namespace wireassay::http
