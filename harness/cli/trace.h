// What the command `trace` prints as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "trace/report.h"

namespace wireassay::cli {

/// Text that came from a capture is escaped: always valid UTF-8.
nlohmann::ordered_json trace_json(const trace::Summary& summary);
nlohmann::ordered_json trace_json(const std::string& file, const trace::CaptureFacts& facts);

}  // namespace wireassay::cli
