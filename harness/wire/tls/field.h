// Messages as trees of named fields, printed inside out: how everything of TLS is encoded, so that
// every octet and every length can be made wrong on its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::tls {

/// Big-endian, `width` octets; what does not fit is cut off above.
std::string number(std::uint64_t value, std::size_t width);

/// One field: a length of `width` octets (none if 0), then `octets` and `parts`.
struct Field {
  std::string name;
  std::size_t width = 0;
  std::string octets;
  std::vector<Field> parts;
};

Field fixed(std::string name, std::string octets);
Field fixed(std::string name, std::uint64_t value, std::size_t width);
Field vector(std::string name, std::size_t width, std::string octets);
Field vector(std::string name, std::size_t width, std::vector<Field> parts);
Field group(std::string name, std::vector<Field> parts);

/// One change to what would be right.
struct Override {
  enum class What { Value, Length };
  enum class Op {
    Set,     ///< a length: `number`; a value: `octets`
    Add,     ///< to a length, modulo its width; to the last 8 octets of a value as a number
    Xor,     ///< `octets` over the value from `at` on, as far as it reaches
    Insert,  ///< `octets` before octet `at`; without `at` behind the last
    Drop,    ///< `number` octets from `at` on; without `at` the last ones
    Cut,     ///< the value keeps its first `number` octets
  };
  std::string path;  ///< names from the root's parts down: "extensions.server_name"
  What what = What::Value;
  Op op = Op::Set;
  std::int64_t number = 0;
  std::string octets;
  std::optional<std::size_t> at;
};

/// Octets of a value after `change`; a length knows only Set and Add.
std::string changed(std::string value, const Override& change);
std::uint64_t changed(std::uint64_t length, const Override& change);

/// The octets. Changes to a field are made in the order given, after those to its parts; its length
/// is computed last, and then changed. `root` itself has the path "".
std::string print(const Field& root, const std::vector<Override>& changes = {});

/// Paths that `root` has, in the order of their octets.
std::vector<std::string> paths(const Field& root);

/// The field of that path, or nullptr.
const Field* find(const Field& root, std::string_view path);

}  // namespace wireassay::tls
