// The table tells of events as they come; what a connection is over with is summarised and gone.
#include "trace/report.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "trace/capture.h"
#include "trace/summary_text.h"

namespace wireassay::trace {
namespace {

class Reader : public ConversationListener {
 public:
  Reader(const ReportOptions& options, const std::function<void(const Summary&)>& take)
      : options_(options), take_(take) {}

  void came(Conversation& conversation) override {
    if (options_.only && conversation.number() != *options_.only) return;
    const std::vector<DirectedEvent> events = conversation.take_new_events();
    if (events.empty()) return;
    ConversationAnalysis& analysis = analysis_of(conversation);
    for (const DirectedEvent& one : events)
      analysis.add(one.from, one.event, conversation.stream(one.from).octets_of(one.event));
  }

  void ended(Conversation& conversation) override {
    const std::uint64_t number = conversation.number();
    if (options_.only && number != *options_.only) return;
    came(conversation);
    waiting_.emplace(number, analysis_of(conversation).finish(conversation));
    analyses_.erase(number);
    give(options_.waiting);
  }

  void finish() { give(0); }

 private:
  ConversationAnalysis& analysis_of(const Conversation& conversation) {
    auto known = analyses_.find(conversation.number());
    if (known == analyses_.end())
      known =
          analyses_
              .emplace(conversation.number(), ConversationAnalysis(conversation, options_.log,
                                                                   options_.keys, certificates_))
              .first;
    return known->second;
  }

  void give(std::size_t most) {
    while (!waiting_.empty() && (waiting_.begin()->first == next_ || waiting_.size() > most)) {
      const auto first = waiting_.begin();
      next_ = std::max(next_, first->first + 1);
      take_(first->second);
      waiting_.erase(first);
    }
  }

  const ReportOptions& options_;
  const std::function<void(const Summary&)>& take_;
  CertificateCache certificates_;
  std::unordered_map<std::uint64_t, ConversationAnalysis> analyses_;
  std::map<std::uint64_t, Summary> waiting_;
  std::uint64_t next_ = 0;
};

std::string_view name_of(LinkType link) {
  switch (link) {
    case LinkType::Null: return "BSD loopback";
    case LinkType::Ethernet: return "Ethernet";
    case LinkType::Raw: return "raw IP";
    case LinkType::Loop: return "OpenBSD loopback";
    case LinkType::LinuxSll: return "Linux cooked v1";
    case LinkType::Ipv4: return "raw IPv4";
    case LinkType::Ipv6: return "raw IPv6";
    case LinkType::LinuxSll2: return "Linux cooked v2";
  }
  return "";
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

}  // namespace

std::expected<void, std::string> read_capture(const std::string& file, const ReportOptions& options,
                                              const std::function<void(const Summary&)>& take,
                                              CaptureFacts& facts) {
  auto capture = Capture::open(file);
  if (!capture) return std::unexpected(capture.error());
  facts.link = name_of(capture->link());
  Reader reader(options, take);
  ConversationTable table(options.limits, reader);
  std::expected<void, std::string> result;
  while (true) {
    auto packet = capture->next();
    if (!packet) {
      result = std::unexpected(packet.error());
      break;
    }
    if (!*packet) break;
    const std::int64_t at = (*packet)->at.time_ns;
    if ((*packet)->at.frame == 1) facts.first_ns = facts.last_ns = at;
    facts.first_ns = std::min(facts.first_ns, at);
    facts.last_ns = std::max(facts.last_ns, at);
    table.add(**packet);
  }
  table.finish();
  reader.finish();
  facts.counts = table.counts();
  facts.fragments = table.fragments();
  facts.problems = table.problems();
  facts.connections = table.connections();
  return result;
}

std::string to_text(const std::string& file, const CaptureFacts& facts) {
  const TraceCounts& counts = facts.counts;
  std::string out = file + ": " + facts.link + ", " + counted(counts.packets, "packet", "packets") +
                    " in " + seconds(facts.last_ns - facts.first_ns) + " s, " +
                    counted(facts.connections, "TCP connection", "TCP connections") + "\n";
  const auto line = [&](std::uint64_t count, std::string_view text) {
    if (count > 0) out += "  " + std::to_string(count) + " " + std::string(text) + "\n";
  };
  line(counts.truncated + counts.headers_truncated,
       "packets were cut off by the capture: what they lack is not guessed");
  line(counts.malformed, "packets cannot be read");
  line(counts.refused, "packets are of more connections than are followed at one time");
  line(counts.not_ip + counts.not_tcp, "packets are not TCP");
  line(facts.fragments.incomplete, "IP datagrams lack a fragment");
  for (const Problem& one : facts.problems) out += "  " + to_string(one) + "\n";
  const std::uint64_t all = counts.malformed + counts.headers_truncated;
  if (all > facts.problems.size())
    out += "  and " + std::to_string(all - facts.problems.size()) + " more such packets\n";
  return out;
}

}  // namespace wireassay::trace
