// Printing of ENVELOPE and BODYSTRUCTURE: RFC 9051 section 9, "envelope" and "body".
#include "reference/imap_structure.h"

#include <algorithm>
#include <vector>

#include "core/cursor.h"
#include "wire/message/address_list.h"
#include "wire/message/header.h"
#include "wire/message/utf8.h"

namespace wireassay::reference {
namespace {

using message::Address;
using message::Entity;
using message::HeaderField;

// TEXT-CHAR = <any CHAR except CR and LF>, and of those the printable ones here
bool fits_quoted(std::string_view octets, bool utf8) {
  if (octets.size() > kMaxQuoted) return false;
  const bool ascii = std::ranges::all_of(
      octets, [](char c) { return is_non_ascii(c) || (c >= 32 && c < 127) || c == '\t'; });
  if (!ascii) return false;
  return std::ranges::none_of(octets, is_non_ascii) || (utf8 && message::is_utf8(octets));
}

std::string quoted(std::string_view octets) {
  std::string text = "\"";
  for (const char c : octets) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + "\"";
}

/// Prints the parts of structures.
class Printer {
 public:
  Printer(std::string_view message, bool extended, bool utf8)
      : message_(message), extended_(extended), utf8_(utf8) {}

  std::string envelope(std::string_view header) const;
  std::string body(const Entity& entity) const;

 private:
  std::string string(std::string_view octets) const { return imap_string(octets, utf8_); }
  std::string nstring(const std::optional<std::string>& octets) const {
    return imap_nstring(octets, utf8_);
  }
  std::string addresses(const std::vector<HeaderField>& fields, std::string_view name) const;
  std::string params(const std::vector<message::MimeParameter>& params) const;
  std::string disposition(const Entity& entity) const;
  std::string language(const Entity& entity) const;
  std::string body_type_1part(const Entity& entity) const;
  std::string body_type_mpart(const Entity& entity) const;
  /// body-fld-dsp, body-fld-lang and body-fld-loc, which end both kinds.
  std::string extension(const Entity& entity) const;

  std::string_view message_;
  bool extended_, utf8_;
};

std::optional<std::string> value(const std::vector<HeaderField>& fields, std::string_view name) {
  const HeaderField* const field = message::find_field(fields, name);
  if (field == nullptr) return std::nullopt;
  return message::unfold(field->body);
}

/// All fields of a name together: To and Cc may come more than once in the wild.
std::vector<Address> addresses_of(const std::vector<HeaderField>& fields, std::string_view name) {
  std::string all;
  for (const HeaderField& field : fields) {
    if (!equal_ignoring_case(field.name, name)) continue;
    if (!all.empty()) all += ",";
    all += field.body;
  }
  return message::parse_address_list(all);
}

// address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
std::string Printer::addresses(const std::vector<HeaderField>& fields,
                               std::string_view name) const {
  std::vector<Address> list = addresses_of(fields, name);
  // "If the Sender or Reply-To lines are absent in the [RFC-2822] header, or are present but
  // empty, the server sets the corresponding member of the envelope to be the same value as the
  // from member" (RFC 3501 section 7.4.2)
  if (list.empty() && (name == "Sender" || name == "Reply-To")) list = addresses_of(fields, "From");
  if (list.empty()) return "NIL";
  std::string text = "(";
  for (const Address& address : list) {
    text.append("(").append(nstring(address.name)).append(" ").append(nstring(address.adl));
    text.append(" ").append(nstring(address.mailbox)).append(" ").append(nstring(address.host));
    text += ")";
  }
  return text + ")";
}

// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
// env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
std::string Printer::envelope(std::string_view header) const {
  const auto fields = message::split_header(header).fields;
  std::string text = "(" + nstring(value(fields, "Date")) + " " + nstring(value(fields, "Subject"));
  for (const std::string_view name : {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"})
    text += " " + addresses(fields, name);
  text += " " + nstring(value(fields, "In-Reply-To"));
  return text + " " + nstring(value(fields, "Message-ID")) + ")";
}

// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
std::string Printer::params(const std::vector<message::MimeParameter>& params) const {
  std::string text;
  for (const message::MimeParameter& param : params)
    text += (text.empty() ? "(" : " ") + string(param.name) + " " + string(param.value);
  return text.empty() ? "NIL" : text + ")";
}

// body-fld-dsp = "(" string SP body-fld-param ")" / nil
std::string Printer::disposition(const Entity& entity) const {
  if (!entity.disposition) return "NIL";
  return "(" + string(entity.disposition->type) + " " + params(entity.disposition->params) + ")";
}

// body-fld-lang = nstring / "(" string *(SP string) ")"
std::string Printer::language(const Entity& entity) const {
  std::string text;
  for (const std::string& tag : entity.language) text += (text.empty() ? "(" : " ") + string(tag);
  return text.empty() ? "NIL" : text + ")";
}

std::string Printer::extension(const Entity& entity) const {
  return " " + disposition(entity) + " " + language(entity) + " " + nstring(entity.location);
}

std::string Printer::body(const Entity& entity) const {
  return "(" + (entity.is_multipart() ? body_type_mpart(entity) : body_type_1part(entity)) + ")";
}

// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
std::string Printer::body_type_mpart(const Entity& entity) const {
  std::string text;
  for (const Entity& child : entity.children) text += body(child);
  text += " " + string(entity.subtype);
  if (extended_) text += " " + params(entity.params) + extension(entity);
  return text;
}

// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
std::string Printer::body_type_1part(const Entity& entity) const {
  std::string text = string(entity.type) + " " + string(entity.subtype) + " " +
                     params(entity.params) + " " + nstring(entity.id) + " " +
                     nstring(entity.description) + " " + string(entity.encoding) + " " +
                     std::to_string(entity.body.size);
  if (entity.is_message()) {
    const Entity& inner = entity.children.front();
    text += " " + envelope(slice(message_, inner.header)) + " " + body(inner);
  }
  if (entity.is_message() || entity.is_text()) text += " " + std::to_string(entity.lines);
  if (extended_) text += " " + nstring(entity.md5) + extension(entity);
  return text;
}

}  // namespace

std::string imap_string(std::string_view octets, bool utf8) {
  if (fits_quoted(octets, utf8)) return quoted(octets);
  std::string literal = "{" + std::to_string(octets.size()) + "}\r\n";
  for (const char c : octets) literal.push_back(c == '\0' ? '?' : c);
  return literal;
}

std::string imap_nstring(const std::optional<std::string>& octets, bool utf8) {
  return octets ? imap_string(*octets, utf8) : "NIL";
}

std::string imap_envelope(std::string_view header, bool utf8) {
  return Printer(header, false, utf8).envelope(header);
}

std::string imap_body_structure(std::string_view message, const Entity& entity, bool extended,
                                bool utf8) {
  return Printer(message, extended, utf8).body(entity);
}

}  // namespace wireassay::reference
