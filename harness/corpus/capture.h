// Captures as seeds are cut out of them: one connection after another, and what was said under TLS
// opened as far as the capture has the keys.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "trace/conversation_table.h"
#include "wire/tls/stream.h"

namespace wireassay::corpus {

/// A pcapng file of one connection out of a larger one, with its keys.
struct CaptureSlice {
  std::string name;  ///< for seeds; by the comment at its first packet: "ID, target NAME"
  std::string file;
};

/// Connections of a file that `wireassay run --pcap` wrote. Another file is one slice, which is
/// called `name`. The error names the file.
std::expected<std::vector<CaptureSlice>, std::string> slices_of(const std::string& name,
                                                                std::string_view file);

/// What a peer said in TLS: a message of the handshake, or another record.
struct TlsSaid {
  trace::Direction from = trace::Direction::FromClient;
  tls::ItemKind kind = tls::ItemKind::Handshake;
  std::uint8_t type = 0;
  std::string octets;       ///< a message's body; the content of a record
  bool under_keys = false;  ///< it was opened
};

struct CapturedFrame {
  trace::LinkType link = trace::LinkType::Raw;
  std::string octets;
};

/// A segment of TCP with data, or with SYN or FIN.
struct CapturedSegment {
  trace::Direction from = trace::Direction::FromClient;
  std::uint32_t sequence = 0;
  bool syn = false, fin = false;
  std::string octets;
};

struct CapturedConnection {
  std::string name;
  std::string file;     ///< the capture of this connection
  std::string key_log;  ///< lines of its keys
  std::vector<CapturedFrame> frames;
  std::vector<CapturedSegment> segments;
  /// What was said on TCP, in order.
  std::vector<std::pair<trace::Direction, std::string>> said;
  std::uint16_t server_port = 0;
  /// Of each side, from the first octet of TLS on; empty: there is no TLS.
  std::string client_tls, server_tls;
  std::vector<TlsSaid> tls;
  std::uint16_t tls_version = 0, tls_suite = 0;  ///< 0: no ServerHello
};

/// Of the connections in the slice, the first. The error says what is wrong with the file.
std::expected<CapturedConnection, std::string> read_slice(const CaptureSlice& slice);

}  // namespace wireassay::corpus
