#include "mutate/operations.h"

#include <algorithm>
#include <array>

#include "core/cursor.h"

namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;
using Change = std::optional<Edit>;

/// Long inputs of one kind of piece: what makes quadratic code slow.
constexpr std::size_t kMaxRepeats = 200;
constexpr std::size_t kMaxNesting = 100;

const Piece& any(const Sight& sight, Random& random) { return random.pick(sight.pieces); }

std::string text_of(const Sight& sight, const Piece& piece) {
  return std::string(sight.octets.substr(piece.at, piece.size));
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// Pieces.

Change delete_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  return Edit{piece.at, piece.size, ""};
}

Change duplicate_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  return Edit{piece.end(), 0, text_of(sight, piece)};
}

Change repeat_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  const std::size_t most = std::min(kMaxRepeats, sight.room / std::max<std::size_t>(piece.size, 1));
  if (piece.size == 0 || most == 0) return std::nullopt;
  return Edit{piece.end(), 0, repeated(text_of(sight, piece), 1 + random.below(most))};
}

Change swap_pieces(const Sight& sight, Random& random) {
  Piece a = any(sight, random), b = any(sight, random);
  if (a.at > b.at) std::swap(a, b);
  if (a.end() > b.at) return std::nullopt;
  const Piece between{a.end(), b.at - a.end()};
  return Edit{a.at, b.end() - a.at,
              text_of(sight, b) + text_of(sight, between) + text_of(sight, a)};
}

Change copy_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  return Edit{any(sight, random).at, 0, text_of(sight, piece)};
}

Change copy_over_piece(const Sight& sight, Random& random) {
  const Piece &from = any(sight, random), &to = any(sight, random);
  return Edit{to.at, to.size, text_of(sight, from)};
}

Change move_piece(const Sight& sight, Random& random) {
  const Piece piece = any(sight, random), to = any(sight, random);
  if (to.at >= piece.at && to.at <= piece.end()) return std::nullopt;
  const bool back = to.at < piece.at;
  const Piece over =
      back ? Piece{to.at, piece.at - to.at} : Piece{piece.end(), to.at - piece.end()};
  const std::string moved = text_of(sight, piece), passed = text_of(sight, over);
  return Edit{std::min(piece.at, over.at), piece.size + over.size,
              back ? moved + passed : passed + moved};
}

Change cut_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  const std::size_t kept = random.below(piece.size + 1);
  if (random.one_in(2)) return Edit{piece.at + kept, piece.size - kept, ""};
  return Edit{piece.at, kept, ""};
}

Change end_within_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  const std::size_t at = piece.at + random.below(piece.size + 1);
  return Edit{at, sight.octets.size() - at, ""};
}

// Words and numbers.

Change word_for_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  return Edit{piece.at, piece.size, random.pick(*sight.words)};
}

Change insert_word(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  return Edit{random.one_in(2) ? piece.at : piece.end(), 0, random.pick(*sight.words)};
}

constexpr auto kBounds = std::to_array<std::string_view>({"0",
                                                          "1",
                                                          "-1",
                                                          "00",
                                                          "2",
                                                          "9",
                                                          "10",
                                                          "99",
                                                          "127",
                                                          "128",
                                                          "255",
                                                          "256",
                                                          "512",
                                                          "998",
                                                          "1000",
                                                          "4096",
                                                          "65535",
                                                          "65536",
                                                          "2147483647",
                                                          "2147483648",
                                                          "4294967295",
                                                          "4294967296",
                                                          "9223372036854775807",
                                                          "9223372036854775808",
                                                          "18446744073709551615",
                                                          "18446744073709551616",
                                                          "99999999999999999999",
                                                          "ffffffff",
                                                          "7fffffffffffffff"});
constexpr auto kEdges =
    std::to_array<std::uint64_t>({0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x3fff, 0x4000, 0x4001, 0x7fff,
                                  0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff});

Change number_at_bound(const Sight& sight, Random& random) {
  if (!sight.grammar->text) {
    const std::size_t at = any(sight, random).at;
    const std::size_t width =
        std::min<std::size_t>(1U << random.below(3), sight.octets.size() - at);
    const Digits digits = random.one_in(4) ? Digits::Little : Digits::Big;
    return Edit{at, width, written(random.pick(kEdges), width, digits)};
  }
  Pieces found;
  numbers(sight.octets, found);
  if (found.empty()) return std::nullopt;
  const Piece& number = random.pick(found);
  return Edit{number.at, number.size, std::string(random.pick(kBounds))};
}

Change number_beside(const Sight& sight, Random& random) {
  Pieces found;
  numbers(sight.octets, found);
  std::erase_if(found, [](const Piece& number) { return number.size > 18; });
  if (found.empty()) return std::nullopt;
  const Piece& number = random.pick(found);
  const auto value = number_at(sight.octets, number.at, number.size, Digits::Decimal);
  const std::uint64_t step = 1 + random.below(2);
  const std::uint64_t beside = random.one_in(2) ? *value + step : *value - std::min(*value, step);
  return Edit{number.at, number.size, std::to_string(beside)};
}

// Lengths.

Change length_beside(const Sight& sight, Random& random) {
  if (sight.structure.lengths.empty()) return std::nullopt;
  const Length& length = random.pick(sight.structure.lengths);
  const auto value = number_at(sight.octets, length.at, length.width, length.digits);
  if (!value) return std::nullopt;
  const std::uint64_t wrong = random.one_in(2) || *value == 0 ? *value + 1 : *value - 1;
  return Edit{length.at, length.width, written(wrong, length.width, length.digits)};
}

