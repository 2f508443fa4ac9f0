#include "import/imaptest_step.h"

#include <algorithm>

#include "core/cursor.h"
#include "core/escape.h"
#include "import/toml.h"

namespace wireassay::importer {
namespace {

constexpr std::size_t kQuoted = 200;
constexpr std::size_t kKeyColumns = 8;

}  // namespace

void StepText::set(std::string_view key, const std::string& value) {
  const std::size_t spaces = key.size() < kKeyColumns ? kKeyColumns - key.size() : 0;
  lines_ += std::string(key) + std::string(spaces, ' ') + " = " + value + "\n";
}

void StepText::send(const std::vector<Sent>& parts, std::size_t at) {
  const Sent& part = parts[at];
  const std::string size = announced(part, "}");
  if (at == 0) return set("send", toml_string(part.text + size));
  std::string bytes = "${" + parts[at - 1].literal + "}";
  for (const char c : part.text) bytes += c == '\\' ? std::string("\\\\") : std::string(1, c);
  set("send_bytes", toml_string(bytes + size + "\\r\\n"));
}

std::string announced(const Sent& part, std::string_view end) {
  if (part.literal.empty()) return {};
  std::string sign = part.binary ? "~" : "";
  // A dollar before it would be read as part of it.
  if (part.text.ends_with('$') && !part.binary) sign = "$";
  return sign + "{${len(" + part.literal + ")}" + std::string(end);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

std::string_view outcome_of(Answer answer) {
  switch (answer) {
    case Answer::Ok: return "OK";
    case Answer::No: return "NO";
    case Answer::Bad: return "BAD";
    case Answer::Any: return "OK|NO|BAD";
  }
  return "OK|NO|BAD";
}

std::string id_part(std::string_view name) {
  std::string out;
  for (const char c : lower(name)) {
    if (is_alnum(c))
      out += c;
    else if (!out.empty() && !out.ends_with('-'))
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out.empty() ? "script" : out;
}

std::string shown(std::string_view line) {
  const bool verbatim =
      line.size() <= kQuoted && fits_toml(line) && line.find('\r') == std::string_view::npos;
  return verbatim ? std::string(line) : escape_short(line, kQuoted);
}

std::size_t variables_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2))
    ++count;
  return count;
}

}  // namespace wireassay::importer
