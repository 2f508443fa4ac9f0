// Journals of runs: report/journal.h. A journal cut off anywhere behind its head has the results of
// its whole lines, and a journal of what was read is read as that.
#include "report/journal.h"

#include "bounded.h"
#include "report/report.h"

namespace wireassay {
namespace {

using Results = std::vector<judge::Result>;

constexpr testing::WorkLimits kLimits{
    .steps = 200'000, .steps_per_octet = 4000, .heap = 1 << 20, .heap_per_octet = 4096};

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

std::string journal_of(const report::JournalHead& head, const Results& results) {
  std::string text = report::head_line(head) + "\n";
  for (const judge::Result& one : results) text += report::json_case(one) + "\n";
  return text;
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, kLimits);
  const report::JournalHead head{
      .targets = {"smtp://127.0.0.1:25"}, .reading = "", .shard = "1/1", .suite = "fuzz"};
  const std::string begin = report::head_line(head) + "\n";
  (void)report::parse_journal(in, head);  // of another run, mostly
  const testing::ExactBuffer whole(begin + std::string(in));
  const auto results = report::parse_journal(whole.view(), head);
  if (!results) return require(!results.error().message.empty(), "refused without a reason", in);
  const std::string written = journal_of(head, *results);
  const auto again = report::parse_journal(written, head);
  require(again && journal_of(head, *again) == written, "written otherwise", in);
  const testing::ExactBuffer half(whole.view().substr(0, begin.size() + in.size() / 2));
  const auto before = report::parse_journal(half.view(), head);
  require(before && before->size() <= results->size(), "cut off it is another journal", in);
}

}  // namespace wireassay
