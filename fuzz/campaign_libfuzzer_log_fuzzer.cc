// The engine's log: campaign/libfuzzer_log.h. However it is cut, it says the same.
#include "campaign/libfuzzer_log.h"

#include <algorithm>

#include "bounded.h"

namespace wireassay {
namespace {

campaign::LogReader read(std::string_view in, std::size_t piece) {
  campaign::LogReader reader;
  for (; !in.empty(); in.remove_prefix(std::min(piece, in.size())))
    reader.feed(in.substr(0, piece));
  return reader;
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  const campaign::LogReader whole = read(buffer.view(), SIZE_MAX);
  for (const std::size_t piece : {1UL, 61UL}) {
    const campaign::LogReader cut = read(buffer.view(), piece);
    if (cut.stats() != whole.stats() || cut.status_lines() != whole.status_lines() ||
        cut.finished() != whole.finished() || cut.trouble() != whole.trouble())
      fuzzing::require(testing::internal::at("in pieces another log", in));
  }
  if (whole.trouble().size() > campaign::kMaxLogLine)
    fuzzing::require(testing::internal::at("trouble longer than a line may be", in));
}

}  // namespace wireassay
