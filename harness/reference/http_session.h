// The HTTP server's side of one connection, without I/O: RFC 9112 as an origin server.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  bool refuse(const ParseError& error);
  bool shows(std::string_view target) const;
  void show();
  void say(const HttpAnswer& answer, const HttpAsked& asked);
  HttpAsked asked_by(const http::Request& request) const;
  bool content_has_begun() const;
  void next();

  // Of mutants only: http_session_mutants.cc
  bool fault(HttpFault fault) const { return context_.faults.has(fault); }
  bool doctor();
  void reframe(const http::Request& request);
  void reorder();
  void stretch();

  HttpContext& context_;
  const bool tls_;
  std::optional<http::RequestReader> reader_;
  std::string input_;       // of the request that is being read, and what follows it
  bool begun_ = false;      // the reader has seen octets of it
  bool met_ = false;        // its head is complete
  bool continued_ = false;  // 100 has been sent
  std::size_t empty_lines_ = 0;
  std::string head_;                    // as it was received, where input_ has a doctored one
  std::size_t doctored_ = 0;            // octets of the doctored head; 0: it is as it was
  std::vector<std::size_t> responses_;  // where each of this feed begins
  SessionOutput out_;
};

}  // namespace wireassay::reference
