#include "trace/certificate_cache.h"

namespace wireassay::trace {

const ReadCertificates& CertificateCache::read(std::string_view body, std::uint16_t version,
                                               tls::Sender sender) {
  Key key{version, sender, std::string(body)};
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  if (octets_ + body.size() > limits_.octets) {
    known_.clear();
    octets_ = 0;
  }
  octets_ += body.size();
  const tls::Decoded<tls::Certificate> decoded = tls::decode_certificate(body, version, sender);
  ReadCertificates out{decoded.value.entries.size(), {}, decoded.anomalies};
  for (const tls::CertificateEntry& entry : decoded.value.entries) {
    if (out.chain.size() == limits_.chain) break;
    out.chain.push_back(tls::certificate_facts(entry.der).value_or(tls::CertificateFacts{}));
  }
  return known_.emplace(std::move(key), std::move(out)).first->second;
}

}  // namespace wireassay::trace
