// Whole IMAP dialogues through the client's side: wire/imap/tracker.h behind wire/imap/dialect.h.
#include "dialogue.h"
#include "wire/imap/dialect.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::fuzz_dialogue(in, imap::ImapDialect()); }

}  // namespace wireassay
