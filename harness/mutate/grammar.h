// One row for each shape: where it can be cut, what says a length, and what it may be framed by.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mutate/pieces.h"
#include "mutate/shape.h"

namespace wireassay::mutate {

struct Grammar {
  Shape shape;
  std::string_view name;
  bool text;  ///< lines and decimal numbers, else octets
  std::span<void (*const)(std::string_view, Pieces&)> levels;
  void (*lengths)(std::string_view, Structure&);
  /// "%s" is what is framed; "%n" its length in decimal, "%x" in hexadecimal, "%1" "%2" "%3" in so
  /// many octets.
  std::span<const std::string_view> frames;
  /// Stems of fuzz targets whose words it uses.
  std::span<const std::string_view> stems;
};

const Grammar& grammar_of(Shape shape);

/// `frame` around `inner`; its lengths are off by `off`.
std::string framed(std::string_view frame, std::string_view inner, std::int64_t off);

}  // namespace wireassay::mutate
