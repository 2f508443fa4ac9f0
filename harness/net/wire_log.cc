#include "net/wire_log.h"

#include <algorithm>

namespace wireassay::net {
namespace {

constexpr std::size_t kOverhead = sizeof(WireEvent);  // an octet a time costs more than octets

}  // namespace

void WireLog::octets(bool sent, std::string_view octets) {
  cut_ = cut_ || kept_ + octets.size() + kOverhead > most_;
  if (cut_ || octets.empty()) return;
  kept_ += octets.size() + kOverhead;
  events_.push_back(
      {sent, WireEvent::What::Octets, std::chrono::system_clock::now(), std::string(octets)});
}

void WireLog::ended(bool sent, WireEvent::What what) {
  if (cut_) return;
  const bool known = std::ranges::any_of(events_, [&](const WireEvent& event) {
    return event.sent == sent && event.what != WireEvent::What::Octets;
  });
  if (!known) events_.push_back({sent, what, std::chrono::system_clock::now(), {}});
}

}  // namespace wireassay::net
