// The MIME tree of a message, parsed when it is first asked for and shared by all copies.
#pragma once

#include <mutex>
#include <string_view>

#include "wire/message/mime.h"

namespace wireassay::reference {

class LazyMime {
 public:
  const message::Entity& of(std::string_view octets) {
    std::call_once(once_, [&] { entity_ = message::parse_mime(octets); });
    return entity_;
  }

 private:
  std::once_flag once_;
  message::Entity entity_;
};

}  // namespace wireassay::reference
