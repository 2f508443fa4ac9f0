// The whole reference session: reference/pop3_session.h, over connections as session.h has them. A
// maildrop is locked by one of them, and by none in the end.
#include "reference/pop3_session.h"

#include "session.h"
#include "wire/pop3/dialect.h"

namespace wireassay {
namespace {

/// The largest response there is here, with room for its first line.
constexpr std::size_t kMaxResponse = 1024;

std::string play(std::string_view in, std::size_t piece) {
  const fuzzing::Bounded bounded(in, fuzzing::kSessionWork);
  const reference::Accounts accounts("x.test", {{"u", "u@x.test", "p"}});
  const reference::SaslServer sasl(accounts);
  reference::Store store;
  for (const std::string_view message :
       {"A: 1\r\n\r\n.\r\n..b\r\n", "A: \xc3\xa9\r\n\r\nx\r\n", "no end"})
    store.deliver("u", std::make_shared<const std::string>(message), 0);
  reference::Pop3Context context{
      .host = "x.test", .accounts = &accounts, .store = &store, .sasl = &sasl};
  const auto open = [&](char) {
    return std::make_unique<fuzzing::Conversation>(
        std::make_unique<reference::Pop3Session>(context, false), pop3::Pop3Dialect(),
        kMaxResponse);
  };
  auto connections = fuzzing::converse(in, piece, open);
  const std::string log = log_of(connections);
  connections.clear();
  if (!context.locked.empty()) fuzzing::require("a maildrop stays locked");
  return log + std::to_string(store.snapshot("u").size());
}

/// Challenges hold random numbers, and what answers them would have to know them.
bool is_random(const std::string& log) {
  // "tls" is what the log has for a handshake.
  return log.find("\r\n+ ") != std::string::npos || log.find("tls+ ") != std::string::npos;
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > fuzzing::kMaxSession) return;
  const std::string whole = play(in, SIZE_MAX);
  if (is_random(whole)) return;
  fuzzing::require_pieces(in, whole, [in](std::size_t piece) { return play(in, piece); });
}

}  // namespace wireassay
