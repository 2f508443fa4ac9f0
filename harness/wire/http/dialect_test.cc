// The client's view of whole conversations: what is sent and what comes, in order.
#include "wire/http/dialect.h"

#include <gtest/gtest.h>

namespace wireassay::http {
namespace {
}  // namespace
}  // namespace wireassay::http
