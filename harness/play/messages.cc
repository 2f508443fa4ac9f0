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

constexpr std::size_t kSubjectLines = 30;

/// Some 2000 octets when it is unfolded.
std::string folded_subject() {
  std::string subject = "%";
  for (std::size_t at = 0; at < kSubjectLines; ++at) subject += "\r\n " + std::string(65, 's');
  return subject;
}

constexpr std::string_view kSender = "<sender@wireassay.test>";

/// What is in the common header fields ("%" stands for NAME-UNIQUE), and what follows them: more of
/// them, the empty line, and the body.
struct Row {
  std::string_view name;
  std::string_view rest;
  std::string_view from = kSender;
  std::string_view subject = "%";
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
    {"multipart-alternative",
     "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n"
     "--b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nas text\r\n"
     "--b1\r\nContent-Type: text/html; charset=us-ascii\r\n\r\n<p>as HTML</p>\r\n--b1--\r\n"},
    {"nested",
     "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n"
     "--outer\r\nContent-Type: text/plain\r\n\r\nforwarded:\r\n"
     "--outer\r\nContent-Type: message/rfc822\r\n\r\n"
     "From: <inner@wireassay.test>\r\nTo: <other@wireassay.test>\r\nSubject: inner subject\r\n"
     "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <inner@wireassay.test>\r\n"
     "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"inner\"\r\n\r\n"
     "--inner\r\nContent-Type: text/plain\r\n\r\ninner one\r\n"
     "--inner\r\nContent-Type: text/plain\r\n\r\ninner two\r\n--inner--\r\n"
     "--outer--\r\n"},
    {"encoded-words", "\r\nIts subject says Gruesse in UTF-8.\r\n", kSender,
     "=?UTF-8?Q?Gr=C3=BC=C3=9Fe_?= =?UTF-8?Q?%?="},
    {"long-subject", "\r\nIts subject has about 2000 octets.\r\n", kSender, ""},
    {"quoted-name", "\r\nIts sender has quotes and a backslash.\r\n",
     R"("The \"Quoted\" \\ Name" <sender@wireassay.test>)"},
};

std::string replaced(std::string text, std::string_view by) {
  const std::size_t at = text.find('%');
  return at == std::string::npos ? text : text.replace(at, 1, by);
}

}  // namespace

std::optional<std::string> fixture_message(std::string_view name, std::string_view unique) {
  constexpr Row kLarge = {"large", ""};
  const auto* row = std::ranges::find(kRows, name, &Row::name);
  if (name == kLarge.name) {
    row = &kLarge;
  } else if (row == std::end(kRows)) {
    return std::nullopt;
  }
  const std::string mark = std::string(name) + "-" + std::string(unique);
  const std::string subject = row->subject.empty() ? folded_subject() : std::string(row->subject);
  std::string message = "From: " + std::string(row->from) + "\r\n";
  message += "To: <recipient@wireassay.test>\r\nDate: Fri, 02 Jan 2026 03:04:05 +0000\r\n";
  message += "Subject: " + replaced(subject, mark) + "\r\n";
  message += "Message-ID: <" + mark + "@wireassay.test>\r\n";
  return message.append(name == kLarge.name ? large() : std::string(row->rest));
}

std::vector<std::string_view> fixture_message_names() {
  std::vector<std::string_view> names = {"large"};
  for (const Row& row : kRows) names.push_back(row.name);
  return names;
}

}  // namespace wireassay::play
