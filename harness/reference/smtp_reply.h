// Replies of the SMTP session on their way to the wire, where mutants may spoil their form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference/smtp_faults.h"

namespace wireassay::reference {

struct SmtpReply {
  int code = 250;
  std::string_view enhanced;       ///< "2.1.0"; empty: none (RFC 2034 4: greeting, EHLO, HELO, 3xx)
  std::vector<std::string> lines;  ///< without code and CRLF, at least one
};

/// RFC 5321 4.2: every line has the code; all but the last a hyphen behind it.
std::string to_wire(const SmtpReply& reply, const SmtpFaults& faults);

}  // namespace wireassay::reference
