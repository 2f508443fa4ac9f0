// Where an input can be cut: lines, turns of a dialogue, tokens, numbers, groups in brackets, and
// fields that say a length. Any octets will do; what is no such thing gives no piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::mutate {

/// Of one kind and input; more are not looked for.
inline constexpr std::size_t kMaxPieces = 4096;

struct Piece {
  std::size_t at = 0, size = 0;
  std::size_t end() const { return at + size; }
  bool operator==(const Piece&) const = default;
};
using Pieces = std::vector<Piece>;

/// How a length is written.
enum class Digits { Big, Little, Decimal, Hex };

/// A length at `at`, and the octets that it counts. Its number may count others besides (a header):
/// repairing adds to it what `counted` has grown by.
struct Length {
  std::size_t at = 0, width = 0;
  Digits digits = Digits::Big;
  Piece counted;
  bool operator==(const Length&) const = default;
};

/// What a shape finds: lengths, and the pieces that belong together with their length.
struct Structure {
  std::vector<Length> lengths;
  Pieces units;

  void add(const Length& length, Piece unit);
  bool full() const { return lengths.size() >= kMaxPieces; }
};

/// The octet, or -1 beyond the end.
inline int octet(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : -1;
}
/// A number of `width` octets; nullopt beyond the end.
std::optional<std::uint64_t> number_at(std::string_view text, std::size_t at, std::size_t width,
                                       Digits digits);
/// `value` as a length is written; of octets as many as `width`, of digits as many as it takes.
std::string written(std::uint64_t value, std::size_t width, Digits digits);

// Splitters: pieces in order; they do not overlap but for groups.
void lines(std::string_view text, Pieces& out);    ///< with their CRLF, LF or CR
void turns(std::string_view text, Pieces& out);    ///< "~C…" of fuzz/dialogue.h, "~2…", "~+…"
void blocks(std::string_view text, Pieces& out);   ///< up to behind an empty line
void tokens(std::string_view text, Pieces& out);   ///< words, without what stands between
void numbers(std::string_view text, Pieces& out);  ///< decimal digits
void groups(std::string_view text, Pieces& out);   ///< "(…)", "[…]", "{…}", "<…>", quoted strings
void words16(std::string_view text, Pieces& out);  ///< two octets each
void runs(std::string_view text, Pieces& out);     ///< eight octets each

// What says a length.
void no_lengths(std::string_view text, Structure& out);
void bdat_lengths(std::string_view text, Structure& out);     ///< "BDAT 5 LAST"
void literal_lengths(std::string_view text, Structure& out);  ///< "{5}", "{5+}", "~{5}"
void http_lengths(std::string_view text, Structure& out);     ///< chunks, Content-Length
void tls_lengths(std::string_view text, Structure& out);
void capture_lengths(std::string_view text, Structure& out);
void frame_lengths(std::string_view text, Structure& out);
void sealed_lengths(std::string_view text, Structure& out);
void segment_lengths(std::string_view text, Structure& out);
void said_lengths(std::string_view text, Structure& out);

}  // namespace wireassay::mutate
