// quic_transport_parameters: RFC 9000 section 18, with the numbers of its section 16. A number may
// be written in more octets than it needs; how many there were is kept.
#include <utility>

#include "wire/tls/extension_structs.h"

namespace wireassay::tls {
namespace {

/// RFC 9000 section 16: "the base-2 logarithm of the integer encoding length in bytes" in two bits.
constexpr std::size_t width_of(char first) {
  return std::size_t{1} << (static_cast<unsigned char>(first) >> 6);
}

struct Variable {
  std::uint64_t value = 0;
  std::size_t width = 1;
};

/// 0 octets of width: there was not enough, and it is noted.
Variable read_variable(Reader& reader) {
  const std::size_t width = reader.at_end() ? 1 : width_of(reader.rest().front());
  if (reader.rest().size() < width) {
    reader.note(rule::kTruncated);
    reader.take_rest();
    return {0, 0};
  }
  Variable out{0, width};
  for (const char octet : reader.octets(width))
    out.value = out.value << 8 | static_cast<unsigned char>(octet);
  out.value &= (std::uint64_t{1} << (8 * width - 2)) - 1;
  return out;
}

std::string to_octets(std::uint64_t value, std::size_t width) {
  std::uint64_t log = 0;
  while ((std::size_t{1} << log) < width) ++log;
  return number(value | log << (8 * width - 2), width);
}

}  // namespace

std::vector<QuicParameter> read_quic_parameters(Reader& reader) {
  std::vector<QuicParameter> parameters;
  while (!reader.at_end()) {
    const std::size_t at = reader.offset();
    const Variable id = read_variable(reader);
    if (id.width == 0) break;
    const Variable length = read_variable(reader);
    if (length.width == 0) break;
    const std::size_t there = reader.rest().size();
    if (length.value > there) reader.note(rule::kBeyondEnd, at + id.width);
    const std::size_t take = length.value > there ? there : static_cast<std::size_t>(length.value);
    parameters.push_back({id.value, std::string(reader.octets(take)), id.width, length.width});
  }
  return parameters;
}

std::vector<Field> quic_fields(const std::vector<QuicParameter>& parameters) {
  std::vector<Field> out;
  for (const QuicParameter& one : parameters)
    out.push_back(
        group("parameter", {fixed("id", to_octets(one.id, one.id_width)),
                            fixed("length", to_octets(one.value.size(), one.length_width)),
                            fixed("value", one.value)}));
  return out;
}

}  // namespace wireassay::tls
