// The fields that tshark and our decoders both know, and what our decoders say of them.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/agreement/inputs.h"
#include "wire/tls/rules.h"

namespace wireassay::tls::agreement {

/// How the octets of a field are written.
enum class As { Number, Numbers8, Numbers16, Length, Hex, Text };

struct Known {
  std::string_view path;   ///< in the tree of a message, "*" for a name; empty: of records
  std::string_view field;  ///< tshark's
  As as = As::Number;
};
std::span<const Known> known_fields();

/// Values of each field in the order of the octets.
using Values = std::map<std::string_view, std::vector<std::string>>;

/// What one side said. Behind the first octets that cannot be parsed decoders guess, each in its
/// own way: `values` end there.
struct Said {
  Values values;
  bool broken = false;                  ///< some octets cannot be parsed
  std::vector<std::string_view> rules;  ///< that its octets broke
  std::vector<std::string> items;       ///< names of what the stream gave
};

struct Both {
  Said client, server;
};
Both ours(const Input& input);

}  // namespace wireassay::tls::agreement
