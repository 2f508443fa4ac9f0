// request-line = method SP request-target SP HTTP-version (RFC 9112 section 3)
#include "wire/http/request.h"

#include <algorithm>

#include "wire/http/characters.h"

namespace wireassay::http {
namespace {

constexpr std::string_view kSpaces = " \t\v\f";

constexpr bool is_space(char c) { return kSpaces.find(c) != std::string_view::npos; }

}  // namespace

RequestReader::RequestReader(Grammar grammar, const Limits& limits,
                             std::span<const std::string_view> pardoned)
    : MessageReader(grammar, limits, pardoned) {}

/// What begins with neither a method nor white space is no request, and may never have a line end.
std::optional<ParseError> RequestReader::refuse_start(std::string_view octets,
                                                      std::size_t from) const {
  if (octets.empty()) return std::nullopt;
  const char first = octets.front();
  if (is_tchar(first) || is_space(first) || first == '\r') return std::nullopt;
  return ParseError{Errc::Malformed, from, "method"};
}

// "recipients MAY instead parse on whitespace-delimited word boundaries and, aside from the CRLF
// terminator, treat any form of whitespace as the SP separator while ignoring preceding or trailing
// whitespace": the first word is the method, the last one the version, and the target what lies
// between.
std::optional<ParseError> RequestReader::read_start_line(std::string_view text, std::size_t from) {
  const std::size_t end = text.find_last_not_of(kSpaces) + 1;
  if (end < text.size()) forgiven().add(rule::kStartLineSpace, from + end);
  text = text.substr(0, end);
  const std::size_t begin = std::min(text.find_first_not_of(kSpaces), text.size());
  if (begin > 0) forgiven().add(rule::kStartLineSpace, from);
  const std::size_t last = text.find_last_of(kSpaces);
  const bool words = last != std::string_view::npos && last > begin;
  const std::size_t version_from = words ? last + 1 : text.size();
  Cursor version(text.substr(version_from), from + version_from);
  const auto read = take_version(version, forgiven());
  if (!read || !version.at_end()) return version.malformed("HTTP-version");
  request_.version = *read;
  text.remove_prefix(begin);
  read_words(text, from + begin, version_from - begin);
  if (request_.target.empty()) return ParseError{Errc::Malformed, from, "request-target"};
  return std::nullopt;
}

void RequestReader::read_words(std::string_view text, std::size_t from, std::size_t version_from) {
  Cursor line(text.substr(0, version_from), from);
  request_.method = line.take_while([](char c) { return !is_space(c); });
  const auto odd = std::ranges::find_if_not(request_.method, is_tchar);
  if (odd != request_.method.end())
    forgiven().add(rule::kMethod, from + static_cast<std::size_t>(odd - request_.method.begin()));
  const std::size_t gap = line.offset();
  const std::string_view space = line.take_while(is_space);
  if (space != " ") forgiven().add(rule::kStartLineSpace, gap);
  const std::size_t target_from = line.offset();
  const std::string_view rest = line.rest();
  const std::size_t size = rest.find_last_not_of(kSpaces) + 1;
  request_.target = rest.substr(0, size);
  if (size > 0 && rest.substr(size) != " ")
    forgiven().add(rule::kStartLineSpace, target_from + size);
  const auto target = parse_request_target(request_.target, request_.method);
  if (!target) forgiven().add(rule::kTarget, target_from + target.error().offset);
}

// "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that
// lacks a Host header field and to any request message that contains more than one Host header
// field line or a Host header field with an invalid field value."
void RequestReader::check_host(std::size_t end) {
  std::size_t lines = 0;
  for (std::size_t i = 0; i < fields().size(); ++i) {
    if (!equal_ignoring_case(fields().at(i).name, "Host")) continue;
    const std::size_t offset = field_offsets().at(i);
    if (++lines > 1) forgiven().add(rule::kHostRepeated, offset);
    if (!parse_host(fields().at(i).value)) forgiven().add(rule::kHost, offset);
  }
  if (lines == 0 && request_.version >= kHttp11) forgiven().add(rule::kHostMissing, end);
}

Framing RequestReader::decide(std::size_t end) {
  check_host(end);
  return request_framing(request_.version, fields());
}

const Request* RequestReader::head() {
  if (!head_complete()) return nullptr;
  if (!fields_moved_) request_.fields = std::move(fields());
  fields_moved_ = true;
  request_.framing = framing().body;
  return &request_;
}

Parsed<LenientRequest> RequestReader::read(std::string_view in) {
  const auto read = advance(in);
  if (const auto* error = std::get_if<ParseError>(&read)) return *error;
  const auto* got = std::get_if<Got<std::size_t>>(&read);
  if (got == nullptr) return NeedMore{};
  head();
  request_.body = std::move(body());
  request_.trailers = std::move(trailers());
  LenientRequest whole{.request = std::move(request_),
                       .deviations = forgiven().take(),
                       .field_offsets = field_offsets(),
                       .header_size = header_size(),
                       .must_close = framing().must_close};
  request_ = {};
  fields_moved_ = false;
  restart();
  return Got<LenientRequest>{std::move(whole), got->used};
}

Parsed<LenientRequest> parse_request_lenient(std::string_view in, const Limits& limits) {
  return RequestReader(Grammar::Lenient, limits).read(in);
}

Parsed<Request> parse_request(std::string_view in, const Limits& limits) {
  auto parsed = RequestReader(Grammar::Strict, limits).read(in);
  if (const auto* error = std::get_if<ParseError>(&parsed)) return *error;
  auto* got = std::get_if<Got<LenientRequest>>(&parsed);
  if (got == nullptr) return NeedMore{};
  return Got<Request>{std::move(got->value.request), got->used};
}

Asked recognise(std::string_view line) {
  Cursor in(line);
  in.take_while(is_space);
  Asked asked{.method = std::string(in.take_while([](char c) { return !is_space(c); })),
              .version = kHttp10};
  const std::string_view rest = in.rest().substr(0, in.rest().find_last_not_of(kSpaces) + 1);
  const std::size_t last = rest.find_last_of(kSpaces);
  if (last == std::string_view::npos) return asked;
  Forgiven forgiven;
  Cursor version(rest.substr(last + 1));
  if (const auto read = take_version(version, forgiven)) asked.version = *read;
  return asked;
}

std::string to_wire(const Request& request) {
  std::string text = request.method + " " + request.target + " " + to_text(request.version);
  text += "\r\n" + to_wire(request.fields) + "\r\n";
  if (request.framing == Body::Chunked) return text + to_chunked(request.body, request.trailers);
  return text + request.body;
}

}  // namespace wireassay::http
