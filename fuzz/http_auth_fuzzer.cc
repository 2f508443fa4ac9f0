// Challenges and credentials: wire/http/auth.h.
#include "wire/http/auth.h"

#include "http_values.h"

namespace wireassay {
namespace http {
namespace {

std::string to_text(const std::vector<Challenge>& challenges) {
  std::string text;
  for (const Challenge& challenge : challenges)
    text += (text.empty() ? "" : ", ") + http::to_text(challenge);
  return text;
}

/// Without the place where each stood.
std::vector<Challenge> without_offsets(std::vector<Challenge> challenges) {
  for (Challenge& one : challenges) one.offset = 0;
  return challenges;
}

void check_challenges(std::string_view in) {
  fuzzing::require_both_lists(
      in, [](std::string_view value, List list) { return parse_challenges(value, list); });
  const auto read = parse_challenges(in);
  if (!read) return;
  for (const Challenge& one : *read) {
    (void)check_challenge(one);
    if (!in.substr(one.offset).starts_with(one.scheme))
      fuzzing::require(testing::internal::at("a challenge stands elsewhere", in));
  }
  const auto again = parse_challenges(to_text(*read), List::Sender);
  if (!again || without_offsets(*again) != without_offsets(*read))
    fuzzing::require(testing::internal::at("challenges are printed otherwise", in));
}

void check_credentials(std::string_view in) {
  fuzzing::require(
      testing::broken_text(in, [](std::string_view value) { return parse_credentials(value); }));
  const auto credentials = parse_credentials(in);
  if (!credentials) return;
  (void)parse_digest(*credentials);
  const auto basic = parse_basic(*credentials);
  if (basic && to_basic(*basic).substr(5) != " " + credentials->token68)
    fuzzing::require(testing::internal::at("base64 is printed otherwise", in));
}

}  // namespace
}  // namespace http

void fuzz(std::string_view in) {
  http::check_challenges(in);
  http::check_credentials(in);
  fuzzing::require(testing::broken_text(in, http::decode_base64, http::encode_base64,
                                        testing::Printed::AsItWas));
}

}  // namespace wireassay
