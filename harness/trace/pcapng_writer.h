// Capture files that Wireshark opens and decrypts: blocks of draft-ietf-opsawg-pcapng, and a file
// that connections are appended to.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/descriptor.h"
#include "trace/synthesis.h"

namespace wireassay::trace {

/// Blocks, little-endian. Times have nanoseconds, packets no link header (LINKTYPE_RAW).
std::string section_header(std::string_view application);
std::string interface_description();
std::string decryption_secrets(std::string_view key_log);
std::string enhanced_packet(const RawPacket& packet, std::string_view comment = {});

/// The keys of a connection, if there are any, then its packets; `comment` stands at the first one.
std::string to_pcapng(const Recording& recording, std::string_view key_log,
                      std::string_view comment);

/// Every append is one write: whoever kills the writer finds whole connections in the file.
class PcapngFile {
 public:
  /// A new file that only its owner may read: there are keys and passwords in it. What was there
  /// is gone. The error names the file.
  static std::expected<PcapngFile, std::string> create(const std::string& path,
                                                       std::string_view application);
  std::expected<void, std::string> append(std::string_view blocks);

 private:
  PcapngFile(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;
  Descriptor file_;
};

}  // namespace wireassay::trace
