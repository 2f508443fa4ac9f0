// Header sections as they are found: wire/message/header.h. Fields are the section cut into pieces,
// and what stands behind the section changes nothing in it.
#include "wire/message/header.h"

#include "bounded.h"
#include "wire/message/mime.h"

namespace wireassay {
namespace {

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

void check_field(const message::HeaderField& field, std::string_view in) {
  require(field.name.find_first_of(": \t\r\n") == std::string_view::npos, "no name", in);
  require(field.raw.starts_with(field.name), "a name that does not begin its field", in);
  require(field.name.size() + field.body.size() <= field.raw.size(), "more than its octets", in);
  const std::string text = message::unfold(field.body);
  require(message::unfold(text) == text, "unfolded twice is another text", in);
}

/// What is chosen and what is left are the section, each with the empty line.
void check_selection(std::string_view header, std::string_view in) {
  const std::vector<std::string> names = {"Subject", "to"};
  for (const bool inverted : {false, true}) {
    const std::string chosen = message::select_fields(header, names, inverted);
    require(chosen.size() <= header.size() + 2, "more fields than there are", in);
    for (const message::HeaderField& field : message::split_header(chosen).fields) {
      const std::vector<message::HeaderField> one = {field};
      const bool named = message::find_field(one, "Subject") || message::find_field(one, "To");
      require(named != inverted, "another field was chosen", in);
    }
  }
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, {.heap_per_octet = 1024});
  const testing::ExactBuffer buffer(in);
  const message::HeaderSection section = message::split_header(buffer.view());
  require(section.size <= in.size(), "a section beyond its message", in);
  std::string joined;
  for (const message::HeaderField& field : section.fields) {
    check_field(field, in);
    joined += field.raw;
  }
  const std::string_view header = buffer.view().substr(0, section.size);
  require(header.starts_with(joined), "fields are not the section", in);
  const bool all = section.fields.size() < message::kMaxHeaderFields;
  require(!all || header.size() - joined.size() <= 2, "octets of the section are in no field", in);
  const std::string_view end = header.substr(joined.size());
  if (all && (end == "\n" || end == "\r\n")) {
    const message::HeaderSection alone = message::split_header(header);
    require(alone.size == section.size && alone.fields.size() == section.fields.size(),
            "the body changes the section", in);
  }
  check_selection(header, in);
}

}  // namespace wireassay
