// Names of verdicts.
#include "judge/verdict.h"

namespace wireassay::judge {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass: return "pass";
    case Verdict::Fail: return "fail";
    case Verdict::Warn: return "warn";
    case Verdict::Skip: return "skip";
    case Verdict::Known: return "known";
    case Verdict::Fixed: return "fixed";
    case Verdict::Error: return "error";
  }
  return "error";
}

}  // namespace wireassay::judge
