// How mutants of the HTTP server misread requests: what they receive is rewritten into what the
// conforming server would have to be sent in order to answer as the mutant does.
#pragma once

#include <string>
#include <string_view>

#include "reference/http_faults.h"

namespace wireassay::reference {

/// A header section with its request-line and its empty line.
std::string doctored_head(std::string_view head, const HttpFaults& faults);
/// What came behind the head of a chunked request. What is right stays as it is.
std::string doctored_chunks(std::string_view body, const HttpFaults& faults);
/// The whole request, its Content-Length as long as what came.
std::string cut_to_length(std::string_view request);

}  // namespace wireassay::reference
