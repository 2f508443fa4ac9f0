#include "corpus/seeds.h"

#include <algorithm>
#include <functional>

namespace wireassay::corpus {
namespace {

constexpr std::size_t kHash = 40;  ///< digits of the name that libFuzzer gives

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

bool looks_like_hash(std::string_view name) {
  const std::string_view digits = name.substr(name.rfind('-') + 1);
  return digits.size() >= kHash && digits.find_first_not_of("0123456789abcdef") == digits.npos;
}

/// "rfc5321", "example", "seed001": which document a case comes from.
bool is_source(std::string_view part) {
  const bool rfc = part.starts_with("rfc") && part.find_first_not_of("0123456789", 3) == part.npos;
  return rfc || part == "example" || part == "mozilla";
}

}  // namespace

std::size_t most_octets(std::string_view stem) {
  const bool capture = stem == "trace_capture" || stem == "trace_pcapng_secrets";
  return capture ? kMostCapture : kMostSeed;
}

bool is_seed_name(std::string_view name) {
  return !name.empty() && name.size() <= kMostName && name.front() != '.' &&
         std::ranges::all_of(name, is_name_char) && !looks_like_hash(name);
}

std::string seed_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (kept)
      name += small;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  // Room for a number.
  if (name.size() > kMostName - 8) name.resize(kMostName - 8);
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "seed" : name;
}

std::string name_of_case(std::string_view id) {
  const std::size_t first = id.find('.');
  if (first == id.npos) return seed_name(id);
  id.remove_prefix(first + 1);
  const std::size_t second = id.find('.');
  if (second != id.npos && is_source(id.substr(0, second))) id.remove_prefix(second + 1);
  return seed_name(id);
}

void Seeds::add(std::string_view stem, std::string_view name, std::string octets) {
  if (octets.empty() || octets.size() > most_octets(stem)) return;
  // Two inputs of one hash: one of them is left out, which costs nothing but a seed.
  if (!hashes_[std::string(stem)].insert(std::hash<std::string>{}(octets)).second) return;
  const std::string wanted = seed_name(name);
  std::string free = wanted;
  for (std::size_t number = 2; !names_.emplace(stem, free).second; ++number)
    free = wanted + "-" + std::to_string(number);
  all_[std::string(stem)].push_back({std::move(free), std::move(octets)});
}

const std::vector<Seed>& Seeds::of(std::string_view stem) const {
  static const std::vector<Seed> kNone;
  const auto found = all_.find(stem);
  return found == all_.end() ? kNone : found->second;
}

void Seeds::thin_out(std::size_t most) {
  for (auto& [stem, seeds] : all_) {
    if (seeds.size() <= most || most == 0) continue;
    std::vector<Seed> left;
    for (std::size_t i = 0; i < most; ++i)
      left.push_back(std::move(seeds[i * seeds.size() / most]));
    seeds = std::move(left);
  }
}

}  // namespace wireassay::corpus
