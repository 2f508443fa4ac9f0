// Message-numbers and what is sent of a message.
#include "reference/pop3_maildrop.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "wire/pop3/argument.h"

namespace wireassay::reference {
namespace {

using enum Pop3Fault;

bool ends_with_crlf(std::string_view message) {
  return message.empty() || message.ends_with("\r\n");
}

}  // namespace

std::size_t octets_of(const Message& message) {
  return message.octets->size() + (ends_with_crlf(*message.octets) ? 0 : 2);
}

std::string body_of(const Message& message) {
  return *message.octets + (ends_with_crlf(*message.octets) ? "" : "\r\n");
}

std::string_view top_of(std::string_view message, std::uint64_t lines) {
  std::size_t at = 0;
  bool in_header = true;
  while (at < message.size() && (in_header || lines > 0)) {
    const std::size_t end = message.find("\r\n", at) + 2;
    if (!in_header) --lines;
    if (end == at + 2) in_header = false;
    at = end;
  }
  return message.substr(0, at);
}

std::uint64_t lines_of(std::string_view message) {
  std::uint64_t count = 0;
  for (std::size_t at = top_of(message, 0).size(); at < message.size(); ++count)
    at = message.find("\r\n", at) + 2;
  return count;
}

bool needs_utf8(const Message& message) {
  const std::string body = body_of(message);
  return std::ranges::any_of(top_of(body, 0), is_non_ascii);
}

Maildrop::Maildrop(const Pop3Faults& faults, std::vector<Message> messages) : faults_(faults) {
  for (Message& message : messages) entries_.push_back({.message = std::move(message)});
}

Maildrop::Entry* Maildrop::find(std::string_view text, Pop3Fault fault) {
  auto number = pop3::parse_number(text);
  if (!number) return nullptr;
  if (has(MessageNumberWraps)) *number &= 0xffffffffU;
  if (has(MessageZeroAccepted) && *number == 0) number = 1;
  if (has(DeleRenumbers)) {
    for (const Numbered& listed : listed(fault)) {
      if (listed.number == *number)
        return &entries_[static_cast<std::size_t>(listed.entry - entries_.data())];
    }
    return nullptr;
  }
  if (*number < 1 || *number > entries_.size()) return nullptr;
  Entry& entry = entries_[static_cast<std::size_t>(*number) - 1];
  return entry.deleted && !has(fault) ? nullptr : &entry;
}

std::vector<Maildrop::Numbered> Maildrop::listed(Pop3Fault fault) const {
  std::vector<Numbered> all;
  for (std::size_t at = 0; at < entries_.size(); ++at) {
    if (entries_[at].deleted && !has(fault)) continue;
    all.push_back({has(DeleRenumbers) ? all.size() + 1 : at + 1, &entries_[at]});
  }
  return all;
}

}  // namespace wireassay::reference
