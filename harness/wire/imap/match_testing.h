// Test-only: expected texts as the language hands them over, and holes in a map.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/structure.h"

namespace wireassay::imap::testing {

/// "${?n}", "${?}", "${?*}" and "${name}" of an expected text as parts. "$${f}" is "$" and a
/// variable.
class PatternText {
 public:
  PatternText(std::string_view text, const std::map<std::string, std::string>& values)
      : text_(text), values_(values) {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t open = text_.find("${", at);
      const std::size_t close = open == std::string::npos ? open : text_.find('}', open);
      if (close == std::string::npos) break;
      // The dollar that belongs to the variable is the last one.
      add(PatternPart::Kind::Text, at, open);
      variable(open, close);
      at = close + 1;
    }
    add(PatternPart::Kind::Text, at, text_.size());
  }
  PatternText(const PatternText&) = delete;
  PatternText& operator=(const PatternText&) = delete;

  const std::vector<PatternPart>& parts() const { return parts_; }

 private:
  void add(PatternPart::Kind kind, std::size_t from, std::size_t to) {
    if (kind == PatternPart::Kind::Text && from == to) return;
    parts_.push_back({kind, std::string_view(text_).substr(from, to - from), from});
  }

  void variable(std::size_t open, std::size_t close) {
    const std::string name = text_.substr(open + 2, close - open - 2);
    if (name == "?*") {
      parts_.push_back({PatternPart::Kind::RestHole, {}, open});
    } else if (name == "?") {
      parts_.push_back({PatternPart::Kind::AnyHole, {}, open});
    } else if (name.starts_with('?')) {
      parts_.push_back({PatternPart::Kind::Hole,
                        std::string_view(text_).substr(open + 3, name.size() - 1), open});
    } else {
      parts_.push_back({PatternPart::Kind::Value, values_[name], open});
    }
  }

  std::string text_;
  std::map<std::string, std::string> values_;
  std::vector<PatternPart> parts_;
};

class MapHoles : public Holes {
 public:
  explicit MapHoles(std::map<std::string, std::string> bound, std::size_t budget = 1'000'000)
      : bound_(std::move(bound)), budget_(budget) {}

  bool bind(std::string_view name, std::string_view octets) override {
    const auto known = bound_.find(std::string(name));
    if (known != bound_.end()) return known->second == octets;
    bound_.emplace(name, octets);
    order_.emplace_back(name);
    return true;
  }
  std::optional<std::string> value_of(std::string_view name) const override {
    const auto known = bound_.find(std::string(name));
    return known == bound_.end() ? std::nullopt : std::optional(known->second);
  }
  std::size_t mark() const override { return order_.size(); }
  void rollback(std::size_t mark) override {
    for (; order_.size() > mark; order_.pop_back()) bound_.erase(order_.back());
  }
  bool spend() override { return budget_ > 0 && budget_-- > 0; }

  const std::map<std::string, std::string>& bound() const { return bound_; }

 private:
  std::map<std::string, std::string> bound_;
  std::vector<std::string> order_;
  std::size_t budget_;
};

}  // namespace wireassay::imap::testing
