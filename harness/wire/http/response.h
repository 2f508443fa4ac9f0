// HTTP/1.x responses: RFC 9112 sections 4 to 7, strictly or as servers are, with what was forgiven.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/message_reader.h"

namespace wireassay::http {

struct Response {
  Version version;
  std::uint16_t status = 200;
  std::string reason;  ///< human text: nothing may be judged by it
  Fields fields;
  Body framing = Body::None;  ///< how the end of the body was found
  std::string body;           ///< without its chunked coding
  Fields trailers;
  bool operator==(const Response&) const = default;
};

struct LenientResponse {
  Response response;
  std::vector<Deviation> deviations;       ///< at most one of each rule, by offset of the first
  std::vector<std::size_t> field_offsets;  ///< where each of response.fields begins
  std::size_t header_size = 0;             ///< octets before the body
  bool must_close = false;                 ///< what follows on the connection cannot be trusted
  bool operator==(const LenientResponse&) const = default;
};

/// One response, whole. Until it is closed, a response that ends with its connection is NeedMore.
Parsed<Response> parse_response(std::string_view in, const Asked& asked = {},
                                const Limits& limits = {});
Parsed<LenientResponse> parse_response_lenient(std::string_view in, const Asked& asked = {},
                                               const Limits& limits = {});
/// `in` is all that came before the connection was closed.
Parsed<LenientResponse> parse_closed_response(std::string_view in, const Asked& asked = {},
                                              const Limits& limits = {});

/// The framing of the value says how the body is written; a length is taken from its
/// Content-Length.
std::string to_wire(const Response& response);

/// Reads responses one after the other from an input that grows. After Got it begins anew: the next
/// input starts behind what was taken. An error stays.
class ResponseReader final : private MessageReader {
 public:
  explicit ResponseReader(Grammar grammar = Grammar::Lenient, const Limits& limits = {});

  /// What the next response answers. Not while one is half read.
  void answers(const Asked& asked) { asked_ = asked; }
  Parsed<LenientResponse> read(std::string_view in);
  /// The connection is closed. NeedMore: nothing had come. "incomplete" is the rule of the error
  /// where a response had begun.
  Parsed<LenientResponse> closed(std::string_view in);
  /// The status of a response whose header section is complete, while its body is not; 0: none.
  std::uint16_t status_so_far() const { return head_complete() ? response_.status : 0; }

 private:
  std::optional<ParseError> refuse_start(std::string_view octets, std::size_t from) const override;
  std::optional<ParseError> read_start_line(std::string_view text, std::size_t from) override;
  Framing decide(std::size_t end) override;
  void read_reason(Cursor& line);
  Parsed<LenientResponse> finish(const Parsed<std::size_t>& read);

  Asked asked_;
  Response response_;
};

}  // namespace wireassay::http
