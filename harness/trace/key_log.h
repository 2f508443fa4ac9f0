// Secrets of TLS connections as clients and servers write them down: the lines of SSLKEYLOGFILE
// (NSS Key Log Format, RFC 9850).
#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wireassay::trace {

struct KeyLogLimits {
  std::size_t lines = 1'000'000;
  std::size_t line = 4096;  ///< octets
};

enum class Secret {
  Master,           ///< CLIENT_RANDOM: the master secret of TLS 1.2 and older
  ClientHandshake,  ///< CLIENT_HANDSHAKE_TRAFFIC_SECRET
  ServerHandshake,  ///< SERVER_HANDSHAKE_TRAFFIC_SECRET
  ClientTraffic,    ///< CLIENT_TRAFFIC_SECRET_0
  ServerTraffic,    ///< SERVER_TRAFFIC_SECRET_0
};
inline constexpr std::size_t kSecrets = 5;

class KeyLog {
 public:
  explicit KeyLog(const KeyLogLimits& limits = {}) : limits_(limits) {}

  /// Takes the lines of `text`; comments, empty lines and other labels are passed over. The error
  /// says where a line is wrong ("keys.log:7: …"); the lines before it are taken.
  std::expected<void, std::string> add(std::string_view name, std::string_view text);
  /// nullopt: the log does not have it. Of two lines for one secret the later one counts.
  std::optional<std::string_view> find(Secret secret, std::string_view client_random) const;
  /// True if there is any secret for it.
  bool knows(std::string_view client_random) const {
    return secrets_.find(client_random) != secrets_.end();
  }
  /// Client randoms.
  std::size_t size() const { return secrets_.size(); }

 private:
  std::expected<void, std::string> add_line(std::string_view line);

  KeyLogLimits limits_;
  std::size_t lines_ = 0;
  std::map<std::string, std::array<std::string, kSecrets>, std::less<>> secrets_;
};

}  // namespace wireassay::trace
