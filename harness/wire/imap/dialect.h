// IMAP as play, judge and the language see it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"

namespace wireassay::imap {

class ImapDialect : public Dialect {
 public:
  const DialectInfo& info() const override;
  std::unique_ptr<DialectSession> session(const ReadLimits& limits) const override;
  std::vector<Upgrade> upgrade(std::string_view client_name) const override;
  bool greets() const override { return true; }
  std::string_view greeting() const override { return "OK"; }
  std::string_view greeting_logged_in() const override { return "PREAUTH"; }
  std::string ask_capabilities(std::string_view client_name) const override;
  std::string auth_command(std::string_view mechanism,
                           std::optional<std::string_view> initial_base64) const override;
  std::optional<std::string> auth_challenge(const Event& event) const override;
};

}  // namespace wireassay::imap
