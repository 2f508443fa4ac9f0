// Rules that every SMTP reply must keep, and what the language knows of SMTP: data only.
#include "wire/smtp/invariants.h"

#include "wire/smtp/reply.h"

namespace wireassay::smtp {

const DialectInfo& smtp_info() {
  static const DialectInfo kInfo{
      .name = "smtp",
      .numeric = true,
      .text_fields = {"text"},
      .fields =
          {
              {"octets", FieldType::Number, Compare::Exact, "", "size of the reply on the wire"},
              {"lines", FieldType::List, Compare::Exact, "", "texts after code and separator"},
              {"enhanced", FieldType::Text, Compare::DottedDigits, "ENHANCEDSTATUSCODES",
               "status code: 5.1.1, 5.1.x"},
              {"capabilities", FieldType::List, Compare::Capability, "",
               "keywords of the answer to EHLO"},
          },
      .invariants =
          {
              {rule::kThreeDigits, "RFC 5321", "4.2", "MUST",
               "A reply code is three digits, 2-5, 0-5 and 0-9",
               "Reply-code = %x32-35 %x30-35 %x30-39"},
              {rule::kSameCode, "RFC 5321", "4.2.1", "MUST",
               "Every line of a reply has the same code",
               "In a multiline reply, the reply code on each of the lines MUST be the same."},
              {rule::kCrlf, "RFC 5321", "2.3.8", "MUST NOT",
               "Lines end in CRLF, without a bare CR or LF",
               "Conforming implementations MUST NOT recognize or generate any other character or "
               "character sequence as a "
               "line terminator."},
              // The number is in 4.5.3.1.5; what exceeds it "SHOULD be avoided when possible"
              // (4.5.3.1).
              {rule::kLineLength, "RFC 5321", "4.5.3.1.5", "SHOULD NOT",
               "A reply line has at most 512 octets with its CRLF",
               "The maximum total length of a reply line including the reply code and the <CRLF> "
               "is 512 octets."},
              {rule::kLastLineSpace, "RFC 5321", "4.2.1", "SHOULD",
               "On the last line a space follows the code",
               "servers SHOULD send the <SP> if subsequent text is not sent"},
              {rule::kTextOctets, "RFC 5321", "4.2", "MUST",
               "Text of a reply is printable US-ASCII and HT, or UTF-8 where the client asked for "
               "SMTPUTF8",
               "textstring = 1*(%d09 / %d32-126) ; HT, SP, Printable US-ASCII"},
              {rule::kEhloKeyword, "RFC 5321", "4.1.1.1", "MUST",
               "Lines of the answer to EHLO are keywords with parameters",
               "ehlo-line = ehlo-keyword *( SP ehlo-param )"},
              {rule::kEnhancedClass, "RFC 2034", "4", "MUST",
               "The status code agrees with the reply code",
               "All status codes returned by the server must agree with the primary response code"},
              {rule::kEnhancedMissing, "RFC 2034", "4", "MUST",
               "A server with ENHANCEDSTATUSCODES begins every 2xx, 4xx and 5xx line with the same "
               "status code",
               "These codes must appear in all 2xx, 4xx, and 5xx response lines other than initial "
               "greeting and any "
               "response to HELO or EHLO."},
              {rule::kUnasked, "RFC 5321", "4.2", "MUST",
               "One reply to each command and none beside",
               "Every command MUST generate exactly one reply."},
          },
      .services = {"smtp", "submission", "submissions", "smtps"},
      .unasked = {"421"},
  };
  return kInfo;
}

}  // namespace wireassay::smtp
