// RE2 behind the house's interface; values are octets, so the encoding is Latin-1.
#include "scenario/regex.h"

#include <re2/re2.h>

#include <algorithm>

namespace wireassay::scenario {
namespace {

RE2::Options options() {
  RE2::Options out(RE2::Latin1);
  out.set_log_errors(false);
  out.set_max_mem(RegexLimits::kMemory);
  return out;
}

class Re2Regex final : public Regex {
 public:
  explicit Re2Regex(std::string_view expression)
      : re_(re2::StringPiece(expression.data(), expression.size()), options()) {
    if (!re_.ok()) return;
    for (const auto& [name, index] : re_.NamedCapturingGroups()) {
      names_.push_back(name);
      indices_.push_back(index);
    }
  }

  bool ok() const { return re_.ok(); }
  const std::string& error() const { return re_.error(); }
  int groups() const { return re_.NumberOfCapturingGroups(); }
  const std::vector<std::string>& names() const override { return names_; }

  bool search(std::string_view value,
              std::vector<std::pair<std::string_view, std::string_view>>& groups) const override {
    const std::size_t size = std::min(value.size(), RegexLimits::kSubject);
    re2::StringPiece found[RegexLimits::kGroups + 1];
    const int wanted = names_.empty() ? 0 : re_.NumberOfCapturingGroups() + 1;
    if (!re_.Match(re2::StringPiece(value.data(), size), 0, size, RE2::UNANCHORED, found, wanted))
      return false;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const re2::StringPiece& group = found[indices_[i]];
      if (group.data() != nullptr)
        groups.emplace_back(names_[i], std::string_view(group.data(), group.size()));
    }
    return true;
  }

 private:
  RE2 re_;
  std::vector<std::string> names_;
  std::vector<int> indices_;
};

}  // namespace

std::expected<std::shared_ptr<const Regex>, std::string> compile_regex(
    std::string_view expression) {
  if (expression.size() > RegexLimits::kExpression)
    return std::unexpected("the expression is longer than 1 KiB");
  auto regex = std::make_shared<const Re2Regex>(expression);
  if (!regex->ok()) return std::unexpected(regex->error());
  if (regex->groups() > RegexLimits::kGroups)
    return std::unexpected("the expression has more than 32 groups");
  return regex;
}

}  // namespace wireassay::scenario
