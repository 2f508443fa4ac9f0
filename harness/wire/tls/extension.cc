#include "wire/tls/extension.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "wire/tls/extension_shapes.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

using enum Shape;

/// Shapes in the order of Where: ClientHello, ServerHello (of any version), HelloRetryRequest,
/// EncryptedExtensions, CertificateRequest, Certificate, NewSessionTicket.
struct Row {
  std::uint16_t type;
  std::array<Shape, 7> shapes;
};

constexpr Shape No = Misplaced;

/// RFC 8446 section 4.2, with the ServerHello of older versions beside it.
constexpr auto kRows = std::to_array<Row>({
    {0, {ServerNames, Empty, No, Empty, No, No, No}},
    {1, {Number8, Number8, No, Number8, No, No, No}},
    {2, {Empty, Empty, No, No, No, No, No}},
    {3, {Authorities, Empty, No, No, No, No, No}},
    {4, {Empty, Empty, No, No, No, No, No}},
    {5, {Status, Empty, No, No, Empty, Ocsp, No}},
    {6, {Numbers8, Numbers8, No, No, No, No, No}},
    {7, {Numbers8, Numbers8, No, No, No, No, No}},
    {8, {Numbers8, Numbers8, No, No, No, No, No}},
    {9, {Numbers8, Number8, No, No, No, No, No}},
    {10, {Numbers16, Numbers16, No, Numbers16, No, No, No}},
    {11, {Numbers8, Numbers8, No, No, No, No, No}},
    {12, {Some8, No, No, No, No, No, No}},
    {13, {Numbers16, No, No, No, Numbers16, No, No}},
    {14, {Srtp, Srtp, No, Srtp, No, No, No}},
    {15, {Number8, Number8, No, Number8, No, No, No}},
    {16, {Names8, Names8, No, Names8, No, No, No}},
    {17, {StatusItems, Empty, No, No, No, No, No}},
    {18, {Empty, Names16, No, No, Empty, Names16, No}},
    {19, {Numbers8, Number8, No, Number8, No, No, No}},
    {20, {Numbers8, Number8, No, Number8, No, No, No}},
    {21, {Octets, No, No, No, No, No, No}},
    {22, {Empty, Empty, No, No, No, No, No}},
    {23, {Empty, Empty, No, No, No, No, No}},
    {27, {Numbers16In8, No, No, No, Numbers16In8, No, No}},
    {28, {Number16, Number16, No, Number16, No, No, No}},
    {33, {Empty, Empty, No, No, No, No, No}},
    {34, {Numbers16, No, No, No, Numbers16, Credential, No}},
    {35, {Octets, Empty, No, No, No, No, No}},
    {41, {Psks, Number16, No, No, No, No, No}},
    {42, {Empty, No, No, Empty, No, No, Number32}},
    {43, {Numbers16In8, Number16, Number16, No, No, No, No}},
    {44, {Octets16, No, Octets16, No, No, No, No}},
    {45, {Numbers8, No, No, No, No, No, No}},
    {47, {Names16, No, No, No, Names16, No, No}},
    {48, {No, No, No, No, OidFilters, No, No}},
    {49, {Empty, No, No, No, No, No, No}},
    {50, {Numbers16, No, No, No, Numbers16, No, No}},
    {51, {KeyShares, OneKeyShare, Number16, No, No, No, No}},
    {57, {Quic, No, No, Quic, No, No, No}},
    {58, {Number16, No, No, Number8, No, No, No}},
    {13172, {Empty, NamesToEnd, No, No, No, No, No}},
    {17513, {Names8, No, No, Octets, No, No, No}},
    {17613, {Names8, No, No, Octets, No, No, No}},
    {30032, {Empty, Empty, No, No, No, No, No}},
    {65037, {Ech, No, Octets, Octets16, No, No, No}},
    {65281, {Octets8, Octets8, No, No, No, No, No}},
});

Extension read_extension(Reader& reader, Where where) {
  Extension extension{.type = reader.u16(), .body = {}};
  Reader body = reader.vector(2);
  extension.body = body.rest();
  const Shape shape = shape_of(extension.type, where);
  if (shape == Shape::Misplaced) body.note(rule::kExtensionPlace);
  Reader place = body;
  const ExtensionValue value = read_value(shape, body);
  check_value(extension.type, where, value, place);
  return extension;
}

/// The fields inside, where they print to the same octets; else the octets.
std::vector<Field> body_fields(const Extension& extension, Where where) {
  const Decoded<ExtensionValue> value = value_of(extension, where);
  std::vector<Field> parts = value_fields(shape_of(extension.type, where), value.value);
  if (print(group("", parts)) == extension.body) return parts;
  return {fixed("octets", extension.body)};
}

}  // namespace

Shape shape_of(std::uint16_t type, Where where) {
  const auto found = std::ranges::lower_bound(kRows, type, {}, &Row::type);
  if (found == kRows.end() || found->type != type) return Shape::Unknown;
  return found->shapes.at(static_cast<std::size_t>(where));
}

Decoded<ExtensionValue> value_of(const Extension& extension, Where where) {
  Decoded<ExtensionValue> out;
  Reader reader(extension.body, out.anomalies);
  Reader place = reader;
  out.value = read_value(shape_of(extension.type, where), reader);
  check_value(extension.type, where, out.value, place);
  return out;
}

Extension make_extension(std::uint16_t type, Where where, const ExtensionValue& value) {
  return {type, print(group("", value_fields(shape_of(type, where), value)))};
}

std::vector<Extension> read_extensions(Reader& reader, Where where) {
  std::vector<Extension> extensions;
  std::set<std::uint16_t> seen;
  Reader block = reader.vector(2);
  while (!block.at_end()) {
    const std::size_t at = block.offset();
    extensions.push_back(read_extension(block, where));
    if (!seen.insert(extensions.back().type).second) reader.note(rule::kDuplicateExtension, at);
  }
  return extensions;
}

Field fields(const std::vector<Extension>& extensions, Where where) {
  std::vector<Field> parts;
  std::map<std::uint16_t, int> seen;
  for (const Extension& extension : extensions) {
    std::string name = show(Registry::Extension, extension.type);
    if (const int count = ++seen[extension.type]; count > 1) name += "#" + std::to_string(count);
    parts.push_back(group(std::move(name), {fixed("type", extension.type, 2),
                                            vector("data", 2, body_fields(extension, where))}));
  }
  return vector("extensions", 2, std::move(parts));
}

const Extension* find(const std::vector<Extension>& extensions, std::uint16_t type) {
  const auto found = std::ranges::find(extensions, type, &Extension::type);
  return found == extensions.end() ? nullptr : &*found;
}

}  // namespace wireassay::tls
