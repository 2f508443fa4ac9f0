// Cookie and Set-Cookie of RFC 6265 section 4.
#include "wire/http/cookie.h"

#include "wire/http/value_test_rows.h"

namespace wireassay::http {
namespace {

TEST(HttpCookie, Cookie) {
  const ValueRow kRows[] = {
      {"one", "SID=31d4d96e407aad42", "=SID=31d4d96e407aad42"},
      {"two", "SID=31; lang=en-US", "=SID=31; lang=en-US"},
      {"empty value", "a=", "=a="},
      {"quoted", "a=\"b\"", "=a=\"b\""},
      {"= in the value", "a=b=c", "=a=b=c"},
      {"empty", "", "cookie-name@0"},
      {"no =", "a", "cookie-pair@1"},
      {"no name", "=b", "cookie-name@0"},
      {"no space", "a=b;c=d", "cookie-string@4"},
      {"two spaces", "a=b;  c=d", "cookie-name@5"},
      {"semicolon at the end", "a=b;", "cookie-string@4"},
      {"comma", "a=b, c=d", "cookie-string@3"},
      {"space in the value", "a=b c", "cookie-string@3"},
      {"quote not closed", "a=\"b", "cookie-value@4"},
      {"quote inside", "a=b\"c", "cookie-string@3"},
      {"backslash", "a=\\", "cookie-string@2"},
      {"obs-text", "a=\xff", "cookie-string@2"},
  };
  check_values(kRows, parse_cookie,
               [](const std::vector<Cookie>& cookies) { return to_text(cookies); });
}

TEST(HttpCookie, SetCookie) {
  const ValueRow kRows[] = {
      {"plain", "SID=31", "=SID=31"},
      {"attributes", "SID=31; Path=/; Secure; HttpOnly", "=SID=31; Path=/; Secure; HttpOnly"},
      {"domain", "a=b; Domain=example.com", "=a=b; Domain=example.com"},
      {"expires", "a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT",
       "=a=b; Expires=Wed, 09 Jun 2021 10:18:14 GMT"},
      {"max-age", "a=b; Max-Age=10", "=a=b; Max-Age=10"},
      {"extension", "a=b; SameSite=Lax; Partitioned", "=a=b; SameSite=Lax; Partitioned"},
      {"no pair", "", "cookie-name@0"},
      {"date with dashes", "a=b; expires=Wed, 09-Jun-2021 10:18:14 GMT", "expires-av@5"},
      {"max-age of 0", "a=b; Max-Age=0", "max-age-av@5"},
      {"negative max-age", "a=b; Max-Age=-1", "max-age-av@5"},
      {"domain with a dot in front", "a=b; Domain=.example.com", "domain-av@5"},
      {"domain with an empty label", "a=b; Domain=a..b", "domain-av@5"},
      {"Secure with a value", "a=b; Secure=1", "secure-av@5"},
      {"attribute twice", "a=b; Path=/; path=/x", "cookie-av@13"},
      {"no space", "a=b;Path=/", "set-cookie-string@4"},
      {"semicolon at the end", "a=b; Path=/;", "set-cookie-string@12"},
      {"control in an attribute", "a=b; Path=/\x01", "set-cookie-string@11"},
      {"space in the value", "a=b c; Path=/", "set-cookie-string@3"},
  };
  check_values(kRows, parse_set_cookie, [](const SetCookie& cookie) { return to_text(cookie); });
}

}  // namespace
}  // namespace wireassay::http
