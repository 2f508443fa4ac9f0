// Validators and ranges: ETag and the lists of If-Match and If-None-Match (RFC 9110 sections 8.8.3
// and 13.1), Range and Content-Range (section 14).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wire/http/date.h"
#include "wire/http/field.h"

namespace wireassay::http {

/// entity-tag = [ weak ] opaque-tag
struct EntityTag {
  bool weak = false;
  std::string opaque;  ///< without its quotes
  bool operator==(const EntityTag&) const = default;
};
Checked<EntityTag> parse_entity_tag(std::string_view value);
std::string to_text(const EntityTag& tag);
/// Section 8.8.3.2
bool strong_match(const EntityTag& a, const EntityTag& b);
bool weak_match(const EntityTag& a, const EntityTag& b);

/// If-Match and If-None-Match = "*" / #entity-tag
struct EntityTags {
  bool any = false;
  std::vector<EntityTag> tags;
  bool operator==(const EntityTags&) const = default;
};
Checked<EntityTags> parse_entity_tags(std::string_view value, List list);

/// If-Range = entity-tag / HTTP-date
using IfRange = std::variant<EntityTag, HttpDate>;
Checked<IfRange> parse_if_range(std::string_view value, std::int64_t now);

/// int-range: `first` with or without `last`; suffix-range: `last` alone, the number of octets.
struct RangeSpec {
  std::optional<std::uint64_t> first, last;
  bool operator==(const RangeSpec&) const = default;
};
/// ranges-specifier = range-unit "=" range-set
struct Ranges {
  std::string unit;
  std::vector<RangeSpec> specs;  ///< of the unit "bytes"
  std::vector<std::string> raw;  ///< of other units
  bool operator==(const Ranges&) const = default;
};
Checked<Ranges> parse_range(std::string_view value, List list = List::Recipient);

/// range-resp or unsatisfied-range.
struct ContentRange {
  std::string unit;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> range;  ///< first and last; none: "*"
  std::optional<std::uint64_t> complete;                         ///< none: "*"
  bool operator==(const ContentRange&) const = default;
};
/// OutOfRange for a last-pos less than its first-pos or a complete-length that has no room for it:
/// such a value is invalid (section 14.4).
Checked<ContentRange> parse_content_range(std::string_view value);
std::string to_text(const ContentRange& range);

}  // namespace wireassay::http
