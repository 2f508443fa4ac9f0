// Verbatim quotes, white space aside.
#include "cli/quotes.h"

#include <cctype>
#include <map>
#include <optional>

#include "cli/context.h"
#include "core/files.h"

namespace wireassay::cli {
namespace {

bool blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\f") == std::string_view::npos;
}

/// "Klensin                     Standards Track                    [Page 12]"
bool is_footer(std::string_view line) {
  const std::size_t page = line.find("[Page ");
  return page != std::string_view::npos && page > 0 &&
         line.find(']', page) != std::string_view::npos;
}

/// "RFC 5321                          SMTP                      October 2008" at the top of a page
bool is_header(std::string_view line) {
  return line.starts_with("RFC ") && line.find("    ") != std::string_view::npos && !line.empty() &&
         std::isdigit(static_cast<unsigned char>(line.back())) != 0;
}

std::string file_of(const std::string& spec) {
  if (!spec.starts_with("RFC ")) return "";
  return "rfc" + spec.substr(4, spec.find(' ', 4) - 4) + ".txt";
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char octet : text) {
    if (std::isspace(static_cast<unsigned char>(octet)) != 0) {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += octet;
  }
  return out;
}

std::string fold_rfc(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    while (!line.empty() && line.front() == '\f') line.remove_prefix(1);
    if (blank(line) || is_footer(line) || is_header(line)) continue;
    kept.append(line).append("\n");
  }
  return fold(kept);
}

QuoteCheck check_quotes(const std::vector<scenario::Case>& cases, const std::string& folder) {
  QuoteCheck result;
  std::map<std::string, std::optional<std::string>> texts;
  for (const scenario::Case& c : cases) {
    const std::string name = file_of(c.spec);
    if (c.quote.empty() || name.empty()) continue;
    if (!texts.contains(name)) {
      const auto text = read_file(folder + "/" + name);
      texts[name] = text ? std::optional(fold_rfc(*text)) : std::nullopt;
    }
    const std::optional<std::string>& text = texts[name];
    if (!text) {
      ++result.absent;
      continue;
    }
    ++result.checked;
    if (text->find(fold(c.quote)) != std::string::npos) continue;
    result.problems.push_back(
        {c.file, c.at,
         c.full_id() + ": the quote does not stand in " + c.spec + ": \"" + c.quote + "\"", ""});
  }
  return result;
}

}  // namespace wireassay::cli
