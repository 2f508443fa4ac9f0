// Field values: wire/http/field.h, validators.h, auth.h, cookie.h, field_rules.h. What is printed
// of a value is read as that value, and what a sender may write every recipient reads.
#include "wire/http/field.h"

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/http/auth.h"
#include "wire/http/cookie.h"
#include "wire/http/field_rules.h"
#include "wire/http/validators.h"

namespace wireassay {
namespace {

using http::Checked;
using http::List;

template <class T>
void in_bounds(std::string_view in, const Checked<T>& read) {
  if (!read && (read.error().offset > in.size() || read.error().rule.empty()))
    fuzzing::require(testing::internal::at("an error without a place or a rule", in));
}

template <class Parse>
void print_and_read(std::string_view in, const Parse& parse) {
  const auto read = parse(in);
  in_bounds(in, read);
  if (!read) return;
  const std::string printed = to_text(*read);
  const auto again = parse(std::string_view(printed));
  if (!again || to_text(*again) != printed)
    fuzzing::require(testing::internal::at("printing is no fixed point", in));
}

/// `parse` takes the kind of list.
template <class Parse>
void both_lists(std::string_view in, const Parse& parse) {
  const auto sender = parse(in, List::Sender);
  const auto recipient = parse(in, List::Recipient);
  in_bounds(in, sender);
  in_bounds(in, recipient);
  if (sender && (!recipient || !(*recipient == *sender)))
    fuzzing::require(testing::internal::at("a recipient refuses what a sender may write", in));
}

std::string to_text(const std::vector<http::Challenge>& challenges) {
  std::string text;
  for (const http::Challenge& challenge : challenges)
    text += (text.empty() ? "" : ", ") + http::to_text(challenge);
  return text;
}

void read_lists(std::string_view in) {
  both_lists(in, [](std::string_view v, List l) { return http::parse_tokens(v, l, "token"); });
  both_lists(in, [](std::string_view v, List l) { return http::parse_transfer_codings(v, l); });
  both_lists(in, [](std::string_view v, List l) { return http::parse_te(v, l); });
  both_lists(in, [](std::string_view v, List l) { return http::parse_upgrade(v, l); });
  both_lists(in, [](std::string_view v, List l) { return http::parse_entity_tags(v, l); });
  both_lists(in, [](std::string_view v, List l) { return http::parse_range(v, l); });
  both_lists(in, [](std::string_view v, List l) { return http::parse_challenges(v, l); });
}

void read_credentials(std::string_view in) {
  const auto credentials = http::parse_credentials(in);
  in_bounds(in, credentials);
  if (!credentials) return;
  (void)http::parse_digest(*credentials);
  (void)http::check_challenge(*credentials);
  const auto basic = http::parse_basic(*credentials);
  if (basic && http::to_basic(*basic).substr(5) != " " + credentials->token68)
    fuzzing::require(testing::internal::at("base64 is printed otherwise", in));
}

}  // namespace

void fuzz(std::string_view in) {
  const testing::ExactBuffer buffer(in);
  const std::string_view value = buffer.view();
  read_lists(value);
  read_credentials(value);
  print_and_read(value, http::parse_media_type);
  print_and_read(value, http::parse_entity_tag);
  print_and_read(value, http::parse_content_range);
  print_and_read(value, http::parse_cookie);
  print_and_read(value, http::parse_set_cookie);
  const auto challenges = http::parse_challenges(value);
  if (challenges) {
    const auto again = http::parse_challenges(to_text(*challenges), List::Sender);
    if (!again || to_text(*again) != to_text(*challenges))
      fuzzing::require(testing::internal::at("challenges are printed otherwise", in));
  }
  in_bounds(value, http::parse_if_range(value, 0));
  in_bounds(value, http::parse_digits(value, "digits"));
  for (const std::string_view name : {"Date", "Location", "WWW-Authenticate", "Set-Cookie", "Vary"})
    (void)http::broken_field_rule({std::string(name), std::string(value)});
}

}  // namespace wireassay
