// Responses in each form, strictly and leniently: wire/pop3/reply.h. What is strictly right is
// forgiven nothing.
#include "wire/pop3/reply.h"

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/pop3/invariants.h"

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
  if (reply.body) {
    for (const std::string& line : pop3::body_lines(*reply.body))
      if (line.contains("\r\n")) fuzzing::require("a line of the body is two");
  }
  inspect(reply, in.substr(0, got->used), form);
}

}  // namespace

void fuzz(std::string_view in) {
  for (const pop3::Form form : {pop3::Form::SingleLine, pop3::Form::MultiLine, pop3::Form::Sasl})
    read_as(in, form);
}

}  // namespace wireassay
