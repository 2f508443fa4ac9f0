// The part of reading that requests and responses share: empty lines, start-line, header section,
// body. Linear in the octets, however often it is called.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/chunked.h"
#include "wire/http/framing.h"
#include "wire/http/lines.h"

namespace wireassay::http {

/// A direction adds its start-line and its framing.
class MessageReader {
 public:
  MessageReader(const MessageReader&) = delete;
  MessageReader& operator=(const MessageReader&) = delete;
  virtual ~MessageReader() = default;

 protected:
  MessageReader(Grammar grammar, const Limits& limits,
                std::span<const std::string_view> pardoned = {});

  /// Why octets at the start of a line, which may go on, can never be a start-line.
  virtual std::optional<ParseError> refuse_start(std::string_view octets,
                                                 std::size_t from) const = 0;
  /// Reads the start-line; bare CRs are spaces already.
  virtual std::optional<ParseError> read_start_line(std::string_view text, std::size_t from) = 0;
  /// Decides by the fields; may forgive. `end` is the offset of the empty line.
  virtual Framing decide(std::size_t end) = 0;

  /// Got: a whole message; its value is the number of octets.
  Parsed<std::size_t> advance(std::string_view in);
  /// As advance(), for an input that has ended.
  Parsed<std::size_t> advance_to_end(std::string_view in);
  /// For the next message.
  void restart();

  Fields& fields() { return section_.fields; }
  const std::vector<std::size_t>& field_offsets() const { return section_.offsets; }
  const Framing& framing() const { return framing_; }
  bool head_complete() const { return state_ > State::Header; }
  std::size_t header_size() const { return header_size_; }
  std::string& body() { return body_.content; }
  Fields& trailers() { return body_.trailers; }
  Forgiven& forgiven() { return forgiven_; }
  Grammar grammar() const { return grammar_; }

 private:
  enum class State { Start, Header, Body, Done };
  using Stop = std::optional<Parsed<std::size_t>>;

  Stop read_start(std::string_view in);
  Stop read_header(std::string_view in);
  Stop read_body(std::string_view in, bool ended);
  Stop read_octets(std::string_view in, bool ended);
  Stop too_long_declared() const;
  Stop strict_stop();
  Parsed<std::size_t> run(std::string_view in, bool ended);

  Grammar grammar_;
  Limits limits_;
  std::span<const std::string_view> pardoned_;
  State state_ = State::Start;
  std::optional<ParseError> failed_;
  LineFinder lines_;
  std::size_t empty_lines_ = 0;
  FieldSection section_;
  std::size_t header_size_ = 0;
  Framing framing_;
  std::optional<ChunkedReader> chunked_;
  ChunkedBody body_;
  Forgiven forgiven_;
};

/// HTTP-version at the start of the text; forgives small letters, other numbers of digits. nullopt:
/// it begins otherwise; the cursor has not moved.
std::optional<Version> take_version(Cursor& in, Forgiven& forgiven);

}  // namespace wireassay::http
