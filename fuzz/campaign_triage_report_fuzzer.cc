// What a target prints as it dies: campaign/triage_report.h. The octets of the input that killed it
// are among that. Reports of the same bug have one key, without line ends.
#include "campaign/triage_report.h"

#include "bounded.h"
#include "testing/text.h"

namespace wireassay {
namespace {

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

}  // namespace

void fuzz(std::string_view in) {
  fuzzing::require(testing::broken_text(in, campaign::read_report));
  const fuzzing::Bounded bounded(in);
  const campaign::CrashReport report = campaign::read_report(in);
  require(in.contains(report.text), "a report that was not printed", in);
  const std::string key = campaign::key_of(report);
  require(key.empty() == report.kind.empty(), "a key without a kind, or a kind without one", in);
  require(!key.contains('\n'), "a key of two lines", in);
  require(campaign::our_frames(report).size() <= report.frames.size(), "more frames", in);
  const std::string message = campaign::general_message(report.invariant);
  require(campaign::general_message(message) == message, "generalised twice another message", in);
}

}  // namespace wireassay
