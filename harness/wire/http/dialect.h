// HTTP/1.x as play, judge and the language see it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"

namespace wireassay::http {

const DialectInfo& http_info();

/// The server does not speak first, and there is no way to TLS within a connection: what concerns
/// these is empty. What a server is asked before the cases is a path that is not there: the status
/// becomes the capability MISSING=404, without which answers cannot be told apart.
class HttpDialect : public Dialect {
 public:
  const DialectInfo& info() const override { return http_info(); }
  std::unique_ptr<DialectSession> session(const ReadLimits& limits) const override;
  std::vector<Upgrade> upgrade(std::string_view /*client_name*/) const override { return {}; }
  bool greets() const override { return false; }
  std::string_view greeting() const override { return {}; }
  /// `authority` is the server's.
  std::string ask_capabilities(std::string_view authority) const override;
  std::string auth_command(std::string_view /*mechanism*/,
                           std::optional<std::string_view> /*initial*/) const override {
    return {};
  }
  std::optional<std::string> auth_challenge(const Event& /*event*/) const override {
    return std::nullopt;
  }
};

}  // namespace wireassay::http
