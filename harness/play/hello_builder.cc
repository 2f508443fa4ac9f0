#include "play/hello_builder.h"

#include <algorithm>
#include <charconv>
#include <random>

#include "core/escape.h"
#include "scenario/template.h"

namespace wireassay::play {
namespace {

using scenario::Expanded;
using scenario::ExpansionError;
using scenario::HelloItem;
using scenario::HelloSpec;
using scenario::HelloValue;
using scenario::Template;
using tls::Override;
using tls::Registry;

constexpr std::size_t kMostOctets = std::size_t{1} << 18;  ///< that a text of a hello expands to
constexpr std::uint64_t kMostInserts = 100'000;
constexpr std::uint64_t kMostExtensions = 20'000;
constexpr std::uint16_t kGrease = 0x0a0a;
constexpr std::uint16_t kCookie = 44, kEarlyData = 42;
constexpr int kDecimal = 10, kHexadecimal = 16;

std::unexpected<ExpansionError> bad(std::string message) {
  return std::unexpected(
      ExpansionError{ExpansionError::Kind::Bad, "the ClientHello: " + std::move(message)});
}

std::string fresh_octets(std::size_t count) {
  std::random_device source;
  std::string out(count, '\0');
  for (char& octet : out) octet = static_cast<char>(source() & 0xffU);
  return out;
}

template <class Number>
std::optional<Number> parse(std::string_view text, int base) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// 0303, 0x0303, a name of the registry, GREASE; of versions also "1.2".
std::optional<std::uint16_t> number_of(Registry registry, std::string_view text) {
  std::uint16_t value = 0;
  if (text == "GREASE") return kGrease;
  if (tls::number_of(registry, text, value)) return value;
  if (registry == Registry::Version) {
    if (text.size() == 3 && text.starts_with("1.") &&
        tls::number_of(registry, "TLS " + std::string(text), value))
      return value;
  }
  if (text.starts_with("0x")) text.remove_prefix(2);
  return parse<std::uint16_t>(text, kHexadecimal);
}

class Builder {
 public:
  Builder(const HelloSpec& spec, const scenario::Scope& scope, HelloMemory& memory)
      : spec_(spec), scope_(scope), memory_(memory) {}

  std::expected<std::string, ExpansionError> build() {
    if (auto done = spec_.retry ? repeat() : make(); !done) return std::unexpected(done.error());
    if (auto done = change(); !done) return std::unexpected(done.error());
    if (auto done = cut(); !done) return std::unexpected(done.error());
    std::string out = tls::to_wire(plan_);
    memory_.last = plan_;
    for (const bool front : {true, false}) {
      const std::optional<Template>& around = front ? spec_.before : spec_.after;
      if (!around) continue;
      const auto octets = hex(*around);
      if (!octets) return std::unexpected(octets.error());
      out = front ? *octets + out : out + *octets;
    }
    return out;
  }

 private:
  using Done = Expanded<bool>;

  Expanded<std::string> text(const Template& source) const {
    auto expanded = scenario::expand(source, scope_, kMostOctets);
    if (!expanded) return std::unexpected(expanded.error());
    return std::move(expanded->octets);
  }

  Expanded<std::string> hex(const Template& source) const {
    const auto digits = text(source);
    if (!digits) return digits;
    auto octets = scenario::parse_hex(*digits);
    if (!octets) return bad("`" + escape_short(*digits, 40) + "`: " + octets.error().message);
    return std::move(*octets);
  }

  Expanded<std::int64_t> integer(const Template& source) const {
    const auto digits = text(source);
    if (!digits) return std::unexpected(digits.error());
    const bool prefixed = digits->starts_with("0x");
    const auto number = prefixed
                            ? parse<std::int64_t>(std::string_view(*digits).substr(2), kHexadecimal)
                            : parse<std::int64_t>(*digits, kDecimal);
    if (!number) return bad("`" + escape_short(*digits, 40) + "` is no number");
    return *number;
  }

  Expanded<std::uint64_t> count(const Template& source, std::uint64_t most) const {
    const auto number = integer(source);
    if (!number) return std::unexpected(number.error());
    if (*number < 0 || static_cast<std::uint64_t>(*number) > most)
      return bad(std::to_string(*number) + " is not between 0 and " + std::to_string(most));
    return static_cast<std::uint64_t>(*number);
  }

