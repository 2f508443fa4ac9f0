// Tokens of an expected text. Variables are never syntax.
#include "wire/imap/pattern.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "wire/imap/value.h"

namespace wireassay::imap {
namespace {

using Kind = PatternPart::Kind;

constexpr std::size_t kMaxDepth = Limits{}.depth;

bool is_hole_kind(Kind kind) {
  return kind == Kind::Hole || kind == Kind::AnyHole || kind == Kind::RestHole;
}

/// The items of FETCH data that have a section.
bool takes_section(const Expected& name) {
  const auto word = name.word();
  return word && (equal_ignoring_case(*word, "BODY") || equal_ignoring_case(*word, "BINARY") ||
                  equal_ignoring_case(*word, "BINARY.SIZE"));
}

}  // namespace

bool Expected::is_hole() const {
  return form == Form::Atom && pieces.size() == 1 &&
         (pieces.front().kind == Kind::Hole || pieces.front().kind == Kind::AnyHole);
}

bool Expected::has_holes() const {
  return form == Form::Rest ||
         std::ranges::any_of(pieces, [](const Piece& p) { return is_hole_kind(p.kind); }) ||
         std::ranges::any_of(items, &Expected::has_holes);
}

std::optional<std::string> Expected::word() const {
  if (form != Form::Atom) return std::nullopt;
  std::string all;
  for (const Piece& piece : pieces) {
    if (piece.kind != Kind::Text) return std::nullopt;
    all += piece.text;
  }
  return all;
}

bool Expected::is_word(std::string_view atom) const {
  const auto own = word();
  return own && equal_ignoring_case(*own, atom);
}

std::optional<std::string> Expected::text(bool unquote) const {
  if (form == Form::List || has_holes()) return std::nullopt;
  std::string all;
  for (const Piece& piece : pieces) {
    const auto inside =
        unquote && piece.kind == Kind::Value ? unquoted(piece.text) : std::optional<std::string>();
    if (inside) {
      all += *inside;
    } else {
      all += piece.text;
    }
  }
  return all;
}

std::optional<std::string> unquoted(std::string_view value) {
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) return std::nullopt;
  std::string inside;
  for (Cursor in(value.substr(1, value.size() - 2)); !in.at_end();) {
    if (in.next_is('"')) return std::nullopt;
    if (in.take('\\') && in.at_end()) return std::nullopt;
    inside += in.take_octets(1);
  }
  return inside;
}

std::size_t PatternReader::offset() const {
  if (part_ < parts_.size()) return parts_[part_].offset + at_;
  if (parts_.empty()) return 0;
  const PatternPart& last = parts_.back();
  return last.offset + (last.kind == Kind::Text ? last.text.size() : 0);
}

/// Passes over texts that are used up.
void PatternReader::settle() {
  while (part_ < parts_.size() && parts_[part_].kind == Kind::Text &&
         at_ == parts_[part_].text.size()) {
    ++part_;
    at_ = 0;
  }
}

std::optional<char> PatternReader::peek() const {
  if (part_ == parts_.size() || parts_[part_].kind != Kind::Text) return std::nullopt;
  return parts_[part_].text.substr(at_).front();
}

const PatternPart* PatternReader::variable() const {
  if (part_ == parts_.size() || parts_[part_].kind == Kind::Text) return nullptr;
  return &parts_[part_];
}

void PatternReader::advance() {
  if (variable() != nullptr) {
    ++part_;
    at_ = 0;
  } else {
    ++at_;
  }
  settle();
}

/// The next octet or variable becomes part of the value.
void PatternReader::add(Expected& to) {
  if (const PatternPart* const part = variable()) {
    to.pieces.push_back({part->kind, part->text});
  } else {
    const std::string_view octet = parts_[part_].text.substr(at_, 1);
    const bool joins = !to.pieces.empty() && to.pieces.back().kind == Kind::Text &&
                       to.pieces.back().text.data() + to.pieces.back().text.size() == octet.data();
    if (joins) {
      const std::string_view before = to.pieces.back().text;
      to.pieces.back().text = {before.data(), before.size() + 1};
    } else {
      to.pieces.push_back({Kind::Text, octet});
    }
  }
  advance();
}

