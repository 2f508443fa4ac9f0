#include "corpus/talk.h"

#include <algorithm>
#include <map>
#include <regex>

#include "wire/http/dialect.h"
#include "wire/imap/dialect.h"
#include "wire/pop3/dialect.h"
#include "wire/smtp/dialect.h"

namespace wireassay::corpus {
namespace {

constexpr char kLastConnection = '4';
/// Letters that choose a case (fuzz/player.h): some.
constexpr std::size_t kPlayerCases = 8;

struct Rewriting {
  std::string_view protocol;  ///< empty: all
  std::string_view needs;     ///< without these octets the pattern, which is slow, does not match
  std::regex pattern;
  const char* replacement;
};

/// The servers of the targets have one user, "u" with the password "p".
const std::vector<Rewriting>& rewritings() {
  constexpr auto kIgnoreCase = std::regex::ECMAScript | std::regex::icase;
  static const std::vector<Rewriting> kAll = {
      {"imap", "wa", std::regex("\\bwa[a-z0-9]{20,30}\\b"), "INBOX"},
      {"", "127.0.0.1:", std::regex("127\\.0\\.0\\.1:[0-9]+"), "x.test"},
      {"imap", "*", std::regex("LOGIN \"?[^ \"]+\"? \"?\\*+\"?", kIgnoreCase), "LOGIN u p"},
      {"imap", "*", std::regex("(AUTHENTICATE PLAIN) \\*{4,}", kIgnoreCase), "$1 AHUAcA=="},
      {"pop3", "USER", std::regex("^USER \\S+", kIgnoreCase), "USER u"},
      {"pop3", "*", std::regex("^PASS \\*+", kIgnoreCase), "PASS p"},
      {"", "*", std::regex("(AUTH PLAIN) \\*{4,}", kIgnoreCase), "$1 AHUAcA=="},
      {"http", "*", std::regex("(Basic) \\*{4,}", kIgnoreCase), "$1 dTpw"},
      {"", "****", std::regex("^\\*{8,}\r\n"), "AHUAcA==\r\n"},
  };
  return kAll;
}

}  // namespace

const Dialect* dialect_of(std::string_view protocol) {
  static const smtp::SmtpDialect kSmtp;
  static const pop3::Pop3Dialect kPop3;
  static const imap::ImapDialect kImap;
  static const http::HttpDialect kHttp;
  static const std::map<std::string_view, const Dialect*> kDialects = {
      {"smtp", &kSmtp}, {"pop3", &kPop3}, {"imap", &kImap}, {"http", &kHttp}};
  const auto found = kDialects.find(protocol);
  return found == kDialects.end() ? nullptr : found->second;
}

std::vector<Talk> connections_of(const Talk& talk, std::string_view protocol) {
  std::vector<Talk> all;
  for (std::size_t i = 0; i < talk.protocols.size(); ++i) {
    if (talk.protocols[i] != protocol) continue;
    Talk one{.name = talk.name, .protocols = {talk.protocols[i]}, .turns = {}};
    for (const Turn& turn : talk.turns)
      if (turn.connection == i) one.turns.push_back({turn.who, turn.octets, 0});
    if (!one.turns.empty()) all.push_back(std::move(one));
  }
  return all;
}

std::string said_by(const Talk& talk, Who who) {
  std::string octets;
  for (const Turn& turn : talk.turns)
    if (turn.who == who) octets += turn.octets;
  return octets;
}

std::vector<std::string> replies_of(const Talk& talk, const Dialect& dialect) {
  std::vector<std::string> replies;
  const auto session = dialect.session({});
  std::string came;
  for (const Turn& turn : talk.turns) {
    if (turn.who == Who::Client) session->sent(turn.octets);
    if (turn.who == Who::Tls) session->tls_started();
    if (turn.who != Who::Server) continue;
    came += turn.octets;
    while (!came.empty()) {
      const Parsed<Event> parsed = session->next(came);
      const auto* got = std::get_if<Got<Event>>(&parsed);
      if (got == nullptr) break;
      if (!got->value.raw.empty()) replies.push_back(got->value.raw);
      came.erase(0, got->used);
      if (got->used == 0 && !session->ready()) break;
    }
  }
  if (!came.empty()) replies.push_back(came);
  return replies;
}

std::string as_dialogue(const Talk& talk) {
  std::string out;
  const Turn* before = nullptr;
  for (const Turn& turn : talk.turns) {
    const bool same = before != nullptr && before->who == turn.who && turn.who != Who::Tls;
    if (!same) {
      out += '~';
      out += turn.who == Who::Client ? 'C' : turn.who == Who::Server ? 'S' : 'T';
    }
    out += with_plain_names(talk.protocols.front(), turn.octets);
    before = &turn;
  }
  return out;
}

std::string as_session(const Talk& talk, std::string_view protocol, bool handshakes) {
  std::map<std::size_t, char> numbers;
  std::string out;
  char current = '1';
  // Of SMTP, users of the submission service log in: it is connection 3.
  const bool submission =
      protocol == "smtp" && said_by(talk, Who::Client).find("AUTH ") != std::string::npos;
  const char first = submission ? '3' : '1';
  for (const Turn& turn : talk.turns) {
    if (turn.who == Who::Server || talk.protocols.at(turn.connection) != protocol) continue;
    if (turn.who == Who::Tls && (!handshakes || !numbers.contains(turn.connection))) continue;
    if (!numbers.contains(turn.connection)) {
      const char number = static_cast<char>(first + static_cast<char>(numbers.size()));
      if (number > kLastConnection) continue;
      numbers.emplace(turn.connection, number);
    }
    const char number = numbers.at(turn.connection);
    if (number != current) out.append("~").append(1, number);
    current = number;
    out += turn.who == Who::Tls ? "~T" : with_plain_names(protocol, turn.octets);
  }
  return out;
}

std::string as_words(const Talk& talk, std::size_t choice) {
  std::string out(1, static_cast<char>('@' + choice % kPlayerCases));
  bool heard = false;
  for (const Turn& turn : talk.turns) {
    if (turn.who == Who::Client) heard = true;
    if (turn.who != Who::Server) continue;
    if (heard) out += "~+";
    heard = false;
    out += turn.octets;
  }
  return heard ? out + "~+" : out;
}

std::string with_plain_names(std::string_view protocol, const std::string& octets) {
  // Whoever sends so much at once says no names.
  constexpr std::size_t kMost = 16 * 1024;
  if (octets.size() > kMost) return octets;
  std::string out = octets;
  for (const Rewriting& one : rewritings()) {
    const bool fits = one.protocol.empty() || one.protocol == protocol;
    if (fits && out.find(one.needs) != out.npos)
      out = std::regex_replace(out, one.pattern, one.replacement);
  }
  return out;
}

}  // namespace wireassay::corpus
