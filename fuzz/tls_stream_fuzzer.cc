// Handshake messages cut into records wherever the first octets say: the joiner gives the same
// messages as if they had come whole: wire/tls/stream.h, wire/tls/handshake.h.
#include "wire/tls/stream.h"

#include "core/cursor.h"
#include "fuzzer.h"
#include "wire/tls/stream_test_support.h"

namespace wireassay {
namespace {

using namespace tls;

constexpr std::size_t kMostCuts = 16;
/// So small that messages go beyond it, too.
constexpr std::size_t kLimit = 300;

std::string records_of(std::string_view octets, const std::vector<std::size_t>& lengths) {
  std::string out;
  for (const Record& record : to_records(content::kHandshake, kTls12, octets, lengths))
    out += to_wire(record);
  return out;
}

struct Joined {
  std::vector<HandshakeMessage> messages;
  bool too_long = false;
  bool operator==(const Joined&) const = default;
};

/// All messages; what is held stays below the limit and one fragment.
Joined join(std::string_view octets, const std::vector<std::size_t>& lengths) {
  Joiner joiner(kLimit);
  Joined out;
  std::size_t at = 0;
  for (const Record& record : to_records(content::kHandshake, kTls12, octets, lengths)) {
    joiner.add(record.fragment, at++);
    while (!out.too_long) {
      const Parsed<HandshakeMessage> parsed = joiner.next();
      out.too_long = std::holds_alternative<ParseError>(parsed);
      const auto* got = std::get_if<Got<HandshakeMessage>>(&parsed);
      if (got == nullptr) break;
      out.messages.push_back(got->value);
    }
    if (out.too_long) break;
    if (joiner.pending() > kLimit + kHandshakeHeader) fuzzing::require("too much is held");
  }
  return out;
}

/// Kinds, types and octets: records that are cut otherwise have other offsets.
std::vector<std::string> messages_of(std::string_view wire) {
  std::vector<std::string> out;
  for (const Item& item : items_of(wire).items) {
    if (item.kind == ItemKind::Handshake) out.push_back(to_string(item) + " " + item.octets);
  }
  return out;
}

}  // namespace

void fuzz(std::string_view in) {
  Cursor cursor(in);
  const std::string_view first = cursor.take_octets(1);
  if (first.empty()) return;
  const std::size_t cuts = static_cast<unsigned char>(first.front()) % (kMostCuts + 1);
  std::vector<std::size_t> lengths;
  for (const char octet : cursor.take_octets(cuts))
    lengths.push_back(static_cast<unsigned char>(octet));
  const std::string_view octets = cursor.rest();
  if (join(octets, lengths) != join(octets, {}))
    fuzzing::require("cuts make other messages: " + to_hex(in));
  const std::string cut = records_of(octets, lengths);
  if (messages_of(cut) != messages_of(records_of(octets, {})))
    fuzzing::require("records make other messages: " + to_hex(in));
  fuzzing::require(broken_stream(cut));
}

}  // namespace wireassay
