// Lengths in text: BDAT (RFC 3030), literals of IMAP (RFC 9051 section 4.3, RFC 7888), chunks and
// Content-Length (RFC 9112 sections 6 and 7).
#include <algorithm>

#include "core/cursor.h"
#include "mutate/pieces.h"

namespace wireassay::mutate {
namespace {

/// More digits are no length of ours, and would overflow.
constexpr std::size_t kMaxDigits = 9;

/// Digits at `at`, at most kMaxDigits; 0: none, or too many.
template <class IsDigit>
std::size_t digits_at(std::string_view text, std::size_t at, const IsDigit& is) {
  std::size_t size = 0;
  while (at + size < text.size() && is(text[at + size])) ++size;
  return size <= kMaxDigits ? size : 0;
}

/// Adds the length at `digits` of what begins at `from`, if that is there; its end, or 0.
std::size_t add_counted(std::string_view text, Piece number, Digits digits, std::size_t from,
                        std::size_t unit_from, Structure& out) {
  const auto value = number_at(text, number.at, number.size, digits);
  if (!value || from > text.size() || *value > text.size() - from) return 0;
  const std::size_t end = from + static_cast<std::size_t>(*value);
  out.add({number.at, number.size, digits, {from, end - from}}, {unit_from, end - unit_from});
  return end;
}

}  // namespace

void no_lengths(std::string_view /*text*/, Structure& /*out*/) {}

void bdat_lengths(std::string_view text, Structure& out) {
  constexpr std::string_view kWord = "BDAT ";
  for (std::size_t at = text.find(kWord); at != std::string_view::npos && !out.full();) {
    const std::size_t number = at + kWord.size();
    const std::size_t size = digits_at(text, number, is_digit);
    const std::size_t line = text.find('\n', number);
    std::size_t end = 0;
    if (size > 0 && line != std::string_view::npos)
      end = add_counted(text, {number, size}, Digits::Decimal, line + 1, at, out);
    at = text.find(kWord, std::max(end, number));
  }
}

void literal_lengths(std::string_view text, Structure& out) {
  for (std::size_t at = text.find('{'); at != std::string_view::npos && !out.full();) {
    const std::size_t size = digits_at(text, at + 1, is_digit);
    std::size_t close = at + 1 + size;
    if (octet(text, close) == '+' || octet(text, close) == '-') ++close;
    std::size_t end = 0;
    if (size > 0 && text.substr(close, 3) == "}\r\n")
      end = add_counted(text, {at + 1, size}, Digits::Decimal, close + 3, at, out);
    at = text.find('{', std::max(end, at + 1));
  }
}

namespace {

/// Where a chunk at a line's start ends, behind its CRLF; 0: there is none.
std::size_t add_chunk(std::string_view text, std::size_t at, Structure& out) {
  const std::size_t size = digits_at(text, at, is_hex);
  if (size == 0) return 0;
  const int behind = octet(text, at + size);
  if (behind != '\r' && behind != ';' && behind != '\n') return 0;
  const std::size_t line = text.find('\n', at);
  if (line == std::string_view::npos) return 0;
  const std::size_t end = add_counted(text, {at, size}, Digits::Hex, line + 1, at, out);
  return end > 0 && text.substr(end, 2) == "\r\n" ? end + 2 : 0;
}

void add_content_length(std::string_view text, const Piece& line, Structure& out) {
  constexpr std::string_view kName = "content-length:";
  if (!equal_ignoring_case(text.substr(line.at, kName.size()), kName)) return;
  std::size_t at = line.at + kName.size();
  while (octet(text, at) == ' ') ++at;
  const std::size_t size = digits_at(text, at, is_digit);
  const std::size_t body = text.find("\r\n\r\n", at);
  if (size > 0 && body != std::string_view::npos)
    (void)add_counted(text, {at, size}, Digits::Decimal, body + 4, body + 4, out);
}

}  // namespace

void http_lengths(std::string_view text, Structure& out) {
  Pieces all;
  lines(text, all);
  std::size_t behind = 0;
  for (const Piece& line : all) {
    if (line.at < behind || out.full()) continue;
    behind = add_chunk(text, line.at, out);
    add_content_length(text, line, out);
  }
}

}  // namespace wireassay::mutate
