// Cases: their keys, the defaults of their file, their rows (LANGUAGE section 2).
#pragma once

#include <string>
#include <vector>

#include "scenario/load_opening.h"

namespace wireassay::scenario {

/// What the cases of one file share.
struct FileContext {
  Loading& loading;
  const Node& root;  ///< the file's table, for the defaults
  const Openings& openings;
  std::string protocol;
  std::vector<Let> lets;
  Hellos hellos;
  std::size_t& steps_left;  ///< how many expanded steps the file may still have
};

/// One case for each row; lints the case.
std::vector<Case> read_case(const FileContext& context, const Node& table);

/// `[a-z0-9]+(\.[a-z0-9-]+)+`
bool is_case_id(std::string_view text);

}  // namespace wireassay::scenario
