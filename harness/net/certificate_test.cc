#include "net/certificate.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <cstdio>

#include "core/temp_dir.h"
#include "net/tls_session.h"

namespace wireassay::net {
namespace {

using Certificate = std::unique_ptr<X509, Free<X509_free>>;

Certificate load(const std::string& path) {
  std::unique_ptr<std::FILE, Free<std::fclose>> file(std::fopen(path.c_str(), "r"));
  return Certificate(file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr);
}

TEST(Certificate, NamesUseAndValidity) {
  TempDir folder;
  Result<std::unique_ptr<CertificateAuthority>> ca = CertificateAuthority::make(folder.path());
  ASSERT_TRUE(ca.has_value()) << ca.error().text;
  Certificate anchor = load((*ca)->file());
  ASSERT_TRUE(anchor);
  struct Row {
    const char* name;
    CertificateRequest request;
    int purpose;
    int key;
    bool valid_now;
  };
  const Row kRows[] = {{"server",
                        {"s", {"mail.test", "127.0.0.1", "::1"}, 7, false, KeyKind::Ec},
                        X509_PURPOSE_SSL_SERVER,
                        EVP_PKEY_EC,
                        true},
                       {"rsa",
                        {"r", {"mail.test"}, 7, false, KeyKind::Rsa},
                        X509_PURPOSE_SSL_SERVER,
                        EVP_PKEY_RSA,
                        true},
                       {"client",
                        {"c", {"alice"}, 7, true, KeyKind::Ec},
                        X509_PURPOSE_SSL_CLIENT,
                        EVP_PKEY_EC,
                        true},
                       {"expired",
                        {"e", {"mail.test"}, -3, false, KeyKind::Ec},
                        X509_PURPOSE_SSL_SERVER,
                        EVP_PKEY_EC,
                        false},
                       {"odd name",
                        {"o", {"a,DNS:b.test"}, 7, false, KeyKind::Ec},
                        X509_PURPOSE_SSL_SERVER,
                        EVP_PKEY_EC,
                        true}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Result<CertificateFiles> files = (*ca)->issue(row.request);
    ASSERT_TRUE(files.has_value()) << files.error().text;
    Certificate made = load(files->certificate);
    ASSERT_TRUE(made);
    EXPECT_EQ(X509_verify(made.get(), X509_get0_pubkey(anchor.get())), 1);
    EXPECT_EQ(X509_check_purpose(made.get(), row.purpose, 0), 1);
    EXPECT_EQ(EVP_PKEY_get_base_id(X509_get0_pubkey(made.get())), row.key);
    EXPECT_EQ(X509_cmp_current_time(X509_get0_notAfter(made.get())) > 0, row.valid_now);
    EXPECT_LT(X509_cmp_current_time(X509_get0_notBefore(made.get())), 0);
    EXPECT_LT(ASN1_TIME_compare(X509_get0_notBefore(made.get()), X509_get0_notAfter(made.get())),
              0);
    EXPECT_EQ(X509_check_host(made.get(), row.request.names[0].data(), row.request.names[0].size(),
                              0, nullptr),
              1);
    EXPECT_EQ(X509_check_host(made.get(), "b.test", 6, 0, nullptr), 0);
    for (std::size_t i = 1; i < row.request.names.size(); ++i) {
      EXPECT_EQ(X509_check_ip_asc(made.get(), row.request.names[i].c_str(), 0), 1)
          << row.request.names[i];
    }
    struct stat key = {};
    ASSERT_EQ(::stat(files->key.c_str(), &key), 0);
    EXPECT_EQ(key.st_mode & 0777U, 0600U);
  }
}

TEST(Certificate, SaysWhichFileCannotBeWritten) {
  Result<std::unique_ptr<CertificateAuthority>> ca = CertificateAuthority::make("/no/such/folder");
  ASSERT_FALSE(ca.has_value());
  EXPECT_EQ(ca.error().text, "/no/such/folder/ca.pem: no such file or directory");
}

}  // namespace
}  // namespace wireassay::net
