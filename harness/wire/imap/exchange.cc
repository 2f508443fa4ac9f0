#include "wire/imap/exchange.h"

#include <algorithm>
#include <charconv>
#include <ranges>

#include "core/cursor.h"

namespace wireassay::imap {

void ExchangeLog::begin() {
  if (!over_) return;
  over_ = full_ = false;
  octets_.clear();
  tags_.clear();
  at_begin_ = messages_;
}

void ExchangeLog::sent(const std::deque<Tracker::Command>& unfinished) {
  const auto fresh = std::ranges::upper_bound(unfinished, serial_, {}, &Tracker::Command::serial);
  for (const Tracker::Command& command : std::ranges::subrange(fresh, unfinished.end())) {
    begin();
    serial_ = command.serial;
    tags_.append(" ").append(command.tag);
  }
}

void ExchangeLog::data(const Response& response) {
  begin();
  if (!response.number) return;
  if (response.named("EXISTS")) messages_ = *response.number;
  if (response.named("EXPUNGE") && messages_ > 0) --messages_;
}

void ExchangeLog::take(std::string_view octets) {
  begin();
  full_ = full_ || octets_.size() + octets.size() > limit_;
  if (!full_) octets_ += octets;
}

// "messages tag tag …" LF octets: a line of its own, so that no octet of the server's is changed.
std::optional<std::string> ExchangeLog::text() const {
  if (full_) return std::nullopt;
  return std::to_string(at_begin_) + tags_ + "\n" + octets_;
}

std::optional<Exchange> Exchange::read(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  Exchange out;
  Cursor head(text.substr(0, end));
  const std::string_view digits = head.take_while(is_digit);
  std::from_chars(digits.data(), digits.data() + digits.size(), out.messages);
  while (head.take(' ')) {
    out.tags.emplace_back(head.take_while([](char c) { return c != ' '; }));
  }
  text.remove_prefix(end + 1);
  Limits limits;
  limits.line = limits.literal = limits.response = text.size() + 1;
  while (!text.empty()) {
    const auto scanned = ResponseScanner(limits).scan(text);
    const auto* size = std::get_if<Got<std::size_t>>(&scanned);
    std::string_view response = text.substr(0, size != nullptr ? size->used : text.size());
    text.remove_prefix(response.size());
    if (response.ends_with('\n')) response.remove_suffix(1);
    if (response.ends_with('\r')) response.remove_suffix(1);
    out.responses.push_back(response);
  }
  return out;
}

}  // namespace wireassay::imap
