// Test-only: HTTP sessions without sockets, and what they answered as short texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference/http_session.h"

namespace wireassay::reference::testing {

/// A server of its own: Sun, 06 Nov 1994 08:49:37 GMT, its documents of a day before; user u01 with
/// the password secret.
class HttpBench {
 public:
  explicit HttpBench(const std::vector<std::string>& faults = {}, bool tls = false);
  /// The origin behind a gateway.
  HttpBench& echoing_all() {
    context_.echoes_all = true;
    return *this;
  }

  /// What is said to the input on one connection, cut at the offsets. "{end}" at its end is the
  /// client's FIN, "{|}" cuts too. Behind it all "close\r\n" where the server closes.
  std::string talk(std::string_view in, const std::vector<std::size_t>& cuts = {});

 private:
  void hear(const SessionOutput& out);
  void feed(std::string_view in);

  Accounts accounts_;
  HttpDocuments documents_;
  HttpContext context_;
  bool tls_;
  std::unique_ptr<HttpSession> session_;
  std::string said_;
  bool closed_ = false;
};

/// "100 200 close"
std::string statuses(std::string_view said);

}  // namespace wireassay::reference::testing
