// What the grammars of field values keep: what a sender may write every recipient reads.
#pragma once

#include <string_view>

#include "fuzzer.h"
#include "testing/text.h"
#include "wire/http/field.h"

namespace wireassay::fuzzing {

/// `parse` takes the kind of list.
template <class Parse>
void require_both_lists(std::string_view in, const Parse& parse) {
  const auto sender = [&](std::string_view value) { return parse(value, http::List::Sender); };
  const auto recipient = [&](std::string_view value) {
    return parse(value, http::List::Recipient);
  };
  require(testing::broken_text(in, sender));
  require(testing::broken_text(in, recipient));
  const auto written = sender(in);
  const auto read = recipient(in);
  if (written && (!read || !(*read == *written)))
    require(testing::internal::at("a recipient refuses what a sender may write", in));
}

/// What is read is printed as it means.
template <class Parse>
void require_print(std::string_view in, const Parse& parse) {
  const auto print = [](const auto& value) { return to_text(value); };
  require(testing::broken_text(in, parse, print));
}

}  // namespace wireassay::fuzzing
