// Challenges and credentials.
#include "wire/http/auth.h"

#include "wire/http/value_test_rows.h"

namespace wireassay::http {
namespace {

std::string print(const std::vector<Challenge>& challenges) {
  std::string text;
  for (const Challenge& challenge : challenges)
    text += (text.empty() ? "" : ", ") + to_text(challenge);
  return text;
}

TEST(HttpAuth, Challenges) {
  const ValueRow kRows[] = {
      {"Basic", "Basic realm=\"a\"", "=Basic realm=\"a\""},
      {"scheme alone", "Negotiate", "=Negotiate"},
      {"token68", "NTLM abc==", "=NTLM abc=="},
      {"two schemes", "Basic realm=\"a\", Bearer realm=\"b\", scope=c",
       "=Basic realm=\"a\", Bearer realm=\"b\", scope=c"},
      {"scheme alone between", "Basic realm=\"a\", Negotiate, Digest nonce=\"n\"",
       "=Basic realm=\"a\", Negotiate, Digest nonce=\"n\""},
      {"comma in quotes", "Basic realm=\"a, Digest b\"", "=Basic realm=\"a, Digest b\""},
      {"section 11.6.1",
       "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"L \\\"x\\\"\"",
       "=Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"L \\\"x\\\"\""},
      {"no scheme", "realm=\"a\"", "auth-scheme@0"},
      {"quote alone", "\"a\"", "auth-scheme@0"},
      {"name twice", "Basic realm=\"a\", realm=\"b\"", "auth-param@17"},
      {"token68 and a parameter", "Basic abc=, realm=\"a\"", "auth-param@12"},
      {"no value", "Basic realm=\"", "auth-param@12"},
      {"space around =", "Basic realm = \"a\"", "auth-param@12"},
      {"empty element", "Basic realm=\"a\",,x=y", "#element@16"},
      {"empty", "", "="},
  };
  check_values(
      kRows, [](std::string_view in) { return parse_challenges(in, List::Sender); }, print);
  EXPECT_EQ(outcome(parse_challenges("Basic realm = \"a\",, x=y"), print),
            "=Basic realm=\"a\", x=y");
}

TEST(HttpAuth, FormsOfChallenges) {
  const ValueRow kRows[] = {
      {"Basic", "Basic realm=\"a\", charset=\"UTF-8\"", "=right"},
      {"Basic without realm", "Basic", "realm@0"},
      {"Digest", "Digest realm=\"a\", nonce=\"b\", qop=\"auth\", algorithm=SHA-256, stale=false",
       "=right"},
      {"Digest without nonce", "Digest realm=\"a\"", "nonce@0"},
      {"qop without quotes", "Digest realm=\"a\", nonce=\"b\", qop=auth", "qop@0"},
      {"algorithm in quotes", "Digest realm=\"a\", nonce=\"b\", algorithm=\"MD5\"", "algorithm@0"},
      {"another scheme", "Bearer", "=right"},
  };
  for (const ValueRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto challenges = parse_challenges(row.in);
    ASSERT_TRUE(challenges.has_value());
    const auto checked = check_challenge(challenges->front());
    const Checked<int> answer = checked ? Checked<int>(0) : std::unexpected(checked.error());
    EXPECT_EQ(outcome(answer, [](int) { return std::string("right"); }), row.want);
  }
}

TEST(HttpAuth, Basic) {
  const ValueRow kRows[] = {
      {"user and password", "Basic dXNlcjp0ZXN0", "=user/test"},
      {"scheme in other letters", "bASIC dXNlcjp0ZXN0", "=user/test"},
      {"colon in the password", "Basic YTpiOmM=", "=a/b:c"},
      {"empty password", "Basic YTo=", "=a/"},
      {"no base64", "Basic ###", "auth-param@9"},
      {"no padding", "Basic YTo", "basic-credentials@0"},
      {"bits left", "Basic YTp=", "basic-credentials@0"},
      {"no colon", "Basic YWI=", "user-pass@0"},
      {"two credentials", "Basic YTo=, Basic YTo=", "credentials@12"},
      {"another scheme", "Digest YTo=", "auth-scheme@0"},
  };
  for (const ValueRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parse = [](std::string_view in) {
      const auto credentials = parse_credentials(in);
      if (!credentials) return Checked<BasicCredentials>(std::unexpected(credentials.error()));
      return parse_basic(*credentials);
    };
    const auto show = [](const BasicCredentials& basic) {
      return basic.user + "/" + basic.password;
    };
    EXPECT_EQ(outcome(parse(row.in), show), row.want);
  }
  EXPECT_EQ(to_basic({"user", "test"}), "Basic dXNlcjp0ZXN0");
}

// RFC 7616 section 3.9.1
TEST(HttpAuth, Digest) {
  const std::string right =
      "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
      "algorithm=MD5, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
      "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
      "response=\"8ca523f5e9506fed4657c9700eebdbec\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMA\"";
  const auto parse = [](std::string_view in) { return parse_digest(*parse_credentials(in)); };
  const auto digest = parse(right);
  ASSERT_TRUE(digest.has_value());
  EXPECT_EQ(digest->username, "Mufasa");
  EXPECT_EQ(digest->nc, 1U);
  EXPECT_EQ(digest->qop, "auth");
  EXPECT_FALSE(digest->userhash);
  const auto without = [&](std::string_view from, std::string_view to) {
    std::string text = right;
    text.replace(text.find(from), from.size(), to);
    const auto wrong = parse(text);
    return wrong ? "right" : std::string(wrong.error().rule);
  };
  EXPECT_EQ(without("qop=auth", "qop=\"auth\""), "qop");
  EXPECT_EQ(without("nc=00000001", "nc=1"), "nc");
  EXPECT_EQ(without("uri=", "x="), "uri");
  EXPECT_EQ(without("username=", "username*="), "right");
  EXPECT_EQ(without("username=", "user="), "username");
}

TEST(HttpAuth, Base64) {
  for (const std::string_view octets :
       {"", "f", "fo", "foo", "foob", "fooba", "foobar", "\xff\xfe"})
    EXPECT_EQ(decode_base64(encode_base64(octets)), octets);
  EXPECT_EQ(encode_base64("foob"), "Zm9vYg==");
  for (const std::string_view wrong : {"Zg", "Zg=", "Zh==", "====", "Z===", "Zg==Zg==", "Z g="})
    EXPECT_EQ(decode_base64(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace wireassay::http
