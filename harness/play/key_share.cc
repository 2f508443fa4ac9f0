#include "play/hello_builder.h"
#include "scenario/template.h"
#include "wire/tls/registry.h"

namespace wireassay::play {
namespace {

std::string from_hex(std::string_view digits) {
  return scenario::parse_hex(digits).value_or(std::string());
}

}  // namespace

std::string valid_share(std::uint16_t group) {
  constexpr std::uint16_t kSecp256r1 = 23, kSecp384r1 = 24, kSecp521r1 = 25, kX25519 = 29,
                          kX448 = 30, kFfdhe2048 = 256, kFfdhe8192 = 260;
  const std::size_t octets = tls::share_octets(group);
  if (group == kX25519 || group == kX448) {  // RFC 7748 section 4: u of the base point
    std::string u(octets, '\0');
    u[0] = group == kX25519 ? 9 : 5;
    return u;
  }
  if (group >= kFfdhe2048 && group <= kFfdhe8192) {  // RFC 7919 appendix A: the generator is 2
    std::string y(octets, '\0');
    y.back() = 2;
    return y;
  }
  // SEC 2, version 2.0, sections 2.4.2, 2.5.1 and 2.6.1: the base points.
  if (group == kSecp256r1)
    return from_hex(
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
  if (group == kSecp384r1)
    return from_hex(
        "04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e38"
        "72760ab73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a"
        "431d7c90ea0e5f");
  if (group == kSecp521r1)
    return from_hex(
        "0400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1d"
        "c127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb42c7d1bd998f5444957"
        "9b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650");
  return {};
}

}  // namespace wireassay::play
