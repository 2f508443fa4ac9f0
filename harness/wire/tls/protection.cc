#include "wire/tls/protection.h"

#include <utility>

#include "wire/tls/field.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

constexpr std::size_t kSequence = 8;

/// Of TLS 1.2: octets of the nonce that stand in front of each record.
std::size_t explicit_size(const SuiteKeys& suite) {
  return suite.tls13 ? 0 : kNonce - fixed_iv_size(suite.aead);
}

/// RFC 8446 section 5.2: "the last non-zero octet" is the type.
std::expected<Content, NotOpened> inner(std::string plain) {
  const std::size_t last = plain.find_last_not_of('\0');
  if (last == std::string::npos) return std::unexpected(NotOpened::NoType);
  Content content;
  content.type = static_cast<std::uint8_t>(plain.at(last));
  content.padding = plain.size() - last - 1;
  plain.resize(last);
  content.octets = std::move(plain);
  return content;
}

}  // namespace

std::string_view to_string(NotOpened why) {
  switch (why) {
    case NotOpened::TooShort: return "too short for a tag";
    case NotOpened::Tag: return "the tag is wrong";
    case NotOpened::NoType: return "no content type inside";
    case NotOpened::TooLong: return "more plaintext than a record may have";
  }
  return "";
}

std::string Protection::nonce(std::string_view explicit_part) const {
  if (!explicit_part.empty()) return keys_.iv + std::string(explicit_part);
  // RFC 8446 section 5.3, RFC 7905 section 2: the number, padded on the left, XOR the IV
  std::string nonce = keys_.iv;
  const std::string counter = number(sequence_, kSequence);
  for (std::size_t i = 0; i < kSequence; ++i) {
    char& octet = nonce.at(nonce.size() - kSequence + i);
    octet = static_cast<char>(octet ^ counter.at(i));
  }
  return nonce;
}

std::string Protection::associated(const Record& record, std::size_t plain) const {
  const std::string head = number(record.type, 1) + number(record.version, 2);
  if (suite_.tls13) return head + number(record.fragment.size(), 2);
  return number(sequence_, kSequence) + head + number(plain, 2);
}

std::expected<Content, NotOpened> Protection::open(const Record& record) {
  const std::size_t brought = explicit_size(suite_), tag = tag_size(suite_.aead);
  const std::string_view fragment = record.fragment;
  if (fragment.size() < brought + tag) return std::unexpected(NotOpened::TooShort);
  const std::size_t size = fragment.size() - brought - tag;
  const std::string used = nonce(fragment.substr(0, brought));
  const std::string head = associated(record, size);
  auto plain = tls::open(suite_.aead, {.key = keys_.key, .nonce = used, .associated = head},
                         fragment.substr(brought));
  if (!plain) return std::unexpected(NotOpened::Tag);
  ++sequence_;
  if (plain->size() > kMaxPlaintext + (suite_.tls13 ? 1 : 0))
    return std::unexpected(NotOpened::TooLong);
  if (suite_.tls13) return inner(std::move(*plain));
  return Content{.type = record.type, .octets = std::move(*plain)};
}

Record Protection::seal(const Content& content) {
  std::string plain = content.octets;
  Record record{.type = content.type, .version = kTls12, .fragment = {}};
  if (suite_.tls13) {
    plain += static_cast<char>(content.type);
    plain.append(content.padding, '\0');
    record.type = content::kApplicationData;
  }
  const std::string brought = explicit_size(suite_) == 0 ? "" : number(sequence_, kSequence);
  record.fragment.resize(brought.size() + plain.size() + tag_size(suite_.aead));
  const std::string used = nonce(brought);
  const std::string head = associated(record, plain.size());
  record.fragment =
      brought + tls::seal(suite_.aead, {.key = keys_.key, .nonce = used, .associated = head}, plain)
                    .value_or(std::string());
  ++sequence_;
  return record;
}

}  // namespace wireassay::tls
