#include "wire/tls/agreement/tshark.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include "core/temp_dir.h"
#include "wire/tls/agreement/capture_file.h"

namespace wireassay::tls::agreement {
namespace {

/// No octet of a text: tshark writes them in UTF-8.
constexpr char kBetweenFields = '\xff', kBetweenValues = '\xfe';
constexpr std::string_view kServerPort = "443", kNoOctets = "<MISSING>";
/// Columns in front: the conversation, the port, and what cannot be parsed.
constexpr std::string_view kTroubles[] = {
    "_ws.malformed", "tls.malformed.vector_length", "tls.malformed.buffer_too_small",
    "tls.malformed.trailing_data", "tls.handshake.session_id_length.error"};
constexpr std::size_t kColumns = 2 + std::size(kTroubles);

/// Each field once, as some are named by several paths; in front of them the columns of every line.
std::vector<Known> columns() {
  std::vector<Known> out;
  for (const Known& one : known_fields()) {
    const auto same = [&](const Known& other) { return other.field == one.field; };
    if (std::ranges::none_of(out, same)) out.push_back(one);
  }
  return out;
}

std::string command(const std::string& file) {
  std::string out = "tshark -n -r '" + file +
                    "' -T fields -E 'separator=\xff' -E 'aggregator=\xfe' -E occurrence=a "
                    "-e tcp.stream -e tcp.srcport";
  for (const std::string_view one : kTroubles) out += " -e " + std::string(one);
  for (const Known& one : columns()) out += " -e " + std::string(one.field);
  return out + " 2>/dev/null";
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// "0x0303" and "771" are the same number.
std::string as_number(std::string_view text) {
  const bool is_hex = text.starts_with("0x");
  if (is_hex) text.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, is_hex ? 16 : 10);
  return error == std::errc() && end == text.data() + text.size() ? std::to_string(value)
                                                                  : std::string(text);
}

std::string in_our_words(std::string_view text, As as) {
  std::string out(text);
  if (as == As::Text) return out;
  if (as != As::Hex) return as_number(text);
  std::erase(out, ':');
  return out;
}

void read_line(std::string_view line, std::vector<ToldBoth>& out) {
  const std::vector<std::string_view> parts = split(line, kBetweenFields);
  static const std::vector<Known> fields = columns();
  std::size_t stream = 0;
  if (parts.size() != fields.size() + kColumns) return;
  std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), stream);
  if (stream >= out.size()) return;
  Told& told = parts[1] == kServerPort ? out[stream].server : out[stream].client;
  for (std::size_t i = 2; i < kColumns; ++i)
    if (!parts[i].empty())
      told.broken += (told.broken.empty() ? "" : " ") + std::string(kTroubles[i - 2]);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (parts[i + kColumns].empty()) continue;
    for (const std::string_view one : split(parts[i + kColumns], kBetweenValues)) {
      if (one == kNoOctets) continue;
      told.values[fields[i].field].push_back(in_our_words(one, fields[i].as));
    }
  }
}

struct Close {
  void operator()(FILE* file) const { pclose(file); }
};

}  // namespace

std::optional<std::vector<ToldBoth>> ask_tshark(const std::vector<Input>& inputs,
                                                std::string& problem) {
  const TempDir folder;
  const std::string capture = folder.file("agreement.pcap");
  std::ofstream(capture, std::ios::binary) << to_capture(inputs);
  const std::unique_ptr<FILE, Close> pipe(popen(command(capture).c_str(), "r"));
  if (!pipe) {
    problem = "tshark cannot be run";
    return std::nullopt;
  }
  std::string text;
  std::array<char, 1 << 16> octets{};
  for (std::size_t n = 0; (n = fread(octets.data(), 1, octets.size(), pipe.get())) > 0;)
    text.append(octets.data(), n);
  std::vector<ToldBoth> out(inputs.size());
  for (const std::string_view line : split(text, '\n')) read_line(line, out);
  if (text.empty()) problem = "tshark says nothing";
  return text.empty() ? std::nullopt : std::optional(std::move(out));
}

}  // namespace wireassay::tls::agreement
