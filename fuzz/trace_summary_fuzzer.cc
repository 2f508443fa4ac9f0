// A conversation from what both sides said to its summary: trace/summary.h. An input is an octet
// that chooses the server's port, then pieces: a letter (C or S; L: octets of the client are lost,
// M: of the server), two octets of length, the octets. However the pieces are cut into segments the
// same is said; text is printable whatever the peers sent; counts fit together.
#include "trace/summary.h"

#include <array>

#include "bounded.h"
#include "core/cursor.h"
#include "trace/conversation_table.h"
#include "trace/octets.h"
#include "trace/summary_text.h"
#include "trace/trace_test_support.h"

namespace wireassay {
namespace {

using namespace trace;

constexpr std::size_t kMaxInput = 16 * 1024;
constexpr std::array<std::uint16_t, 8> kPorts = {25, 587, 465, 110, 143, 993, 80, 4000};
constexpr LogLimits kLimits{.lines = 300, .width = 200, .octets = 500};

struct Chunk {
  char what;
  std::string_view octets;
};

std::vector<Chunk> pieces_of(Cursor& in) {
  std::vector<Chunk> out;
  while (in.rest().size() >= 3) {
    const char what = static_cast<char>(take_u8(in));
    const std::size_t size = take_u16(in);
    out.push_back({what, in.take_octets(size)});
  }
  return out;
}

/// Both sides as packets, in segments of `most` octets.
class Packets {
 public:
  Packets(std::uint16_t port, std::size_t most) : port_(port), most_(most) {
    add(true, "S", {});
    add(false, "SA", {});
    ++next_[0], ++next_[1];
  }
  void say(bool client, std::string_view octets) {
    for (; !octets.empty(); octets.remove_prefix(std::min(most_, octets.size())))
      send(client, octets.substr(0, most_));
  }
  void lose(bool client, std::size_t size) {
    next_.at(client ? 0 : 1) += static_cast<std::uint32_t>(size);
  }
  ConversationTable& finish() {
    add(true, "FA", {});
    add(false, "FA", {});
    table_.finish();
    return table_;
  }

 private:
  void send(bool client, std::string_view octets) {
    add(client, "A", std::string(octets));
    next_.at(client ? 0 : 1) += static_cast<std::uint32_t>(octets.size());
  }
  void add(bool client, const std::string& flags, const std::string& data) {
    Tcp segment{.source = client ? std::uint16_t{40000} : port_,
                .target = client ? port_ : std::uint16_t{40000},
                .sequence = next_.at(client ? 0 : 1),
                .acknowledgment = next_.at(client ? 1 : 0),
                .flags = flags,
                .data = data};
    Ip ip;
    if (!client) std::swap(ip.source, ip.target);
    const std::string frame = ipv4(tcp(segment), ip);
    table_.add(packet(frame, ++number_, LinkType::Raw));
  }

  std::uint16_t port_;
  std::size_t most_;
  std::array<std::uint32_t, 2> next_{1000, 5000};
  std::uint64_t number_ = 0;
  ConversationTable table_;
};

Summary summary_of(std::uint16_t port, const std::vector<Chunk>& pieces, std::size_t most) {
  Packets packets(port, most);
  for (const Chunk& one : pieces) {
    const bool client = one.what != 'S' && one.what != 'M';
    if (one.what == 'L' || one.what == 'M')
      packets.lose(client, one.octets.size());
    else
      packets.say(client, one.octets);
  }
  return summarise(packets.finish().conversations().at(0), kLimits);
}

/// What does not depend on packets.
std::string gist(const Summary& summary) {
  std::string out = std::to_string(summary.commands) + " " + tls_begin(summary) + " " +
                    std::to_string(summary.replies_judged) + "\n";
  for (const Line& line : summary.lines)
    out += (line.from == Direction::FromClient ? "C " : "S ") + line.text + "\n";
  if (!summary.tls) return out;
  const ClientCounts& counts = summary.tls->counts;
  for (const std::uint64_t count :
       {counts.handshake_messages, counts.with_change_cipher_spec, counts.records})
    out += std::to_string(count) + " ";
  for (const TlsAnomaly& one : summary.tls->anomalies)
    out += std::string(one.rule) + "@" + std::to_string(one.offset) + " ";
  return out;
}

bool is_printable(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("…")) {
      at += std::string_view("…").size() - 1;
      continue;
    }
    if (text[at] != '\n' && (text[at] < ' ' || text[at] > '~')) return false;
  }
  return true;
}

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.empty() || in.size() > kMaxInput) return;
  Cursor cursor(in);
  const std::uint16_t port = kPorts.at(take_u8(cursor) % kPorts.size());
  const std::vector<Chunk> pieces = pieces_of(cursor);
  const Summary whole = [&] {  // cut, each octet is a packet
    const fuzzing::Bounded bounded(in);
    return summary_of(port, pieces, 0xffff);
  }();
  require(is_printable(to_text(whole)) && is_printable(answers(whole)), "text is not printable",
          in);
  require(whole.lines.size() <= kLimits.lines, "too many lines", in);
  if (whole.tls) {
    const ClientCounts& counts = whole.tls->counts;
    require(counts.handshake_messages <= counts.with_change_cipher_spec, "counts do not fit", in);
    require(whole.tls->under_keys[0].opened == 0, "opened without keys", in);
  }
  bool cut_tells = false;  // octets of no known protocol are told apart by their segments
  for (const Chunk& one : pieces) cut_tells = cut_tells || one.what == 'L' || one.what == 'M';
  for (const Line& line : whole.lines) {
    if (line.kind != LineKind::Said && line.kind != LineKind::Content) continue;
    const Protocol protocol = protocol_of_line(line.from, line.text);
    cut_tells = cut_tells || protocol == Protocol::Unknown || protocol == Protocol::Http;
    break;
  }
  if (cut_tells) return;
  for (const std::size_t most : {std::size_t{1}, std::size_t{7}}) {
    const std::string cut = gist(summary_of(port, pieces, most));
    require(cut == gist(whole),
            "cut otherwise, other things are said: " + cut + " instead of " + gist(whole), in);
  }
}

}  // namespace wireassay
