// The order of evaluation of RFC 9110 section 13.2.2.
#include "reference/http_conditions.h"

#include <algorithm>

namespace wireassay::reference {
namespace {

using http::EntityTag;
using http::List;

bool reads(const http::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

/// The date of a field of one line; nullopt: "MUST ignore … if the received field value is not a
/// valid HTTP-date, the field value has more than one member" (sections 13.1.3 and 13.1.4).
std::optional<std::int64_t> date_of(const http::Request& request, std::string_view name,
                                    std::int64_t now) {
  if (http::count_fields(request.fields, name) != 1) return std::nullopt;
  const auto date = http::parse_http_date(http::find_field(request.fields, name)->value, now);
  if (!date) return std::nullopt;
  return http::utc_of(*date);
}

class Conditions {
 public:
  Conditions(const http::Request& request, const HttpSelected& selected, std::int64_t now)
      : request_(request), selected_(selected), now_(now) {}

  std::optional<std::uint16_t> run() const {
    const auto match = http::combined_value(request_.fields, "If-Match");
    if (match ? !matches(*match, http::strong_match) : modified_since("If-Unmodified-Since"))
      return 412;
    if (const auto none = http::combined_value(request_.fields, "If-None-Match")) {
      if (!matches(*none, http::weak_match)) return std::nullopt;
      return reads(request_) ? 304 : 412;
    }
    if (reads(request_) && unmodified_since("If-Modified-Since")) return 304;
    return std::nullopt;
  }

 private:
  using Match = bool (*)(const EntityTag& a, const EntityTag& b);

  bool matches(std::string_view value, Match match) const {
    const auto tags = http::parse_entity_tags(value, List::Recipient);
    if (!tags || !selected_.exists) return false;
    if (tags->any) return true;
    return selected_.document != nullptr &&
           std::ranges::any_of(tags->tags, [&](const EntityTag& tag) {
             return match(tag, selected_.document->tag);
           });
  }
  /// "MUST ignore … if the resource does not have a modification date available"
  bool modified_since(std::string_view field) const {
    const auto date = date_of(request_, field, now_);
    return date && selected_.document != nullptr && selected_.document->modified > *date;
  }
  bool unmodified_since(std::string_view field) const {
    const auto date = date_of(request_, field, now_);
    return date && selected_.document != nullptr && selected_.document->modified <= *date;
  }

  const http::Request& request_;
  const HttpSelected& selected_;
  std::int64_t now_;
};

}  // namespace

std::optional<std::uint16_t> failed_precondition(const http::Request& request,
                                                 const HttpSelected& selected, std::int64_t now) {
  return Conditions(request, selected, now).run();
}

http::Fields document_fields(const HttpDocument& document) {
  return {{"ETag", http::to_text(document.tag)},
          {"Last-Modified", http::to_imf_fixdate(document.modified)},
          {"Accept-Ranges", "bytes"}};
}

}  // namespace wireassay::reference
