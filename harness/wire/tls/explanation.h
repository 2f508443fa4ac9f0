// Octets with their fields beside them: lines of text, and what is odd.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/event.h"
#include "wire/tls/field.h"

namespace wireassay::tls {

/// Oddities that break no syntax.
namespace oddity {
inline constexpr std::string_view kTls10 = "tls.deprecated-1.0";
inline constexpr std::string_view kTls11 = "tls.deprecated-1.1";
inline constexpr std::string_view kRc4 = "tls.rc4-suite";
inline constexpr std::string_view kEmptyBlock = "tls.empty-extensions";
inline constexpr std::string_view kSha1 = "tls.certificate-sha1";
inline constexpr std::string_view kJoined = "tls.joined-message";
}  // namespace oddity

/// "0094"
std::string offset_text(std::size_t value);
/// "1 octet", "2 octets"
std::string octets_text(std::size_t count);
/// "16 03 02", the first ones
std::string spaced(std::string_view octets);

class Explanation {
 public:
  void heading(std::size_t at, const std::string& text);
  /// A field: all of its octets are shown unless they are many.
  void line(std::size_t at, std::string_view octets, std::string_view name, std::size_t depth,
            const std::string& meaning, std::string_view clause);
  void remark(const std::string& text);
  void odd(std::string_view rule, std::size_t at) { oddities_.emplace_back(at, rule); }
  /// All lines, then the oddities with their clauses and sentences.
  std::string finish();

 private:
  void oddity_lines(std::size_t at, std::string_view id);

  std::string out_;
  std::vector<std::pair<std::size_t, std::string_view>> oddities_;
  std::size_t lines_ = 0;
};

/// A message's octets, and where each of them lies in the input.
struct Placed {
  std::string octets;
  std::vector<std::pair<std::size_t, std::size_t>> pieces;  ///< place in octets, place in the input

  void add(std::string_view more, std::size_t at) {
    if (more.empty()) return;
    pieces.emplace_back(octets.size(), at);
    octets += more;
  }
  std::size_t place(std::size_t offset) const {
    std::size_t at = offset;
    for (const auto& [begin, input] : pieces)
      if (begin <= offset) at = input + (offset - begin);
    return at;
  }
  void drop(std::size_t count) {
    std::vector<std::pair<std::size_t, std::size_t>> left;
    if (count < octets.size()) left.emplace_back(0, place(count));
    for (const auto& [begin, input] : pieces)
      if (begin > count) left.emplace_back(begin - count, input);
    pieces = std::move(left);
    octets.erase(0, count);
  }
};

/// Walks the fields of a message along its octets.
class Walk {
 public:
  Walk(Explanation& out, const Placed& message, std::size_t at, std::uint16_t version)
      : out_(out), message_(message), at_(at), version_(version) {}

  void field(const Field& field, const std::string& path, std::size_t depth);
  /// What no field has taken.
  void rest();

 private:
  std::size_t place(std::string_view came) const;
  std::string_view take(std::size_t size);
  void leaf(const Field& field, const std::string& path, std::size_t depth);

  Explanation& out_;
  const Placed& message_;
  std::size_t at_;
  std::uint16_t version_;
  bool lost_ = false;
};

}  // namespace wireassay::tls
