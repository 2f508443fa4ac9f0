// Parts and sections by their IMAP names: RFC 3501 section 6.4.5.
#include <algorithm>

#include "core/cursor.h"
#include "wire/message/header.h"
#include "wire/message/mime.h"

namespace wireassay::message {
namespace {

bool names_one(const std::vector<std::string>& names, std::string_view field) {
  return std::ranges::any_of(
      names, [field](const std::string& name) { return equal_ignoring_case(name, field); });
}

/// Of a whole message, the outermost or one in a message/rfc822.
std::optional<std::string> message_section(std::string_view message, const Entity& root,
                                           const Section& section) {
  const std::string_view header = slice(message, root.header);
  switch (section.text) {
    case SectionText::Header: return std::string(header);
    case SectionText::Text: return std::string(slice(message, root.body));
    case SectionText::HeaderFields: return select_fields(header, section.fields);
    case SectionText::HeaderFieldsNot: return select_fields(header, section.fields, true);
    case SectionText::Whole: return std::string(header).append(slice(message, root.body));
    case SectionText::Mime: break;
  }
  return std::nullopt;
}

}  // namespace

/// "Every message has at least one part number. Non-[MIME-IMB] messages, and non-multipart
/// [MIME-IMB] messages with no encapsulated message, only have a part 1." A message/rfc822 lends
/// its number to the parts of the message in it.
const Entity* find_part(const Entity& root, const std::vector<std::uint32_t>& part) {
  const Entity* container = &root;
  const Entity* at = &root;
  for (const std::uint32_t number : part) {
    if (container == nullptr || number == 0) return nullptr;
    if (container->is_multipart()) {
      if (number > container->children.size()) return nullptr;
      at = &container->children[number - 1];
    } else if (number == 1) {
      at = container;
    } else {
      return nullptr;
    }
    container = at->is_message() ? &at->children.front() : at->is_multipart() ? at : nullptr;
  }
  return at;
}

std::optional<std::string> section_octets(std::string_view message, const Entity& root,
                                          const Section& section) {
  if (section.part.empty()) return message_section(message, root, section);
  const Entity* const part = find_part(root, section.part);
  if (part == nullptr) return std::nullopt;
  if (section.text == SectionText::Whole) return std::string(slice(message, part->body));
  if (section.text == SectionText::Mime) return std::string(slice(message, part->header));
  if (!part->is_message()) return std::nullopt;
  return message_section(message, part->children.front(), section);
}

std::string select_fields(std::string_view header, const std::vector<std::string>& names,
                          bool invert) {
  std::string chosen;
  const HeaderSection section = split_header(header);
  std::size_t end = 0;
  for (const HeaderField& field : section.fields) {
    end += field.raw.size();
    if (names_one(names, field.name) != invert) chosen += field.raw;
  }
  // The empty line; behind a list of fields that was cut short, only that.
  if (section.size > end) chosen += "\r\n";
  return chosen;
}

}  // namespace wireassay::message
