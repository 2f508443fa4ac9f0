// Well-formed UTF-8 by the table of RFC 3629 section 4.
#include "wire/message/utf8.h"

namespace wireassay::message {
namespace {

struct Form {
  unsigned char first_from, first_to;    // leading octet
  unsigned char second_from, second_to;  // the octet after it
  std::size_t size;
};

// RFC 3629 section 4; the narrowed second octets keep out overlong forms, surrogates and what lies
// beyond U+10FFFF.
constexpr Form kForms[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

bool within(char c, unsigned char from, unsigned char to) {
  const auto octet = static_cast<unsigned char>(c);
  return octet >= from && octet <= to;
}

bool has_tail(std::string_view tail) {
  for (const char c : tail) {
    if (!within(c, 0x80, 0xBF)) return false;
  }
  return true;
}

}  // namespace

std::size_t utf8_non_ascii_size(std::string_view text) {
  for (const Form& form : kForms) {
    if (text.size() < form.size || !within(text[0], form.first_from, form.first_to)) continue;
    if (!within(text[1], form.second_from, form.second_to)) return 0;
    return has_tail(text.substr(2, form.size - 2)) ? form.size : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      text.remove_prefix(1);
      continue;
    }
    const std::size_t size = utf8_non_ascii_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace wireassay::message
