// Replies, strictly and leniently: wire/smtp/reply.h. What is strictly right is forgiven nothing.
#include "wire/smtp/reply.h"

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/smtp/ehlo.h"

namespace wireassay {
namespace {

std::string broken_agreement(std::string_view in, const Parsed<smtp::Reply>& strict,
                             const Parsed<smtp::LenientReply>& lenient) {
  const auto* right = std::get_if<Got<smtp::Reply>>(&strict);
  const auto* forgiven = std::get_if<Got<smtp::LenientReply>>(&lenient);
  if (right == nullptr) {
    const bool strict_refuses = std::holds_alternative<ParseError>(strict);
    const bool blameless = forgiven != nullptr && forgiven->value.deviations.empty();
    return strict_refuses && blameless
               ? testing::internal::at("refused, but nothing to forgive", in)
               : "";
  }
  if (forgiven == nullptr || !(forgiven->value.reply == right->value) ||
      forgiven->used != right->used) {
    return testing::internal::at("strict and lenient read another reply", in);
  }
  for (const Deviation& deviation : forgiven->value.deviations) {
    // "servers SHOULD send the <SP>": the grammar has it both ways.
    if (deviation.rule != smtp::rule::kLastLineSpace)
      return testing::internal::at("forgiven without need", in);
  }
  return {};
}

}  // namespace

void fuzz(std::string_view in) {
  const auto strict = [](std::string_view octets) { return smtp::parse_reply(octets); };
  const auto lenient = [](std::string_view octets) { return smtp::parse_reply_lenient(octets); };
  fuzzing::require(testing::broken_invariant<smtp::Reply>(
      in, strict, [](const smtp::Reply& reply) { return smtp::to_wire(reply); }));
  fuzzing::require(testing::broken_invariant<smtp::LenientReply>(in, lenient));
  fuzzing::require(broken_agreement(in, strict(in), lenient(in)));
  const auto read = lenient(in);
  if (const auto* got = std::get_if<Got<smtp::LenientReply>>(&read)) {
    (void)smtp::ehlo_capabilities(got->value.reply);
    (void)smtp::check_enhanced(got->value.reply);
  }
}

}  // namespace wireassay
