// Search keys are made ready once for a table, and then asked of each message.
#include <algorithm>
#include <optional>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_search.h"
#include "reference/imap_search_text.h"
#include "wire/message/encoded_word.h"
#include "wire/message/utf8.h"

namespace wireassay::reference {
namespace {

using imap::SearchKey;
using Kind = imap::SearchKey::Kind;

struct FlagKey {
  Kind kind;
  std::string_view flag;
  bool wanted;
};
constexpr FlagKey kFlagKeys[] = {
    {Kind::Answered, "\\Answered", true}, {Kind::Unanswered, "\\Answered", false},
    {Kind::Deleted, "\\Deleted", true},   {Kind::Undeleted, "\\Deleted", false},
    {Kind::Draft, "\\Draft", true},       {Kind::Undraft, "\\Draft", false},
    {Kind::Flagged, "\\Flagged", true},   {Kind::Unflagged, "\\Flagged", false},
    {Kind::Seen, "\\Seen", true},         {Kind::Unseen, "\\Seen", false},
};

struct AddressKey {
  Kind kind;
  std::string_view field;
};
constexpr AddressKey kAddressKeys[] = {
    {Kind::Bcc, "Bcc"}, {Kind::Cc, "Cc"}, {Kind::From, "From"}, {Kind::To, "To"}};

/// A key with what can be worked out before any message is looked at.
struct Ready {
  const SearchKey* key = nullptr;
  std::string needle{};           // folded
  std::vector<SeqNum> numbers{};  // of a set, rising
  message::Date date{};
  std::vector<Ready> keys{};
};

struct Subject {
  const Viewed& viewed;
  SearchText text;
};

bool holds(const Ready& ready, Subject& subject);

bool has_flag(const SearchKey& key, const Message& message) {
  const auto* const row = std::ranges::find(kFlagKeys, key.kind, &FlagKey::kind);
  return message.has(row->flag) == row->wanted;
}

/// "disregarding time and timezone" (RFC 9051 section 6.4.4)
bool date_holds(Kind kind, const message::Date& wanted, const message::Date& date) {
  if (kind == Kind::Before || kind == Kind::SentBefore) return date < wanted;
  if (kind == Kind::On || kind == Kind::SentOn) return date == wanted;
  return date >= wanted;  // SINCE, SENTSINCE
}

bool sent_holds(const Ready& ready, const Subject& subject) {
  const auto sent = subject.text.sent();
  return sent && date_holds(ready.key->kind, ready.date, message::local_date(*sent));
}

bool addresses_hold(const Ready& ready, Subject& subject) {
  const auto* const row = std::ranges::find(kAddressKeys, ready.key->kind, &AddressKey::kind);
  return subject.text.addresses_have(row->field, ready.needle);
}

bool holds_or(const Ready& ready, Subject& subject) {
  return std::ranges::any_of(ready.keys, [&](const Ready& key) { return holds(key, subject); });
}

bool holds_and(const Ready& ready, Subject& subject) {
  return std::ranges::all_of(ready.keys, [&](const Ready& key) { return holds(key, subject); });
}

bool holds(const Ready& ready, Subject& subject) {
  const SearchKey& key = *ready.key;
  const Message& message = subject.viewed.message;
  switch (key.kind) {
    case Kind::All: return true;
    case Kind::Answered:
    case Kind::Deleted:
    case Kind::Draft:
    case Kind::Flagged:
    case Kind::Seen:
    case Kind::Unanswered:
    case Kind::Undeleted:
    case Kind::Undraft:
    case Kind::Unflagged:
    case Kind::Unseen: return has_flag(key, message);
    case Kind::New: return subject.viewed.recent && !message.has("\\Seen");
    case Kind::Old: return !subject.viewed.recent;
    case Kind::Recent: return subject.viewed.recent;
    case Kind::Bcc:
    case Kind::Cc:
    case Kind::From:
    case Kind::To: return addresses_hold(ready, subject);
    case Kind::Subject: return subject.text.field_has("Subject", ready.needle) || key.text.empty();
    case Kind::Header: return subject.text.field_has(key.name, ready.needle);
    case Kind::Body: return subject.text.body_has(ready.needle);
    case Kind::Text: return subject.text.text_has(ready.needle);
    case Kind::Keyword: return message.has(key.text);
    case Kind::Unkeyword: return !message.has(key.text);
    case Kind::Before:
    case Kind::On:
    case Kind::Since:
      return date_holds(key.kind, ready.date, message::local_date(message.internal_date()));
    case Kind::SentBefore:
    case Kind::SentOn:
    case Kind::SentSince: return sent_holds(ready, subject);
    case Kind::Larger: return message.octets->size() > key.number;
    case Kind::Smaller: return message.octets->size() < key.number;
    case Kind::Modseq: return message.modseq >= key.number;
    case Kind::Set:
    case Kind::Uid: return std::ranges::binary_search(ready.numbers, subject.viewed.number);
    case Kind::Not: return !holds_and(ready, subject);
    case Kind::Or: return holds_or(ready, subject);
    case Kind::And: return holds_and(ready, subject);
  }
  return false;
}

struct Table {
  std::vector<Uid> uids;
  const std::vector<Uid>& saved;
  bool ascii;  // the charset
};

/// Keys whose text is in the character set of the command.
bool is_string_key(Kind kind) {
  return kind == Kind::Bcc || kind == Kind::Body || kind == Kind::Cc || kind == Kind::From ||
         kind == Kind::Subject || kind == Kind::Text || kind == Kind::To || kind == Kind::Header;
}

std::expected<Ready, SearchError> make_ready(const SearchKey& key, const Table& table) {
  Ready ready{.key = &key};
  if (is_string_key(key.kind)) {
    const bool right =
        table.ascii ? std::ranges::none_of(key.text, is_non_ascii) : message::is_utf8(key.text);
    if (!right) return std::unexpected(SearchError::BadText);
    ready.needle = message::fold_case(key.text);
  }
  if (key.kind == Kind::Set || key.kind == Kind::Uid)
    ready.numbers = numbers_of(key.set, key.kind == Kind::Uid, table.uids, table.saved);
  ready.date = {.year = key.date.year, .month = key.date.month, .day = key.date.day};
  for (const SearchKey& inner : key.keys) {
    auto made = make_ready(inner, table);
    if (!made) return made;
    ready.keys.push_back(*std::move(made));
  }
  return ready;
}

}  // namespace

bool is_search_charset(std::string_view charset) {
  return equal_ignoring_case(charset, "US-ASCII") || equal_ignoring_case(charset, "UTF-8");
}

bool asks_modseq(const std::vector<SearchKey>& keys) {
  return std::ranges::any_of(
      keys, [](const SearchKey& key) { return key.kind == Kind::Modseq || asks_modseq(key.keys); });
}

std::expected<std::vector<SeqNum>, SearchError> search(const imap::SearchProgram& program,
                                                       const std::vector<Viewed>& messages,
                                                       const std::vector<Uid>& saved) {
  if (program.charset && !is_search_charset(*program.charset))
    return std::unexpected(SearchError::BadCharset);
  Table table{.uids = {},
              .saved = saved,
              .ascii = program.charset && equal_ignoring_case(*program.charset, "US-ASCII")};
  for (const Viewed& viewed : messages) table.uids.push_back(viewed.message.uid);
  std::vector<Ready> keys;
  for (const SearchKey& key : program.keys) {
    auto ready = make_ready(key, table);
    if (!ready) return std::unexpected(ready.error());
    keys.push_back(*std::move(ready));
  }
  std::vector<SeqNum> found;
  for (const Viewed& viewed : messages) {
    if (viewed.expunged) continue;
    Subject subject{.viewed = viewed, .text = SearchText(viewed.message)};
    if (std::ranges::all_of(keys, [&](const Ready& key) { return holds(key, subject); }))
      found.push_back(viewed.number);
  }
  return found;
}

}  // namespace wireassay::reference
