// "`times` without bound on total octets", and sends that are longer than the limit however they
// expand.
#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "scenario/lint.h"

namespace wireassay::scenario {
namespace {

using Size = std::optional<std::uint64_t>;  // nullopt: without bound

constexpr std::uint64_t kFact = 512;        // octets of a fact or of a SASL response, generously
constexpr std::uint64_t kHole = 64 * 1024;  // a value that the server sent: a line at most
constexpr std::size_t kDeepest = 16;        // lets that use lets
constexpr std::uint64_t kTooMuch = std::numeric_limits<std::uint64_t>::max() / 4;

Size plus(Size a, Size b) { return a && b ? Size(std::min(*a + *b, kTooMuch)) : std::nullopt; }
Size times(Size a, Size b) {
  if (!a || !b) return std::nullopt;
  return *a != 0 && *b > kTooMuch / *a ? kTooMuch : *a * *b;
}

/// The most octets a string can have, from what is known before a run.
class Sizes {
 public:
  Sizes(const Case& c, const Rows& rows, std::uint64_t file) : file_(file) {
    for (const Let& let : c.lets) lets_[let.name] = {&let.value};
    for (const auto& row : rows) {
      for (const Let& let : row) lets_[let.name].push_back(&let.value);
    }
    for (const Step& step : c.dialogue) {
      for_each_compared(step, [&](const Pattern& pattern) {
        for (const Piece& piece : pattern.text.pieces) {
          if (piece.kind == Piece::Kind::Hole) holes_.push_back(piece.text);
        }
      });
    }
  }

  Size octets(const Template& text, std::size_t depth = 0) {
    Size sum = 0;
    for (const Piece& piece : text.pieces) {
      sum = plus(sum, piece.kind == Piece::Kind::Value ? octets(piece.value, depth)
                                                       : Size(piece.text.size()));
    }
    return sum;
  }

 private:
  Size octets(const Expr& expr, std::size_t depth) {
    switch (expr.kind) {
      case Expr::Kind::Text: return expr.text.size();
      case Expr::Kind::Name: return of_name(expr.text, depth);
      case Expr::Kind::Field: return kHole;
      case Expr::Kind::Call: return of_call(expr, depth);
      case Expr::Kind::Number:
      case Expr::Kind::Add:
      case Expr::Kind::Subtract:
      case Expr::Kind::Multiply: break;
    }
    return 20;  // digits of a number
  }

  Size of_name(const std::string& name, std::size_t depth) {
    if (const auto known = known_.find(name); known != known_.end()) return known->second;
    const auto found = lets_.find(name);
    if (found == lets_.end() || depth > kDeepest)
      return std::ranges::find(holes_, name) == holes_.end() ? kFact : kHole;
    known_[name] = kFact;  // a circle is reported elsewhere
    Size most = 0;
    for (const Template* value : found->second) {
      const Size size = octets(*value, depth + 1);
      most = most && size ? Size(std::max(*most, *size)) : std::nullopt;
    }
    known_[name] = most;
    return most;
  }

  Size of_call(const Expr& call, std::size_t depth) {
    const auto arg = [&](std::size_t i) {
      return i < call.args.size() ? octets(call.args[i], depth) : Size(0);
    };
    if (call.text == "repeat")
      return times(arg(0), call.args.size() > 1 ? number(call.args[1], depth) : Size(0));
    if (call.text == "slice" || call.text == "unbase64") return arg(0);
    if (call.text == "base64" || call.text == "stuff") return times(arg(0), 2);
    if (call.text == "file") return file_;
    if (call.text == "hex" || call.text == "len") return 20;
    return kFact;
  }

  /// The largest value of a number.
  Size number(const Expr& expr, std::size_t depth) {
    const auto arg = [&](std::size_t i) { return number(expr.args[i], depth); };
    switch (expr.kind) {
      case Expr::Kind::Number: return std::min(expr.number, kTooMuch);
      case Expr::Kind::Add: return plus(arg(0), arg(1));
      case Expr::Kind::Subtract: return arg(0);
      case Expr::Kind::Multiply: return times(arg(0), arg(1));
      case Expr::Kind::Call:
        return expr.text == "len" && !expr.args.empty() ? octets(expr.args[0], depth) : Size();
      case Expr::Kind::Name: return let_number(expr.text, depth);
      case Expr::Kind::Text:
      case Expr::Kind::Field: break;
    }
    return std::nullopt;
  }

  Size let_number(const std::string& name, std::size_t depth) {
    if (name == "i") return 10000;
    const auto found = lets_.find(name);
    if (found == lets_.end() || depth > kDeepest) return std::nullopt;
    if (const auto known = known_numbers_.find(name); known != known_numbers_.end())
      return known->second;
    known_numbers_[name] = std::nullopt;
    Size most = 0;
    for (const Template* value : found->second) {
      Size one;
      if (value->pieces.size() == 1 && value->pieces[0].kind == Piece::Kind::Value) {
        one = number(value->pieces[0].value, depth + 1);
      } else if (value->pieces.size() == 1 && value->pieces[0].text.size() < 19) {
        one = 0;
        for (const char c : value->pieces[0].text) {
          one = c >= '0' && c <= '9' && one ? Size(*one * 10 + static_cast<std::uint64_t>(c - '0'))
                                            : std::nullopt;
        }
      }
      most = most && one ? Size(std::max(*most, *one)) : std::nullopt;
    }
    known_numbers_[name] = most;
    return most;
  }

  std::uint64_t file_;
  std::map<std::string, std::vector<const Template*>> lets_;
  std::vector<std::string> holes_;
  std::map<std::string, Size> known_, known_numbers_;
};

}  // namespace

void lint_sizes(const LintContext& context, const Case& c, const Rows& rows) {
  Sizes sizes(c, rows, context.limits.attached_file_octets);
  for (const auto* steps : {&c.dialogue, &c.cleanup}) {
    for (const Step& step : *steps) {
      Size total = 0;
      for_each_sent(
          step, [&](const Template& text) { total = plus(total, plus(sizes.octets(text), 2)); });
      const std::string limit = std::to_string(context.limits.send_octets) + " octets";
      if (step.times > 1 && !total) {
        context.source.add(
            step.at,
            "`times` without a bound on the total: what is sent depends on a number of the server");
      } else if (step.times > 1 && *times(total, step.times) > context.limits.send_octets) {
        context.source.add(step.at, "`times` may send more than " + limit +
                                        " in total: repeat less, or send less");
      } else if (total && *total > context.limits.send_octets + kHole) {
        context.source.add(step.at, "the step sends more than " + limit + ": make it shorter");
      }
    }
  }
}

}  // namespace wireassay::scenario
