#include "wire/tls/hello.h"

#include <algorithm>
#include <set>
#include <utility>

#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

/// "SHA-256 of "HelloRetryRequest"" (RFC 8446 section 4.1.3)
constexpr std::string_view kRetryRandom =
    "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91"
    "\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E\x09\xE2\xC8\xA8\x33\x9C";

std::string random_of(Reader& reader) {
  std::string random(reader.octets(kRandom));
  random.resize(kRandom, '\0');
  return random;
}

std::optional<std::vector<Extension>> extensions_of(Reader& reader, Where where) {
  if (reader.at_end()) return std::nullopt;
  std::vector<Extension> extensions = read_extensions(reader, where);
  reader.end();
  return extensions;
}

std::string session_id_of(Reader& reader) {
  return std::string(reader.vector(1, {.least = 0, .most = 32}).take_rest());
}

/// Where that extension of the list begins, if the first begins at `at`.
std::size_t place_of(const Extension& wanted, const std::vector<Extension>& extensions,
                     std::size_t at) {
  for (const Extension* one = extensions.data(); one != &wanted; ++one) at += one->body.size() + 4;
  return at;
}

/// `at` is where the first extension begins. Without supported_groups, or with one that breaks
/// rules of its own, there is nothing to compare with.
void check_share_groups(const std::vector<Extension>& extensions, std::size_t at, Reader& reader) {
  const Extension* offer = find(extensions, extension::kSupportedGroups);
  const Extension* share = find(extensions, extension::kKeyShare);
  if (offer == nullptr || share == nullptr) return;
  const Decoded<ExtensionValue> offered = value_of(*offer, Where::ClientHello);
  const Decoded<ExtensionValue> sent = value_of(*share, Where::ClientHello);
  const auto* groups = std::get_if<std::vector<std::uint16_t>>(&offered.value);
  const auto* shares = std::get_if<std::vector<KeyShare>>(&sent.value);
  if (groups == nullptr || shares == nullptr || !offered.anomalies.empty()) return;
  const std::set<std::uint16_t> known(groups->begin(), groups->end());
  if (!std::ranges::all_of(*shares, [&](const KeyShare& one) { return known.contains(one.group); }))
    reader.note(rule::kShareGroup, place_of(*share, extensions, at));
}

void check_client(const ClientHello& hello, std::size_t compression_at, Reader& reader) {
  const std::vector<std::uint16_t> versions = offered_versions(hello);
  const bool tls13 = std::ranges::find(versions, kTls13) != versions.end();
  if (!hello.compression.empty() && hello.compression.find('\0') == std::string::npos)
    reader.note(rule::kNullCompression, compression_at);
  if (tls13 && hello.compression != std::string_view("\0", 1))
    reader.note(rule::kCompression13, compression_at);
  if (!hello.extensions) return;
  const std::vector<Extension>& extensions = *hello.extensions;
  const std::size_t at = compression_at + hello.compression.size() + 3;
  check_share_groups(extensions, at, reader);
  if (find(extensions, extension::kPreSharedKey) != nullptr &&
      extensions.back().type != extension::kPreSharedKey)
    reader.note(rule::kPskLast, place_of(extensions.back(), extensions, at));
}

bool belongs_to_tls13(std::uint16_t type) {
  return type == extension::kPreSharedKey || type == extension::kSupportedVersions ||
         type == extension::kKeyShare || shape_of(type, Where::ServerHello) == Shape::Unknown;
}

void check_server_extensions(const ServerHello& hello, std::size_t at, Reader& reader) {
  for (const Extension& one : *hello.extensions) {
    if (is_grease(Registry::Extension, one.type)) reader.note(rule::kGreaseSelected, at);
    const bool misplaced =
        shape_of(one.type, Where::ServerHello) != Shape::Misplaced && !belongs_to_tls13(one.type);
    if (selected_version(hello) == kTls13 && !is_hello_retry_request(hello) && misplaced)
      reader.note(rule::kExtensionPlace, at);
    at += one.body.size() + 4;
  }
}

/// `suite_at` is where the cipher suite begins: compression and extensions have fixed places behind
/// it.
void check_server(const ServerHello& hello, std::size_t suite_at, Reader& reader) {
  if (is_grease(Registry::CipherSuite, hello.cipher_suite))
    reader.note(rule::kGreaseSelected, suite_at);
  const std::uint16_t version = selected_version(hello);
  if (is_grease(Registry::Version, version)) reader.note(rule::kGreaseSelected, 0);
  const bool by_extension =
      hello.extensions && find(*hello.extensions, extension::kSupportedVersions) != nullptr;
  if (version == kTls13 && (!by_extension || hello.version != kTls12))
    reader.note(rule::kLegacyVersion, 0);
  if (version == kTls13 && hello.compression != 0)
    reader.note(rule::kServerCompression13, suite_at + 2);
  if (hello.extensions) check_server_extensions(hello, suite_at + 5, reader);
}

