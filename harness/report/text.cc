// For people: what failed, in the order in which one asks, and a summary.
#include <fmt/format.h>

#include <algorithm>

#include "core/escape.h"
#include "report/report.h"
#include "report/safe.h"
#include "report/surfaces.h"

namespace wireassay::report {
namespace {

using judge::Result;
using judge::Verdict;

constexpr std::size_t kContextLines = 14;  ///< transcript lines shown before the offending one
constexpr std::size_t kLineWidth = 160;    ///< characters of a transcript line
constexpr std::size_t kPassedOverUnreachable = 1;

std::string paint(const TextStyle& style, std::string_view code, std::string_view words) {
  if (!style.colour) return std::string(words);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, words);
}

std::string_view colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass: return "32";
    case Verdict::Fail:
    case Verdict::Fixed: return "1;31";
    case Verdict::Error: return "1;35";
    case Verdict::Warn: return "33";
    case Verdict::Known:
    case Verdict::Skip: return "36";
  }
  return "0";
}

/// A line of the transcript: octets up to and with a line end.
struct Line {
  const Chunk* chunk;
  std::string_view octets;
  std::uint64_t offset;
};

std::vector<Line> lines_of(const Result& result) {
  std::vector<Line> lines;
  for (const Chunk& chunk : result.transcript) {
    std::string_view rest = chunk.octets;
    std::uint64_t offset = chunk.stream_offset;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      const std::size_t length = end == std::string_view::npos ? rest.size() : end + 1;
      lines.push_back({&chunk, rest.substr(0, length), offset});
      rest.remove_prefix(length);
      offset += length;
    }
  }
  return lines;
}

bool is_marked(const Line& line, const Result& result) {
  if (!result.mark || line.chunk->from != Side::Server) return false;
  const Mark& mark = *result.mark;
  return line.chunk->connection == mark.connection &&
         line.offset < mark.stream_offset + mark.length &&
         mark.stream_offset < line.offset + line.octets.size();
}

std::string who(const Line& line, const Result& result) {
  std::string name;
  if (result.connections.size() > 1 && line.chunk->connection < result.connections.size()) {
    name = result.connections[line.chunk->connection].name + " ";
  }
  switch (line.chunk->from) {
    case Side::Client: return name + "C: ";
    case Side::Server: return name + "S: ";
    case Side::Note: return name + "-- ";
  }
  return name;
}

/// The line with the marked octets painted, or with carets below where there is no colour.
std::string show(const Line& line, const Result& result, const TextStyle& style) {
  const std::string head = fmt::format("    {:>8.1f} {}{}", line.chunk->at_ms,
                                       line.chunk->tls ? "*" : " ", who(line, result));
  if (!is_marked(line, result)) {
    return head + escape_short(line.octets, kLineWidth) + "\n";
  }
  const std::uint64_t from = std::max(result.mark->stream_offset, line.offset) - line.offset;
  const std::uint64_t to =
      std::min(result.mark->stream_offset + result.mark->length, line.offset + line.octets.size()) -
      line.offset;
  const std::string before = escape_short(line.octets.substr(0, from), kLineWidth);
  const std::string marked = escape_short(line.octets.substr(from, to - from), kLineWidth);
  const std::string after = escape_short(line.octets.substr(to), kLineWidth);
  if (style.colour) return head + before + paint(style, "1;97;41", marked) + after + "\n";
  return head + before + marked + after + "\n" + std::string(head.size() + before.size(), ' ') +
         std::string(std::max<std::size_t>(1, marked.size()), '^') + "\n";
}

std::string transcript(const Result& result, const TextStyle& style) {
  const std::vector<Line> lines = lines_of(result);
  if (lines.empty()) return "    (nothing was sent or received)\n";
  std::size_t first = 0, last = lines.size();
  if (!style.verbose) {
    const auto marked =
        std::ranges::find_if(lines, [&](const Line& line) { return is_marked(line, result); });
    const auto focus = static_cast<std::size_t>(marked - lines.begin());
    const std::size_t centre = std::min(focus, lines.size() - 1);
    first = centre > kContextLines ? centre - kContextLines : 0;
    last = std::min(lines.size(), centre + kContextLines / 2 + 1);
  }
  std::string out;
  if (first > 0) out += fmt::format("    … {} lines before (--verbose shows them)\n", first);
  for (std::size_t at = first; at < last; ++at) out += show(lines[at], result, style);
  if (last < lines.size()) out += fmt::format("    … {} lines after\n", lines.size() - last);
  return out;
}

