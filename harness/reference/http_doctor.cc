// Request-lines, field lines and chunks as only mutants read them.
#include "reference/http_doctor.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/cursor.h"
#include "wire/http/chunked.h"
#include "wire/http/field.h"
#include "wire/http/uri.h"
#include "wire/http/validators.h"

namespace wireassay::reference {
namespace {

using enum HttpFault;

constexpr std::string_view kCrlf = "\r\n";
constexpr std::string_view kUnsatisfiable = "bytes=4294967295-";
constexpr std::uint64_t kLastOctet = 999;  // of the document that ranges are asked of
constexpr std::size_t kHexDigits = 16;     // of 64 bits

/// nullopt: the field line is passed over.
using Cure = std::optional<std::string> (*)(const std::string& value);
struct FieldCure {
  HttpFault fault;
  std::string_view field;
  Cure cure;
};

bool has_capitals(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return to_lower(c) != c; });
}

std::string without(std::string text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

/// Of 1*DIGIT; other digits are gone.
std::string modulo_64_bits(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  return std::to_string(value);
}

std::optional<std::string> drop(const std::string&) { return std::nullopt; }
std::optional<std::string> drop_capitals(const std::string& value) {
  if (has_capitals(value)) return std::nullopt;
  return value;
}
std::optional<std::string> misname_capitals(const std::string& value) {
  return has_capitals(value) ? "x" + value : value;
}
std::optional<std::string> make_strong(const std::string& value) { return without(value, "W/"); }
std::optional<std::string> drop_weak(const std::string& value) {
  if (value.starts_with("W/")) return std::nullopt;
  return value;
}
std::optional<std::string> drop_any(const std::string& value) {
  if (value == "*") return std::nullopt;
  return value;
}
std::optional<std::string> first_member(const std::string& value) {
  return value.substr(0, value.find(','));
}
std::optional<std::string> unsigned_number(const std::string& value) {
  return value.starts_with('+') ? value.substr(1) : value;
}
std::optional<std::string> wrapped(const std::string& value) {
  return std::ranges::all_of(value, is_digit) ? modulo_64_bits(value) : value;
}
std::optional<std::string> drop_close(const std::string& value) {
  if (http::has_token(value, "close")) return std::nullopt;
  return value;
}
std::optional<std::string> drop_other_than_chunked(const std::string& value) {
  const std::size_t last = value.find_last_of(", \t");
  const bool chunked = equal_ignoring_case(value.substr(last + 1), "chunked");
  if (!chunked) return std::nullopt;
  return value;
}
std::optional<std::string> chunked_alone(const std::string& value) {
  return value.ends_with("chunked") ? "chunked" : value;
}
std::optional<std::string> valid_host(const std::string& value) {
  return http::parse_host(value) ? value : "";
}
std::optional<std::string> drop_form(const std::string& value, http::DateForm form) {
  const auto date = http::parse_http_date(value, 0);
  if (date && date->form == form) return std::nullopt;
  return value;
}
std::optional<std::string> drop_rfc850(const std::string& value) {
  return drop_form(value, http::DateForm::Rfc850);
}
std::optional<std::string> drop_asctime(const std::string& value) {
  return drop_form(value, http::DateForm::Asctime);
}
std::optional<std::string> some_date(const std::string& value) {
  return http::parse_http_date(value, 0) ? value : "Fri, 31 Dec 9999 23:59:59 GMT";
}
std::optional<std::string> longer_range(const std::string& value) {
  auto ranges = http::parse_range(value);
  if (!ranges || ranges->specs.size() != 1 || !ranges->specs.front().first) return value;
  const http::RangeSpec& spec = ranges->specs.front();
  if (!spec.last) return value;
  return "bytes=" + std::to_string(*spec.first) + "-" + std::to_string(*spec.last + 1);
}
std::optional<std::string> prefix_range(const std::string& value) {
  const auto ranges = http::parse_range(value);
  if (!ranges || ranges->specs.size() != 1 || ranges->specs.front().first) return value;
  return "bytes=0-" + std::to_string(ranges->specs.front().last.value_or(1) - 1);
}
std::optional<std::string> refuse_beyond(const std::string& value) {
  const auto ranges = http::parse_range(value);
  const bool beyond = ranges && ranges->specs.size() == 1 &&
                      ranges->specs.front().first.value_or(0) <= kLastOctet &&
                      ranges->specs.front().last.value_or(0) > kLastOctet;
  return beyond ? std::string(kUnsatisfiable) : value;
}
std::optional<std::string> refuse_unit(const std::string& value) {
  return value.starts_with("bytes=") ? value : std::string(kUnsatisfiable);
}
std::optional<std::string> refuse_empty_elements(const std::string& value) {
  return http::split_list(value, http::List::Sender) ? value : std::string("\0", 1);
}

// clang-format off
constexpr FieldCure kFieldCures[] = {
    {HostInvalidAccepted,     "Host",                valid_host},
    {EmptyElementRefused,     "Connection",          refuse_empty_elements},
    {CloseIgnored,            "Connection",          drop_close},
    {CloseCaseSensitive,      "Connection",          drop_capitals},
    {LengthSignAccepted,      "Content-Length",      unsigned_number},
    {LengthListAccepted,      "Content-Length",      first_member},
    {LengthWraps,             "Content-Length",      wrapped},
    {UnknownCodingIgnored,    "Transfer-Encoding",   chunked_alone},
    {ChunkedNotLastAccepted,  "Transfer-Encoding",   drop_other_than_chunked},
    {ChunkedCaseSensitive,    "Transfer-Encoding",   misname_capitals},
    {ExpectCaseSensitive,     "Expect",              drop_capitals},
    {PutPartAccepted,         "Content-Range",       drop},
    {IfMatchIgnored,          "If-Match",            drop},
    {IfMatchWeak,             "If-Match",            make_strong},
    {IfNoneMatchStrong,       "If-None-Match",       drop_weak},
    {IfNoneMatchAnyIgnored,   "If-None-Match",       drop_any},
    {InvalidDateHonoured,     "If-Modified-Since",   some_date},
    {UnmodifiedSinceIgnored,  "If-Unmodified-Since", drop},
    {Rfc850DateMissed,        "If-Modified-Since",   drop_rfc850},
    {AsctimeDateMissed,       "If-Modified-Since",   drop_asctime},
    {RangeTooLong,            "Range",               longer_range},
    {SuffixFromStart,         "Range",               prefix_range},
    {RangeBeyondEndRefused,   "Range",               refuse_beyond},
    {RangeUnitUnknownRefused, "Range",               refuse_unit},
    {IfRangeWeakAccepted,     "If-Range",            make_strong},
    {IfRangeIgnored,          "If-Range",            drop},
};
// clang-format on

/// A head as lines without their ends; the first is the request-line.
class Head {
 public:
  Head(std::string_view text, const HttpFaults& faults) : faults_(faults) {
    while (!text.empty() && !text.starts_with(kCrlf)) {
      const std::size_t end = std::min(text.find(kCrlf), text.size());
      lines_.emplace_back(text.substr(0, end));
      text.remove_prefix(std::min(end + kCrlf.size(), text.size()));
    }
  }

  std::string cured() {
    cure_octets();
    cure_request_line();
    cure_lines();
    for (const FieldCure& row : kFieldCures) {
      if (fault(row.fault)) edit(row.field, row.cure);
    }
    cure_framing();
    cure_conditions();
    std::string text;
    for (const std::string& line : lines_) text += line + std::string(kCrlf);
    return text + std::string(kCrlf);
  }

  std::optional<std::string> value_of(std::string_view field) const {
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      if (is(lines_[i], field)) return value_in(lines_[i]);
    }
    return std::nullopt;
  }
  void edit(std::string_view field, Cure cure) {
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      if (!is(lines_[i], field)) continue;
      if (const auto value = cure(value_in(lines_[i]))) {
        lines_[i] = std::string(field) + ": " + *value;
      } else {
        lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(i--));
      }
    }
  }
  void add(std::string line) { lines_.push_back(std::move(line)); }

 private:
  bool fault(HttpFault fault) const { return faults_.has(fault); }
  static bool is(std::string_view line, std::string_view field) {
    return equal_ignoring_case(line.substr(0, line.find(':')), field);
  }
  static std::string value_in(std::string_view line) {
    line.remove_prefix(std::min(line.find(':') + 1, line.size()));
    const std::size_t from = std::min(line.find_first_not_of(" \t"), line.size());
    return std::string(line.substr(from, line.find_last_not_of(" \t") + 1 - from));
  }
  /// All lines of a name but the first.
  void keep_first(std::string_view field) {
    bool seen = false;
    std::erase_if(lines_, [&](const std::string& line) {
      return is(line, field) && std::exchange(seen, true);
    });
  }
  void remove(std::string_view field) { edit(field, drop); }

  void cure_octets() {
    if (lines_.empty()) return;
    for (std::string& line : lines_) {
      if (fault(BareCrKept)) std::ranges::replace(line, '\r', 'x');
    }
    if (!fault(NulDropped)) return;
    for (auto line = lines_.begin() + 1; line < lines_.end(); ++line) {
      const auto value = std::ranges::find(*line, ':');
      line->erase(std::remove(value, line->end(), '\0'), line->end());
    }
  }

  void cure_request_line();
  void cure_method(std::string& method, const std::string& target);
  void cure_target(std::string& target);
  void cure_lines();
  void cure_framing();
  void cure_conditions();

  std::vector<std::string> lines_;
  const HttpFaults& faults_;
};

