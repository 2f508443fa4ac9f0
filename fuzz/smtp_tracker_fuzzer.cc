// Whole SMTP dialogues through the client's side: wire/smtp/tracker.h behind wire/smtp/dialect.h.
#include "dialogue.h"
#include "wire/smtp/dialect.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::fuzz_dialogue(in, smtp::SmtpDialect()); }

}  // namespace wireassay
