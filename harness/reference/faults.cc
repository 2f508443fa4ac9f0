// The faults of all protocols: each protocol's file has its own table, this one puts them together.
#include <algorithm>

#include "reference/http_faults.h"
#include "reference/imap_faults.h"
#include "reference/pop3_faults.h"
#include "reference/server.h"
#include "reference/smtp_faults.h"
#include "reference/tls_faults.h"

namespace wireassay::reference {

const std::vector<Fault>& faults() {
  static const std::vector<Fault> kAll = [] {
    std::vector<Fault> all;
    for (const SmtpFaultRow& row : smtp_fault_rows()) all.push_back(row.fault);
    for (const Pop3FaultRow& row : pop3_fault_rows()) all.push_back(row.fault);
    for (const ImapFaultRow& row : imap_fault_rows()) all.push_back(row.fault);
    for (const HttpFaultRow& row : http_fault_rows()) all.push_back(row.fault);
    for (const TlsFaultRow& row : tls_fault_rows()) all.push_back(row.fault);
    return all;
  }();
  return kAll;
}

const Fault* find_fault(std::string_view name) {
  const auto found = std::ranges::find(faults(), name, &Fault::name);
  return found == faults().end() ? nullptr : &*found;
}

}  // namespace wireassay::reference
