// What a response must have and must not have, by its status and what was asked.
#include "wire/http/invariants.h"

#include <algorithm>

#include "core/cursor.h"
#include "wire/http/field_rules.h"
#include "wire/http/validators.h"

namespace wireassay::http {
namespace {

/// A field that a status demands.
struct Demand {
  std::uint16_t status;
  std::string_view field, id;
};
constexpr Demand kDemands[] = {
    {101, "Upgrade", rule::kUpgradeMissing},
    {401, "WWW-Authenticate", rule::kChallengeMissing},
    {405, "Allow", rule::kAllowMissing},
    {407, "Proxy-Authenticate", rule::kProxyChallengeMissing},
    {416, "Content-Range", rule::kContentRangeUnsatisfied},
    {426, "Upgrade", rule::kUpgradeMissing},
};

class Inspection {
 public:
  Inspection(const LenientResponse& lenient, const Question& question)
      : lenient_(lenient), response_(lenient.response), question_(question) {}

  std::vector<Deviation> run() {
    inspect_versions();
    inspect_content();
    inspect_demands();
    inspect_range();
    inspect_dates();
    inspect_upgrade();
    for (std::size_t i = 0; i < response_.fields.size(); ++i) {
      const Field& field = response_.fields[i];
      if (const auto id = broken_field_rule(field)) broken_.add(*id, offset_of(i));
      if (is_singleton(field.name) && is_later_line(i)) broken_.add(rule::kRepeated, offset_of(i));
    }
    for (const Field& field : response_.trailers) {
      if (never_in_trailers(field.name)) broken_.add(rule::kTrailerField, lenient_.header_size);
    }
    return broken_.take();
  }

 private:
  std::size_t offset_of(std::size_t field) const {
    return field < lenient_.field_offsets.size() ? lenient_.field_offsets[field] : 0;
  }
  /// Where the first line of a name stands; nullopt: there is none.
  std::optional<std::size_t> place_of(std::string_view name) const {
    const Field* field = find_field(response_.fields, name);
    if (field == nullptr) return std::nullopt;
    return offset_of(static_cast<std::size_t>(field - response_.fields.data()));
  }
  bool has(std::string_view name) const { return place_of(name).has_value(); }
  bool is_later_line(std::size_t index) const {
    const Field* first = find_field(response_.fields, response_.fields[index].name);
    return first != &response_.fields[index];
  }
  void break_at(std::string_view id, std::string_view field) {
    if (const auto place = place_of(field)) broken_.add(id, *place);
  }

  void inspect_versions() {
    if (question_.asked.version >= kHttp11) return;
    break_at(rule::kCodingToOldClient, "Transfer-Encoding");
    if (response_.status / 100 == 1) broken_.add(rule::kInterimToOldClient, 0);
  }

  void inspect_content() {
    const std::uint16_t status = response_.status;
    const bool tunnel = response_.framing == Body::Tunnel;
    if (status / 100 == 1 || status == 204 || tunnel) {
      break_at(rule::kLengthMisplaced, "Content-Length");
      break_at(rule::kCodingMisplaced, "Transfer-Encoding");
    }
    if (status == 205 && !response_.body.empty())
      broken_.add(rule::kResetContent, lenient_.header_size);
    if (!response_.body.empty() && !has("Content-Type")) broken_.add(rule::kContentType, 0);
  }

  void inspect_demands() {
    for (const Demand& demand : kDemands) {
      if (demand.status == response_.status && !has(demand.field)) broken_.add(demand.id, 0);
    }
  }

  void inspect_range() {
    if (response_.status != 206) return;
    const Field* type = find_field(response_.fields, "Content-Type");
    const auto media =
        type == nullptr ? std::unexpected(ParseError{}) : parse_media_type(type->value);
    const bool parts = media && equal_ignoring_case(media->type, "multipart") &&
                       equal_ignoring_case(media->subtype, "byteranges");
    const Field* field = find_field(response_.fields, "Content-Range");
    if (field == nullptr && !parts) broken_.add(rule::kContentRangeMissing, 0);
    if (field == nullptr) return;
    if (parts) return break_at(rule::kContentRangeParts, "Content-Range");
    const auto range = parse_content_range(field->value);
    const bool whole = response_.framing == Body::Length || response_.framing == Body::Chunked ||
                       response_.framing == Body::UntilClose;
    if (!range || !equal_ignoring_case(range->unit, "bytes") || !whole) return;
    if (!range->range || range->range->second - range->range->first != response_.body.size() - 1)
      break_at(rule::kContentRangeSize, "Content-Range");
  }

  void inspect_dates() {
    const int cls = response_.status / 100;
    if (question_.clock && cls >= 2 && cls <= 4 && !has("Date")) broken_.add(rule::kDateMissing, 0);
    const auto date = date_of("Date"), modified = date_of("Last-Modified");
    if (date && modified && utc_of(*modified) > utc_of(*date))
      break_at(rule::kLastModified, "Last-Modified");
  }

  std::optional<HttpDate> date_of(std::string_view name) const {
    const Field* field = find_field(response_.fields, name);
    if (field == nullptr) return std::nullopt;
    const auto date = parse_http_date(field->value, 0);
    if (!date || date->form == DateForm::Rfc850) return std::nullopt;  // of a century unknown here
    return *date;
  }

  void inspect_upgrade() {
    if (!has_option(response_.fields, "Connection", "upgrade"))
      break_at(rule::kUpgradeOption, "Upgrade");
  }

  const LenientResponse& lenient_;
  const Response& response_;
  const Question& question_;
  Forgiven broken_;
};

}  // namespace

std::vector<Deviation> broken_rules(const LenientResponse& response, const Question& question) {
  return Inspection(response, question).run();
}

}  // namespace wireassay::http
