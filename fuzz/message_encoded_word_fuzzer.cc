// Encoded words and the case of letters: wire/message/encoded_word.h, utf8.h. Text without words is
// as it was, UTF-8 stays UTF-8, and folding twice is folding once.
#include "wire/message/encoded_word.h"

#include "fuzzer.h"
#include "testing/text.h"
#include "wire/message/utf8.h"

namespace wireassay {
namespace {

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

/// Octets of ISO-8859-1 are two of UTF-8.
constexpr std::size_t kGrowth = 2;

void check_case(std::string_view text, std::string_view in) {
  const std::string folded = message::fold_case(text);
  require(message::fold_case(folded) == folded, "folded twice is another text", in);
  require(folded.size() == text.size(), "folded to another length", in);
  require(!message::is_utf8(text) || message::is_utf8(folded), "UTF-8 was folded to none", in);
}

}  // namespace

void fuzz(std::string_view in) {
  fuzzing::require(testing::broken_text(in, message::decode_words));
  fuzzing::require(testing::broken_text(in, message::fold_case));
  const testing::ExactBuffer buffer(in);
  const std::string decoded = message::decode_words(buffer.view());
  require(decoded.size() <= kGrowth * in.size(), "words grew", in);
  require(in.find("=?") != std::string_view::npos || decoded == in, "no word, and changed", in);
  require(message::is_utf8(message::to_utf8("ISO-8859-1", buffer.view())),
          "Latin-1 became no UTF-8", in);
  require(message::to_utf8("utf-8", buffer.view()) == in, "UTF-8 was changed", in);
  for (std::string_view rest = buffer.view(); !rest.empty(); rest.remove_prefix(1)) {
    const std::size_t size = message::utf8_non_ascii_size(rest);
    require(size != 1 && size <= 4 && size <= rest.size(), "a character of a wrong size", in);
  }
  check_case(buffer.view(), in);
  check_case(decoded, in);
}

}  // namespace wireassay
