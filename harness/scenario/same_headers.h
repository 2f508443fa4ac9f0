// The field `same_headers` of a step: { as = NAME, but = […] }.
#pragma once

#include <optional>
#include <span>

#include "scenario/match.h"

namespace wireassay::scenario {

/// Compares the header fields of the event with those of the reply that the expectations name, in
/// both directions. nullopt: they are the same, or the step has no `same_headers`.
std::optional<FieldMiss> headers_differ(std::span<const FieldExpectation> fields,
                                        const Event& event, const Scope& scope);

}  // namespace wireassay::scenario
