// Whole messages beside GMime.
#include "beside/gmime.h"
#include "beside/rows_test_support.h"

namespace wireassay::beside {
namespace {

TEST(BesideGmime, Header) {
  const Row rows[] = {
      {"two", "A: b\r\nC: d\r\n\r\nE: f", "A=b\nC=d\n"},
      {"bare LF", "A: b\nC: d\n\nbody", "A=b\nC=d\n"},
      {"folded", "Subject: a\r\n  b\r\n\tc\r\nX: y\r\n\r\n", "Subject=a  b\tc\nX=y\n"},
      {"white space before the colon", "A \t: b\r\n\r\n", "A=b\n"},
      {"three of a name", "A: 1\r\nA: 2\r\na: 3\r\n\r\n", "A=1\nA=2\na=3\n"},
      {"no body", "A: b\r\n", "A=b\n"},
      {"empty", "", "", "empty"},
      {"no colon", "From x\r\nA: b\r\n\r\n", "=From x\nA=b\n", "no-grammar"},
  };
  check(kHeader, rows);
}

TEST(BesideGmime, Base64Body) {
  const Row rows[] = {
      {"one line", "SGVsbG8=", "Hello"},
      {"cut anywhere", "S\r\nGV\r\nsbG8=\r\n", "Hello"},
      {"no padding at the end", "Zm9v", "foo"},
      {"padding in the middle", "Zg==Zg==", "ff", "no-grammar"},
  };
  check(kBase64Body, rows);
}

TEST(BesideGmime, QuotedPrintable) {
  const Row rows[] = {
      {"octets", "K=C3=A4the =3D x\r\n", "Käthe = x\r\n"},
      {"soft line break", "a=\r\nb\r\n", "ab\r\n"},
      {"white space that is encoded", "a=20\r\n", "a \r\n"},
      {"white space at the end", "a \t\r\nb", "a\r\nb", "white-at-end"},
      {"no octet", "=ZZ=4", "=ZZ=4", "no-grammar"},
  };
  check(kQuotedPrintable, rows);
}

constexpr std::string_view kMixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
std::string mixed(std::string_view body) { return std::string(kMixed).append(body); }

TEST(BesideGmime, Mime) {
  const Row rows[] = {
      {"text", "A: b\r\n\r\nbody\r\n", "text/plain[6]"},
      {"two parts",
       mixed("pre\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: text/html\r\n\r\nxy\r\n--b--\r\n"),
       "multipart/mixed(text/plain[3]text/html[2])"},
      {"an outer boundary ends what is inside",
       mixed("--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
             "--c\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n"),
       "multipart/mixed(multipart/alternative(text/plain[1])text/plain[1])"},
      {"digest",
       "Content-Type: multipart/digest; boundary=c\r\n\r\n--c\r\n\r\nSubject: 1\r\n\r\none"
       "\r\n--c--\r\n",
       "multipart/digest(message/rfc822(text/plain[3]))"},
      {"message", "Content-Type: message/rfc822\r\n\r\nContent-Type: text/html\r\n\r\nbody",
       "message/rfc822(text/html[4])"},
      {"not closed", mixed("--b\r\n\r\none\r\n"), "multipart/mixed(text/plain[5])"},
      {"empty", "", "text/plain[0]", "empty"},
      {"nothing between", mixed("--b\r\n--b--\r\n"), "multipart/mixed(text/plain[0])",
       "nothing-between"},
      {"LF before a delimiter of CRLF", mixed("--b\r\n\r\nxy\n--b--\r\n"),
       "multipart/mixed(text/plain[2])", "mixed-ends"},
      {"the same boundary inside",
       mixed("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
             "--b\r\n\r\nx\r\n--b--\r\n--b--\r\n"),
       "multipart/mixed(multipart/mixed()text/plain[1])", "same-boundary"},
      {"a line that is no field", "A b\r\n\r\nc", "text/plain[1]", "no-header-grammar"},
      {"two types", "Content-Type: text/html\r\nContent-Type: a/b\r\n\r\nx", "text/html[1]",
       "type-twice"},
      {"a message in base64",
       "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nA: b\r\n\r\nx",
       "message/rfc822(text/plain[1])", "encoded-message"},
      {"a type that is none", "Content-Type: multipart/mixed; boundary=\"b\r\n\r\n--b\r\n\r\nx\r\n",
       "multipart/mixed(text/plain[3])", "no-type-grammar"},
  };
  check(kMime, rows);
}

}  // namespace
}  // namespace wireassay::beside
