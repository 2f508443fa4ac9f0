// What tshark says of a capture.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/tls/agreement/fields.h"

namespace wireassay::tls::agreement {

/// What tshark says of one direction of a conversation.
struct Told {
  Values values;
  std::string broken;  ///< why some octets cannot be parsed; empty: they can
};
struct ToldBoth {
  Told client, server;
};

/// One for each of `inputs`. nullopt where tshark cannot be run; `problem` then says why.
std::optional<std::vector<ToldBoth>> ask_tshark(const std::vector<Input>& inputs,
                                                std::string& problem);

}  // namespace wireassay::tls::agreement
