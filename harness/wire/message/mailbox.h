// Mailbox and path as the SMTP envelope writes them: RFC 5321 section 4.1.2, with the UTF-8 of RFC
// 6531 section 3.3.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "wire/message/address_literal.h"

namespace wireassay::message {

inline constexpr std::size_t kMaxLocalPart = 64;  ///< RFC 5321 section 4.5.3.1.1
inline constexpr std::size_t kMaxDomain = 255;    ///< RFC 5321 section 4.5.3.1.2
inline constexpr std::size_t kMaxPath = 256;      ///< RFC 5321 section 4.5.3.1.3, with punctuation
inline constexpr std::size_t kMaxLabel = 63;      ///< RFC 1035 section 2.3.4

struct PathOptions {
  bool smtputf8 = false;  ///< atext, qtextSMTP and sub-domain may hold UTF-8 (RFC 6531)
  bool bare_postmaster =
      false;  ///< "<Postmaster>" without domain, RCPT only (RFC 5321 section 4.1.1.3)
  std::size_t max_local_part = kMaxLocalPart;
  std::size_t max_domain = kMaxDomain;
  std::size_t max_path = kMaxPath;
};

struct Mailbox {
  std::string local;   ///< as written: Dot-string, or Quoted-string with its quotes
  std::string domain;  ///< as written, a literal with its brackets; empty for <Postmaster>
  std::optional<AddressLiteral> literal;  ///< if the domain is one
  bool operator==(const Mailbox&) const = default;
};

/// Reverse-path or forward-path.
struct Path {
  std::vector<std::string> route;  ///< domains of the source route (A-d-l), without the "@"
  std::optional<Mailbox> mailbox;  ///< none: the null reverse-path "<>"
  bool operator==(const Path&) const = default;
};

std::expected<std::string, ParseError> read_domain(Cursor& in, const PathOptions& options);
std::expected<Mailbox, ParseError> read_mailbox(Cursor& in, const PathOptions& options);
std::expected<Path, ParseError> read_reverse_path(Cursor& in, const PathOptions& options);
std::expected<Path, ParseError> read_forward_path(Cursor& in, const PathOptions& options);

/// The same for text that must be nothing else.
std::expected<std::string, ParseError> parse_domain(std::string_view text,
                                                    const PathOptions& options = {});
std::expected<Mailbox, ParseError> parse_mailbox(std::string_view text,
                                                 const PathOptions& options = {});
std::expected<Path, ParseError> parse_reverse_path(std::string_view text,
                                                   const PathOptions& options = {});
std::expected<Path, ParseError> parse_forward_path(std::string_view text,
                                                   const PathOptions& options = {});

std::string to_wire(const Mailbox& mailbox);
std::string to_wire(const Path& path);

/// Atom and String of RFC 5321 section 4.1.2 ("String = Atom / Quoted-string").
std::expected<std::string_view, ParseError> read_atom(Cursor& in, bool smtputf8);
std::expected<std::string_view, ParseError> read_string(Cursor& in, bool smtputf8);

/// The local part without quotes and backslashes: "all quoted forms MUST be treated as equivalent".
std::string local_value(const Mailbox& mailbox);
/// The form with the least quoting for a value.
std::string quote_local(std::string_view value);
/// Equal local values, domains in any case, literals by address.
bool same_mailbox(const Mailbox& a, const Mailbox& b);
bool is_ascii(const Path& path);

}  // namespace wireassay::message
