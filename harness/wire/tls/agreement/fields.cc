#include "wire/tls/agreement/fields.h"

#include <algorithm>
#include <cstdint>

#include "core/escape.h"
#include "wire/tls/any_message.h"
#include "wire/tls/hello.h"
#include "wire/tls/record.h"
#include "wire/tls/stream.h"

namespace wireassay::tls::agreement {
namespace {

/// "a.b#2.c" is "a.b.c".
std::string_view plain(std::string_view name) { return name.substr(0, name.find('#')); }

/// Most paths differ in their last name already.
bool may_match(std::string_view pattern, std::string_view name) {
  const std::string_view last = pattern.substr(pattern.rfind('.') + 1);
  return last == "*" || last == plain(name);
}

/// A name at a time.
bool matches(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view want = pattern.substr(0, pattern.find('.'));
    const std::string_view is = path.substr(0, path.find('.'));
    if (want != "*" && want != plain(is)) return false;
    pattern.remove_prefix(std::min(pattern.size(), want.size() + 1));
    path.remove_prefix(std::min(path.size(), is.size() + 1));
  }
  return pattern.empty() && path.empty();
}

std::uint64_t value_of(std::string_view octets) {
  std::uint64_t value = 0;
  for (const char octet : octets) value = value << 8 | static_cast<unsigned char>(octet);
  return value;
}

void write(std::vector<std::string>& out, std::string_view octets, As as) {
  switch (as) {
    case As::Number: return out.push_back(std::to_string(value_of(octets)));
    case As::Length: return out.push_back(std::to_string(octets.size()));
    case As::Hex:
      if (!octets.empty()) out.push_back(to_hex(octets));
      return;
    case As::Text: out.emplace_back(octets); return;
    case As::Numbers8:
    case As::Numbers16:
      const std::size_t width = as == As::Numbers8 ? 1 : 2;
      for (; octets.size() >= width; octets.remove_prefix(width))
        out.push_back(std::to_string(value_of(octets.substr(0, width))));
  }
}

constexpr std::string_view kSyntax[] = {rule::kTruncated, rule::kBeyondEnd, rule::kVectorLength,
                                        rule::kTrailing};

/// Where the first octets are that cannot be parsed.
std::size_t first_broken(const std::vector<Deviation>& anomalies) {
  std::size_t first = std::string::npos;
  for (const Deviation& one : anomalies) {
    if (std::ranges::find(kSyntax, one.rule) != std::ranges::end(kSyntax))
      first = std::min(first, one.offset);
  }
  return first;
}

/// What is taken of a message: values that end before `limit`; where octets are missing the tree
/// has more than there were, and lengths count only of what is whole.
struct Extent {
  std::size_t limit = std::string::npos;
  bool exact = true;
};

bool is_taken(const Known& known, const Field& field, std::size_t begin, std::size_t end,
              const Extent& extent) {
  const bool vector = known.as == As::Length || known.as == As::Text;
  if (vector && field.width == 0) return false;  // octets of an extension that is not whole
  if (known.as != As::Length) return end <= extent.limit;
  return (extent.exact ? begin : end) <= extent.limit;
}

/// Adds the values of `field` and its parts; gives where the field ends.
std::size_t collect(const Field& field, const std::string& path, std::size_t at,
                    const Extent& extent, Values& values) {
  const std::string octets = print(field).substr(field.width);
  const std::size_t begin = at + field.width, end = begin + octets.size();
  for (const Known& known : known_fields()) {
    if (known.path.empty() || !may_match(known.path, field.name) || !matches(known.path, path))
      continue;
    if (is_taken(known, field, begin, end, extent)) write(values[known.field], octets, known.as);
  }
  at = begin + field.octets.size();
  for (const Field& part : field.parts)
    at = collect(part, path + "." + part.name, at, extent, values);
  return end;
}

/// Both directions, in the order of the flights.
class Reading {
 public:
  void read(const Flight& flight) {
    Side& side = flight.from_server ? server_ : client_;
    side.stream.set_version(version_);
    side.stream.feed(flight.octets);
    take(side, flight.from_server);
    side.rest += flight.octets;
    take_records(side);
  }
  Both take() {
    for (Side* side : {&client_, &server_}) {
      side->stream.finish();
      take(*side, side == &server_);
    }
    return {std::move(client_.said), std::move(server_.said)};
  }

