// The whole reference session: reference/smtp_session.h, over connections as session.h has them: 1
// and 2 to the relay, 3 to the submission service, 4 to that inside TLS. Each command has its one
// reply, and the store keeps its limits.
#include "reference/smtp_session.h"

#include "session.h"
#include "wire/smtp/dialect.h"

namespace wireassay {
namespace {

constexpr std::size_t kMaxReply = 1024;   ///< that to EHLO, with room
constexpr std::time_t kNow = 1795253403;  // Sat, 21 Nov 2026 09:30:03 +0000
constexpr std::string_view kMarks = "1234TE";
/// Small enough for an input to exceed each of them.
constexpr reference::SmtpLimits kLimits{.command_line = 600,
                                        .auth_line = 700,
                                        .recipients = 3,
                                        .message = 1024,
                                        .received = 3,
                                        .errors = 16};
constexpr reference::StoreLimits kStoreLimits{.messages = 4, .octets = 2048};

struct World {
  reference::Accounts accounts{"x.test", {{"u", "u@x.test", "p"}, {"v", "v@x.test", "q"}}};
  reference::SaslServer sasl{accounts};
  reference::Store store{kStoreLimits};
  reference::SmtpContext context{.host = "x.test",
                                 .accounts = &accounts,
                                 .store = &store,
                                 .sasl = &sasl,
                                 .faults = {},
                                 .limits = kLimits,
                                 .now = [] { return kNow; }};
};

/// What came into mailboxes; a delivery alone may be larger than all there may be.
std::string delivered(const reference::Store& store) {
  std::string log;
  for (const std::string_view user : {"u", "v", "outbound"}) {
    const std::vector<reference::Message> messages = store.snapshot(user);
    std::size_t octets = 0;
    for (const reference::Message& one : messages) {
      octets += one.octets->size();
      log += *one.octets + "--\n";
    }
    if (messages.size() > kStoreLimits.messages) fuzzing::require("a mailbox beyond its limit");
    if (messages.size() > 1 && octets > kStoreLimits.octets)
      fuzzing::require("octets of a mailbox beyond its limit");
  }
  return log;
}

/// Challenges are random: without their text.
std::string without_challenges(std::string log) {
  constexpr std::string_view kChallenge = "\n334 ";
  for (std::size_t at = log.find(kChallenge); at != std::string::npos;
       at = log.find(kChallenge, at + 1))
    log.erase(at + kChallenge.size(), log.find('\r', at) - at - kChallenge.size());
  return log;
}

std::string play(std::string_view in, std::size_t piece) {
  const fuzzing::Bounded bounded(in, fuzzing::kSessionWork);
  World world;
  const auto open = [&](char number) {
    const reference::SmtpDoor door{.submission = number >= '3', .tls = number == '4'};
    return std::make_unique<fuzzing::Conversation>(
        std::make_unique<reference::SmtpSession>(world.context, door), smtp::SmtpDialect(),
        kMaxReply);
  };
  const auto connections = fuzzing::converse(in, piece, open, kMarks);
  for (const auto& [number, connection] : connections) {
    if (connection->at_rest() && connection->unanswered() > 0)
      fuzzing::require(testing::internal::at("a command without a reply", in));
  }
  return without_challenges(log_of(connections)) + delivered(world.store);
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > fuzzing::kMaxSession) return;
  const std::string whole = play(in, SIZE_MAX);
  fuzzing::require_pieces(in, whole, [in](std::size_t piece) { return play(in, piece); });
}

}  // namespace wireassay
