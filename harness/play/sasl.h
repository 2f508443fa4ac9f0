// The client's half of a SASL exchange, by libgsasl.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wireassay::play {

struct Credentials {
  std::string user, password, authzid;
  std::string service = "smtp";
  std::string host;
};

/// RFC 4648 section 4, one line.
std::string base64(std::string_view octets);

class SaslClient {
 public:
  /// The error names the mechanism: "libgsasl knows no mechanism FOO".
  static std::expected<SaslClient, std::string> start(std::string_view mechanism,
                                                      const Credentials& credentials);
  SaslClient(SaslClient&&) noexcept;
  SaslClient& operator=(SaslClient&&) noexcept;
  ~SaslClient();

  /// Answers a base64 challenge (empty at the beginning) with base64; the error is libgsasl's text.
  std::expected<std::string, std::string> step(std::string_view challenge_base64);

 private:
  struct Inner;
  explicit SaslClient(std::unique_ptr<Inner> inner);
  std::unique_ptr<Inner> inner_;
};

}  // namespace wireassay::play
