#include "reference/sasl.h"

#include <gsasl.h>
#include <gtest/gtest.h>

namespace wireassay::reference {
namespace {

using namespace std::string_view_literals;

const Accounts& accounts() {
  static const Accounts kAccounts("reference.test", {{"u01", "u01@reference.test", "secret"},
                                                     {"u02", "u02@reference.test", "other"}});
  return kAccounts;
}

TEST(Sasl, Base64IsCanonical) {
  struct Row {
    const char* name;
    std::string_view text;
    std::optional<std::string> octets;
  };
  const Row kRows[] = {
      {"empty", "", ""},
      {"no padding", "QUJD", "ABC"},
      {"one pad", "QUI=", "AB"},
      {"two pads", "QQ==", "A"},
      {"pad missing", "QQ", std::nullopt},
      {"pad first", "=QQQ", std::nullopt},
      {"pad inside", "QQ==QUJD", std::nullopt},
      {"stray bits", "QR==", std::nullopt},
      {"space", "QU JD", std::nullopt},
      {"line end", "QUJD\n", std::nullopt},
      {"NUL", "QUJD\0\0\0\0"sv, std::nullopt},
      {"letters only", "!!!!", std::nullopt},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(base64_decode(row.text), row.octets);
    if (!row.octets) continue;
    EXPECT_EQ(base64_encode(*row.octets), row.text);
  }
}

TEST(Sasl, PlainAndLogin) {
  struct Row {
    const char* name;
    const char* mechanism;
    std::vector<std::optional<std::string_view>> responses;
    SaslStatus last;
    const char* user;
  };
  const Row kRows[] = {
      {"initial response", "PLAIN", {"\0u01\0secret"sv}, SaslStatus::Success, "u01"},
      {"lower case", "plain", {"\0u01\0secret"sv}, SaslStatus::Success, "u01"},
      {"after a challenge", "PLAIN", {std::nullopt, "\0u01\0secret"sv}, SaslStatus::Success, "u01"},
      {"by address", "PLAIN", {"\0u01@reference.test\0secret"sv}, SaslStatus::Success, "u01"},
      {"as himself", "PLAIN", {"u01\0u01\0secret"sv}, SaslStatus::Success, "u01"},
      {"as another", "PLAIN", {"u02\0u01\0secret"sv}, SaslStatus::Failure, ""},
      {"as nobody", "PLAIN", {"u09\0u01\0secret"sv}, SaslStatus::Failure, ""},
      {"wrong password", "PLAIN", {"\0u01\0geheim"sv}, SaslStatus::Failure, ""},
      {"another's password", "PLAIN", {"\0u02\0secret"sv}, SaslStatus::Failure, ""},
      {"unknown user", "PLAIN", {"\0u09\0secret"sv}, SaslStatus::Failure, ""},
      {"NULs missing", "PLAIN", {"u01secret"}, SaslStatus::Malformed, ""},
      {"empty", "PLAIN", {""}, SaslStatus::Malformed, ""},
      {"empty after a challenge", "PLAIN", {std::nullopt, ""}, SaslStatus::Malformed, ""},
      {"scram, empty", "SCRAM-SHA-256", {""}, SaslStatus::Malformed, ""},
      {"login", "LOGIN", {std::nullopt, "u01", "secret"}, SaslStatus::Success, "u01"},
      {"login, name first", "LOGIN", {"u01", "secret"}, SaslStatus::Success, "u01"},
      {"login, wrong", "LOGIN", {std::nullopt, "u01", "geheim"}, SaslStatus::Failure, ""},
      {"cram-md5, client first", "CRAM-MD5", {"u01"}, SaslStatus::NotFirst, ""},
  };
  const SaslServer server(accounts());
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto exchange = server.start(row.mechanism);
    ASSERT_NE(exchange, nullptr);
    SaslStep step;
    for (std::size_t i = 0; i < row.responses.size(); ++i) {
      step = exchange->step(row.responses.at(i));
      const bool last = i + 1 == row.responses.size();
      ASSERT_TRUE(last || step.status == SaslStatus::Challenge);
    }
    EXPECT_EQ(step.status, row.last);
    EXPECT_EQ(step.user, row.user);
  }
}

TEST(Sasl, Mechanisms) {
  const SaslServer server(accounts());
  const std::vector<std::string> all = {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"};
  EXPECT_EQ(server.mechanisms(), all);
  EXPECT_EQ(server.start("ANONYMOUS"), nullptr);
  EXPECT_EQ(server.start(""), nullptr);
  const auto any = server.start("PLAIN", {.password = true});
  EXPECT_EQ(any->step("\0u01\0geheim"sv).status, SaslStatus::Success);
  const auto other = server.start("PLAIN", {.identity = true});
  EXPECT_EQ(other->step("u02\0u01\0secret"sv).status, SaslStatus::Success);
}

/// A client of the library against the server here.
struct Client {
  Gsasl* context = nullptr;
  Gsasl_session* session = nullptr;
  Client(const char* mechanism, const char* user, const char* password) {
    gsasl_init(&context);
    gsasl_client_start(context, mechanism, &session);
    gsasl_property_set(session, GSASL_AUTHID, user);
    gsasl_property_set(session, GSASL_PASSWORD, password);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    gsasl_finish(session);
    gsasl_done(context);
  }
  std::optional<std::string> step(std::string_view challenge) const {
    char* out = nullptr;
    std::size_t size = 0;
    const int code = gsasl_step(session, challenge.data(), challenge.size(), &out, &size);
    std::string text(out == nullptr ? "" : out, size);
    gsasl_free(out);
    if (code != GSASL_OK && code != GSASL_NEEDS_MORE) return std::nullopt;
    return text;
  }
};

TEST(Sasl, ChallengesAreAnsweredByTheLibrarysClient) {
  struct Row {
    const char* name;
    const char* mechanism;
    const char* password;
    SaslStatus last;
  };
  const Row kRows[] = {
      {"cram-md5", "CRAM-MD5", "secret", SaslStatus::Success},
      {"cram-md5, wrong", "CRAM-MD5", "geheim", SaslStatus::Failure},
      {"scram", "SCRAM-SHA-256", "secret", SaslStatus::Success},
      {"scram, wrong", "SCRAM-SHA-256", "geheim", SaslStatus::Failure},
  };
  const SaslServer server(accounts());
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto exchange = server.start(row.mechanism);
    const Client client(row.mechanism, "u01", row.password);
    SaslStep step = exchange->step(std::nullopt);
    for (int round = 0; step.status == SaslStatus::Challenge && round < 5; ++round) {
      const auto response = client.step(step.data);
      ASSERT_TRUE(response.has_value());
      step = exchange->step(*response);
    }
    EXPECT_EQ(step.status, row.last);
    EXPECT_EQ(step.user, row.last == SaslStatus::Success ? "u01" : "");
  }
}

}  // namespace
}  // namespace wireassay::reference
