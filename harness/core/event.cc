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
  if (atom == "alert" && event.cls.starts_with("alert:")) return true;
  if (atom == "encrypted") return event.cls == "encrypted_alert";
  if (const auto alert = event.fields.find("alert"); alert != event.fields.end()) {
    // An alert inside TLS that ended the connection: `close`, and that alert.
    const auto* name = std::get_if<std::string>(&alert->second);
    // close_notify is how a connection ends well: who means it names it.
    if (name != nullptr && atom == "alert" && *name != "close_notify") return true;
    if (name != nullptr && atom == "alert:" + *name) return true;
  }
  return event.kind == EventKind::Reply && digit_class_matches(atom, event.cls);
}

}  // namespace wireassay
