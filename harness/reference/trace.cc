// Writes and counts Received fields.
#include "reference/trace.h"

#include <array>

#include "reference/accounts.h"

namespace wireassay::reference {
namespace {

constexpr std::string_view kCrlf = "\r\n";

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

std::string protocol_name(const ProtocolFacts& facts) {
  if (!facts.extended) return "SMTP";
  std::string name = facts.utf8 ? "UTF8SMTP" : "ESMTP";
  if (facts.tls) name += 'S';
  if (facts.authenticated) name += 'A';
  return name;
}

std::string date_time(std::time_t time) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&time, &parts);
  return std::string(kDays.at(static_cast<std::size_t>(parts.tm_wday))) + ", " +
         std::to_string(parts.tm_mday) + " " + kMonths.at(static_cast<std::size_t>(parts.tm_mon)) +
         " " + std::to_string(parts.tm_year + 1900) + " " + two_digits(parts.tm_hour) + ":" +
         two_digits(parts.tm_min) + ":" + two_digits(parts.tm_sec) + " +0000";
}

std::string received_field(const Trace& trace) {
  const bool v6 = trace.client_address.find(':') != std::string::npos;
  std::string field = "Received: from " + (trace.client.empty() ? "unknown" : trace.client) +
                      " ([" + (v6 ? "IPv6:" : "") + trace.client_address + "])\r\n\tby " +
                      trace.host + " with " + trace.protocol + " id " + trace.id;
  if (!trace.recipient.empty()) field += "\r\n\tfor " + trace.recipient;
  return field + "; " + date_time(trace.time) + "\r\n";
}

std::string without_return_path(std::string_view content) {
  constexpr std::string_view kField = "Return-Path:";
  std::string kept;
  bool dropping = false;  // also the lines into which the field is folded
  while (!content.empty()) {
    const std::size_t end = content.find(kCrlf);
    const std::string_view line = content.substr(0, end);
    if (line.empty() || end == std::string_view::npos) break;
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (!folded) dropping = equal_ignore_case(line.substr(0, kField.size()), kField);
    if (!dropping) kept.append(line).append(kCrlf);
    content.remove_prefix(end + kCrlf.size());
  }
  return kept.append(content);
}

std::size_t count_received(std::string_view content) {
  constexpr std::string_view kField = "Received:";
  std::size_t count = 0;
  while (!content.empty()) {
    const std::size_t end = content.find(kCrlf);
    const std::string_view line = content.substr(0, end);
    if (line.empty() || end == std::string_view::npos) break;
    if (equal_ignore_case(line.substr(0, kField.size()), kField)) ++count;
    content.remove_prefix(end + kCrlf.size());
  }
  return count;
}

}  // namespace wireassay::reference
