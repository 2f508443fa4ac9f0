// AUTHENTICATE, LOGIN, ENABLE, ID; APPEND, COPY, MOVE, STORE.
#include <utility>

#include "wire/imap/command_grammar.h"

namespace wireassay::imap {
namespace {

constexpr bool is_base64_char(char c) { return is_alnum(c) || c == '+' || c == '/'; }

// initial-resp = (base64 / "=") ; base64 = *(4base64-char) [base64-terminal]
bool is_initial_response(std::string_view text) {
  if (text == "=") return true;
  Cursor in(text);
  in.take_while(is_base64_char);
  const std::string_view padding = in.rest();
  return text.size() % 4 == 0 && (padding.empty() || padding == "=" || padding == "==");
}

// id-param = string SP nstring
bool read_id_param(CommandScanner& in, std::pair<std::string, std::optional<std::string>>& out) {
  if (!in.string(out.first, "string") || !in.sp()) return false;
  if (in.nil()) return true;
  return in.string(out.second.emplace(), "nstring");
}

// store-modifiers = SP "(" store-modifier *(SP store-modifier) ")" (RFC 4466 section 2.5)
bool read_store_modifiers(CommandScanner& in, StoreArgument& out) {
  return in.list("store-modifiers", [&] {
    if (out.unchanged_since || !in.take_keyword("UNCHANGEDSINCE")) return in.fail("store-modifier");
    return in.sp() && in.mod_sequence(out.unchanged_since.emplace(), 0);
  });
}

// The literal of APPEND, or "UTF8" SP "(" literal8 ")" of RFC 6855 section 4.
bool read_append_data(CommandScanner& in, AppendArgument& out) {
  if (in.take_keyword("UTF8")) {
    out.form = AppendArgument::Form::Utf8;
    return in.sp() && in.need('(', "utf8-literal") && in.literal8(out.message) &&
           in.need(')', "utf8-literal");
  }
  if (!in.next_is('~')) return in.literal(out.message);
  out.form = AppendArgument::Form::Literal8;
  return in.literal8(out.message);
}

}  // namespace

// authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp], where base64 may be of no octets.
bool read_authenticate(CommandScanner& in, AuthenticateArgument& out) {
  if (!in.sp() || !in.atom(out.mechanism, "auth-type")) return false;
  for (char& c : out.mechanism) c = to_upper(c);
  if (!in.take(' ')) return true;
  std::string& initial = out.initial.emplace();
  if (in.next_is('\r')) return true;
  if (!in.atom(initial, "initial-resp")) return false;
  return is_initial_response(initial) || in.fail("initial-resp");
}

bool read_login(CommandScanner& in, LoginArgument& out) {
  return in.sp() && in.astring(out.user, "userid") && in.sp() &&
         in.astring(out.password, "password");
}

// enable = "ENABLE" 1*(SP capability)
bool read_enable(CommandScanner& in, EnableArgument& out) {
  return in.sp() &&
         in.items([&] { return in.atom(out.capabilities.emplace_back(), "capability"); });
}

bool read_id(CommandScanner& in, IdArgument& out) {
  if (!in.sp()) return false;
  if (in.nil()) return true;
  auto& fields = out.fields.emplace();
  return in.list_or_empty("id-params-list",
                          [&] { return read_id_param(in, fields.emplace_back()); });
}

// append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal
bool read_append(CommandScanner& in, AppendArgument& out) {
  if (!in.sp() || !in.mailbox(out.mailbox) || !in.sp()) return false;
  if (in.next_is('(') && (!in.flag_list(out.flags) || !in.sp())) return false;
  if (in.next_is('"') && (!in.date_time(out.date.emplace()) || !in.sp())) return false;
  return read_append_data(in, out);
}

bool read_copy(CommandScanner& in, CopyArgument& out) {
  return in.sp() && in.sequence_set(out.set) && in.sp() && in.mailbox(out.mailbox);
}

// store = "STORE" SP sequence-set [store-modifiers] SP store-att-flags
bool read_store(CommandScanner& in, StoreArgument& out) {
  using Action = StoreArgument::Action;
  if (!in.sp() || !in.sequence_set(out.set) || !in.sp()) return false;
  if (in.next_is('(') && (!read_store_modifiers(in, out) || !in.sp())) return false;
  if (in.take('+'))
    out.action = Action::Add;
  else if (in.take('-'))
    out.action = Action::Remove;
  out.silent = in.take_keyword("FLAGS.SILENT");
  if (!out.silent && !in.take_keyword("FLAGS")) return in.fail("store-att-flags");
  if (!in.sp()) return false;
  if (in.next_is('(')) return in.flag_list(out.flags);
  return in.items([&] { return in.flag(out.flags.emplace_back()); });
}

}  // namespace wireassay::imap
