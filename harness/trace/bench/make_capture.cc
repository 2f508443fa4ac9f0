// Writes a capture of many TLS conversations with mail inside: real handshakes of OpenSSL, repeated
// under other ports with fresh addresses. make_capture FILE MEGABYTES [KEYLOG]
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "trace/summary_test_support.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kKinds = 12;  ///< handshakes that are made; the others repeat them

std::vector<Say> mail(std::size_t content) {
  using enum Direction;
  std::vector<Say> out = smtp_dialogue();
  const std::vector<Say> message = {{FromClient, "DATA\r\n"},
                                    {FromServer, "354 go\r\n"},
                                    {FromClient, std::string(content, 'x') + "\r\n.\r\n"},
                                    {FromServer, "250 ok\r\n"}};
  out.insert(out.begin() + 5, message.begin(), message.end());
  return out;
}

struct Kind {
  std::vector<Happened> happenings;
  std::uint16_t port;
  std::string key_log;
};

Kind make(std::size_t n) {
  const bool older = n % 2 == 0;
  TrafficOptions options{.version = older ? TLS1_2_VERSION : TLS1_3_VERSION};
  options.ask = n % 3 == 0;
  options.resume = n % 4 == 3;
  // Sizes as mail has them: mostly small, some with attachments.
  static constexpr std::size_t kSizes[] = {2000, 4000, 9000, 3000, 60000, 1000};
  const TlsTraffic traffic(options, mail(kSizes[n % std::size(kSizes)]));
  Kind out{n % 3 == 2 ? std::vector<Happened>() : starttls(),
           static_cast<std::uint16_t>(n % 3 == 2 ? 465 : 587), traffic.key_log()};
  add_traffic(out.happenings, traffic);
  return out;
}

/// IPv6 packets in Ethernet frames of at most 1500 octets of data, as a network card has them.
int write(const std::string& path, std::size_t octets, const char* key_log) {
  std::vector<Kind> kinds;
  for (std::size_t n = 0; n < kKinds; ++n) kinds.push_back(make(n));
  std::ofstream out(path, std::ios::binary);
  out << pcap_file({}, {.link = 113});
  std::size_t written = 0;
  for (std::size_t n = 0; written < octets; ++n) {
    const Kind& kind = kinds[n % kKinds];
    Recording one = recorded(kind.port, {});
    one.happenings.clear();
    for (const Happened& what : kind.happenings) {
      for (std::size_t at = 0; at < what.octets.size(); at += 1400) {
        one.happenings.push_back(what);
        one.happenings.back().octets = what.octets.substr(at, 1400);
      }
    }
    one.happenings.push_back(ended(Direction::FromClient));
    one.happenings.push_back(ended(Direction::FromServer));
    one.client.port = static_cast<std::uint16_t>(1024 + n % 60000);
    one.client.address.octets[15] = static_cast<char>(n / 60000 + 3);
    std::vector<Record> records;
    for (const RawPacket& packet : packets_of(one)) records.push_back({cooked(packet), 0});
    const std::string file = pcap_file(records).substr(24);  // without the file's header
    out << file;
    written += file.size();
  }
  if (key_log != nullptr) {
    std::ofstream keys(key_log);
    for (const Kind& kind : kinds) keys << kind.key_log;
  }
  return out ? 0 : 1;
}

}  // namespace
}  // namespace wireassay::trace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "make_capture FILE MEGABYTES [KEYLOG]\n");
    return 2;
  }
  return wireassay::trace::write(argv[1], std::strtoul(argv[2], nullptr, 10) * 1'000'000,
                                 argc > 3 ? argv[3] : nullptr);
}
