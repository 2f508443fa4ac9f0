#include "trace/key_log.h"

#include <algorithm>

#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kRandom = 32, kMasterSecret = 48;
/// Of the hash of the suite: SHA-256 or SHA-384 (RFC 8446 section 7.1).
constexpr std::size_t kHashes[] = {32, 48};
constexpr std::size_t kShown = 60;  // octets of a line in an error

/// In the order of Secret.
constexpr std::string_view kLabels[kSecrets] = {
    "CLIENT_RANDOM", "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
    "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"};

bool is_space(char c) { return c == ' ' || c == '\t'; }

std::string_view word(Cursor& cursor) {
  cursor.take_while(is_space);
  return cursor.take_while([](char c) { return !is_space(c); });
}

/// nullopt where it is not hexadecimal.
std::optional<std::string> octets_of(std::string_view hex) {
  if (hex.size() % 2 != 0 || !std::ranges::all_of(hex, is_hex)) return std::nullopt;
  const auto digit = [](char c) { return is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10; };
  std::string octets;
  for (Cursor cursor(hex); !cursor.at_end();) {
    const std::string_view pair = cursor.take_octets(2);
    octets += static_cast<char>(digit(pair.front()) << 4 | digit(pair.back()));
  }
  return octets;
}

std::unexpected<std::string> wrong(std::string_view label, std::string_view what) {
  return std::unexpected(std::string(label) + ": " + std::string(what));
}

bool is_secret_size(std::size_t label, std::size_t size) {
  if (label == static_cast<std::size_t>(Secret::Master)) return size == kMasterSecret;
  return std::ranges::find(kHashes, size) != std::end(kHashes);
}

}  // namespace

std::expected<void, std::string> KeyLog::add(std::string_view name, std::string_view text) {
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++number;
    std::expected<void, std::string> added = add_line(line);
    if (!added)
      return std::unexpected(std::string(name) + ":" + std::to_string(number) + ": " +
                             added.error());
  }
  return {};
}

std::expected<void, std::string> KeyLog::add_line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (++lines_ > limits_.lines)
    return std::unexpected("more than " + std::to_string(limits_.lines) + " lines of keys");
  if (line.size() > limits_.line)
    return std::unexpected("a line of more than " + std::to_string(limits_.line) + " octets");
  if (line.starts_with('#')) return {};
  Cursor cursor(line);
  const std::string_view name = word(cursor);
  if (name.empty()) return {};
  const auto is_label = [](char c) { return is_alnum(c) || c == '_'; };
  if (!std::ranges::all_of(name, is_label))
    return std::unexpected("not a line of a key log: " + escape_short(line, kShown));
  const auto* const found = std::ranges::find(kLabels, name);
  if (found == std::end(kLabels)) return {};
  const auto label = static_cast<std::size_t>(found - std::begin(kLabels));
  const auto random = octets_of(word(cursor)), secret = octets_of(word(cursor));
  if (!random || !secret) return wrong(name, "not hexadecimal octets");
  if (random->size() != kRandom) return wrong(name, "the client random has not 32 octets");
  if (!is_secret_size(label, secret->size()))
    return wrong(name, "a secret of " + std::to_string(secret->size()) + " octets");
  if (!word(cursor).empty()) return wrong(name, "more than a client random and a secret");
  secrets_[*random].at(label) = *secret;
  return {};
}

std::optional<std::string_view> KeyLog::find(Secret secret, std::string_view client_random) const {
  const auto found = secrets_.find(client_random);
  if (found == secrets_.end()) return std::nullopt;
  const std::string& octets = found->second.at(static_cast<std::size_t>(secret));
  if (octets.empty()) return std::nullopt;
  return octets;
}

}  // namespace wireassay::trace
