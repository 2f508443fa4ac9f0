// Whole HTTP dialogues through the client's side: wire/http/tracker.h behind wire/http/dialect.h.
#include "dialogue.h"
#include "wire/http/dialect.h"

namespace wireassay {

void fuzz(std::string_view in) {
  fuzzing::fuzz_dialogue(in, http::HttpDialect(), fuzzing::Garbage::IsTheEnd);
}

}  // namespace wireassay
