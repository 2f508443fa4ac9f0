// A light reading of C++: comments, literals, brackets; enough for the house's own style.
#include "campaign/coverage_grammar.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace wireassay::campaign {
namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct Literal {
  std::size_t at = 0, end = 0;  ///< of its quotes
  std::string text;
};

/// A source with comments and the insides of literals blanked, of the same size, and its literals.
struct Scanned {
  std::string code;
  std::vector<Literal> literals;
};

std::size_t end_of_literal(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != quote && text[at] != '\n'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at, text.size() - 1);
}

Scanned scan(std::string_view text) {
  Scanned out{std::string(text), {}};
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (; from < to; ++from)
      if (out.code[from] != '\n') out.code[from] = ' ';
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("//")) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      blank(at, end);
      at = end;
    } else if (text.substr(at).starts_with("/*")) {
      const std::size_t end = std::min(text.find("*/", at), text.size() - 2) + 2;
      blank(at, end);
      at = end - 1;
    } else if (text[at] == '"' || (text[at] == '\'' && (at == 0 || !is_name(text[at - 1])))) {
      const std::size_t end = end_of_literal(text, at);
      if (text[at] == '"')
        out.literals.push_back({at, end, std::string(text.substr(at + 1, end - at - 1))});
      blank(at + 1, end);
      at = end;
    }
  }
  return out;
}

struct Position {
  unsigned line = 1, column = 1;
};

Position position(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line = before.rfind('\n');
  return {static_cast<unsigned>(std::ranges::count(before, '\n')) + 1,
          static_cast<unsigned>(line == std::string_view::npos ? at + 1 : at - line)};
}

/// "faults.add" of the call or braces that hold what is at `at`; empty: no such.
std::string head_of(std::string_view code, std::size_t at) {
  int depth = 0;
  while (at-- > 0) {
    const char c = code[at];
    if (c == ')' || c == '}' || c == ']') ++depth;
    if (c == ';' && depth == 0) return {};
    if ((c == '(' || c == '{' || c == '[') && depth-- == 0) break;
  }
  if (at == std::string_view::npos || code[at] == '[') return {};
  std::size_t from = at;
  while (from > 0 && (is_name(code[from - 1]) || code[from - 1] == '.')) --from;
  return std::string(code.substr(from, at - from));
}

/// Calls that make a refusal or a deviation of the rule they name.
bool states(std::string_view head) {
  static constexpr auto kStating = std::to_array<std::string_view>(
      {"refuse", "refused", "fail", "fail_keyword", "malformed", "too_long", "ParseError",
       "CommandError", "Refusal", "ParameterError"});
  const std::size_t dot = head.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? head : head.substr(dot + 1);
  return std::ranges::find(kStating, name) != kStating.end() ||
         (name == "add" && head.find("fault") != std::string_view::npos);
}

/// Readers that are told which rule they stand for. Those of TLS are told the name of a field.
bool hands_on(const std::string& file, std::string_view head) {
  static constexpr auto kReaders = std::to_array<std::string_view>(
      {"need", "number_in", "fixed", "astring", "atom", "string", "number", "nz_number", "set_of",
       "list", "list_or_empty", "known_set", "check_digits", "parse_digits", "take_position",
       "read_path", "parse_tokens"});
  if (file.starts_with("harness/wire/tls/")) return false;
  const std::size_t dot = head.rfind('.');
  return std::ranges::find(kReaders, dot == std::string_view::npos ? head : head.substr(dot + 1)) !=
         kReaders.end();
}

/// The name of a production, not a sentence or an octet.
bool is_production(std::string_view text) {
  return text.size() > 1 && !(text[0] >= '0' && text[0] <= '9') && text[0] != '_' &&
         std::ranges::all_of(text, [](char c) { return is_name(c) || c == '-'; });
}

