// Regular expressions of `{ re = '…' }`, compiled once at load; RE2 stays behind this header.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wireassay::scenario {

/// Limits of LANGUAGE section 5: a hostile server must not make the judge slow.
struct RegexLimits {
  static constexpr std::size_t kExpression = 1024;
  static constexpr std::size_t kSubject = 64 * 1024;  ///< only so much of a value is searched
  static constexpr int kMemory = 8 * 1024 * 1024;
  static constexpr int kGroups = 32;
};

class Regex {
 public:
  virtual ~Regex() = default;
  /// Names of groups; they bind like holes.
  virtual const std::vector<std::string>& names() const = 0;
  /// Unanchored; appends (name, octets) for each named group that took part.
  virtual bool search(std::string_view value,
                      std::vector<std::pair<std::string_view, std::string_view>>& groups) const = 0;
};

/// The compiled expression, safe to share between threads; or what is wrong with it.
std::expected<std::shared_ptr<const Regex>, std::string> compile_regex(std::string_view expression);

}  // namespace wireassay::scenario
