#include "wire/tls/handshake.h"

#include <utility>

#include "wire/tls/reader.h"

namespace wireassay::tls {

Parsed<HandshakeMessage> parse_handshake(std::string_view in, std::size_t limit) {
  if (in.size() < kHandshakeHeader) return NeedMore{};
  std::vector<Deviation> none;
  Reader reader(in, none);
  HandshakeMessage message{.type = reader.u8(), .body = {}};
  const std::size_t length = reader.number(3);
  if (length > limit) return ParseError{Errc::TooLong, 1, "length"};
  if (reader.rest().size() < length) return NeedMore{};
  message.body = reader.octets(length);
  return Got<HandshakeMessage>{std::move(message), kHandshakeHeader + length};
}

Field handshake_fields(std::uint8_t type, Field body) {
  body.name = "body";
  body.width = 3;
  return group("handshake", {fixed("type", type, 1), std::move(body)});
}

std::string to_wire(const HandshakeMessage& message) {
  return print(handshake_fields(message.type, fixed("body", message.body)));
}

void Joiner::add(std::string_view fragment, std::size_t at) {
  if (pending() == 0) begins_at_ = at;
  last_at_ = at;
  octets_.erase(0, taken_);
  taken_ = 0;
  octets_.append(fragment);
}

Parsed<HandshakeMessage> Joiner::next() {
  Parsed<HandshakeMessage> message =
      parse_handshake(std::string_view(octets_).substr(taken_), limit_);
  if (const auto* got = std::get_if<Got<HandshakeMessage>>(&message)) {
    taken_ += got->used;
    begins_at_ = last_at_;
  }
  return message;
}

}  // namespace wireassay::tls