 private:
  struct Side {
    Stream stream;
    Said said;
    std::string rest;
    bool ended = false;
  };

  void take(Side& side, bool from_server) {
    while (const std::optional<Item> item = side.stream.next()) {
      side.said.items.push_back(to_string(*item));
      for (const Deviation& one : item->anomalies) side.said.rules.push_back(one.rule);
      if (item->kind == ItemKind::Handshake) message(side.said, *item, from_server);
      if (item->kind == ItemKind::Alert && item->octets.size() == 2) alert(side.said, *item);
    }
  }

  void message(Said& said, const Item& item, bool from_server) {
    if (item.type == handshake::kServerHello) {
      const ServerHello hello = decode_server_hello(item.octets).value;
      version_ = selected_version(hello);
      suite_ = hello.cipher_suite;
    }
    const MessageContext context{version_ == 0 ? kTls12 : version_, suite_,
                                 from_server ? Sender::Server : Sender::Client};
    if (said.broken) return;
    const Decoded<Field> tree = decode_message(item.type, item.octets, context);
    for (const Deviation& one : tree.anomalies) said.rules.push_back(one.rule);
    const Extent extent{first_broken(tree.anomalies), print(tree.value) == item.octets};
    said.broken = extent.limit != std::string::npos;
    said.values["tls.handshake.type"].push_back(std::to_string(item.type));
    said.values["tls.handshake.length"].push_back(std::to_string(item.octets.size()));
    if (item.type == handshake::kClientKeyExchange)
      secret(said.values, tree.value, extent);
    else
      collect(tree.value, tree.value.name, 0, extent, said.values);
  }

  /// tshark has a name for each key exchange, the message has one.
  void secret(Values& values, const Field& message, const Extent& extent) const {
    Field renamed = message.parts.front();
    switch (key_exchange_of(suite_)) {
      case KeyExchange::Ecdhe: renamed.name = "ecdhe"; break;
      case KeyExchange::Dhe: renamed.name = "dhe"; break;
      case KeyExchange::Rsa: renamed.name = "rsa"; break;
      case KeyExchange::Other: return;
    }
    collect(renamed, "client_key_exchange." + renamed.name, 0, extent, values);
  }

  static void alert(Said& said, const Item& item) {
    write(said.values["tls.alert_message.level"], item.octets.substr(0, 1), As::Number);
    write(said.values["tls.alert_message.desc"], item.octets.substr(1, 1), As::Number);
  }

  /// The records themselves, which the stream does not give.
  void take_records(Side& side) {
    while (!side.ended) {
      const Parsed<Record> parsed = parse_record(side.rest, kMaxCiphertext);
      side.ended = std::holds_alternative<ParseError>(parsed);
      const auto* got = std::get_if<Got<Record>>(&parsed);
      if (got == nullptr) return;
      record(side.said.values, got->value);
      side.rest.erase(0, got->used);
    }
  }

  void record(Values& values, const Record& record) const {
    const bool opaque = version_ == kTls13 && record.type == content::kApplicationData;
    values[opaque ? "tls.record.opaque_type" : "tls.record.content_type"].push_back(
        std::to_string(record.type));
    values["tls.record.version"].push_back(std::to_string(record.version));
    values["tls.record.length"].push_back(std::to_string(record.fragment.size()));
  }

  Side client_, server_;
  std::uint16_t version_ = 0, suite_ = 0;
};

}  // namespace

Both ours(const Input& input) {
  Reading reading;
  for (const Flight& flight : input.flights) reading.read(flight);
  return reading.take();
}

}  // namespace wireassay::tls::agreement
