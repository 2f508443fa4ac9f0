// Walks over the octets of a message that is all there, and notes what is wrong with them instead
// of giving up: numbers, opaque fields and vectors as in RFC 8446 section 3.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "core/parsed.h"
#include "wire/tls/rules.h"

namespace wireassay::tls {

/// What is noted of one message at most: behind it, only the octets tell.
inline constexpr std::size_t kMaxAnomalies = 64;

/// A value, whatever the octets were like, and what was wrong with them: id of a rule and offset
/// from the first octet of the input, in the order of reading.
template <class T>
struct Decoded {
  T value;
  std::vector<Deviation> anomalies;
  bool operator==(const Decoded&) const = default;
};

/// Bounds of a vector in octets, and the size of its elements.
struct Bounds {
  std::size_t least = 0;
  std::size_t most = 0xffffff;
  std::size_t element = 1;
};

class Reader {
 public:
  Reader(std::string_view in, std::vector<Deviation>& anomalies, std::size_t base = 0)
      : cursor_(in, base), anomalies_(&anomalies) {}

  bool at_end() const { return cursor_.at_end(); }
  std::size_t offset() const { return cursor_.offset(); }
  std::string_view rest() const { return cursor_.rest(); }

  /// Big-endian number of 1 to 4 octets; 0 and an anomaly if they are not there, and then nothing
  /// is left.
  std::uint32_t number(std::size_t octets);
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }

  /// As many octets as there are, at most `n`; fewer are an anomaly.
  std::string_view octets(std::size_t n);
  /// All that is left.
  std::string_view take_rest() { return cursor_.take_octets(cursor_.rest().size()); }

  /// A vector with a length of `width` octets in front. One that reaches beyond the end is cut off
  /// there; both that and a length out of bounds are anomalies at its length.
  Reader vector(std::size_t width, const Bounds& bounds = {});

  /// Notes an anomaly here, or where `at` says.
  void note(std::string_view rule) { note(rule, offset()); }
  void note(std::string_view rule, std::size_t at);
  /// Octets that are left are an anomaly; they are taken.
  std::string_view end();

 private:
  Cursor cursor_;
  std::vector<Deviation>* anomalies_;
};

}  // namespace wireassay::tls
