#include "beside/openssl_x509.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "beside/rows_test_support.h"

namespace wireassay::beside {
namespace {

std::string seed(const std::string& name) {
  std::ifstream in(std::string(WIREASSAY_SOURCE_DIR) + "/corpus/tls_x509_beside_openssl/" + name,
                   std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(BesideOpenSsl, Certificate) {
  const std::string good = seed("names"), ber = seed("long-length-of-the-signature");
  const std::string external = seed("fix-external-parameters");
  ASSERT_FALSE(external.empty());
  ASSERT_FALSE(good.empty());
  ASSERT_FALSE(ber.empty());
  const std::string names = " mail.example.net imap.example.net";
  const Row rows[] = {
      {"none", "", "refused"},
      {"cut", good.substr(0, good.size() - 1), "refused"},
      {"two names", good, good + names},
      {"octets behind it", good + "more", good + names},
      {"a length in more octets than it takes", ber, ber + names, "not-der"},
      {"EXTERNAL as a parameter", external, external, "not-der"},
  };
  check(kCertificate, rows);
}

}  // namespace
}  // namespace wireassay::beside
