// Responses in each form, strictly and leniently: wire/pop3/reply.h. What is strictly right is
// forgiven nothing.
#include "wire/pop3/reply.h"

#include <algorithm>

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/pop3/capability.h"
#include "wire/pop3/greeting.h"
#include "wire/pop3/invariants.h"
#include "wire/pop3/listing.h"

namespace wireassay {
namespace {

std::string broken_agreement(std::string_view in, const Parsed<pop3::Reply>& strict,
                             const Parsed<pop3::LenientReply>& lenient) {
  const auto* right = std::get_if<Got<pop3::Reply>>(&strict);
  const auto* forgiven = std::get_if<Got<pop3::LenientReply>>(&lenient);
  const bool blameless = forgiven != nullptr && forgiven->value.deviations.empty();
  if ((right != nullptr) != blameless)
    return testing::internal::at("refused without a reason, or taken without one", in);
  if (right == nullptr) return {};
  const bool same = forgiven->value.reply == right->value && forgiven->used == right->used;
  return same ? "" : testing::internal::at("strict and lenient read another reply", in);
}

/// What is read is printed as it was.
template <class T>
void same(std::string_view line, const T& read) {
  if (read && to_text(*read) != line)
    fuzzing::require(testing::internal::at("printed otherwise", line));
}

/// Numbers may have zeros in front, or be too large for 64 bits.
bool is_plain(std::string_view line) {
  for (std::size_t at = 0; at < line.size(); at = line.find(' ', at) + 1) {
    const std::size_t end = std::min(line.find_first_not_of("0123456789", at), line.size());
    if (end - at > 18 || (end - at > 1 && line.at(at) == '0')) return false;
    if (line.find(' ', at) == std::string_view::npos) break;
  }
  return true;
}

void read_line(std::string_view line) {
  (void)pop3::resp_code(line);
  same(line, pop3::parse_capability(line));
  same(line, pop3::parse_language_listing(line));
  const auto drop = pop3::parse_drop_listing(line);
  const auto scan = pop3::parse_scan_listing(line);
  const auto id = pop3::parse_unique_id_listing(line);
  if (drop.has_value() != scan.has_value()) fuzzing::require("one listing, but not the other");
  if (id && (id->unique_id.empty() || id->unique_id.size() > pop3::kMaxUniqueId))
    fuzzing::require("a unique-id of a wrong size");
  const auto stamp = pop3::parse_timestamp(line);
  if (stamp && *stamp && line.find(**stamp) == std::string_view::npos)
    fuzzing::require("a timestamp that is not in its line");
  if (!is_plain(line)) return;
  same(line, drop);
  same(line, scan);
  same(line, id);
}

/// Rules are broken within the response.
void inspect(const pop3::Reply& reply, std::string_view raw, pop3::Form form) {
  using pop3::Verb;
  for (const Verb verb :
       {Verb::Other, Verb::Stat, Verb::List, Verb::Uidl, Verb::Capa, Verb::Auth}) {
    const pop3::Question question{
        .asked = verb, .form = form, .greeting = verb == Verb::Other, .resp_codes = true};
    for (const Deviation& deviation : pop3::broken_rules(reply, raw, question))
      if (deviation.offset > raw.size()) fuzzing::require("a broken rule beyond its response");
  }
}

void read_as(std::string_view in, pop3::Form form) {
  const auto strict = [form](std::string_view octets) { return pop3::parse_reply(octets, form); };
  const auto lenient = [form](std::string_view octets) {
    return pop3::parse_reply_lenient(octets, form);
  };
  const auto print = [](const pop3::Reply& reply) { return pop3::to_wire(reply); };
  fuzzing::require(testing::broken_invariant<pop3::Reply>(in, strict, print));
  fuzzing::require(testing::broken_invariant<pop3::LenientReply>(in, lenient));
  const auto read = lenient(in);
  fuzzing::require(broken_agreement(in, strict(in), read));
  const auto* got = std::get_if<Got<pop3::LenientReply>>(&read);
  if (got == nullptr) return;
  for (const Deviation& deviation : got->value.deviations)
    if (deviation.offset > got->used) fuzzing::require("a deviation lies beyond its response");
  const pop3::Reply& reply = got->value.reply;
  read_line(reply.text);
  if (reply.body) {
    const std::vector<std::string> lines = pop3::body_lines(*reply.body);
    (void)pop3::capabilities_of(lines);
    for (const std::string& line : lines) read_line(line);
  }
  inspect(reply, in.substr(0, got->used), form);
}

}  // namespace

void fuzz(std::string_view in) {
  for (const pop3::Form form : {pop3::Form::SingleLine, pop3::Form::MultiLine, pop3::Form::Sasl})
    read_as(in, form);
}

}  // namespace wireassay
