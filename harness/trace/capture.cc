// The only file that knows libpcap.
#include "trace/capture.h"

#include <pcap/pcap.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace wireassay::trace {
namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;
/// What 64 bits of nanoseconds hold, with room for a fraction that is none.
constexpr std::int64_t kMostSeconds = 9'200'000'000;
constexpr std::int64_t kMostFraction = 10'000'000'000'000;

struct Known {
  int dlt;  ///< libpcap's number on this system
  LinkType type;
};
constexpr std::array kLinkTypes = {
    Known{DLT_NULL, LinkType::Null},
    Known{DLT_EN10MB, LinkType::Ethernet},
    Known{DLT_RAW, LinkType::Raw},
    Known{DLT_LOOP, LinkType::Loop},
    Known{DLT_LINUX_SLL, LinkType::LinuxSll},
    Known{DLT_IPV4, LinkType::Ipv4},
    Known{DLT_IPV6, LinkType::Ipv6},
    Known{DLT_LINUX_SLL2, LinkType::LinuxSll2},
};

std::optional<LinkType> link_type(int dlt) {
  const auto* const found = std::ranges::find(kLinkTypes, dlt, &Known::dlt);
  if (found == kLinkTypes.end()) return std::nullopt;
  return found->type;
}

std::string unknown_link(int dlt) {
  const char* const name = pcap_datalink_val_to_name(dlt);
  return "link type " + std::to_string(dlt) +
         (name == nullptr ? std::string() : " (" + std::string(name) + ")") + " is not read";
}

/// Files may hold any number where the time stands.
std::int64_t nanoseconds(const timeval& time) {
  const std::int64_t seconds = std::clamp<std::int64_t>(time.tv_sec, -kMostSeconds, kMostSeconds);
  const std::int64_t fraction = std::clamp<std::int64_t>(time.tv_usec, 0, kMostFraction);
  return seconds * kNanoseconds + fraction;
}

struct ClosePcap {
  void operator()(pcap_t* pcap) const { pcap_close(pcap); }
};

}  // namespace

struct Capture::Inner {
  std::string name;
  std::unique_ptr<pcap_t, ClosePcap> pcap;
  LinkType link = LinkType::Ethernet;
  std::uint64_t frame = 0;

  /// Takes the stream, also where it fails.
  static std::expected<std::unique_ptr<Inner>, std::string> begin(const std::string& name,
                                                                  std::FILE* stream) {
    const std::string prefix = name + ": ";
    if (stream == nullptr) return std::unexpected(prefix + std::strerror(errno));
    std::array<char, PCAP_ERRBUF_SIZE> why{};
    pcap_t* const pcap =
        pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO, why.data());
    if (pcap == nullptr) {
      std::fclose(stream);
      return std::unexpected(prefix + why.data());
    }
    auto inner = std::make_unique<Inner>();
    inner->name = name;
    inner->pcap.reset(pcap);
    const auto link = link_type(pcap_datalink(pcap));
    if (!link) return std::unexpected(prefix + unknown_link(pcap_datalink(pcap)));
    inner->link = *link;
    return inner;
  }
};

Capture::Capture(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
Capture::Capture(Capture&&) noexcept = default;
Capture& Capture::operator=(Capture&&) noexcept = default;
Capture::~Capture() = default;

std::expected<Capture, std::string> Capture::open(const std::string& file) {
  auto inner = Inner::begin(file, std::fopen(file.c_str(), "rbe"));
  if (!inner) return std::unexpected(inner.error());
  return Capture(std::move(*inner));
}

std::expected<Capture, std::string> Capture::open_octets(const std::string& name,
                                                         std::string_view octets) {
  // fmemopen takes no pointer to const; a stream to read from writes nothing.
  void* const memory = const_cast<char*>(octets.data());
  auto inner = Inner::begin(name, fmemopen(memory, octets.size(), "rb"));
  if (!inner) return std::unexpected(inner.error());
  return Capture(std::move(*inner));
}

std::expected<std::optional<Packet>, std::string> Capture::next() {
  pcap_pkthdr* header = nullptr;
  const u_char* octets = nullptr;
  const int got = pcap_next_ex(inner_->pcap.get(), &header, &octets);
  if (got == PCAP_ERROR_BREAK) return std::nullopt;
  ++inner_->frame;
  if (got != 1) {
    return std::unexpected(inner_->name + ": packet " + std::to_string(inner_->frame) + ": " +
                           pcap_geterr(inner_->pcap.get()));
  }
  return Packet{.link = inner_->link,
                .at = {.frame = inner_->frame, .time_ns = nanoseconds(header->ts)},
                .octets = {reinterpret_cast<const char*>(octets), header->caplen},
                .original = std::max(header->len, header->caplen)};
}

LinkType Capture::link() const { return inner_->link; }

}  // namespace wireassay::trace
