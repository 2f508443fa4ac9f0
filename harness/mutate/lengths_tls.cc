// Lengths in TLS, whatever a target has in front: records, messages, hellos, lists of extensions,
// DER, and any vector that ends exactly where the octets around it do.
#include <algorithm>
#include <array>

#include "mutate/pieces.h"
#include "wire/tls/registry.h"

namespace wireassay::mutate {
namespace {

constexpr std::size_t kMaxDepth = 8;
/// A vector's length is looked for in so many octets.
constexpr std::size_t kMaxLook = 256;
/// Octets that a target may have before the first record or message.
constexpr std::size_t kMaxFront = 4;

/// A list whose elements fill it: so many octets, a length, what it counts, octets behind.
struct Tile {
  std::size_t before, width, behind;
  bool (*begins)(std::string_view text, std::size_t at);
};

bool is_record(std::string_view text, std::size_t at) {
  const int type = octet(text, at);
  return type >= tls::content::kChangeCipherSpec && type <= tls::content::kHeartbeat &&
         octet(text, at + 1) == 3 && octet(text, at + 2) <= 4;
}
bool is_message(std::string_view text, std::size_t at) {
  const int type = octet(text, at);
  return type >= 0 &&
         !tls::name_of(tls::Registry::HandshakeType, static_cast<std::uint16_t>(type)).empty();
}
bool is_anything(std::string_view /*text*/, std::size_t /*at*/) { return true; }

constexpr auto kOuter = std::to_array<Tile>({{3, 2, 0, is_record}, {1, 3, 0, is_message}});
constexpr auto kInner = std::to_array<Tile>({
    {2, 2, 0, is_anything},  // extensions, shares of keys
    {0, 3, 2, is_anything},  // certificates with their extensions
    {0, 3, 0, is_anything},  // certificates
    {0, 2, 0, is_anything},
    {0, 1, 0, is_anything},  // protocols of ALPN
});

class Finder {
 public:
  Finder(std::string_view text, Structure& out) : text_(text), out_(out) {}

  void find() {
    for (std::size_t front = 0; front <= std::min(kMaxFront, text_.size()); ++front) {
      for (const Tile& tile : kOuter)
        if (add_tiles({front, text_.size() - front}, tile, 0)) return;
    }
    region({0, text_.size()}, 0);
  }

 private:
  void region(Piece in, std::size_t depth) {
    if (in.size == 0 || depth > kMaxDepth || out_.full()) return;
    for (const Tile& tile : kOuter)
      if (add_tiles(in, tile, depth)) return;
    if (add_der(in, depth)) return;
    hello(in);
    for (const Tile& tile : kInner)
      if (add_tiles(in, tile, depth)) return;
    last_vector(in, depth);
  }

  /// True if `in` is nothing but such elements; then they are added, and what is in them.
  bool add_tiles(Piece in, const Tile& tile, std::size_t depth) {
    Pieces elements;
    for (std::size_t at = in.at; at < in.end();) {
      const auto size =
          number_at(text_.substr(0, in.end()), at + tile.before, tile.width, Digits::Big);
      const std::size_t header = tile.before + tile.width;
      if (!size || !tile.begins(text_, at) || *size + header + tile.behind > in.end() - at)
        return false;
      elements.push_back({at, header + static_cast<std::size_t>(*size) + tile.behind});
      at = elements.back().end();
      if (elements.size() > kMaxPieces) return false;
    }
    for (const Piece& element : elements) {
      const Piece body{element.at + tile.before + tile.width,
                       element.size - tile.before - tile.width - tile.behind};
      out_.add({element.at + tile.before, tile.width, Digits::Big, body}, element);
      region(body, depth + 1);
    }
    return !elements.empty();
  }

  /// Values of DER: a tag, a length in one of its forms.
  bool add_der(Piece in, std::size_t depth) {
    if ((octet(text_, in.at) & 0x3f) != 0x30 && (octet(text_, in.at) & 0xe0) != 0xa0) return false;
    for (std::size_t at = in.at; at < in.end() && !out_.full();) {
      const int first = octet(text_, at + 1);
      if (first < 0) return true;
      const std::size_t wide = first > 0x80 && first <= 0x83 ? std::size_t(first - 0x80) : 0;
      if (first >= 0x80 && wide == 0) return true;
      const std::size_t length_at = wide > 0 ? at + 2 : at + 1;
      const std::size_t width = std::max<std::size_t>(wide, 1);
      const auto size = number_at(text_, length_at, width, Digits::Big);
      const std::size_t from = length_at + width;
      if (!size || from > in.end() || *size > in.end() - from) return true;
      const Piece body{from, static_cast<std::size_t>(*size)};
      out_.add({length_at, width, Digits::Big, body}, {at, body.end() - at});
      if ((octet(text_, at) & 0x20) != 0 && depth < kMaxDepth) (void)add_der(body, depth + 1);
      at = body.end();
    }
    return true;
  }

  /// session_id and cipher_suites, which stand before what ends with the message.
  void hello(Piece in) {
    constexpr std::size_t kSession = 34;
    if (octet(text_, in.at) != 3 || in.size <= kSession) return;
    const std::size_t after = vector_at(in, in.at + kSession, 1);
    if (after != 0) (void)vector_at(in, after, 2);
  }

  /// Adds it; its end, or 0.
  std::size_t vector_at(Piece in, std::size_t at, std::size_t width) {
    const auto size = number_at(text_.substr(0, in.end()), at, width, Digits::Big);
    if (!size || *size > in.end() - at - width) return 0;
    const Piece body{at + width, static_cast<std::size_t>(*size)};
    out_.add({at, width, Digits::Big, body}, {at, width + body.size});
    return body.end();
  }

  /// The first vector that ends where `in` does.
  void last_vector(Piece in, std::size_t depth) {
    for (std::size_t at = in.at; at < in.end() && at < in.at + kMaxLook; ++at) {
      for (const std::size_t width : {3U, 2U, 1U}) {
        if (at + width >= in.end()) continue;
        const std::size_t left = in.end() - at - width;
        if (number_at(text_, at, width, Digits::Big) != left) continue;
        out_.add({at, width, Digits::Big, {at + width, left}}, {at, width + left});
        return region({at + width, left}, depth + 1);
      }
    }
  }

  std::string_view text_;
  Structure& out_;
};

}  // namespace

void tls_lengths(std::string_view text, Structure& out) { Finder(text, out).find(); }

}  // namespace wireassay::mutate
