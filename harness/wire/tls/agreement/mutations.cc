// Recorded handshakes read from files, and changes to octets that are in the clear.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/cursor.h"
#include "wire/tls/agreement/inputs.h"
#include "wire/tls/stream.h"

namespace wireassay::tls::agreement {
namespace {

/// xorshift: the same numbers on every machine.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 | 1) {}
  std::size_t below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return limit == 0 ? 0 : static_cast<std::size_t>(state_ >> 11) % limit;
  }

 private:
  std::uint64_t state_;
};

/// Octets of a flight before the first record under keys.
std::size_t clear_octets(const std::string& octets) {
  Stream stream;
  stream.feed(octets);
  while (const std::optional<Item> item = stream.next()) {
    if (item->kind == ItemKind::Encrypted) return item->offset;
  }
  return octets.size();
}

void change(std::string& octets, std::size_t clear, Numbers& numbers) {
  const std::size_t at = numbers.below(clear);
  switch (numbers.below(6)) {
    case 0: octets[at] = static_cast<char>(octets[at] ^ 1 << numbers.below(8)); return;
    case 1: octets[at] = static_cast<char>(numbers.below(256)); return;
    case 2: octets[at] = static_cast<char>(numbers.below(2) == 0 ? 0 : 0xff); return;
    case 3: octets.resize(at); return;
    case 4: octets.insert(at, 1 + numbers.below(3), static_cast<char>(numbers.below(256))); return;
    default: octets.erase(at, 1 + numbers.below(3)); return;
  }
}

Input read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string octets((std::istreambuf_iterator<char>(file)), {});
  Input input{path.stem().string(), {}};
  Cursor cursor(octets);
  while (!cursor.at_end()) {
    Flight flight{cursor.take_octets(1) == "<", {}};
    std::size_t size = 0;
    for (const char octet : cursor.take_octets(4))
      size = size << 8 | static_cast<unsigned char>(octet);
    flight.octets = cursor.take_octets(size);
    input.flights.push_back(std::move(flight));
  }
  return input;
}

}  // namespace

std::vector<Input> recordings(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".flights") paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<Input> out;
  for (const std::filesystem::path& path : paths) out.push_back(read(path));
  return out;
}

std::vector<Input> mutations(const std::vector<Input>& from, std::size_t count) {
  std::vector<Input> out;
  for (std::size_t i = 0; i < count && !from.empty(); ++i) {
    Numbers numbers(i + 1);
    Input input = from.at(numbers.below(from.size()));
    const std::size_t most = std::min<std::size_t>(input.flights.size(), 2);
    const std::size_t which = numbers.below(most);
    std::string& octets = input.flights.at(which).octets;
    const std::size_t clear = clear_octets(octets);
    if (clear == 0) continue;
    change(octets, clear, numbers);
    input.name += " change " + std::to_string(i);
    input.flights.resize(which + 1);
    if (octets.empty()) continue;  // tshark counts conversations that have octets
    out.push_back(std::move(input));
  }
  return out;
}

}  // namespace wireassay::tls::agreement
