// envelope and body of RFC 9051 section 9: the structures of a message.
#include <algorithm>
#include <array>

#include "core/cursor.h"
#include "wire/imap/productions.h"
#include "wire/imap/response.h"

namespace wireassay::imap {
namespace {

// address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
Verdict address(const Value& value) {
  Items in(value, "address");
  return in.take(nstring).take(nstring).take(nstring).take(nstring).end();
}

// env-from = "(" 1*address ")" / nil; the other five alike
Verdict addresses(const Value& value) {
  if (value.is_nil()) return std::nullopt;
  return Items(value, "envelope").adjacent(address).end();
}

// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
Verdict body_fld_param(const Value& value) {
  if (value.is_nil()) return std::nullopt;
  Items in(value, "body-fld-param");
  do {
    in.take(string).take(string);
  } while (in.more());
  return in.end();
}

// body-fld-dsp = "(" string SP body-fld-param ")" / nil
Verdict body_fld_dsp(const Value& value) {
  if (value.is_nil()) return std::nullopt;
  return Items(value, "body-fld-dsp").take(string).take(body_fld_param).end();
}

// body-fld-lang = nstring / "(" string *(SP string) ")"
Verdict body_fld_lang(const Value& value) {
  if (!value.is_list()) return nstring(value);
  return Items(value, "body-fld-lang").take(string).rest(string).end();
}

// body-extension = nstring / number / number64 / "(" body-extension *(SP body-extension) ")"
Verdict body_extension(const Value& value) {
  if (value.is_list())
    return Items(value, "body-extension").take(body_extension).rest(body_extension).end();
  return nstring(value) ? number64(value) : Verdict();
}

// [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
void take_extensions(Items& in) {
  constexpr std::array<Check, 3> kFields = {body_fld_dsp, body_fld_lang, nstring};
  for (const Check field : kFields)
    if (in.more()) in.take(field);
  in.rest(body_extension);
}

Verdict body(const Value& value, bool extensible);
Verdict extensible_body(const Value& value) { return body(value, true); }
Verdict plain_body(const Value& value) { return body(value, false); }
Check body_check(bool extensible) { return extensible ? extensible_body : plain_body; }

// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
Verdict body_type_mpart(const Value& value, bool extensible) {
  Items in(value, "body-type-mpart");
  in.adjacent(body_check(extensible)).take(string);
  if (extensible && in.more()) {
    in.take(body_fld_param);
    take_extensions(in);
  }
  return in.end();
}

bool equals(const Value& value, std::string_view word) {
  return value.is_string() && equal_ignoring_case(value.octets(), word);
}

// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
Verdict body_type_1part(const Value& value, bool extensible) {
  Items in(value, "body-type-1part");
  const std::span<const Value> media(value.items);
  const bool text = !media.empty() && equals(media[0], "TEXT");
  const bool message = media.size() > 1 && equals(media[0], "MESSAGE") &&
                       (equals(media[1], "RFC822") || equals(media[1], "GLOBAL"));
  in.take(string).take(string);
  // body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
  //               body-fld-octets
  in.take(body_fld_param).take(nstring).take(nstring).take(string).take(number);
  if (message) in.take(check_envelope).take(body_check(extensible));
  if (text || message) in.take(number64);
  if (extensible && in.more()) {
    in.take(nstring);
    take_extensions(in);
  }
  return in.end();
}

// body = "(" (body-type-1part / body-type-mpart) ")"
Verdict body(const Value& value, bool extensible) {
  const bool parts = !value.items.empty() && value.items.front().is_list();
  return parts ? body_type_mpart(value, extensible) : body_type_1part(value, extensible);
}

}  // namespace

// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
//            env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
std::optional<ParseError> check_envelope(const Value& value) {
  Items in(value, "envelope");
  in.take(nstring).take(nstring);
  in.take(addresses).take(addresses).take(addresses).take(addresses).take(addresses).take(
      addresses);
  return in.take(nstring).take(nstring).end();
}

std::optional<ParseError> check_body_structure(const Value& value, bool extensible) {
  return body(value, extensible);
}

}  // namespace wireassay::imap
