// Beside another reader: what the strict grammar of wire/http/message.h takes, the packaged parser
// takes, too, and reads the same message. Where they differ by right stands below with the reason.
#include "wire/http/message.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "fuzzer.h"
#include "testing/packaged_http.h"
#include "testing/parser.h"
#include "wire/http/request.h"
#include "wire/http/response.h"

namespace wireassay {
namespace {

using testing::PackagedMessage;
using testing::PackagedReader;

/// Its header section ends at 80 KiB, and it counts what ours does not.
constexpr std::size_t kMostOctets = 32 * 1024;

std::string_view trimmed(std::string_view value) {
  const std::size_t from = std::min(value.find_first_not_of(" \t"), value.size());
  return value.substr(from, value.find_last_not_of(" \t") + 1 - from);
}

bool same_fields(const http::Fields& ours, const PackagedMessage& theirs, std::size_t from) {
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const auto& [name, value] = theirs.fields[from + i];
    // It does not cut the white space behind a value (RFC 9112 section 5.1).
    if (name != ours[i].name || trimmed(value) != ours[i].value) return false;
  }
  return true;
}

void differ(std::string_view in, const std::string& how, const PackagedMessage& theirs) {
  fuzzing::require(testing::internal::at(how + " (" + theirs.why + ")", in));
}

/// Behind a value it takes spaces alone; white space is a tab, too (RFC 9110 section 5.6.3).
bool has_tab_behind(std::string_view name, std::string_view head) {
  for (std::size_t at = 0; at < head.size();
       at = std::min(head.find('\n', at), head.size() - 1) + 1) {
    const std::string_view line = head.substr(at, head.find("\r\n", at) - at);
    if (equal_ignoring_case(line.substr(0, name.size()), name) &&
        line.find('\t', line.find_last_not_of(" \t") + 1) != std::string_view::npos)
      return true;
  }
  return false;
}

/// Within some of 2^64, where it has a mark of its own.
bool is_near_its_mark(std::string_view length) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(length.begin(), length.end(), value);
  return error == std::errc() && end == length.end() && value >= UINT64_MAX - 10;
}

template <class Message>
void compare(std::string_view in, const Message& ours, std::size_t used,
             const PackagedMessage& theirs) {
  if (theirs.refused) {
    if (theirs.why == "HPE_INVALID_CONTENT_LENGTH" && has_tab_behind("Content-Length:", in)) return;
    if (theirs.why == "HPE_INVALID_TRANSFER_ENCODING" && has_tab_behind("Transfer-Encoding:", in))
      return;
    return differ(in, "the packaged parser refuses", theirs);
  }
  if (!theirs.upgrade && !theirs.complete) return differ(in, "it waits for more", theirs);
  if (theirs.header_fields != ours.fields.size()) return differ(in, "other fields", theirs);
  if (!same_fields(ours.fields, theirs, 0)) return differ(in, "fields of other values", theirs);
  if (theirs.upgrade) return;  // what follows it does not read
  if (theirs.body != ours.body) return differ(in, "another body", theirs);
  if (theirs.used != used) return differ(in, "another end", theirs);
  const std::size_t trailers = theirs.fields.size() - theirs.header_fields;
  if (trailers != ours.trailers.size() || !same_fields(ours.trailers, theirs, ours.fields.size()))
    return differ(in, "other trailers", theirs);
}

/// Messages of which it is known that it reads them otherwise.
template <class Message>
bool is_exempt(const Message& message) {
  // It knows HTTP/0.9 to HTTP/2.0; a later version is for it no HTTP at all.
  if (message.version.major != 1) return true;
  for (const http::Field& field : message.fields) {
    // It looks for "chunked" as the last of Transfer-Encoding in a way of its own where there are
    // several codings or parameters, and takes some that have nothing behind them for an error.
    if (equal_ignoring_case(field.name, "Transfer-Encoding") &&
        !equal_ignoring_case(field.value, "chunked"))
      return true;
    // A longer name that begins so is for it a Transfer-Encoding whose value it never looks at.
    constexpr std::string_view kCoding = "Transfer-Encoding";
    if (field.name.size() > kCoding.size() &&
        equal_ignoring_case(std::string_view(field.name).substr(0, kCoding.size()), kCoding))
      return true;
    if (equal_ignoring_case(field.name, "Content-Length") && is_near_its_mark(field.value))
      return true;
    // Proxy-Connection counts for it as Connection does; it is in no RFC.
    if (equal_ignoring_case(field.name, "Proxy-Connection")) return true;
  }
  return false;
}

bool knows_method(std::string_view method) {
  for (unsigned known = HTTP_DELETE; known <= HTTP_SOURCE; ++known) {
    if (method == http_method_str(static_cast<http_method>(known))) return true;
  }
  return false;
}

/// Of a target with a scheme or without a path it has a grammar of its own, which needs "//".
bool knows_form(std::string_view target) { return target.starts_with('/') || target == "*"; }

void compare_requests(std::string_view in) {
  const auto strict = http::parse_request(in);
  const auto* got = std::get_if<Got<http::Request>>(&strict);
  if (got == nullptr || is_exempt(got->value) || !knows_method(got->value.method) ||
      !knows_form(got->value.target))
    return;
  PackagedReader reader(HTTP_REQUEST);
  const PackagedMessage& theirs = reader.read(in.substr(0, got->used), false);
  compare(in, got->value, got->used, theirs);
  if (theirs.method != got->value.method) differ(in, "another method", theirs);
  if (theirs.target != got->value.target) differ(in, "another target", theirs);
}

void compare_responses(std::string_view in, bool head) {
  const http::Asked asked{.method = head ? "HEAD" : "GET"};
  const auto lenient = http::parse_closed_response(in, asked);
  const auto* got = std::get_if<Got<http::LenientResponse>>(&lenient);
  if (got == nullptr || !got->value.deviations.empty()) return;
  const http::Response& ours = got->value.response;
  if (is_exempt(ours)) return;
  PackagedReader reader(HTTP_RESPONSE, head);
  const PackagedMessage& theirs = reader.read(in.substr(0, got->used), true);
  compare(in, ours, got->used, theirs);
  if (theirs.status != ours.status) differ(in, "another status", theirs);
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > kMostOctets) return;
  compare_requests(in);
  compare_responses(in, false);
  compare_responses(in, true);
}

}  // namespace wireassay
