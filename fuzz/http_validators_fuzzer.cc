// Entity-tags and ranges: wire/http/validators.h.
#include "wire/http/validators.h"

#include "http_values.h"

namespace wireassay {
namespace {

using http::List;

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

void check_match(std::string_view in) {
  const auto tags = http::parse_entity_tags(in, List::Recipient);
  if (!tags) return;
  require(!tags->any || tags->tags.empty(), "any tag, and one of these", in);
  for (const http::EntityTag& tag : tags->tags) {
    require(http::weak_match(tag, tag), "a tag that is not itself", in);
    require(http::strong_match(tag, tag) != tag.weak, "a weak tag matches strongly", in);
  }
}

void check_ranges(std::string_view in) {
  const auto ranges = http::parse_range(in);
  if (!ranges) return;
  for (const http::RangeSpec& spec : ranges->specs) {
    require(spec.first || spec.last, "a range of nothing", in);
    require(!spec.first || !spec.last || *spec.first <= *spec.last, "it ends before it begins", in);
  }
}

}  // namespace

void fuzz(std::string_view in) {
  constexpr std::int64_t kNow = 1'767'225'600;
  fuzzing::require_print(in, http::parse_entity_tag);
  fuzzing::require_print(in, http::parse_content_range);
  fuzzing::require(testing::broken_text(
      in, [](std::string_view value) { return http::parse_if_range(value, kNow); }));
  fuzzing::require_both_lists(
      in, [](std::string_view v, List l) { return http::parse_entity_tags(v, l); });
  fuzzing::require_both_lists(in,
                              [](std::string_view v, List l) { return http::parse_range(v, l); });
  check_match(in);
  check_ranges(in);
}

}  // namespace wireassay