Change length_at_bound(const Sight& sight, Random& random) {
  if (sight.structure.lengths.empty()) return std::nullopt;
  const Length& length = random.pick(sight.structure.lengths);
  if (length.digits == Digits::Decimal || length.digits == Digits::Hex)
    return Edit{length.at, length.width, std::string(random.pick(kBounds))};
  return Edit{length.at, length.width, written(random.pick(kEdges), length.width, length.digits)};
}

Change empty_counted(const Sight& sight, Random& random) {
  if (sight.structure.lengths.empty()) return std::nullopt;
  const Piece& counted = random.pick(sight.structure.lengths).counted;
  return Edit{counted.at, random.one_in(2) ? counted.size : random.below(counted.size + 1), ""};
}

// Lines and frames.

constexpr auto kLineEnds =
    std::to_array<std::string_view>({"\r\n", "\n", "\r", "\r\r\n", "\n\r", "", "\r\n\r\n", "\r\n ",
                                     "\r\n\t", "\r\n.\r\n", " \r\n", "\0\r\n"sv});

Change other_line_end(const Sight& sight, Random& random) {
  if (!sight.grammar->text) return std::nullopt;
  Pieces found;
  lines(sight.octets, found);
  const Piece& line = random.pick(found);
  const std::size_t text = sight.octets.substr(line.at, line.size).find_last_not_of("\r\n") + 1;
  return Edit{line.at + text, line.size - text, std::string(random.pick(kLineEnds))};
}

constexpr auto kLineStarts = std::to_array<std::string_view>(
    {".", "..", ".\r\n", " ", "\t", "\r\n", "~C", "~S", "~T", "~1", "~2", "* ", "+ ", "a ", "#"});

Change other_line_start(const Sight& sight, Random& random) {
  if (!sight.grammar->text) return std::nullopt;
  Pieces found;
  lines(sight.octets, found);
  return Edit{random.pick(found).at, 0, std::string(random.pick(kLineStarts))};
}

/// "250 x" gets a line "250-x" before it, or is changed into one.
Change continue_reply(const Sight& sight, Random& random) {
  Pieces found;
  lines(sight.octets, found);
  std::erase_if(found, [&](const Piece& line) {
    const std::string_view code = sight.octets.substr(line.at, 3);
    return line.size < 5 || !std::ranges::all_of(code, is_digit);
  });
  if (!sight.grammar->text || found.empty()) return std::nullopt;
  const Piece& line = random.pick(found);
  const bool dash = octet(sight.octets, line.at + 3) == '-';
  if (random.one_in(2)) return Edit{line.at + 3, 1, dash ? " " : "-"};
  const std::size_t times = random.one_in(4) ? 1 + random.below(kMaxRepeats) : 1;
  std::string copy = text_of(sight, line);
  copy.replace(3, 1, "-");
  if (copy.size() * times > sight.room) return std::nullopt;
  return Edit{line.at, 0, repeated(copy, times)};
}

/// What is framed is a piece; the frame's length is right, or, one time in four, beside it.
Change frame_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  const std::int64_t off = random.one_in(4) ? (random.one_in(2) ? 1 : -1) : 0;
  return Edit{piece.at, piece.size,
              framed(random.pick(sight.grammar->frames), text_of(sight, piece), off)};
}

Change nest_piece(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  const std::string_view frame = random.pick(sight.grammar->frames);
  std::string inner = text_of(sight, piece);
  const std::size_t depth = 2 + random.below(random.one_in(4) ? kMaxNesting : 4);
  for (std::size_t i = 0; i < depth; ++i) {
    std::string outer = framed(frame, inner, 0);
    if (outer.size() > piece.size + sight.room) break;
    inner = std::move(outer);
  }
  return Edit{piece.at, piece.size, std::move(inner)};
}

Change other_case(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  std::string text = text_of(sight, piece);
  for (char& c : text) c = to_upper(c) == c ? to_lower(c) : to_upper(c);
  return Edit{piece.at, piece.size, std::move(text)};
}

constexpr auto kOdd = std::to_array<std::string_view>(
    {"\0"sv, "\x7f", "\xff", "\xc3\xa9", "\xf0\x9f\x93\xa7", "\xed\xa0\x80", "\xc0\xaf", "\xc3",
     "\t", " ", "  ", "\\", "\"", "%", "=", "&", "+", "\x1b"});

Change insert_odd(const Sight& sight, Random& random) {
  const Piece& piece = any(sight, random);
  return Edit{piece.at + random.below(piece.size + 1), 0, std::string(random.pick(kOdd))};
}

constexpr auto kOperations = std::to_array<Operation>({
    {"delete-piece", delete_piece},
    {"duplicate-piece", duplicate_piece},
    {"repeat-piece", repeat_piece},
    {"swap-pieces", swap_pieces},
    {"copy-piece", copy_piece},
    {"copy-over-piece", copy_over_piece},
    {"move-piece", move_piece},
    {"cut-piece", cut_piece},
    {"end-within-piece", end_within_piece},
    {"word-for-piece", word_for_piece},
    {"insert-word", insert_word},
    {"number-at-bound", number_at_bound},
    {"number-beside", number_beside},
    {"length-beside", length_beside},
    {"length-at-bound", length_at_bound},
    {"empty-counted", empty_counted},
    {"other-line-end", other_line_end},
    {"other-line-start", other_line_start},
    {"continue-reply", continue_reply},
    {"frame-piece", frame_piece},
    {"nest-piece", nest_piece},
    {"other-case", other_case},
    {"insert-odd", insert_odd},
});

}  // namespace

std::span<const Operation> operations() { return kOperations; }

}  // namespace wireassay::mutate
