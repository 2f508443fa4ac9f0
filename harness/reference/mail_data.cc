// Looks for <CRLF>.<CRLF> and, in mutants, for what must not be taken for it.
#include "reference/mail_data.h"

#include <algorithm>
#include <array>

namespace wireassay::reference {
namespace {

using enum SmtpFault;
using namespace std::string_view_literals;

constexpr std::string_view kCrlf = "\r\n";

/// A sequence that ends the mail data. `keep`: octets at its front that belong to the content;
/// `back`: octets at its end that are not taken; `not_before_lf`: no end where an LF follows.
struct Terminator {
  std::string_view octets;
  std::size_t keep;
  std::optional<SmtpFault> fault;
  std::size_t back = 0;
  bool not_before_lf = false;
};

/// RFC 5321 4.1.1.4: "<CRLF>.<CRLF>", and nothing else. The legal end comes first, so that it wins
/// where two begin at the same octet.
constexpr std::array kTerminators = {
    Terminator{"\r\n.\r\n"sv, 2, std::nullopt},
    Terminator{"\n.\n"sv, 1, EndLfDotLf},
    Terminator{"\n.\n"sv, 1, EndLfMode},
    Terminator{"\r\n.\n"sv, 2, EndCrlfDotLf},
    Terminator{"\n.\r\n"sv, 1, EndLfDotCrlf},
    Terminator{"\r.\r"sv, 1, EndCrDotCr},
    Terminator{"\r.\n"sv, 1, EndCrDotLf},
    Terminator{"\r.\r\n"sv, 1, EndCrDotCrlf},
    Terminator{"\n.\r"sv, 1, EndLfDotCr, 0, true},
    Terminator{"\r\n.\r"sv, 2, EndCrlfDotCr, 0, true},
    Terminator{"\r\n.\r\r\n"sv, 2, EndCrlfDotCrcrlf},
    Terminator{"\r\n\0.\r\n"sv, 2, EndNulDot},
    Terminator{"\r\n.\0\r\n"sv, 2, EndDotNul},
    Terminator{"\r\n. \r\n"sv, 2, EndDotSpace},
    Terminator{"\r\n .\r\n"sv, 2, EndSpaceDot},
    Terminator{"\r\n..\r\n"sv, 2, StuffedDotEndsData},
    Terminator{"\r\nNOOP\r\n"sv, 2, DataLinesAreCommands, 6},
};
constexpr std::size_t kLongestTerminator = 8;

}  // namespace

MailData::MailData(std::size_t limit, const SmtpFaults& faults,
                   std::optional<std::uint64_t> declared_size)
    : faults_(faults), limit_(limit), declared_size_(declared_size), raw_(kCrlf) {}

std::size_t MailData::feed(std::string_view octets) {
  const std::size_t before = raw_.size();
  raw_ += octets;
  const bool whole_only = faults_.has(DataEndLostWhenSplit) && before > kCrlf.size();
  const std::size_t overlap = std::min(before, kLongestTerminator);
  const std::optional<End> end = find_end(whole_only ? before : before - overlap);
  if (end) {
    finish(end->content);
    return std::min(octets.size(), end->next > before ? end->next - before : 0);
  }
  // Stuffing at most doubles the content; beyond that only the tail matters, in which an end may
  // have begun.
  if (raw_.size() > 2 * limit_ + kLongestTerminator) {
    lf_mode();
    too_large_ = true;
    raw_.erase(0, raw_.size() - kLongestTerminator);
  }
  return octets.size();
}

std::optional<MailData::End> MailData::find_end(std::size_t from) {
  std::optional<End> best;
  std::size_t best_at = std::string::npos;
  for (const Terminator& terminator : kTerminators) {
    if (terminator.fault && !faults_.has(*terminator.fault)) continue;
    if (terminator.fault == EndLfMode && !lf_mode()) continue;
    const std::size_t at = raw_.find(terminator.octets, from);
    if (at == std::string::npos || at >= best_at) continue;
    const std::size_t next = at + terminator.octets.size();
    if (terminator.not_before_lf && (next == raw_.size() || raw_.at(next) == '\n')) continue;
    best_at = at;
    best = End{.content = at + terminator.keep, .next = next - terminator.back};
  }
  if (faults_.has(SizeEndsData) && declared_size_ && *declared_size_ + kCrlf.size() < raw_.size()) {
    const std::size_t cut = static_cast<std::size_t>(*declared_size_) + kCrlf.size();
    if (!best || cut < best->content) best = End{.content = cut, .next = cut};
  }
  return best;
}

/// The first line, once it is there, decides.
bool MailData::lf_mode() {
  if (!lf_mode_) {
    const std::size_t lf = raw_.find('\n', kCrlf.size());
    if (lf == std::string::npos) return false;
    lf_mode_ = raw_.at(lf - 1) != '\r';
  }
  return *lf_mode_;
}

void MailData::finish(std::size_t content_end) {
  done_ = true;
  const std::size_t begin = std::min(kCrlf.size(), content_end);
  raw_ = unstuff(std::string_view(raw_).substr(begin, content_end - begin), faults_);
  too_large_ = too_large_ || raw_.size() > limit_;
  if (too_large_ && !faults_.has(MessageOverLimitAccepted)) raw_.clear();
  bare_ = has_bare_cr_or_lf(raw_);
}

bool has_bare_cr_or_lf(std::string_view content) {
  for (std::size_t at = content.find_first_of(kCrlf); at != std::string_view::npos;
       at = content.find_first_of(kCrlf, at + kCrlf.size())) {
    if (content.substr(at, kCrlf.size()) != kCrlf) return true;
  }
  return false;
}

std::string unstuff(std::string_view content, const SmtpFaults& faults) {
  std::string plain;
  plain.reserve(content.size());
  while (!content.empty()) {
    const std::size_t crlf = content.find(kCrlf);
    const std::size_t size = crlf == std::string_view::npos ? content.size() : crlf + kCrlf.size();
    std::string_view line = content.substr(0, size);
    content.remove_prefix(size);
    const bool kept = faults.has(DotNotRemoved) ||
                      (faults.has(DotOnlyRemovedWhenDoubled) && !line.starts_with(".."));
    if (line.starts_with('.') && !kept) line.remove_prefix(1);
    plain += line;
  }
  return plain;
}

}  // namespace wireassay::reference
