// The queue of requests that wait for a response, read as leniently as any server might.
#include "wire/http/tracker.h"

#include <algorithm>
#include <utility>

namespace wireassay::http {
namespace {

constexpr std::size_t kShownTarget = 60;

/// What we send ourselves is bounded by the language (64 MiB); nothing of it is too long here.
Limits no_limits() {
  constexpr std::size_t kMost = std::size_t{80} * 1024 * kKiB;
  return {.empty_lines = kMost,
          .start_line = kMost,
          .field_line = kMost,
          .fields = kMost,
          .header = kMost,
          .trailer = kMost,
          .chunk_line = kMost,
          .chunk_ext = kMost,
          .chunks = kMost,
          .body = kMost};
}

/// What servers read alike, although it is not right: the number of requests and where they end.
bool harmless(const Deviation& deviation) {
  constexpr std::string_view kHarmless[] = {rule::kEmptyLine, rule::kTarget, rule::kMethod,
                                            rule::kFieldValue};
  return std::ranges::find(kHarmless, deviation.rule) != std::end(kHarmless);
}

}  // namespace

Tracker::Tracker() : reader_(Grammar::Lenient, no_limits()) {}

void Tracker::answers(std::string_view method) { forced_ = method; }

void Tracker::sent(std::string_view octets) {
  if (!forced_.empty()) {
    push({.method = std::exchange(forced_, {})}, {});
    sure_ = false;
    lost_ = true;
    return;
  }
  if (lost_) return;
  pending_ += octets;
  while (!pending_.empty()) {
    auto parsed = reader_.read(pending_);
    if (std::holds_alternative<NeedMore>(parsed)) return;
    if (auto* got = std::get_if<Got<LenientRequest>>(&parsed)) {
      pending_.erase(0, got->used);
      take(std::move(got->value));
      if (lost_) break;
      continue;
    }
    Question question = begun();
    if (!std::exchange(answered_early_, false))
      push(std::move(question.asked), std::move(question.target));
    sure_ = false;
    lost_ = true;
    break;
  }
  if (lost_) pending_.clear();
}

void Tracker::take(LenientRequest whole) {
  const Request& request = whole.request;
  asked_to_close_ = !keeps_alive(request.version, request.fields);
  if (!std::ranges::all_of(whole.deviations, harmless)) sure_ = false;
  if (whole.must_close || request.framing == Body::Invalid) {
    sure_ = false;
    lost_ = true;
  }
  if (std::exchange(answered_early_, false)) return;
  push({.method = request.method, .version = request.version}, request.target);
}

void Tracker::push(Asked asked, std::string target) {
  waiting_.push_back({std::move(asked), std::move(target), ++count_});
}

Tracker::Question Tracker::begun() const {
  const std::size_t from = std::min(pending_.find_first_not_of("\r\n"), pending_.size());
  const std::size_t end = std::min(pending_.find('\n', from), pending_.size());
  std::string_view line = std::string_view(pending_).substr(from, end - from);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return {recognise(line), {}, count_ + 1};
}

Asked Tracker::asked() const {
  Asked asked;
  if (!waiting_.empty())
    asked = waiting_.front().asked;
  else if (!pending_.empty() && !answered_early_)
    asked = begun().asked;
  // Which request it is that a server answers is not known then; nobody is accused by its version.
  if (!sure_) asked.version = kHttp11;
  return asked;
}

std::string Tracker::question() const {
  if (waiting_.empty()) return {};
  const Question& question = waiting_.front();
  std::string text = question.asked.method.substr(0, kShownTarget);
  if (!question.target.empty()) text += " " + question.target.substr(0, kShownTarget);
  return text + " (request " + std::to_string(question.number) + ")";
}

void Tracker::replied() {
  if (!waiting_.empty())
    waiting_.pop_front();
  else if (!pending_.empty())
    answered_early_ = true;
}

}  // namespace wireassay::http