  Expanded<std::uint16_t> named(Registry registry, const Template& source) const {
    const auto name = text(source);
    if (!name) return std::unexpected(name.error());
    const auto number = number_of(registry, *name);
    if (!number)
      return bad("`" + escape_short(*name, 60) + "` is no name of the registry and no number");
    return *number;
  }

  const HelloValue* value(std::string_view name) const {
    const auto found = spec_.values.find(std::string(name));
    return found == spec_.values.end() ? nullptr : &found->second;
  }

  Expanded<std::vector<std::uint16_t>> numbers(Registry registry, const HelloValue& list) const {
    std::vector<std::uint16_t> out;
    for (const HelloItem& item : list.items) {
      const auto number = named(registry, item.text);
      if (!number) return std::unexpected(number.error());
      out.push_back(*number);
    }
    return out;
  }

  Done make() {
    tls::ClientHello& hello = plan_.hello;
    hello.version = tls::kTls12;
    hello.random = fresh_octets(tls::kRandom);
    hello.compression = std::string(1, '\0');
    if (const HelloValue* version = value("version")) {
      const auto number = named(Registry::Version, version->text);
      if (!number) return std::unexpected(number.error());
      hello.version = *number;
    }
    if (const HelloValue* random = value("random")) {
      const auto octets = hex(random->text);
      if (!octets) return std::unexpected(octets.error());
      hello.random = *octets;
    }
    if (auto done = session_id(); !done) return done;
    if (const HelloValue* suites = value("cipher_suites")) {
      auto list = numbers(Registry::CipherSuite, *suites);
      if (!list) return std::unexpected(list.error());
      hello.cipher_suites = std::move(*list);
    }
    if (const HelloValue* methods = value("compression")) {
      hello.compression.clear();
      for (const HelloItem& item : methods->items) {
        const auto method = hex(item.text);
        if (!method) return std::unexpected(method.error());
        hello.compression += *method;
      }
    }
    return spec_.extensions ? extensions() : Done(true);
  }

  Done session_id() {
    const HelloValue* id = value("session_id");
    if (id == nullptr) return true;
    if (id->kind == HelloValue::Kind::Number) {
      const auto fresh = count(id->text, UINT16_MAX);
      if (!fresh) return std::unexpected(fresh.error());
      plan_.hello.session_id = fresh_octets(static_cast<std::size_t>(*fresh));
      return true;
    }
    const auto octets = hex(id->text);
    if (!octets) return std::unexpected(octets.error());
    plan_.hello.session_id = *octets;
    return true;
  }

  void offer(std::uint16_t type, const tls::ExtensionValue& value) {
    list().push_back(tls::make_extension(type, tls::Where::ClientHello, value));
  }
  std::vector<tls::Extension>& list() {
    if (!plan_.hello.extensions) plan_.hello.extensions.emplace();
    return *plan_.hello.extensions;
  }

  Done extensions() {
    if (auto done = server_name(); !done) return done;
    struct Numbers {
      std::string_view name;
      std::uint16_t type;
      Registry registry;
    };
    constexpr Numbers kBefore[] = {
        {"groups", tls::extension::kSupportedGroups, Registry::Group},
        {"signatures", tls::extension::kSignatureAlgorithms, Registry::SignatureScheme}};
    constexpr Numbers kVersions = {"supported_versions", tls::extension::kSupportedVersions,
                                   Registry::Version};
    const auto numbered = [&](const Numbers& row) -> Done {
      const HelloValue* found = value(row.name);
      if (found == nullptr || found->kind == HelloValue::Kind::Absent) return true;
      auto list = numbers(row.registry, *found);
      if (!list) return std::unexpected(list.error());
      offer(row.type, *list);
      return true;
    };
    for (const Numbers& row : kBefore) {
      if (auto done = numbered(row); !done) return done;
    }
    if (auto done = alpn(); !done) return done;
    if (auto done = numbered(kVersions); !done) return done;
    if (auto done = key_share(); !done) return done;
    return more();
  }

  Done server_name() {
    const HelloValue* name = value("server_name");
    if (name == nullptr || name->kind == HelloValue::Kind::Absent) return true;
    std::vector<tls::ServerName> names;
    if (name->kind == HelloValue::Kind::Text) {
      const auto host = text(name->text);
      if (!host) return std::unexpected(host.error());
      // The target has no name: nothing is asked for.
      if (host->empty() && !name->text.source.empty()) return true;
      names.push_back({0, *host});
    }
    for (const HelloItem& item : name->items) {
      const auto host = text(item.text);
      if (!host) return std::unexpected(host.error());
      names.push_back({0, *host});
    }
    offer(tls::extension::kServerName, names);
    return true;
  }

