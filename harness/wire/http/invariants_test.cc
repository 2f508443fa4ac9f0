// Each rule has answers that keep it and answers that break it, read as a session reads them.
#include "wire/http/invariants.h"

#include <algorithm>
#include <set>

#include "wire/http/message_test_rows.h"

namespace wireassay::http {
namespace {

struct Row {
  std::string_view id;
  Asked asked;
  std::string in;
  std::string_view broken;  ///< as show(); empty: the rule is kept, and no other is broken
};

const Asked kGet{};
const Asked kHead{"HEAD", kHttp11};
const Asked kOld{"GET", kHttp10};
const Asked kConnect{"CONNECT", kHttp11};

/// A right response with these fields: status-line of 17 octets, Date line of 37, then they.
std::string ok(std::string_view fields, std::string_view body = "",
               std::string_view status = "200 OK") {
  return "HTTP/1.1 " + std::string(status) + "\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n" +
         std::string(fields) + "\r\n" + std::string(body);
}

constexpr std::string_view kText = "Content-Type: text/plain\r\n";
constexpr std::string_view kParts = "Content-Type: multipart/byteranges; boundary=B\r\n";

std::string with(std::string_view type, std::string_view fields) {
  return std::string(type) + std::string(fields);
}

std::vector<Row> form_rows() {
  return {
      {rule::kBareLf, kHead, "HTTP/1.1 500 x\n\r\n", " bare-lf@14"},
      {rule::kBareCr, kHead, "HTTP/1.1 500 x\ry\r\n\r\n", " bare-cr@14"},
      {rule::kEmptyLine, kHead, "\r\nHTTP/1.1 500 x\r\n\r\n", " empty-line-before@0"},
      {rule::kVersion, kHead, "http/1.1 500 x\r\n\r\n", " version-syntax@0"},
      {rule::kStartLineSpace, kHead, "HTTP/1.1  500 x\r\n\r\n", " start-line-space@8"},
      {rule::kReasonSpace, kHead, "HTTP/1.1 500\r\n\r\n", " reason-space@12"},
      {rule::kReason, kHead, "HTTP/1.1 500 \x01\r\n\r\n", " reason-phrase@13"},
      {rule::kStatusCode, kHead, "HTTP/1.1 600 x\r\n\r\n", " status-code-range@9"},
      {rule::kSpaceBeforeField, kHead, ok("").insert(17, " A: b\r\n"), " space-before-field@17"},
      {rule::kSpaceBeforeColon, kHead, ok("A : b\r\n"), " space-before-colon@55"},
      {rule::kObsFold, kHead, ok("A: b\r\n c\r\n"), " obs-fold@60"},
      {rule::kFieldLine, kHead, ok("A\r\n"), " field-line@54"},
      {rule::kFieldName, kHead, ok("A(: b\r\n"), " field-name@55"},
      {rule::kFieldValue, kHead, ok("A: \x01\r\n"), " field-value@57"},
      {rule::kLength, kHead, ok("Content-Length: x\r\n"), " content-length@54"},
      {rule::kLengthRepeated, kHead, ok("Content-Length: 1, 1\r\n"), " content-length-repeated@54"},
      {rule::kLengthAndCoding, kHead, ok("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
       " length-and-coding@54"},
      {rule::kCoding, kHead, ok("Transfer-Encoding: chunked;a=b\r\n"), " transfer-encoding@54"},
      {rule::kCodingOfOldVersion, kHead, "HTTP/1.0 500 x\r\nTransfer-Encoding: chunked\r\n\r\n",
       " transfer-encoding-1.0@16"},
      {rule::kChunkedTwice, kHead, ok("Transfer-Encoding: chunked, chunked\r\n"),
       " chunked-twice@54"},
      {rule::kChunkSpace, kGet, ok("Transfer-Encoding: chunked\r\n", "0 \r\n\r\n"),
       " chunk-size-space@85"},
      {rule::kChunkExt, kGet, ok("Transfer-Encoding: chunked\r\n", "0;\r\n\r\n"), " chunk-ext@86"},
  };
}

std::vector<Row> content_rows() {
  return {
      {rule::kResetContent, kGet, ok("Content-Length: 0\r\n", "", "205 x"), ""},
      {rule::kResetContent, kGet, ok(with(kText, "Content-Length: 1\r\n"), "a", "205 x"),
       " no-content-205@100"},
      {rule::kContentType, kGet, ok(with(kText, "Content-Length: 1\r\n"), "a"), ""},
      {rule::kContentType, kGet, ok("Content-Length: 1\r\n", "a"), " content-type-missing@0"},
      {rule::kLengthMisplaced, kGet, ok("", "", "204 x"), ""},
      {rule::kLengthMisplaced, kGet, ok("Content-Length: 0\r\n", "", "204 x"),
       " content-length-misplaced@53"},
      {rule::kLengthMisplaced, kConnect, ok("Content-Length: 0\r\n"),
       " content-length-misplaced@54"},
      {rule::kLengthMisplaced, kGet, ok("Content-Length: 9\r\n", "", "304 x"), ""},
      {rule::kCodingMisplaced, kGet, ok("Transfer-Encoding: chunked\r\n", "", "304 x"), ""},
      {rule::kCodingMisplaced, kGet, ok("Transfer-Encoding: chunked\r\n", "", "204 x"),
       " transfer-encoding-misplaced@53"},
      {rule::kCodingToOldClient, kOld, ok("Content-Length: 0\r\n"), ""},
      {rule::kCodingToOldClient, kOld, ok("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       " transfer-encoding-to-1.0@54"},
      {rule::kInterimToOldClient, kGet, "HTTP/1.1 100 x\r\n\r\n", ""},
      {rule::kInterimToOldClient, kOld, "HTTP/1.1 100 x\r\n\r\n", " interim-to-1.0@0"},
      {rule::kTrailerField, kGet,
       ok("Transfer-Encoding: chunked\r\n", "0\r\nX-Sum: 1\r\nETag: \"a\"\r\n\r\n"), ""},
      {rule::kTrailerField, kGet,
       ok("Transfer-Encoding: chunked\r\n", "0\r\ncontent-length: 5\r\n\r\n"), " trailer-field@84"},
  };
}

std::vector<Row> field_rows() {
  return {
      {rule::kDateMissing, kHead, ok(""), ""},
      {rule::kDateMissing, kHead, "HTTP/1.1 200 OK\r\n\r\n", " date-missing@0"},
      {rule::kDateMissing, kHead, "HTTP/1.1 404 x\r\n\r\n", " date-missing@0"},
      {rule::kDateMissing, kHead, "HTTP/1.1 500 x\r\n\r\n", ""},
      {rule::kDateForm, kHead, ok("Expires: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), ""},
      {rule::kDateForm, kHead, ok("Expires: Sunday, 06-Nov-94 08:49:37 GMT\r\n"), " date-form@54"},
      {rule::kDateForm, kHead, ok("Expires: Sun Nov  6 08:49:37 1994\r\n"), " date-form@54"},
      {rule::kLastModified, kHead, ok("Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), ""},
      {rule::kLastModified, kHead, ok("Last-Modified: Sun, 06 Nov 1994 08:49:38 GMT\r\n"),
       " last-modified-later@54"},
      {rule::kRepeated, kHead, ok("Vary: a\r\nVary: b\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"),
       ""},
      {rule::kRepeated, kHead, ok("ETag: \"a\"\r\netag: \"a\"\r\n"), " field-repeated@65"},
      {rule::kFieldSyntax, kHead,
       ok("Allow: GET, HEAD\r\nETag: W/\"a\"\r\nLocation: /a?b#c\r\nRetry-After: 120\r\n"), ""},
      {rule::kFieldSyntax, kHead, ok("ETag: a\r\n"), " field-syntax@54"},
      {rule::kFieldSyntax, kHead, ok("Allow: GET,,HEAD\r\n"), " field-syntax@54"},
      {rule::kFieldSyntax, kHead, ok("Location: /a b\r\n"), " field-syntax@54"},
      {rule::kFieldSyntax, kHead, ok("Content-Type: text\r\n"), " field-syntax@54"},
      {rule::kFieldSyntax, kHead, ok("Expires: 0\r\n"), " field-syntax@54"},
      {rule::kFieldSyntax, kHead, ok("Content-Range: bytes 9-0/10\r\n"), " field-syntax@54"},
      {rule::kFieldSyntax, kHead, ok("Accept-Ranges:\r\n"), " field-syntax@54"},
      {rule::kSetCookie, kHead, ok("Set-Cookie: a=b; Path=/\r\n"), ""},
      {rule::kSetCookie, kHead, ok("Set-Cookie: a=b;Path=/\r\n"), " set-cookie@54"},
  };
}

std::vector<Row> status_rows() {
  return {
      {rule::kAllowMissing, kHead, ok("Allow:\r\n", "", "405 x"), ""},
      {rule::kAllowMissing, kHead, ok("", "", "405 x"), " allow-missing@0"},
      {rule::kChallengeMissing, kHead, ok("WWW-Authenticate: Basic realm=\"a\"\r\n", "", "401 x"),
       ""},
      {rule::kChallengeMissing, kHead, ok("", "", "401 x"), " www-authenticate-missing@0"},
      {rule::kProxyChallengeMissing, kHead, ok("Proxy-Authenticate: Negotiate\r\n", "", "407 x"),
       ""},
      {rule::kProxyChallengeMissing, kHead, ok("", "", "407 x"), " proxy-authenticate-missing@0"},
      {rule::kBasicRealm, kHead, ok("WWW-Authenticate: Basic realm=\"a\"\r\n"), ""},
      {rule::kBasicRealm, kHead, ok("WWW-Authenticate: Basic\r\n"), " basic-realm@54"},
      {rule::kDigestForm, kHead,
       ok("WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", algorithm=MD5\r\n"), ""},
      {rule::kDigestForm, kHead,
       ok("WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", algorithm=\"MD5\"\r\n"),
       " digest-challenge@54"},
      {rule::kUpgradeMissing, kHead, ok("Upgrade: a\r\nConnection: upgrade\r\n", "", "426 x"), ""},
      {rule::kUpgradeMissing, kHead, ok("", "", "426 x"), " upgrade-missing@0"},
      {rule::kUpgradeOption, kHead, ok("Upgrade: a\r\nConnection: close, Upgrade\r\n"), ""},
      {rule::kUpgradeOption, kHead, ok("Upgrade: a\r\n"), " upgrade-option@54"},
      {rule::kContentRangeMissing, kHead, ok("Content-Range: bytes 0-1/9\r\n", "", "206 x"), ""},
      {rule::kContentRangeMissing, kHead, ok(kParts, "", "206 x"), ""},
      {rule::kContentRangeMissing, kHead, ok("", "", "206 x"), " content-range-missing@0"},
      {rule::kContentRangeSize, kGet,
       ok(with(kText, "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n"), "ab", "206 x"), ""},
      {rule::kContentRangeSize, kGet,
       ok(with(kText, "Content-Range: bytes 0-1/9\r\nContent-Length: 1\r\n"), "a", "206 x"),
       " content-range-size@79"},
      {rule::kContentRangeSize, kGet,
       ok("Content-Range: bytes 0-1/9\r\nContent-Length: 0\r\n", "", "206 x"),
       " content-range-size@53"},
      {rule::kContentRangeParts, kHead, ok(kParts, "", "206 x"), ""},
      {rule::kContentRangeParts, kHead,
       ok(with(kParts, "Content-Range: bytes 0-1/9\r\n"), "", "206 x"),
       " content-range-multipart@101"},
      {rule::kContentRangeUnsatisfied, kHead, ok("Content-Range: bytes */9\r\n", "", "416 x"), ""},
      {rule::kContentRangeUnsatisfied, kHead, ok("", "", "416 x"), " content-range-416@0"},
  };
}

std::vector<Row> all_rows() {
  std::vector<Row> all;
  for (const auto& rows : {form_rows(), content_rows(), field_rows(), status_rows()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

TEST(HttpInvariants, KeptAndBroken) {
  for (const Row& row : all_rows()) {
    SCOPED_TRACE(escape(row.in));
    auto parsed = parse_closed_response(row.in, row.asked);
    auto* got = std::get_if<Got<LenientResponse>>(&parsed);
    ASSERT_NE(got, nullptr);
    std::vector<Deviation> deviations = got->value.deviations;
    const Question question{.asked = row.asked};
    const std::vector<Deviation> broken = broken_rules(got->value, question);
    deviations.insert(deviations.end(), broken.begin(), broken.end());
    EXPECT_EQ(show(deviations), row.broken);
    for (const Deviation& deviation : deviations) EXPECT_LE(deviation.offset, row.in.size());
  }
}

TEST(HttpInvariants, EachHasARowThatBreaksIt) {
  const std::vector<Row> rows = all_rows();
  std::set<std::string_view> ids;
  for (const Invariant& invariant : response_invariants()) {
    SCOPED_TRACE(invariant.id);
    EXPECT_TRUE(ids.insert(invariant.id).second);
    if (invariant.id == rule::kContent) continue;  // HttpDialect.ContentWhereNoneMayBe
    const std::string_view name = invariant.id.substr(std::string_view("http.").size());
    EXPECT_TRUE(std::ranges::any_of(rows, [&](const Row& row) {
      return row.id == invariant.id && row.broken.find(name) != std::string_view::npos;
    }));
    EXPECT_FALSE(invariant.quote.empty() || invariant.title.empty() || invariant.clause.empty());
  }
}

TEST(HttpInvariants, EveryBrokenRuleIsInTheTable) {
  const auto known = [](std::string_view id) {
    return std::ranges::any_of(response_invariants(),
                               [id](const Invariant& invariant) { return invariant.id == id; });
  };
  for (const Row& row : all_rows()) EXPECT_TRUE(known(row.id)) << row.id;
}

TEST(HttpInvariants, NoDateWithoutClock) {
  auto parsed = parse_response_lenient("HTTP/1.1 204 x\r\n\r\n");
  const auto* got = std::get_if<Got<LenientResponse>>(&parsed);
  ASSERT_NE(got, nullptr);
  EXPECT_EQ(show(broken_rules(got->value, {.clock = false})), "");
}

}  // namespace
}  // namespace wireassay::http
