// Chunked bodies, at every split, strictly and with what is forgiven.
#include "wire/http/chunked.h"

#include "wire/http/message_test_rows.h"

namespace wireassay::http {
namespace {

struct Row {
  std::string_view name;
  std::string in;
  std::string_view strict;
  std::string_view lenient;  ///< value and deviations; empty: the same as strict
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"last-chunk alone", "0\r\n\r\n", " 0 {}", ""},
      {"one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello 5 0 {}", ""},
      {"several", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc 1 2 0 {}", ""},
      {"capitals", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789 10 0 {}", ""},
      {"zeros in front", "0005\r\nhello\r\n000\r\n\r\n", "hello 5 0 {}", ""},
      {"more zeros than digits", "0000000000000000005\r\nhello\r\n0\r\n\r\n", "hello 5 0 {}", ""},
      {"line ends in the data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\\r\\n\\r\\n 4 0 {}", ""},
      {"left over", "0\r\n\r\nHTTP", " 0 {} +4", ""},
      {"extension", "1;a=b\r\nx\r\n0;c\r\n\r\n", "x 1;a=b 0;c {}", ""},
      {"quoted extension", "1;a=\"b;\\\"c\"\r\nx\r\n0\r\n\r\n", "x 1;a=b;\"c 0 {}", ""},
      {"trailers", "0\r\nA: b\r\nC:d\r\n\r\n", " 0 {A:b|C:d}", ""},
      {"nothing yet", "", "more", ""},
      {"half a size", "5", "more", ""},
      {"half a chunk", "5\r\nhel", "more", ""},
      {"no last line", "0\r\n", "more", ""},
      {"empty size", "\r\n", "malformed chunk-size at octet 0", ""},
      {"letters", "xyz\r\nhello\r\n", "malformed chunk-size at octet 0", ""},
      {"minus", "-5\r\nhello\r\n", "malformed chunk-size at octet 0", ""},
      {"plus", "+5\r\nhello\r\n", "malformed chunk-size at octet 0", ""},
      {"0x", "0x5\r\nhello\r\n", "malformed chunk-size at octet 1", ""},
      {"underscore", "0_5\r\nhello\r\n", "malformed chunk-size at octet 1", ""},
      {"17 digits", "10000000000000000\r\n", "out of range chunk-size at octet 0", ""},
      {"16 digits", "ffffffffffffffff\r\n", "too long message-body at octet 0", ""},
      {"data too long", "4\r\nhello\r\n0\r\n\r\n", "malformed chunk at octet 7", ""},
      {"data without end", "5\r\nhello0\r\n\r\n", "malformed chunk at octet 8", ""},
      {"data, CR, no LF", "5\r\nhello\r0\r\n", "malformed chunk at octet 9", ""},
      {"space in front", " 5\r\nhello\r\n0\r\n\r\n", "malformed chunk-size at octet 0",
       "hello 5 0 {} chunk-size-space@0"},
      {"space behind", "5 \r\nhello\r\n0\t\r\n\r\n", "malformed chunk-size at octet 1",
       "hello 5 0 {} chunk-size-space@1"},
      {"space before an extension", "1 ;a = b\r\nx\r\n0\r\n\r\n", "malformed chunk-size at octet 1",
       "x 1;a=b 0 {} chunk-size-space@1"},
      {"LF behind the size", "5\nhello\r\n0\r\n\r\n", "malformed CRLF at octet 1",
       "hello 5 0 {} bare-lf@1"},
      {"LF behind the data", "5\r\nhello\n0\r\n\r\n", "malformed CRLF at octet 8",
       "hello 5 0 {} bare-lf@8"},
      {"LF at the end", "0\r\n\n", "malformed CRLF at octet 3", " 0 {} bare-lf@3"},
      {"CR in an extension", "1;a\rb\r\nx\r\n0\r\n\r\n", "malformed CRLF at octet 3",
       "x 1;a 0 {} bare-cr@3 chunk-size-space@3 chunk-ext@4"},
      {"NUL in an extension", std::string("1;a\0b\r\nx\r\n0\r\n\r\n", 15),
       "malformed chunk-ext at octet 3", "x 1;a 0 {} chunk-ext@3"},
      {"semicolon alone", "1;\r\nx\r\n0\r\n\r\n", "malformed chunk-ext at octet 2",
       "x 1 0 {} chunk-ext@2"},
      {"no value", "1;a=\r\nx\r\n0\r\n\r\n", "malformed chunk-ext at octet 4",
       "x 1 0 {} chunk-ext@4"},
      {"quote not closed", "1;a=\"b\r\nx\r\n0\r\n\r\n", "malformed chunk-ext at octet 4",
       "x 1 0 {} chunk-ext@4"},
      {"no colon in a trailer", "0\r\nbad trailer\r\n\r\n", "malformed field-line at octet 3",
       " 0 {} field-line@3"},
      {"folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "malformed obs-fold at octet 9",
       " 0 {A:b c} obs-fold@9"},
      // TERM.EXT: the extension ends at its LF, whatever stands before it
      {"LF behind a semicolon", "2;\nxx\r\n0\r\n\r\n", "malformed CRLF at octet 2",
       "xx 2 0 {} bare-lf@2 chunk-ext@2"},
  };
  return kRows;
}

TEST(HttpChunked, Table) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    const auto strict = [](std::string_view in) { return parse_chunked(in); };
    const auto lenient = [](std::string_view in) { return parse_chunked_lenient(in); };
    const auto print = [](const ChunkedBody& body) { return to_wire(body); };
    EXPECT_EQ(
        show(strict(row.in), row.in.size(), [](const ChunkedBody& body) { return show(body); }),
        row.strict);
    const auto both = [](const LenientChunkedBody& got) {
      return show(got.body) + show(got.deviations);
    };
    EXPECT_EQ(show(lenient(row.in), row.in.size(), both),
              row.lenient.empty() ? row.strict : row.lenient);
    EXPECT_EQ(testing::broken_invariant<ChunkedBody>(row.in, strict, print), "");
    EXPECT_EQ(testing::broken_invariant<LenientChunkedBody>(row.in, lenient), "");
  }
}

