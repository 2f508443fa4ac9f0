// Fields of MIME: wire/message/mime_field.h. Written with quotes around each value, a field says
// what it said.
#include "wire/message/mime_field.h"

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {
namespace {

std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

std::string print(const std::vector<message::MimeParameter>& params) {
  std::string text;
  for (const message::MimeParameter& param : params)
    text += "; " + param.name + "=" + quoted(param.value);
  return text;
}

std::string print_type(const message::ContentType& content) {
  return content.type + "/" + content.subtype + print(content.params);
}

std::string print_disposition(const message::Disposition& disposition) {
  return disposition.type + print(disposition.params);
}

std::string print_tokens(const std::vector<std::string>& tokens) {
  std::string text;
  for (const std::string& token : tokens) text += (text.empty() ? "" : ", ") + token;
  return text;
}

}  // namespace

void fuzz(std::string_view in) {
  using testing::broken_text;
  fuzzing::require(broken_text(in, message::parse_content_type, print_type));
  fuzzing::require(broken_text(in, message::parse_disposition, print_disposition));
  fuzzing::require(broken_text(in, message::parse_tokens));
  const std::vector<std::string> tokens = message::parse_tokens(in);
  if (tokens.size() > message::kMaxMimeParameters) fuzzing::require("too many tokens");
  if (message::parse_tokens(print_tokens(tokens)) != tokens)
    fuzzing::require(testing::internal::at("tokens are printed otherwise", in));
  const std::string token = message::parse_token(in);
  if (message::parse_token(token) != token)
    fuzzing::require(testing::internal::at("a token is none", in));
}

}  // namespace wireassay
