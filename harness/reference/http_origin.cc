// What is refused, in the order in which an origin server finds out.
#include "reference/http_origin.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/http_conditions.h"
#include "wire/http/auth.h"

namespace wireassay::reference {
namespace {

constexpr std::string_view kKnownMethods[] = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                              "CONNECT", "OPTIONS", "TRACE", "PATCH"};

HttpAnswer closing(std::uint16_t status) {
  HttpAnswer answer = plain_answer(status);
  answer.close = true;
  return answer;
}

/// RFC 3986 section 2.3
bool is_unreserved(char c) {
  return is_alnum(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}

int hex_value(char c) { return is_digit(c) ? c - '0' : to_upper(c) - 'A' + 10; }

bool has_name(const std::vector<std::string>& names, std::string_view host) {
  return std::ranges::any_of(
      names, [host](const std::string& name) { return equal_ignoring_case(name, host); });
}

}  // namespace

struct HttpOrigin::Rule {
  Kind kind;
  std::string_view path, methods;
};

namespace {
constexpr std::string_view kReading = "GET, HEAD, OPTIONS, TRACE";
}  // namespace

std::string normalise_path(std::string_view path) {
  std::string text;
  while (!path.empty()) {
    const bool encoded =
        path.size() > 2 && path.front() == '%' && is_hex(path.at(1)) && is_hex(path.at(2));
    const char octet = static_cast<char>(
        encoded ? hex_value(path.at(1)) * 16 + hex_value(path.at(2)) : path.front());
    if (!encoded || is_unreserved(octet)) {
      text += octet;
    } else {
      text.append({'%', to_upper(path.at(1)), to_upper(path.at(2))});
    }
    path.remove_prefix(encoded ? 3 : 1);
  }
  return http::remove_dot_segments(text);
}

// "A server that receives a request message with a transfer coding it does not understand SHOULD
// respond with 501" (RFC 9112 section 6.1)
std::optional<HttpAnswer> HttpOrigin::refuse_framing() const {
  if (request_.version.major != 1) return closing(505);
  const auto value = http::combined_value(request_.fields, "Transfer-Encoding");
  if (!value) return std::nullopt;
  const auto codings = http::parse_transfer_codings(*value, http::List::Recipient);
  if (!codings) return closing(400);
  for (const http::TransferCoding& coding : *codings) {
    if (!equal_ignoring_case(coding.name, "chunked")) return closing(501);
    // "The chunked coding does not define any parameters. Their presence SHOULD be treated as an
    // error." (RFC 9112 section 7.1)
    if (!coding.parameters.empty()) return closing(400);
  }
  return std::nullopt;
}

std::optional<HttpAnswer> HttpOrigin::refuse() {
  if (auto answer = refuse_framing()) return answer;
  if (std::ranges::find(kKnownMethods, request_.method) == std::end(kKnownMethods))
    return plain_answer(501);
  if (auto answer = refuse_target()) return answer;
  if (auto answer = refuse_expectation()) return answer;
  locate();
  if (auto answer = refuse_method()) return answer;
  if (auto answer = refuse_credentials()) return answer;
  if (request_.method == "OPTIONS" || request_.method == "TRACE") return std::nullopt;
  if (auto answer = refuse_put()) return answer;
  if (kind_ == Kind::Redirect) return std::nullopt;
  return refuse_by_condition();
}

std::optional<HttpAnswer> HttpOrigin::refuse_target() {
  auto target = http::parse_request_target(request_.target, request_.method);
  if (!target) return closing(400);
  target_ = std::move(*target);
  // What comes behind may be meant for a tunnel.
  if (target_.form == http::TargetForm::Authority) {
    kind_ = Kind::Server;
    auto answer = refuse_method();
    if (answer) answer->close = true;
    return answer;
  }
  return refuse_origin();
}

// "an origin server MUST reject a request if any scheme-specific requirements for the target URI
// are not met. In particular, a request for an "https" resource MUST be rejected unless it has been
// received over a connection that has been secured via a certificate valid for that target URI's
// origin" (RFC 9110 section 7.4). The authority of an absolute-form counts, not Host (RFC 9112
// section 3.2.2).
std::optional<HttpAnswer> HttpOrigin::refuse_origin() const {
  std::string scheme = tls_ ? "https" : "http";
  std::optional<http::Authority> authority;
  if (target_.form == http::TargetForm::Absolute) {
    scheme = target_.uri.scheme;
    authority = target_.uri.authority;
    // "A recipient that processes such a URI reference MUST reject it as invalid" (sections 4.2.1,
    // 4.2.2), and userinfo is likely to deceive (section 4.2.4).
    if (!authority || authority->host.empty() || authority->userinfo) return plain_answer(400);
  } else if (const http::Field* host = http::find_field(request_.fields, "Host")) {
    if (const auto parsed = http::parse_host(host->value)) authority = *parsed;
  }
  if (equal_ignoring_case(scheme, "http")) return std::nullopt;
  if (!equal_ignoring_case(scheme, "https") || !tls_) return plain_answer(421);
  if (!authority || authority->host.empty() || context_.names.empty()) return std::nullopt;
  if (!has_name(context_.names, authority->host)) return plain_answer(421);
  return std::nullopt;
}

// "A server that receives an Expect field value containing a member other than 100-continue MAY
// respond with a 417" (RFC 9110 section 10.1.1)
std::optional<HttpAnswer> HttpOrigin::refuse_expectation() const {
  const auto value = http::combined_value(request_.fields, "Expect");
  if (!value || request_.version < http::kHttp11) return std::nullopt;
  const auto members = http::split_list(*value, http::List::Recipient);
  const bool known = members && std::ranges::all_of(*members, [](const http::Element& member) {
                       return equal_ignoring_case(member.text, "100-continue");
                     });
  if (!known) return plain_answer(417);
  return std::nullopt;
}

void HttpOrigin::locate() {
  static constexpr Rule kRules[] = {{Kind::Redirect, "/sub", {}},
                                    {Kind::Auth, "/auth/", {}},
                                    {Kind::Echo, "/echo", {}},
                                    {Kind::Trailer, "/trailer", {}},
                                    {Kind::Cookie, "/cookie", {}}};
  const bool server = target_.form == http::TargetForm::Asterisk ||
                      (request_.method == "OPTIONS" && target_.uri.path.empty());
  path_ = normalise_path(target_.uri.path);
  if (path_.empty()) path_ = "/";
  // Of what clients put, each query is a document of its own.
  if (HttpDocuments::writable(path_) && target_.uri.query) path_ += "?" + *target_.uri.query;
  document_ = context_.documents->find(path_);
  const auto* const rule = std::ranges::find(kRules, path_, &Rule::path);
  if (server) {
    kind_ = Kind::Server;
  } else if (rule != std::end(kRules)) {
    kind_ = rule->kind;
  } else if (HttpDocuments::writable(path_)) {
    kind_ = Kind::Writable;
  } else if (document_ != nullptr) {
    kind_ = Kind::Document;
  }
}

std::string_view HttpOrigin::allowed() const {
  switch (kind_) {
    case Kind::Echo: return "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE";
    case Kind::Server:
    case Kind::Writable: return "GET, HEAD, PUT, DELETE, OPTIONS, TRACE";
    case Kind::Document:
    case Kind::Redirect:
    case Kind::Auth:
    case Kind::Trailer:
    case Kind::Cookie:
    case Kind::Missing: break;
  }
  return kReading;
}

std::optional<HttpAnswer> HttpOrigin::refuse_method() const {
  if (kind_ == Kind::Missing) return plain_answer(404);
  if (!http::has_token(allowed(), request_.method)) {
    HttpAnswer answer = plain_answer(405);
    answer.fields.push_back({"Allow", std::string(allowed())});
    return answer;
  }
  // "A client MUST NOT send content in a TRACE request." (RFC 9110 section 9.3.8)
  if (request_.method == "TRACE" && request_.framing != http::Body::None) return closing(400);
  const bool absent = kind_ == Kind::Writable && document_ == nullptr;
  const bool needed = request_.method != "PUT" && request_.method != "OPTIONS";
  if (absent && needed && request_.method != "TRACE") return plain_answer(404);
  return std::nullopt;
}

std::optional<HttpAnswer> HttpOrigin::refuse_credentials() const {
  if (kind_ != Kind::Auth || authorized()) return std::nullopt;
  HttpAnswer answer = plain_answer(401);
  answer.fields.push_back({"WWW-Authenticate", R"(Basic realm="reference", charset="UTF-8")"});
  return answer;
}

bool HttpOrigin::authorized() const {
  if (http::count_fields(request_.fields, "Authorization") != 1) return false;
  const auto credentials = http::parse_credentials(
      http::find_field(request_.fields, "Authorization")->value, http::List::Sender);
  if (!credentials) return false;
  const auto basic = http::parse_basic(*credentials);
  if (!basic || context_.accounts == nullptr) return false;
  const Account* account = context_.accounts->by_login(basic->user);
  if (account == nullptr) return false;
  return account->password == basic->password || fault(HttpFault::WrongPasswordAccepted);
}

// "An origin server SHOULD respond with a 400 (Bad Request) status code if it receives
// Content-Range on a PUT for a target resource that does not support partial PUT" (RFC 9110
// section 14.5)
std::optional<HttpAnswer> HttpOrigin::refuse_put() const {
  if (kind_ != Kind::Writable || request_.method != "PUT") return std::nullopt;
  if (http::find_field(request_.fields, "Content-Range") != nullptr) return plain_answer(400);
  // No coding is kept with a document.
  if (http::find_field(request_.fields, "Content-Encoding") != nullptr) return plain_answer(415);
  return std::nullopt;
}

std::optional<HttpAnswer> HttpOrigin::refuse_by_condition() const {
  const HttpSelected selected{.exists = kind_ != Kind::Writable || document_ != nullptr,
                              .document = document_};
  const auto status = failed_precondition(request_, selected, context_.now());
  if (!status) return std::nullopt;
  if (*status == 412) return plain_answer(412);
  HttpAnswer answer{.status = *status, .fields = {}, .type = {}, .content = {}, .trailers = {}};
  if (document_ != nullptr) answer.fields.push_back({"ETag", http::to_text(document_->tag)});
  return answer;
}

}  // namespace wireassay::reference