TEST(HttpChunked, Limits) {
  struct LimitRow {
    std::string_view name;
    std::string in, want;
  };
  const LimitRow kRows[] = {
      {"chunk line of 20", "1;" + std::string(16, 'a') + "\r\n", "more"},
      {"chunk line of 21", "1;" + std::string(17, 'a') + "\r\n", "too long chunk at octet 20"},
      {"extensions of 24", "1;aaaaaaaaaaa\r\nx\r\n1;aaaaaaaaaaa\r\n", "more"},
      {"extensions of 25", "1;aaaaaaaaaaa\r\nx\r\n1;aaaaaaaaaaaa\r\n",
       "too long chunk-ext at octet 19"},
      {"three chunks", "1\r\nx\r\n1\r\nx\r\n0\r\n", "more"},
      {"four chunks", "1\r\nx\r\n1\r\nx\r\n1\r\nx\r\n0\r\n", "too many chunked-body at octet 18"},
      {"body of 16", "a\r\n0123456789\r\n6\r\n", "more"},
      {"body of 17", "a\r\n0123456789\r\n7\r\n", "too long message-body at octet 15"},
      {"trailers of 30", "0\r\nA: " + std::string(23, 'a') + "\r\n", "more"},
      {"trailers of 31", "0\r\nA: " + std::string(26, 'a') + "\r\n",
       "too long trailer-section at octet 33"},
      {"two trailers", "0\r\nA:\r\nB:\r\n", "more"},
      {"three trailers", "0\r\nA:\r\nB:\r\nC:\r\n", "too many field-lines at octet 11"},
  };
  const Limits limits{
      .fields = 2, .trailer = 30, .chunk_line = 20, .chunk_ext = 24, .chunks = 3, .body = 16};
  for (const LimitRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parse = [&](std::string_view in) { return parse_chunked_lenient(in, limits); };
    EXPECT_EQ(show(parse(row.in), row.in.size(), [](const auto&) { return std::string("whole"); }),
              row.want);
    EXPECT_EQ(testing::broken_invariant<LenientChunkedBody>(row.in, parse), "");
  }
}

TEST(HttpChunked, Written) {
  EXPECT_EQ(to_chunked(""), "0\r\n\r\n");
  EXPECT_EQ(to_chunked("0123456789abcdef", {{"A", "b"}}),
            "10\r\n0123456789abcdef\r\n0\r\nA: b\r\n\r\n");
}

}  // namespace
}  // namespace wireassay::http
