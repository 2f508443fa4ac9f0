// The frame of a command: its extent, tag and verb.
#include "wire/imap/command.h"

#include <algorithm>

#include "wire/imap/command_grammar.h"
#include "wire/imap/command_reader.h"
#include "wire/imap/words.h"

namespace wireassay::imap {
namespace {

struct VerbRow {
  std::string_view word;
  Verb verb;
  bool uid = false;
};
constexpr VerbRow kVerbs[] = {
    {"CAPABILITY", Verb::Capability},
    {"NOOP", Verb::Noop},
    {"LOGOUT", Verb::Logout},
    {"STARTTLS", Verb::Starttls},
    {"AUTHENTICATE", Verb::Authenticate},
    {"LOGIN", Verb::Login},
    {"ENABLE", Verb::Enable},
    {"SELECT", Verb::Select},
    {"EXAMINE", Verb::Examine},
    {"CREATE", Verb::Create},
    {"DELETE", Verb::Delete},
    {"RENAME", Verb::Rename},
    {"SUBSCRIBE", Verb::Subscribe},
    {"UNSUBSCRIBE", Verb::Unsubscribe},
    {"LIST", Verb::List},
    {"LSUB", Verb::Lsub},
    {"NAMESPACE", Verb::Namespace},
    {"STATUS", Verb::Status},
    {"APPEND", Verb::Append},
    {"IDLE", Verb::Idle},
    {"CHECK", Verb::Check},
    {"CLOSE", Verb::Close},
    {"UNSELECT", Verb::Unselect},
    {"EXPUNGE", Verb::Expunge, true},
    {"SEARCH", Verb::Search, true},
    {"FETCH", Verb::Fetch, true},
    {"STORE", Verb::Store, true},
    {"COPY", Verb::Copy, true},
    {"MOVE", Verb::Move, true},
    {"ID", Verb::Id},
    {"SORT", Verb::Sort, true},
    {"THREAD", Verb::Thread, true},
};
const VerbRow& row_of(Verb verb) { return *std::ranges::find(kVerbs, verb, &VerbRow::verb); }

/// Where a command ends, or why that is not to be known. Only lines count against `max_line`.
class Extent {
 public:
  Extent(std::string_view octets, const CommandOptions& options)
      : octets_(octets), options_(options) {}

  Parsed<std::size_t> find() {
    for (;;) {
      const std::size_t end = octets_.find("\r\n", at_);
      const bool whole = end != std::string_view::npos;
      const std::size_t line = (whole ? end + 2 : octets_.size()) - at_;
      if (lines_ + line + (whole ? 0 : 1) > options_.max_line)
        return too_long(at_ + (options_.max_line - lines_), "command-line");
      if (!whole) return NeedMore{};
      const auto header = find_literal_header(octets_.substr(at_, end - at_));
      lines_ += line;
      at_ = end + 2;
      if (!header) return Got<std::size_t>{at_, at_};
      if (auto answer = skip(*header)) return *answer;
    }
  }

 private:
  static ParseError too_long(std::size_t offset, std::string_view rule) {
    return {Errc::TooLong, offset, rule};
  }
  /// Nothing if the literal is there and may be.
  std::optional<Parsed<std::size_t>> skip(const LiteralHeader& header) {
    if (header.size > options_.max_literal) return too_long(at_, "literal");
    if (++literals_ > options_.max_literals) return ParseError{Errc::TooMany, at_, "literals"};
    const auto size = static_cast<std::size_t>(header.size);
    if (size > options_.max_total || at_ > options_.max_total - size)
      return too_long(at_, "command");
    if (octets_.size() - at_ < size) return NeedMore{};
    at_ += size;
    return std::nullopt;
  }

