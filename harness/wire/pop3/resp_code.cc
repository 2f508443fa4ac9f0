// One row a code.
#include "wire/pop3/resp_code.h"

#include <algorithm>

#include "core/cursor.h"
#include "wire/pop3/words.h"

namespace wireassay::pop3 {
namespace {

enum class Place { Anywhere, Login, LoginButUser, Content };

struct Row {
  std::string_view code;
  Place place;
};
// All of them are for -ERR.
constexpr Row kRows[] = {
    {"LOGIN-DELAY", Place::Login},                            // RFC 2449 section 8.1.1
    {"IN-USE", Place::LoginButUser},                          // RFC 2449 section 8.1.2
    {"SYS/TEMP", Place::Anywhere},                            // RFC 3206 section 4
    {"SYS/PERM", Place::Anywhere},   {"AUTH", Place::Login},  // RFC 3206 section 5
    {"UTF8", Place::Content},                                 // RFC 6856 section 5
};

bool is_login(Verb verb) {
  return verb == Verb::Auth || verb == Verb::User || verb == Verb::Pass || verb == Verb::Apop;
}

bool is_content(Verb verb) { return verb == Verb::List || verb == Verb::Top || verb == Verb::Retr; }

bool fits(Place place, Verb asked) {
  switch (place) {
    case Place::Anywhere: return true;
    case Place::Login: return is_login(asked);
    case Place::LoginButUser: return is_login(asked) && asked != Verb::User;
    case Place::Content: break;
  }
  return is_content(asked);
}

}  // namespace

std::vector<std::string_view> resp_code_words() {
  std::vector<std::string_view> words;
  for (const Row& row : kRows) words.push_back(row.code);
  return words;
}

bool resp_code_allowed(std::string_view code, Status status, Verb asked) {
  const auto* const row = std::ranges::find_if(
      kRows, [code](const Row& known) { return equal_ignoring_case(known.code, code); });
  if (row == std::end(kRows)) return true;
  return status == Status::Err && (asked == Verb::Other || fits(row->place, asked));
}

}  // namespace wireassay::pop3
