#include "wire/tls/encode.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "wire/tls/handshake.h"

namespace wireassay::tls {
namespace {

constexpr std::string_view kRecord = "record", kHandshake = "handshake";

/// The field `path` of the tree that begins with `root` in the language: "" where it is the root
/// itself; nullopt where it lies elsewhere.
std::optional<std::string> inside(std::string_view path, std::string_view root) {
  if (!path.starts_with(root)) return std::nullopt;
  path.remove_prefix(root.size());
  if (path.empty()) return std::string();
  if (!path.starts_with(".")) return std::nullopt;
  return std::string(path.substr(1));
}

/// Changes to the record's tree.
std::vector<Override> of_record(const std::vector<Override>& changes) {
  std::vector<Override> out;
  for (Override change : changes) {
    const std::optional<std::string> path = inside(change.path, kRecord);
    if (!path) continue;
    change.path = path->empty() ? "fragment" : *path;
    out.push_back(std::move(change));
  }
  return out;
}

/// Changes to the message's tree, whose body is the hello.
std::vector<Override> of_message(const std::vector<Override>& changes) {
  std::vector<Override> out;
  for (Override change : changes) {
    if (inside(change.path, kRecord)) continue;
    const std::optional<std::string> path = inside(change.path, kHandshake);
    if (path)
      change.path = path->empty() ? "body" : *path;
    else
      change.path = "body." + change.path;
    out.push_back(std::move(change));
  }
  return out;
}

template <class Value>
void offer(std::vector<Extension>& extensions, std::uint16_t type, const Value& value) {
  if (!value.empty()) extensions.push_back(make_extension(type, Where::ClientHello, value));
}

struct Word {
  std::string_view written, path;
};

/// LANGUAGE.md section 9
constexpr auto kWords = std::to_array<Word>({
    {"record", "record"},
    {"record.type", "record.type"},
    {"record.version", "record.version"},
    {"handshake", "handshake"},
    {"handshake.type", "handshake.type"},
    {"version", "version"},
    {"random", "random"},
    {"session_id", "session_id"},
    {"cipher_suites", "cipher_suites"},
    {"compression", "compression"},
    {"extensions", "extensions"},
    {"groups", "extensions.supported_groups.data"},
    {"signatures", "extensions.signature_algorithms.data"},
    {"server_name", "extensions.server_name.data"},
    {"alpn", "extensions.application_layer_protocol_negotiation.data"},
    {"key_share", "extensions.key_share.data"},
    {"supported_versions", "extensions.supported_versions.data"},
});

constexpr std::string_view kLength = ".length";

/// Octets to change, put in or leave out (Levenshtein), in one row of the table.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t above_left = std::exchange(row.front(), i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed_one = above_left + (a.at(i) == b.at(j) ? 0 : 1);
      above_left = row.at(j + 1);
      row.at(j + 1) = std::min({changed_one, above_left + 1, row.at(j) + 1});
    }
  }
  return row.back();
}

}  // namespace

ClientHello client_hello(const HelloParts& parts) {
  std::vector<Extension> extensions;
  std::vector<ServerName> names;
  if (!parts.server_name.empty()) names.push_back({0, parts.server_name});
  offer(extensions, extension::kServerName, names);
  offer(extensions, extension::kSupportedGroups, parts.groups);
  offer(extensions, extension::kSignatureAlgorithms, parts.signatures);
  offer(extensions, extension::kAlpn, parts.alpn);
  offer(extensions, extension::kSupportedVersions, parts.supported_versions);
  offer(extensions, extension::kKeyShare, parts.key_share);
  extensions.insert(extensions.end(), parts.more.begin(), parts.more.end());
  ClientHello hello{parts.version,       parts.random,      parts.session_id,
                    parts.cipher_suites, parts.compression, std::nullopt};
  if (!extensions.empty()) hello.extensions = std::move(extensions);
  return hello;
}

std::string to_wire(const HelloPlan& plan) {
  const Field message = handshake_fields(handshake::kClientHello, fields(plan.hello));
  const std::string octets = print(message, of_message(plan.changes));
  std::string out;
  const std::vector<Override> changes = of_record(plan.changes);
  bool first = true;
  for (const Record& record :
       to_records(content::kHandshake, plan.record_version, octets, plan.fragments)) {
    out += first ? print(fields(record), changes) : to_wire(record);
    first = false;
  }
  return out;
}

std::vector<std::string> paths(const HelloPlan& plan) {
  std::vector<std::string> out = {"record", "record.type", "record.version", "handshake",
                                  "handshake.type"};
  for (std::string& path : paths(fields(plan.hello))) out.push_back(std::move(path));
  return out;
}

bool resolve(std::string_view written, Override& change) {
  const bool length = written.ends_with(kLength);
  if (length) written.remove_suffix(kLength.size());
  const auto found = std::ranges::find(kWords, written, &Word::written);
  if (found == kWords.end()) return false;
  change.path = found->path;
  change.what = length ? Override::What::Length : Override::What::Value;
  return true;
}

std::string nearest_path(std::string_view written) {
  constexpr std::size_t kLongest = 64;  // no word is half as long
  if (written.size() > kLongest) return {};
  const bool length = written.ends_with(kLength);
  if (length) written.remove_suffix(kLength.size());
  std::size_t least = std::max<std::size_t>(written.size() / 3, 1) + 1;
  std::string found;
  for (const Word& word : kWords) {
    const std::size_t far = distance(written, word.written);
    if (far >= least) continue;
    least = far;
    found = word.written;
  }
  return length && !found.empty() ? found.append(kLength) : found;
}

}  // namespace wireassay::tls
