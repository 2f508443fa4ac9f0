// Cookies as servers write and read them: RFC 6265 section 4, strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/field.h"

namespace wireassay::http {

/// cookie-pair = cookie-name "=" cookie-value
struct Cookie {
  std::string name;
  std::string value;  ///< with its quotes, if there are any: they belong to it
  bool operator==(const Cookie&) const = default;
};

/// cookie-string = cookie-pair *( ";" SP cookie-pair )
Checked<std::vector<Cookie>> parse_cookie(std::string_view value);
std::string to_text(const std::vector<Cookie>& cookies);

/// cookie-av
struct CookieAttribute {
  std::string name;
  std::optional<std::string> value;  ///< none: Secure, HttpOnly, or an extension without "="
  bool operator==(const CookieAttribute&) const = default;
};
struct SetCookie {
  Cookie cookie;
  std::vector<CookieAttribute> attributes;
  bool operator==(const SetCookie&) const = default;
};
/// set-cookie-string = cookie-pair *( ";" SP cookie-av ). The values of Expires, Max-Age and Domain
/// have their form; "servers SHOULD NOT produce two attributes with the same name".
Checked<SetCookie> parse_set_cookie(std::string_view value);
std::string to_text(const SetCookie& cookie);

}  // namespace wireassay::http
