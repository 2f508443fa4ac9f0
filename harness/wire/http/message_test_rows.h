// Rows of messages: a value in a short text form, or an error, and what was forgiven.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "testing/parser.h"
#include "wire/http/request.h"
#include "wire/http/response.h"

namespace wireassay::http {

inline std::string show(const Fields& fields) {
  std::string text = "{";
  for (const Field& field : fields)
    text += (text.size() > 1 ? "|" : "") + field.name + ":" + field.value;
  return text + "}";
}
/// "200 [OK] {A:b} length hello {}", and the version where it is not 1.1.
inline std::string show(const Response& response) {
  return (response.version == kHttp11 ? "" : to_text(response.version) + " ") +
         std::to_string(response.status) + " [" + response.reason + "] " + show(response.fields) +
         " " + std::string(to_string(response.framing)) + " " + escape(response.body) + " " +
         show(response.trailers);
}
/// "GET / {Host:t} none  {}"
inline std::string show(const Request& request) {
  return request.method + " " + request.target + " " +
         (request.version == kHttp11 ? "" : to_text(request.version) + " ") + show(request.fields) +
         " " + std::string(to_string(request.framing)) + " " + escape(request.body) + " " +
         show(request.trailers);
}
inline std::string show(const ChunkedBody& body) {
  std::string text = escape(body.content);
  for (const Chunk& chunk : body.chunks) {
    text += " " + std::to_string(chunk.size);
    for (const ChunkExt& extension : chunk.extensions) {
      text += ";" + extension.name;
      if (extension.value) text += "=" + *extension.value;
    }
  }
  return text + " " + show(body.trailers);
}

/// " bare-lf@4" for each.
inline std::string show(const std::vector<Deviation>& deviations) {
  std::string text;
  for (const Deviation& deviation : deviations)
    text += " " + std::string(deviation.rule.substr(5)) + "@" + std::to_string(deviation.offset);
  return text;
}

/// "more", "malformed CRLF at octet 3", or the value; "+N" behind it for octets that are left.
template <class T, class Show>
std::string show(const Parsed<T>& parsed, std::size_t size, const Show& show_value) {
  if (const auto* error = std::get_if<ParseError>(&parsed)) return to_string(*error);
  const auto* got = std::get_if<Got<T>>(&parsed);
  if (got == nullptr) return "more";
  const std::string left = got->used < size ? " +" + std::to_string(size - got->used) : "";
  return show_value(got->value) + left;
}

}  // namespace wireassay::http
