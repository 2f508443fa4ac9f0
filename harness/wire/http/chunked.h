// The chunked transfer coding: RFC 9112 section 7.1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/field.h"
#include "wire/http/lines.h"
#include "wire/http/message.h"

namespace wireassay::http {

/// chunk-ext-name [ "=" chunk-ext-val ]
struct ChunkExt {
  std::string name;
  std::optional<std::string> value;
  bool quoted = false;
  bool operator==(const ChunkExt&) const = default;
};

struct Chunk {
  std::uint64_t size = 0;  ///< 0: the last-chunk
  std::vector<ChunkExt> extensions;
  bool operator==(const Chunk&) const = default;
};

struct ChunkedBody {
  std::string content;
  std::vector<Chunk> chunks;  ///< with the last-chunk
  Fields trailers;
  bool operator==(const ChunkedBody&) const = default;
};

Parsed<ChunkedBody> parse_chunked(std::string_view in, const Limits& limits = {});

struct LenientChunkedBody {
  ChunkedBody body;
  std::vector<Deviation> deviations;  ///< at most one of each rule, by offset of the first
  bool operator==(const LenientChunkedBody&) const = default;
};
/// Forgives line ends, white space around the size, extensions that are none, and what field
/// sections forgive. A size that is none stays an error: nobody could say where the chunk ends.
Parsed<LenientChunkedBody> parse_chunked_lenient(std::string_view in, const Limits& limits = {});

/// Its chunks as they were.
std::string to_wire(const ChunkedBody& body);
/// One chunk, if there is content.
std::string to_chunked(std::string_view content, const Fields& trailers = {});

/// The same, step by step, inside of a longer message.
class ChunkedReader {
 public:
  /// The body begins at that offset of the input.
  ChunkedReader(std::size_t from, Grammar grammar, const Limits& limits);

  /// `in` is the whole input and only grows. Got::used is the offset behind the body.
  Parsed<ChunkedBody> read(std::string_view in, Forgiven& forgiven);

 private:
  enum class State { Size, Data, DataEnd, Trailers };

  std::optional<Parsed<ChunkedBody>> read_size(std::string_view in, Forgiven& forgiven);
  std::optional<Parsed<ChunkedBody>> read_data(std::string_view in);
  std::optional<Parsed<ChunkedBody>> read_data_end(std::string_view in, Forgiven& forgiven);
  std::optional<ParseError> take_size(Cursor& in, Forgiven& forgiven);
  void take_extensions(Cursor& in, Forgiven& forgiven);

  Limits limits_;
  Grammar grammar_;
  LineFinder lines_;
  State state_ = State::Size;
  std::uint64_t left_ = 0;  ///< octets of the chunk that are still to come
  std::size_t ext_octets_ = 0;
  ChunkedBody body_;
  FieldSection trailers_;
};

}  // namespace wireassay::http
