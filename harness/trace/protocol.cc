// Small tables; what was said outweighs a port.
#include "trace/protocol.h"

#include <algorithm>
#include <array>

#include "core/cursor.h"
#include "wire/http/dialect.h"
#include "wire/imap/dialect.h"
#include "wire/pop3/dialect.h"
#include "wire/smtp/dialect.h"

namespace wireassay::trace {
namespace {

struct Beginning {
  std::string_view text;
  Protocol protocol;
};
constexpr std::array kServer = {
    Beginning{"220 ", Protocol::Smtp},      Beginning{"220-", Protocol::Smtp},
    Beginning{"220\r", Protocol::Smtp},     Beginning{"554 ", Protocol::Smtp},
    Beginning{"554-", Protocol::Smtp},      Beginning{"421 ", Protocol::Smtp},
    Beginning{"+OK", Protocol::Pop3},       Beginning{"-ERR", Protocol::Pop3},
    Beginning{"* OK", Protocol::Imap},      Beginning{"* BYE", Protocol::Imap},
    Beginning{"* PREAUTH", Protocol::Imap}, Beginning{"HTTP/1.", Protocol::Http},
};
constexpr std::array kClient = {
    Beginning{"EHLO ", Protocol::Smtp},
    Beginning{"HELO ", Protocol::Smtp},
    Beginning{"LHLO ", Protocol::Smtp},
};

struct Port {
  std::uint16_t port;
  Protocol protocol;
};
// 2525, 1025, 8080 and 8443 are in no registry, but in use.
constexpr std::array kPorts = {
    Port{25, Protocol::Smtp},   Port{465, Protocol::Smtp},  Port{587, Protocol::Smtp},
    Port{1025, Protocol::Smtp}, Port{2525, Protocol::Smtp}, Port{110, Protocol::Pop3},
    Port{995, Protocol::Pop3},  Port{143, Protocol::Imap},  Port{993, Protocol::Imap},
    Port{80, Protocol::Http},   Port{443, Protocol::Http},  Port{8080, Protocol::Http},
    Port{8443, Protocol::Http},
};

bool is_request_line(std::string_view line) {
  Cursor in(line);
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (in.take_while(is_upper).empty() || !in.take(' ')) return false;
  const std::size_t version = line.rfind(" HTTP/1.");
  return version != std::string_view::npos && version >= in.offset();
}

}  // namespace

std::string_view to_string(Protocol protocol) {
  switch (protocol) {
    case Protocol::Unknown: return "unknown protocol";
    case Protocol::Smtp: return "SMTP";
    case Protocol::Pop3: return "POP3";
    case Protocol::Imap: return "IMAP";
    case Protocol::Http: return "HTTP";
  }
  return "";
}

Protocol protocol_of_line(Direction from, std::string_view line) {
  if (from == Direction::FromClient && is_request_line(line)) return Protocol::Http;
  const auto begins = [&](const Beginning& one) {
    return equal_ignoring_case(line.substr(0, one.text.size()), one.text);
  };
  if (from == Direction::FromClient) {
    const auto* const found = std::ranges::find_if(kClient, begins);
    return found == kClient.end() ? Protocol::Unknown : found->protocol;
  }
  const auto* const found = std::ranges::find_if(kServer, begins);
  return found == kServer.end() ? Protocol::Unknown : found->protocol;
}

Protocol protocol_of_port(std::uint16_t port) {
  const auto* const found = std::ranges::find(kPorts, port, &Port::port);
  return found == kPorts.end() ? Protocol::Unknown : found->protocol;
}

// RFC 7301 section 6 and RFC 9325's registry: "imap" and "pop3" are RFC 2595's.
Protocol protocol_of_alpn(std::string_view name) {
  if (name == "http/1.1" || name == "http/1.0") return Protocol::Http;
  if (name == "imap") return Protocol::Imap;
  if (name == "pop3") return Protocol::Pop3;
  if (name == "smtp") return Protocol::Smtp;
  return Protocol::Unknown;
}

const Dialect* dialect_of(Protocol protocol) {
  static const smtp::SmtpDialect kSmtp;
  static const pop3::Pop3Dialect kPop3;
  static const imap::ImapDialect kImap;
  static const http::HttpDialect kHttp;
  switch (protocol) {
    case Protocol::Unknown: return nullptr;
    case Protocol::Smtp: return &kSmtp;
    case Protocol::Pop3: return &kPop3;
    case Protocol::Imap: return &kImap;
    case Protocol::Http: return &kHttp;
  }
  return nullptr;
}

}  // namespace wireassay::trace
