// The octets of one TCP connection as they went over its socket, below TLS, with their times: what
// a capture of it would hold.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wireassay::net {

struct WireEvent {
  /// Fin and Reset: that direction has ended.
  enum class What { Octets, Fin, Reset };
  bool sent = false;  ///< or received
  What what = What::Octets;
  std::chrono::system_clock::time_point at;
  std::string octets;
};

/// Filled by the connection that was dialled with it.
class WireLog {
 public:
  /// Octets that are kept at most, as many as the largest messages of the suite need and more.
  static constexpr std::size_t kMost = std::size_t{64} << 20;

  explicit WireLog(std::size_t most = kMost) : most_(most) {}

  void connected(std::string client, std::string server) {
    client_ = std::move(client);
    server_ = std::move(server);
    begin_ = std::chrono::system_clock::now();
  }
  void octets(bool sent, std::string_view octets);
  void ended(bool sent, WireEvent::What what);
  /// A line of the key log of TLS.
  void key(std::string_view line) { (keys_ += line) += '\n'; }

  /// False: there was no connection.
  bool has_begun() const { return !client_.empty(); }
  const std::string& client() const { return client_; }  ///< "127.0.0.1:40000", "[::1]:40000"
  const std::string& server() const { return server_; }
  std::chrono::system_clock::time_point begin() const { return begin_; }
  const std::vector<WireEvent>& events() const { return events_; }
  const std::string& keys() const { return keys_; }
  /// True if there was more than is kept: what lacks is the end.
  bool is_cut() const { return cut_; }

 private:
  std::size_t most_;
  std::size_t kept_ = 0;
  bool cut_ = false;
  std::string client_, server_;
  std::chrono::system_clock::time_point begin_;
  std::vector<WireEvent> events_;
  std::string keys_;
};

}  // namespace wireassay::net
