// Where tshark and our decoders differ, and why: data of the test.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/agreement/tshark.h"

namespace wireassay::tls::agreement {

/// The field of a difference that is about octets that cannot be parsed, not about a value.
inline constexpr std::string_view kBroken = "broken";

/// One field of one direction of one input.
struct Difference {
  const Input* input = nullptr;
  bool from_server = false;
  std::string_view field;
  std::vector<std::string> ours, theirs;
  const Said* said = nullptr;
  const Told* told = nullptr;
};

struct Kind {
  std::string_view name, why;
  bool (*is)(const Difference&) = nullptr;
  std::size_t most = 0;  ///< differences that are seen, and some: a kind that grows hides something
};

/// The first that fits is the kind of a difference.
std::span<const Kind> kinds();

std::vector<Difference> differences(const Input& input, const Both& ours, const ToldBoth& theirs);

}  // namespace wireassay::tls::agreement
