// Rules that every response must keep: data only.
#include <array>

#include "wire/imap/response.h"

namespace wireassay::imap {

std::span<const Invariant> response_invariants() {
  static constexpr auto kRows = std::to_array<Invariant>({
      {rule::kCrlf, "RFC 9051", "2.2", "MUST", "Lines end in CRLF, without a bare CR or LF",
       "All interactions transmitted by client and server are in the form of lines, that is, "
       "strings that end with a CRLF."},
      {rule::kSpaces, "RFC 9051", "9", "MUST NOT", "Words are separated by exactly one space",
       "In all cases, SP refers to exactly one space. It is NOT permitted to substitute TAB, "
       "insert additional spaces, or otherwise treat SP as being equivalent to linear whitespace "
       "(LWSP)."},
      {rule::kOctets, "RFC 9051", "9", "MUST NOT",
       "No NUL outside of binary literals; beyond ASCII only UTF-8, in strings and texts",
       "The ASCII NUL character, %x00, MUST NOT be used anywhere, with the exception of the OCTET "
       "production."},
      {rule::kLiteral, "RFC 9051", "9", "MUST NOT", "Literals of a server have no \"+\"",
       "Non-synchronizing literals are not allowed when ; sent from server to the client."},
      {rule::kNumberRange, "RFC 3501", "9", "MUST", "Numbers are in their range",
       "nz-number = digit-nz *DIGIT ; Non-zero unsigned 32-bit integer ; (0 < n < 4,294,967,296)"},
      {rule::kGrammar, "RFC 9051", "9", "MUST", "A known response follows its production",
       "Note: [ABNF] rules MUST be followed strictly"},
      {rule::kResponseCode, "RFC 9051", "9", "MUST", "A response code follows its production",
       "resp-text = [\"[\" resp-text-code \"]\" SP] [text]"},
      {rule::kFetchItem, "RFC 9051", "9", "MUST",
       "FETCH data is a list of known names, each with a value of its form",
       "msg-att = \"(\" (msg-att-dynamic / msg-att-static) *(SP (msg-att-dynamic / "
       "msg-att-static)) \")\""},
      {rule::kEnvelope, "RFC 9051", "9", "MUST", "An envelope has its ten fields",
       "envelope = \"(\" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP "
       "env-to SP env-cc SP env-bcc SP env-in-reply-to SP env-message-id \")\""},
      {rule::kBodyStructure, "RFC 9051", "9", "MUST",
       "A body structure has the fields of its media type",
       "body = \"(\" (body-type-1part / body-type-mpart) \")\""},
  });
  return kRows;
}

}  // namespace wireassay::imap
