#include "net/srv.h"

#include <ares.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>

namespace wireassay::net {
namespace {

// From RFC 1035 section 3.3 and RFC 2782: class IN, type SRV.
constexpr int kClassIn = 1;
constexpr int kTypeSrv = 33;
constexpr std::size_t kMostRecords = 256;

/// The library is set up once for the process, before the first channel.
bool library_ready() {
  static const bool kReady = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  return kReady;
}

struct CloseChannel {
  void operator()(ares_channeldata* channel) const { ares_destroy(channel); }
};
using Channel = std::unique_ptr<ares_channeldata, CloseChannel>;

struct Answer {
  bool there = false;
  int status = ARES_SUCCESS;
  std::vector<SrvRecord> records;
};

void take_records(Answer& answer, const unsigned char* octets, int size) {
  ares_srv_reply* list = nullptr;
  answer.status = ares_parse_srv_reply(octets, size, &list);
  for (const ares_srv_reply* at = list; at != nullptr && answer.records.size() < kMostRecords;
       at = at->next) {
    std::string target = at->host == nullptr ? "" : at->host;
    if (target.ends_with('.')) target.pop_back();
    answer.records.push_back({at->priority, at->weight, at->port, std::move(target)});
  }
  if (list != nullptr) ares_free_data(list);
}

void answered(void* argument, int status, int /*timeouts*/, unsigned char* octets, int size) {
  Answer& answer = *static_cast<Answer*>(argument);
  answer.there = true;
  answer.status = status;
  if (status == ARES_SUCCESS) take_records(answer, octets, size);
}

Result<Channel> make_channel(const SrvLookup& lookup) {
  ares_options options{};
  options.timeout = static_cast<int>(lookup.timeout.count());
  options.tries = lookup.tries;
  ares_channel raw = nullptr;
  const int made = library_ready()
                       ? ares_init_options(&raw, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES)
                       : ARES_ENOTINITIALIZED;
  Channel channel(raw);
  if (made != ARES_SUCCESS) return std::unexpected(Error{Why::Bad, ares_strerror(made)});
  if (lookup.server.empty()) return channel;
  const int set = ares_set_servers_ports_csv(channel.get(), lookup.server.c_str());
  if (set != ARES_SUCCESS)
    return std::unexpected(Error{Why::Bad, lookup.server + ": no address of a name server"});
  return channel;
}

/// Lets the library read and write until the answer is there; it keeps the time itself.
void wait_for(ares_channeldata* channel, const Answer& answer) {
  while (!answer.there) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const int wanted = ares_getsock(channel, sockets.data(), static_cast<int>(sockets.size()));
    std::vector<pollfd> polled;
    for (std::size_t at = 0; at < sockets.size(); ++at) {
      const auto bit = static_cast<unsigned>(at);
      const auto bits = static_cast<unsigned>(wanted);
      const bool readable = ((bits >> bit) & 1U) != 0;
      const bool writable = ((bits >> (bit + ARES_GETSOCK_MAXNUM)) & 1U) != 0;
      const int events = (readable ? POLLIN : 0) | (writable ? POLLOUT : 0);
      if (events != 0) polled.push_back({sockets.at(at), static_cast<short>(events), 0});
    }
    timeval longest{1, 0};
    const timeval* left = ares_timeout(channel, &longest, &longest);
    const int most = static_cast<int>(left->tv_sec * 1000 + left->tv_usec / 1000 + 1);
    (void)::poll(polled.data(), polled.size(), most);
    bool any = false;
    for (const pollfd& one : polled) {
      if (one.revents == 0) continue;
      any = true;
      const bool out = (one.revents & POLLOUT) != 0;
      ares_process_fd(channel, out ? ARES_SOCKET_BAD : one.fd, out ? one.fd : ARES_SOCKET_BAD);
    }
    if (!any) ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  }
}

Why why_of(int status) {
  switch (status) {
    case ARES_ETIMEOUT: return Why::Timeout;
    case ARES_EBADRESP:
    case ARES_EBADNAME:
    case ARES_EBADQUERY: return Why::Bad;
    default: return Why::Unreachable;
  }
}

}  // namespace

Result<std::vector<SrvRecord>> lookup_srv(const std::string& name, const SrvLookup& lookup) {
  Result<Channel> channel = make_channel(lookup);
  if (!channel) return std::unexpected(channel.error());
  Answer answer;
  ares_query(channel->get(), name.c_str(), kClassIn, kTypeSrv, answered, &answer);
  wait_for(channel->get(), answer);
  if (answer.status == ARES_ENOTFOUND || answer.status == ARES_ENODATA)
    return std::vector<SrvRecord>{};
  if (answer.status != ARES_SUCCESS) {
    return std::unexpected(
        Error{why_of(answer.status), name + ": " + ares_strerror(answer.status)});
  }
  return std::move(answer.records);
}

std::vector<SrvRecord> in_order(std::vector<SrvRecord> records, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<SrvRecord> ordered;
  // "arrange all SRV RRs (that have not been ordered yet) in any order, except that all those with
  // weight 0 are placed at the beginning of the list"
  std::ranges::sort(records, [](const SrvRecord& a, const SrvRecord& b) {
    return a.priority != b.priority ? a.priority < b.priority : a.weight == 0 && b.weight != 0;
  });
  while (!records.empty()) {
    const auto others = std::ranges::find_if(
        records, [&](const SrvRecord& one) { return one.priority != records.front().priority; });
    std::uint64_t sum = 0;
    for (auto at = records.begin(); at != others; ++at) sum += at->weight;
    // "choose a uniform random number between 0 and the sum computed (inclusive), and select the RR
    // whose running sum value is the first in the selected order which is greater than or equal to
    // the random number selected"
    const std::uint64_t chosen = random() % (sum + 1);
    std::uint64_t running = 0;
    auto at = records.begin();
    for (; std::next(at) != others; ++at) {
      running += at->weight;
      if (running >= chosen) break;
    }
    ordered.push_back(std::move(*at));
    records.erase(at);
  }
  return ordered;
}

}  // namespace wireassay::net
