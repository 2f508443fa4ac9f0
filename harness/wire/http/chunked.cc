// chunked-body = *chunk last-chunk trailer-section CRLF
#include "wire/http/chunked.h"

#include <algorithm>
#include <charconv>

#include "wire/http/characters.h"

namespace wireassay::http {
namespace {

constexpr std::size_t kMaxSizeDigits = 16;  // of 64 bits, without zeros in front

/// True if there was white space: "A sender MUST NOT generate BWS in messages."
void skip_bws(Cursor& in, Forgiven& forgiven) {
  if (!in.at_end() && is_ows(*in.peek())) forgiven.add(rule::kChunkSpace, in.offset());
  skip_ows(in);
}

std::string to_hex(std::uint64_t size) {
  char digits[kMaxSizeDigits];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), size, 16).ptr;
  return {digits, end};
}

std::string to_text(const Chunk& chunk) {
  std::string text = to_hex(chunk.size);
  for (const ChunkExt& extension : chunk.extensions) {
    text.append(";").append(extension.name);
    if (!extension.value) continue;
    text.append("=").append(extension.quoted ? quote(*extension.value) : *extension.value);
  }
  return text + "\r\n";
}

}  // namespace

ChunkedReader::ChunkedReader(std::size_t from, Grammar grammar, const Limits& limits)
    : limits_(limits),
      grammar_(grammar),
      lines_(from),
      trailers_({.line = limits.field_line,
                 .count = limits.fields,
                 .total = limits.trailer,
                 .total_rule = "trailer-section"}) {}

Parsed<ChunkedBody> ChunkedReader::read(std::string_view in, Forgiven& forgiven) {
  while (state_ != State::Trailers) {
    std::optional<Parsed<ChunkedBody>> stop;
    switch (state_) {
      case State::Size: stop = read_size(in, forgiven); break;
      case State::Data: stop = read_data(in); break;
      case State::DataEnd: stop = read_data_end(in, forgiven); break;
      case State::Trailers: break;
    }
    if (stop) return std::move(*stop);
    if (grammar_ == Grammar::Strict && !forgiven.empty()) return forgiven.first();
  }
  const auto section = trailers_.read(in, lines_, grammar_, forgiven);
  if (const auto* error = std::get_if<ParseError>(&section)) return *error;
  if (std::holds_alternative<NeedMore>(section)) return NeedMore{};
  body_.trailers = std::move(trailers_.fields);
  return Got<ChunkedBody>{std::move(body_), lines_.at()};
}

// chunk-size [ chunk-ext ] CRLF
std::optional<Parsed<ChunkedBody>> ChunkedReader::read_size(std::string_view in,
                                                            Forgiven& forgiven) {
  const auto next = lines_.next(in, limits_.chunk_line, "chunk", forgiven);
  if (const auto* error = std::get_if<ParseError>(&next)) return *error;
  const auto* got = std::get_if<Got<Line>>(&next);
  if (got == nullptr) return NeedMore{};
  if (body_.chunks.size() == limits_.chunks)
    return ParseError{Errc::TooMany, got->value.from, "chunked-body"};
  const std::string text = without_bare_cr(got->value, forgiven);
  Cursor line(text, got->value.from);
  if (const auto error = take_size(line, forgiven)) return *error;
  const std::size_t before = line.offset();
  take_extensions(line, forgiven);
  ext_octets_ += got->value.from + text.size() - before;
  if (ext_octets_ > limits_.chunk_ext) return ParseError{Errc::TooLong, before, "chunk-ext"};
  left_ = body_.chunks.back().size;
  if (left_ > limits_.body - std::min(limits_.body, body_.content.size()))
    return ParseError{Errc::TooLong, got->value.from, "message-body"};
  state_ = left_ == 0 ? State::Trailers : State::Data;
  return std::nullopt;
}

