// Reports of ASan, UBSan, LeakSanitizer, libFuzzer and of fuzz/fuzzer.h, read line by line.
#include "campaign/triage_report.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace wireassay::campaign {
namespace {

constexpr std::size_t kMaxFrames = 256;
constexpr std::string_view kBroken = "broken invariant: ";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What stands behind `mark`, if the line has it.
std::optional<std::string_view> behind(std::string_view line, std::string_view mark) {
  const std::size_t at = line.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  return line.substr(at + mark.size());
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(" \t:("), text.size()));
}

/// "attempting double-free on 0x…" and "attempting free on address which …" are not one word.
std::string kind_of_asan(std::string_view text) {
  constexpr std::string_view kAttempting = "attempting ";
  if (text.starts_with(kAttempting)) {
    text.remove_prefix(kAttempting.size());
    return first_word(text) == "free" ? "bad-free" : std::string(first_word(text));
  }
  if (text.starts_with("requested allocation size")) return "allocation-size-too-big";
  return std::string(first_word(text));
}

struct Found {
  std::string kind, invariant;
  bool weak = false;  ///< says only how it died: a line before says why
};

std::optional<Found> kind_in(std::string_view line) {
  if (line.starts_with(kBroken))
    return Found{"broken invariant", std::string(line.substr(kBroken.size()))};
  if (const auto text = behind(line, ": runtime error: "))
    return Found{"undefined-behavior", std::string(*text)};
  if (const auto text = behind(line, "terminate called after throwing an instance of '"))
    return Found{"uncaught-exception", std::string(text->substr(0, text->find('\'')))};
  if (const auto text = behind(line, "Assertion '")) return Found{"assertion", std::string(*text)};
  if (const auto text = behind(line, "Assertion `")) return Found{"assertion", std::string(*text)};
  if (const auto text = behind(line, "ERROR: AddressSanitizer: "))
    return Found{kind_of_asan(*text), "", text->starts_with("ABRT")};
  if (const auto text = behind(line, "WARNING: MemorySanitizer: "))
    return Found{std::string(first_word(*text)), ""};
  if (behind(line, "ERROR: LeakSanitizer: ")) return Found{"leak", ""};
  if (const auto text = behind(line, "ERROR: libFuzzer: ")) {
    if (text->starts_with("fuzz target exited")) return Found{"exit", "", true};
    if (text->starts_with("deadly signal")) return Found{"deadly-signal", "", true};
    return Found{std::string(first_word(*text)), ""};
  }
  return std::nullopt;
}

/// "    #3 0x55d0 in NAME PLACE"; without symbols "    #3 0x55d0  (MODULE+0x12)".
std::optional<Frame> frame_in(std::string_view line) {
  const std::size_t from = line.find_first_not_of(' ');
  if (from == std::string_view::npos || line[from] != '#') return std::nullopt;
  line.remove_prefix(from + 1);
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  if (digits == 0 || !line.substr(digits).starts_with(" 0x")) return std::nullopt;
  line = line.substr(0, std::min(line.find(" (BuildId:"), line.size()));
  const auto named = behind(line, " in ");
  const std::string_view rest = named ? *named : line.substr(digits + 1);
  std::size_t place = rest.rfind(" /");
  if (const std::size_t module = rest.rfind(" (/"); module != std::string_view::npos)
    place = module;
  // "_start crtstuff.c": a file that is known without its folder.
  const std::size_t last = rest.rfind(' ');
  if (place == std::string_view::npos && last != std::string_view::npos &&
      rest.find('.', last) != std::string_view::npos && rest.find(')', last) == rest.npos)
    place = last;
  if (place == std::string_view::npos) return Frame{std::string(rest), ""};
  return Frame{named ? std::string(rest.substr(0, place)) : std::string(),
               std::string(rest.substr(place + 1))};
}

bool starts_with_any(std::string_view text, auto begins) {
  return std::ranges::any_of(begins,
                             [&](std::string_view begin) { return text.starts_with(begin); });
}

