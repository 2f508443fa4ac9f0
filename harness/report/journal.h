// The text of a journal: a head line, then a line for each case as it ended.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "judge/verdict.h"

namespace wireassay::report {

/// What a journal belongs to; `--resume` goes on only with the same.
struct JournalHead {
  std::vector<std::string> targets;
  std::string reading;
  std::string shard;  ///< "1/1"
  std::string suite;  ///< fingerprint of the ids that were chosen
};
/// Without its line end.
std::string head_line(const JournalHead& head);

struct JournalProblem {
  std::size_t line = 1;
  std::string message;  ///< says what to do
};

/// The results in a journal. A last line without its end was cut off by a kill and is left out.
std::expected<std::vector<judge::Result>, JournalProblem> parse_journal(std::string_view text,
                                                                        const JournalHead& head);

}  // namespace wireassay::report
