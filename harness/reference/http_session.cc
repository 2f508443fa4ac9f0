// Requests in their order, each with its response; what ends a connection.
#include "reference/http_session.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/http_mutants.h"

namespace wireassay::reference {

using enum HttpFault;
using http::Request;

namespace {

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

constexpr std::size_t kLongestMethod = 7;  // OPTIONS, CONNECT

/// However much lies behind it.
std::string_view first_line(std::string_view input) { return input.substr(0, input.find('\n')); }

/// "A server that receives a method longer than any that it implements SHOULD respond with a 501"
/// (RFC 9112 section 3)
std::uint16_t status_of(const ParseError& error, std::string_view input) {
  const http::Asked asked = http::recognise(first_line(input));
  // What is no method is refused before its line has come.
  if (asked.version.major > 1 && error.rule != "method") return 505;
  const auto* const row = std::ranges::find_if(kStatus, [&error](const StatusRow& known) {
    return known.rule == error.rule && known.code == error.code;
  });
  if (row == std::end(kStatus)) return 400;
  return row->status == 414 && asked.method.size() > kLongestMethod ? 501 : row->status;
}

}  // namespace

HttpSession::HttpSession(HttpContext& context, bool tls) : context_(context), tls_(tls) { next(); }

/// A request begins.
void HttpSession::next() {
  http::Limits limits = context_.limits.message;
  if (fault(RequestLine8000Refused)) limits.start_line = 4 * http::kKiB;
  reader_.emplace(http::Grammar::Strict, limits, http::kPardonedByServers);
  begun_ = met_ = continued_ = false;
  empty_lines_ = doctored_ = 0;
}

SessionOutput HttpSession::feed(std::string_view octets) {
  input_ += octets;
  responses_.clear();
  if (fault(HeadInPiecesRefused) && !input_.empty() && input_.find("\r\n\r\n") == std::string::npos)
    refuse({});
  while ((!out_.close || fault(RequestAfterCloseServed)) && !out_.more && step())
    out_.more = !out_.close && out_.octets.size() >= context_.limits.output;
  if (fault(PipelinedReordered)) reorder();
  if (out_.close) input_.clear();
  return std::exchange(out_, {});
}

/// "A server that receives an incomplete request message, usually due to a canceled request or a
/// triggered timeout exception, MAY send an error response prior to closing the connection."
/// (RFC 9112 section 8)
SessionOutput HttpSession::ended() {
  if (fault(IncompleteAccepted)) stretch();
  if (!input_.empty()) refuse({});
  out_.close = true;
  return std::exchange(out_, {});
}

std::string HttpSession::farewell(GivingUp why) {
  if (why == GivingUp::Idle && input_.empty()) return {};
  const HttpAnswer answer = plain_answer(why == GivingUp::Idle ? 408 : 503);
  return to_wire(answer, {}, context_.now(), context_.faults);
}

/// False: what is there is no whole request.
bool HttpSession::step() {
  if (!begun_ && !skip_empty_lines()) return false;
  if (!begun_ && context_.faults.any() && !doctor()) return false;
  begun_ = true;
  const auto read = reader_->read(input_);
  if (const auto* error = std::get_if<ParseError>(&read)) {
    // Where the content is wrong, what its head is refused for counts first: that the content has
    // come with it must make no difference.
    const std::size_t content = std::string_view(input_).find("\r\n\r\n");
    const Request* head = met_ || error->offset <= content ? nullptr : reader_->head();
    if (head != nullptr) meet(*head);
    return !out_.close && refuse(*error);
  }
  const auto* got = std::get_if<Got<http::LenientRequest>>(&read);
  if (got == nullptr) {
    const Request* head = met_ ? nullptr : reader_->head();
    met_ = met_ || head != nullptr;
    return head != nullptr && meet(*head);
  }
  const Request& request = got->value.request;
  const std::string_view whole = std::string_view(input_).substr(0, got->used);
  if (doctored_ > 0) {
    run(request, head_ + std::string(whole.substr(doctored_)));
  } else {
    run(request, whole);
  }
  input_.erase(0, got->used);
  if (fault(TrailerReframes)) reframe(request);
  if (fault(PipelinedLost)) input_.clear();
  next();
  return true;
}

/// "a server that is expecting to receive and parse a request-line SHOULD ignore at least one empty
/// line (CRLF) received prior to the request-line" (RFC 9112 section 2.2). True: a request begins.
bool HttpSession::skip_empty_lines() {
  const std::size_t most = fault(EmptyLineRefused) ? 0 : context_.limits.message.empty_lines;
  while (input_.starts_with("\r\n") && empty_lines_ < most) {
    input_.erase(0, 2);
    ++empty_lines_;
  }
  return !input_.empty() && input_ != "\r";
}

/// A head whose content is still to come. RFC 9110 section 10.1.1: "an origin server MUST send
/// either: an immediate response with a final status code …, or an immediate 100". A client that
/// has such a response may leave the content out, so nothing behind it can be told apart. True: go
/// on.
bool HttpSession::meet(const Request& head) {
  HttpOrigin origin(context_, head, tls_);
  const bool knows = head.version >= http::kHttp11 || fault(ContinueToOldVersion);
  const bool expects = knows && http::find_field(head.fields, "Expect") != nullptr;
  auto answer = expects ? origin.refuse() : origin.refuse_framing();
  if (shows(head.target)) answer.reset();
  if (answer) {
    answer->close = true;
    spoil(*answer, head, context_.faults);
    say(*answer, asked_by(head));
    return false;
  }
  continued_ = expects && !content_has_begun() && !fault(ContinueNever);
  if (!continued_) return false;
  out_.octets += "HTTP/1.1 100 Continue\r\n";
  out_.octets += fault(ContinueWithLength) ? "Content-Length: 0\r\n\r\n" : "\r\n";
  return false;
}

/// "A server MAY omit sending a 100 (Continue) response if it has already received some or all of
/// the content for the corresponding request"
bool HttpSession::content_has_begun() const {
  const std::size_t end = input_.find("\r\n\r\n");
  return end != std::string::npos && end + 4 < input_.size();
}

void HttpSession::run(const Request& request, std::string_view raw) {
  if (fault(ContinueAlone) && continued_) return;
  HttpOrigin origin(context_, request, tls_);
  std::optional<HttpAnswer> answer =
      shows(request.target) ? HttpOrigin::echo_of(raw) : origin.refuse();
  if (!answer) answer = origin.perform(raw);
  spoil(*answer, request, context_.faults);
  say(*answer, asked_by(request));
}

/// Nothing says where the next request begins. True: a mutant goes on all the same.
bool HttpSession::refuse(const ParseError& error) {
  // What is only too large may be right, and a gateway that forwards it is, too; and nothing is
  // shown of what was cut.
  const bool wrong = error.code == Errc::Malformed && !error.rule.empty();
  if (wrong && shows(first_line(input_))) {
    show();
    return false;
  }
  HttpAnswer answer = plain_answer(status_of(error, input_));
  const bool open = fault(LengthInvalidOpen) && error.rule == "Content-Length";
  answer.close = !open;
  const http::Request request{.method = http::recognise(first_line(input_)).method};
  spoil(answer, request, context_.faults);
  say(answer, {.method = request.method, .persists = open});
  if (!open) return false;
  const std::size_t end = input_.find("\r\n\r\n");
  input_.erase(0, end == std::string::npos ? end : end + 4);
  next();
  return true;
}

/// What is shown as it came, whatever is wrong with it.
bool HttpSession::shows(std::string_view target) const {
  return context_.echoes_all && target.find("/echo") != std::string_view::npos;
}

/// Where the request ends cannot be told: all is shown that there is, and nothing follows.
void HttpSession::show() {
  HttpAnswer answer = HttpOrigin::echo_of(input_);
  answer.close = true;
  say(answer, {.method = http::recognise(first_line(input_)).method, .persists = false});
}

void HttpSession::say(const HttpAnswer& answer, const HttpAsked& asked) {
  responses_.push_back(out_.octets.size());
  out_.octets += to_wire(answer, asked, context_.now(), context_.faults);
  out_.close = out_.close || answer.close || !asked.persists || fault(NotPersistent);
}

HttpAsked HttpSession::asked_by(const Request& request) const {
  const bool persists = http::keeps_alive(request.version, request.fields) ||
                        (fault(OldVersionPersists) && request.version < http::kHttp11);
  return {.method = request.method, .version = request.version, .persists = persists};
}

}  // namespace wireassay::reference
