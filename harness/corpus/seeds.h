// Inputs for fuzz targets under names that say what they are: what they may be called, and how big
// they may be.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wireassay::corpus {

/// Octets of a file name of a seed.
inline constexpr std::size_t kMostName = 64;
/// Octets of a seed. Captures hold a packet for every few octets that were said.
inline constexpr std::size_t kMostSeed = 4096, kMostCapture = 16 * 1024;
/// What a found and mended bug begins its name with: such a seed is never taken away.
inline constexpr std::string_view kRegression = "fix-";

std::size_t most_octets(std::string_view stem);

/// [a-z0-9.-]+, no more than kMostName octets, no name of digits that an engine gave.
bool is_seed_name(std::string_view name);

/// What of a text may be in a name: small letters, digits and single hyphens.
std::string seed_name(std::string_view text);

/// "smtp.rfc5321.rset.forgets-recipients/two" → "rset-forgets-recipients-two": where a case stands
/// is told by its stem and its clause.
std::string name_of_case(std::string_view id);

struct Seed {
  std::string name, octets;
  bool operator==(const Seed&) const = default;
};

/// Seeds by target. The same octets are kept once, under the first name.
class Seeds {
 public:
  /// Empty and big ones are left out. A name that other octets have gets a number behind it.
  void add(std::string_view stem, std::string_view name, std::string octets);
  const std::map<std::string, std::vector<Seed>, std::less<>>& all() const { return all_; }
  /// Empty where there are none.
  const std::vector<Seed>& of(std::string_view stem) const;
  /// Leaves `most` of each target, evenly out of all: neighbours resemble each other.
  void thin_out(std::size_t most);

 private:
  std::map<std::string, std::vector<Seed>, std::less<>> all_;
  std::set<std::pair<std::string, std::string>> names_;
  std::map<std::string, std::set<std::size_t>, std::less<>> hashes_;
};

}  // namespace wireassay::corpus
