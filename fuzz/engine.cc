// Linked where an engine runs a target, and not where a main replays files.
#include "testing/parser.h"

namespace wireassay::testing {
namespace {

[[maybe_unused]] const bool sampled = samples_splits() = true;

}  // namespace
}  // namespace wireassay::testing
