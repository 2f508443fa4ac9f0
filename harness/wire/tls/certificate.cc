#include "wire/tls/certificate.h"

#include <utility>

#include "wire/tls/registry.h"
#include "wire/tls/x509.h"

namespace wireassay::tls {
namespace {

void check_der(std::string_view der, std::size_t at, Reader& reader) {
  if (der.empty()) return;  // told by its length
  const std::optional<std::size_t> size = x509_size(der);
  if (!size)
    reader.note(rule::kCertificateDer, at);
  else if (*size != der.size())
    reader.note(rule::kCertificateTrailing, at + *size);
}

}  // namespace

Decoded<Certificate> decode_certificate(std::string_view body, std::uint16_t version,
                                        Sender sender) {
  Decoded<Certificate> out;
  Reader reader(body, out.anomalies);
  const bool tls13 = version >= kTls13;
  if (tls13) out.value.context = reader.vector(1).take_rest();
  const std::size_t list_at = reader.offset();
  Reader list = reader.vector(3);
  while (!list.at_end()) {
    CertificateEntry entry;
    Reader der = list.vector(3, {.least = 1});
    entry.der = der.rest();
    check_der(entry.der, der.offset(), reader);
    if (tls13) entry.extensions = read_extensions(list, Where::Certificate);
    out.value.entries.push_back(std::move(entry));
  }
  reader.end();
  if (sender == Sender::Server && out.value.entries.empty())
    reader.note(rule::kNoCertificate, list_at);
  return out;
}

Field fields(const Certificate& certificate) {
  std::vector<Field> entries;
  for (const CertificateEntry& entry : certificate.entries) {
    std::string name = "entry";
    if (!entries.empty()) name += "#" + std::to_string(entries.size() + 1);
    Field one = group(std::move(name), {vector("der", 3, entry.der)});
    if (certificate.context) one.parts.push_back(fields(entry.extensions, Where::Certificate));
    entries.push_back(std::move(one));
  }
  Field out = group("certificate", {});
  if (certificate.context) out.parts.push_back(vector("context", 1, *certificate.context));
  out.parts.push_back(vector("list", 3, std::move(entries)));
  return out;
}

std::string to_wire(const Certificate& certificate) { return print(fields(certificate)); }

}  // namespace wireassay::tls
