// Values that must not reach a transcript, a report or a log, and the one place that removes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wireassay {

/// A set of secret octet strings. Masking keeps the length, so that offsets into a stream stay
/// true.
class Secrets {
 public:
  static constexpr std::size_t kShortest = 4;  ///< shorter values would mask innocent text

  /// Adds a value; values shorter than kShortest are ignored.
  void add(std::string_view value);
  /// `octets` with each occurrence of a secret replaced by as many asterisks.
  std::string mask(std::string_view octets) const;
  bool empty() const { return values_.empty(); }

 private:
  std::vector<std::string> values_;  // longest first, so that a secret inside a secret goes with it
};

}  // namespace wireassay
