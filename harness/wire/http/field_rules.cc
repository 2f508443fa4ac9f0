// Fields of responses and their grammar.
#include "wire/http/field_rules.h"

#include <algorithm>
#include <array>

#include "core/cursor.h"
#include "wire/http/auth.h"
#include "wire/http/cookie.h"
#include "wire/http/date.h"
#include "wire/http/invariants.h"
#include "wire/http/uri.h"
#include "wire/http/validators.h"
#include "wire/http/words.h"

namespace wireassay::http {
namespace {

using Broken = std::optional<std::string_view>;
using Check = Broken (*)(std::string_view value);

template <class T>
Broken syntax(const Checked<T>& checked) {
  if (checked) return std::nullopt;
  return rule::kFieldSyntax;
}

Broken check_date(std::string_view value) {
  const auto date = parse_http_date(value, 0);
  if (!date) return rule::kFieldSyntax;
  if (date->form != DateForm::ImfFixdate) return rule::kDateForm;
  return std::nullopt;
}
// Retry-After = HTTP-date / delay-seconds
Broken check_retry_after(std::string_view value) {
  return value.empty() || !is_digit(value.front()) ? check_date(value)
                                                   : syntax(parse_digits(value, "delay-seconds"));
}
Broken check_digits(std::string_view value) { return syntax(parse_digits(value, "delta-seconds")); }
Broken check_tokens(std::string_view value) {
  return syntax(parse_tokens(value, List::Sender, "token"));
}
/// 1#token
Broken check_some_tokens(std::string_view value) {
  return value.empty() ? Broken(rule::kFieldSyntax) : check_tokens(value);
}
Broken check_media_type(std::string_view value) { return syntax(parse_media_type(value)); }
Broken check_entity_tag(std::string_view value) { return syntax(parse_entity_tag(value)); }
Broken check_content_range(std::string_view value) { return syntax(parse_content_range(value)); }
Broken check_upgrade(std::string_view value) { return syntax(parse_upgrade(value, List::Sender)); }
Broken check_location(std::string_view value) { return syntax(parse_uri_reference(value)); }
Broken check_content_location(std::string_view value) { return syntax(parse_partial_uri(value)); }
Broken check_set_cookie(std::string_view value) {
  return parse_set_cookie(value) ? Broken() : Broken(rule::kSetCookie);
}

Broken check_challenges(std::string_view value) {
  const auto challenges = parse_challenges(value, List::Sender);
  if (!challenges) return rule::kFieldSyntax;
  for (const Challenge& challenge : *challenges) {
    if (check_challenge(challenge)) continue;
    return equal_ignoring_case(challenge.scheme, "Basic") ? rule::kBasicRealm : rule::kDigestForm;
  }
  return std::nullopt;
}

struct Known {
  std::string_view name;
  Check check;  ///< nullptr: whatever the value
  bool singleton = false;
};
constexpr auto kKnown = std::to_array<Known>({
    {"Accept-Ranges", check_some_tokens},
    {"Age", check_digits, true},
    {"Allow", check_tokens},
    {"Connection", check_tokens},
    {"Content-Encoding", check_tokens},
    {"Content-Location", check_content_location, true},
    {"Content-Range", check_content_range, true},
    {"Content-Type", check_media_type, true},
    {"Date", check_date, true},
    {"ETag", check_entity_tag, true},
    {"Expires", check_date, true},
    {"Last-Modified", check_date, true},
    {"Location", check_location, true},
    {"Proxy-Authenticate", check_challenges},
    {"Retry-After", check_retry_after, true},
    {"Server", nullptr, true},
    {"Set-Cookie", check_set_cookie},
    {"Trailer", check_tokens},
    {"Upgrade", check_upgrade},
    {"Vary", check_tokens},
    {"WWW-Authenticate", check_challenges},
});

constexpr auto kNeverTrailers = std::to_array<std::string_view>({
    "Age",
    "Authorization",
    "Cache-Control",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Range",
    "Content-Type",
    "Date",
    "Expires",
    "Host",
    "Location",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Range",
    "Retry-After",
    "Set-Cookie",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "Vary",
    "WWW-Authenticate",
});

const Known* find_known(std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kKnown, [name](const Known& known) { return equal_ignoring_case(known.name, name); });
  return found == kKnown.end() ? nullptr : found;
}

}  // namespace

std::vector<std::string_view> field_words() {
  std::vector<std::string_view> words(kNeverTrailers.begin(), kNeverTrailers.end());
  for (const Known& known : kKnown) words.push_back(known.name);
  return words;
}

std::optional<std::string_view> broken_field_rule(const Field& field) {
  const Known* known = find_known(field.name);
  if (known == nullptr || known->check == nullptr) return std::nullopt;
  return known->check(field.value);
}

bool is_singleton(std::string_view name) {
  const Known* known = find_known(name);
  return known != nullptr && known->singleton;
}

bool never_in_trailers(std::string_view name) {
  return std::ranges::any_of(
      kNeverTrailers, [name](std::string_view other) { return equal_ignoring_case(other, name); });
}

}  // namespace wireassay::http
