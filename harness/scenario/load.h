// Loads scenario files: TOML to cases, every mistake with file, line and column.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "scenario/model.h"

namespace wireassay::scenario {

/// Named limits of a scenario file (LANGUAGE section 1).
struct Limits {
  std::size_t file_octets = 1024 * 1024;
  std::size_t nesting = 16;
  std::size_t cases = 500;
  std::size_t rows = 1000;
  std::size_t steps = 1000;
  std::size_t variables = 1000;         ///< of the file and of a case, together
  std::size_t hellos = 500;             ///< named ClientHellos of a file
  std::size_t expanded_steps = 50'000;  ///< of all rows of all cases of a file together
  std::size_t send_octets = 64 * 1024 * 1024;
  std::size_t expression_octets = 1024;
  std::size_t regex_octets = 1024;
  std::size_t regexes = 1000;  ///< of a file
  std::size_t attached_file_octets = 16 * 1024 * 1024;
};

/// What the loader must know beside the files.
struct LoadContext {
  std::vector<const DialectInfo*> dialects;
  std::vector<std::string>
      paths;                 ///< files or folders, searched for *.toml but for _begin/ and targets/
  std::string openings_dir;  ///< scenarios/_begin
  std::string ids_file;      ///< list of published ids, or empty
  Limits limits;
};

struct Suite {
  std::vector<Case> cases;  ///< natural order of files, then the order in the file, rows in order
  std::vector<Problem> problems;  ///< any: nothing may be played
};

Suite load_suite(const LoadContext& context);
/// The same for text in memory (tests, fuzzing); `openings` is the text of _begin files by
/// protocol.
Suite load_text(std::string_view text, const std::string& file,
                const std::map<std::string, std::string>& openings, const LoadContext& context);

/// JSON Schema (draft 2020-12) for scenario files, from the same tables.
std::string json_schema(const std::vector<const DialectInfo*>& dialects);

}  // namespace wireassay::scenario
