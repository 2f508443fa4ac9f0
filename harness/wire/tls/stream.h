// One direction of a connection, octets to messages: what a peer said in the clear, and where it
// began to speak under keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/handshake.h"
#include "wire/tls/reader.h"
#include "wire/tls/record.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {

/// Octets of a line of plain text that are kept at most.
inline constexpr std::size_t kMaxPlainLine = 1024;

enum class ItemKind {
  Handshake,         ///< `type` and `octets` of a whole message
  Alert,             ///< `octets` of its record
  ChangeCipherSpec,  ///< the same
  Encrypted,         ///< a record under keys: `type`, `octets`
  OtherRecord,       ///< of another type, or application data before any key
  Ssl2,              ///< a hello of SSL 2.0, without its length
  Plaintext,         ///< the first line in the place of a record
  Garbage,           ///< no record begins here
  Overflow,          ///< a length beyond its limit
  Cut,               ///< the peer ended inside a record or a message
};

struct Item {
  ItemKind kind = ItemKind::Handshake;
  std::uint8_t type = 0;
  std::uint16_t version = 0;  ///< of the record that it ends in
  std::string octets;
  std::size_t offset = 0;            ///< of the first record it is in, in the stream
  std::vector<Deviation> anomalies;  ///< of records and their order; offsets in the stream
  bool operator==(const Item&) const = default;
};

/// "server_hello", "hello_retry_request", "alert:protocol_version", "encrypted", "plaintext" …
std::string to_string(const Item& item);

class Stream {
 public:
  explicit Stream(std::size_t max_message = kMaxMessage) : joiner_(max_message) {}

  void feed(std::string_view octets);
  /// The peer has ended: next() then also gives what is not whole.
  void finish() { finished_ = true; }
  /// nullopt: more octets are needed, or there will be nothing more. Behind Plaintext, Garbage,
  /// Overflow and Cut nothing follows.
  std::optional<Item> next();
  /// The version negotiated, where this side does not say it: a change_cipher_spec of TLS 1.3 means
  /// nothing. A ServerHello sets it, too.
  void set_version(std::uint16_t version) { version_ = version; }
  /// Octets that are kept. When next() has nothing, less than a record and a message.
  std::size_t held() const { return input_.size() - at_ + joiner_.pending(); }

 private:
  std::optional<Item> message();
  std::optional<Item> record();
  std::optional<Item> other(Framing framing);
  std::optional<Item> plain_line();
  std::optional<Item> ssl2();
  std::optional<Item> cut();
  std::optional<Item> from_record(const Record& record, std::size_t offset);
  ItemKind kind_of(const Record& record);
  Item end(ItemKind kind, std::string octets);
  void check_alignment(Item& item);
  void take(std::size_t octets);
  std::string_view rest() const { return std::string_view(input_).substr(at_); }
  void note(std::string_view rule, std::size_t offset);

  Joiner joiner_;
  std::string input_;
  std::size_t at_ = 0;     ///< in input_
  std::size_t taken_ = 0;  ///< of the stream
  std::uint16_t version_ = 0;
  std::uint16_t record_version_ = 0;
  std::vector<Deviation> noted_;  ///< for the next item
  bool keys_ = false, finished_ = false, ended_ = false;
};

}  // namespace wireassay::tls
