#include "trace/pcapng_writer.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "trace/packet.h"
#include "trace/pcapng_secrets.h"

namespace wireassay::trace {
namespace {

// Options: section 3.5 of the draft, if_tsresol 4.2, shb_userappl 4.1.
constexpr std::uint16_t kEndOfOptions = 0, kComment = 1, kUserApplication = 4, kResolution = 9;
constexpr std::uint8_t kNanoseconds = 9;
constexpr std::uint32_t kMostCaptured = 65535 + 40;  // an IPv6 packet with its header
constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

std::string little(std::uint64_t number, std::size_t width) {
  std::string out;
  for (std::size_t i = 0; i < width; ++i, number >>= 8) out += static_cast<char>(number & 0xff);
  return out;
}

std::string padded(std::string octets) {
  octets.resize((octets.size() + 3) / 4 * 4);
  return octets;
}

std::string block_of(std::uint32_t type, std::string body) {
  body = padded(std::move(body));
  const std::string size = little(body.size() + 12, 4);
  return little(type, 4) + size + body + size;
}

std::string option(std::uint16_t code, std::string_view value) {
  value = value.substr(0, 0xffff);
  return little(code, 2) + little(value.size(), 2) + padded(std::string(value));
}

std::string end_of_options() { return option(kEndOfOptions, {}); }

std::string failure(const std::string& path) {
  return path + ": the capture cannot be written: " + std::strerror(errno);
}

}  // namespace

std::string section_header(std::string_view application) {
  const std::string length_unknown(8, '\xff');
  return block_of(block::kSectionHeader,
                  little(kByteOrderMagic, 4) + little(1, 2) + little(0, 2) + length_unknown +
                      option(kUserApplication, application) + end_of_options());
}

std::string interface_description() {
  const auto link = static_cast<std::uint16_t>(LinkType::Raw);
  return block_of(block::kInterfaceDescription,
                  little(link, 2) + little(0, 2) + little(kMostCaptured, 4) +
                      option(kResolution, little(kNanoseconds, 1)) + end_of_options());
}

std::string decryption_secrets(std::string_view key_log) {
  return block_of(block::kDecryptionSecrets,
                  little(kTlsKeyLog, 4) + little(key_log.size(), 4) + std::string(key_log));
}

std::string enhanced_packet(const RawPacket& packet, std::string_view comment) {
  const auto time = static_cast<std::uint64_t>(packet.time_ns);
  std::string body = little(0, 4) + little(time >> 32, 4) + little(time & 0xffffffff, 4) +
                     little(packet.octets.size(), 4) + little(packet.octets.size(), 4) +
                     padded(packet.octets);
  if (!comment.empty()) body += option(kComment, comment) + end_of_options();
  return block_of(block::kEnhancedPacket, std::move(body));
}

std::string to_pcapng(const Recording& recording, std::string_view key_log,
                      std::string_view comment) {
  std::string blocks = key_log.empty() ? "" : decryption_secrets(key_log);
  for (const RawPacket& packet : packets_of(recording))
    blocks += enhanced_packet(packet, std::exchange(comment, {}));
  return blocks;
}

std::expected<PcapngFile, std::string> PcapngFile::create(const std::string& path,
                                                          std::string_view application) {
  PcapngFile file(
      path, Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_APPEND,
                              kOwnerOnly)));
  const int descriptor = file.file_.get();
  if (descriptor < 0) return std::unexpected(failure(path));
  struct stat about = {};
  const bool regular = ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode);
  if (regular && ::fchmod(descriptor, kOwnerOnly) != 0) return std::unexpected(failure(path));
  const auto begun = file.append(section_header(application) + interface_description());
  if (!begun) return std::unexpected(begun.error());
  return file;
}

std::expected<void, std::string> PcapngFile::append(std::string_view blocks) {
  if (!write_all(file_, blocks)) return std::unexpected(failure(path_));
  return {};
}

}  // namespace wireassay::trace
