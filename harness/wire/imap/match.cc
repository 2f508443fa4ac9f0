// Compiles expected texts and compares them with responses; how is said in rules.cc.
#include "wire/imap/match.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "wire/imap/compare.h"
#include "wire/imap/pattern.h"
#include "wire/imap/response.h"
#include "wire/imap/rules.h"

namespace wireassay::imap {
namespace {

template <class T>
using Read = std::expected<T, StructureProblem>;
using Compiled = std::expected<std::unique_ptr<StructuredPattern>, StructureProblem>;

/// What a response may hold here: it was read before, within the limits of the connection.
Limits limits_for(std::string_view octets) {
  Limits limits;
  limits.line = limits.literal = limits.response = octets.size() + 1;
  return limits;
}

Value atom_of(std::string_view text) { return {.text = text}; }

std::vector<Value> words_of(std::string_view text) {
  std::vector<Value> words;
  for (Cursor in(text); !in.at_end();) {
    in.take_while([](char c) { return c == ' '; });
    const auto word = in.take_while([](char c) { return c != ' '; });
    if (!word.empty()) words.push_back(atom_of(word));
  }
  return words;
}

/// A response code that is expected: name, then arguments.
struct ExpectedCode {
  std::vector<Expected> values;

  bool matches(const ResponseCode& code, Comparer& comparer) const {
    const Expected& name = values.front();
    if (name.is_rest()) return true;
    const std::size_t mark = comparer.holes().mark();
    if (comparer.value(name, atom_of(code.name), Fold::All) && arguments_match(code, comparer))
      return true;
    comparer.holes().rollback(mark);
    return false;
  }

 private:
  bool arguments_match(const ResponseCode& code, Comparer& comparer) const {
    const Wanted wanted = Wanted(values).subspan(1);
    if (wanted.empty()) return true;
    // Of codes whose syntax is not known, the words.
    const bool known = !code.args.empty() || code.arguments.empty();
    const std::vector<Value> words = known ? std::vector<Value>() : words_of(code.arguments);
    return code_rule(code.name).matches(comparer, wanted, known ? code.args : words);
  }
};

Read<ExpectedCode> read_code(PatternReader& in, char close) {
  auto values = in.values(close);
  if (!values) return std::unexpected(values.error());
  if (values->empty()) return std::unexpected(in.problem("the name of a response code is missing"));
  const Expected& name = values->front();
  if (name.form != Expected::Form::Atom && !name.is_rest())
    return std::unexpected(
        StructureProblem{name.offset, "a response code begins with its name, without brackets"});
  return ExpectedCode{std::move(*values)};
}

class CodePattern : public StructuredPattern {
 public:
  explicit CodePattern(ExpectedCode code) : code_(std::move(code)) {}

  bool matches(std::string_view element, Holes& holes) const override {
    const std::string line = "* OK [" + std::string(element) + "] x\r\n";
    const auto parsed = parse_response_lenient(line, limits_for(line));
    const auto* got = std::get_if<Got<LenientResponse>>(&parsed);
    if (got == nullptr || !got->value.response.code) return false;
    Comparer comparer(holes, line);
    return code_.matches(*got->value.response.code, comparer);
  }

