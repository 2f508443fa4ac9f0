// The whole reference session: reference/imap_session.h. An input is what a client sends to one
// connection after another: "~2" goes on in connection 2, "~T" is the handshake after STARTTLS,
// "~M" a delivery. What must hold is in testing/imap_connection.h; and however the octets are cut,
// the answers are the same.
#include "reference/imap_session.h"

#include <array>
#include <map>
#include <memory>

#include "bounded.h"
#include "connections.h"
#include "testing/imap_connection.h"
#include "wire/imap/dialect.h"
#include "wire/imap/response.h"

namespace wireassay {
namespace {

using Connection = testing::ImapConnection<reference::ImapSession>;

constexpr std::size_t kMaxDialogue = 4096;
constexpr std::string_view kMarks = "1234TM";
constexpr std::time_t kNow = 1795253403;  // Sat, 21 Nov 2026 09:30:03 +0000

/// Small enough for an input to exceed each of them.
constexpr reference::ImapLimits kLimits{.line = 1024,
                                        .sasl_line = 256,
                                        .message = 1024,
                                        .literal = 512,
                                        .skipped = 1536,
                                        .literals = 8,
                                        .errors = 16,
                                        .output = 4096,
                                        .at_once = 2048};
constexpr reference::StoreLimits kStoreLimits{.messages = 8,
                                              .octets = 4096,
                                              .mailboxes = 12,
                                              .keywords = 6,
                                              .subscriptions = 8,
                                              .expunged = 8};
constexpr std::string_view kParts =
    "A: 1\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n"
    "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ny\r\n--b--\r\n";
constexpr std::array<std::string_view, 3> kMessages = {
    "From: \"A\" <a@x.test>\r\nSubject: =?utf-8?Q?=C3=A9?=\r\nMessage-ID: <1@x>\r\n\r\nx\r\n",
    kParts, "Subject: Re: \xc3\xa9\r\nReferences: <1@x>\r\n\r\nno end"};

/// A command of few octets may say as much as may be said.
constexpr testing::WorkLimits kWork{
    .steps = 20'000'000, .steps_per_octet = 40'000, .heap = 2 << 20, .heap_per_octet = 4096};

/// An item beyond the limit is a message at most, or what its structure says of it.
constexpr testing::ImapBounds kBounds{
    .at_once = kLimits.at_once,
    .output = kLimits.output,
    .item = 16 * kLimits.message,
    .rows = kStoreLimits.messages + kStoreLimits.mailboxes + kStoreLimits.subscriptions};

std::size_t strict_size(std::string_view in) {
  const auto parsed = imap::parse_response(in);
  const auto* got = std::get_if<Got<imap::Response>>(&parsed);
  return got == nullptr ? 0 : got->used;
}

/// A server with one user and three messages.
class World {
 public:
  explicit World(std::size_t piece) : piece_(piece), store_(kStoreLimits) {
    context_.host = "x.test";
    context_.accounts = &accounts();
    context_.store = &store_;
    context_.sasl = &sasl();
    context_.limits = kLimits;
    context_.now = [] { return kNow; };
    for (const std::string_view message : kMessages) deliver(message);
  }

  void take(const fuzzing::Sent& turn) {
    if (turn.who == 'M') deliver("Subject: new\r\n\r\nx\r\n");
    if (turn.who == 'T' && connections_.contains(number_)) connections_[number_]->handshake();
    if (turn.who >= '1' && turn.who <= '4') number_ = turn.who;
    auto& connection = connections_[number_];
    if (!connection) {
      connection = std::make_unique<Connection>(
          std::make_unique<reference::ImapSession>(context_, false),
          imap::ImapDialect().session({}), strict_size, kBounds, piece_);
    }
    sent_ += turn.octets.size();
    connection->send(turn.octets, sent_);
    for (const auto& [name, other] : connections_) other->wake(sent_);
  }

  void require(std::string_view in) const {
    for (const auto& [name, connection] : connections_) {
      if (!connection->broken().empty())
        fuzzing::require(testing::internal::at(connection->broken(), in));
    }
  }

  /// All that was said, and what is left in the mailboxes.
  std::string log() {
    std::string log;
    for (const auto& [name, connection] : connections_) log += connection->log() + "\n";
    for (const reference::MailboxInfo& info : store_.list("u")) {
      log += info.name;
      if (const auto status = store_.status("u", info.name))
        log += " " + std::to_string(status->messages) + " " + std::to_string(status->uid_next) +
               " " + std::to_string(status->highest_modseq);
    }
    return log;
  }

 private:
  static const reference::Accounts& accounts() {
    static const reference::Accounts kAccounts("x.test", {{"u", "u@x.test", "p"}});
    return kAccounts;
  }
  static const reference::SaslServer& sasl() {
    static const reference::SaslServer kSasl(accounts());
    return kSasl;
  }
  void deliver(std::string_view message) {
    store_.deliver("u", std::make_shared<const std::string>(message), kNow);
  }

  std::size_t piece_;
  reference::Store store_;
  reference::ImapContext context_;
  std::map<char, std::unique_ptr<Connection>> connections_;
  char number_ = '1';
  std::size_t sent_ = 0;
};

/// `piece` octets at a time; 0: line by line.
std::string play(std::string_view in, std::size_t piece) {
  const fuzzing::Bounded bounded(in, kWork);
  World world(piece);
  for (const fuzzing::Sent& turn : fuzzing::sent_of(in, kMarks)) world.take(turn);
  world.require(in);
  return world.log();
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > kMaxDialogue) return;
  const std::string lines = play(in, 0);
  for (const std::size_t piece : {SIZE_MAX, 7UL, 1UL}) {
    if (piece != SIZE_MAX && in.size() > testing::kEverySplit) return;
    const std::string cut = play(in, piece);
    if (cut != lines) {
      fuzzing::require(testing::internal::at(
          "pieces of " + std::to_string(piece) + " give " + cut + "\ninstead of " + lines, in));
    }
  }
}

}  // namespace wireassay
