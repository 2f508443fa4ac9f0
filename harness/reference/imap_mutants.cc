// What only mutants do with octets, sections and search keys; a conforming session passes through.
#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_session.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::SearchKey;
using imap::Verb;

namespace {

std::string_view word_of(std::string_view octets, std::size_t place) {
  for (; place > 0; --place) {
    const std::size_t space = octets.find(' ');
    if (space == std::string_view::npos) return {};
    octets.remove_prefix(space + 1);
  }
  return octets.substr(0, octets.find_first_of(" \r"));
}

/// A backslash before each backslash and each quoted quote, so that both stay in the value.
std::string with_escapes_kept(std::string_view octets) {
  std::string text;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    text += octets[at];
    if (octets[at] != '\\' || at + 1 == octets.size()) continue;
    const char next = octets[at + 1];
    if (next != '\\' && next != '"') continue;
    text += "\\\\";
    text += next;
    ++at;
  }
  return text;
}

bool names_inbox_otherwise(std::string_view octets) {
  constexpr std::string_view kInbox = "INBOX";
  for (std::size_t at = 0; at + kInbox.size() <= octets.size(); ++at) {
    const std::string_view here = octets.substr(at, kInbox.size());
    if (equal_ignoring_case(here, kInbox) && here != kInbox) return true;
  }
  return false;
}

imap::Date next_day(const imap::Date& date) {
  imap::Date next = date;
  if (++next.day <= 28) return next;
  next.day = 1;
  if (++next.month <= 12) return next;
  next.month = 1;
  ++next.year;
  return next;
}

}  // namespace

/// Other octets to be read instead.
std::optional<std::string> ImapSession::mutant_octets(const std::string& octets) const {
  if (fault(QuotedEscapeKept)) return with_escapes_kept(octets);
  if (fault(InboxCaseSensitive) && names_inbox_otherwise(octets)) {
    const std::string tag(word_of(octets, 0));
    return tag + " SELECT no-such-mailbox\r\n";
  }
  const std::string_view verb = word_of(octets, 1);
  const bool small = std::ranges::any_of(verb, [](char c) { return c >= 'a' && c <= 'z'; });
  if (fault(CommandsCaseSensitive) && small)
    return std::string(word_of(octets, 0)) + " unknown\r\n";
  return std::nullopt;
}

/// True: what is wrong was answered all the same.
bool ImapSession::rescue(const std::string& octets, const ParseError& error) {
  const bool uid = equal_ignoring_case(word_of(octets, 1), "UID");
  const std::optional<Verb> verb = imap::find_verb(word_of(octets, uid ? 2 : 1));
  const std::string tag(word_of(octets, 0));
  const auto item = [&](ImapFault wanted, Verb of, std::string_view rule) {
    return fault(wanted) && verb == of && (rule.empty() || error.rule == rule);
  };
  const bool zero = octets.find(" 0 ") != std::string::npos;
  const bool well =
      (fault(UnknownCommandOk) && error.rule == "command" && !tag.empty()) ||
      (fault(TagPlusAccepted) && tag.find('+') != std::string::npos) ||
      item(ExtraArgumentAccepted, Verb::Noop, "") || item(StatusUnknownItemOk, Verb::Status, "") ||
      item(FetchUnknownItemOk, Verb::Fetch, "fetch-att") ||
      item(SearchUnknownKeyOk, Verb::Search, "") || item(StoreUnknownItemOk, Verb::Store, "") ||
      item(AppendBadDateAccepted, Verb::Append, "") ||
      item(RecursivematchAloneAccepted, Verb::List, "") ||
      (item(SequenceZeroOk, Verb::Fetch, "") && zero);
  if (!well) return false;
  tagged(tag, answer_ok("why not"));
  return true;
}

imap::SearchProgram ImapSession::mutant_program(const imap::SearchProgram& program) const {
  imap::SearchProgram other = program;
  for (SearchKey& key : other.keys) mutate_key(key);
  return other;
}

void ImapSession::mutate_key(SearchKey& key) const {
  for (SearchKey& inner : key.keys) mutate_key(inner);
  using enum SearchKey::Kind;
  if (key.kind == Or && fault(SearchOrAsAnd)) key.kind = And;
  if (key.kind == Not && fault(SearchNotIgnored)) key.kind = And;
  if (key.kind == Larger && fault(SearchLargerInclusive) && key.number > 0) --key.number;
  if (key.kind == Body && fault(SearchBodyInHeader)) key.kind = Text;
  if (key.kind == Header && fault(SearchHeaderIgnoresName)) key.kind = Text;
  const bool dated = key.kind == Before || key.kind == On || key.kind == Since ||
                     key.kind == SentBefore || key.kind == SentOn || key.kind == SentSince;
  if (dated && fault(SearchDateOffByOne)) key.date = next_day(key.date);
}

void ImapSession::mutate_section(const imap::Section& section, std::string_view octets,
                                 const message::Entity& root, std::string& text) const {
  using Text = imap::Section::Text;
  if (section.text == Text::HeaderFields && fault(HeaderFieldsCaseSensitive)) {
    const auto named = [&](const std::string& field) {
      return text.find(field + ":") != std::string::npos;
    };
    if (std::ranges::none_of(section.fields, named)) text = "\r\n";
  }
  if (section.text == Text::Header && fault(HeaderWithoutBlankLine) && text.ends_with("\r\n\r\n"))
    text.resize(text.size() - 2);
  if (section.text == Text::Text && section.part.empty() && fault(TextIncludesHeader))
    text.insert(0, message::slice(octets, root.header));
}

}  // namespace wireassay::reference
