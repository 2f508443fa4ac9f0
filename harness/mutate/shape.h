// What the octets of an input are made of, as far as a mutation has to know.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace wireassay::mutate {

enum class Shape {
  Lines,     ///< "lines": text that no other shape knows
  Smtp,      ///< "smtp": commands, replies, dialogues
  Pop3,      ///< "pop3"
  Imap,      ///< "imap": with literals and lists
  Http,      ///< "http": with chunks and Content-Length
  Message,   ///< "message": header fields and what stands in them
  Toml,      ///< "toml": scenarios
  Tls,       ///< "tls": records, messages, extensions, DER; with octets in front or without
  Capture,   ///< "capture": pcap and pcapng
  Frame,     ///< "frame": a packet with headers of IP, two octets in front
  Sealed,    ///< "sealed": steps of fuzz/trace_decrypt_fuzzer.cc
  Segments,  ///< "segments": steps of fuzz/trace_tcp_stream_fuzzer.cc
  Said,      ///< "said": pieces of fuzz/trace_summary_fuzzer.cc
};

std::span<const Shape> all_shapes();
std::string_view name_of(Shape shape);
/// nullopt: no shape has this name.
std::optional<Shape> shape_named(std::string_view name);

}  // namespace wireassay::mutate
