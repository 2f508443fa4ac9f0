// status-line = HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 section 4)
#include "wire/http/response.h"

#include <algorithm>

#include "wire/http/characters.h"

namespace wireassay::http {
namespace {

constexpr std::string_view kName = "HTTP/";

/// "treat any form of whitespace as the SP separator": HTAB, VT, FF; bare CRs are spaces already.
constexpr bool is_lenient_space(char c) { return is_ows(c) || c == '\v' || c == '\f'; }

}  // namespace

ResponseReader::ResponseReader(Grammar grammar, const Limits& limits)
    : MessageReader(grammar, limits) {}

std::optional<ParseError> ResponseReader::refuse_start(std::string_view octets,
                                                       std::size_t from) const {
  Cursor in(octets, from);
  for (const char c : kName) {
    if (in.at_end()) return std::nullopt;
    if (!in.take_word(std::string_view(&c, 1))) return in.malformed("HTTP-version");
  }
  return std::nullopt;
}

std::optional<ParseError> ResponseReader::read_start_line(std::string_view text, std::size_t from) {
  Cursor line(text, from);
  const auto version = take_version(line, forgiven());
  if (!version) return line.malformed("HTTP-version");
  response_.version = *version;
  const std::size_t gap = line.offset();
  const std::string_view space = line.take_while(is_lenient_space);
  if (space.empty()) return line.malformed("status-line");
  if (space != " ") forgiven().add(rule::kStartLineSpace, gap);
  // status-code = 3DIGIT
  constexpr std::size_t kDigits = 3;
  const std::size_t code = line.offset();
  const std::string_view digits = line.take_while(is_digit);
  if (digits.size() != kDigits) return ParseError{Errc::Malformed, code, "status-code"};
  unsigned status = 0;
  for (const char c : digits) status = status * 10 + static_cast<unsigned>(c - '0');
  response_.status = static_cast<std::uint16_t>(status);
  if (status < 100 || status > 599) forgiven().add(rule::kStatusCode, code);
  read_reason(line);
  return std::nullopt;
}

// "A server MUST send the space that separates the status-code from the reason-phrase even when the
// reason-phrase is absent"
void ResponseReader::read_reason(Cursor& line) {
  if (!line.take(' ')) forgiven().add(rule::kReasonSpace, line.offset());
  const std::string_view reason = line.rest();
  const auto odd = std::ranges::find_if_not(reason, [](char c) { return has(kFieldOctet, c); });
  if (odd != reason.end())
    forgiven().add(rule::kReason, line.offset() + static_cast<std::size_t>(odd - reason.begin()));
  response_.reason = reason;
}

Framing ResponseReader::decide(std::size_t /*end*/) {
  return response_framing(asked_, response_.version, response_.status, fields());
}

Parsed<LenientResponse> ResponseReader::read(std::string_view in) { return finish(advance(in)); }

Parsed<LenientResponse> ResponseReader::closed(std::string_view in) {
  auto answer = finish(advance_to_end(in));
  if (std::holds_alternative<NeedMore>(answer) && !in.empty())
    return ParseError{Errc::Malformed, in.size(), "incomplete"};
  return answer;
}

Parsed<LenientResponse> ResponseReader::finish(const Parsed<std::size_t>& read) {
  if (const auto* error = std::get_if<ParseError>(&read)) return *error;
  const auto* got = std::get_if<Got<std::size_t>>(&read);
  if (got == nullptr) return NeedMore{};
  response_.framing = framing().body;
  response_.fields = std::move(fields());
  response_.body = std::move(body());
  response_.trailers = std::move(trailers());
  LenientResponse whole{.response = std::move(response_),
                        .deviations = forgiven().take(),
                        .field_offsets = field_offsets(),
                        .header_size = header_size(),
                        .must_close = framing().must_close};
  response_ = {};
  restart();
  return Got<LenientResponse>{std::move(whole), got->used};
}

Parsed<LenientResponse> parse_response_lenient(std::string_view in, const Asked& asked,
                                               const Limits& limits) {
  ResponseReader reader(Grammar::Lenient, limits);
  reader.answers(asked);
  return reader.read(in);
}

Parsed<LenientResponse> parse_closed_response(std::string_view in, const Asked& asked,
                                              const Limits& limits) {
  ResponseReader reader(Grammar::Lenient, limits);
  reader.answers(asked);
  return reader.closed(in);
}

Parsed<Response> parse_response(std::string_view in, const Asked& asked, const Limits& limits) {
  ResponseReader reader(Grammar::Strict, limits);
  reader.answers(asked);
  auto parsed = reader.read(in);
  if (const auto* error = std::get_if<ParseError>(&parsed)) return *error;
  auto* got = std::get_if<Got<LenientResponse>>(&parsed);
  if (got == nullptr) return NeedMore{};
  return Got<Response>{std::move(got->value.response), got->used};
}

std::string to_wire(const Response& response) {
  std::string text = to_text(response.version) + " ";
  const std::string status = std::to_string(response.status);
  text.append(std::string(3 - std::min<std::size_t>(status.size(), 3), '0')).append(status);
  text.append(" ").append(response.reason).append("\r\n");
  text += to_wire(response.fields) + "\r\n";
  if (response.framing == Body::Chunked) return text + to_chunked(response.body, response.trailers);
  return text + response.body;
}

}  // namespace wireassay::http
