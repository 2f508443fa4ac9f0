// Messages as trees, and what is read out of their fields: wire/message/mime.h, header.h,
// address_list.h, date_time.h, encoded_word.h.
#include "bounded.h"
#include "wire/message/address_list.h"
#include "wire/message/date_time.h"
#include "wire/message/encoded_word.h"
#include "wire/message/header.h"
#include "wire/message/mime.h"
#include "wire/message/mime_invariants.h"

namespace wireassay {
namespace {

std::string broken_date(std::string_view body) {
  const auto when = message::parse_date_time(body);
  if (!when) return {};
  if (message::parse_date_time(message::to_date_time(*when)) != when)
    return testing::internal::at("a date is not read as it was printed", body);
  if (message::parse_internal_date(message::to_internal_date(*when)) != when)
    return testing::internal::at("an internal date is not read as it was printed", body);
  return {};
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  fuzzing::require(message::broken_mime(buffer.view()));
  const message::HeaderSection header = message::split_header(buffer.view());
  std::size_t octets = 0;
  for (const message::HeaderField& field : header.fields) {
    octets += field.raw.size();
    fuzzing::require(broken_date(field.body));
    (void)message::parse_address_list(field.body);
    (void)message::fold_case(message::decode_words(message::unfold(field.body)));
  }
  if (octets > header.size) fuzzing::require("fields are more than their section");
  const message::Entity root = message::parse_mime(buffer.view());
  (void)message::decode(message::encoding_of(root), message::slice(buffer.view(), root.body));
  (void)message::select_fields(message::slice(buffer.view(), root.header), {"Subject", "To"});
}

}  // namespace wireassay