void Head::cure_request_line() {
  if (lines_.empty()) return;
  std::string& line = lines_.front();
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string::npos || first == last) return;
  std::string method = line.substr(0, first), target = line.substr(first + 1, last - first - 1),
              version = line.substr(last + 1);
  cure_method(method, target);
  cure_target(target);
  if (fault(VersionCaseIgnored)) std::ranges::transform(version, version.begin(), to_upper);
  if (fault(MinorVersionRefused) && version == "HTTP/1.2") version = "HTTP/2.0";
  const bool coded = value_of("Transfer-Encoding").has_value();
  if (fault(CodingOfOldVersionOpen) && coded && version == "HTTP/1.0") version = "HTTP/1.1";
  line = method + " " + target + " " + version;
}

void Head::cure_method(std::string& method, const std::string& target) {
  constexpr std::string_view kKnown[] = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                         "CONNECT", "OPTIONS", "TRACE", "PATCH"};
  if (fault(MethodCaseIgnored)) std::ranges::transform(method, method.begin(), to_upper);
  const bool known = std::ranges::find(kKnown, method) != std::end(kKnown);
  if (fault(UnknownMethodAccepted) && !known && target.starts_with('/')) method = "GET";
}

void Head::cure_target(std::string& target) {
  if (fault(TargetSpaceAccepted)) target.erase(std::min(target.find(' '), target.size()));
  if (fault(FragmentAccepted)) target.erase(std::min(target.find('#'), target.size()));
  if (fault(PercentInvalidAccepted)) {
    for (std::size_t at = target.find('%'); at != std::string::npos;
         at = target.find('%', at + 1)) {
      const std::string digits = target.substr(at + 1, 2);
      if (digits.size() < 2 || !std::ranges::all_of(digits, is_hex)) target.erase(at, 1);
    }
  }
  if (fault(HttpsInClearAccepted) && target.starts_with("https://")) target.erase(4, 1);
  if (fault(AsteriskRefused) && target == "*") target = "x";
  const std::size_t scheme = target.find("://");
  if (scheme == std::string::npos || target.starts_with('/')) return;
  if (fault(AbsoluteFormHostWins)) {
    const std::size_t from = scheme + 3, end = std::min(target.find('/', from), target.size());
    target.replace(from, end - from, value_of("Host").value_or(""));
  }
  if (fault(AbsoluteFormRefused)) target = "x";
}

