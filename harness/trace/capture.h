// Files of captured packets, pcap and pcapng in either byte order, by libpcap.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "trace/packet.h"

namespace wireassay::trace {

class Capture {
 public:
  /// The error names the file and what is wrong with it.
  static std::expected<Capture, std::string> open(const std::string& file);
  /// The same for a file that is in memory; `octets` must outlive the capture.
  static std::expected<Capture, std::string> open_octets(const std::string& name,
                                                         std::string_view octets);

  Capture(Capture&&) noexcept;
  Capture& operator=(Capture&&) noexcept;
  ~Capture();

  /// nullopt: the end. After an error there is nothing more to read.
  std::expected<std::optional<Packet>, std::string> next();
  LinkType link() const;

 private:
  struct Inner;
  explicit Capture(std::unique_ptr<Inner> inner);
  std::unique_ptr<Inner> inner_;
};

}  // namespace wireassay::trace
