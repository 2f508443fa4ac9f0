// Tokens, quoted strings and comments of MIME header fields.
#include "wire/message/mime_field.h"

#include <algorithm>

#include "core/cursor.h"

namespace wireassay::message {
namespace {

// token := 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>; octets beyond ASCII pass, too.
bool is_token(char c) {
  if (is_non_ascii(c)) return true;
  return c > 32 && c < 127 &&
         std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
}

/// White space and comments, which nest; one that does not end runs to the end.
void skip_cfws(Cursor& in) {
  std::size_t depth = 0;
  while (const auto next = in.peek()) {
    if (depth > 0 && *next == '\\') {
      in.take_octets(2);
      continue;
    }
    if (*next == '(') ++depth;
    const bool white = *next == ' ' || *next == '\t' || *next == '\r' || *next == '\n';
    if (depth == 0 && !white) return;
    if (*next == ')') --depth;
    in.take_octets(1);
  }
}

std::string read_token(Cursor& in) {
  skip_cfws(in);
  return std::string(in.take_while(is_token));
}

std::string read_quoted(Cursor& in) {
  std::string value;
  in.take('"');
  while (const auto next = in.peek()) {
    in.take_octets(1);
    if (*next == '"') break;
    if (*next != '\\') {
      value.push_back(*next);
    } else if (const auto quoted = in.peek()) {
      value.push_back(*quoted);
      in.take_octets(1);
    }
  }
  return value;
}

/// Values without quotes may hold tspecials by mistake ("name=a/b"): up to the next ";" or space.
std::string read_value(Cursor& in) {
  skip_cfws(in);
  if (in.next_is('"')) return read_quoted(in);
  return std::string(
      in.take_while([](char c) { return c != ';' && c != ' ' && c != '\t' && c != '('; }));
}

// *(";" parameter) ; parameter := attribute "=" value
std::vector<MimeParameter> read_parameters(Cursor& in) {
  std::vector<MimeParameter> params;
  while (!in.at_end() && params.size() < kMaxMimeParameters) {
    in.take_while([](char c) { return c != ';'; });
    if (!in.take(';')) break;
    std::string name = read_token(in);
    skip_cfws(in);
    if (name.empty() || !in.take('=')) continue;
    params.push_back({std::move(name), read_value(in)});
  }
  return params;
}

}  // namespace

std::optional<ContentType> parse_content_type(std::string_view unfolded) {
  Cursor in(unfolded);
  ContentType content;
  content.type = read_token(in);
  skip_cfws(in);
  if (content.type.empty() || !in.take('/')) return std::nullopt;
  content.subtype = read_token(in);
  if (content.subtype.empty()) return std::nullopt;
  content.params = read_parameters(in);
  return content;
}

std::optional<Disposition> parse_disposition(std::string_view unfolded) {
  Cursor in(unfolded);
  Disposition disposition{.type = read_token(in), .params = {}};
  if (disposition.type.empty()) return std::nullopt;
  disposition.params = read_parameters(in);
  return disposition;
}

std::vector<std::string> parse_tokens(std::string_view unfolded) {
  Cursor in(unfolded);
  std::vector<std::string> tokens;
  while (!in.at_end() && tokens.size() < kMaxMimeParameters) {
    std::string token = read_token(in);
    if (!token.empty()) tokens.push_back(std::move(token));
    in.take_while([](char c) { return c != ','; });
    in.take(',');
  }
  return tokens;
}

std::string parse_token(std::string_view unfolded) {
  Cursor in(unfolded);
  return read_token(in);
}

std::optional<std::string> parameter(const std::vector<MimeParameter>& params,
                                     std::string_view name) {
  const auto found = std::ranges::find_if(
      params, [name](const MimeParameter& param) { return equal_ignoring_case(param.name, name); });
  if (found == params.end()) return std::nullopt;
  return found->value;
}

}  // namespace wireassay::message
