// Lines of a key log: trace/key_log.h. A log taken line by line is the log taken at once, as far as
// the first error; limits hold; and what is found has the size of a secret.
#include "trace/key_log.h"

#include "bounded.h"
#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay {
namespace {

using namespace trace;

constexpr Secret kAll[] = {Secret::Master, Secret::ClientHandshake, Secret::ServerHandshake,
                           Secret::ClientTraffic, Secret::ServerTraffic};

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

/// The first client random that the text has behind a label.
std::string first_random(std::string_view in) {
  const std::size_t at = in.find("CLIENT_RANDOM ");
  if (at == std::string_view::npos) return std::string(32, 'r');
  std::string octets;
  for (const char c : in.substr(at + 14, 64)) octets += is_hex(c) ? c : '0';
  std::string random;
  for (std::size_t i = 0; i + 1 < octets.size(); i += 2)
    random += static_cast<char>(std::stoi(octets.substr(i, 2), nullptr, 16));
  return random;
}

std::string text_of(const KeyLog& log, const std::string& random) {
  std::string text = std::to_string(log.size());
  for (const Secret secret : kAll) text += " " + to_hex(log.find(secret, random).value_or("none"));
  return text;
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  const std::string random = first_random(in);
  KeyLog whole, lines, narrow({.lines = 3, .line = 200});
  const auto answer = whole.add("input", buffer.view());
  require(answer || answer.error().starts_with("input:"), "an error that names no file", in);
  bool stopped = false;
  for (std::string_view rest = buffer.view(); !rest.empty() && !stopped;) {
    const std::size_t size = std::min(rest.find('\n'), rest.size() - 1) + 1;
    stopped = !lines.add("input", rest.substr(0, size));
    rest.remove_prefix(size);
  }
  require(stopped == !answer, "one has an error, the other has none", in);
  require(text_of(whole, random) == text_of(lines, random), "line by line is another log", in);
  for (const Secret secret : kAll) {
    const std::size_t size = whole.find(secret, random).value_or("").size();
    require(size == 0 || size == 32 || size == 48, "a secret of no hash", in);
  }
  (void)narrow.add("input", buffer.view());
  require(narrow.size() <= 3, "more than the limit", in);
}

}  // namespace wireassay