Field opening(std::string name, std::uint16_t version, const std::string& random,
              const std::string& session_id) {
  return group(std::move(name), {fixed("version", version, 2), fixed("random", random),
                                 vector("session_id", 1, session_id)});
}

}  // namespace

Decoded<ClientHello> decode_client_hello(std::string_view body) {
  Decoded<ClientHello> out;
  Reader reader(body, out.anomalies);
  ClientHello& hello = out.value;
  hello.version = reader.u16();
  hello.random = random_of(reader);
  hello.session_id = session_id_of(reader);
  Reader suites = reader.vector(2, {.least = 2, .most = 0xfffe, .element = 2});
  while (suites.rest().size() >= 2) hello.cipher_suites.push_back(suites.u16());
  const std::size_t compression_at = reader.offset();
  hello.compression = reader.vector(1, {.least = 1, .most = 255}).take_rest();
  hello.extensions = extensions_of(reader, Where::ClientHello);
  check_client(hello, compression_at, reader);
  return out;
}

Decoded<ServerHello> decode_server_hello(std::string_view body) {
  Decoded<ServerHello> out;
  Reader reader(body, out.anomalies);
  ServerHello& hello = out.value;
  hello.version = reader.u16();
  hello.random = random_of(reader);
  hello.session_id = session_id_of(reader);
  const std::size_t suite_at = reader.offset();
  hello.cipher_suite = reader.u16();
  hello.compression = reader.u8();
  const Where where = is_hello_retry_request(hello) ? Where::HelloRetryRequest : Where::ServerHello;
  hello.extensions = extensions_of(reader, where);
  check_server(hello, suite_at, reader);
  return out;
}

Field fields(const ClientHello& hello) {
  Field out = opening("client_hello", hello.version, hello.random, hello.session_id);
  std::string suites;
  for (const std::uint16_t suite : hello.cipher_suites) suites += number(suite, 2);
  out.parts.push_back(vector("cipher_suites", 2, std::move(suites)));
  out.parts.push_back(vector("compression", 1, hello.compression));
  if (hello.extensions) out.parts.push_back(fields(*hello.extensions, Where::ClientHello));
  return out;
}

Field fields(const ServerHello& hello) {
  Field out = opening("server_hello", hello.version, hello.random, hello.session_id);
  out.parts.push_back(fixed("cipher_suite", hello.cipher_suite, 2));
  out.parts.push_back(fixed("compression", hello.compression, 1));
  const Where where = is_hello_retry_request(hello) ? Where::HelloRetryRequest : Where::ServerHello;
  if (hello.extensions) out.parts.push_back(fields(*hello.extensions, where));
  return out;
}

std::string to_wire(const ClientHello& hello) { return print(fields(hello)); }
std::string to_wire(const ServerHello& hello) { return print(fields(hello)); }

bool is_hello_retry_request(const ServerHello& hello) { return hello.random == kRetryRandom; }

std::uint16_t selected_version(const ServerHello& hello) {
  if (!hello.extensions) return hello.version;
  const Extension* versions = find(*hello.extensions, extension::kSupportedVersions);
  if (versions == nullptr) return hello.version;
  const Decoded<ExtensionValue> value = value_of(*versions, Where::ServerHello);
  const auto* version = std::get_if<std::uint32_t>(&value.value);
  return version == nullptr ? hello.version : static_cast<std::uint16_t>(*version);
}

std::vector<std::uint16_t> offered_versions(const ClientHello& hello) {
  if (!hello.extensions) return {hello.version};
  const Extension* versions = find(*hello.extensions, extension::kSupportedVersions);
  if (versions == nullptr) return {hello.version};
  const Decoded<ExtensionValue> value = value_of(*versions, Where::ClientHello);
  const auto* list = std::get_if<std::vector<std::uint16_t>>(&value.value);
  return list == nullptr ? std::vector<std::uint16_t>{} : *list;
}

Downgrade downgrade(const ServerHello& hello) {
  if (hello.random.ends_with(std::string_view("DOWNGRD\x01", 8))) return Downgrade::Tls12;
  if (hello.random.ends_with(std::string_view("DOWNGRD\x00", 8))) return Downgrade::Tls11OrBelow;
  return Downgrade::None;
}

std::optional<std::string> server_name(const ClientHello& hello) {
  if (!hello.extensions) return std::nullopt;
  const Extension* names = find(*hello.extensions, extension::kServerName);
  if (names == nullptr) return std::nullopt;
  const Decoded<ExtensionValue> value = value_of(*names, Where::ClientHello);
  if (const auto* list = std::get_if<std::vector<ServerName>>(&value.value)) {
    for (const ServerName& name : *list)
      if (name.type == 0) return name.name;
  }
  return std::nullopt;
}

}  // namespace wireassay::tls
