// Shapes of extensions: reading, printing, and what a value may not be.
#pragma once

#include "wire/tls/extension.h"

namespace wireassay::tls {

/// All of `reader`; octets that are left are noted.
ExtensionValue read_value(Shape shape, Reader& reader);
std::vector<Field> value_fields(Shape shape, const ExtensionValue& value);
/// Notes what is wrong with a value beyond its syntax, at the reader's place.
void check_value(std::uint16_t type, Where where, const ExtensionValue& value, Reader& reader);

}  // namespace wireassay::tls
