// Which rules and which words of the grammar a replay has reached, for `wireassay campaign
// coverage`: a line each in the file that $WIREASSAY_REACHED names. Off, it costs one comparison.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "core/parsed.h"

namespace wireassay::testing {

/// Appends "rule NAME" and "word NAME", each once: at once, so that a crash loses none.
class Reached {
 public:
  explicit Reached(const char* file) : out_(file == nullptr ? nullptr : std::fopen(file, "ab")) {}
  ~Reached() {
    if (out_ != nullptr) std::fclose(out_);
  }
  Reached(const Reached&) = delete;
  Reached& operator=(const Reached&) = delete;

  bool on() const { return out_ != nullptr; }
  void rule(std::string_view name) { add("rule ", name); }
  /// Words of something that a parser accepted.
  void words(std::string_view text) {
    while (!text.empty()) {
      const auto end = std::ranges::find_if_not(text, is_word);
      const auto size = static_cast<std::size_t>(end - text.begin());
      if (size > 1 && size <= kLongest) add("word ", text.substr(0, size));
      text.remove_prefix(std::min(size + 1, text.size()));
    }
  }

 private:
  static constexpr std::size_t kLongest = 32, kMost = 100'000;
  static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.' || c == '/' || c == '_';
  }
  void add(const char* what, std::string_view name) {
    if (out_ == nullptr || seen_.size() >= kMost) return;
    const std::string line = what + std::string(name) + "\n";
    if (!seen_.insert(line).second) return;
    std::fwrite(line.data(), 1, line.size(), out_);
    std::fflush(out_);
  }
  std::FILE* out_;
  std::set<std::string> seen_;
};

inline Reached& reached() {
  static Reached instance(std::getenv("WIREASSAY_REACHED"));
  return instance;
}

/// The rule of a parser's refusal or of something it forgave.
inline void note_rule(std::string_view name) {
  if (reached().on()) reached().rule(name);
}
inline void note_words(std::string_view accepted) {
  if (reached().on()) reached().words(accepted);
}
template <class Deviations>
void note_deviations(const Deviations& deviations) {
  if (!reached().on()) return;
  for (const auto& deviation : deviations) reached().rule(deviation.rule);
}

/// What an answer tells: the rule of an error, the rules of what was forgiven.
template <class T>
void note_answer(const Parsed<T>& answer) {
  if (!reached().on()) return;
  if (const auto* error = std::get_if<ParseError>(&answer)) reached().rule(error->rule);
  if constexpr (requires(const T& value) { value.deviations; }) {
    if (const auto* got = std::get_if<Got<T>>(&answer)) note_deviations(got->value.deviations);
  }
}

}  // namespace wireassay::testing
