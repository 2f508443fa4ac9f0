// xtext: wire/smtp/xtext.h. Any octets can be written so, and come back; what is read has one form.
#include "wire/smtp/xtext.h"

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {

void fuzz(std::string_view in) {
  fuzzing::require(testing::broken_text(in, smtp::decode_xtext, smtp::encode_xtext));
  const auto back = smtp::decode_xtext(smtp::encode_xtext(in));
  if (!back || *back != in) fuzzing::require(testing::internal::at("other octets come back", in));
}

}  // namespace wireassay
