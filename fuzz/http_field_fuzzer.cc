// Field values: wire/http/field.h, field_rules.h. What is printed of a value is read as that value,
// and what a sender may write every recipient reads.
#include "wire/http/field.h"

#include "bounded.h"
#include "http_values.h"
#include "wire/http/field_rules.h"

namespace wireassay {
namespace {

using http::List;

void read_lists(std::string_view in) {
  using fuzzing::require_both_lists;
  require_both_lists(in,
                     [](std::string_view v, List l) { return http::parse_tokens(v, l, "token"); });
  require_both_lists(in,
                     [](std::string_view v, List l) { return http::parse_transfer_codings(v, l); });
  require_both_lists(in, [](std::string_view v, List l) { return http::parse_te(v, l); });
  require_both_lists(in, [](std::string_view v, List l) { return http::parse_upgrade(v, l); });
}

}  // namespace

void fuzz(std::string_view in) {
  read_lists(in);
  fuzzing::require_print(in, http::parse_media_type);
  fuzzing::require(testing::broken_text(
      in, [](std::string_view value) { return http::parse_digits(value, "digits"); }));
  fuzzing::require(testing::broken_text(
      in, [](std::string_view value) { return http::split_list(value, List::Recipient); }));
  fuzzing::require(testing::broken_text(in, http::parse_qvalue));
  const auto weight = http::parse_qvalue(in);
  if (weight && *weight > 1000) fuzzing::require(testing::internal::at("a weight above 1", in));
  const fuzzing::Bounded bounded(in);
  for (const std::string_view name : {"Date", "Location", "WWW-Authenticate", "Set-Cookie", "Vary"})
    (void)http::broken_field_rule({std::string(name), std::string(in)});
}

}  // namespace wireassay
