// The text of a greeting, its timestamp and response code: wire/pop3/greeting.h, reply.h,
// resp_code.h. Each stands in the text.
#include "wire/pop3/greeting.h"

#include "fuzzer.h"
#include "testing/text.h"
#include "wire/pop3/resp_code.h"

namespace wireassay {
namespace {

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

}  // namespace

void fuzz(std::string_view in) {
  fuzzing::require(testing::broken_text(in, pop3::parse_timestamp));
  fuzzing::require(testing::broken_text(in, pop3::resp_code));
  const auto stamp = pop3::parse_timestamp(in);
  if (stamp && *stamp) {
    const std::string_view text = **stamp;
    require(text.starts_with('<') && text.ends_with('>') && text.contains('@'), "no msg-id", in);
    require(in.contains(text), "a timestamp that is not in its line", in);
    const auto alone = pop3::parse_timestamp(text);
    require(alone && *alone == text, "a timestamp that is none by itself", in);
  }
  const auto code = pop3::resp_code(in);
  if (!code) return;
  require(in.starts_with("[" + std::string(*code) + "]"), "a code that is not in its line", in);
  for (const pop3::Verb verb : {pop3::Verb::Other, pop3::Verb::Pass, pop3::Verb::Lang})
    (void)pop3::resp_code_allowed(*code, pop3::Status::Err, verb);
}

}  // namespace wireassay
