// Haystacks.
#include "reference/imap_search_text.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "wire/message/address_list.h"
#include "wire/message/encoded_word.h"
#include "wire/message/mime.h"
#include "wire/message/mime_field.h"

namespace wireassay::reference {
namespace {

using message::Encoding;
using message::Entity;

std::string decoded(std::string_view field_body) {
  return message::decode_words(message::unfold(field_body));
}

bool contains(std::string_view text, std::string_view needle) {
  return text.find(needle) != std::string_view::npos;
}

/// Whole header sections, unfolded: a string may lie in the name of a field, too.
void append_header(std::string_view octets, std::string& text) {
  for (const message::HeaderField& field : message::split_header(octets).fields) {
    text.append(field.name).append(": ").append(decoded(field.body)).append("\n");
  }
}

/// "The BODY … search … is only on text and message media types" is allowed (RFC 9051 section
/// 6.4.4); here also what is not encoded.
void append_leaf(std::string_view octets, const Entity& entity, std::string& text) {
  const Encoding encoding = encoding_of(entity);
  if (!entity.is_text() && encoding != Encoding::Identity) return;
  const std::string charset = message::parameter(entity.params, "charset").value_or("us-ascii");
  text += message::to_utf8(charset, decode(encoding, slice(octets, entity.body)));
  text += "\n";
}

/// Bodies of all leaves, and the headers of messages within the message.
void append_body(std::string_view octets, const Entity& entity, std::string& text) {
  if (entity.is_message()) append_header(slice(octets, entity.children.front().header), text);
  if (entity.children.empty()) append_leaf(octets, entity, text);
  for (const Entity& child : entity.children) append_body(octets, child, text);
}

void append_headers(std::string_view octets, const Entity& entity, std::string& text) {
  append_header(slice(octets, entity.header), text);
  for (const Entity& child : entity.children) append_headers(octets, child, text);
}

}  // namespace

SearchText::SearchText(const Message& message)
    : message_(message), header_(message::split_header(*message.octets)) {}

bool SearchText::field_has(std::string_view name, std::string_view needle) {
  return std::ranges::any_of(header_.fields, [&](const message::HeaderField& field) {
    return equal_ignoring_case(field.name, name) &&
           contains(message::fold_case(decoded(field.body)), needle);
  });
}

bool SearchText::addresses_have(std::string_view name, std::string_view needle) {
  if (needle.empty()) return true;
  if (field_has(name, needle)) return true;
  std::string text;
  for (const message::HeaderField& field : header_.fields) {
    if (!equal_ignoring_case(field.name, name)) continue;
    for (const message::Address& address : message::parse_address_list(field.body)) {
      text += message::decode_words(address.name.value_or("")) + " <";
      text += address.mailbox.value_or("") + "@" + address.host.value_or("") + ">\n";
    }
  }
  return contains(message::fold_case(text), needle);
}

const std::string& SearchText::body() {
  if (!body_) {
    std::string text;
    append_body(*message_.octets, message_.mime(), text);
    body_ = message::fold_case(text);
  }
  return *body_;
}

const std::string& SearchText::headers() {
  if (!headers_) {
    std::string text;
    append_headers(*message_.octets, message_.mime(), text);
    headers_ = message::fold_case(text);
  }
  return *headers_;
}

bool SearchText::body_has(std::string_view needle) { return contains(body(), needle); }

bool SearchText::text_has(std::string_view needle) {
  return contains(headers(), needle) || body_has(needle);
}

std::optional<message::DateTime> SearchText::sent() const {
  const message::HeaderField* const date = find_field(header_.fields, "Date");
  if (date == nullptr) return std::nullopt;
  return message::parse_date_time(date->body);
}

std::string SearchText::field(std::string_view name) const {
  return field_value(header_.fields, name);
}

std::string SearchText::first_mailbox(std::string_view name) const {
  const message::HeaderField* const field = find_field(header_.fields, name);
  if (field == nullptr) return {};
  const std::vector<message::Address> addresses = message::parse_address_list(field->body);
  return addresses.empty() ? std::string{} : addresses.front().mailbox.value_or("");
}

message::DateTime sort_date(const Message& message, const SearchText& text) {
  return text.sent().value_or(message.internal_date());
}

}  // namespace wireassay::reference
