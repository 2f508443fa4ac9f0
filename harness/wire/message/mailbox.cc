// Reading of mailboxes and paths: the ABNF of RFC 5321 section 4.1.2 above each function.
#include "wire/message/mailbox.h"

#include "wire/message/utf8.h"

namespace wireassay::message {
namespace {

using Unexpected = std::unexpected<ParseError>;

// atext of RFC 5322 section 3.2.3
constexpr bool is_atext(char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}
// qtextSMTP = %d32-33 / %d35-91 / %d93-126
constexpr bool is_qtext(char c) { return c >= 32 && c <= 126 && c != '"' && c != '\\'; }

/// Takes octets that are `allowed`, and UTF8-non-ascii where that is on.
template <class Predicate>
void take_run(Cursor& in, Predicate allowed, bool smtputf8) {
  for (;;) {
    in.take_while(allowed);
    const std::size_t wide = smtputf8 ? utf8_non_ascii_size(in.rest()) : 0;
    if (wide == 0) return;
    in.take_octets(wide);
  }
}

// Quoted-string = DQUOTE *QcontentSMTP DQUOTE ; quoted-pairSMTP = %d92 %d32-126
std::expected<std::string_view, ParseError> read_quoted_string(Cursor& in, bool smtputf8) {
  Cursor at = in;
  const std::size_t from = at.offset();
  if (!at.take('"')) return Unexpected(in.malformed("Quoted-string"));
  while (!at.take('"')) {
    const std::size_t before = at.offset();
    take_run(at, is_qtext, smtputf8);
    if (at.take('\\')) {
      const std::optional<char> quoted = at.peek();
      if (!quoted || *quoted < 32 || *quoted > 126)
        return Unexpected(at.malformed("quoted-pairSMTP"));
      at.take(*quoted);
    }
    if (at.offset() == before) return Unexpected(at.malformed("Quoted-string"));
  }
  in = at;
  return in.since(from);
}

// Dot-string = Atom *("." Atom)
std::expected<std::string_view, ParseError> read_dot_string(Cursor& in, bool smtputf8) {
  Cursor at = in;
  const std::size_t from = at.offset();
  do {
    if (auto atom = read_atom(at, smtputf8); !atom) return Unexpected(at.malformed("Local-part"));
  } while (at.take('.'));
  in = at;
  return in.since(from);
}

// Local-part = Dot-string / Quoted-string
std::expected<std::string, ParseError> read_local_part(Cursor& in, const PathOptions& options) {
  const std::size_t from = in.offset();
  auto text = in.next_is('"') ? read_quoted_string(in, options.smtputf8)
                              : read_dot_string(in, options.smtputf8);
  if (!text) return Unexpected(text.error());
  if (text->size() > options.max_local_part) {
    return Unexpected({Errc::TooLong, from + options.max_local_part, "Local-part"});
  }
  return std::string(*text);
}

// sub-domain = Let-dig [Ldh-str] ; sub-domain =/ U-label (RFC 6531 section 3.3)
bool read_sub_domain(Cursor& in, bool smtputf8) {
  const std::size_t from = in.offset();
  if (in.next_is('-')) return false;
  take_run(in, [](char c) { return is_alnum(c) || c == '-'; }, smtputf8);
  const std::string_view label = in.since(from);
  return !label.empty() && label.back() != '-';
}

// Path = "<" [ A-d-l ":" ] Mailbox ">" ; A-d-l = At-domain *( "," At-domain ) ; At-domain = "@"
// Domain
std::expected<std::vector<std::string>, ParseError> read_source_route(Cursor& in,
                                                                      const PathOptions& options) {
  std::vector<std::string> route;
  if (!in.next_is('@')) return route;
  do {
    if (!in.take('@')) return Unexpected(in.malformed("At-domain"));
    auto domain = read_domain(in, options);
    if (!domain) return Unexpected(domain.error());
    route.push_back(std::move(*domain));
  } while (in.take(','));
  if (!in.take(':')) return Unexpected(in.malformed("A-d-l"));
  return route;
}

/// "<Postmaster>" of RFC 5321 section 4.1.1.3: in any case.
std::optional<Path> read_bare_postmaster(Cursor& in) {
  Cursor at = in;
  at.take('<');
  const std::string_view local = at.rest().substr(0, std::string_view("postmaster").size());
  if (!at.take_word("postmaster") || !at.take('>')) return std::nullopt;
  in = at;
  return Path{.mailbox = Mailbox{.local = std::string(local)}};
}

std::expected<Path, ParseError> read_path(Cursor& in, const PathOptions& options,
                                          std::string_view rule) {
  const std::size_t from = in.offset();
  Cursor at = in;
  if (!at.take('<')) return Unexpected(in.malformed(rule));
  auto route = read_source_route(at, options);
  if (!route) return Unexpected(route.error());
  auto mailbox = read_mailbox(at, options);
  if (!mailbox) return Unexpected(mailbox.error());
  if (!at.take('>')) return Unexpected(at.malformed(rule));
  if (at.since(from).size() > options.max_path) {
    return Unexpected({Errc::TooLong, from + options.max_path, rule});
  }
  in = at;
  return Path{std::move(*route), std::move(*mailbox)};
}

template <class T, class Read>
std::expected<T, ParseError> whole(std::string_view text, const PathOptions& options, Read read,
                                   std::string_view rule) {
  Cursor in(text);
  auto value = read(in, options);
  if (value && !in.at_end()) return Unexpected(in.malformed(rule));
  return value;
}

}  // namespace

// Atom = 1*atext
std::expected<std::string_view, ParseError> read_atom(Cursor& in, bool smtputf8) {
  const std::size_t from = in.offset();
  take_run(in, is_atext, smtputf8);
  if (in.offset() == from) return Unexpected(in.malformed("Atom"));
  return in.since(from);
}

std::expected<std::string_view, ParseError> read_string(Cursor& in, bool smtputf8) {
  return in.next_is('"') ? read_quoted_string(in, smtputf8) : read_atom(in, smtputf8);
}

// Domain = sub-domain *("." sub-domain)
std::expected<std::string, ParseError> read_domain(Cursor& in, const PathOptions& options) {
  Cursor at = in;
  const std::size_t from = at.offset();
  do {
    const std::size_t label = at.offset();
    if (!read_sub_domain(at, options.smtputf8)) return Unexpected(at.malformed("Domain"));
    if (at.offset() - label > kMaxLabel)
      return Unexpected({Errc::TooLong, label + kMaxLabel, "sub-domain"});
  } while (at.take('.'));
  const std::string_view domain = at.since(from);
  if (domain.size() > options.max_domain) {
    return Unexpected({Errc::TooLong, from + options.max_domain, "Domain"});
  }
  in = at;
  return std::string(domain);
}

// Mailbox = Local-part "@" ( Domain / address-literal )
std::expected<Mailbox, ParseError> read_mailbox(Cursor& in, const PathOptions& options) {
  Cursor at = in;
  auto local = read_local_part(at, options);
  if (!local) return Unexpected(local.error());
  if (!at.take('@')) return Unexpected(at.malformed("Mailbox"));
  Mailbox mailbox{.local = std::move(*local)};
  if (at.next_is('[')) {
    const std::size_t from = at.offset();
    auto literal = read_address_literal(at);
    if (!literal) return Unexpected(literal.error());
    // "The maximum total length of a domain name or number" (RFC 5321 section 4.5.3.1.2)
    if (at.since(from).size() > options.max_domain)
      return Unexpected({Errc::TooLong, from + options.max_domain, "Domain"});
    mailbox.domain = to_wire(*literal);
    mailbox.literal = std::move(*literal);
  } else {
    auto domain = read_domain(at, options);
    if (!domain) return Unexpected(domain.error());
    mailbox.domain = std::move(*domain);
  }
  in = at;
  return mailbox;
}

// Reverse-path = Path / "<>"
std::expected<Path, ParseError> read_reverse_path(Cursor& in, const PathOptions& options) {
  if (in.take_word("<>")) return Path{};
  return read_path(in, options, "Reverse-path");
}

// Forward-path = Path
std::expected<Path, ParseError> read_forward_path(Cursor& in, const PathOptions& options) {
  if (options.bare_postmaster && in.next_is('<')) {
    if (auto postmaster = read_bare_postmaster(in)) return *postmaster;
  }
  return read_path(in, options, "Forward-path");
}

std::expected<std::string, ParseError> parse_domain(std::string_view text,
                                                    const PathOptions& options) {
  return whole<std::string>(text, options, read_domain, "Domain");
}
std::expected<Mailbox, ParseError> parse_mailbox(std::string_view text,
                                                 const PathOptions& options) {
  return whole<Mailbox>(text, options, read_mailbox, "Mailbox");
}
std::expected<Path, ParseError> parse_reverse_path(std::string_view text,
                                                   const PathOptions& options) {
  return whole<Path>(text, options, read_reverse_path, "Reverse-path");
}
std::expected<Path, ParseError> parse_forward_path(std::string_view text,
                                                   const PathOptions& options) {
  return whole<Path>(text, options, read_forward_path, "Forward-path");
}

std::string to_wire(const Mailbox& mailbox) {
  return mailbox.domain.empty() ? mailbox.local : mailbox.local + "@" + mailbox.domain;
}

std::string to_wire(const Path& path) {
  std::string text = "<";
  for (const std::string& domain : path.route) {
    if (text.size() > 1) text += ",";
    text += "@" + domain;
  }
  if (!path.route.empty()) text += ":";
  if (path.mailbox) text += to_wire(*path.mailbox);
  return text + ">";
}

std::string local_value(const Mailbox& mailbox) {
  std::string_view text = mailbox.local;
  if (!text.starts_with('"')) return std::string(text);
  std::string value;
  Cursor in(text.substr(1, text.size() - 2));
  while (!in.at_end()) {
    in.take('\\');
    value += in.take_octets(1);
  }
  return value;
}

std::string quote_local(std::string_view value) {
  Cursor in(value);
  if (read_dot_string(in, true) && in.at_end()) return std::string(value);
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + "\"";
}

bool same_mailbox(const Mailbox& a, const Mailbox& b) {
  if (local_value(a) != local_value(b)) return false;
  const bool by_address =
      a.literal && b.literal && a.literal->kind == b.literal->kind && !a.literal->octets.empty();
  if (by_address) return a.literal->octets == b.literal->octets;
  return equal_ignoring_case(a.domain, b.domain);
}

bool is_ascii(const Path& path) {
  for (const char c : to_wire(path)) {
    if (is_non_ascii(c)) return false;
  }
  return true;
}

}  // namespace wireassay::message
