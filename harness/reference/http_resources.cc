// What the resources of the HTTP server answer.
#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/http_conditions.h"
#include "reference/http_origin.h"
#include "wire/http/cookie.h"

namespace wireassay::reference {
namespace {

constexpr std::string_view kMessage = "message/http";

/// "a client MUST NOT generate fields … containing sensitive data"; "The final recipient of the
/// request SHOULD exclude any request fields that are likely to contain sensitive data" (RFC 9110
/// section 9.3.8)
constexpr std::string_view kSensitive[] = {"Authorization", "Proxy-Authorization", "Cookie"};

HttpAnswer empty_answer(std::uint16_t status) {
  return {.status = status, .fields = {}, .type = {}, .content = {}, .trailers = {}};
}

HttpAnswer text_answer(std::string_view type, std::string content) {
  return {.status = 200,
          .fields = {},
          .type = std::string(type),
          .content = std::move(content),
          .trailers = {}};
}

bool is_sensitive(std::string_view line) {
  const std::string_view name = line.substr(0, line.find(':'));
  return std::ranges::any_of(
      kSensitive, [name](std::string_view other) { return equal_ignoring_case(other, name); });
}

}  // namespace

HttpAnswer HttpOrigin::perform(std::string_view raw) {
  if (request_.method == "TRACE") return trace(raw);
  if (kind_ == Kind::Echo) return echo(raw);
  if (request_.method == "OPTIONS") return options();
  switch (kind_) {
    case Kind::Redirect: return redirect();
    case Kind::Auth: return text_answer("text/plain", "Welcome\n");
    case Kind::Trailer: return trailer();
    case Kind::Cookie: return cookie();
    case Kind::Writable:
      if (request_.method == "PUT") return put();
      if (request_.method == "DELETE") return remove();
      break;
    case Kind::Server:
    case Kind::Document:
    case Kind::Echo:
    case Kind::Missing: break;
  }
  if (document_ == nullptr) return plain_answer(404);
  // "GET is the only method for which range handling is defined" (RFC 9110 section 14.2)
  const bool head = request_.method == "HEAD" && fault(HttpFault::RangeOfHeadAnswered);
  if (request_.method == "GET" || head)
    return answer_with_ranges(request_, *document_, context_.now());
  HttpAnswer answer = text_answer(document_->type, document_->content);
  answer.fields = document_fields(*document_);
  return answer;
}

HttpAnswer HttpOrigin::options() const {
  HttpAnswer answer = empty_answer(200);
  answer.fields.push_back({"Allow", std::string(allowed())});
  return answer;
}

HttpAnswer HttpOrigin::trace(std::string_view raw) const {
  std::string content;
  while (!raw.empty()) {
    const std::string_view line = raw.substr(0, raw.find('\n') + 1);
    if (line.empty()) break;
    const bool shown = content.empty() || fault(HttpFault::TraceShowsSecrets);
    if (shown || !is_sensitive(line)) content += line;
    raw.remove_prefix(line.size());
  }
  return text_answer(kMessage, std::move(content));
}

/// "use the host information of the request-target" (RFC 9112 section 3.2.2): an absolute-form is
/// answered by an absolute URI.
HttpAnswer HttpOrigin::redirect() const {
  http::Uri location = target_.uri;
  location.path = path_ + "/";
  HttpAnswer answer = plain_answer(301);
  answer.fields.push_back({"Location", http::to_text(location)});
  return answer;
}

HttpAnswer HttpOrigin::echo_of(std::string_view raw) {
  HttpAnswer answer = text_answer(kMessage, std::string(raw));
  answer.fields.push_back({"Cache-Control", "no-store"});
  return answer;
}

HttpAnswer HttpOrigin::echo(std::string_view raw) const {
  HttpAnswer answer = echo_of(raw);
  answer.length_unsaid = request_.method == "HEAD";
  return answer;
}

// "The presence of the keyword "trailers" in the TE header field of a request indicates that the
// client is willing to accept trailer fields" (RFC 9110 section 6.5.1)
HttpAnswer HttpOrigin::trailer() const {
  HttpAnswer answer = text_answer("text/plain", "A trailer section follows where TE asks.\n");
  const auto te = http::combined_value(request_.fields, "TE");
  const auto accepted =
      te ? http::parse_te(*te, http::List::Recipient) : std::unexpected(ParseError{});
  const bool wanted =
      accepted && std::ranges::any_of(*accepted, [](const http::AcceptedCoding& accepts) {
        return equal_ignoring_case(accepts.coding.name, "trailers");
      });
  answer.fields.push_back({"Vary", "TE"});
  if (!wanted || request_.version < http::kHttp11) return answer;
  answer.fields.push_back({"Trailer", "X-Octets"});
  answer.trailers = http::Fields{{"X-Octets", std::to_string(answer.content.size())}};
  return answer;
}

HttpAnswer HttpOrigin::cookie() const {
  HttpAnswer answer = text_answer("text/plain", "");
  const http::Field* field = http::find_field(request_.fields, "Cookie");
  const auto cookies =
      field == nullptr ? std::unexpected(ParseError{}) : http::parse_cookie(field->value);
  if (cookies) {
    for (const http::Cookie& cookie : *cookies)
      answer.content += cookie.name + "=" + cookie.value + "\n";
  }
  answer.fields.push_back({"Set-Cookie", "assay=gold; Path=/cookie; HttpOnly"});
  answer.fields.push_back({"Cache-Control", "no-store"});
  return answer;
}

// RFC 9110 section 9.3.4: 201 where there was none, 204 where one was replaced. It was stored
// without change, so its validator may be told.
HttpAnswer HttpOrigin::put() {
  const bool replaces = document_ != nullptr;
  const http::Field* type = http::find_field(request_.fields, "Content-Type");
  const bool typed = type != nullptr && http::parse_media_type(type->value).has_value();
  if (!context_.documents->put(path_, typed ? type->value : "application/octet-stream",
                               fault(HttpFault::PutNotStored) ? "" : request_.body, context_.now()))
    return plain_answer(507);
  document_ = context_.documents->find(path_);
  HttpAnswer answer = replaces ? empty_answer(204) : plain_answer(201);
  answer.fields.push_back({"ETag", http::to_text(document_->tag)});
  return answer;
}

HttpAnswer HttpOrigin::remove() {
  if (fault(HttpFault::DeleteNotDone)) return empty_answer(204);
  context_.documents->remove(path_);
  document_ = nullptr;
  return empty_answer(204);
}

}  // namespace wireassay::reference
