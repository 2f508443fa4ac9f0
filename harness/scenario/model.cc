// Small questions to the model.
#include "scenario/model.h"

#include <algorithm>

namespace wireassay::scenario {

bool Template::has_holes() const {
  return std::ranges::any_of(pieces, [](const Piece& piece) {
    return piece.kind == Piece::Kind::Hole || piece.kind == Piece::Kind::AnyHole ||
           piece.kind == Piece::Kind::RestHole;
  });
}

bool Outcome::has(std::string_view atom) const {
  return std::ranges::find(atoms, atom) != atoms.end();
}

std::string Outcome::text() const {
  std::string out;
  for (const std::string& atom : atoms) out += (out.empty() ? "" : "|") + atom;
  return out;
}

std::string_view to_string(Level level) {
  switch (level) {
    case Level::Must: return "MUST";
    case Level::MustNot: return "MUST NOT";
    case Level::Should: return "SHOULD";
    case Level::ShouldNot: return "SHOULD NOT";
    case Level::May: return "MAY";
    case Level::Example: return "EXAMPLE";
  }
  return "MUST";
}

std::string Case::full_id() const { return row.empty() ? id : id + "/" + row; }

std::size_t connection_index(const Case& c, const Step& step) {
  const auto found = std::ranges::find(c.connections, step.on, &ConnectionSpec::name);
  return found == c.connections.end() ? 0 : static_cast<std::size_t>(found - c.connections.begin());
}

}  // namespace wireassay::scenario
