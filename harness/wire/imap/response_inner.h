// Which productions known responses must follow; tables for response.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "wire/imap/faults.h"
#include "wire/imap/response.h"

namespace wireassay::imap {

/// What is wrong with values that a code or a response must have; `end` is the offset behind them.
using ValuesCheck = std::optional<ParseError> (*)(std::span<const Value> values, std::size_t end);

/// resp-text-code by name; nullptr if the code is not known.
ValuesCheck find_response_code(std::string_view name);

/// Adds what a data response (no status response) has against its production. `digits` are those of
/// its number, at `number_offset`.
struct DataNumber {
  std::string_view digits;
  std::size_t offset = 0;
};
void check_data(const Response& response, const DataNumber& number, std::size_t end,
                Faults& faults);

/// msg-att, each item for itself.
void check_msg_att(const Response& response, std::size_t end, Faults& faults);

}  // namespace wireassay::imap
