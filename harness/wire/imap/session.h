// The client's view of one IMAP connection: responses become replies, each for the oldest command
// that is not finished yet.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>

#include "core/dialect.h"

namespace wireassay::imap {

std::unique_ptr<DialectSession> make_session(const ReadLimits& limits);

}  // namespace wireassay::imap
