// Everything that seeds are made of, read and cut into candidates.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/seeds.h"
#include "scenario/load.h"

namespace wireassay::corpus {

/// Seeds of all cases of a suite, and of the files they stand in. The error names a file that
/// cannot be read.
std::expected<void, std::string> add_scenarios(const scenario::Suite& suite,
                                               const std::vector<std::string>& stems, Seeds& seeds);

/// Seeds of a report (JSON) or a capture (pcap, pcapng), told apart by their first octets. `name`
/// names the file in errors.
std::expected<void, std::string> add_file(const std::string& name, std::string_view octets,
                                          const std::vector<std::string>& stems, Seeds& seeds);

/// DIR/STEM/NAME for every seed. The error names the file.
std::expected<void, std::string> write_seeds(const Seeds& seeds, const std::string& folder);

}  // namespace wireassay::corpus
