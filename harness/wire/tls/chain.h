// What a server's certificate chain is worth: names, dates, keys, order. Pure; certificates are
// read by OpenSSL. Whether the chain ends in a trusted root is not said here: that is known in
// net/.
#pragma once

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::tls {

/// More certificates than this are counted, not read.
inline constexpr std::size_t kMaxChain = 32;
/// Names of the leaf beyond this are not read.
inline constexpr std::size_t kMaxChainNames = 1024;
inline constexpr std::size_t kMaxFindings = 64;

/// One thing that is wrong, by a word that never changes:
///   empty unparsable too-many                            the list itself
///   expired not-yet-valid name-mismatch no-server-auth   the leaf
///   no-signing ca-leaf self-signed-leaf
///   bad-name bad-wildcard too-many-names
///   issuer-expired issuer-not-yet-valid issuer-not-ca    the others
///   order unrelated duplicate bad-signature              how each stands to the one before it
///   root-included (a note)
///   weak-signature weak-key v1 bad-serial                any of them
///   duplicate-extension algorithm-mismatch
struct ChainFinding {
  std::string_view word;
  std::size_t certificate = 0;  ///< counted from 0, as sent
  std::string text;             ///< for people, without control characters
  bool note = false;            ///< allowed, only worth knowing
  bool operator==(const ChainFinding&) const = default;
};

/// One certificate of the list. Times are seconds since 1970.
struct ChainCertificate {
  bool parsed = false;
  std::string subject, issuer;  ///< RFC 2253
  std::time_t not_before = 0, not_after = 0;
  std::string key;  ///< "RSA" "RSA-PSS" "EC" "Ed25519" "Ed448" "DSA", else OpenSSL's name; or empty
  std::string curve;  ///< of EC, as TLS names it: "secp256r1"
  int key_bits = 0;
  std::string signature;  ///< "sha256WithRSAEncryption"
  int version = 0;        ///< 1 to 3
  bool ca = false, self_signed = false;
  bool operator==(const ChainCertificate&) const = default;
};

struct ChainReport {
  std::size_t certificates = 0;  ///< as many as were sent
  std::vector<ChainCertificate> chain;
  ChainCertificate leaf;  ///< the first one; parsed is false where there is none

  std::vector<std::string> names;      ///< dNSName of the leaf, octets as they are
  std::vector<std::string> addresses;  ///< iPAddress: "127.0.0.1", "::1"
  std::vector<std::string> srv_ids;    ///< "_imaps.example.net"
  std::vector<std::string> common_names;
  bool name_match = false;
  std::string matched;  ///< the identifier that did

  /// Whole days until the leaf's notAfter, rounded down; negative: it has expired.
  long days_left = 0;
  std::vector<ChainFinding> findings;  ///< in the order of the chain
  bool operator==(const ChainReport&) const = default;
};

/// `ders` as the server sent them, leaf first. `host` is the reference identifier: a name with
/// A-labels or an IP literal; empty: names are not judged. `service` ("smtp" "submission" "imap"
/// "pop3" "sieve" "https") chooses which SRV-IDs count (RFC 6186, RFC 8314) and whether a CN may.
ChainReport assess(const std::vector<std::string>& ders, std::string_view host,
                   std::string_view service, std::time_t now);

/// The words of the findings, each once, in order, without notes: empty where all is well.
std::vector<std::string> finding_words(const ChainReport& report, bool with_notes = false);

}  // namespace wireassay::tls
