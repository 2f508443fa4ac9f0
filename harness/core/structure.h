// Comparison by structure: how a dialect compares an expected text with a value that is no plain
// text, such as IMAP's untagged data. The language knows only this interface.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay {

/// A part of an expected text, in the order in which it is written.
struct PatternPart {
  enum class Kind {
    Text,      ///< octets of the author: they have the syntax of the dialect
    Value,     ///< octets that a variable stands for: one value whatever is in it, never syntax
    Hole,      ///< ${?name}: one value; `text` is the name
    AnyHole,   ///< ${?}: any one value
    RestHole,  ///< ${?*}: whatever else the list has
  };
  Kind kind = Kind::Text;
  std::string_view text;
  std::size_t offset = 0;  ///< in the expected text as written, for messages
};

/// Where holes are bound while a pattern is tried; what did not work out is taken back.
class Holes {
 public:
  virtual ~Holes() = default;
  /// Binds the name, or compares if it is bound already. False: bound to something else.
  virtual bool bind(std::string_view name, std::string_view octets) = 0;
  /// What the name is bound to, or nullopt.
  virtual std::optional<std::string> value_of(std::string_view name) const {
    (void)name;
    return std::nullopt;
  }
  virtual std::size_t mark() const = 0;
  virtual void rollback(std::size_t mark) = 0;
  /// One comparison of the budget; false: it is used up, and nothing matches any more.
  virtual bool spend() = 0;
};

/// An expected text, understood.
class StructuredPattern {
 public:
  virtual ~StructuredPattern() = default;
  /// `element` is a value of the field, as the dialect put it into the event. Leaves the holes
  /// alone when it does not match.
  virtual bool matches(std::string_view element, Holes& holes) const = 0;
  /// Why an element does not match, where that is more than "it is another": octets, not escaped.
  struct Miss {
    std::string wanted;   ///< the part of the expected text that does not hold
    std::string reason;   ///< "lacks", "has": what stands between the field and `wanted`
    std::string nearest;  ///< the octets that come nearest, or are wrong; may be empty
  };
  virtual std::optional<Miss> miss(std::string_view element, Holes& holes) const {
    (void)element, (void)holes;
    return std::nullopt;
  }
};

/// A mistake in an expected text.
struct StructureProblem {
  std::size_t offset = 0;  ///< as PatternPart::offset
  std::string message;
};

/// What is a list and what is a set is the dialect's knowledge.
class Structure {
 public:
  virtual ~Structure() = default;
  /// Views in `parts` must outlive the pattern. At load time the texts of Value parts are empty:
  /// what they hold is not known yet, and is no mistake.
  virtual std::expected<std::unique_ptr<StructuredPattern>, StructureProblem> compile(
      std::span<const PatternPart> parts) const = 0;
  /// How values are compared, for `explain --fields`.
  struct Rule {
    std::string_view what, how;
  };
  virtual std::span<const Rule> rules() const = 0;
};

}  // namespace wireassay