void PatternReader::skip_spaces() {
  while (peek() == ' ') advance();
}

bool PatternReader::at_end() {
  skip_spaces();
  return part_ == parts_.size();
}

bool PatternReader::take(char c) {
  skip_spaces();
  if (peek() != c) return false;
  advance();
  return true;
}

PatternReader::Read<std::vector<Expected>> PatternReader::values(char close) {
  const char before = std::exchange(close_, close);
  const std::size_t from = offset();
  std::vector<Expected> all;
  while (close == 0 || !take(close)) {
    if (at_end()) {
      if (close == 0) break;
      return std::unexpected(StructureProblem{
          from > 0 ? from - 1 : 0, std::string(close == ']' ? "[" : "(") + " is not closed"});
    }
    auto next = value();
    if (!next) return std::unexpected(next.error());
    all.push_back(std::move(*next));
  }
  close_ = before;
  return all;
}

PatternReader::Read<Expected> PatternReader::value() {
  skip_spaces();
  const auto c = peek();
  if (c == '(') return list();
  if (c == '"') return quoted();
  if (c == ')') return std::unexpected(problem(") without ("));
  return atom();
}

PatternReader::Read<Expected> PatternReader::list() {
  if (depth_ == kMaxDepth) return std::unexpected(problem("too many lists in lists"));
  Expected value{.form = Expected::Form::List, .offset = offset()};
  advance();
  ++depth_;
  auto items = values(')');
  --depth_;
  if (!items) return std::unexpected(items.error());
  value.items = std::move(*items);
  return value;
}

// quoted = DQUOTE *QUOTED-CHAR DQUOTE ; QUOTED-CHAR has "\" before quoted-specials
PatternReader::Read<Expected> PatternReader::quoted() {
  Expected value{.form = Expected::Form::Quoted, .offset = offset()};
  advance();
  while (peek() != '"') {
    if (peek() == '\\') advance();
    if (part_ == parts_.size())
      return std::unexpected(StructureProblem{value.offset, "the quote is not closed"});
    add(value);
  }
  advance();
  return value;
}

bool PatternReader::ends_atom(char c) const {
  return c == ' ' || c == '(' || c == ')' || c == '"' || (close_ == ']' && c == ']');
}

PatternReader::Read<Expected> PatternReader::atom() {
  Expected value{.offset = offset()};
  while (part_ < parts_.size()) {
    const auto c = peek();
    if (c && ends_atom(*c)) break;
    if (c && (*c == '\r' || *c == '\n'))
      return std::unexpected(problem("a line end cannot be in a response"));
    const bool opens = c == '[' && sections_ && depth_ == 1 && takes_section(value);
    if (opens && !section(value)) return std::unexpected(problem("[ is not closed"));
    if (!opens) add(value);
  }
  if (value.pieces.empty()) return std::unexpected(problem("a value is missing"));
  const bool rest = value.pieces.size() == 1 && value.pieces.front().kind == Kind::RestHole;
  if (rest) value.form = Expected::Form::Rest;
  return value;
}

// section = "[" [section-spec] "]"
bool PatternReader::section(Expected& name) {
  while (part_ < parts_.size()) {
    const bool last = peek() == ']';
    add(name);
    if (last) return true;
  }
  return false;
}

std::vector<Expected> PatternReader::words() {
  std::vector<Expected> all;
  while (!at_end()) {
    Expected word{.offset = offset()};
    while (part_ < parts_.size() && peek() != ' ') add(word);
    if (word.pieces.size() == 1 && word.pieces.front().kind == Kind::RestHole)
      word.form = Expected::Form::Rest;
    all.push_back(std::move(word));
  }
  return all;
}

}  // namespace wireassay::imap
