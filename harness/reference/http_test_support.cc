// Feeds a session piece by piece, as the front does.
#include "reference/http_test_support.h"

#include <algorithm>
#include <memory>

#include "core/cursor.h"

namespace wireassay::reference::testing {
namespace {

constexpr std::int64_t kNow = 784111777, kDay = 86400;
constexpr std::string_view kEnd = "{end}", kCut = "{|}", kClose = "close\r\n";

}  // namespace

HttpBench::HttpBench(const std::vector<std::string>& faults, bool tls)
    : accounts_("reference.test", {{"u01", "u01@reference.test", "secret"}}),
      documents_(kNow - kDay),
      tls_(tls) {
  context_.accounts = &accounts_;
  context_.documents = &documents_;
  context_.names = {"reference.test"};
  context_.now = [] { return kNow; };
  context_.faults = http_faults(faults);
}

std::string HttpBench::talk(std::string_view in, const std::vector<std::size_t>& cuts) {
  said_.clear();
  closed_ = false;
  session_ = std::make_unique<HttpSession>(context_, tls_);
  hear(session_->greet());
  const bool ends = in.ends_with(kEnd);
  if (ends) in.remove_suffix(kEnd.size());
  std::size_t from = 0;
  for (const std::size_t cut : cuts) {
    feed(in.substr(from, cut - from));
    from = cut;
  }
  in.remove_prefix(from);
  for (std::size_t cut = in.find(kCut); cut != std::string_view::npos; cut = in.find(kCut)) {
    feed(in.substr(0, cut));
    in.remove_prefix(cut + kCut.size());
  }
  feed(in);
  if (ends && !closed_) hear(session_->ended());
  return said_;
}

void HttpBench::feed(std::string_view in) {
  if (closed_ || in.empty()) return;
  SessionOutput out = session_->feed(in);
  while (out.more) {
    hear(out);
    out = session_->feed({});
  }
  hear(out);
}

void HttpBench::hear(const SessionOutput& out) {
  said_ += out.octets;
  if (out.close) said_ += kClose;
  closed_ = closed_ || out.close;
}

/// Echoed request-lines have no code behind their version.
std::string statuses(std::string_view said) {
  constexpr std::string_view kVersion = "HTTP/1.";
  std::string all;
  const bool closed = said.ends_with(kClose);
  for (std::size_t at = said.find(kVersion); at != std::string_view::npos;
       at = said.find(kVersion, at + 1)) {
    const std::string_view code = said.substr(std::min(at + kVersion.size() + 1, said.size()), 4);
    if (code.size() < 4 || code.front() != ' ' || !std::ranges::all_of(code.substr(1), is_digit))
      continue;
    all.append(all.empty() ? "" : " ").append(code.substr(1));
  }
  if (closed) all.append(all.empty() ? "" : " ").append("close");
  return all;
}

}  // namespace wireassay::reference::testing
