// Packets and capture files, octet by octet, and streams as short texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/escape.h"
#include "trace/conversation.h"
#include "trace/packet.h"

namespace wireassay::trace {

/// Exactly these octets, zeros too.
template <std::size_t N>
std::string octets(const char (&text)[N]) {
  return std::string(text, N - 1);
}

inline std::string big(std::uint64_t number, std::size_t width) {
  std::string out(width, '\0');
  for (std::size_t i = width; i-- > 0; number >>= 8) out.at(i) = static_cast<char>(number & 0xff);
  return out;
}
inline std::string little(std::uint64_t number, std::size_t width) {
  const std::string out = big(number, width);
  return {out.rbegin(), out.rend()};
}

struct Tcp {
  std::uint16_t source = 40000, target = 25;
  std::uint32_t sequence = 0, acknowledgment = 0;
  std::string flags = "A";  ///< letters of FSRPA
  std::string data;
  std::uint16_t window = 1000;
  std::string options;
};

inline std::string tcp(const Tcp& segment) {
  static constexpr std::string_view kFlags = "FSRPA";
  std::uint8_t flags = 0;
  for (const char letter : segment.flags)
    flags = static_cast<std::uint8_t>(flags | 1U << kFlags.find(letter));
  return big(segment.source, 2) + big(segment.target, 2) + big(segment.sequence, 4) +
         big(segment.acknowledgment, 4) + big((5 + segment.options.size() / 4) << 4, 1) +
         big(flags, 1) + big(segment.window, 2) + big(0, 4) + segment.options + segment.data;
}

struct Ip {
  std::string source = octets("\xc0\x00\x02\x01"), target = octets("\xc0\x00\x02\x02");
  std::uint8_t protocol = 6;
  std::uint16_t id = 1, fragment = 0;  ///< flags and offset
  std::string options;
};

inline std::string ipv4(const std::string& payload, const Ip& ip = {}) {
  const std::size_t header = 20 + ip.options.size();
  return big(0x40 | header / 4, 1) + big(0, 1) + big(header + payload.size(), 2) + big(ip.id, 2) +
         big(ip.fragment, 2) + big(64, 1) + big(ip.protocol, 1) + big(0, 2) + ip.source +
         ip.target + ip.options + payload;
}

/// From 2001:db8::1 to 2001:db8::2; `next` is the number of the first header of the payload.
inline std::string ipv6(const std::string& payload, std::uint8_t next = 6) {
  const std::string net = octets("\x20\x01\x0d\xb8") + std::string(11, '\0');
  return big(0x60000000, 4) + big(payload.size(), 2) + big(next, 1) + big(64, 1) + net + "\x01" +
         net + "\x02" + payload;
}

inline std::string ethernet(const std::string& payload, std::uint16_t type = 0x0800) {
  return octets("\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02") + big(type, 2) + payload;
}

inline Packet packet(std::string_view frame, std::uint64_t number, LinkType link) {
  const auto ms = static_cast<std::int64_t>(number) * 1'000'000;
  return {.link = link, .at = {number, ms}, .octets = frame, .original = frame.size()};
}

/// How a capture file is written.
struct FileStyle {
  bool big_endian = false;
  bool nanoseconds = false;
  std::uint32_t link = 1;
};

/// A record of a capture file: 12 s and a fraction of 345678 in the file's unit.
struct Record {
  std::string octets;
  std::size_t original = 0;  ///< 0: as many
};

inline std::string pcap_file(const std::vector<Record>& records, const FileStyle& style = {}) {
  const auto number = [&](std::uint64_t n, std::size_t width) {
    return style.big_endian ? big(n, width) : little(n, width);
  };
  std::string out = number(style.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4) + number(2, 2) +
                    number(4, 2) + number(0, 8) + number(65535, 4) + number(style.link, 4);
  for (const Record& record : records) {
    const std::size_t original = record.original == 0 ? record.octets.size() : record.original;
    out += number(12, 4) + number(345678, 4) + number(record.octets.size(), 4) +
           number(original, 4) + record.octets;
  }
  return out;
}

/// Section header, interface description, enhanced packet blocks.
inline std::string pcapng_file(const std::vector<Record>& records, const FileStyle& style = {}) {
  const auto number = [&](std::uint64_t n, std::size_t width) {
    return style.big_endian ? big(n, width) : little(n, width);
  };
  const auto block = [&](std::uint32_t type, std::string body) {
    body.resize((body.size() + 3) / 4 * 4);
    const std::string size = number(body.size() + 12, 4);
    return number(type, 4) + size + body + size;
  };
  const std::string resolution = number(9, 2) + number(1, 2) + big(9, 1) + std::string(3, '\0');
  const std::uint64_t unit = style.nanoseconds ? 1'000'000'000 : 1'000'000;
  const std::uint64_t time = 12 * unit + 345678;
  std::string out = block(
      0x0a0d0d0a, number(0x1a2b3c4d, 4) + number(1, 2) + number(0, 2) + std::string(8, '\xff'));
  out += block(1, number(style.link, 2) + number(0, 2) + number(65535, 4) +
                      (style.nanoseconds ? resolution : std::string()) + number(0, 4));
  for (const Record& record : records) {
    const std::size_t original = record.original == 0 ? record.octets.size() : record.original;
    out += block(6, number(0, 4) + number(time >> 32, 4) + number(time & 0xffffffff, 4) +
                        number(record.octets.size(), 4) + number(original, 4) + record.octets);
  }
  return out;
}

/// "hello<5 lost>world.fin": octets, gaps, the end.
inline std::string to_text(const TcpStream& stream) {
  static constexpr std::string_view kGaps[] = {"", "lost", "truncated", "limit"};
  static constexpr std::string_view kEnds[] = {"", "fin", "reset", "peer-reset", "capture"};
  std::string out;
  for (const StreamEvent& event : stream.events()) {
    if (event.kind == StreamEventKind::Octets) out += escape(stream.octets_of(event));
    if (event.kind == StreamEventKind::Gap)
      out.append("<")
          .append(std::to_string(event.size))
          .append(" ")
          .append(kGaps[static_cast<std::size_t>(event.gap)]) += ">";
    if (event.kind == StreamEventKind::End)
      out.append(".").append(kEnds[static_cast<std::size_t>(event.end)]);
  }
  return out;
}

/// "overlap-differs@3 beyond-fin@9"
inline std::string to_text(const std::vector<Anomaly>& anomalies) {
  std::string out;
  for (const Anomaly& anomaly : anomalies) {
    out.append(out.empty() ? "" : " ").append(to_string(anomaly.kind));
    out.append("@").append(std::to_string(anomaly.offset));
  }
  return out;
}

/// Empty, or what is wrong with a stream whatever it was made of.
inline std::string broken_stream(const TcpStream& stream) {
  std::uint64_t next = 0, kept = 0, frame = 0;
  for (const StreamEvent& event : stream.events()) {
    if (event.offset != next) return "an event does not begin where the last one ended";
    if (event.at.frame < frame) return "events are not in the order of packets";
    const bool end = event.kind == StreamEventKind::End;
    if (end != (&event == &stream.events().back())) return "an end that is not the last event";
    if ((event.size == 0) != end) return "an empty event, or an end that is not";
    if (event.kind == StreamEventKind::Octets && event.kept_at != kept) return "octets misplaced";
    kept += event.kind == StreamEventKind::Octets ? event.size : 0;
    next += event.size;
    frame = event.at.frame;
  }
  return kept == stream.octets().size() ? "" : "octets that no event has";
}

}  // namespace wireassay::trace
