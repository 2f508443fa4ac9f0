#include "declared.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <sstream>

namespace wireassay::fuzzing {
namespace {

constexpr std::array<std::string_view, 7> kVerbs = {"parse",  "read",  "decode",  "load",
                                                    "import", "split", "unescape"};
constexpr std::array<std::string_view, 4> kAnswers = {"Parsed<", "Decoded<", "Checked<",
                                                      "TemplateResult<"};
constexpr std::array<std::string_view, 3> kInputs = {"std::string_view", "Cursor&", "istream&"};

bool says_so(std::string_view name) {
  return std::ranges::any_of(kVerbs, [name](std::string_view verb) {
    const std::string behind = "_" + std::string(verb);
    return name == verb || name.starts_with(std::string(verb) + "_") || name.ends_with(behind);
  });
}

bool has_any(std::string_view text, const auto& words) {
  return std::ranges::any_of(words, [text](std::string_view word) { return text.contains(word); });
}

/// The function that a declaration declares, if it reads something from outside.
std::string parser_of(const std::string& declaration) {
  static const std::regex kFunction(R"(^(.*[\w>&*\]] )([a-z]\w*)$)");
  const std::size_t open = declaration.find('(');
  if (open == std::string::npos) return {};
  const std::string head = declaration.substr(0, open);
  std::smatch parts;
  if (!std::regex_match(head, parts, kFunction)) return {};
  const std::string result = parts[1], name = parts[2];
  if (!has_any(std::string_view(declaration).substr(open), kInputs)) return {};
  return has_any(result, kAnswers) || says_so(name) ? name : std::string();
}

/// What a scan of a header goes through.
class Scan {
 public:
  void line(const std::string& line) {
    static const std::regex kNamespace(R"(^namespace wireassay(?:::([\w:]+))? \{)");
    static const std::regex kClass(R"(^(class|struct) (\w+)[^;]*$)");
    std::smatch parts;
    if (std::regex_search(line, parts, kNamespace)) {
      namespace_ = parts[1];
    } else if (class_.empty() && std::regex_match(line, parts, kClass)) {
      class_ = parts[2];
      public_ = parts[1] == "struct";
      if (line.ends_with("};")) class_.clear();
    } else if (line == "};") {
      class_.clear();
      declaration_.clear();
    } else if (line.starts_with(" public:") || line.starts_with(" private:") ||
               line.starts_with(" protected:")) {
      public_ = line.starts_with(" public:");
      declaration_.clear();
    } else {
      add(line);
    }
  }
  std::vector<std::string> found() {
    std::ranges::sort(found_);
    found_.erase(std::ranges::unique(found_).begin(), found_.end());
    return std::move(found_);
  }

 private:
  void add(const std::string& line) {
    const std::size_t text = line.find_first_not_of(' ');
    if (text == std::string::npos || line.starts_with('#')) return declaration_.clear();
    declaration_ += (declaration_.empty() ? "" : " ") + line.substr(text);
    if (!declaration_.contains(';') && !declaration_.contains('{')) return;
    const std::string name = parser_of(declaration_);
    declaration_.clear();
    if (name.empty() || (!class_.empty() && !public_)) return;
    std::string full = namespace_;
    for (const std::string& part : {class_, name})
      if (!part.empty()) full += (full.empty() ? "" : "::") + part;
    found_.push_back(full);
  }

  std::string namespace_, class_, declaration_;
  bool public_ = true;
  std::vector<std::string> found_;
};

std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = name.find("::");
    parts.emplace_back(name.substr(0, end));
    if (end == std::string_view::npos) return parts;
    name.remove_prefix(end + 2);
  }
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where `word` stands and is no part of another; npos: nowhere from `at` on.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t at = 0) {
  for (at = text.find(word, at); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_word(text[at - 1]);
    if (begins && (end == text.size() || !is_word(text[end]))) return at;
  }
  return at;
}
bool has_word(std::string_view text, std::string_view word) {
  return find_word(text, word) != std::string_view::npos;
}

/// "namespace wireassay::tls {", "using namespace tls;"
bool is_inside(std::string_view text, std::string_view space) {
  constexpr std::string_view kBegin = "namespace ";
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos;
       at = text.find(kBegin, at + 1)) {
    std::string_view name = text.substr(at + kBegin.size());
    name = name.substr(0, name.find_first_of(" ;{\n="));
    if (has_word(name, space)) return true;
  }
  return false;
}

}  // namespace

std::string without_comments(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (text.substr(at).starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at).starts_with("/*")) {
      at = std::min(text.find("*/", at), text.size() - 2) + 2;
    } else if (c == '"' || (c == '\'' && (out.empty() || std::isalnum(out.back()) == 0))) {
      out += c;
      for (++at; at < text.size() && text[at] != c && text[at] != '\n'; ++at)
        if (text[at] == '\\') ++at;
      if (at < text.size()) out += text[at++];
    } else {
      out += c;
      ++at;
    }
  }
  return out;
}

std::vector<std::string> declared_parsers(std::string_view header) {
  std::istringstream lines(without_comments(header));
  Scan scan;
  for (std::string line; std::getline(lines, line);) {
    while (line.ends_with(' ')) line.pop_back();
    scan.line(line);
  }
  return scan.found();
}

bool names_parser(std::string_view target, std::string_view parser) {
  std::vector<std::string> parts = parts_of(parser);
  const bool is_member =
      parts.size() > 1 && std::isupper(static_cast<unsigned char>(parts[parts.size() - 2][0])) != 0;
  if (is_member) parts.pop_back();
  const std::string name = parts.back();
  parts.pop_back();
  if (!has_word(target, name)) return false;
  if (parts.empty()) return true;
  return has_word(target, parts.back() + "::" + name) || is_inside(target, parts.back());
}

std::vector<std::string> included(std::string_view text) {
  static const std::regex kInclude(R"(#include "([^"]+)\")");
  const std::string all(text);
  std::vector<std::string> names;
  for (std::sregex_iterator at(all.begin(), all.end(), kInclude), end; at != end; ++at)
    names.push_back((*at)[1]);
  return names;
}

}  // namespace wireassay::fuzzing
