// Structured header fields of MIME: Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC
// 2183), with comments, as far as they can be read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/message/mime.h"

namespace wireassay::message {

inline constexpr std::size_t kMaxMimeParameters = 100;  ///< of one field; the rest is not looked at

struct ContentType {
  std::string type, subtype;
  std::vector<MimeParameter> params;
};
/// nullopt: not "type/subtype".
std::optional<ContentType> parse_content_type(std::string_view unfolded);
/// nullopt: no token.
std::optional<Disposition> parse_disposition(std::string_view unfolded);
/// Tokens with commas between them: Content-Language.
std::vector<std::string> parse_tokens(std::string_view unfolded);
/// The first token, such as of Content-Transfer-Encoding; empty if there is none.
std::string parse_token(std::string_view unfolded);

/// Of a parameter, in any case of letters; nullopt: there is none.
std::optional<std::string> parameter(const std::vector<MimeParameter>& params,
                                     std::string_view name);

}  // namespace wireassay::message