std::string labelled(std::string_view label, const std::string& value) {
  return value.empty() ? "" : fmt::format("  {:<10}{}\n", label, safe(value));
}

bool wants_details(Verdict verdict) {
  return verdict == Verdict::Fail || verdict == Verdict::Error || verdict == Verdict::Warn ||
         verdict == Verdict::Fixed;
}

std::string skips(const Run& run) {
  std::map<std::string, std::size_t> reasons;
  for (const Result& result : run.results) {
    if (result.verdict == Verdict::Skip) ++reasons[result.reason];
  }
  std::string out;
  for (const auto& [reason, count] : reasons)
    out += fmt::format("  skipped {:>4}: {}\n", count, safe(reason));
  return out;
}

std::string summary_line(const Run& run, const TextStyle& style) {
  std::string out;
  for (const auto& [verdict, count] : summarize(run)) {
    if (count == 0 && verdict != Verdict::Pass && verdict != Verdict::Fail) continue;
    if (!out.empty()) out += ", ";
    const std::string words = fmt::format("{} {}", count, to_string(verdict));
    out += count == 0 ? words : paint(style, colour_of(verdict), words);
  }
  return out;
}

}  // namespace

std::string text_case(const Result& result, const TextStyle& style) {
  std::string out =
      fmt::format("{} {}", paint(style, colour_of(result.verdict), to_string(result.verdict)),
                  paint(style, "1", result.id));
  if (!result.title.empty()) out += ": " + result.title;
  out += "\n";
  if (!result.spec.empty()) {
    const std::string clause =
        result.clause.empty() ? result.spec : result.spec + " section " + result.clause;
    out += labelled("clause",
                    fmt::format("{}, {}{}", clause, result.level,
                                result.quote.empty() ? "" : ": \"" + escape(result.quote) + "\""));
  }
  out += labelled("reason", result.reason);
  out += labelled("expected", result.expected);
  out += labelled("received", result.received);
  out += labelled("nearest", result.nearest);
  if (result.count != 0) out += labelled("seen in", fmt::format("{} cases", result.count));
  if (wants_details(result.verdict) || style.verbose)
    out += "  transcript (ms, * inside TLS)\n" + transcript(result, style);
  for (const std::string& note : result.notes) out += labelled("note", escape(note));
  std::string where = fmt::format("{}:{}:{}", result.file, result.at.line, result.at.column);
  if (!result.step_text.empty()) where += " (" + result.step_text + ")";
  if (!result.file.empty()) out += labelled("where", where);
  out += labelled("target", result.target);
  return out;
}

std::string text(const Run& run, const TextStyle& style) {
  std::string out;
  std::map<std::string, std::size_t> unreachable;
  for (const Result& result : run.results) {
    const bool shown = style.verbose || wants_details(result.verdict);
    if (!shown) continue;
    if (result.unreachable && unreachable[result.target]++ >= kPassedOverUnreachable) continue;
    out += text_case(result, style) + "\n";
  }
  for (const auto& [target, count] : unreachable) {
    if (count > kPassedOverUnreachable) {
      out += fmt::format("{}: {} more cases could not be asked for the same reason\n", target,
                         count - kPassedOverUnreachable);
    }
  }
  for (const Result& result : run.results) {
    if (result.verdict == Verdict::Known && !style.verbose)
      out +=
          fmt::format("{} {}: {}\n", paint(style, "36", "known"), result.id, safe(result.reason));
  }
  out += skips(run);
  out += surfaces_text(compare_surfaces(run));
  for (const std::string& note : run.notes) out += note + "\n";
  for (const TargetInfo& target : run.targets) {
    out += fmt::format("target {}{}{}\n", target.name,
                       target.url.empty() || target.url == target.name ? "" : " = " + target.url,
                       target.software.empty() ? "" : " (" + escape(target.software) + ")");
  }
  if (run.interrupted) out += "interrupted: what follows counts only what was judged so far\n";
  out += fmt::format("{} in {:.1f} s\n", summary_line(run, style), run.seconds);
  return out;
}

}  // namespace wireassay::report
