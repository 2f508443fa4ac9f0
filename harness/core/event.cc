// Matching of outcome atoms against the class of an event.
#include "core/event.h"

#include <algorithm>
#include <cctype>

namespace wireassay {
namespace {

bool digit_class_matches(std::string_view atom, std::string_view cls) {
  return atom.size() == 3 && cls.size() == 3 &&
         std::ranges::equal(atom, cls, [](char want, char got) {
           const bool digit = got >= '0' && got <= '9';
           return digit && (want == 'x' || want == got);
         });
}

}  // namespace

bool class_matches(std::string_view atom, const Event& event) {
  if (atom == event.cls) return true;
  if (atom == "reply") return event.kind == EventKind::Reply;
  if (atom == "alert") return event.cls.starts_with("alert:");
  return event.kind == EventKind::Reply && digit_class_matches(atom, event.cls);
}

}  // namespace wireassay
