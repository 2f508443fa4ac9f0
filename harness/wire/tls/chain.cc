#include "wire/tls/chain.h"

#include <algorithm>
#include <utility>

#include "core/escape.h"
#include "wire/tls/chain_x509.h"

namespace wireassay::tls {
namespace {

using std::string_view;

constexpr std::size_t kMaxText = 120;
constexpr std::time_t kDay = 86400;

class Findings {
 public:
  explicit Findings(std::vector<ChainFinding>& list) : list_(list) {}
  void at(std::size_t certificate) { certificate_ = certificate; }
  void add(bool holds, string_view word, string_view text, bool note = false) {
    if (!holds || list_.size() == kMaxFindings) return;
    std::string shown = escape_short(text, kMaxText);
    list_.push_back({word, certificate_, std::move(shown), note});
  }

 private:
  std::vector<ChainFinding>& list_;
  std::size_t certificate_ = 0;
};

std::string date(std::time_t time) {
  std::tm parts{};
  if (gmtime_r(&time, &parts) == nullptr) return "?";
  char text[40];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

/// RFC 8446 section 4.4.2.4, RFC 9325 section 4.5. What a trust anchor says of itself is not
/// verified by anybody.
bool weak_signature(const ChainCertificate& one) {
  static constexpr string_view kWeak[] = {"md2", "md4", "md5", "sha1", "SHA1", "dsaWithSHA"};
  if (one.self_signed) return false;
  // "sha1WithRSAEncryption", "ecdsa-with-SHA1"; not "…SHA128".
  return std::ranges::any_of(kWeak, [&one](string_view hash) {
    const std::size_t found = one.signature.find(hash);
    if (found == std::string::npos) return false;
    const std::size_t next = found + hash.size();
    return next == one.signature.size() || one.signature[next] < '0' || one.signature[next] > '9';
  });
}

/// RFC 9325 section 4.5.
bool weak_key(const ChainCertificate& one) {
  if (one.key == "EC") return one.key_bits < 224;
  return (one.key == "RSA" || one.key == "RSA-PSS" || one.key == "DSA") && one.key_bits < 2048;
}

void judge_any(const RawCertificate& raw, Findings& out) {
  const ChainCertificate& one = raw.facts;
  out.add(weak_signature(one), "weak-signature", one.signature);
  out.add(weak_key(one), "weak-key", one.key + " of " + std::to_string(one.key_bits) + " bits");
  out.add(raw.bad_serial, "bad-serial", "serial number not positive or longer than 20 octets");
  out.add(raw.algorithm_mismatch, "algorithm-mismatch", one.signature);
  out.add(!raw.duplicate_extension.empty(), "duplicate-extension", raw.duplicate_extension);
}

void judge_leaf_names(const RawChain& chain, Findings& out) {
  for (const std::string& name : chain.names) {
    const bool wildcard = bad_wildcard(name);
    out.add(wildcard, "bad-wildcard", name);
    out.add(!wildcard && !dns_form(name), "bad-name", name.empty() ? "a name of no octets" : name);
  }
  out.add(chain.names_cut, "too-many-names",
          "only the first " + std::to_string(kMaxChainNames) + " names were read");
}

void judge_leaf(const RawChain& chain, const ChainReport& report, string_view host, std::time_t now,
                Findings& out) {
  const RawCertificate& raw = chain.certificates.front();
  const ChainCertificate& leaf = raw.facts;
  out.add(now > leaf.not_after, "expired", "since " + date(leaf.not_after));
  out.add(now < leaf.not_before, "not-yet-valid", "before " + date(leaf.not_before));
  out.add(!host.empty() && !report.name_match, "name-mismatch",
          "no identifier stands for " + std::string(host));
  judge_leaf_names(chain, out);
  out.add(!raw.server_auth, "no-server-auth", "extendedKeyUsage without serverAuth");
  out.add(!raw.can_sign, "no-signing", "keyUsage without digitalSignature");
  out.add(leaf.ca, "ca-leaf", leaf.subject);
  out.add(leaf.self_signed, "self-signed-leaf", leaf.subject);
  out.add(leaf.version < 3, "v1", "version " + std::to_string(leaf.version));
}

void judge_issuer(const RawCertificate& raw, std::time_t now, Findings& out) {
  const ChainCertificate& one = raw.facts;
  const bool root = one.self_signed;
  out.add(now > one.not_after, "issuer-expired", "since " + date(one.not_after));
  out.add(now < one.not_before, "issuer-not-yet-valid", "before " + date(one.not_before));
  const bool linked = raw.link == Link::Certifies || raw.link == Link::WrongKey;
  out.add(raw.link == Link::WrongKey, "bad-signature", "the one before was not signed by its key");
  out.add(!linked && raw.duplicate, "duplicate", one.subject);
  out.add(raw.link == Link::CertifiesOther && !raw.duplicate, "order",
          "it does not certify the one before it");
  out.add(raw.link == Link::Unrelated && !raw.duplicate, "unrelated", one.subject);
  // RFC 5280 section 6.1.4 (k) to (n) does not look at the trust anchor, which may be of version 1.
  out.add(!root && linked && !raw.can_certify, "issuer-not-ca", one.subject);
  out.add(!root && one.version < 3, "v1", "version " + std::to_string(one.version));
  out.add(root, "root-included", one.subject, true);
}

void judge(const RawChain& chain, ChainReport& report, string_view host, std::time_t now) {
  Findings out(report.findings);
  out.add(report.certificates == 0, "empty", "no certificate");
  for (std::size_t i = 0; i < chain.certificates.size(); ++i) {
    const RawCertificate& one = chain.certificates[i];
    out.at(i);
    out.add(!one.problem.empty(), "unparsable", one.problem);
    if (!one.facts.parsed) continue;
    if (i == 0)
      judge_leaf(chain, report, host, now, out);
    else
      judge_issuer(one, now, out);
    judge_any(one, out);
  }
  out.at(chain.certificates.size());
  out.add(report.certificates > kMaxChain, "too-many",
          "only the first " + std::to_string(kMaxChain) + " certificates were read");
}

long days_between(std::time_t from, std::time_t to) {
  const std::time_t seconds = to - from;
  return static_cast<long>(seconds / kDay - (seconds % kDay < 0 ? 1 : 0));
}

}  // namespace

ChainReport assess(const std::vector<std::string>& ders, string_view host, string_view service,
                   std::time_t now) {
  RawChain chain = read_chain(ders);
  ChainReport report;
  report.certificates = ders.size();
  for (const RawCertificate& one : chain.certificates) report.chain.push_back(one.facts);
  if (!report.chain.empty()) report.leaf = report.chain.front();
  report.names = chain.names;
  report.addresses = std::move(chain.addresses);
  report.srv_ids = std::move(chain.srv_ids);
  report.common_names = std::move(chain.common_names);
  const std::string address = address_text(host);
  report.matched = match_names(report, chain.kinds, address.empty() ? host : string_view(address),
                               !address.empty(), service);
  report.name_match = !report.matched.empty();
  if (report.leaf.parsed) report.days_left = days_between(now, report.leaf.not_after);
  judge(chain, report, host, now);
  return report;
}

std::vector<std::string> finding_words(const ChainReport& report, bool with_notes) {
  std::vector<std::string> words;
  for (const ChainFinding& one : report.findings) {
    if (one.note && !with_notes) continue;
    if (std::ranges::find(words, one.word) == words.end()) words.emplace_back(one.word);
  }
  return words;
}

}  // namespace wireassay::tls
