#include "corpus/capture.h"

#include <array>
#include <sstream>

#include "corpus/seeds.h"
#include "trace/capture.h"
#include "trace/decrypt.h"
#include "trace/link_layer.h"
#include "trace/pcapng_secrets.h"
#include "trace/pcapng_writer.h"
#include "trace/tcp_segment.h"
#include "wire/tls/hello.h"

namespace wireassay::corpus {
namespace {

using trace::Direction;

/// Connections of which more is kept than any seed may hold say nothing more.
constexpr std::size_t kMostSlice = 1024UL * 1024;
constexpr std::size_t kMostFrames = 2000;

constexpr std::size_t kBlockHead = 8, kBlockFrame = 12, kPacketHead = 20, kOptionHead = 4;
constexpr std::uint32_t kOptionComment = 1;

/// Little-endian, as our own captures are; what is not there counts as zero.
std::uint32_t number_at(std::string_view octets, std::size_t at, std::size_t width) {
  std::uint32_t number = 0;
  for (std::size_t i = width; i-- > 0;) {
    const std::string_view one = octets.substr(std::min(at + i, octets.size()), 1);
    number = number << 8 | (one.empty() ? 0U : static_cast<unsigned char>(one.front()));
  }
  return number;
}

/// The comment of an Enhanced Packet Block; empty where it has none.
std::string_view comment_of(std::string_view body) {
  const std::size_t captured = number_at(body, 12, 4);
  const std::size_t at = kPacketHead + (captured + 3) / 4 * 4;
  if (at + kOptionHead > body.size() || number_at(body, at, 2) != kOptionComment) return {};
  return body.substr(at + kOptionHead, number_at(body, at + 2, 2));
}

/// "smtp.rfc5321.rset.replies-250@smtp, target lab:postfix"
std::string name_of(std::string_view comment) {
  const std::size_t comma = comment.find(", target ");
  const std::string name = name_of_case(comment.substr(0, comma));
  if (comma == comment.npos) return name;
  std::string_view target = comment.substr(comma + 9);
  target = target.substr(0, target.find(';'));
  if (target == "reference") return name;
  return seed_name(target.substr(target.rfind(':') + 1)) + "-" + name;
}

/// Cuts a pcapng file where a connection begins: at its keys, or at a packet with a comment.
class Slicer {
 public:
  explicit Slicer(std::string_view file) : rest_(file) {}

  std::vector<CaptureSlice> run() {
    while (rest_.size() >= kBlockFrame) {
      const std::size_t size = number_at(rest_, 4, 4);
      if (size < kBlockFrame || size > rest_.size()) break;
      take(number_at(rest_, 0, 4), rest_.substr(0, size));
      rest_.remove_prefix(size);
    }
    flush();
    return std::move(slices_);
  }

 private:
  void take(std::uint32_t type, std::string_view octets) {
    if (type == trace::block::kSectionHeader || type == trace::block::kInterfaceDescription) {
      head_ += octets;
      return;
    }
    if (type == trace::block::kDecryptionSecrets) {
      if (!name_.empty()) flush();
      blocks_ += octets;
      return;
    }
    const std::string_view comment = type == trace::block::kEnhancedPacket
                                         ? comment_of(octets.substr(kBlockHead))
                                         : std::string_view();
    if (!comment.empty()) {
      if (!name_.empty()) flush();
      name_ = name_of(comment);
    }
    if (blocks_.size() < kMostSlice) blocks_ += octets;
  }
  void flush() {
    if (!name_.empty()) slices_.push_back({name_, head_ + blocks_});
    name_.clear();
    blocks_.clear();
  }

  std::string_view rest_;
  std::string head_, blocks_, name_;
  std::vector<CaptureSlice> slices_;
};

std::string key_log_in(std::string_view file) {
  std::string log;
  while (file.size() >= kBlockFrame) {
    const std::size_t size = number_at(file, 4, 4);
    if (size < kBlockFrame || size > file.size()) break;
    const std::string_view body = file.substr(kBlockHead, size - kBlockFrame);
    if (number_at(file, 0, 4) == trace::block::kDecryptionSecrets &&
        number_at(body, 0, 4) == trace::kTlsKeyLog)
      log += body.substr(8, number_at(body, 4, 4));
    file.remove_prefix(size);
  }
  return log;
}

void add_frame(const trace::Packet& packet, CapturedConnection& out,
               std::vector<trace::Endpoint>& sources) {
  if (out.frames.size() == kMostFrames) return;
  out.frames.push_back({packet.link, std::string(packet.octets)});
  const auto link = trace::parse_link_header(packet.link, packet.octets);
  const auto* header = std::get_if<Got<trace::LinkHeader>>(&link);
  if (header == nullptr) return;
  const auto ip =
      trace::parse_ip(packet.octets.substr(header->used), packet.original - header->used);
  const auto* datagram = std::get_if<Got<trace::IpPacket>>(&ip);
  if (datagram == nullptr || datagram->value.protocol != trace::kProtocolTcp) return;
  const auto tcp = trace::parse_tcp_segment(datagram->value.payload, datagram->value.missing);
  const auto* segment = std::get_if<Got<trace::TcpSegment>>(&tcp);
  if (segment == nullptr) return;
  const trace::TcpSegment& said = segment->value;
  sources.push_back({datagram->value.source, said.source});
  out.segments.push_back(
      {Direction::FromClient, said.sequence, said.syn, said.fin, std::string(said.octets)});
}

bool begins_tls(std::string_view octets) {
  return octets.size() >= 3 && octets.starts_with("\x16\x03") && octets[2] <= 4;
}

/// Where TLS begins in a stream: at its beginning, or behind a line.
std::size_t begin_of_tls(std::string_view octets) {
  if (begins_tls(octets)) return 0;
  for (std::size_t at = octets.find("\n\x16\x03"); at != octets.npos;
       at = octets.find("\n\x16\x03", at + 1)) {
    if (begins_tls(octets.substr(at + 1))) return at + 1;
  }
  return octets.npos;
}

/// Both sides of a TLS connection, in the order in which they could be read.
class TlsReader {
 public:
  TlsReader(const trace::KeyLog& log, CapturedConnection& out) : decryptor_(log), out_(out) {}

