// Fields that every response has, and framing: RFC 9110 sections 6.6.1 and 8.6, RFC 9112 section 6.
#include "reference/http_answer.h"

#include <algorithm>

#include "reference/http_mutants.h"
#include "wire/http/chunked.h"
#include "wire/http/date.h"
#include "wire/http/framing.h"

namespace wireassay::reference {
namespace {

struct Reason {
  std::uint16_t status;
  std::string_view phrase;
};
constexpr Reason kReasons[] = {
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

}  // namespace

std::string_view reason_phrase(std::uint16_t status) {
  const auto* const found = std::ranges::find(kReasons, status, &Reason::status);
  return found == std::end(kReasons) ? "" : found->phrase;
}

HttpAnswer plain_answer(std::uint16_t status) {
  return {.status = status,
          .fields = {},
          .type = "text/plain",
          .content = std::string(reason_phrase(status)) + "\n",
          .trailers = {}};
}

namespace {

/// "in its final response on that connection" (RFC 9112 section 9.6); to HTTP/1.0 what it asked for
/// (section 9.3).
void add_connection(http::Fields& fields, const HttpAnswer& answer, const HttpAsked& asked) {
  if (answer.close || !asked.persists) {
    fields.push_back({"Connection", "close"});
  } else if (asked.version < http::kHttp11) {
    fields.push_back({"Connection", "keep-alive"});
  }
}

HttpMessage framed(const HttpAnswer& answer, const HttpAsked& asked, std::int64_t now) {
  const bool bodiless = http::never_has_content(answer.status);
  const bool chunked = answer.trailers.has_value();
  HttpMessage message{
      .status_line = "HTTP/1.1 " + std::to_string(answer.status) + " " +
                     std::string(reason_phrase(answer.status)),
      .fields = {{"Date", http::to_imf_fixdate(now)}, {"Server", "wireassay-reference"}},
      .body = {}};
  http::Fields& fields = message.fields;
  fields.insert(fields.end(), answer.fields.begin(), answer.fields.end());
  if (!answer.type.empty()) fields.push_back({"Content-Type", answer.type});
  if (chunked) {
    fields.push_back({"Transfer-Encoding", "chunked"});
  } else if (!bodiless && !answer.length_unsaid) {
    fields.push_back({"Content-Length", std::to_string(answer.content.size())});
  }
  add_connection(fields, answer, asked);
  if (bodiless || asked.method == "HEAD") return message;
  message.body = chunked ? http::to_chunked(answer.content, *answer.trailers) : answer.content;
  return message;
}

}  // namespace

std::string to_wire(const HttpAnswer& answer, const HttpAsked& asked, std::int64_t now,
                    const HttpFaults& faults) {
  HttpMessage message = framed(answer, asked, now);
  if (faults.any()) spoil(message, answer, asked, faults, now);
  std::string octets =
      message.status_line + "\r\n" + http::to_wire(message.fields) + "\r\n" + message.body;
  if (faults.any()) spoil(octets, faults);
  return octets;
}

}  // namespace wireassay::reference
