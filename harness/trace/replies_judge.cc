// The session of a dialect sees what both sides said, as it does in a run.
#include "trace/replies_judge.h"

#include <algorithm>

#include "core/escape.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kShownOctets = 120;
/// Captured content may be long; behind this nothing of the conversation is judged.
constexpr ReadLimits kLimits{.line = 64 * 1024, .reply = 1024 * 1024, .lines = 16384};

}  // namespace

RepliesJudge::RepliesJudge(Protocol protocol) {
  const Dialect* const dialect = dialect_of(protocol);
  if (dialect == nullptr) {
    stop("no rules are known for this protocol");
    return;
  }
  info_ = &dialect->info();
  session_ = dialect->session(kLimits);
}
RepliesJudge::~RepliesJudge() = default;

void RepliesJudge::stop(std::string why) {
  if (why_.empty()) why_ = std::move(why);
  session_.reset();
  input_ = {};
}

void RepliesJudge::sent(std::string_view octets) {
  if (session_) session_->sent(octets);
}

void RepliesJudge::tls_started() {
  if (!session_) return;
  session_->tls_started();
  input_.clear();
}

void RepliesJudge::came(std::string_view octets, Moment at) {
  if (!session_) return;
  input_ += octets;
  std::size_t used = 0;
  while (session_) {
    const std::string_view rest = std::string_view(input_).substr(used);
    if (rest.empty() && !session_->ready()) break;
    const Parsed<Event> parsed = session_->next(rest);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) break;
    if (got->value.kind == EventKind::Overflow)
      return stop("a reply is longer than what is judged: " + got->value.note);
    ++replies_;
    note(got->value, at);
    used += got->used;
    if (got->used == 0 && !session_->ready()) break;
  }
  input_.erase(0, std::min(used, input_.size()));
}

void RepliesJudge::note(const Event& event, Moment at) {
  for (const Deviation& one : event.deviations) {
    const auto known =
        std::ranges::find(broken_, one.rule, [](const Broken& broken) { return broken.rule->id; });
    if (known != broken_.end()) {
      ++known->count;
      continue;
    }
    const auto rule = std::ranges::find(info_->invariants, one.rule, &Invariant::id);
    if (rule == info_->invariants.end()) continue;
    const std::string_view octets = std::string_view(event.raw).substr(
        std::min(event.raw.size(), one.offset > 40 ? one.offset - 40 : 0));
    broken_.push_back({&*rule, 1, at, escape_short(octets, kShownOctets)});
  }
}

}  // namespace wireassay::trace
