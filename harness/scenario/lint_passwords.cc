// "Literal password": secrets come from the pool of the target, never from a scenario.
#include <algorithm>
#include <cctype>

#include "scenario/functions.h"
#include "scenario/lint.h"

namespace wireassay::scenario {
namespace {

constexpr std::size_t kLongestResponse = 4096;

bool is_literal(const Template& text) {
  return std::ranges::none_of(text.pieces,
                              [](const Piece& piece) { return piece.kind == Piece::Kind::Value; });
}

std::string literal_octets(const Template& text) {
  std::string octets;
  for (const Piece& piece : text.pieces) octets += piece.text;
  return octets;
}

std::vector<std::string> words(std::string_view line) {
  std::vector<std::string> all;
  std::string word;
  for (const char c : line) {
    if (c != ' ' && c != '\r' && c != '\n') {
      word += c;
    } else if (!word.empty()) {
      all.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) all.push_back(std::move(word));
  return all;
}

bool equal(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::toupper(x) == std::toupper(y); });
}

/// RFC 4616: message = [authzid] UTF8NUL authcid UTF8NUL passwd
bool is_plain_response(std::string_view base64) {
  const Argument argument{.octets = base64};
  const Expanded<Value> decoded =
      call_function("unbase64", {&argument, 1}, Scope{}, kLongestResponse);
  if (!decoded) return false;
  const std::size_t first = decoded->octets.find('\0');
  const std::size_t second =
      first == std::string::npos ? first : decoded->octets.find('\0', first + 1);
  return second != std::string::npos && second + 1 < decoded->octets.size();
}

bool says_password(std::string_view protocol, const std::vector<std::string>& line) {
  if (protocol == "pop3" && line.size() == 2 && equal(line[0], "PASS")) return true;
  if (protocol == "imap" && line.size() == 3 && equal(line[0], "LOGIN")) return true;
  const bool sasl = line.size() == 3 &&
                    (equal(line[0], "AUTH") || equal(line[0], "AUTHENTICATE")) &&
                    equal(line[1], "PLAIN");
  return sasl && is_plain_response(line[2]);
}

constexpr std::string_view kAdvice =
    "a literal password: write ${password} or ${wrong_password}, which are masked";

}  // namespace

void lint_passwords(const LintContext& context, const Case& c, const Rows& rows) {
  const auto check_let = [&](const Let& let) {
    if (let.name.find("password") != std::string::npos && is_literal(let.value) &&
        !let.value.pieces.empty()) {
      context.source.add(let.value.at, std::string(kAdvice));
    }
  };
  for (const Let& let : c.lets) check_let(let);
  for (const auto& row : rows) std::ranges::for_each(row, check_let);
  const auto check_step = [&](const Step& step) {
    if (step.act == ActKind::Auth && step.auth.password && is_literal(*step.auth.password) &&
        !step.auth.password->pieces.empty()) {
      context.source.add(step.auth.password->at, std::string(kAdvice));
    }
    const std::string& protocol = c.connections[connection_index(c, step)].protocol;
    for (const Template& line : step.send) {
      if (is_literal(line) && says_password(protocol, words(literal_octets(line))))
        context.source.add(line.at, std::string(kAdvice));
    }
  };
  std::ranges::for_each(c.dialogue, check_step);
  std::ranges::for_each(c.cleanup, check_step);
}

}  // namespace wireassay::scenario
