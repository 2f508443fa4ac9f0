// The eight rules of RFC 9112 section 6.3.
#include "wire/http/framing.h"

#include <algorithm>
#include <optional>

#include "core/cursor.h"
#include "wire/http/field.h"

namespace wireassay::http {
namespace {

constexpr std::string_view kContentLength = "Content-Length";
constexpr std::string_view kTransferEncoding = "Transfer-Encoding";
constexpr std::string_view kChunked = "chunked";

/// Transfer-Encoding of all its lines, as one list.
struct Codings {
  std::optional<std::size_t> first;  ///< field line; none: there is no Transfer-Encoding
  std::size_t last = 0;
  std::size_t chunked = 0;  ///< how often
  bool chunked_last = false;
  bool other = false;  ///< a coding that is not chunked
  bool malformed = false;
};

Codings read_codings(const Fields& fields, Framing& framing) {
  Codings codings;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!equal_ignoring_case(fields[i].name, kTransferEncoding)) continue;
    if (!codings.first) codings.first = i;
    codings.last = i;
    const auto strict = parse_transfer_codings(fields[i].value, List::Sender);
    if (!strict) framing.faults.push_back({rule::kCoding, i});
    const auto list = strict ? strict : parse_transfer_codings(fields[i].value, List::Recipient);
    if (!list) {
      codings.malformed = true;
      codings.chunked_last = false;
      continue;
    }
    for (const TransferCoding& coding : *list) {
      const bool chunked = equal_ignoring_case(coding.name, kChunked);
      codings.chunked_last = chunked;
      codings.chunked += chunked ? 1 : 0;
      codings.other = codings.other || !chunked;
      // "The chunked coding does not define any parameters. Their presence SHOULD be treated as an
      // error."
      if (chunked && !coding.parameters.empty()) framing.faults.push_back({rule::kCoding, i});
    }
  }
  return codings;
}

/// Content-Length of all its lines.
struct Lengths {
  std::optional<std::size_t> first;
  std::optional<std::uint64_t> value;  ///< none: invalid
  bool too_large = false;
};

// "unless the field value can be successfully parsed as a comma-separated list, all values in the
// list are valid, and all values in the list are the same"
Lengths read_lengths(const Fields& fields, Framing& framing) {
  Lengths lengths;
  bool valid = true;
  std::size_t values = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!equal_ignoring_case(fields[i].name, kContentLength)) continue;
    if (!lengths.first) lengths.first = i;
    const auto elements = split_list(fields[i].value, List::Recipient);
    const bool empty = !elements || elements->empty();
    const bool padded = !empty && elements->size() == 1 && elements->at(0).text != fields[i].value;
    if (empty || padded) framing.faults.push_back({rule::kLength, i});
    valid = valid && !empty;
    for (std::size_t at = 0; elements && at < elements->size(); ++at) {
      const auto value = parse_digits(elements->at(at).text, kContentLength);
      lengths.too_large = lengths.too_large || (!value && value.error().code == Errc::OutOfRange);
      const bool differs = value && lengths.value && *lengths.value != *value;
      if (!value || differs) framing.faults.push_back({rule::kLength, i});
      if (++values > 1) framing.faults.push_back({rule::kLengthRepeated, i});
      valid = valid && value && !differs;
      if (value && !lengths.value) lengths.value = *value;
    }
  }
  if (!valid) lengths.value.reset();
  return lengths;
}

/// Rules 3 and 4 and the sentences of section 6.1 that hold for both directions.
bool apply_codings(const Version& version, const Codings& codings, const Lengths& lengths,
                   bool request, Framing& framing) {
  if (!codings.first) return false;
  if (version < kHttp11) {
    framing.faults.push_back({rule::kCodingOfOldVersion, *codings.first});
    framing.must_close = true;
  }
  if (lengths.first) {
    framing.faults.push_back({rule::kLengthAndCoding, *lengths.first});
    framing.must_close = framing.must_close || request;
  }
  if (codings.chunked > 1) framing.faults.push_back({rule::kChunkedTwice, codings.last});
  if (codings.chunked_last && !codings.malformed) {
    framing.body = Body::Chunked;
    return true;
  }
  // An empty list is no coding at all: as if there were no such field line (RFC 9110
  // section 5.6.1).
  if (!codings.malformed && codings.chunked == 0 && !codings.other) return false;
  framing.must_close = true;
  if (request) framing.faults.push_back({rule::kChunkedNotLast, codings.last});
  framing.body = request ? Body::Invalid : Body::UntilClose;
  return true;
}

/// Rules 5 and 6.
bool apply_lengths(const Lengths& lengths, Framing& framing) {
  if (!lengths.first) return false;
  if (lengths.value) {
    framing.body = Body::Length;
    framing.length = *lengths.value;
    return true;
  }
  framing.body = Body::Invalid;
  framing.too_large = lengths.too_large;
  framing.must_close = true;
  return true;
}

Framing framing_of(const Version& version, const Fields& fields, bool request) {
  Framing framing;
  const Codings codings = read_codings(fields, framing);
  const Lengths lengths = read_lengths(fields, framing);
  if (apply_codings(version, codings, lengths, request, framing)) return framing;
  if (apply_lengths(lengths, framing)) return framing;
  framing.body = request ? Body::None : Body::UntilClose;  // rules 7 and 8
  return framing;
}

}  // namespace

std::string_view to_string(Body body) {
  switch (body) {
    case Body::None: return "none";
    case Body::Length: return "length";
    case Body::Chunked: return "chunked";
    case Body::UntilClose: return "until close";
    case Body::Tunnel: return "tunnel";
    case Body::Invalid: break;
  }
  return "invalid";
}

bool never_has_content(std::uint16_t status) {
  return status / 100 == 1 || status == 204 || status == 304;
}

Framing request_framing(const Version& version, const Fields& fields) {
  return framing_of(version, fields, true);
}

Framing response_framing(const Asked& asked, const Version& version, std::uint16_t status,
                         const Fields& fields) {
  Framing framing = framing_of(version, fields, false);
  const bool tunnel = asked.method == "CONNECT" && status / 100 == 2;
  const bool bodiless = asked.method == "HEAD" || never_has_content(status);
  if (!tunnel && !bodiless) return framing;
  framing.body = bodiless ? Body::None : Body::Tunnel;  // rules 1 and 2
  framing.length = 0;
  framing.too_large = false;
  framing.must_close = framing.must_close && version < kHttp11;
  return framing;
}

}  // namespace wireassay::http