  Done alpn() {
    const HelloValue* found = value("alpn");
    if (found == nullptr || found->kind == HelloValue::Kind::Absent) return true;
    std::vector<std::string> names;
    for (const HelloItem& item : found->items) {
      auto name = text(item.text);
      if (!name) return std::unexpected(name.error());
      names.push_back(std::move(*name));
    }
    offer(tls::extension::kAlpn, names);
    return true;
  }

  Done key_share() {
    const HelloValue* found = value("key_share");
    if (found == nullptr || found->kind == HelloValue::Kind::Absent) return true;
    std::vector<tls::KeyShare> shares;
    for (const HelloItem& item : found->items) {
      const auto group = named(Registry::Group, item.text);
      if (!group) return std::unexpected(group.error());
      tls::KeyShare share{*group, {}};
      if (item.hex) {
        auto octets = hex(*item.hex);
        if (!octets) return std::unexpected(octets.error());
        share.key = std::move(*octets);
      } else if (item.octets) {
        const auto zeros = count(*item.octets, UINT16_MAX);
        if (!zeros) return std::unexpected(zeros.error());
        share.key.assign(*zeros, '\0');
      } else {
        share.key = valid_share(*group);
        if (share.key.empty())
          return bad("no share of this group is known here: give its octets by hex");
      }
      shares.push_back(std::move(share));
    }
    offer(tls::extension::kKeyShare, shares);
    return true;
  }

  Done more() {
    for (const scenario::HelloExtension& extension : spec_.add) {
      const auto type = count(extension.type, UINT16_MAX);
      if (!type) return std::unexpected(type.error());
      Expanded<std::string> body = std::string();
      if (extension.hex) body = hex(*extension.hex);
      if (extension.text) body = text(*extension.text);
      if (extension.octets) {
        const auto zeros = count(*extension.octets, UINT16_MAX);
        if (!zeros) return std::unexpected(zeros.error());
        body = std::string(*zeros, '\0');
      }
      if (!body) return std::unexpected(body.error());
      std::uint64_t times = 1;
      if (extension.times) {
        const auto many = count(*extension.times, kMostExtensions);
        if (!many) return std::unexpected(many.error());
        times = *many;
      }
      for (std::uint64_t i = 0; i < times; ++i)
        list().push_back({static_cast<std::uint16_t>(*type + i), *body});
    }
    for (const Template& type : spec_.drop) {
      const auto number = count(type, UINT16_MAX);
      if (!number) return std::unexpected(number.error());
      std::erase_if(list(), [&](const tls::Extension& one) { return one.type == *number; });
    }
    if (plan_.hello.extensions && plan_.hello.extensions->empty()) plan_.hello.extensions.reset();
    return true;
  }

  /// RFC 8446 section 4.1.2: what may differ in the second ClientHello.
  Done repeat() {
    if (!memory_.last || !memory_.retry_request)
      return std::unexpected(
          ExpansionError{ExpansionError::Kind::Missing,
                         "no HelloRetryRequest came that a second ClientHello could answer"});
    plan_ = *memory_.last;
    plan_.changes.clear();
    plan_.fragments.clear();
    const auto field = [&](std::string_view name) -> std::string {
      const auto found = memory_.retry_request->fields.find(name);
      if (found == memory_.retry_request->fields.end()) return {};
      const auto* value = std::get_if<std::string>(&found->second);
      return value == nullptr ? std::string() : *value;
    };
    std::erase_if(list(), [](const tls::Extension& one) {
      return one.type == kEarlyData || one.type == kCookie;
    });
    if (const std::string name = field("group"); !name.empty()) {
      const auto group = number_of(Registry::Group, name);
      const std::string key = group ? valid_share(*group) : std::string();
      if (key.empty())
        return std::unexpected(ExpansionError{
            ExpansionError::Kind::Missing,
            "the server asks for a share of " + name + ", which this version cannot make"});
      const tls::Extension share =
          tls::make_extension(tls::extension::kKeyShare, tls::Where::ClientHello,
                              std::vector<tls::KeyShare>{{*group, key}});
      const auto old = std::ranges::find(list(), tls::extension::kKeyShare, &tls::Extension::type);
      if (old == list().end())
        list().push_back(share);
      else
        *old = share;
    }
    if (const std::string cookie = field("cookie"); !cookie.empty()) {
      if (auto octets = scenario::parse_hex(cookie)) list().push_back({kCookie, *octets});
    }
    return true;
  }