// White space may stand before the ";" of an extension only: elsewhere the strict reader names the
// size, whatever is pardoned.
// chunk-size = 1*HEXDIG: "recipients MUST anticipate potentially large hexadecimal numerals"
std::optional<ParseError> ChunkedReader::take_size(Cursor& in, Forgiven& forgiven) {
  const bool strict = grammar_ == Grammar::Strict;
  if (strict && !in.at_end() && is_ows(*in.peek())) return in.malformed("chunk-size");
  skip_bws(in, forgiven);
  const std::size_t from = in.offset();
  std::string_view digits = in.take_while(is_hex);
  if (digits.empty()) return in.malformed("chunk-size");
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > kMaxSizeDigits) return ParseError{Errc::OutOfRange, from, "chunk-size"};
  std::uint64_t size = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
  const ParseError space = in.malformed("chunk-size");
  skip_bws(in, forgiven);
  if (strict && in.at_end() && in.offset() > space.offset) return space;
  if (!in.at_end() && !in.next_is(';')) return in.malformed("chunk-size");
  body_.chunks.push_back({.size = size, .extensions = {}});
  return std::nullopt;
}

// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
// chunk-ext-name = token ; chunk-ext-val = token / quoted-string
void ChunkedReader::take_extensions(Cursor& in, Forgiven& forgiven) {
  std::vector<ChunkExt>& extensions = body_.chunks.back().extensions;
  while (!in.at_end()) {
    if (!in.take(';')) return forgiven.add(rule::kChunkExt, in.offset());
    skip_bws(in, forgiven);
    ChunkExt extension{.name = std::string(take_token(in)), .value = {}};
    if (extension.name.empty()) return forgiven.add(rule::kChunkExt, in.offset());
    skip_bws(in, forgiven);
    if (in.take('=')) {
      skip_bws(in, forgiven);
      extension.value = take_quoted_string(in);
      extension.quoted = extension.value.has_value();
      if (!extension.quoted) extension.value = take_token(in);
      if (!extension.quoted && extension.value->empty())
        return forgiven.add(rule::kChunkExt, in.offset());
      skip_bws(in, forgiven);
    }
    extensions.push_back(std::move(extension));
  }
}

std::optional<Parsed<ChunkedBody>> ChunkedReader::read_data(std::string_view in) {
  const auto here =
      static_cast<std::size_t>(std::min<std::uint64_t>(in.size() - lines_.at(), left_));
  body_.content += in.substr(lines_.at(), here);
  lines_.skip_to(lines_.at() + here);
  left_ -= here;
  if (left_ > 0) return NeedMore{};
  state_ = State::DataEnd;
  return std::nullopt;
}

// chunk-data CRLF
std::optional<Parsed<ChunkedBody>> ChunkedReader::read_data_end(std::string_view in,
                                                                Forgiven& forgiven) {
  const std::string_view rest = in.substr(lines_.at());
  const std::size_t cr = rest.starts_with('\r') ? 1 : 0;
  if (rest.size() == cr) return NeedMore{};
  if (rest.at(cr) != '\n') return ParseError{Errc::Malformed, lines_.at() + cr, "chunk"};
  if (cr == 0) forgiven.add(rule::kBareLf, lines_.at());
  lines_.skip_to(lines_.at() + cr + 1);
  state_ = State::Size;
  return std::nullopt;
}

Parsed<LenientChunkedBody> parse_chunked_lenient(std::string_view in, const Limits& limits) {
  Forgiven forgiven;
  auto parsed = ChunkedReader(0, Grammar::Lenient, limits).read(in, forgiven);
  if (const auto* error = std::get_if<ParseError>(&parsed)) return *error;
  auto* got = std::get_if<Got<ChunkedBody>>(&parsed);
  if (got == nullptr) return NeedMore{};
  return Got<LenientChunkedBody>{{std::move(got->value), forgiven.take()}, got->used};
}

Parsed<ChunkedBody> parse_chunked(std::string_view in, const Limits& limits) {
  Forgiven forgiven;
  return ChunkedReader(0, Grammar::Strict, limits).read(in, forgiven);
}

std::string to_wire(const ChunkedBody& body) {
  std::string text;
  std::string_view content = body.content;
  for (const Chunk& chunk : body.chunks) {
    text += to_text(chunk);
    if (chunk.size == 0) continue;
    text.append(content.substr(0, chunk.size)).append("\r\n");
    content.remove_prefix(std::min<std::size_t>(chunk.size, content.size()));
  }
  return text + to_wire(body.trailers) + "\r\n";
}

std::string to_chunked(std::string_view content, const Fields& trailers) {
  ChunkedBody body{.content = std::string(content), .chunks = {}, .trailers = trailers};
  if (!content.empty()) body.chunks.push_back({.size = content.size(), .extensions = {}});
  body.chunks.push_back({});
  return to_wire(body);
}

}  // namespace wireassay::http
