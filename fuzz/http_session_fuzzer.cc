// The whole reference session: reference/http_session.h, over connections as session.h has them.
#include "reference/http_session.h"

#include "session.h"
#include "wire/http/dialect.h"

namespace wireassay {
namespace {

/// A response holds at most the request, a document, or the parts of one that ranges ask for.
constexpr std::size_t kMaxResponse = 64 * 1024;
constexpr std::int64_t kNow = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT

/// What a client that expects an answer is told depends on what it has sent by then (RFC 9110
/// section 10.1.1).
bool depends_on_time(std::string_view in) {
  return !std::ranges::search(in, std::string_view("expect"), {}, to_lower).empty();
}

std::string play(std::string_view in, std::size_t piece) {
  const fuzzing::Bounded bounded(in, fuzzing::kSessionWork);
  const reference::Accounts accounts("x.test", {{"u", "u@x.test", "p"}});
  reference::HttpDocuments documents(kNow - 86400);
  reference::HttpContext context;
  context.accounts = &accounts;
  context.documents = &documents;
  context.names = {"x.test"};
  context.now = [] { return kNow; };
  const auto open = [&](char) {
    return std::make_unique<fuzzing::Conversation>(
        std::make_unique<reference::HttpSession>(context, false), http::HttpDialect(),
        kMaxResponse);
  };
  return log_of(fuzzing::converse(in, piece, open));
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > fuzzing::kMaxSession) return;
  const std::string whole = play(in, SIZE_MAX);
  if (depends_on_time(in)) return;
  fuzzing::require_pieces(in, whole, [in](std::size_t piece) { return play(in, piece); });
}

}  // namespace wireassay