  Done change() {
    if (const HelloValue* version = value("record.version")) {
      const auto number = named(Registry::Version, version->text);
      if (!number) return std::unexpected(number.error());
      plan_.record_version = *number;
    }
    for (const std::string_view name : {"record.type", "handshake.type"}) {
      const HelloValue* type = value(name);
      if (type == nullptr) continue;
      const auto number = count(type->text, UINT8_MAX);
      if (!number) return std::unexpected(number.error());
      plan_.changes.push_back({.path = std::string(name),
                               .op = Override::Op::Set,
                               .octets = std::string(1, static_cast<char>(*number))});
    }
    const std::vector<std::string> known = tls::paths(plan_);
    for (const scenario::HelloChange& written : spec_.changes) {
      auto change = override_of(written);
      if (!change) return std::unexpected(change.error());
      if (std::ranges::find(known, change->path) == known.end())
        return bad("it has no field `" + written.path + "` that could be changed");
      plan_.changes.push_back(std::move(*change));
    }
    return true;
  }

  Expanded<Override> override_of(const scenario::HelloChange& written) const {
    Override change;
    if (!tls::resolve(written.path + (written.length ? ".length" : ""), change))
      return bad("unknown field `" + written.path + "`");
    change.op = op_of(written.op);
    const bool octets =
        !written.length && (written.op == "set" || written.op == "xor" || written.op == "insert");
    if (octets) {
      auto value = hex(written.value);
      if (!value) return std::unexpected(value.error());
      change.octets = std::move(*value);
    } else {
      const auto number = integer(written.value);
      if (!number) return std::unexpected(number.error());
      change.number = *number;
    }
    if (written.from) {
      const auto at = count(*written.from, kMostOctets);
      if (!at) return std::unexpected(at.error());
      change.at = static_cast<std::size_t>(*at);
    }
    if (written.times) {
      const auto times = count(*written.times, kMostInserts);
      if (!times) return std::unexpected(times.error());
      std::string all;
      for (std::uint64_t i = 0; i < *times && all.size() <= kMostOctets; ++i) all += change.octets;
      change.octets = std::move(all);
    }
    return change;
  }

  static Override::Op op_of(std::string_view word) {
    if (word == "add") return Override::Op::Add;
    if (word == "xor") return Override::Op::Xor;
    if (word == "insert") return Override::Op::Insert;
    if (word == "drop") return Override::Op::Drop;
    if (word == "cut") return Override::Op::Cut;
    return Override::Op::Set;
  }

  Done cut() {
    for (const Template& length : spec_.fragments) {
      const auto octets = count(length, UINT16_MAX);
      if (!octets) return std::unexpected(octets.error());
      plan_.fragments.push_back(static_cast<std::size_t>(*octets));
    }
    if (!spec_.every) return true;
    const auto each = count(*spec_.every, UINT16_MAX);
    if (!each) return std::unexpected(each.error());
    if (*each == 0) return bad("records of no octets would never end");
    std::size_t rest = message_octets();
    while (rest > 0) {
      const std::size_t piece = std::min<std::size_t>(rest, *each);
      plan_.fragments.push_back(piece);
      rest -= piece;
    }
    return true;
  }

  /// Of the handshake message, without the headers of its records.
  std::size_t message_octets() const {
    const std::size_t wire = tls::to_wire(plan_).size();
    constexpr std::size_t kWhole = tls::kMaxPlaintext + tls::kRecordHeader;
    return wire - (wire + kWhole - 1) / kWhole * tls::kRecordHeader;
  }

  const HelloSpec& spec_;
  const scenario::Scope& scope_;
  HelloMemory& memory_;
  tls::HelloPlan plan_;
};

}  // namespace

std::expected<std::string, ExpansionError> build_hello(const HelloSpec& hello,
                                                       const scenario::Scope& scope,
                                                       HelloMemory& memory) {
  return Builder(hello, scope, memory).build();
}

}  // namespace wireassay::play
