// Whether the sentences that cases quote stand in the RFCs, word for word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.h"

namespace wireassay::cli {

/// An RFC's text with page headers, footers and form feeds taken out and white space folded to one
/// space.
std::string fold_rfc(std::string_view text);
/// White space folded to one space, none at the ends.
std::string fold(std::string_view text);

/// A problem for each case whose quote does not stand in rfcNNNN.txt of the folder. Cases whose
/// text is not at hand are counted.
struct QuoteCheck {
  std::vector<scenario::Problem> problems;
  std::size_t checked = 0, absent = 0;
};
QuoteCheck check_quotes(const std::vector<scenario::Case>& cases, const std::string& folder);

}  // namespace wireassay::cli
