// Cutting what was said into lines, commands and messages; shared by the tables of sources.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/talk.h"

namespace wireassay::corpus {

/// With their line ends; the last one may have none.
std::vector<std::string> lines_of(std::string_view octets);

/// Behind the first `prefix` (in any case of letters) of a line, without the line end; empty where
/// the line does not begin so.
std::string_view behind(std::string_view line, std::string_view prefix);
std::string_view without_line_end(std::string_view line);

/// Commands and message contents of an SMTP client.
struct SmtpSaid {
  std::vector<std::string> commands, contents;
};
SmtpSaid smtp_said(const Talk& talk);

/// Commands of an IMAP client with their literals.
std::vector<std::string> imap_commands(const Talk& talk);

/// Responses of an IMAP server, each with its literals.
std::vector<std::string> imap_responses(const Talk& talk);

/// Literals in octets of IMAP: messages, names.
std::vector<std::string> literals_of(std::string_view octets);

/// Messages that a dialogue of any mail protocol carried.
std::vector<std::string> messages_of(const Talk& talk);

}  // namespace wireassay::corpus
