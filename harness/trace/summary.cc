// Octets go to the dialogue until TLS begins, then to TLS; what is opened comes back.
#include "trace/summary.h"

#include <algorithm>
#include <array>

#include "trace/dialogue.h"
#include "trace/tls_analysis.h"

namespace wireassay::trace {

struct ConversationAnalysis::Inner {
  Inner(const Conversation& conversation, const LogLimits& limits, Keys* all_keys,
        CertificateCache& all_certificates)
      : log(limits),
        dialogue(log, conversation.server().port,
                 conversation.stream(Direction::FromServer).has_syn()),
        keys(all_keys),
        certificates(all_certificates) {}

  void octets(Direction from, std::string_view octets, Moment at, bool last) {
    if (dialogue.is_tls(from)) return tls_of(from, at).feed(from, octets, at);
    spoke_in_clear = spoke_in_clear || !octets.empty();
    dialogue.said(from, octets, at, last);
    if (!dialogue.is_tls(from)) return;
    const std::string rest = dialogue.take_rest(from);
    tls_of(from, at).feed(from, rest, at);
  }

  TlsAnalysis& tls_of(Direction from, Moment at) {
    if (tls) return *tls;
    if (!dialogue.upgraded_by().empty()) {
      begin = TlsBegin::Upgrade;
    } else {
      begin = dialogue.by_what_was_said() || dialogue.commands() > 0 ? TlsBegin::Unexpected
                                                                     : TlsBegin::Implicit;
    }
    log.add(LineKind::Note, from, at, false, "TLS begins");
    tls = std::make_unique<TlsAnalysis>(log, keys == nullptr ? nullptr : keys->decryptor(),
                                        certificates,
                                        [this](Direction side, std::string_view inside,
                                               Moment when) { opened(side, inside, when); });
    return *tls;
  }

  /// No octets: a record could not be opened.
  void opened(Direction from, std::string_view inside, Moment at) {
    dialogue.go_inside();
    if (inside.empty()) return dialogue.lost(from);
    if (tls->facts().alpn) dialogue.hint(protocol_of_alpn(*tls->facts().alpn));
    dialogue.said(from, inside, at);
  }

  void hole(Direction from, const StreamEvent& event) {
    missing += event.size;
    if (holes.size() < kMostNoted)
      holes.push_back({from, event.offset, event.size, event.gap, event.at});
    if (dialogue.is_tls(from) && tls) return tls->lost(from, event.at);
    static constexpr std::string_view kWhy[] = {"", "are in no packet of the capture",
                                                "were cut off by the capture",
                                                "are beyond what is kept"};
    dialogue.lost(from);
    log.add(LineKind::Note, from, event.at, false,
            std::to_string(event.size) + " octets " +
                std::string(kWhy[static_cast<std::size_t>(event.gap)]));
  }

  void end(Direction from, const StreamEvent& event) {
    if (!dialogue.is_tls(from)) octets(from, {}, event.at, true);
    if (dialogue.is_tls(from) && tls) tls->finish(from, event.at);
    if (tls) dialogue.said(from, {}, event.at, true);
    static constexpr std::string_view kEnds[] = {"", "FIN", "reset", "reset by the other side",
                                                 "the capture ends"};
    dialogue.finish();
    if (event.end != EndReason::PeerReset)
      log.add(LineKind::Note, from, event.at, false,
              std::string(kEnds[static_cast<std::size_t>(event.end)]));
  }

  Log log;
  Dialogue dialogue;
  Keys* keys;
  CertificateCache& certificates;
  std::unique_ptr<TlsAnalysis> tls;
  TlsBegin begin = TlsBegin::None;
  bool spoke_in_clear = false;
  std::vector<Hole> holes;
  std::uint64_t missing = 0;
  std::array<std::uint64_t, 2> sizes{};
  std::array<EndReason, 2> ends{EndReason::Capture, EndReason::Capture};
};

ConversationAnalysis::ConversationAnalysis(const Conversation& conversation,
                                           const LogLimits& limits, Keys* keys,
                                           CertificateCache& certificates)
    : inner_(std::make_unique<Inner>(conversation, limits, keys, certificates)) {}
ConversationAnalysis::ConversationAnalysis(ConversationAnalysis&&) noexcept = default;
ConversationAnalysis::~ConversationAnalysis() = default;

void ConversationAnalysis::add(Direction from, const StreamEvent& event, std::string_view octets) {
  const std::size_t index = from == Direction::FromClient ? 0 : 1;
  inner_->sizes.at(index) = event.offset + event.size;
  switch (event.kind) {
    case StreamEventKind::Octets: return inner_->octets(from, octets, event.at, false);
    case StreamEventKind::Gap: return inner_->hole(from, event);
    case StreamEventKind::End: inner_->ends.at(index) = event.end; return inner_->end(from, event);
  }
}

Summary ConversationAnalysis::finish(const Conversation& conversation) {
  Inner& in = *inner_;
  Summary out{.number = conversation.number(),
              .client = conversation.client(),
              .server = conversation.server(),
              .client_by = conversation.client_by(),
              .first = conversation.first(),
              .last = conversation.last(),
              .duration_ns = conversation.duration_ns(),
              .packets = conversation.packets(),
              .zero_windows = conversation.zero_windows()};
  for (const Direction from : {Direction::FromClient, Direction::FromServer}) {
    const bool client = from == Direction::FromClient;
    const TcpStream& stream = conversation.stream(from);
    StreamSummary& side = client ? out.from_client : out.from_server;
    side = {in.sizes.at(client ? 0 : 1),
            stream.has_syn(),
            in.ends.at(client ? 0 : 1),
            stream.counts(),
            {}};
    const std::size_t kept = std::min(stream.anomalies().size(), kMostNoted);
    side.anomalies.assign(stream.anomalies().begin(),
                          stream.anomalies().begin() + static_cast<std::ptrdiff_t>(kept));
  }
  out.holes = std::move(in.holes);
  out.missing = in.missing;
  in.dialogue.finish();
  out.protocol = in.dialogue.protocol();
  out.protocol_was_said = in.dialogue.by_what_was_said();
  out.banner = in.dialogue.banner();
  out.banner_name = in.dialogue.banner_name();
  out.commands = in.dialogue.commands();
  out.verbs = in.dialogue.verbs();
  out.tls_begin = in.begin;
  out.upgraded_by = in.dialogue.upgraded_by();
  if (!out.upgraded_by.empty()) out.commands_behind_upgrade = in.dialogue.lines_behind_upgrade();
  if (in.tls) {
    out.tls = in.tls->take_facts();
    out.tls->counts.commands = out.commands;
  }
  if (const RepliesJudge* judge = in.dialogue.judge(); judge != nullptr) {
    out.broken = judge->broken();
    out.replies_judged = judge->replies();
    out.why_not_judged = judge->why_stopped();
  }
  out.lines = in.log.lines();
  out.lines_omitted = in.log.omitted();
  return out;
}

Summary summarise(const Conversation& conversation, const LogLimits& limits, Keys* keys) {
  CertificateCache certificates;
  ConversationAnalysis analysis(conversation, limits, keys, certificates);
  for (const DirectedEvent& one : conversation.events())
    analysis.add(one.from, one.event, conversation.stream(one.from).octets_of(one.event));
  return analysis.finish(conversation);
}

}  // namespace wireassay::trace
