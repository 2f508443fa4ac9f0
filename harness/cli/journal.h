// Each case as it ends, a line of JSON in a file: a run that is killed loses nothing it had judged.
#pragma once

#include <cstdio>
#include <expected>
#include <string>
#include <vector>

#include "judge/verdict.h"
#include "report/journal.h"

namespace wireassay::cli {

using report::JournalHead;

class Journal {
 public:
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();
  /// Begins a new file; a resumed run writes what it took over again, so that a torn last line
  /// goes.
  std::expected<void, std::string> open(const std::string& path, const JournalHead& head);
  void add(const judge::Result& result);

 private:
  std::FILE* file_ = nullptr;
};

/// The results of an earlier run. A last line that was cut off by a kill is left out. The error
/// says what to do.
std::expected<std::vector<judge::Result>, std::string> read_journal(const std::string& path,
                                                                    const JournalHead& head);

}  // namespace wireassay::cli
