// Drawn on standard error at most ten times a second.
#include "cli/progress.h"

#include <cstdio>

namespace wireassay::cli {

void Progress::judged(const judge::Result& result) {
  const bool bad =
      result.verdict == judge::Verdict::Fail || result.verdict == judge::Verdict::Error;
  bad_ += bad ? 1 : 0;
}

void Progress::show(std::size_t done, std::size_t total, const std::string& id) {
  if (!on_) return;
  const auto now = std::chrono::steady_clock::now();
  if (done != total && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  std::fprintf(stderr, "\r\x1b[K%zu/%zu  %zu failed  %.60s", done, total, bad_, id.c_str());
  std::fflush(stderr);
}

void Progress::clear() {
  if (on_) std::fputs("\r\x1b[K", stderr);
}

}  // namespace wireassay::cli