 private:
  ExpectedCode code_;
};

class CodeStructure : public Structure {
 public:
  Compiled compile(std::span<const PatternPart> parts) const override {
    PatternReader in(parts);
    auto code = read_code(in, 0);
    if (!code) return std::unexpected(code.error());
    return std::make_unique<CodePattern>(std::move(*code));
  }
  std::span<const Rule> rules() const override { return code_rules(); }
};

/// An untagged response that is expected.
struct ExpectedData {
  bool anything = false;           ///< ${?*} alone
  std::optional<Expected> number;  ///< before the name
  std::string name;
  std::vector<Expected> values;      ///< of data
  std::optional<ExpectedCode> code;  ///< of a status response
  std::vector<Expected> words;       ///< its text
};

bool is_status(std::string_view name) {
  constexpr std::string_view kWords[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
  return std::ranges::any_of(
      kWords, [name](std::string_view word) { return equal_ignoring_case(word, name); });
}

class DataPattern : public StructuredPattern {
 public:
  explicit DataPattern(ExpectedData wanted) : wanted_(std::move(wanted)) {}

  bool matches(std::string_view element, Holes& holes) const override {
    if (wanted_.anything) return true;
    const std::string line = "* " + std::string(element) + "\r\n";
    const auto parsed = parse_response_lenient(line, limits_for(line));
    const auto* got = std::get_if<Got<LenientResponse>>(&parsed);
    if (got == nullptr || got->used != line.size()) return false;
    const Response& came = got->value.response;
    if (!holes.spend() || !came.named(wanted_.name)) return false;
    if (came.number.has_value() != wanted_.number.has_value()) return false;
    Comparer comparer(holes, line);
    const std::size_t mark = holes.mark();
    if (number_matches(came, comparer) && rest_matches(came, comparer)) return true;
    holes.rollback(mark);
    return false;
  }

 private:
  bool number_matches(const Response& came, Comparer& comparer) const {
    if (!wanted_.number) return true;
    const std::string digits = std::to_string(*came.number);
    return comparer.value(*wanted_.number, atom_of(digits));
  }

  bool rest_matches(const Response& came, Comparer& comparer) const {
    if (came.is_status()) return status_matches(came, comparer);
    const ComparisonRule& rule = data_rule(wanted_.name);
    if (wanted_.values.empty() && !rule.alone_is_empty) return true;
    return rule.matches(comparer, wanted_.values, came.values);
  }

  bool status_matches(const Response& came, Comparer& comparer) const {
    if (wanted_.code && (!came.code || !wanted_.code->matches(*came.code, comparer))) return false;
    if (wanted_.words.empty()) return true;
    return comparer.sequence(wanted_.words, words_of(came.text), Fold::Nothing);
  }

  ExpectedData wanted_;
};

/// Names stand with their values.
std::optional<StructureProblem> unpaired(const ExpectedData& wanted) {
  const int at = data_rule(wanted.name).pairs_at;
  if (at < 0 || wanted.values.size() <= static_cast<std::size_t>(at)) return std::nullopt;
  const Expected& list = wanted.values[static_cast<std::size_t>(at)];
  for (std::size_t i = 0; i < list.items.size();) {
    const Expected& name = list.items[i];
    if (name.is_rest()) {
      ++i;
      continue;
    }
    if (name.is_list()) return StructureProblem{name.offset, "the name of an item is missing"};
    if (i + 1 == list.items.size())
      return StructureProblem{name.offset, "the value of this item is missing"};
    i += 2;
  }
  return std::nullopt;
}

class DataReader {
 public:
  explicit DataReader(std::span<const PatternPart> parts) : in_(parts) {}

  Read<ExpectedData> read() {
    if (in_.at_end()) return std::unexpected(in_.problem("an untagged response is missing"));
    auto first = in_.value();
    if (!first) return std::unexpected(first.error());
    ExpectedData wanted;
    if (first->is_rest() && in_.at_end()) {
      wanted.anything = true;
      return wanted;
    }
    if (auto problem = read_name(*first, wanted)) return std::unexpected(*problem);
    if (is_status(wanted.name)) return read_status(std::move(wanted));
    if (wanted.name == "FETCH") in_.expect_sections();
    auto values = in_.values();
    if (!values) return std::unexpected(values.error());
    wanted.values = std::move(*values);
    if (auto problem = unpaired(wanted)) return std::unexpected(*problem);
    return wanted;
  }

 private:
  std::optional<StructureProblem> read_name(const Expected& first, ExpectedData& wanted) {
    const auto word = first.word();
    const bool number =
        first.form == Expected::Form::Atom && (!word || std::ranges::all_of(*word, is_digit));
    Expected name = first;
    if (word == "*")
      return StructureProblem{first.offset, "untagged responses are written without \"* \""};
    if (number) {
      wanted.number = first;
      if (in_.at_end()) return in_.problem("EXISTS, RECENT, EXPUNGE or FETCH is missing");
      auto next = in_.value();
      if (!next) return next.error();
      name = std::move(*next);
    }
    const auto own = name.word();
    if (!own)
      return StructureProblem{name.offset, "the name of an untagged response is expected here"};
    wanted.name = *own;
    std::ranges::transform(wanted.name, wanted.name.begin(), to_upper);
    if (data_rule(wanted.name).numbered == number) return std::nullopt;
    return StructureProblem{name.offset, number ? wanted.name + " has no number before it"
                                                : wanted.name + " has a number before it"};
  }

  Read<ExpectedData> read_status(ExpectedData wanted) {
    if (in_.take('[')) {
      auto code = read_code(in_, ']');
      if (!code) return std::unexpected(code.error());
      wanted.code = std::move(*code);
    }
    wanted.words = in_.words();
    return wanted;
  }

  PatternReader in_;
};

class DataStructure : public Structure {
 public:
  Compiled compile(std::span<const PatternPart> parts) const override {
    auto wanted = DataReader(parts).read();
    if (!wanted) return std::unexpected(wanted.error());
    return std::make_unique<DataPattern>(std::move(*wanted));
  }
  std::span<const Rule> rules() const override { return data_rules(); }
};

}  // namespace

const Structure& untagged_structure() {
  static const DataStructure kStructure;
  return kStructure;
}

const Structure& code_structure() {
  static const CodeStructure kStructure;
  return kStructure;
}

}  // namespace wireassay::imap
