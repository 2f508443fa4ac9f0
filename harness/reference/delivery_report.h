// "Delivered" notifications: RFC 3461 section 5.2.3 in the form of RFC 3464.
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::reference {

struct DeliveryReport {
  std::string host;
  std::string sender;  ///< mailbox that gets the report
  std::string id;      ///< of the message that was delivered
  std::optional<std::string> envelope_id;
  struct Recipient {
    std::optional<std::string> original;  ///< ORCPT: "rfc822;x@y.test"
    std::string final;                    ///< "u01@reference.test"
  };
  std::vector<Recipient> recipients;
  std::string_view content;  ///< of the message; its header section is returned
  std::time_t time = 0;
};

/// The whole message, with the null reverse-path (RFC 3461 6.1).
std::string to_message(const DeliveryReport& report);

/// Up to the empty line, which is left out; text without one is all header section.
std::string_view header_section(std::string_view content);

}  // namespace wireassay::reference
