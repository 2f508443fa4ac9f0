// The HTTP server's side of one connection, without I/O: RFC 9112 as an origin server.
#pragma once

#include <string>
#include <string_view>

#include "reference/http_origin.h"
#include "reference/session.h"
#include "wire/http/request.h"

namespace wireassay::reference {

class HttpSession : public Session {
 public:
  HttpSession(HttpContext& context, bool tls);

  SessionOutput greet() override { return {}; }
  SessionOutput feed(std::string_view octets) override;
  SessionOutput tls_started() override { return {}; }
  SessionOutput ended() override;
  std::string farewell(GivingUp why) override;

 private:
  bool step();
  bool skip_empty_lines();
  bool meet(const http::Request& head);
  void run(const http::Request& request, std::string_view raw);
  void refuse(const ParseError& error);
  void say(const HttpAnswer& answer, const HttpAsked& asked);
  HttpAsked asked_by(const http::Request& request) const;
  bool content_has_begun() const;

  HttpContext& context_;
  const bool tls_;
  http::RequestReader reader_;
  std::string input_;   // of the request that is being read, and what follows it
  bool begun_ = false;  // the reader has seen octets of it
  bool met_ = false;    // its head is complete
  std::size_t empty_lines_ = 0;
  SessionOutput out_;
};

}  // namespace wireassay::reference
