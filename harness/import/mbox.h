// Messages of an mbox file with the dates of their From_ lines (RFC 4155), as imaptest takes them.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::importer {

struct MboxMessage {
  std::string octets;     ///< lines end in CRLF
  std::string date_time;  ///< of IMAP (RFC 9051 section 9): "22-Feb-2008 17:06:23 +0000"
};

struct MboxProblem {
  std::size_t line = 1;
  std::string message;
};

struct MboxLimits {
  static constexpr std::size_t kOctets = 16 * 1024 * 1024;
  static constexpr std::size_t kMessages = 10'000;
};

/// The date of "From sender Fri Feb 22 17:06:23 2008 +0200" for IMAP; UTC where no zone is said.
/// Nullopt: it is a line of text.
std::optional<std::string> from_line_date(std::string_view line);

std::expected<std::vector<MboxMessage>, MboxProblem> read_mbox(std::string_view text);

}  // namespace wireassay::importer
