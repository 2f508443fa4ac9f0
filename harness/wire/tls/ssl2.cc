#include "wire/tls/ssl2.h"

#include <utility>

namespace wireassay::tls {
namespace {

constexpr std::uint16_t kHighestBit = 0x8000;

}  // namespace

Parsed<std::string> parse_ssl2_body(std::string_view in) {
  if (in.empty()) return NeedMore{};
  if (!is_non_ascii(in.front())) return ParseError{Errc::Malformed, 0, "msg_length"};
  if (in.size() < 2) return NeedMore{};
  std::vector<Deviation> none;
  Reader reader(in, none);
  const std::size_t length = reader.u16() & ~std::size_t{kHighestBit};
  if (reader.rest().size() < length) return NeedMore{};
  return Got<std::string>{std::string(reader.octets(length)), length + 2};
}

Decoded<Ssl2Hello> decode_ssl2_hello(std::string_view body) {
  Decoded<Ssl2Hello> out;
  Ssl2Hello& hello = out.value;
  Reader reader(body, out.anomalies);
  reader.note(rule::kSsl2Hello);
  hello.type = reader.u8();
  hello.version = reader.u16();
  const std::size_t lengths_at = reader.offset();
  const std::size_t specs = reader.u16(), id = reader.u16(), challenge = reader.u16();
  if (specs == 0 || specs % 3 != 0 || (id != 0 && id != 16) || challenge < 16 || challenge > 32)
    reader.note(rule::kSsl2Lengths, lengths_at);
  std::vector<Deviation> odd;  // told above
  Reader list(reader.octets(specs), odd);
  while (list.rest().size() >= 3) hello.cipher_specs.push_back(list.number(3));
  hello.session_id = reader.octets(id);
  hello.challenge = reader.octets(challenge);
  reader.end();
  return out;
}

Field fields(const Ssl2Hello& hello) {
  std::string specs;
  for (const std::uint32_t spec : hello.cipher_specs) specs += number(spec, 3);
  Field body = group(
      "body", {fixed("type", hello.type, 1), fixed("version", hello.version, 2),
               fixed("cipher_specs_length", specs.size(), 2),
               fixed("session_id_length", hello.session_id.size(), 2),
               fixed("challenge_length", hello.challenge.size(), 2), fixed("cipher_specs", specs),
               fixed("session_id", hello.session_id), fixed("challenge", hello.challenge)});
  const std::size_t length = 9 + specs.size() + hello.session_id.size() + hello.challenge.size();
  return group("", {fixed("length", kHighestBit | length, 2), std::move(body)});
}

std::string to_wire(const Ssl2Hello& hello) { return print(fields(hello)); }

}  // namespace wireassay::tls
