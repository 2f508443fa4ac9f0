// Lists of addresses as they come: wire/message/address_list.h. Groups begin and end in turn, and
// addresses hold what stood there.
#include "wire/message/address_list.h"

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {
namespace {

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

std::size_t octets_of(const message::Address& address) {
  std::size_t octets = 0;
  for (const auto* part : {&address.name, &address.adl, &address.mailbox, &address.host})
    octets += *part ? (*part)->size() : 0;
  return octets;
}

}  // namespace

void fuzz(std::string_view in) {
  fuzzing::require(testing::broken_text(in, message::parse_address_list, {.heap_per_octet = 1024}));
  const testing::ExactBuffer buffer(in);
  const std::vector<message::Address> list = message::parse_address_list(buffer.view());
  // The last may be a group with its end.
  require(list.size() <= message::kMaxAddresses + 2, "too many addresses", in);
  bool in_group = false;
  std::size_t octets = 0;
  for (const message::Address& address : list) {
    octets += octets_of(address);
    require(!address.is_group_end() || in_group, "the end of no group", in);
    require(!address.is_group_start() || !in_group, "a group in a group", in);
    in_group = address.is_group_start() || (in_group && !address.is_group_end());
  }
  require(!in_group, "a group does not end", in);
  // Between words that touch stands a space, between hops of a route a comma.
  require(octets <= 2 * in.size(), "addresses hold more than stood there", in);
}

}  // namespace wireassay
