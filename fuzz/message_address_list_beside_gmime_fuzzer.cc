// Mailboxes and groups, beside GMime: wire/message/address_list.h.
#include "beside/gmime.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kAddressList, in)); }

}  // namespace wireassay
