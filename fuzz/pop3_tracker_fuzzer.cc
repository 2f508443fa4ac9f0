// Whole POP3 dialogues through the client's side: wire/pop3/tracker.h behind wire/pop3/dialect.h.
#include "dialogue.h"
#include "wire/pop3/dialect.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::fuzz_dialogue(in, pop3::Pop3Dialect()); }

}  // namespace wireassay
