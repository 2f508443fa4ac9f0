// Connections for tests, as recordings and as files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trace/pcapng_writer.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {

inline Address address(const std::string& octets) {
  Address out;
  out.v6 = octets.size() == out.octets.size();
  octets.copy(out.octets.data(), octets.size());
  return out;
}

/// From 192.0.2.1 to 192.0.2.2, or from 2001:db8::1 to 2001:db8::2.
inline Recording between(bool v6, std::uint16_t client, std::uint16_t server) {
  const std::string net = octets("\x20\x01\x0d\xb8") + std::string(11, '\0');
  Recording out;
  out.client = {v6 ? address(net + "\x01") : address(octets("\xc0\x00\x02\x01")), client};
  out.server = {v6 ? address(net + "\x02") : address(octets("\xc0\x00\x02\x02")), server};
  out.begin_ns = 1'795'000'000'123'456'789;
  out.client_sequence = 1000;
  out.server_sequence = 5000;
  return out;
}

inline Happened said(Direction from, std::string octets) {
  return {from, Happening::Octets, 1'795'000'000'223'456'789, std::move(octets)};
}
inline Happened ended(Direction from, Happening what = Happening::Fin) {
  return {from, what, 1'795'000'009'123'456'789, {}};
}

struct Made {
  Recording recording;
  std::string key_log, comment;
};
inline std::string file_of(const std::vector<Made>& connections) {
  std::string file = section_header("a test") + interface_description();
  for (const Made& one : connections) file += to_pcapng(one.recording, one.key_log, one.comment);
  return file;
}

}  // namespace wireassay::trace
