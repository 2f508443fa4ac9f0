#include "net/tls_alert.h"

#include "wire/tls/registry.h"

namespace wireassay::net {

std::string tls_alert_name(std::uint8_t number) {
  const std::string_view name = tls::name_of(tls::Registry::AlertDescription, number);
  return name.empty() ? "alert_" + std::to_string(number) : std::string(name);
}

}  // namespace wireassay::net
