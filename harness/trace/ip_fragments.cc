// Fragments may come in any order and twice; what is over the limits is the oldest.
#include "trace/ip_fragments.h"

namespace wireassay::trace {

/// RFC 8200 section 4.5: all but the last have a multiple of 8 octets, and none ends behind 65535.
bool FragmentTable::is_possible(const IpPacket& packet) const {
  const std::size_t size = packet.payload.size();
  if (packet.missing > 0 || size == 0) return false;
  if (packet.fragment->more && size % 8 != 0) return false;
  return size <= limits_.datagram && packet.fragment->offset <= limits_.datagram - size;
}

FragmentTable::List::iterator FragmentTable::find(const IpPacket& packet, Moment at) {
  const std::uint8_t protocol = packet.source.v6 ? 0 : packet.protocol;
  const Key key{packet.source, packet.target, protocol, packet.fragment->id};
  if (const auto found = by_key_.find(key); found != by_key_.end()) return found->second;
  datagrams_.push_back({.key = key, .pieces = {}, .total = {}, .begin_ns = at.time_ns});
  const auto added = std::prev(datagrams_.end());
  by_key_.emplace(key, added);
  return added;
}

/// False: the datagram contradicts itself.
bool FragmentTable::put(Datagram& datagram, const IpPacket& packet, Moment at) {
  const auto from = static_cast<std::int64_t>(packet.fragment->offset);
  const std::int64_t end = from + static_cast<std::int64_t>(packet.payload.size());
  if (!packet.fragment->more && datagram.total && *datagram.total != end) return false;
  if (!packet.fragment->more) datagram.total = end;
  if (from == 0) datagram.protocol = packet.protocol;
  const std::size_t octets = datagram.pieces.octets(), pieces = datagram.pieces.count();
  const Overlap overlap = datagram.pieces.insert(from, packet.payload, at);
  if (overlap.differs) ++counts_.differing;
  octets_ += datagram.pieces.octets() - octets;
  pieces_ += datagram.pieces.count() - pieces;
  return !datagram.total || datagram.pieces.end() <= *datagram.total;
}

std::optional<IpPacket> FragmentTable::join(List::iterator datagram, const IpPacket& packet) {
  octets_ -= datagram->pieces.octets();
  pieces_ -= datagram->pieces.count();
  whole_.clear();
  while (!datagram->pieces.empty()) whole_ += datagram->pieces.take_lowest().octets;
  IpPacket joined{.source = packet.source, .target = packet.target, .protocol = datagram->protocol};
  joined.payload = whole_;
  by_key_.erase(datagram->key);
  datagrams_.erase(datagram);
  ++counts_.datagrams;
  const auto chain = skip_extension_headers(joined.protocol, joined.payload, 0);
  const auto* got = std::get_if<Got<UpperLayer>>(&chain);
  if (got == nullptr || got->value.fragment) {
    ++counts_.refused;
    return std::nullopt;
  }
  joined.protocol = got->value.protocol;
  joined.payload.remove_prefix(got->used);
  return joined;
}

void FragmentTable::drop(List::iterator datagram) {
  octets_ -= datagram->pieces.octets();
  pieces_ -= datagram->pieces.count();
  by_key_.erase(datagram->key);
  datagrams_.erase(datagram);
  ++counts_.incomplete;
}

void FragmentTable::make_room(Moment now) {
  while (!datagrams_.empty()) {
    const auto oldest = datagrams_.begin();
    const bool full = datagrams_.size() > limits_.datagrams || octets_ > limits_.octets ||
                      pieces_ > limits_.pieces;
    const bool old =
        now.time_ns > oldest->begin_ns && now.time_ns - limits_.lifetime_ns > oldest->begin_ns;
    if (!full && !old) return;
    drop(oldest);
  }
}

std::optional<IpPacket> FragmentTable::add(const IpPacket& packet, Moment at) {
  ++counts_.fragments;
  make_room(at);
  if (!is_possible(packet)) {
    ++counts_.refused;
    return std::nullopt;
  }
  const auto datagram = find(packet, at);
  if (!put(*datagram, packet, at)) {
    ++counts_.refused;
    drop(datagram);
    return std::nullopt;
  }
  const bool whole =
      datagram->total && datagram->pieces.octets() == static_cast<std::size_t>(*datagram->total);
  if (whole) return join(datagram, packet);
  make_room(at);
  return std::nullopt;
}

void FragmentTable::finish() {
  while (!datagrams_.empty()) drop(datagrams_.begin());
}

}  // namespace wireassay::trace
