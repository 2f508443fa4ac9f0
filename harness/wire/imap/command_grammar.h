// A function for each verb's argument, from behind the verb to before CRLF. Internal to
// command*.cc.
#pragma once

#include "wire/imap/command_scanner.h"

namespace wireassay::imap {

// command_simple.cc
bool read_authenticate(CommandScanner& in, AuthenticateArgument& out);
bool read_login(CommandScanner& in, LoginArgument& out);
bool read_enable(CommandScanner& in, EnableArgument& out);
bool read_id(CommandScanner& in, IdArgument& out);
bool read_append(CommandScanner& in, AppendArgument& out);
bool read_copy(CommandScanner& in, CopyArgument& out);
bool read_store(CommandScanner& in, StoreArgument& out);

// command_mailbox.cc
bool read_select(CommandScanner& in, SelectArgument& out);
bool read_create(CommandScanner& in, CreateArgument& out);
bool read_rename(CommandScanner& in, RenameArgument& out);
bool read_status(CommandScanner& in, StatusArgument& out);
bool read_list(CommandScanner& in, ListArgument& out);
bool read_lsub(CommandScanner& in, ListArgument& out);

// command_fetch.cc
bool read_fetch(CommandScanner& in, FetchArgument& out);

// command_search.cc
bool read_search(CommandScanner& in, SearchArgument& out);
bool read_sort(CommandScanner& in, SortArgument& out);
bool read_thread(CommandScanner& in, ThreadArgument& out);

// Words in both directions.
template <class Value>
struct WordOf {
  std::string_view word;
  Value value;
};
template <class Value, std::size_t N>
const Value* find_word(const WordOf<Value> (&rows)[N], std::string_view word) {
  for (const WordOf<Value>& row : rows) {
    if (equal_ignoring_case(row.word, word)) return &row.value;
  }
  return nullptr;
}
template <class Value, std::size_t N>
std::string_view word_of(const WordOf<Value> (&rows)[N], Value value) {
  for (const WordOf<Value>& row : rows) {
    if (row.value == value) return row.word;
  }
  return {};
}

inline constexpr WordOf<StatusItem> kStatusItems[] = {
    {"MESSAGES", StatusItem::Messages}, {"RECENT", StatusItem::Recent},
    {"UIDNEXT", StatusItem::Uidnext},   {"UIDVALIDITY", StatusItem::Uidvalidity},
    {"UNSEEN", StatusItem::Unseen},     {"DELETED", StatusItem::Deleted},
    {"SIZE", StatusItem::Size},         {"HIGHESTMODSEQ", StatusItem::Highestmodseq}};

// BODY and BINARY have their brackets and ".PEEK" besides.
inline constexpr WordOf<FetchItem::Kind> kFetchItems[] = {
    {"ENVELOPE", FetchItem::Kind::Envelope},
    {"FLAGS", FetchItem::Kind::Flags},
    {"INTERNALDATE", FetchItem::Kind::Internaldate},
    {"RFC822", FetchItem::Kind::Rfc822},
    {"RFC822.HEADER", FetchItem::Kind::Rfc822Header},
    {"RFC822.SIZE", FetchItem::Kind::Rfc822Size},
    {"RFC822.TEXT", FetchItem::Kind::Rfc822Text},
    {"BODY", FetchItem::Kind::Body},
    {"BODYSTRUCTURE", FetchItem::Kind::Bodystructure},
    {"UID", FetchItem::Kind::Uid},
    {"MODSEQ", FetchItem::Kind::Modseq},
    {"BODY", FetchItem::Kind::BodySection},
    {"BINARY", FetchItem::Kind::Binary},
    {"BINARY.SIZE", FetchItem::Kind::BinarySize}};

inline constexpr WordOf<FetchArgument::Macro> kMacros[] = {{"ALL", FetchArgument::Macro::All},
                                                           {"FAST", FetchArgument::Macro::Fast},
                                                           {"FULL", FetchArgument::Macro::Full}};

inline constexpr WordOf<Section::Text> kSectionTexts[] = {
    {"HEADER", Section::Text::Header},
    {"HEADER.FIELDS", Section::Text::HeaderFields},
    {"HEADER.FIELDS.NOT", Section::Text::HeaderFieldsNot},
    {"TEXT", Section::Text::Text},
    {"MIME", Section::Text::Mime}};

inline constexpr WordOf<SortCriterion::Key> kSortKeys[] = {{"ARRIVAL", SortCriterion::Key::Arrival},
                                                           {"CC", SortCriterion::Key::Cc},
                                                           {"DATE", SortCriterion::Key::Date},
                                                           {"FROM", SortCriterion::Key::From},
                                                           {"SIZE", SortCriterion::Key::Size},
                                                           {"SUBJECT", SortCriterion::Key::Subject},
                                                           {"TO", SortCriterion::Key::To}};

/// What follows the word of a search key.
enum class Operand { None, Text, HeaderText, Keyword, Date, Number, Modseq, Uid, Not, Or };
struct SearchKeyKind {
  SearchKey::Kind kind;
  Operand operand;
  bool operator==(const SearchKeyKind&) const = default;
};
inline constexpr WordOf<SearchKeyKind> kSearchKeys[] = {
    {"ALL", {SearchKey::Kind::All, Operand::None}},
    {"ANSWERED", {SearchKey::Kind::Answered, Operand::None}},
    {"DELETED", {SearchKey::Kind::Deleted, Operand::None}},
    {"DRAFT", {SearchKey::Kind::Draft, Operand::None}},
    {"FLAGGED", {SearchKey::Kind::Flagged, Operand::None}},
    {"NEW", {SearchKey::Kind::New, Operand::None}},
    {"OLD", {SearchKey::Kind::Old, Operand::None}},
    {"RECENT", {SearchKey::Kind::Recent, Operand::None}},
    {"SEEN", {SearchKey::Kind::Seen, Operand::None}},
    {"UNANSWERED", {SearchKey::Kind::Unanswered, Operand::None}},
    {"UNDELETED", {SearchKey::Kind::Undeleted, Operand::None}},
    {"UNDRAFT", {SearchKey::Kind::Undraft, Operand::None}},
    {"UNFLAGGED", {SearchKey::Kind::Unflagged, Operand::None}},
    {"UNSEEN", {SearchKey::Kind::Unseen, Operand::None}},
    {"BCC", {SearchKey::Kind::Bcc, Operand::Text}},
    {"BODY", {SearchKey::Kind::Body, Operand::Text}},
    {"CC", {SearchKey::Kind::Cc, Operand::Text}},
    {"FROM", {SearchKey::Kind::From, Operand::Text}},
    {"SUBJECT", {SearchKey::Kind::Subject, Operand::Text}},
    {"TEXT", {SearchKey::Kind::Text, Operand::Text}},
    {"TO", {SearchKey::Kind::To, Operand::Text}},
    {"HEADER", {SearchKey::Kind::Header, Operand::HeaderText}},
    {"KEYWORD", {SearchKey::Kind::Keyword, Operand::Keyword}},
    {"UNKEYWORD", {SearchKey::Kind::Unkeyword, Operand::Keyword}},
    {"BEFORE", {SearchKey::Kind::Before, Operand::Date}},
    {"ON", {SearchKey::Kind::On, Operand::Date}},
    {"SINCE", {SearchKey::Kind::Since, Operand::Date}},
    {"SENTBEFORE", {SearchKey::Kind::SentBefore, Operand::Date}},
    {"SENTON", {SearchKey::Kind::SentOn, Operand::Date}},
    {"SENTSINCE", {SearchKey::Kind::SentSince, Operand::Date}},
    {"LARGER", {SearchKey::Kind::Larger, Operand::Number}},
    {"SMALLER", {SearchKey::Kind::Smaller, Operand::Number}},
    {"MODSEQ", {SearchKey::Kind::Modseq, Operand::Modseq}},
    {"UID", {SearchKey::Kind::Uid, Operand::Uid}},
    {"NOT", {SearchKey::Kind::Not, Operand::Not}},
    {"OR", {SearchKey::Kind::Or, Operand::Or}}};

}  // namespace wireassay::imap
