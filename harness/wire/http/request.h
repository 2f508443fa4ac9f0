// HTTP/1.x requests: RFC 9112 section 3 and the framing of section 6, strictly or as clients are,
// with what was forgiven.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/message_reader.h"
#include "wire/http/uri.h"

namespace wireassay::http {

struct Request {
  std::string method = "GET";
  std::string target = "/";  ///< as it was written; parse_request_target() reads it
  Version version;
  Fields fields;
  Body framing = Body::None;
  std::string body;  ///< without its chunked coding
  Fields trailers;
  bool operator==(const Request&) const = default;
};

struct LenientRequest {
  Request request;
  std::vector<Deviation> deviations;  ///< at most one of each rule, by offset of the first
  std::vector<std::size_t> field_offsets;
  std::size_t header_size = 0;
  bool must_close = false;  ///< the server closes after its response, whatever that is
  bool operator==(const LenientRequest&) const = default;
};

Parsed<Request> parse_request(std::string_view in, const Limits& limits = {});
Parsed<LenientRequest> parse_request_lenient(std::string_view in, const Limits& limits = {});
std::string to_wire(const Request& request);

/// What a server would take a request-line (without its line end) for, whatever is wrong with it:
/// the first word, and the version where the last word is one. A line without a version asks as
/// HTTP/1.0 does.
Asked recognise(std::string_view line);

/// What a server takes although no client may send it: empty elements in the list of transfer
/// codings (RFC 9110 section 5.6.1.2) and white space in chunk extensions (section 5.6.3). For the
/// strict reader; parameters of chunked are to be looked for then.
inline constexpr std::string_view kPardonedByServers[] = {rule::kCoding, rule::kChunkSpace};

/// Reads requests one after the other, as ResponseReader does.
class RequestReader final : private MessageReader {
 public:
  explicit RequestReader(Grammar grammar = Grammar::Lenient, const Limits& limits = {},
                         std::span<const std::string_view> pardoned = {});

  Parsed<LenientRequest> read(std::string_view in);
  /// The header section of a request whose body is still to come ("Expect: 100-continue"); nullptr:
  /// it is not complete.
  const Request* head();

 private:
  std::optional<ParseError> refuse_start(std::string_view octets, std::size_t from) const override;
  std::optional<ParseError> read_start_line(std::string_view text, std::size_t from) override;
  Framing decide(std::size_t end) override;
  void read_words(std::string_view text, std::size_t from, std::size_t version_from);
  void check_host(std::size_t end);

  Request request_;
  bool fields_moved_ = false;
};

}  // namespace wireassay::http
