// Bodies by name, each under the same plain header section; all of it is 7bit but for "8bit".
#include "play/messages.h"

#include <algorithm>

namespace wireassay::play {
namespace {

constexpr std::size_t kLargeLines = 1024;

std::string large() {
  std::string body = "\r\n";
  for (std::size_t at = 0; at < kLargeLines; ++at) body += std::string(62, 'x') + "\r\n";
  return body;
}

/// What follows the common header fields: more of them, the empty line, and the body.
struct Row {
  std::string_view name;
  std::string_view rest;
};
constexpr Row kRows[] = {
    {"plain", "\r\nA plain message.\r\nIt has two lines.\r\n"},
    {"empty", "\r\n"},
    {"dots", "\r\n.\r\n..\r\n.one\r\nend\r\n"},
    {"8bit",
     "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
     "Content-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9f"
     "e\r\n"},
    {"attachment",
     "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n"
     "--b1\r\nContent-Type: text/plain\r\n\r\nsee below\r\n"
     "--b1\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
     "Content-Disposition: attachment; filename=\"a.bin\"\r\n\r\nAAECAwQFBgc=\r\n--b1--\r\n"},
};

}  // namespace

std::optional<std::string> fixture_message(std::string_view name, std::string_view unique) {
  std::string head = "From: <sender@wireassay.test>\r\nTo: <recipient@wireassay.test>\r\n";
  head += "Date: Fri, 02 Jan 2026 03:04:05 +0000\r\n";
  head.append("Subject: ").append(name).append("-").append(unique).append("\r\n");
  head.append("Message-ID: <")
      .append(name)
      .append("-")
      .append(unique)
      .append("@wireassay.test>\r\n");
  if (name == "large") return head + large();
  const auto* const row = std::ranges::find(kRows, name, &Row::name);
  if (row == std::end(kRows)) return std::nullopt;
  return head.append(row->rest);
}

std::vector<std::string_view> fixture_message_names() {
  std::vector<std::string_view> names = {"large"};
  for (const Row& row : kRows) names.push_back(row.name);
  return names;
}

}  // namespace wireassay::play
