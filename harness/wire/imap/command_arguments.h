// What stands behind each verb of an IMAP command. Strings are decoded octets: whether one came as
// an atom, in quotes or as a literal is not kept. "INBOX" is in capitals, however it was written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wire/imap/command_search.h"

namespace wireassay::imap {

struct NoArgument {  // CAPABILITY NOOP LOGOUT STARTTLS NAMESPACE IDLE CHECK CLOSE UNSELECT EXPUNGE
  bool operator==(const NoArgument&) const = default;
};
struct AuthenticateArgument {
  std::string mechanism;               ///< in capitals
  std::optional<std::string> initial;  ///< base64 as written; "=" is the empty response, "" none
  bool operator==(const AuthenticateArgument&) const = default;
};
struct LoginArgument {
  std::string user;
  std::string password;
  bool operator==(const LoginArgument&) const = default;
};
struct EnableArgument {
  std::vector<std::string> capabilities;  ///< as written
  bool operator==(const EnableArgument&) const = default;
};
struct IdArgument {  // RFC 2971 section 3.1; nullopt is NIL
  std::optional<std::vector<std::pair<std::string, std::optional<std::string>>>> fields;
  bool operator==(const IdArgument&) const = default;
};

struct Qresync {  // RFC 7162 section 3.2.5
  std::uint32_t uidvalidity = 0;
  std::uint64_t modseq = 0;
  std::optional<SequenceSet> known_uids;
  /// seq-match-data: sequence numbers, and the UIDs they had. Neither has "*" or "$".
  std::optional<std::pair<SequenceSet, SequenceSet>> seq_match;
  bool operator==(const Qresync&) const = default;
};
struct SelectArgument {  // SELECT EXAMINE
  std::string mailbox;
  bool condstore = false;
  std::optional<Qresync> qresync;
  bool operator==(const SelectArgument&) const = default;
};
struct CreateArgument {
  std::string mailbox;
  /// RFC 6154 section 3: (USE (\Sent)); nullopt without USE
  std::optional<std::vector<std::string>> special_use;
  bool operator==(const CreateArgument&) const = default;
};
struct MailboxArgument {  // DELETE SUBSCRIBE UNSUBSCRIBE
  std::string mailbox;
  bool operator==(const MailboxArgument&) const = default;
};
struct RenameArgument {
  std::string from;
  std::string to;
  bool operator==(const RenameArgument&) const = default;
};

enum class StatusItem {
  Messages,
  Recent,
  Uidnext,
  Uidvalidity,
  Unseen,
  Deleted,
  Size,
  Highestmodseq
};
struct StatusArgument {
  std::string mailbox;
  std::vector<StatusItem> items;  ///< at least one
  bool operator==(const StatusArgument&) const = default;
};

struct ListSelection {  // RFC 5258 section 3.1, RFC 6154 section 2
  bool subscribed = false, remote = false, recursive_match = false, special_use = false;
  bool operator==(const ListSelection&) const = default;
};
struct ListReturn {  // RFC 5258 section 3.2, RFC 6154 section 2, RFC 5819
  bool subscribed = false, children = false, special_use = false;
  std::optional<std::vector<StatusItem>> status;
  bool operator==(const ListReturn&) const = default;
};
struct ListArgument {                      // LIST; LSUB has only the middle two, with one pattern
  std::optional<ListSelection> selection;  ///< "()" is there, but chooses nothing
  std::string reference;
  std::vector<std::string> patterns;  ///< with "%" and "*"
  bool in_parentheses = false;        ///< the patterns: always when there are two
  std::optional<ListReturn> returns;
  bool operator==(const ListArgument&) const = default;
};

struct AppendArgument {
  enum class Form {
    Literal,   ///< {n}
    Literal8,  ///< ~{n}, RFC 3516 section 4.4: may hold NUL
    Utf8       ///< UTF8 (~{n}), RFC 6855 section 4
  };
  std::string mailbox;
  std::vector<std::string> flags;
  std::optional<DateTime> date;
  Form form = Form::Literal;
  std::string message;
  bool operator==(const AppendArgument&) const = default;
};

struct SetArgument {  // UID EXPUNGE
  SequenceSet set;
  bool operator==(const SetArgument&) const = default;
};
struct CopyArgument {  // COPY MOVE
  SequenceSet set;
  std::string mailbox;
  bool operator==(const CopyArgument&) const = default;
};

struct Section {
  enum class Text { None, Header, HeaderFields, HeaderFieldsNot, Text, Mime };
  std::vector<std::uint32_t> part;  ///< 1.2 is {1, 2}
  Text text = Text::None;
  std::vector<std::string> fields;  ///< HeaderFields, HeaderFieldsNot: as written, at least one
  bool operator==(const Section&) const = default;
};
struct Partial {
  std::uint64_t offset = 0;
  std::uint64_t size = 1;
  bool operator==(const Partial&) const = default;
};
struct FetchItem {
  enum class Kind {
    Envelope,
    Flags,
    Internaldate,
    Rfc822,
    Rfc822Header,
    Rfc822Size,
    Rfc822Text,
    Body,  ///< without section: the BODYSTRUCTURE without extension data
    Bodystructure,
    Uid,
    Modseq,
    BodySection,  ///< BODY[…]; `section`, `peek`, `partial`
    Binary,       ///< BINARY[…]; of `section` only `part`
    BinarySize,   ///< BINARY.SIZE[…]; of `section` only `part`
  };
  Kind kind = Kind::Flags;
  bool peek = false;
  Section section{};
  std::optional<Partial> partial{};
  bool operator==(const FetchItem&) const = default;
};
struct FetchArgument {
  enum class Macro { None, All, Fast, Full };
  SequenceSet set;
  Macro macro = Macro::None;
  std::vector<FetchItem> items;  ///< a macro's, too
  std::optional<std::uint64_t> changed_since;
  /// Taken by the grammar in every FETCH; RFC 7162 section 3.2.6 allows it only in UID FETCH and
  /// beside CHANGEDSINCE.
  bool vanished = false;
  bool operator==(const FetchArgument&) const = default;
};
struct StoreArgument {
  enum class Action { Replace, Add, Remove };
  SequenceSet set;
  std::optional<std::uint64_t> unchanged_since;
  Action action = Action::Replace;
  bool silent = false;
  std::vector<std::string> flags;
  bool operator==(const StoreArgument&) const = default;
};

struct SearchArgument {
  SearchProgram program;
  bool operator==(const SearchArgument&) const = default;
};
struct SortCriterion {  // RFC 5256 section 3
  enum class Key { Arrival, Cc, Date, From, Size, Subject, To };
  Key key = Key::Arrival;
  bool reverse = false;
  bool operator==(const SortCriterion&) const = default;
};
struct SortArgument {
  std::vector<SortCriterion> criteria;  ///< at least one
  SearchProgram program;
  bool operator==(const SortArgument&) const = default;
};
struct ThreadArgument {
  std::string algorithm;  ///< in capitals: "REFERENCES"
  SearchProgram program;
  bool operator==(const ThreadArgument&) const = default;
};

}  // namespace wireassay::imap
