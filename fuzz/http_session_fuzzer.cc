// The whole reference session: reference/http_session.h. An input is what a client sends to one
// connection after another: "~2" goes on in connection 2, "~E" is the client's FIN. However the
// octets are cut, the responses are the same and break no rule; only requests have them.
#include "reference/http_session.h"

#include <algorithm>
#include <map>
#include <memory>

#include "connections.h"
#include "core/escape.h"
#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/http/dialect.h"

namespace wireassay {
namespace {

constexpr std::size_t kMaxDialogue = 4096;
/// A response holds at most the request, a document, or the parts of one that ranges ask for.
constexpr std::size_t kMaxResponse = 64 * 1024;
constexpr std::int64_t kNow = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT

/// A connection of the server, and the client's view of it.
class Connection {
 public:
  explicit Connection(reference::HttpContext& context)
      : session_(context, false), view_(http::HttpDialect().session({})) {
    hear(session_.greet());
  }

  void send(std::string_view octets) {
    if (closed_ || octets.empty()) return;
    view_->sent(octets);
    lines_ += static_cast<std::size_t>(std::ranges::count(octets, '\n'));
    octets_ += octets.size();
    reference::SessionOutput out = session_.feed(octets);
    while (out.more) {
      hear(out);
      out = session_.feed({});
    }
    hear(out);
  }

  void end() {
    if (!closed_) hear(session_.ended());
    closed_ = true;
  }

  const std::string& log() const { return log_; }

 private:
  void hear(const reference::SessionOutput& out) {
    if (out.octets.empty() && !out.close) return;
    if (closed_) fuzzing::require("words behind the end of the connection");
    came_ += out.octets;
    const std::size_t before = responses_;
    while (read_event()) {
    }
    if (came_.size() != view_->kept_data())  // interim responses wait for the final one
      fuzzing::require("half a response: " + escape_short(came_, 200));
    if (out.octets.size() > (responses_ - before + 1) * (kMaxResponse + octets_))
      fuzzing::require("a response without bound");
    closed_ = out.close;
    log_ += out.octets + (out.close ? "closed" : "");
    // A request has a line at least; what never gets one has a last response.
    if (responses_ > lines_ + 1) fuzzing::require("more responses than lines");
  }

  bool read_event() {
    if (came_.empty()) return false;
    const Parsed<Event> parsed = view_->next(came_);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) return false;
    if (got->value.kind != EventKind::Reply)
      fuzzing::require("no response: " + escape_short(came_, 200));
    if (!got->value.deviations.empty())
      fuzzing::require("the response breaks " + std::string(got->value.deviations.front().rule) +
                       ": " + escape_short(got->value.raw, 400));
    ++responses_;
    came_.erase(0, got->used);
    return true;
  }

  reference::HttpSession session_;
  std::unique_ptr<DialectSession> view_;
  std::string came_, log_;
  std::size_t lines_ = 0, responses_ = 0, octets_ = 0;
  bool closed_ = false;
};

/// What a client that expects an answer is told depends on what it has sent by then (RFC 9110
/// section 10.1.1).
bool depends_on_time(std::string_view in) {
  constexpr std::string_view kExpect = "expect";
  return std::ranges::search(in, kExpect, {}, [](char c) {
           return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
         }).begin() != in.end();
}

std::string play(const std::vector<fuzzing::Sent>& turns, std::size_t piece) {
  const reference::Accounts accounts("x.test", {{"u", "u@x.test", "p"}});
  reference::HttpDocuments documents(kNow - 86400);
  reference::HttpContext context;
  context.accounts = &accounts;
  context.documents = &documents;
  context.names = {"x.test"};
  context.now = [] { return kNow; };
  std::map<char, std::unique_ptr<Connection>> connections;
  char number = '1';
  for (const fuzzing::Sent& turn : turns) {
    if (turn.who >= '1' && turn.who <= '4') number = turn.who;
    auto& connection = connections[number];
    if (!connection) connection = std::make_unique<Connection>(context);
    if (turn.who == 'E') connection->end();
    for (std::string_view left = turn.octets; !left.empty();
         left.remove_prefix(std::min(piece, left.size())))
      connection->send(left.substr(0, piece));
  }
  std::string log;
  for (const auto& [name, connection] : connections) log += connection->log();
  return log;
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > kMaxDialogue) return;
  const auto turns = fuzzing::sent_of(in);
  const std::string whole = play(turns, SIZE_MAX);
  if (in.size() > testing::kEverySplit || depends_on_time(in)) return;
  for (const std::size_t piece : {1UL, 7UL}) {
    const std::string cut = play(turns, piece);
    if (cut != whole) {
      fuzzing::require(testing::internal::at(
          "pieces of " + std::to_string(piece) + " give " + cut + "\ninstead of " + whole, in));
    }
  }
}

}  // namespace wireassay
