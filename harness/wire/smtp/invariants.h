// What the language and the judge must know of SMTP, as data.
#pragma once

#include "core/event.h"

namespace wireassay::smtp {

const DialectInfo& smtp_info();

}  // namespace wireassay::smtp
