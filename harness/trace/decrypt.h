// Opens the records of a TLS conversation with the secrets of a key log: TLS 1.3 and the AEAD
// suites of TLS 1.2, both directions, through KeyUpdate and renegotiation.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "trace/decryptor.h"
#include "trace/key_log.h"
#include "wire/tls/handshake.h"
#include "wire/tls/protection.h"

namespace wireassay::trace {

class KeyLogDecryptor final : public Decryptor {
 public:
  explicit KeyLogDecryptor(const KeyLog& log) : log_(log) {}

  void message(Direction from, std::uint8_t type, std::string_view body) override;
  void change_cipher_spec(Direction from) override;
  std::optional<Opened> open(Direction from, const tls::Record& record) override;
  void lost(Direction from) override { side(from).lost = true; }
  std::string why_not() const override { return why_; }

 private:
  /// What the hellos agreed on.
  struct Agreed {
    std::string client_random, server_random;
    std::uint16_t version = 0, suite = 0;
    bool early_data = false;  ///< offered
  };
  struct Side {
    std::optional<tls::Protection> keys;
    std::string missing;          ///< why there are none
    std::string secret;           ///< of TLS 1.3: of `keys`
    bool handshake_keys = false;  ///< of TLS 1.3: `keys` hold until Finished
    bool any = false;             ///< some record could be opened
    bool lost = false;
    tls::Joiner joiner;        ///< messages inside of records
    bool no_messages = false;  ///< one was too long
  };

  Side& side(Direction from) { return sides_.at(from == Direction::FromClient ? 0 : 1); }
  void server_hello(std::string_view body);
  std::optional<tls::SuiteKeys> suite(Side& of) const;
  void begin_handshake_keys(Direction from);
  void begin_application_keys(Direction from);
  void use_secret(Side& of, const tls::SuiteKeys& suite, std::string secret);
  void look_inside(Direction from, const tls::Content& content);
  void inner_message(Direction from, const tls::HandshakeMessage& message);

  const KeyLog& log_;
  Agreed agreed_;
  std::array<Side, 2> sides_;
  std::string why_;
};

/// The key log of a capture; `log` must outlive it and what it makes.
class KeyLogKeys final : public Keys {
 public:
  explicit KeyLogKeys(const KeyLog& log) : log_(log) {}
  std::unique_ptr<Decryptor> decryptor() override {
    return std::make_unique<KeyLogDecryptor>(log_);
  }

 private:
  const KeyLog& log_;
};

}  // namespace wireassay::trace
