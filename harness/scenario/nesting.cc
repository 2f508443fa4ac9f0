// Brackets and dots of TOML text, counted outside of strings and comments.
#include "scenario/nesting.h"

namespace wireassay::scenario {
namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<Position> deeper_than(std::size_t limit) {
    while (place_ < text_.size()) {
      const char octet = text_[place_];
      if (octet == '"' || octet == '\'') {
        skip_string(octet);
        continue;
      }
      if (octet == '#') {
        while (place_ < text_.size() && text_[place_] != '\n') step();
        continue;
      }
      count(octet);
      if (brackets_ > limit || dots_ > limit) return at_;
      step();
    }
    return std::nullopt;
  }

 private:
  void count(char octet) {
    switch (octet) {
      case '[':
      case '{': ++brackets_, dots_ = 0; break;
      case ']':
      case '}': brackets_ -= brackets_ > 0 ? 1 : 0, dots_ = 0; break;
      case '\n':
      case ',':
      case '=': dots_ = 0; break;
      case '.': ++dots_; break;
      default: break;
    }
  }

  void step() {
    const bool line_end = text_[place_] == '\n';
    ++place_;
    if (line_end) {
      ++at_.line, at_.column = 1;
    } else if (place_ < text_.size() &&
               (static_cast<unsigned char>(text_[place_]) & 0xC0U) != 0x80U) {
      ++at_.column;
    }
  }

  void skip_string(char quote) {
    const std::string_view triple = quote == '"' ? R"(""")" : "'''";
    const bool multi = text_.substr(place_).starts_with(triple);
    for (int i = 0; i < (multi ? 3 : 1); ++i) step();
    while (place_ < text_.size()) {
      const char octet = text_[place_];
      if (!multi && octet == '\n') return;
      if (octet == '\\' && quote == '"') {
        step();
      } else if (multi ? text_.substr(place_).starts_with(triple) : octet == quote) {
        for (int i = 0; i < (multi ? 3 : 1); ++i) step();
        // TOML: one or two quotes may stand right before the closing delimiter.
        for (int i = 0; multi && i < 2 && place_ < text_.size() && text_[place_] == quote; ++i)
          step();
        return;
      }
      if (place_ < text_.size()) step();
    }
  }

  std::string_view text_;
  std::size_t place_ = 0;
  Position at_{1, 1};
  std::size_t brackets_ = 0;
  std::size_t dots_ = 0;
};

}  // namespace

std::optional<Position> nests_deeper(std::string_view text, std::size_t limit) {
  return Scanner(text).deeper_than(limit);
}

}  // namespace wireassay::scenario