  std::string_view octets_;
  const CommandOptions& options_;
  std::size_t at_ = 0;
  std::size_t lines_ = 0;
  std::size_t literals_ = 0;
};

/// A verb's word is an atom of letters: "NOOPX" is another word, "NOOP X" has an argument.
bool read_verb(CommandScanner& in, Command& out) {
  out.uid = in.take_keyword("UID");
  if (out.uid && !in.sp()) return false;
  for (const VerbRow& row : kVerbs) {
    if (!in.take_keyword(row.word)) continue;
    out.verb = row.verb;
    return !out.uid || row.uid || in.fail("uid");
  }
  return in.fail("command");
}

template <class Argument>
bool read(CommandScanner& in, Command& out, bool (*argument)(CommandScanner&, Argument&)) {
  return argument(in, out.argument.emplace<Argument>());
}
bool read_mailbox(CommandScanner& in, MailboxArgument& out) {
  return in.sp() && in.mailbox(out.mailbox);
}
bool read_set(CommandScanner& in, SetArgument& out) { return in.sp() && in.sequence_set(out.set); }

bool read_argument(CommandScanner& in, Command& out) {
  switch (out.verb) {
    case Verb::Capability:
    case Verb::Noop:
    case Verb::Logout:
    case Verb::Starttls:
    case Verb::Namespace:
    case Verb::Idle:
    case Verb::Check:
    case Verb::Close:
    case Verb::Unselect: return true;
    case Verb::Expunge: return !out.uid || read(in, out, read_set);
    case Verb::Authenticate: return read(in, out, read_authenticate);
    case Verb::Login: return read(in, out, read_login);
    case Verb::Enable: return read(in, out, read_enable);
    case Verb::Select:
    case Verb::Examine: return read(in, out, read_select);
    case Verb::Create: return read(in, out, read_create);
    case Verb::Delete:
    case Verb::Subscribe:
    case Verb::Unsubscribe: return read(in, out, read_mailbox);
    case Verb::Rename: return read(in, out, read_rename);
    case Verb::List: return read(in, out, read_list);
    case Verb::Lsub: return read(in, out, read_lsub);
    case Verb::Status: return read(in, out, read_status);
    case Verb::Append: return read(in, out, read_append);
    case Verb::Search: return read(in, out, read_search);
    case Verb::Fetch: return read(in, out, read_fetch);
    case Verb::Store: return read(in, out, read_store);
    case Verb::Copy:
    case Verb::Move: return read(in, out, read_copy);
    case Verb::Id: return read(in, out, read_id);
    case Verb::Sort: return read(in, out, read_sort);
    case Verb::Thread: return read(in, out, read_thread);
  }
  return false;
}

// command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF
bool read_command(CommandScanner& in, Command& out) {
  return in.tag(out.tag) && in.sp() && read_verb(in, out) && read_argument(in, out) && in.crlf();
}

}  // namespace

std::vector<std::string_view> verb_words() {
  std::vector<std::string_view> words;
  for (const auto& row : kVerbs) words.push_back(row.word);
  return words;
}

std::vector<std::string_view> command_words() {
  std::vector<std::string_view> words;
  const auto add = [&words](const auto& rows) {
    for (const auto& row : rows) words.push_back(row.word);
  };
  add(kStatusItems), add(kFetchItems), add(kMacros), add(kSectionTexts), add(kSortKeys);
  add(kSearchKeys);
  return words;
}

std::string_view to_string(Verb verb) { return row_of(verb).word; }

std::optional<Verb> find_verb(std::string_view word) {
  const auto same = [&](const VerbRow& row) { return equal_ignoring_case(row.word, word); };
  const auto* const found = std::ranges::find_if(kVerbs, same);
  if (found == std::end(kVerbs)) return std::nullopt;
  return found->verb;
}

bool takes_uid(Verb verb) { return row_of(verb).uid; }

Parsed<Command> parse_command(std::string_view octets, const CommandOptions& options) {
  const Parsed<std::size_t> extent = Extent(octets, options).find();
  if (std::holds_alternative<NeedMore>(extent)) return NeedMore{};
  if (const auto* error = std::get_if<ParseError>(&extent)) return *error;
  const std::size_t used = std::get<Got<std::size_t>>(extent).used;
  CommandScanner in(octets.substr(0, used), options);
  Command command;
  if (!read_command(in, command)) return *in.error();
  return Got<Command>{std::move(command), used};
}

std::optional<ParseError> error_before_literal(std::string_view octets,
                                               const CommandOptions& options) {
  CommandScanner in(octets, options);
  Command command;
  if (read_command(in, command) || in.truncated()) return std::nullopt;
  return in.error();
}

std::optional<std::string> recover_tag(std::string_view octets) {
  Cursor in(octets);
  const std::string_view tag = in.take_while(is_tag_char);
  const bool ends = in.at_end() || in.next_is(' ') || in.take_word("\r\n");
  if (tag.empty() || !ends) return std::nullopt;
  return std::string(tag);
}

}  // namespace wireassay::imap