/// Debian's is built with paths of its own: "nptl/pthread_kill.c:43:17".
bool is_of_the_c_library(std::string_view where) {
  return !where.empty() && where[0] != '/' && where[0] != '(' && !where.starts_with("harness/") &&
         !where.starts_with("fuzz/");
}

bool is_foreign(const Frame& frame) {
  static constexpr auto kFunctions = std::to_array<std::string_view>({"__asan",
                                                                      "__sanitizer",
                                                                      "__interceptor",
                                                                      "___interceptor",
                                                                      "__ubsan",
                                                                      "__lsan",
                                                                      "__msan",
                                                                      "__wrap_",
                                                                      "fuzzer::",
                                                                      "std::",
                                                                      "__gnu_cxx",
                                                                      "abort",
                                                                      "raise",
                                                                      "gsignal",
                                                                      "pthread_kill",
                                                                      "operator new",
                                                                      "operator delete",
                                                                      "_start",
                                                                      "LLVMFuzzer",
                                                                      "__libc_",
                                                                      "__GI_",
                                                                      "__cxa_",
                                                                      "wireassay::fuzzing::require",
                                                                      "wireassay::testing::",
                                                                      "memcpy",
                                                                      "memmove",
                                                                      "memset",
                                                                      "memcmp",
                                                                      "strlen",
                                                                      "malloc",
                                                                      "free",
                                                                      "calloc",
                                                                      "realloc"});
  static constexpr auto kPlaces = std::to_array<std::string_view>(
      {"/usr/include/", "/usr/lib/", "/lib/", "(/lib/", "(/usr/lib/"});
  const std::string name = short_function(frame.function);
  return name.empty() || name == "main" || starts_with_any(name, kFunctions) ||
         starts_with_any(frame.where, kPlaces) || is_of_the_c_library(frame.where) ||
         frame.where.find("compiler-rt/") != std::string::npos ||
         frame.where.find("/fuzz/fuzzer.h:") != std::string::npos ||
         frame.where.find("/harness/testing/") != std::string::npos;
}

/// The target's own function: it tells nothing beside frames below it. Of code that was inlined,
/// line tables give the name without its namespace.
bool is_entry(const Frame& frame) {
  return frame.function == "wireassay::fuzz" || frame.function == "fuzz";
}

bool ran_too_long(const CrashReport& report) {
  return report.kind == "timeout" || report.kind == "out-of-memory";
}

/// Which function of a recursion touches the end of the stack is chance: each once, by name.
std::vector<Frame> members_of_cycle(std::vector<Frame> frames) {
  const auto by_name = [](const Frame& a, const Frame& b) { return a.function < b.function; };
  const auto same = [](const Frame& a, const Frame& b) { return a.function == b.function; };
  frames.resize(std::min<std::size_t>(frames.size(), 32));
  std::ranges::sort(frames, by_name);
  frames.erase(std::ranges::unique(frames, same).begin(), frames.end());
  return frames;
}

/// Where the bracket at `at` ends: behind its partner, or the end of the text.
std::size_t behind_bracket(std::string_view text, std::size_t at, char open, char close) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == open) ++depth;
    if (text[at] == close && --depth == 0) return at + 1;
  }
  return text.size();
}

/// Octets of an operator's name: "operator()", "operator<=>", "operator new[]"; 0: none begins
/// here.
std::size_t operator_at(std::string_view text, std::size_t at) {
  constexpr std::string_view kOperator = "operator";
  if (!text.substr(at).starts_with(kOperator)) return 0;
  std::size_t end = at + kOperator.size();
  if (end == text.size() || std::isalnum(static_cast<unsigned char>(text[end])) != 0) return 0;
  for (const std::string_view whole : {" new[]", " new", " delete[]", " delete", "()"}) {
    if (text.substr(end).starts_with(whole)) return end + whole.size() - at;
  }
  while (end < text.size() &&
         std::string_view("<>=!+-*/%&|^~[],").find(text[end]) != std::string_view::npos)
    ++end;
  return end - at;
}

}  // namespace

