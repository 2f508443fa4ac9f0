// Lines of fields. Where a message's fields, printed again, are other octets than those that came,
// it says so and shows what is left.
#include "wire/tls/explanation.h"

#include <algorithm>
#include <array>

#include "core/escape.h"
#include "wire/tls/explain_words.h"
#include "wire/tls/rules.h"

namespace wireassay::tls {
namespace {

constexpr std::size_t kOnLine = 16, kLengthColumn = 6, kOctetsColumn = 12;
constexpr std::size_t kNameColumn = kOctetsColumn + 3 * kOnLine + 1,
                      kMeaningColumn = kNameColumn + 28;
/// Of a longer field only the first ones are shown.
constexpr std::size_t kMostShown = 2048;
constexpr std::size_t kMostLines = 20'000;

constexpr std::array kOddities = {
    Invariant{oddity::kTls10, "RFC 8996", "4", "MUST NOT", "A version that is deprecated",
              "TLS 1.0 MUST NOT be used."},
    Invariant{oddity::kTls11, "RFC 8996", "5", "MUST NOT", "A version that is deprecated",
              "TLS 1.1 MUST NOT be used."},
    Invariant{oddity::kRc4, "RFC 7465", "2", "MUST NOT", "A cipher suite with RC4",
              "TLS clients MUST NOT include RC4 cipher suites in the ClientHello message."},
    Invariant{oddity::kEmptyBlock, "RFC 5246", "7.4.1.2", "",
              "A block of extensions without extensions: it may be left out",
              "The presence of extensions can be detected by determining whether there are bytes "
              "following the compression_methods at the end of the ClientHello."},
    Invariant{oddity::kSha1, "RFC 9325", "4.5", "MUST NOT",
              "A certificate that is signed with SHA-1",
              "In addition, the use of the SHA-256 hash algorithm is RECOMMENDED and SHA-1 or MD5 "
              "MUST NOT be used"},
    Invariant{oddity::kJoined, "RFC 8446", "5.1", "", "A handshake message over several records",
              ""},
};

void pad(std::string& text, std::size_t column) {
  text.resize(std::max(text.size() + 1, column), ' ');
}

}  // namespace

std::string offset_text(std::size_t value) { return to_hex(number(value, value > 0xffff ? 4 : 2)); }

std::string octets_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " octet" : " octets");
}

std::string spaced(std::string_view octets) {
  std::string out;
  for (const char octet : octets.substr(0, kOnLine)) {
    if (!out.empty()) out += ' ';
    out += to_hex({&octet, 1});
  }
  return out;
}

void Explanation::heading(std::size_t at, const std::string& text) {
  if (!out_.empty()) out_ += "\n";
  out_ += offset_text(at) + "  " + text + "\n";
}

void Explanation::remark(const std::string& text) {
  out_ += std::string(kOctetsColumn, ' ') + text + "\n";
}

void Explanation::line(std::size_t at, std::string_view octets, std::string_view name,
                       std::size_t depth, const std::string& meaning, std::string_view clause) {
  if (++lines_ > kMostLines) return;
  std::string text = offset_text(at);
  pad(text, kLengthColumn);
  text += std::to_string(octets.size());
  pad(text, kOctetsColumn);
  text += spaced(octets);
  pad(text, kNameColumn);
  text += std::string(2 * depth, ' ') + escape(name);
  if (!meaning.empty() || !clause.empty()) {
    pad(text, kMeaningColumn);
    text += meaning;
    if (!clause.empty()) text += (meaning.empty() ? "[" : "  [") + std::string(clause) + "]";
  }
  out_ += text + "\n";
  for (std::size_t from = kOnLine; from < octets.size(); from += kOnLine) {
    if (from >= kMostShown) return remark("and " + octets_text(octets.size() - from) + " more");
    std::string more = offset_text(at + from);
    pad(more, kOctetsColumn);
    out_ += more + spaced(octets.substr(from)) + "\n";
  }
}

void Explanation::oddity_lines(std::size_t at, std::string_view id) {
  const auto* const own = std::ranges::find(kOddities, id, &Invariant::id);
  const auto known = std::ranges::find(rules(), id, &Invariant::id);
  Invariant rule{id, "", "", "", "", ""};
  if (own != kOddities.end())
    rule = *own;
  else if (known != rules().end())
    rule = *known;
  out_ += offset_text(at) + "  " + std::string(id) + ": " + std::string(rule.title) + "\n";
  if (rule.spec.empty()) return;
  out_ += "      " + std::string(rule.spec) + " section " + std::string(rule.clause);
  if (!rule.level.empty()) out_ += ", " + std::string(rule.level);
  if (!rule.quote.empty()) out_ += ": \"" + std::string(rule.quote) + "\"";
  out_ += "\n";
}

std::string Explanation::finish() {
  if (lines_ > kMostLines) remark("and " + std::to_string(lines_ - kMostLines) + " more fields");
  if (oddities_.empty()) return out_ + "\nNothing odd was found.\n";
  out_ += "\nOddities\n";
  std::ranges::sort(oddities_);
  oddities_.erase(std::ranges::unique(oddities_).begin(), oddities_.end());
  for (const auto& [at, id] : oddities_) oddity_lines(at, id);
  return out_;
}

void Walk::field(const Field& field, const std::string& path, std::size_t depth) {
  if (lost_) return;
  const std::string_view name = field.name;
  if (field.width != 0) {
    const std::size_t size = print(field).size() - field.width;
    const std::string_view came = take(field.width);
    if (came.size() < field.width) return;
    std::size_t declared = 0;
    for (const char octet : came) declared = declared << 8 | static_cast<unsigned char>(octet);
    std::string meaning = octets_text(declared);
    if (declared != size) meaning += " declared, " + std::to_string(size) + " there";
    out_.line(place(came), came, std::string(name) + ".length", depth, meaning, clause_of(path));
  }
  if (field.parts.empty()) return leaf(field, path, depth);
  for (const Field& part : field.parts)
    this->field(part, path + "." + part.name,
                depth + (field.width != 0 || field.parts.size() > 1 ? 1 : 0));
}

void Walk::rest() {
  const std::string_view left = std::string_view(message_.octets).substr(at_);
  if (left.empty()) return;
  out_.line(message_.place(at_), left, lost_ ? "(does not follow)" : "(no field)", 0,
            octets_text(left.size()), "");
  at_ = message_.octets.size();
}

std::size_t Walk::place(std::string_view came) const {
  return message_.place(static_cast<std::size_t>(came.data() - message_.octets.data()));
}

std::string_view Walk::take(std::size_t size) {
  const std::string_view came = std::string_view(message_.octets).substr(at_, size);
  if (came.size() < size)
    lost_ = true;
  else
    at_ += size;
  return came;
}

void Walk::leaf(const Field& field, const std::string& path, std::size_t depth) {
  if (field.octets.empty()) return;
  if (!std::string_view(message_.octets).substr(at_).starts_with(field.octets)) {
    lost_ = true;
    return;
  }
  const std::string_view came = take(field.octets.size());
  const std::size_t element = element_of(path);
  if (element == 0)
    return out_.line(place(came), came, field.name, depth, meaning_of({path, version_}, came),
                     field.width == 0 ? clause_of(path) : "");
  for (std::size_t at = 0; at < came.size(); at += element) {
    const std::string_view one = came.substr(at, element);
    out_.line(place(one), one, "", depth + 1, meaning_of({path, version_}, one), "");
  }
}

}  // namespace wireassay::tls
