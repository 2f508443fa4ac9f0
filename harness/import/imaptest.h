// Scripted tests of imaptest as scenario files that give the same verdicts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/imaptest_script.h"
#include "import/mbox.h"

namespace wireassay::importer {

struct Imported {
  std::string toml;             ///< empty unless all of the script is in it
  std::vector<Remark> remarks;  ///< in the order of the script
};

/// `name` is the script's own; `mbox` may be empty, then a script that appends its messages is
/// refused.
Imported import_imaptest(std::string_view text, const std::string& name,
                         const std::vector<MboxMessage>& mbox,
                         const std::function<bool(const std::string&)>& has_environment);

}  // namespace wireassay::importer