/// `inline constexpr std::string_view kName = "smtp.same-code";`
std::map<std::string, std::string, std::less<>> constants(const std::vector<Source>& sources) {
  constexpr std::string_view kDeclared = "constexpr std::string_view ";
  std::map<std::string, std::string, std::less<>> all;
  for (const Source& source : sources) {
    const Scanned scanned = scan(source.text);
    for (const Literal& literal : scanned.literals) {
      const std::string_view before = std::string_view(scanned.code).substr(0, literal.at);
      const std::size_t declared = before.rfind(kDeclared);
      if (declared == std::string_view::npos || literal.text.find('.') == std::string::npos)
        continue;
      const std::string_view name = before.substr(declared + kDeclared.size());
      const std::size_t end = std::min(name.find(' '), name.size());
      if (name.substr(end).find_first_not_of(" =\n") == std::string_view::npos)
        all[std::string(name.substr(0, end))] = literal.text;
    }
  }
  return all;
}

/// A comparison with the name asks for the rule, it does not state it.
bool is_compared(std::string_view code, std::size_t at) {
  const std::size_t last = code.substr(0, at).find_last_not_of(" \n");
  return last != std::string_view::npos && last > 0 && code[last] == '=' &&
         (code[last - 1] == '=' || code[last - 1] == '!');
}

}  // namespace

std::vector<RulePlace> rule_places(const std::vector<Source>& sources) {
  constexpr std::string_view kUse = "rule::k";
  const auto names = constants(sources);
  std::vector<RulePlace> all;
  for (const Source& source : sources) {
    const Scanned scanned = scan(source.text);
    const std::string_view code = scanned.code;
    const auto add = [&](const std::string& rule, std::size_t at, bool is_stated) {
      const Position where = position(source.text, at);
      all.push_back({rule, source.file, where.line, where.column, is_stated});
    };
    for (const Literal& literal : scanned.literals) {
      const std::string head = head_of(code, literal.at);
      if (is_production(literal.text) && (states(head) || hands_on(source.file, head)))
        add(literal.text, literal.at, states(head));
    }
    for (std::size_t at = code.find(kUse); at != code.npos; at = code.find(kUse, at + 1)) {
      std::size_t end = at + kUse.size();
      while (end < code.size() && is_name(code[end])) ++end;
      const auto name = names.find(code.substr(at + 6, end - at - 6));
      if (name != names.end() && !is_compared(code, at)) add(name->second, at, true);
    }
  }
  return all;
}

std::vector<RowPlace> table_rows(const Source& source, std::string_view array) {
  const Scanned scanned = scan(source.text);
  const std::string_view code = scanned.code;
  std::optional<std::size_t> open;
  for (const std::string_view form : {"[] = {", " = std::to_array<"}) {
    const std::size_t at = code.find(" " + std::string(array) + std::string(form));
    if (at != code.npos) open = code.find('{', at);
  }
  std::vector<RowPlace> rows;
  int depth = 0;
  bool named = true;
  for (std::size_t at = open.value_or(code.size()); at < code.size(); ++at) {
    if (code[at] == '{' && ++depth == 2) named = false;
    if (code[at] == '}' && --depth == 0) break;
    if (code[at] != '"' || named || depth < 2) continue;
    const auto literal = std::ranges::find(scanned.literals, at, &Literal::at);
    if (literal == scanned.literals.end()) continue;
    rows.push_back({literal->text, source.file, position(source.text, at).line});
    named = true;
  }
  return rows;
}

const std::vector<WatchedTable>& watched_tables() {
  static const std::vector<WatchedTable> tables = {
      {"SMTP commands", "harness/wire/smtp/command.cc", "kVerbs", "smtp_command", true},
      {"SMTP parameters", "harness/wire/smtp/parameter.cc", "kSpecs", "smtp_command", true},
      {"POP3 commands", "harness/wire/pop3/command.cc", "kVerbs", "pop3_command", true},
      {"POP3 response codes", "harness/wire/pop3/resp_code.cc", "kRows", "pop3_"},
      {"IMAP commands", "harness/wire/imap/command.cc", "kVerbs", "imap_command", true},
      {"IMAP response codes", "harness/wire/imap/response_code.cc", "kRows", "imap_"},
      {"IMAP data", "harness/wire/imap/response_data.cc", "kRows", "imap_"},
      {"IMAP FETCH items", "harness/wire/imap/fetch.cc", "kRows", "imap_"},
      {"HTTP fields", "harness/wire/http/field_rules.cc", "kKnown", "http_"},
  };
  return tables;
}

}  // namespace wireassay::campaign