std::string short_function(std::string_view function) {
  constexpr std::string_view kAnonymous = "(anonymous namespace)";
  std::string name;
  for (std::size_t at = 0; at < function.size();) {
    const std::string_view rest = function.substr(at);
    if (rest.starts_with(kAnonymous)) {
      name += kAnonymous;
      at += kAnonymous.size();
    } else if (const std::size_t size = operator_at(function, at); size != 0) {
      name += rest.substr(0, size);
      at += size;
    } else if (rest[0] == '<') {
      at = behind_bracket(function, at, '<', '>');
    } else if (rest[0] == '(') {
      at = behind_bracket(function, at, '(', ')');
    } else if (rest[0] == '[') {
      at = behind_bracket(function, at, '[', ']');
    } else {
      name += rest[0];
      ++at;
    }
  }
  for (const std::string_view tail : {" noexcept", " &&", " &", " const"}) {
    if (name.ends_with(tail)) name.resize(name.size() - tail.size());
  }
  // A return type stands before the name of a template: the last space outside of names parts them.
  std::size_t space = name.rfind(' ');
  while (space != std::string::npos && (name.substr(0, space).ends_with("(anonymous") ||
                                        name.substr(0, space).ends_with("operator")))
    space = space == 0 ? std::string::npos : name.rfind(' ', space - 1);
  return space == std::string::npos ? name : name.substr(space + 1);
}

std::string general_message(std::string_view message) {
  for (const std::string_view mark : {", input:", " give ", ": ", "\n"})
    message = message.substr(0, std::min(message.find(mark), message.size()));
  std::string text;
  for (std::size_t at = 0; at < message.size(); ++at) {
    const bool hex = message.substr(at).starts_with("0x");
    if (!hex && !is_digit(message[at])) {
      text += message[at];
      continue;
    }
    text += 'N';
    if (hex) at += 2;
    while (at + 1 < message.size() &&
           (is_digit(message[at + 1]) ||
            (hex && std::isxdigit(static_cast<unsigned char>(message[at + 1])) != 0)))
      ++at;
  }
  return text;
}

CrashReport read_report(std::string_view output) {
  CrashReport report;
  bool weak = true, stack_ended = false;
  std::size_t begin = std::string_view::npos;
  for (std::size_t at = 0; at < output.size();) {
    const std::size_t end = std::min(output.find('\n', at), output.size());
    const std::string_view line = output.substr(at, end - at);
    if (auto found = kind_in(line); found && (report.kind.empty() || (weak && !found->weak))) {
      report.kind = std::move(found->kind);
      report.invariant = std::move(found->invariant);
      weak = found->weak;
      begin = std::min(begin, at);
    }
    if (const auto frame = frame_in(line); frame && begin != std::string_view::npos) {
      if (!stack_ended && report.frames.size() < kMaxFrames) report.frames.push_back(*frame);
    } else if (!report.frames.empty()) {
      stack_ended = true;
    }
    at = end + 1;
  }
  if (begin != std::string_view::npos) report.text = std::string(output.substr(begin));
  return report;
}

std::vector<Frame> our_frames(const CrashReport& report) {
  std::vector<Frame> ours;
  for (const Frame& frame : report.frames) {
    if (!is_foreign(frame)) ours.push_back({short_function(frame.function), frame.where});
  }
  if (std::ranges::any_of(ours, [](const Frame& frame) { return !is_entry(frame); }))
    std::erase_if(ours, is_entry);
  if (ran_too_long(report)) std::ranges::reverse(ours);
  if (report.kind == "stack-overflow") ours = members_of_cycle(std::move(ours));
  return ours;
}

std::string key_of(const CrashReport& report) {
  if (report.kind.empty()) return {};
  std::string key = report.kind;
  if (!report.invariant.empty()) key += "|" + general_message(report.invariant);
  const std::vector<Frame> frames = our_frames(report);
  for (std::size_t at = 0; at < std::min(frames.size(), kKeyFrames); ++at)
    key += "|" + frames[at].function;
  return key;
}

}  // namespace wireassay::campaign