/// Field lines that are none.
void Head::cure_lines() {
  if (lines_.size() < 2) return;
  if (fault(SpaceBeforeFieldAccepted)) lines_[1].erase(0, lines_[1].find_first_not_of(" \t"));
  std::vector<std::string> kept = {lines_.front()};
  for (auto line = lines_.begin() + 1; line != lines_.end(); ++line) {
    const std::size_t colon = line->find(':');
    const bool folded = line->starts_with(' ') || line->starts_with('\t');
    if (folded && fault(ObsFoldDropped)) continue;
    if (colon == std::string::npos) {
      if (!fault(FieldWithoutColonAccepted)) kept.push_back(*line);
      continue;
    }
    const std::size_t end = line->find_last_not_of(" \t", colon - (colon > 0 ? 1 : 0)) + 1;
    if (fault(SpaceBeforeColonAccepted) && end < colon) line->erase(end, colon - end);
    if (fault(FieldNameInvalidAccepted) && end == colon && !http::is_token(line->substr(0, colon)))
      continue;
    kept.push_back(*line);
  }
  lines_ = std::move(kept);
}

void Head::cure_framing() {
  if (fault(HostMissingAccepted) && !value_of("Host")) add("Host:");
  if (fault(HostRepeatedAccepted)) keep_first("Host");
  if (fault(LengthRepeatedAccepted)) keep_first("Content-Length");
  const bool both = value_of("Content-Length") && value_of("Transfer-Encoding");
  if (both && fault(LengthBesideCodingOpen)) remove("Content-Length");
  if (both && fault(LengthWinsOverCoding)) remove("Transfer-Encoding");
  if (fault(ChunkedRefused) && value_of("Transfer-Encoding") == "chunked") {
    remove("Transfer-Encoding");
    add("Transfer-Encoding: x, chunked");
  }
  if (fault(ContentOfGetMissed) && lines_.front().starts_with("GET ")) remove("Content-Length");
}

