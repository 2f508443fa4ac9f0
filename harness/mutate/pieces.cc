// Splitters of text and octets.
#include "mutate/pieces.h"

#include <algorithm>
#include <array>

#include "core/cursor.h"

namespace wireassay::mutate {

void Structure::add(const Length& length, Piece unit) {
  if (full()) return;
  lengths.push_back(length);
  units.push_back(unit);
}

std::optional<std::uint64_t> number_at(std::string_view text, std::size_t at, std::size_t width,
                                       Digits digits) {
  if (at > text.size() || width > text.size() - at) return std::nullopt;
  const bool of_octets = digits == Digits::Big || digits == Digits::Little;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t place = digits == Digits::Little ? at + width - 1 - i : at + i;
    const auto c = static_cast<unsigned char>(text[place]);
    if (of_octets) {
      value = value << 8U | c;
      continue;
    }
    const unsigned char lower = c | 0x20U;
    value = value * (digits == Digits::Hex ? 16 : 10) +
            (c <= '9' ? c - std::uint64_t{'0'} : lower - std::uint64_t{'a'} + 10);
  }
  return value;
}

std::string written(std::uint64_t value, std::size_t width, Digits digits) {
  if (digits == Digits::Decimal) return std::to_string(value);
  std::string out;
  if (digits == Digits::Hex) {
    do {
      out.insert(out.begin(), "0123456789abcdef"[value % 16]);
      value /= 16;
    } while (value != 0);
    return out;
  }
  for (std::size_t i = 0; i < width; ++i, value >>= 8U) out += static_cast<char>(value & 0xffU);
  if (digits == Digits::Big) std::ranges::reverse(out);
  return out;
}

void lines(std::string_view text, Pieces& out) {
  for (std::size_t at = 0; at < text.size() && out.size() < kMaxPieces;) {
    std::size_t end = text.find_first_of("\r\n", at);
    if (end == std::string_view::npos) {
      end = text.size();
    } else {
      end += text.substr(end, 2) == "\r\n" ? 2 : 1;
    }
    out.push_back({at, end - at});
    at = end;
  }
}

void turns(std::string_view text, Pieces& out) {
  const auto is_mark = [&](std::size_t at) {
    const int who = octet(text, at + 1);
    return (who >= 'A' && who <= 'Z') || (who >= '0' && who <= '9') || who == '+';
  };
  std::size_t from = 0;
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (!is_mark(at)) continue;
    if (at > from) out.push_back({from, at - from});
    from = at;
    if (out.size() >= kMaxPieces) return;
  }
  if (from > 0 || (!text.empty() && text.front() == '~')) out.push_back({from, text.size() - from});
}

void blocks(std::string_view text, Pieces& out) {
  Pieces all;
  lines(text, all);
  std::size_t from = 0;
  for (const Piece& line : all) {
    const bool empty =
        text.substr(line.at, line.size).find_first_not_of("\r\n") == std::string_view::npos;
    if (!empty) continue;
    out.push_back({from, line.end() - from});
    from = line.end();
  }
  if (!out.empty() && from < text.size()) out.push_back({from, text.size() - from});
}

namespace {

template <class Allowed>
void runs_of(std::string_view text, Pieces& out, const Allowed& allowed) {
  for (std::size_t at = 0; at < text.size() && out.size() < kMaxPieces;) {
    std::size_t end = at;
    while (end < text.size() && allowed(text[end])) ++end;
    if (end > at) out.push_back({at, end - at});
    at = end + 1;
  }
}

void steps_of(std::string_view text, Pieces& out, std::size_t size) {
  for (std::size_t at = 0; at + size <= text.size() && out.size() < kMaxPieces; at += size)
    out.push_back({at, size});
}

constexpr std::array<std::string_view, 4> kBrackets = {"()", "[]", "{}", "<>"};

}  // namespace

void tokens(std::string_view text, Pieces& out) {
  constexpr std::string_view kBetween = " \t\r\n,;:=()[]{}<>\"/@~";
  runs_of(text, out, [&](char c) { return kBetween.find(c) == std::string_view::npos; });
}

void numbers(std::string_view text, Pieces& out) { runs_of(text, out, is_digit); }

void groups(std::string_view text, Pieces& out) {
  std::array<std::vector<std::size_t>, kBrackets.size()> open;
  std::optional<std::size_t> quote;
  for (std::size_t at = 0; at < text.size() && out.size() < kMaxPieces; ++at) {
    if (text[at] == '\\') {
      ++at;
      continue;
    }
    if (text[at] == '"') {
      if (quote) out.push_back({*quote, at + 1 - *quote});
      quote = quote ? std::nullopt : std::optional(at);
    }
    for (std::size_t i = 0; i < kBrackets.size(); ++i) {
      if (text[at] == kBrackets[i].front()) open[i].push_back(at);
      if (text[at] != kBrackets[i].back() || open[i].empty()) continue;
      out.push_back({open[i].back(), at + 1 - open[i].back()});
      open[i].pop_back();
    }
  }
}

void words16(std::string_view text, Pieces& out) { steps_of(text, out, 2); }
void runs(std::string_view text, Pieces& out) { steps_of(text, out, 8); }

}  // namespace wireassay::mutate
