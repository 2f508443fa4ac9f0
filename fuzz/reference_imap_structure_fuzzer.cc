// What the reference server says of any message is right by the grammar that judges servers, and
// search, sort and threads come to an end: reference/imap_structure.h, imap_search_text.h,
// imap_sort.h.
#include "reference/imap_structure.h"

#include <memory>
#include <variant>

#include "bounded.h"
#include "reference/imap_references.h"
#include "reference/imap_search_text.h"
#include "reference/imap_sort.h"
#include "reference/lazy_mime.h"
#include "wire/imap/response.h"

namespace wireassay {
namespace {

/// It is printed six times, each message within a message with a body of its own, and all of it is
/// read by the grammar: 500 steps an octet, whatever the size; empty parts of a digest, five octets
/// each, take 2,400, and 900 of the heap.
constexpr testing::WorkLimits kWork{.steps_per_octet = 4'000, .heap_per_octet = 1024};

/// Parts within parts make a line twenty times as long as the message, which is more than the
/// player takes.
constexpr imap::Limits kLimits{.line = 4 << 20};

std::string broken_item(const std::string& item) {
  const std::string response = "* 1 FETCH (" + item + ")\r\n";
  const auto parsed = imap::parse_response(response, kLimits);
  const auto* got = std::get_if<Got<imap::Response>>(&parsed);
  if (got != nullptr && got->used == response.size()) return {};
  const auto* error = std::get_if<ParseError>(&parsed);
  return testing::internal::at(error == nullptr ? "not whole" : to_string(*error), response);
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, kWork);
  const message::Entity root = message::parse_mime(in);
  for (const bool utf8 : {false, true}) {
    fuzzing::require(
        broken_item("ENVELOPE " + reference::imap_envelope(message::slice(in, root.header), utf8)));
    fuzzing::require(broken_item("BODY " + reference::imap_body_structure(in, root, false, utf8)));
    fuzzing::require(
        broken_item("BODYSTRUCTURE " + reference::imap_body_structure(in, root, true, utf8)));
  }
  reference::Viewed viewed{.number = 1};
  viewed.message.octets = std::make_shared<const std::string>(in);
  viewed.message.lazy_mime = std::make_shared<reference::LazyMime>();
  reference::SearchText text(viewed.message);
  (void)text.text_has("none of them");
  (void)text.addresses_have("From", "nobody");
  if (!text.text_has("")) fuzzing::require("the empty string is not found");
  const auto threads = reference::thread_messages("REFERENCES", {viewed, viewed}, {1});
  if (reference::to_thread_list(threads) != "(1)") fuzzing::require("one message, another thread");
}

}  // namespace wireassay
