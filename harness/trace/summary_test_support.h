// Conversations for tests, from what was said to a summary.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "trace/conversation_table.h"
#include "trace/recording_test_support.h"
#include "trace/summary.h"
#include "trace/tls_traffic_test_support.h"

namespace wireassay::trace {

/// "C: EHLO x" is a line of the client with its CRLF, "S: …" one of the server.
inline std::vector<Happened> talk(const std::vector<std::string>& lines) {
  std::vector<Happened> out;
  for (const std::string& line : lines)
    out.push_back(said(line.front() == 'C' ? Direction::FromClient : Direction::FromServer,
                       line.substr(3) + "\r\n"));
  return out;
}

inline void add_traffic(std::vector<Happened>& to, const TlsTraffic& traffic) {
  for (const Flight& flight : traffic.flights()) to.push_back(said(flight.from, flight.octets));
}

inline Recording recorded(std::uint16_t port, std::vector<Happened> happenings, bool v6 = true) {
  Recording out = between(v6, 43540, port);
  out.happenings = std::move(happenings);
  out.happenings.push_back(ended(Direction::FromClient));
  out.happenings.push_back(ended(Direction::FromServer));
  return out;
}

/// The greeting and the commands that lead to TLS.
inline std::vector<Happened> starttls() {
  return talk({"S: 220 mx.example.net ESMTP", "C: EHLO client.example.org", "S: 250-mx.example.net",
               "S: 250 STARTTLS", "C: STARTTLS", "S: 220 2.0.0 go"});
}

/// As `tcpdump -i any` captures: Linux cooked v1, of a tunnel without addresses.
inline std::string cooked(const RawPacket& packet) {
  const bool v6 = static_cast<unsigned char>(packet.octets.front()) >> 4 == 6;
  return big(4, 2) + big(65534, 2) + big(0, 2) + big(0, 8) + big(v6 ? 0x86dd : 0x0800, 2) +
         packet.octets;
}

inline std::string cooked_file(const std::vector<Recording>& recordings) {
  std::vector<Record> records;
  for (const Recording& one : recordings)
    for (const RawPacket& packet : packets_of(one)) records.push_back({cooked(packet), 0});
  return pcap_file(records, {.link = 113});
}

/// All packets but those that `drop` names, by their place from 0.
inline Summary summary_of(const Recording& recording, Keys* keys = nullptr,
                          const std::vector<std::size_t>& drop = {}) {
  ConversationTable table;
  const std::vector<RawPacket> packets = packets_of(recording);
  for (std::size_t at = 0; at < packets.size(); ++at) {
    if (std::ranges::find(drop, at) != drop.end()) continue;
    const Packet packet{.link = LinkType::Raw,
                        .at = {.frame = at + 1, .time_ns = packets[at].time_ns},
                        .octets = packets[at].octets,
                        .original = packets[at].octets.size()};
    table.add(packet);
  }
  table.finish();
  return summarise(table.conversations().at(0), {.lines = 1000, .width = 400, .octets = 4096},
                   keys);
}

}  // namespace wireassay::trace
