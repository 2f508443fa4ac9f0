// Challenges and credentials: RFC 9110 section 11, Basic of RFC 7617 and Digest of RFC 7616.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/field.h"

namespace wireassay::http {

/// challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]; credentials have the same form.
struct Challenge {
  std::string scheme;
  std::string token68;  ///< empty: parameters
  std::vector<Parameter> parameters;
  std::size_t offset = 0;  ///< where the scheme stands in the value
  bool operator==(const Challenge&) const = default;
};

/// WWW-Authenticate and Proxy-Authenticate = #challenge. A name that occurs twice in a challenge is
/// refused.
Checked<std::vector<Challenge>> parse_challenges(std::string_view value,
                                                 List list = List::Recipient);
/// Authorization = credentials
Checked<Challenge> parse_credentials(std::string_view value, List list = List::Recipient);
std::string to_text(const Challenge& challenge);

/// What the schemes that are known here ask of their challenges: a realm; the form, quoted or not,
/// that RFC 7616 section 3.3 demands of each parameter. Other schemes are right.
Checked<void> check_challenge(const Challenge& challenge);

struct BasicCredentials {
  std::string user, password;
  bool operator==(const BasicCredentials&) const = default;
};
Checked<BasicCredentials> parse_basic(const Challenge& credentials);
std::string to_basic(const BasicCredentials& credentials);  ///< "Basic dXNlcjp0ZXN0"

/// RFC 7616 section 3.4
struct DigestCredentials {
  std::string username;  ///< or the ext-value of username*
  std::string realm, nonce, uri, response;
  std::string algorithm, cnonce, opaque, qop;  ///< empty where there are none
  std::optional<std::uint32_t> nc;
  bool userhash = false;
  bool operator==(const DigestCredentials&) const = default;
};
Checked<DigestCredentials> parse_digest(const Challenge& credentials);

/// Canonical base64 with its padding; nullopt: it is none.
std::optional<std::string> decode_base64(std::string_view text);
std::string encode_base64(std::string_view octets);

}  // namespace wireassay::http
