// The dialect of a connection in state `records`: what the server says below TLS, message by
// message, with what each breaks.
#pragma once

#include "core/dialect.h"

namespace wireassay::tls {

class RecordsDialect : public Dialect {
 public:
  const DialectInfo& info() const override;
  std::unique_ptr<DialectSession> session(const ReadLimits& limits) const override;
  std::vector<Upgrade> upgrade(std::string_view client_name) const override;
  bool greets() const override { return false; }
  std::string_view greeting() const override { return {}; }
  std::string ask_capabilities(std::string_view client_name) const override;
  std::string auth_command(std::string_view mechanism,
                           std::optional<std::string_view> initial_base64) const override;
  std::optional<std::string> auth_challenge(const Event& event) const override;
};

}  // namespace wireassay::tls
