// Entity-tags and ranges by their ABNF.
#include "wire/http/validators.h"

#include "wire/http/characters.h"

namespace wireassay::http {
namespace {

constexpr std::string_view kBytes = "bytes";

std::unexpected<ParseError> refuse(std::size_t offset, std::string_view rule,
                                   Errc code = Errc::Malformed) {
  return std::unexpected(ParseError{code, offset, rule});
}

// entity-tag = [ weak ] opaque-tag ; weak = %s"W/" ; opaque-tag = DQUOTE *etagc DQUOTE
Checked<EntityTag> take_entity_tag(Cursor& in) {
  EntityTag tag;
  if (in.next_is('W')) {
    in.take('W');
    if (!in.take('/')) return refuse(in.offset(), "weak");
    tag.weak = true;
  }
  if (!in.take('"')) return refuse(in.offset(), "opaque-tag");
  tag.opaque = in.take_while([](char c) { return has(kEtagc, c); });
  if (!in.take('"')) return refuse(in.offset(), "opaque-tag");
  return tag;
}

Checked<std::uint64_t> take_position(Cursor& in, std::string_view rule) {
  const std::size_t from = in.offset();
  auto value = parse_digits(in.take_while(is_digit), rule);
  if (!value) value.error().offset += from;
  return value;
}

// int-range = first-pos "-" [ last-pos ] ; suffix-range = "-" suffix-length
// "An int-range is invalid if the last-pos value is present and less than first-pos."
Checked<RangeSpec> read_range_spec(const Element& element) {
  Cursor in(element.text, element.offset);
  RangeSpec spec;
  if (!in.next_is('-')) {
    const auto first = take_position(in, "first-pos");
    if (!first) return std::unexpected(first.error());
    spec.first = *first;
  }
  if (!in.take('-')) return refuse(in.offset(), "int-range");
  if (in.at_end() && spec.first) return spec;
  const auto last = take_position(in, spec.first ? "last-pos" : "suffix-length");
  if (!last) return std::unexpected(last.error());
  spec.last = *last;
  if (!in.at_end()) return refuse(in.offset(), "range-spec");
  if (spec.first && *spec.last < *spec.first)
    return refuse(element.offset, "int-range", Errc::OutOfRange);
  return spec;
}

bool is_other_range(std::string_view text) {
  return text.find_first_of(" \t,") == std::string_view::npos;
}

/// Behind the space of Content-Range.
Checked<void> take_incl_range(Cursor& in, ContentRange& range) {
  if (in.take('*')) return {};
  const auto first = take_position(in, "first-pos");
  if (!first) return std::unexpected(first.error());
  if (!in.take('-')) return refuse(in.offset(), "incl-range");
  const auto last = take_position(in, "last-pos");
  if (!last) return std::unexpected(last.error());
  range.range.emplace(*first, *last);
  return {};
}

}  // namespace

Checked<EntityTag> parse_entity_tag(std::string_view value) {
  Cursor in(value);
  auto tag = take_entity_tag(in);
  if (tag && !in.at_end()) return refuse(in.offset(), "entity-tag");
  return tag;
}

std::string to_text(const EntityTag& tag) { return (tag.weak ? "W/\"" : "\"") + tag.opaque + "\""; }

bool strong_match(const EntityTag& a, const EntityTag& b) {
  return !a.weak && !b.weak && a.opaque == b.opaque;
}

bool weak_match(const EntityTag& a, const EntityTag& b) { return a.opaque == b.opaque; }

// A comma may stand in an opaque-tag, and a backslash does not quote: no list of quoted-strings.
Checked<EntityTags> parse_entity_tags(std::string_view value, List list) {
  Cursor in(value);
  skip_ows(in);
  if (in.next_is('*')) {
    in.take('*');
    skip_ows(in);
    if (!in.at_end()) return refuse(in.offset(), "entity-tag");
    return EntityTags{.any = true, .tags = {}};
  }
  EntityTags tags;
  bool comma = false;
  while (true) {
    skip_ows(in);
    const bool empty = in.at_end() || in.next_is(',');
    if (empty && list == List::Sender && (comma || !in.at_end()))
      return refuse(in.offset(), "#element");
    if (!empty) {
      auto tag = take_entity_tag(in);
      if (!tag) return std::unexpected(tag.error());
      if (tags.tags.size() == kMaxElements) return refuse(in.offset(), "#element", Errc::TooMany);
      tags.tags.push_back(std::move(*tag));
    }
    skip_ows(in);
    if (in.at_end()) return tags;
    if (!in.take(',')) return refuse(in.offset(), "entity-tag");
    comma = true;
  }
}

// "A valid entity-tag can be distinguished from a valid HTTP-date by examining the first three
// characters for a DQUOTE."
Checked<IfRange> parse_if_range(std::string_view value, std::int64_t now) {
  if (value.substr(0, 3).find('"') != std::string_view::npos) {
    auto tag = parse_entity_tag(value);
    if (!tag) return std::unexpected(tag.error());
    return IfRange(std::move(*tag));
  }
  const auto date = parse_http_date(value, now);
  if (!date) return std::unexpected(date.error());
  return IfRange(*date);
}

Checked<Ranges> parse_range(std::string_view value, List list) {
  Cursor in(value);
  Ranges ranges{.unit = std::string(take_token(in)), .specs = {}, .raw = {}};
  if (ranges.unit.empty()) return refuse(0, "range-unit");
  if (!in.take('=')) return refuse(in.offset(), "ranges-specifier");
  const std::size_t base = in.offset();
  const auto elements = split_list(in.rest(), list);
  if (!elements) return refuse(base + elements.error().offset, "range-set", elements.error().code);
  if (elements->empty()) return refuse(base, "range-set");
  const bool bytes = equal_ignoring_case(ranges.unit, kBytes);
  for (Element element : *elements) {
    element.offset += base;
    if (!bytes && !is_other_range(element.text)) return refuse(element.offset, "other-range");
    if (!bytes) {
      ranges.raw.emplace_back(element.text);
      continue;
    }
    const auto spec = read_range_spec(element);
    if (!spec) return std::unexpected(spec.error());
    ranges.specs.push_back(*spec);
  }
  return ranges;
}

// Content-Range = range-unit SP ( range-resp / unsatisfied-range )
// range-resp = incl-range "/" ( complete-length / "*" ) ; unsatisfied-range = "*/" complete-length
Checked<ContentRange> parse_content_range(std::string_view value) {
  Cursor in(value);
  ContentRange range;
  range.unit = take_token(in);
  if (range.unit.empty()) return refuse(0, "range-unit");
  if (!in.take(' ')) return refuse(in.offset(), "Content-Range");
  const std::size_t from = in.offset();
  if (const auto taken = take_incl_range(in, range); !taken) return std::unexpected(taken.error());
  if (!in.take('/')) return refuse(in.offset(), range.range ? "range-resp" : "unsatisfied-range");
  if (!range.range || !in.take('*')) {
    const auto complete = take_position(in, "complete-length");
    if (!complete) return std::unexpected(complete.error());
    range.complete = *complete;
  }
  if (!in.at_end()) return refuse(in.offset(), "Content-Range");
  const bool backwards = range.range && range.range->second < range.range->first;
  const bool beyond = range.range && range.complete && *range.complete <= range.range->second;
  if (backwards || beyond) return refuse(from, "range-resp", Errc::OutOfRange);
  return range;
}

std::string to_text(const ContentRange& range) {
  std::string text = range.unit + " ";
  text += range.range
              ? std::to_string(range.range->first) + "-" + std::to_string(range.range->second)
              : "*";
  return text + "/" + (range.complete ? std::to_string(*range.complete) : "*");
}

}  // namespace wireassay::http
