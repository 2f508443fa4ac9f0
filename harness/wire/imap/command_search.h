// What commands choose messages by: sequence sets, dates and the tree of search keys
// (RFC 9051 section 9, RFC 3501 section 9, RFC 5182, RFC 7162).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wireassay::imap {

/// "*" where a number may stand; no nz-number is 0.
inline constexpr std::uint32_t kStar = 0;

/// seq-range = seq-number ":" seq-number, in the order as written ("4:2" is 2:4 to a server). One
/// number is a range from itself to itself.
struct SeqRange {
  std::uint32_t first = kStar;
  std::uint32_t last = kStar;
  bool operator==(const SeqRange&) const = default;
};

/// sequence-set = (seq-number / seq-range) *("," sequence-set), and "$" of RFC 5182 section 2.1,
/// which by that grammar may only come last.
struct SequenceSet {
  std::vector<SeqRange> ranges;
  bool saved = false;  ///< ends in "$"
  bool operator==(const SequenceSet&) const = default;
};

struct Date {
  std::uint16_t year = 0;
  std::uint8_t month = 1;  ///< 1 to 12
  std::uint8_t day = 1;
  bool operator==(const Date&) const = default;
};

/// date-time; no day that the month has not, no hour 24; a second 60 is one.
struct DateTime {
  Date date;
  std::uint8_t hour = 0, minute = 0, second = 0;
  std::int16_t zone = 0;  ///< minutes east of Greenwich
  bool operator==(const DateTime&) const = default;
};

struct SearchKey {
  enum class Kind {
    // without operand
    All,
    Answered,
    Deleted,
    Draft,
    Flagged,
    New,
    Old,
    Recent,
    Seen,
    Unanswered,
    Undeleted,
    Undraft,
    Unflagged,
    Unseen,
    // `text`, decoded octets
    Bcc,
    Body,
    Cc,
    From,
    Subject,
    Text,
    To,
    Header,  ///< and `name`
    // `text`, a flag-keyword
    Keyword,
    Unkeyword,
    // `date`
    Before,
    On,
    Since,
    SentBefore,
    SentOn,
    SentSince,
    // `number`
    Larger,
    Smaller,
    Modseq,  ///< RFC 7162 section 3.1.5; perhaps with `name` and `text`
    // `set`
    Set,
    Uid,
    // `keys`
    Not,  ///< one
    Or,   ///< two
    And,  ///< what stood in parentheses, at least one
  };
  Kind kind = Kind::All;
  std::string name;  ///< Header: the field name. Modseq: the entry, "/flags/\\Draft", or empty
  std::string text;  ///< Modseq with an entry: "priv", "shared" or "all"
  Date date{};
  std::uint64_t number = 0;
  SequenceSet set{};
  std::vector<SearchKey> keys{};
  bool operator==(const SearchKey&) const = default;
};

/// "RETURN (MIN COUNT)": RFC 4731 section 3.1, RFC 5182 section 2.1. Nothing set is "RETURN ()",
/// which means ALL.
struct SearchReturn {
  bool min = false, max = false, all = false, count = false, save = false;
  bool operator==(const SearchReturn&) const = default;
};

/// What SEARCH, SORT and THREAD have in common. All of `keys` must hold.
struct SearchProgram {
  std::optional<SearchReturn> returns;  ///< SEARCH, and SORT by RFC 5267 section 3
  std::optional<std::string> charset;   ///< as written; SORT and THREAD always have one
  std::vector<SearchKey> keys;
  bool operator==(const SearchProgram&) const = default;
};

}  // namespace wireassay::imap
