// The grammar of RFC 6265 sections 4.1.1 and 4.2.1.
#include "wire/http/cookie.h"

#include <algorithm>

#include "wire/http/characters.h"
#include "wire/http/date.h"

namespace wireassay::http {
namespace {

constexpr std::size_t kMaxCookies = 1000;
constexpr std::size_t kMaxAttributes = 100;

// cookie-octet = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E
constexpr OctetClass kCookieOctet = octet_class([](char c) {
  return is_vchar(c) && std::string_view("\",;\\").find(c) == std::string_view::npos;
});
// <any CHAR except CTLs or ";">
constexpr OctetClass kAttributeOctet =
    octet_class([](char c) { return (is_vchar(c) || c == ' ') && c != ';'; });

std::unexpected<ParseError> refuse(std::size_t offset, std::string_view rule,
                                   Errc code = Errc::Malformed) {
  return std::unexpected(ParseError{code, offset, rule});
}

// cookie-value = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE )
Checked<Cookie> take_pair(Cursor& in) {
  Cookie cookie{.name = std::string(take_token(in)), .value = {}};
  if (cookie.name.empty()) return refuse(in.offset(), "cookie-name");
  if (!in.take('=')) return refuse(in.offset(), "cookie-pair");
  const std::size_t from = in.offset();
  const bool quoted = in.take('"');
  in.take_while([](char c) { return has(kCookieOctet, c); });
  if (quoted && !in.take('"')) return refuse(in.offset(), "cookie-value");
  cookie.value = in.since(from);
  return cookie;
}

// domain-value = <subdomain> of RFC 1034 section 3.5, as RFC 1123 section 2.1 widened it
bool is_subdomain(std::string_view text) {
  while (true) {
    const std::string_view label = text.substr(0, text.find('.'));
    const bool right = !label.empty() && is_alnum(label.front()) && is_alnum(label.back()) &&
                       std::ranges::all_of(label, [](char c) { return is_alnum(c) || c == '-'; });
    if (!right) return false;
    if (label.size() == text.size()) return true;
    text.remove_prefix(label.size() + 1);
  }
}

// max-age-av = "Max-Age=" non-zero-digit *DIGIT
bool is_max_age(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit) && text.front() != '0';
}

bool is_sane_date(std::string_view text) {
  const auto date = parse_http_date(text, 0);
  return date && date->form == DateForm::ImfFixdate;
}

std::optional<std::string_view> wrong_attribute(const CookieAttribute& attribute) {
  const auto is = [&](std::string_view name) { return equal_ignoring_case(attribute.name, name); };
  const std::string value = attribute.value.value_or("");
  if (is("Expires") && !is_sane_date(value)) return "expires-av";
  if (is("Max-Age") && !is_max_age(value)) return "max-age-av";
  if (is("Domain") && !is_subdomain(value)) return "domain-av";
  if (is("Secure") && attribute.value) return "secure-av";
  if (is("HttpOnly") && attribute.value) return "httponly-av";
  return std::nullopt;
}

// cookie-av = expires-av / max-age-av / domain-av / path-av / secure-av / httponly-av /
// extension-av
Checked<CookieAttribute> take_attribute(Cursor& in) {
  const std::size_t from = in.offset();
  std::string_view text = in.take_while([](char c) { return has(kAttributeOctet, c); });
  CookieAttribute attribute;
  const std::size_t equals = text.find('=');
  attribute.name = text.substr(0, equals);
  if (equals != std::string_view::npos) attribute.value = text.substr(equals + 1);
  if (const auto rule = wrong_attribute(attribute)) return refuse(from, *rule);
  if (attribute.name.empty()) return refuse(from, "cookie-av");
  return attribute;
}

bool has_attribute(const SetCookie& cookie, std::string_view name) {
  return std::ranges::any_of(cookie.attributes, [name](const CookieAttribute& attribute) {
    return equal_ignoring_case(attribute.name, name);
  });
}

/// ";" SP
bool take_separator(Cursor& in) { return in.take(';') && in.take(' '); }

}  // namespace

Checked<std::vector<Cookie>> parse_cookie(std::string_view value) {
  Cursor in(value);
  std::vector<Cookie> cookies;
  do {
    auto cookie = take_pair(in);
    if (!cookie) return std::unexpected(cookie.error());
    if (cookies.size() == kMaxCookies) return refuse(in.offset(), "cookie-string", Errc::TooMany);
    cookies.push_back(std::move(*cookie));
    if (in.at_end()) return cookies;
  } while (take_separator(in));
  return refuse(in.offset(), "cookie-string");
}

std::string to_text(const std::vector<Cookie>& cookies) {
  std::string text;
  for (const Cookie& cookie : cookies) {
    if (!text.empty()) text += "; ";
    text.append(cookie.name).append("=").append(cookie.value);
  }
  return text;
}

Checked<SetCookie> parse_set_cookie(std::string_view value) {
  Cursor in(value);
  auto pair = take_pair(in);
  if (!pair) return std::unexpected(pair.error());
  SetCookie cookie{.cookie = std::move(*pair), .attributes = {}};
  while (!in.at_end()) {
    if (!take_separator(in)) return refuse(in.offset(), "set-cookie-string");
    const std::size_t from = in.offset();
    auto attribute = take_attribute(in);
    if (!attribute) return std::unexpected(attribute.error());
    if (has_attribute(cookie, attribute->name)) return refuse(from, "cookie-av");
    if (cookie.attributes.size() == kMaxAttributes) return refuse(from, "cookie-av", Errc::TooMany);
    cookie.attributes.push_back(std::move(*attribute));
  }
  return cookie;
}

std::string to_text(const SetCookie& cookie) {
  std::string text = cookie.cookie.name + "=" + cookie.cookie.value;
  for (const CookieAttribute& attribute : cookie.attributes) {
    text.append("; ").append(attribute.name);
    if (attribute.value) text.append("=").append(*attribute.value);
  }
  return text;
}

}  // namespace wireassay::http
