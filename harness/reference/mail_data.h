// The octets behind DATA: finds their end, takes the stuffing out (RFC 5321 4.1.1.4 and 4.5.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reference/smtp_faults.h"

namespace wireassay::reference {

class MailData {
 public:
  /// `limit`: octets of the content above which it is dropped while its end is still looked for.
  MailData(std::size_t limit, const SmtpFaults& faults,
           std::optional<std::uint64_t> declared_size = std::nullopt);

  /// Takes octets up to the end of the mail data, and says how many.
  std::size_t feed(std::string_view octets);
  bool done() const { return done_; }

  // Once done:
  /// The content without its stuffing and without the line that ended it; empty if it was too
  /// large.
  const std::string& content() const { return raw_; }
  bool too_large() const { return too_large_; }
  /// RFC 5321 2.3.8: CR and LF occur only together.
  bool bare_cr_or_lf() const { return bare_; }

 private:
  struct End {
    std::size_t content = 0;  // offset in raw_ behind the content
    std::size_t next = 0;     // offset in raw_ of what follows the end
  };
  std::optional<End> find_end(std::size_t from);
  void finish(std::size_t content_end);
  bool lf_mode();

  const SmtpFaults& faults_;
  const std::size_t limit_;
  const std::optional<std::uint64_t> declared_size_;
  std::string raw_;  // begins with the CRLF of the DATA command, which may begin the end of data
  std::optional<bool> lf_mode_;
  bool done_ = false;
  bool too_large_ = false;
  bool bare_ = false;
};

/// True if a CR or an LF stands alone.
bool has_bare_cr_or_lf(std::string_view content);
/// Deletes the first period of each line, lines being ended by CRLF only.
std::string unstuff(std::string_view content, const SmtpFaults& faults);

}  // namespace wireassay::reference
