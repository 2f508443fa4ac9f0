// Requests in their order, each with its response; what ends a connection.
#include "reference/http_session.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"

namespace wireassay::reference {
namespace {

using http::Request;

struct StatusRow {
  std::string_view rule;
  Errc code;
  std::uint16_t status;
};
// RFC 9112 section 3: "A server that receives a request-target longer than any URI it wishes to
// parse MUST respond with a 414"; RFC 9110 section 5.4: "A server that receives a request header
// field line, field value, or set of fields larger than it wishes to process MUST respond with an
// appropriate 4xx".
constexpr StatusRow kStatus[] = {
    {"start-line", Errc::TooLong, 414},        {"field-line", Errc::TooLong, 431},
    {"field-lines", Errc::TooMany, 431},       {"header-section", Errc::TooLong, 431},
    {"trailer-section", Errc::TooLong, 431},   {"message-body", Errc::TooLong, 413},
    {"chunked-body", Errc::TooMany, 413},      {"chunk-ext", Errc::TooLong, 413},
    {"Content-Length", Errc::OutOfRange, 413}, {"chunk-size", Errc::OutOfRange, 413},
};

/// "A server that receives a method longer than any that it implements SHOULD respond with a 501"
/// (RFC 9112 section 3)
std::uint16_t status_of(const ParseError& error, std::string_view input) {
  const http::Asked asked = http::recognise(input.substr(0, input.find("\r\n")));
  if (asked.version.major > 1) return 505;
  const auto* const row = std::ranges::find_if(kStatus, [&error](const StatusRow& known) {
    return known.rule == error.rule && known.code == error.code;
  });
  if (row == std::end(kStatus)) return 400;
  return row->status == 414 && input.find(' ') == std::string_view::npos ? 501 : row->status;
}

}  // namespace

HttpSession::HttpSession(HttpContext& context, bool tls)
    : context_(context), tls_(tls), reader_(http::Grammar::Strict, context.limits.message) {}

SessionOutput HttpSession::feed(std::string_view octets) {
  input_ += octets;
  while (!out_.close && !out_.more && step())
    out_.more = !out_.close && out_.octets.size() >= context_.limits.output;
  if (out_.close) input_.clear();
  return std::exchange(out_, {});
}

/// "A server that receives an incomplete request message, usually due to a canceled request or a
/// triggered timeout exception, MAY send an error response prior to closing the connection."
/// (RFC 9112 section 8)
SessionOutput HttpSession::ended() {
  if (!input_.empty()) refuse({});
  out_.close = true;
  return std::exchange(out_, {});
}

std::string HttpSession::farewell(GivingUp why) {
  if (why == GivingUp::Idle && input_.empty()) return {};
  HttpAnswer answer = plain_answer(why == GivingUp::Idle ? 408 : 503);
  return to_wire(answer, {}, context_.now());
}

/// False: what is there is no whole request.
bool HttpSession::step() {
  if (!begun_ && !skip_empty_lines()) return false;
  begun_ = true;
  const auto read = reader_.read(input_);
  if (const auto* error = std::get_if<ParseError>(&read)) {
    refuse(*error);
    return false;
  }
  const auto* got = std::get_if<Got<http::LenientRequest>>(&read);
  if (got == nullptr) {
    const Request* head = met_ ? nullptr : reader_.head();
    met_ = met_ || head != nullptr;
    return head != nullptr && meet(*head);
  }
  run(got->value.request, std::string_view(input_).substr(0, got->used));
  input_.erase(0, got->used);
  begun_ = met_ = false;
  empty_lines_ = 0;
  return true;
}

/// "a server that is expecting to receive and parse a request-line SHOULD ignore at least one empty
/// line (CRLF) received prior to the request-line" (RFC 9112 section 2.2). True: a request begins.
bool HttpSession::skip_empty_lines() {
  while (input_.starts_with("\r\n") && empty_lines_ < context_.limits.message.empty_lines) {
    input_.erase(0, 2);
    ++empty_lines_;
  }
  return !input_.empty() && input_ != "\r";
}

/// A head whose content is still to come. RFC 9110 section 10.1.1: "an origin server MUST send
/// either an immediate final response … or an immediate 100". A client that has such a response
/// may leave the content out, so nothing behind it can be told apart. True: go on.
bool HttpSession::meet(const Request& head) {
  HttpOrigin origin(context_, head, tls_);
  const bool expects =
      head.version >= http::kHttp11 && http::find_field(head.fields, "Expect") != nullptr;
  auto answer = expects ? origin.refuse() : origin.refuse_framing();
  if (answer) {
    answer->close = true;
    say(*answer, asked_by(head));
    return false;
  }
  if (expects && !content_has_begun()) out_.octets += "HTTP/1.1 100 Continue\r\n\r\n";
  return false;
}

/// "A server MAY omit sending a 100 (Continue) response if it has already received some or all of
/// the content"
bool HttpSession::content_has_begun() const {
  const std::size_t end = input_.find("\r\n\r\n");
  return end != std::string::npos && end + 4 < input_.size();
}

void HttpSession::run(const Request& request, std::string_view raw) {
  HttpOrigin origin(context_, request, tls_);
  const auto refused = origin.refuse();
  say(refused ? *refused : origin.perform(raw), asked_by(request));
}

/// Nothing says where the next request begins.
void HttpSession::refuse(const ParseError& error) {
  HttpAnswer answer = plain_answer(status_of(error, input_));
  answer.close = true;
  const std::string line = input_.substr(0, input_.find("\r\n"));
  say(answer, {.method = http::recognise(line).method});
}

void HttpSession::say(const HttpAnswer& answer, const HttpAsked& asked) {
  out_.octets += to_wire(answer, asked, context_.now());
  out_.close = answer.close || !asked.persists;
}

HttpAsked HttpSession::asked_by(const Request& request) const {
  return {.method = request.method,
          .version = request.version,
          .persists = http::keeps_alive(request.version, request.fields)};
}

}  // namespace wireassay::reference
