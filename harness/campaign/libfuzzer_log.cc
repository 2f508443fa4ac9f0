// A status line begins with "#N"; what a target itself prints is not believed unless the whole line
// has that form.
#include "campaign/libfuzzer_log.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace wireassay::campaign {
namespace {

constexpr std::size_t kMaxTrouble = 400;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

/// The digits at the beginning, and whether `rest` is all that follows.
std::optional<std::uint64_t> number(std::string_view word, std::string_view rest = "") {
  std::uint64_t value = 0;
  const auto [end, bad] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (bad != std::errc()) return std::nullopt;
  if (std::string_view(end, word.data() + word.size()) != rest) return std::nullopt;
  return value;
}

/// "3/0/12" of oom/timeout/crash.
bool take_finds(std::string_view word, EngineStats& stats) {
  const std::size_t first = word.find('/');
  const std::size_t last = word.rfind('/');
  if (first == std::string_view::npos || first == last) return false;
  const auto ooms = number(word.substr(0, first));
  const auto timeouts = number(word.substr(first + 1, last - first - 1));
  const auto crashes = number(word.substr(last + 1));
  if (!ooms || !timeouts || !crashes) return false;
  stats.ooms = *ooms;
  stats.timeouts = *timeouts;
  stats.crashes = *crashes;
  return true;
}

bool take_value(std::string_view name, std::string_view value, EngineStats& stats) {
  if (name == "oom/timeout/crash:") return take_finds(value, stats);
  std::uint64_t* const field = name == "cov:"      ? &stats.edges
                               : name == "ft:"     ? &stats.features
                               : name == "corp:"   ? &stats.corpus
                               : name == "exec/s:" ? &stats.exec_s
                                                   : nullptr;
  if (field == nullptr) return true;  // lim:, rss:, L:, MS:, time:, job:
  // "corp: 109/7028b", "corp: 2012/141Kb"; "corp: 18" under -fork
  const auto read = number(name == "corp:" ? value.substr(0, value.find('/')) : value);
  if (read) *field = *read;
  return read.has_value();
}

/// What stands between "#N" and "cov:" in a plain run: INITED, NEW, REDUCE, pulse, RELOAD, DONE.
bool is_event(std::string_view word) {
  for (const std::string_view event :
       {"READ", "INITED", "NEW", "REDUCE", "pulse", "RELOAD", "DONE"})
    if (word == event) return true;
  return false;
}

}  // namespace

bool LogReader::take_status(std::string_view line) {
  if (!line.starts_with('#')) return false;
  const std::vector<std::string_view> words = words_of(line.substr(1));
  if (words.size() < 2) return false;
  const bool forks = words[0].ends_with(':');
  const auto execs = number(words[0], forks ? ":" : "");
  if (!execs || (!forks && !is_event(words[1]))) return false;
  EngineStats next = stats_;
  next.execs = *execs;
  std::size_t known = 0;
  for (std::size_t at = forks ? 1 : 2; at + 1 < words.size(); at += 2) {
    if (words[at] == "MS:" || words[at] == "L:") break;  // mutations follow, in words of their own
    if (!words[at].ends_with(':') || !take_value(words[at], words[at + 1], next)) return false;
    ++known;
  }
  if (known == 0) return false;
  stats_ = next;
  ++status_lines_;
  return true;
}

void LogReader::take_line(std::string_view line) {
  if (take_status(line)) return;
  const std::vector<std::string_view> words = words_of(line);
  if (words.size() == 6 && words[0] == "Done" && words[2] == "runs") {
    if (const auto runs = number(words[1])) {
      stats_.execs = *runs;
      finished_ = true;
    }
  } else if (words.size() == 2 && words[0] == "stat::number_of_executed_units:") {
    stats_.execs = number(words[1]).value_or(stats_.execs);
  } else if (line.starts_with("INFO: exiting: ")) {
    finished_ = true;
  } else if (line.find("ERROR: ") != std::string_view::npos ||
             line.find("runtime error: ") != std::string_view::npos ||
             line.starts_with("broken invariant: ")) {
    trouble_ = line.substr(0, kMaxTrouble);
  }
}

void LogReader::feed(std::string_view octets) {
  while (!octets.empty()) {
    const std::size_t end = octets.find('\n');
    const std::string_view piece = octets.substr(0, end);
    line_ += piece.substr(0, std::min(piece.size(), kMaxLogLine - line_.size()));
    if (end == std::string_view::npos) return;
    take_line(line_);
    line_.clear();
    octets.remove_prefix(end + 1);
  }
}

}  // namespace wireassay::campaign
