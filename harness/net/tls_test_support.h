// For the tests of TLS: one CA and what hangs on it, made once.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <tuple>

#include "core/temp_dir.h"
#include "net/certificate.h"
#include "net/net_test_support.h"

namespace wireassay::net {

struct Outcomes {
  TlsOutcome client, server;
};

// One CA and the contexts that all tests share.
class Tls : public testing::Test {
 protected:
  struct Shared {
    TempDir folder, other_folder;
    std::string trust, other_trust;
    CertificateFiles server, client, expired;
  };

  static void SetUpTestSuite() {
    shared_ = new Shared;
    Result<std::unique_ptr<CertificateAuthority>> ca =
        CertificateAuthority::make(shared_->folder.path());
    Result<std::unique_ptr<CertificateAuthority>> other =
        CertificateAuthority::make(shared_->other_folder.path());
    ASSERT_TRUE(ca && other);
    shared_->trust = (*ca)->file();
    shared_->other_trust = (*other)->file();
    CertificateRequest server{"server", {"mail.test", "127.0.0.1"}, 7, false, KeyKind::Ec};
    CertificateRequest expired{"expired", {"mail.test"}, -2, false, KeyKind::Ec};
    CertificateRequest client{"client", {"alice"}, 7, true, KeyKind::Ec};
    shared_->server = (*ca)->issue(server).value_or(CertificateFiles());
    shared_->expired = (*ca)->issue(expired).value_or(CertificateFiles());
    shared_->client = (*ca)->issue(client).value_or(CertificateFiles());
  }
  static void TearDownTestSuite() {
    delete shared_;
    shared_ = nullptr;
  }

  static TlsOptions client() {
    TlsOptions options;
    options.trust = shared_->trust;
    options.verify = true;
    options.verify_name = options.sni = "mail.test";
    return options;
  }
  static TlsOptions server() {
    TlsOptions options;
    options.certificate = shared_->server.certificate;
    options.key = shared_->server.key;
    return options;
  }
  static std::shared_ptr<TlsContext> client_context(const TlsOptions& options) {
    Result<std::shared_ptr<TlsContext>> context = TlsContext::client(options);
    EXPECT_TRUE(context.has_value()) << context.error().text;
    return context.value_or(nullptr);
  }
  static std::shared_ptr<TlsContext> server_context(const TlsOptions& options) {
    Result<std::shared_ptr<TlsContext>> context = TlsContext::server(options);
    EXPECT_TRUE(context.has_value()) << context.error().text;
    return context.value_or(nullptr);
  }

  static Task<Outcomes> shake(Pair& pair, TlsOptions client_side, TlsOptions server_side) {
    std::tuple<TlsOutcome, TlsOutcome> done =
        co_await both(pair.client->start_tls(client_context(client_side), client_side, in_time()),
                      pair.server->accept_tls(server_context(server_side), in_time()));
    Outcomes outcomes;
    outcomes.client = std::get<0>(done);
    outcomes.server = std::get<1>(done);
    co_return outcomes;
  }

  // Both ends, with TLS up.
  static Task<Pair> secure(Loop& loop, std::string version) {
    TlsOptions ours = client();
    ours.min = ours.max = version;
    Pair pair = co_await connect(loop);
    Outcomes outcomes = co_await shake(pair, ours, server());
    EXPECT_TRUE(outcomes.client.established) << outcomes.client.text;
    EXPECT_TRUE(outcomes.server.established) << outcomes.server.text;
    co_return pair;
  }

  static inline Shared* shared_ = nullptr;
};

}  // namespace wireassay::net
