// "Injected reply that may equal the expected one": commands smuggled in behind STARTTLS must be
// answered otherwise than the first command after the handshake, or the case passes on a server
// that executes them (LANGUAGE, hard case 4).
#include <algorithm>
#include <cctype>

#include "scenario/lint.h"
#include "scenario/load_outcome.h"

namespace wireassay::scenario {
namespace {

std::string first_word(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(" \r\n"), line.size());
  std::string word(line.substr(0, end));
  std::ranges::transform(word, word.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return word;
}

/// The verbs of what a step writes, line by line, as far as they are literal.
std::vector<std::string> verbs(const Step& step) {
  std::vector<std::string> all;
  for (const Template& line : step.send) {
    const bool literal = !line.pieces.empty() && line.pieces.front().kind == Piece::Kind::Literal;
    std::string_view rest =
        literal ? std::string_view(line.pieces.front().text) : std::string_view();
    do {
      all.push_back(first_word(rest));
      const std::size_t end = rest.find("\r\n");
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 2);
    } while (!rest.empty());
  }
  return all;
}

/// The reply that a healthy server gives to a verb without further ado; empty where it is not
/// certain.
std::string_view usual_reply(std::string_view protocol, std::string_view verb) {
  constexpr std::string_view kSmtp[] = {"NOOP", "RSET", "EHLO", "HELO", "MAIL"};
  constexpr std::string_view kPop3[] = {"NOOP", "CAPA", "USER", "QUIT"};
  if (protocol == "smtp" && std::ranges::find(kSmtp, verb) != std::end(kSmtp)) return "250";
  if (protocol == "pop3" && std::ranges::find(kPop3, verb) != std::end(kPop3)) return "+OK";
  return {};
}

/// The first step after the handshake that asks something of the server.
const Step* first_question(const Case& c, std::size_t from, const std::string& on) {
  bool handshake = false;
  for (std::size_t i = from; i < c.dialogue.size(); ++i) {
    const Step& step = c.dialogue[i];
    if (step.on != on) continue;
    if (step.act == ActKind::Tls)
      handshake = true;
    else if (handshake && !step.outcomes.empty())
      return &step;
  }
  return nullptr;
}

}  // namespace

void lint_injection(const LintContext& context, const Case& c) {
  for (std::size_t i = 0; i < c.dialogue.size(); ++i) {
    const Step& step = c.dialogue[i];
    if (step.act != ActKind::Send && step.act != ActKind::SendBytes) continue;
    const std::vector<std::string> all = verbs(step);
    const auto upgrade = std::ranges::find_if(
        all, [](const std::string& verb) { return verb == "STARTTLS" || verb == "STLS"; });
    if (upgrade == all.end() || upgrade + 1 == all.end()) continue;
    const Step* question = first_question(c, i + 1, step.on);
    if (question == nullptr) continue;
    const std::string& protocol = c.connections[connection_index(c, step)].protocol;
    const bool hidden = std::all_of(upgrade + 1, all.end(), [&](const std::string& verb) {
      const std::string_view reply = usual_reply(protocol, verb);
      return !reply.empty() &&
             std::ranges::any_of(question->outcomes.front().atoms,
                                 [&](const std::string& atom) { return covers(atom, reply); });
    });
    if (!hidden) continue;
    context.source.add(
        question->at,
        "the reply to what was injected in line " + std::to_string(step.at.line) +
            " may equal the one expected here: inject a command that is answered otherwise, too");
  }
}

}  // namespace wireassay::scenario