  void add(Direction from, std::string_view octets) {
    tls::Stream& stream = streams_.at(index(from));
    stream.feed(octets);
    while (const std::optional<tls::Item> item = stream.next()) take(from, *item);
  }

 private:
  static std::size_t index(Direction from) { return from == Direction::FromClient ? 0 : 1; }

  void take(Direction from, const tls::Item& item) {
    if (item.kind == tls::ItemKind::Encrypted) return open(from, item);
    if (item.kind == tls::ItemKind::Handshake) {
      decryptor_.message(from, item.type, item.octets);
      if (item.type == tls::handshake::kServerHello) server_hello(item.octets);
    }
    if (item.kind == tls::ItemKind::ChangeCipherSpec) decryptor_.change_cipher_spec(from);
    out_.tls.push_back({from, item.kind, item.type, item.octets, false});
  }

  void server_hello(std::string_view body) {
    const tls::ServerHello hello = tls::decode_server_hello(body).value;
    out_.tls_version = tls::selected_version(hello);
    out_.tls_suite = hello.cipher_suite;
    for (tls::Stream& stream : streams_) stream.set_version(out_.tls_version);
  }

  void open(Direction from, const tls::Item& item) {
    const auto opened = decryptor_.open(from, {item.type, item.version, item.octets});
    if (!opened) return;
    if (opened->type != tls::content::kHandshake) {
      const auto kind =
          opened->type == tls::content::kAlert ? tls::ItemKind::Alert : tls::ItemKind::OtherRecord;
      out_.tls.push_back({from, kind, opened->type, opened->octets, true});
      return;
    }
    tls::Joiner& joiner = joiners_.at(index(from));
    joiner.add(opened->octets, 0);
    while (true) {
      const Parsed<tls::HandshakeMessage> parsed = joiner.next();
      const auto* got = std::get_if<Got<tls::HandshakeMessage>>(&parsed);
      if (got == nullptr) return;
      out_.tls.push_back({from, tls::ItemKind::Handshake, got->value.type, got->value.body, true});
    }
  }

  trace::KeyLogDecryptor decryptor_;
  std::array<tls::Stream, 2> streams_;
  std::array<tls::Joiner, 2> joiners_;
  CapturedConnection& out_;
};

void read_tls(CapturedConnection& out) {
  trace::KeyLog log;
  (void)log.add(out.name, out.key_log);
  std::array<std::string, 2> streams;
  for (const auto& [from, octets] : out.said)
    streams.at(from == Direction::FromClient ? 0 : 1) += octets;
  std::array<std::size_t, 2> skip = {begin_of_tls(streams[0]), begin_of_tls(streams[1])};
  if (skip[0] == std::string::npos) return;
  out.client_tls = streams[0].substr(skip[0]);
  if (skip[1] != std::string::npos) out.server_tls = streams[1].substr(skip[1]);
  TlsReader reader(log, out);
  for (const auto& [from, octets] : out.said) {
    std::size_t& left = skip.at(from == Direction::FromClient ? 0 : 1);
    const std::size_t before = std::min(left, octets.size());
    left -= before;
    if (before < octets.size()) reader.add(from, std::string_view(octets).substr(before));
  }
}

}  // namespace

std::expected<std::vector<CaptureSlice>, std::string> slices_of(const std::string& name,
                                                                std::string_view file) {
  if (const auto capture = trace::Capture::open_octets(name, file); !capture)
    return std::unexpected(capture.error());
  std::vector<CaptureSlice> slices = Slicer(file).run();
  if (slices.empty()) slices.push_back({seed_name(name), std::string(file)});
  return slices;
}

std::expected<CapturedConnection, std::string> read_slice(const CaptureSlice& slice) {
  CapturedConnection out;
  out.name = slice.name;
  out.file = slice.file;
  out.key_log = key_log_in(slice.file);
  auto capture = trace::Capture::open_octets(slice.name, slice.file);
  if (!capture) return std::unexpected(capture.error());
  trace::ConversationTable table;
  std::vector<trace::Endpoint> sources;
  while (true) {
    const auto packet = capture->next();
    // What was cut off in the middle of a connection is still worth what is there.
    if (!packet || !*packet) break;
    table.add(**packet);
    add_frame(**packet, out, sources);
  }
  table.finish();
  if (table.conversations().empty()) return out;
  const trace::Conversation& conversation = table.conversations().front();
  out.server_port = conversation.server().port;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources[i] == conversation.server()) out.segments[i].from = Direction::FromServer;
  }
  for (const trace::DirectedEvent& event : conversation.events()) {
    if (event.event.kind == trace::StreamEventKind::Octets)
      out.said.emplace_back(event.from, conversation.stream(event.from).octets_of(event.event));
  }
  read_tls(out);
  return out;
}

}  // namespace wireassay::corpus
