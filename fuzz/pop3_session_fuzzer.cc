// The whole reference session: reference/pop3_session.h. An input is what a client sends to one
// connection after another: "~2" goes on in connection 2, "~T" is the handshake after STLS. However
// the octets are cut, the answers are the same; each command has one, and only commands have.
#include "reference/pop3_session.h"

#include <algorithm>
#include <map>
#include <memory>

#include "connections.h"
#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/pop3/dialect.h"

namespace wireassay {
namespace {

constexpr std::size_t kMaxDialogue = 4096;
/// The largest response there is here, with room for its first line.
constexpr std::size_t kMaxResponse = 1024;

/// A server with one user and three messages, and the client's view of one of its connections.
class Connection {
 public:
  explicit Connection(reference::Pop3Context& context)
      : session_(context, false), view_(pop3::Pop3Dialect().session({})) {
    hear(session_.greet());
  }

  /// Of a connection that waits for a handshake or is closed nothing more is heard.
  void send(std::string_view octets) {
    if (ended_ || handshake_ || octets.empty()) return;
    view_->sent(octets);
    lines_ += static_cast<std::size_t>(std::ranges::count(octets, '\n'));
    hear(session_.feed(octets));
  }

  void handshake() {
    if (!std::exchange(handshake_, false)) return;
    view_->tls_started();
    const auto out = session_.tls_started();
    if (!out.octets.empty()) fuzzing::require("words inside TLS that nobody asked for");
  }

  const std::string& log() const { return log_; }

 private:
  void hear(const reference::SessionOutput& out) {
    came_ += out.octets;
    const std::size_t before = responses_;
    while (read_event()) {
    }
    if (!came_.empty()) fuzzing::require("half a response");
    if (out.octets.size() > (responses_ - before) * kMaxResponse)
      fuzzing::require("a response without bound");
    handshake_ = out.start_tls;
    ended_ = out.close;
    log_ += out.octets + (out.close ? "closed" : "") + (out.start_tls ? "tls" : "");
    // A line is a command or a response of an exchange; the greeting is one more.
    if (responses_ > lines_ + 1) fuzzing::require("more responses than lines");
  }

  bool read_event() {
    if (came_.empty()) return false;
    const Parsed<Event> parsed = view_->next(came_);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) return false;
    if (got->value.kind != EventKind::Reply) fuzzing::require("no response: " + came_);
    if (!got->value.deviations.empty())
      fuzzing::require("the response breaks " + std::string(got->value.deviations.front().rule) +
                       ": " + escape_short(got->value.raw, 200));
    ++responses_;
    came_.erase(0, got->used);
    return true;
  }

  reference::Pop3Session session_;
  std::unique_ptr<DialectSession> view_;
  std::string came_, log_;
  std::size_t lines_ = 0, responses_ = 0;
  bool handshake_ = false, ended_ = false;
};

std::string play(const std::vector<fuzzing::Sent>& turns, std::size_t piece) {
  const reference::Accounts accounts("x.test", {{"u", "u@x.test", "p"}});
  const reference::SaslServer sasl(accounts);
  reference::Store store;
  for (const std::string_view message :
       {"A: 1\r\n\r\n.\r\n..b\r\n", "A: \xc3\xa9\r\n\r\nx\r\n", "no end"})
    store.deliver("u", std::make_shared<const std::string>(message), 0);
  reference::Pop3Context context{
      .host = "x.test", .accounts = &accounts, .store = &store, .sasl = &sasl};
  std::map<char, std::unique_ptr<Connection>> connections;
  char number = '1';
  for (const fuzzing::Sent& turn : turns) {
    if (turn.who == 'T' && connections.contains(number)) connections[number]->handshake();
    if (turn.who >= '1' && turn.who <= '4') number = turn.who;
    auto& connection = connections[number];
    if (!connection) connection = std::make_unique<Connection>(context);
    for (std::string_view left = turn.octets; !left.empty();
         left.remove_prefix(std::min(piece, left.size())))
      connection->send(left.substr(0, piece));
  }
  std::string log;
  for (const auto& [name, connection] : connections) log += connection->log();
  connections.clear();
  if (!context.locked.empty()) fuzzing::require("a maildrop stays locked");
  return log + std::to_string(store.snapshot("u").size());
}

/// Challenges hold random numbers, and what answers them would have to know them.
bool is_random(const std::string& log) { return log.find("\r\n+ ") != std::string::npos; }

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > kMaxDialogue) return;
  const auto turns = fuzzing::sent_of(in);
  const std::string whole = play(turns, SIZE_MAX);
  if (in.size() > testing::kEverySplit || is_random(whole)) return;
  for (const std::size_t piece : {1UL, 7UL}) {
    const std::string cut = play(turns, piece);
    if (cut != whole) {
      fuzzing::require(testing::internal::at(
          "pieces of " + std::to_string(piece) + " give " + cut + "\ninstead of " + whole, in));
    }
  }
}

}  // namespace wireassay