void Head::cure_conditions() {
  if (fault(ModifiedSinceWins) && value_of("If-Modified-Since")) remove("If-None-Match");
  const auto authorization = value_of("Authorization");
  if (fault(SchemeCaseSensitive) && authorization && !authorization->starts_with("Basic "))
    remove("Authorization");
}

}  // namespace

std::string doctored_head(std::string_view head, const HttpFaults& faults) {
  if (head.starts_with(kCrlf)) return std::string(head);  // more empty lines than are passed over
  return Head(head, faults).cured();
}

std::string cut_to_length(std::string_view request) {
  const std::size_t end = request.find("\r\n\r\n");
  if (end == std::string_view::npos || request.starts_with(kCrlf)) return std::string(request);
  const std::string_view body = request.substr(end + 4);
  const HttpFaults none;
  Head head(request.substr(0, end + 4), none);
  if (!head.value_of("Content-Length")) return std::string(request);
  head.edit("Content-Length", drop);
  head.add("Content-Length: " + std::to_string(body.size()));
  return head.cured() + std::string(body);
}

namespace {

/// The line of a chunk-size.
std::string doctored_size(std::string line, const HttpFaults& faults) {
  constexpr std::string_view kWrong = "x";
  if (faults.has(ChunkSizePrefixAccepted) && line.starts_with("0x")) line.erase(0, 2);
  const std::string digits = line.substr(0, line.find(';'));
  if (faults.has(ChunkSizeWraps) && digits.size() > kHexDigits)
    line.erase(0, digits.size() - kHexDigits);
  if (faults.has(ChunkSizeCapitalsRefused) && has_capitals(digits)) return std::string(kWrong);
  if (faults.has(ChunkExtRefused) && digits.size() < line.size()) return std::string(kWrong);
  return line;
}

std::uint64_t size_in(std::string_view line) {
  std::uint64_t size = 0;
  for (const char c : line) {
    if (!is_hex(c) || size > UINT32_MAX) break;
    size = size * 16 + static_cast<std::uint64_t>(is_digit(c) ? c - '0' : to_upper(c) - 'A' + 10);
  }
  return size;
}

}  // namespace

std::string doctored_chunks(std::string_view body, const HttpFaults& faults) {
  std::string text;
  while (true) {
    const std::size_t end = body.find(kCrlf);
    if (end == std::string_view::npos) break;
    const std::string line = doctored_size(std::string(body.substr(0, end)), faults);
    const std::uint64_t size = size_in(line);
    text.append(line).append(kCrlf);
    body.remove_prefix(end + kCrlf.size());
    if (size == 0 || body.size() < size + kCrlf.size()) break;
    text += body.substr(0, size);
    text += faults.has(ChunkEndUnchecked) ? kCrlf : body.substr(size, kCrlf.size());
    body.remove_prefix(size + kCrlf.size());
  }
  return text + std::string(body);
}

}  // namespace wireassay::reference
