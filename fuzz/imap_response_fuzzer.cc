// Responses, strictly and leniently, whole and through the scanner: wire/imap/response.h. What is
// strictly right is forgiven nothing.
#include "wire/imap/response.h"

#include "fuzzer.h"
#include "testing/parser.h"

namespace wireassay {
namespace {

/// Small enough for a mutated input to exceed each of them.
constexpr imap::Limits kSmall{
    .line = 512, .literal = 1024, .response = 2048, .depth = 8, .values = 64};

std::string broken_agreement(std::string_view in, const Parsed<imap::Response>& strict,
                             const Parsed<imap::LenientResponse>& lenient) {
  const auto* right = std::get_if<Got<imap::Response>>(&strict);
  const auto* forgiven = std::get_if<Got<imap::LenientResponse>>(&lenient);
  const bool blameless = forgiven != nullptr && forgiven->value.deviations.empty();
  if ((right != nullptr) != blameless)
    return testing::internal::at("refused without a reason, or taken without one", in);
  if (right == nullptr) return {};
  const bool same = forgiven->value.response == right->value && forgiven->used == right->used;
  return same ? "" : testing::internal::at("strict and lenient read another response", in);
}

/// The scanner fed in pieces says what it says of the whole, and the parsers end where it does.
std::string broken_scanner(std::string_view in, const imap::Limits& limits, std::size_t used) {
  imap::ResponseScanner pieces(limits);
  Parsed<std::size_t> end = NeedMore{};
  for (std::size_t size = 0; std::holds_alternative<NeedMore>(end) && size <= in.size(); size += 7)
    end = pieces.scan(in.substr(0, size));
  if (std::holds_alternative<NeedMore>(end)) end = pieces.scan(in);
  if (end != imap::ResponseScanner(limits).scan(in))
    return testing::internal::at("the scanner depends on the pieces", in);
  const auto* got = std::get_if<Got<std::size_t>>(&end);
  if (used > 0 && (got == nullptr || got->used != used))
    return testing::internal::at("the scanner finds another end", in);
  return {};
}

void read_with(std::string_view in, const imap::Limits& limits) {
  const auto strict = [&](std::string_view octets) { return imap::parse_response(octets, limits); };
  const auto lenient = [&](std::string_view octets) {
    return imap::parse_response_lenient(octets, limits);
  };
  const auto print = [](const imap::Response& response) { return imap::to_wire(response); };
  fuzzing::require(testing::broken_invariant<imap::Response>(in, strict, print));
  fuzzing::require(testing::broken_invariant<imap::LenientResponse>(in, lenient));
  const auto read = lenient(in);
  fuzzing::require(broken_agreement(in, strict(in), read));
  const auto* got = std::get_if<Got<imap::LenientResponse>>(&read);
  fuzzing::require(broken_scanner(in, limits, got == nullptr ? 0 : got->used));
  if (got == nullptr) return;
  for (const Deviation& deviation : got->value.deviations)
    if (deviation.offset > got->used) fuzzing::require("a deviation lies beyond its response");
}

}  // namespace

void fuzz(std::string_view in) {
  read_with(in, {});
  read_with(in, kSmall);
}

}  // namespace wireassay
