#include "lab/certificate.h"

#include <fmt/format.h>

#include <initializer_list>
#include <utility>
#include <vector>

#include "lab/files.h"
#include "lab/recipe.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOpenssl = "/usr/bin/openssl";

// Our own file, so that the machine's openssl.cnf changes nothing.
std::string openssl_config() {
  return fmt::format(
      "[req]\n"
      "distinguished_name = name\n"
      "prompt = no\n"
      "[name]\n"
      "CN = Wireassay lab\n"
      "[ca]\n"
      "basicConstraints = critical, CA:TRUE, pathlen:0\n"
      "keyUsage = critical, keyCertSign, cRLSign\n"
      "subjectKeyIdentifier = hash\n"
      "[server]\n"
      "basicConstraints = critical, CA:FALSE\n"
      "keyUsage = critical, digitalSignature, keyEncipherment\n"
      "extendedKeyUsage = serverAuth\n"
      "subjectKeyIdentifier = hash\n"
      "authorityKeyIdentifier = keyid\n"
      "subjectAltName = DNS:{}, DNS:localhost, IP:127.0.0.1, IP:::1\n",
      kHost);
}

using Steps = std::vector<std::vector<std::string>>;

// `key` is what -newkey takes.
void add_pair(Steps& steps, std::initializer_list<std::string> key, const std::string& certificate,
              const std::string& key_file) {
  std::vector<std::string> request = {kOpenssl, "req", "-config", "openssl.cnf", "-newkey"};
  request.insert(request.end(), key);
  request.insert(request.end(), {"-nodes", "-subj", fmt::format("/CN={}", kHost), "-keyout",
                                 key_file, "-out", "request.pem"});
  steps.push_back(std::move(request));
  steps.push_back({kOpenssl, "x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey",
                   "ca.key", "-CAcreateserial", "-days", "365", "-extfile", "openssl.cnf",
                   "-extensions", "server", "-out", certificate});
}

}  // namespace

std::expected<void, std::string> make_certificate(const fs::path& directory, const Runner& run) {
  if (auto written = write_file(directory / "openssl.cnf", openssl_config(), 0644); !written)
    return written;
  // RSA, so that TLS 1.2 suites with RSA key exchange can be asked for too; a year, because a
  // campaign runs for days.
  Steps steps = {{kOpenssl, "req", "-config", "openssl.cnf", "-x509", "-extensions", "ca",
                  "-newkey", "rsa:2048", "-nodes", "-days", "365", "-keyout", "ca.key", "-out",
                  "ca.pem"}};
  add_pair(steps, {"rsa:2048"}, "cert.pem", "key.pem");
  add_pair(steps, {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"}, "ecdsa.pem", "ecdsa-key.pem");
  for (const auto& argv : steps) {
    const Command command{.argv = argv, .directory = directory};
    if (const Ran ran = run(command); !ran.ok())
      return std::unexpected(fmt::format("{}: {}", shown(command), ran.output));
  }
  std::error_code ignored;
  for (const char* name : {"ca.key", "ca.srl", "request.pem", "openssl.cnf"})
    fs::remove(directory / name, ignored);
  return {};
}

}  // namespace wireassay::lab
