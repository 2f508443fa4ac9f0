#include "corpus/lines.h"

#include <algorithm>
#include <charconv>

#include "core/cursor.h"
#include "wire/imap/command_reader.h"
#include "wire/imap/response.h"

namespace wireassay::corpus {
namespace {

constexpr std::string_view kEnd = "\r\n.\r\n";

/// "." before a line that begins with one is taken away (RFC 5321 section 4.5.2).
std::string unstuffed(std::string_view text) {
  std::string out;
  for (const std::string& line : lines_of(text))
    out += line.starts_with("..") ? line.substr(1) : line;
  return out;
}

std::size_t number_in(std::string_view digits) {
  std::size_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// Reads what the client of one connection sends, knowing the last code of the server.
class SmtpClient {
 public:
  void hears(std::string_view octets) {
    if (octets.size() >= 3) code_ = std::string(octets.substr(0, 3));
  }
  void says(std::string_view octets) {
    rest_ += octets;
    while (!rest_.empty() && (code_ == "354" ? read_content() : read_command())) {
    }
  }
  SmtpSaid finish() {
    if (!rest_.empty()) said_.commands.push_back(rest_);
    return std::move(said_);
  }

 private:
  bool read_content() {
    const std::size_t end = rest_.starts_with(".\r\n") ? 0 : rest_.find(kEnd);
    if (end == rest_.npos) return false;
    said_.contents.push_back(unstuffed(std::string_view(rest_).substr(0, end == 0 ? 0 : end + 2)));
    rest_.erase(0, end == 0 ? 3 : end + kEnd.size());
    code_.clear();
    return true;
  }
  bool read_command() {
    const std::size_t end = rest_.find('\n');
    if (end == rest_.npos) return false;
    const std::string line = rest_.substr(0, end + 1);
    const std::string_view size = behind(line, "BDAT ");
    const std::size_t octets = std::min(number_in(size), rest_.size() - line.size());
    said_.commands.push_back(line);
    if (octets > 0) said_.contents.push_back(rest_.substr(line.size(), octets));
    rest_.erase(0, line.size() + octets);
    return true;
  }

  std::string rest_, code_;
  SmtpSaid said_;
};

bool is_message(std::string_view octets) {
  const std::size_t colon = octets.find(':'), end = octets.find('\n');
  return colon != octets.npos && end != octets.npos && colon < end;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view octets) {
  std::vector<std::string> lines;
  while (!octets.empty()) {
    const std::size_t size = std::min(octets.find('\n'), octets.size() - 1) + 1;
    lines.emplace_back(octets.substr(0, size));
    octets.remove_prefix(size);
  }
  return lines;
}

std::string_view without_line_end(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view behind(std::string_view line, std::string_view prefix) {
  if (!equal_ignoring_case(line.substr(0, prefix.size()), prefix)) return {};
  return without_line_end(line.substr(prefix.size()));
}

SmtpSaid smtp_said(const Talk& talk) {
  SmtpClient client;
  for (const Turn& turn : talk.turns) {
    if (turn.who == Who::Server) {
      for (const std::string& line : lines_of(turn.octets)) client.hears(line);
    } else if (turn.who == Who::Client) {
      client.says(turn.octets);
    }
  }
  return client.finish();
}

std::vector<std::string> imap_commands(const Talk& talk) {
  std::vector<std::string> commands;
  imap::CommandReader reader;
  for (const Turn& turn : talk.turns) {
    if (turn.who != Who::Client) continue;
    reader.feed(turn.octets);
    while (true) {
      const imap::ReaderEvent event = reader.next();
      if (const auto* command = std::get_if<imap::CommandComplete>(&event)) {
        commands.push_back(command->octets);
      } else if (std::holds_alternative<NeedMore>(event)) {
        break;
      } else if (std::holds_alternative<imap::CommandRefused>(event)) {
        commands.push_back(turn.octets);
      } else {
        reader.accept_literal();
      }
    }
  }
  return commands;
}

std::vector<std::string> imap_responses(const Talk& talk) {
  std::vector<std::string> responses;
  const std::string all = said_by(talk, Who::Server);
  std::string_view rest = all;
  while (!rest.empty()) {
    imap::ResponseScanner scanner;
    const Parsed<std::size_t> end = scanner.scan(rest);
    const auto* got = std::get_if<Got<std::size_t>>(&end);
    const std::size_t size = got == nullptr || got->used == 0 ? rest.size() : got->used;
    responses.emplace_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  return responses;
}

std::vector<std::string> literals_of(std::string_view octets) {
  std::vector<std::string> literals;
  for (std::size_t at = octets.find('{'); at != octets.npos; at = octets.find('{', at + 1)) {
    const std::size_t end = octets.find("}\r\n", at);
    if (end == octets.npos) break;
    const std::size_t size = number_in(octets.substr(at + 1));
    if (size == 0 || size > octets.size() - end - 3) continue;
    literals.emplace_back(octets.substr(end + 3, size));
    at = end + 2 + size;
  }
  return literals;
}

std::vector<std::string> messages_of(const Talk& talk) {
  std::vector<std::string> messages;
  const std::string& protocol = talk.protocols.front();
  if (protocol == "smtp") messages = smtp_said(talk).contents;
  if (protocol == "imap") {
    for (const Who who : {Who::Client, Who::Server}) {
      for (std::string& literal : literals_of(said_by(talk, who)))
        messages.push_back(std::move(literal));
    }
  }
  if (const Dialect* dialect = dialect_of(protocol); protocol == "pop3" && dialect != nullptr) {
    for (const std::string& reply : replies_of(talk, *dialect)) {
      const std::size_t first = reply.find('\n');
      if (first == reply.npos || !reply.ends_with(kEnd)) continue;
      messages.push_back(
          unstuffed(std::string_view(reply).substr(first + 1, reply.size() - first - 4)));
    }
  }
  std::erase_if(messages, [](const std::string& one) { return !is_message(one); });
  return messages;
}

}  // namespace wireassay::corpus
