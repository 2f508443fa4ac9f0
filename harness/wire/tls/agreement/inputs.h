// What both decoders read: handshakes made here or recorded, probes, and mutations of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wireassay::tls::agreement {

struct Flight {
  bool from_server = false;
  std::string octets;
  bool operator==(const Flight&) const = default;
};
struct Input {
  std::string name;
  std::vector<Flight> flights;
};

/// Handshakes of OpenSSL with itself: versions, cipher suites, groups, certificates, resumption.
std::vector<Input> handshakes();
/// Those of recorded/, which record.py made. Empty where a file cannot be read.
std::vector<Input> recordings(const std::string& folder);
/// Hellos with one thing wrong, and records around one.
std::vector<Input> probes();
/// `count` inputs, each one of `from` with one change in the octets that are in the clear. The same
/// each time.
std::vector<Input> mutations(const std::vector<Input>& from, std::size_t count);

}  // namespace wireassay::tls::agreement
