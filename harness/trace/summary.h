// What happened in one TCP connection of a capture, for people: who spoke with whom, what was said
// in clear, what TLS was negotiated, and what is missing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trace/certificate_cache.h"
#include "trace/conversation.h"
#include "trace/decryptor.h"
#include "trace/dialogue_log.h"
#include "trace/protocol.h"
#include "trace/replies_judge.h"
#include "trace/tls_facts.h"

namespace wireassay::trace {

enum class TlsBegin {
  None,
  Implicit,   ///< the first octets of the client
  Upgrade,    ///< behind a command, "STARTTLS"
  Unexpected  ///< in the middle, and nothing was seen that agreed upon it
};

struct Hole {
  Direction from = Direction::FromClient;
  std::uint64_t offset = 0, size = 0;
  GapReason reason = GapReason::Lost;
  Moment at;
};

struct StreamSummary {
  std::uint64_t octets = 0;  ///< with what is missing
  bool syn = false;
  EndReason end = EndReason::Capture;
  StreamCounts counts;
  std::vector<Anomaly> anomalies;  ///< at most kMostNoted
};

struct Summary {
  std::uint64_t number = 0;  ///< of the connection in its capture, from 0
  Endpoint client, server;
  ClientBy client_by = ClientBy::Syn;
  Moment first, last;
  std::int64_t duration_ns = 0;
  std::uint64_t packets = 0, zero_windows = 0;
  StreamSummary from_client, from_server;
  std::vector<Hole> holes;    ///< at most kMostNoted
  std::uint64_t missing = 0;  ///< octets, of all holes

  Protocol protocol = Protocol::Unknown;
  bool protocol_was_said = false;  ///< otherwise the port or ALPN tells
  std::optional<std::string> banner, banner_name;
  std::uint64_t commands = 0;  ///< of the client, in clear
  std::vector<std::string> verbs;
  TlsBegin tls_begin = TlsBegin::None;
  std::string upgraded_by;
  std::uint64_t commands_behind_upgrade = 0;
  std::optional<TlsFacts> tls;

  std::vector<Line> lines;
  std::uint64_t lines_omitted = 0;
  std::vector<Broken> broken;
  std::uint64_t replies_judged = 0;
  std::string why_not_judged;
};

class ConversationAnalysis {
 public:
  /// `keys` may be nullptr. The conversation must have its first packet.
  /// `certificates` must outlive it.
  ConversationAnalysis(const Conversation& conversation, const LogLimits& limits, Keys* keys,
                       CertificateCache& certificates);
  ConversationAnalysis(ConversationAnalysis&&) noexcept;
  ~ConversationAnalysis();

  /// The next event of a stream, in the order of Conversation::events().
  void add(Direction from, const StreamEvent& event, std::string_view octets);
  /// Once, when all events were given.
  Summary finish(const Conversation& conversation);

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

/// All at once, of a conversation that is finished.
Summary summarise(const Conversation& conversation, const LogLimits& limits = {},
                  Keys* keys = nullptr);

}  // namespace wireassay::trace
