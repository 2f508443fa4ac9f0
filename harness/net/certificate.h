// Throwaway certificates for tests and reference servers: a CA, and certificates it signs. Nothing
// is kept in the repository.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "net/connection.h"

namespace wireassay::net {

/// Paths of PEM files. Keys are readable by their owner alone.
struct CertificateFiles {
  std::string certificate, key;
};

enum class KeyKind { Ec, Rsa };  ///< P-256, or RSA 2048, which takes a noticeable time to make

struct CertificateRequest {
  std::string file;  ///< stem of the files: "server" gives server.pem and server.key
  std::vector<std::string>
      names;     ///< subject alternative names: DNS names and IP addresses; the first is the CN
  int days = 7;  ///< valid from a day ago for so long; negative: it expired so many days ago
  bool client = false;  ///< for a client's authentication, not a server's
  KeyKind kind = KeyKind::Ec;
};

/// A certificate authority that lives as long as the object; its files stay where they were
/// written.
class CertificateAuthority {
 public:
  /// Writes ca.pem into the folder, which must exist. The CA's key is kept in memory only.
  static Result<std::unique_ptr<CertificateAuthority>> make(const std::string& folder,
                                                            int days = 30);
  ~CertificateAuthority();
  /// The trust anchor, a PEM file.
  const std::string& file() const;
  Result<CertificateFiles> issue(const CertificateRequest& request) const;

  struct Inner;
  explicit CertificateAuthority(std::unique_ptr<Inner> inner);

 private:
  std::unique_ptr<Inner> inner_;
};

}  // namespace wireassay::net
