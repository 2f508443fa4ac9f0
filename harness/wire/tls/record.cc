#include "wire/tls/record.h"

#include <algorithm>

#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

constexpr char kSsl2ClientHello = 1, kSsl2ServerHello = 4;

/// Letters, digits and punctuation, and the line ends and TAB between them.
constexpr bool is_text(char c) {
  return (c >= ' ' && c <= '~') || c == '\r' || c == '\n' || c == '\t';
}

Parsed<Framing> framing(Framing kind, std::size_t octets) { return Got<Framing>{kind, octets}; }

}  // namespace

Parsed<Framing> framing_of(std::string_view in) {
  Cursor cursor(in);
  const std::string_view first = cursor.take_octets(1);
  const std::string_view second = cursor.take_octets(1);
  if (second.empty()) return NeedMore{};
  if (second.front() == 3) return framing(Framing::Record, 2);
  if (is_text(first.front()))
    return framing(is_text(second.front()) ? Framing::Plaintext : Framing::Garbage, 2);
  if (!is_non_ascii(first.front())) {
    // A known type with another major version is a record all the same.
    const auto type = static_cast<unsigned char>(first.front());
    const bool known = !name_of(Registry::ContentType, type).empty();
    return framing(known ? Framing::Record : Framing::Garbage, 2);
  }
  const std::string_view third = cursor.take_octets(1);
  if (third.empty()) return NeedMore{};
  const bool hello = third.front() == kSsl2ClientHello || third.front() == kSsl2ServerHello;
  return framing(hello ? Framing::Ssl2 : Framing::Garbage, 3);
}

Parsed<Record> parse_record(std::string_view in, std::size_t limit) {
  const Parsed<Framing> looks = framing_of(in);
  const auto* got = std::get_if<Got<Framing>>(&looks);
  if (got == nullptr) return NeedMore{};
  if (got->value != Framing::Record) return ParseError{Errc::Malformed, 0, "ProtocolVersion"};
  if (in.size() < kRecordHeader) return NeedMore{};
  std::vector<Deviation> none;
  Reader reader(in, none);
  Record record{.type = reader.u8(), .version = reader.u16(), .fragment = {}};
  const std::size_t length = reader.u16();
  if (length > limit) return ParseError{Errc::TooLong, 3, "length"};
  if (reader.rest().size() < length) return NeedMore{};
  record.fragment = reader.octets(length);
  return Got<Record>{std::move(record), kRecordHeader + length};
}

std::vector<Deviation> broken_rules(const Record& record) {
  std::vector<Deviation> broken;
  if (name_of(Registry::ContentType, record.type).empty()) broken.push_back({rule::kRecordType, 0});
  if (record.version >> 8 != 3) broken.push_back({rule::kRecordVersion, 1});
  const bool data = record.type == content::kApplicationData;
  if (record.fragment.empty() && !data) broken.push_back({rule::kRecordEmpty, 3});
  return broken;
}

Field fields(const Record& record) {
  return group("record", {fixed("type", record.type, 1), fixed("version", record.version, 2),
                          vector("fragment", 2, record.fragment)});
}

std::string to_wire(const Record& record) { return print(fields(record)); }

std::vector<Record> to_records(std::uint8_t type, std::uint16_t version, std::string_view message,
                               const std::vector<std::size_t>& lengths, std::size_t limit) {
  std::vector<Record> records;
  Cursor rest(message);
  for (const std::size_t length : lengths)
    records.push_back({type, version, std::string(rest.take_octets(length))});
  while (!rest.at_end() || records.empty()) {
    const std::size_t most = std::max<std::size_t>(limit, 1);
    records.push_back({type, version, std::string(rest.take_octets(most))});
  }
  return records;
}

}  // namespace wireassay::tls
