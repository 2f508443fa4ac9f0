// What is a set and what is a list.
#include "wire/imap/rules.h"

#include <algorithm>
#include <array>

#include "core/cursor.h"

namespace wireassay::imap {
namespace {

bool is_flag(const Value& value, std::string_view flag) { return value.is_atom(flag); }

bool names_flag(Wanted wanted, std::string_view flag) {
  return std::ranges::any_of(wanted, [flag](const Expected& one) {
    const auto text = one.text(false);
    return text && equal_ignoring_case(*text, flag);
  });
}

// "Clients cannot alter \Recent": it comes and goes by itself (RFC 3501 section 2.3.2).
bool flag_list(Comparer& comparer, const Expected& wanted, const Value& came) {
  if (!wanted.is_list() || !came.is_list()) return comparer.value(wanted, came);
  const bool named = names_flag(wanted.items, "\\Recent");
  return comparer.set(wanted.items, came.items, false,
                      [named](const Value& flag) { return !named && is_flag(flag, "\\Recent"); });
}

/// What servers say of children and of new messages, unless it is asked for.
bool attribute_list(Comparer& comparer, const Expected& wanted, const Value& came) {
  if (!wanted.is_list() || !came.is_list()) return comparer.value(wanted, came);
  const auto one_of = [&wanted](std::string_view a, std::string_view b) {
    return names_flag(wanted.items, a) || names_flag(wanted.items, b);
  };
  const bool children = one_of("\\HasChildren", "\\HasNoChildren");
  const bool marks = one_of("\\Marked", "\\Unmarked");
  return comparer.set(wanted.items, came.items, false, [=](const Value& attribute) {
    if (is_flag(attribute, "\\HasChildren") || is_flag(attribute, "\\HasNoChildren"))
      return !children;
    return (is_flag(attribute, "\\Marked") || is_flag(attribute, "\\Unmarked")) && !marks;
  });
}

/// "BODY[HEADER.FIELDS (To From)]<0>" as "BODY[HEADER.FIELDS (FROM TO)]<0>": names of header fields
/// are a set.
std::string item_name(std::string_view name) {
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(), to_upper);
  const std::size_t open = upper.find('(');
  const std::size_t close = upper.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return upper;
  std::vector<std::string> fields;
  Cursor in(std::string_view(upper).substr(open + 1, close - open - 1));
  while (!in.at_end()) {
    in.take_while([](char c) { return c == ' ' || c == '"'; });
    const auto field = in.take_while([](char c) { return c != ' ' && c != '"'; });
    if (!field.empty()) fields.emplace_back(field);
  }
  std::ranges::sort(fields);
  std::string all = upper.substr(0, open + 1);
  for (const std::string& field : fields) all += field + " ";
  return all + upper.substr(close);
}

bool same_item(const Expected& wanted, const Value& came) {
  const auto text = wanted.text(true);
  return text && came.form == Value::Form::Atom && item_name(*text) == item_name(came.text);
}

bool same_word(const Expected& wanted, const Value& came) {
  const auto text = wanted.text(true);
  return text && !came.is_list() && equal_ignoring_case(*text, came.octets());
}

bool fetch_item(Comparer& comparer, const Expected& name, const Expected& wanted,
                const Value& came) {
  if (name.is_word("FLAGS")) return flag_list(comparer, wanted, came);
  // Types, parameter names and encodings are the same in either case (RFC 2045).
  const bool structure = name.is_word("BODY") || name.is_word("BODYSTRUCTURE");
  return comparer.value(wanted, came, structure ? Fold::All : Fold::Atoms);
}

bool size_data(Comparer&, Wanted wanted, Came came) { return wanted.empty() && came.empty(); }

bool fetch_data(Comparer& comparer, Wanted wanted, Came came) {
  if (wanted.front().is_rest()) return true;
  if (wanted.size() != 1 || came.size() != 1) return false;
  if (!wanted.front().is_list() || !came.front().is_list())
    return comparer.value(wanted.front(), came.front());
  return comparer.pairs(wanted.front().items, came.front().items, same_item,
                        [&comparer](const Expected& name, const Expected& want, const Value& got) {
                          return fetch_item(comparer, name, want, got);
                        });
}

bool flags_data(Comparer& comparer, Wanted wanted, Came came) {
  return wanted.size() == 1 && came.size() == 1 &&
         flag_list(comparer, wanted.front(), came.front());
}

// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [...]
bool list_data(Comparer& comparer, Wanted wanted, Came came) {
  const bool rest = wanted.back().is_rest();
  if (rest) wanted = wanted.first(wanted.size() - 1);
  if (wanted.size() > came.size()) return false;
  const std::size_t mark = comparer.holes().mark();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool found = i == 0   ? attribute_list(comparer, wanted[i], came[i])
                       : i == 2 ? comparer.mailbox(wanted[i], came[i])
                                : comparer.value(wanted[i], came[i], Fold::Nothing);
    if (found) continue;
    comparer.holes().rollback(mark);
    return false;
  }
  return true;
}

/// The mailbox, then `others`.
template <class Others>
bool behind_mailbox(Comparer& comparer, Wanted wanted, Came came, const Others& others) {
  if (wanted.front().is_rest()) return true;
  const std::size_t mark = comparer.holes().mark();
  if (came.empty() || !comparer.mailbox(wanted.front(), came.front())) return false;
  if (wanted.size() == 1 || others(wanted.subspan(1), came.subspan(1))) return true;
  comparer.holes().rollback(mark);
  return false;
}

bool pair_list(Comparer& comparer, Wanted wanted, Came came) {
  const bool lists =
      wanted.size() == 1 && came.size() == 1 && wanted.front().is_list() && came.front().is_list();
  if (!lists) return comparer.sequence(wanted, came);
  return comparer.pairs(wanted.front().items, came.front().items, same_word,
                        [&comparer](const Expected&, const Expected& want, const Value& got) {
                          return comparer.value(want, got);
                        });
}

bool status_data(Comparer& comparer, Wanted wanted, Came came) {
  return behind_mailbox(comparer, wanted, came, [&comparer](Wanted want, Came got) {
    return pair_list(comparer, want, got);
  });
}

bool mailbox_data(Comparer& comparer, Wanted wanted, Came came) {
  return behind_mailbox(comparer, wanted, came, [&comparer](Wanted want, Came got) {
    return comparer.sequence(want, got);
  });
}

bool list_follows(Wanted wanted) { return std::ranges::any_of(wanted, &Expected::is_list); }

/// "(MODSEQ 917162500)" behind the numbers (RFC 7162 section 3.1.5), where it is not asked for.
Came without_modseq(Wanted wanted, Came came) {
  const bool ignored = !came.empty() && came.back().is_list() && !list_follows(wanted);
  return ignored ? came.first(came.size() - 1) : came;
}

bool search_data(Comparer& comparer, Wanted wanted, Came came) {
  came = without_modseq(wanted, came);
  const bool both = !wanted.empty() && wanted.back().is_list();
  if (!both) return comparer.numbers(wanted, came);
  if (came.empty() || !came.back().is_list()) return false;
  const std::size_t mark = comparer.holes().mark();
  if (comparer.value(wanted.back(), came.back()) &&
      comparer.numbers(wanted.first(wanted.size() - 1), came.first(came.size() - 1)))
    return true;
  comparer.holes().rollback(mark);
  return false;
}

bool sort_data(Comparer& comparer, Wanted wanted, Came came) {
  return comparer.sequence(wanted, without_modseq(wanted, came));
}

bool sequence_data(Comparer& comparer, Wanted wanted, Came came) {
  return comparer.sequence(wanted, came);
}

template <class Values>
Values behind(Values values, bool taken) {
  return taken ? values.subspan(1) : values;
}

// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
bool esearch_data(Comparer& comparer, Wanted wanted, Came came) {
  const std::size_t mark = comparer.holes().mark();
  const bool correlated = !came.empty() && came.front().is_list();
  if (wanted.front().is_list()) {
    if (!correlated || !pair_list(comparer, wanted.first(1), came.first(1))) return false;
    wanted = wanted.subspan(1);
  }
  came = behind(came, correlated);
  const bool uid = !came.empty() && came.front().is_atom("UID");
  const bool uid_wanted = !wanted.empty() && wanted.front().is_word("UID");
  const bool anything = !wanted.empty() && wanted.front().is_rest();
  const bool found =
      (uid == uid_wanted || anything) &&
      comparer.pairs(behind(wanted, uid_wanted), behind(came, uid), same_word,
                     [&comparer](const Expected&, const Expected& want, const Value& got) {
                       return got.is_list() && want.is_list()
                                  ? comparer.number_sets(want.items, got.items)
                                  : comparer.number_set(want, got);
                     });
  if (!found) comparer.holes().rollback(mark);
  return found;
}

bool capability_data(Comparer& comparer, Wanted wanted, Came came) {
  return comparer.set(wanted, came, true);
}

// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids (RFC 7162 section 7)
bool number_sets_data(Comparer& comparer, Wanted wanted, Came came) {
  return comparer.number_sets(wanted, came);
}

bool badcharset_code(Comparer& comparer, Wanted wanted, Came came) {
  const bool lists =
      wanted.size() == 1 && came.size() == 1 && wanted.front().is_list() && came.front().is_list();
  return lists ? comparer.set(wanted.front().items, came.front().items, true)
               : comparer.sequence(wanted, came);
}

constexpr ComparisonRule kData[] = {
    {.names = "EXISTS RECENT EXPUNGE",
     .matches = size_data,
     .numbered = true,
     .rule = {"n EXISTS, n RECENT, n EXPUNGE", "the number"}},
    {.names = "FETCH",
     .matches = fetch_data,
     .numbered = true,
     .pairs_at = 0,
     .rule =
         {"n FETCH (...)",
          "at least these items, in any order; BODY[HEADER.FIELDS (...)]: the fields as a set; "
          "FLAGS: as FLAGS; BODY and BODYSTRUCTURE: letters in either case; without a list: any "
          "FETCH of this message"}},
    {.names = "FLAGS",
     .matches = flags_data,
     .rule = {"FLAGS (...)",
              "a set, exactly, unless it has ${?*}; \\Recent only counts where it is named"}},
    {.names = "LIST LSUB XLIST",
     .matches = list_data,
     .rule =
         {"LIST (...) delimiter mailbox",
          "attributes: a set, exactly, unless it has ${?*}; \\HasChildren and \\HasNoChildren, "
          "\\Marked and \\Unmarked only count where one of the two is named; what is not written "
          "at the end (extended data) is ignored"}},
    {.names = "STATUS",
     .matches = status_data,
     .pairs_at = 1,
     .rule = {"STATUS mailbox (...)", "at least these items, in any order"}},
    {.names = "SEARCH",
     .matches = search_data,
     .alone_is_empty = true,
     .rule =
         {"SEARCH n n n",
          "the same numbers as a set; SEARCH alone: none; (MODSEQ n) only where it is written"}},
    {.names = "SORT",
     .matches = sort_data,
     .alone_is_empty = true,
     .rule = {"SORT n n n", "the same numbers in this order; SORT alone: none"}},
    {.names = "ESEARCH",
     .matches = esearch_data,
     .rule = {"ESEARCH (TAG \"A1\") UID ALL 1:3 COUNT 3",
              "at least these results, in any order; sets of numbers as sets; UID as written; the "
              "correlator only where it is written"}},
    {.names = "THREAD",
     .matches = sequence_data,
     .alone_is_empty = true,
     .rule = {"THREAD (...)(...)", "the same lists in this order; THREAD alone: none"}},
    {.names = "VANISHED",
     .matches = number_sets_data,
     .rule = {"VANISHED (EARLIER) 1:3", "sets of numbers as sets; (EARLIER) as written"}},
    {.names = "CAPABILITY ENABLED",
     .matches = capability_data,
     .rule = {"CAPABILITY ..., ENABLED ...", "at least these names, in any order"}},
    {.names = "ID",
     .matches = pair_list,
     .pairs_at = 0,
     .rule = {"ID (...)", "at least these fields, in any order"}},
    {.names = "METADATA",
     .matches = status_data,
     .rule = {"METADATA mailbox (...)", "at least these entries, in any order"}},
    {.names = "QUOTAROOT ACL LISTRIGHTS MYRIGHTS",
     .matches = mailbox_data,
     .rule = {"QUOTAROOT mailbox ...", "value by value"}},
    {.names = "",
     .matches = sequence_data,
     .rule = {"any other",
              "value by value, lists in order; a list ends where it ends unless it "
              "has ${?*}; the name alone: any"}},
};

constexpr ComparisonRule kCodes[] = {
    {.names = "PERMANENTFLAGS",
     .matches = flags_data,
     .rule = {"PERMANENTFLAGS (...)",
              "a set, exactly, unless it has ${?*}; \\Recent only counts where it is named"}},
    {.names = "CAPABILITY",
     .matches = capability_data,
     .rule = {"CAPABILITY ...", "at least these names, in any order"}},
    {.names = "BADCHARSET",
     .matches = badcharset_code,
     .rule = {"BADCHARSET (...)", "at least these, in any order"}},
    {.names = "APPENDUID COPYUID MODIFIED",
     .matches = number_sets_data,
     .rule = {"APPENDUID v uid, COPYUID v 1:2 5:6, MODIFIED 7,9", "sets of numbers as sets"}},
    {.names = "",
     .matches = sequence_data,
     .rule = {"any other", "name and arguments, in either case; the name alone: whatever follows"}},
};

constexpr Structure::Rule kCommon[] = {
    {"values",
     "strings by value, octet by octet: quoted, literal and atom alike; NIL is only NIL, "
     "\"\" only the empty string; atoms against atoms in either case"},
    {"variables",
     "one value, or a part of the word or the string they stand in; never syntax; the "
     "quotes of an astring do not count"},
    {"holes",
     "${?name}: one value, of a list its octets with the parentheses; inside a word a part "
     "of it; ${?*}: the rest of a list, or of the response"},
    {"mailboxes", "octet by octet, INBOX in either case"},
    {"OK, NO, BAD, BYE, PREAUTH",
     "[CODE ...] as field code; text only where it is written, word by word"},
};

bool has_name(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (equal_ignoring_case(names.substr(0, end), name)) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

const ComparisonRule& find(std::span<const ComparisonRule> rules, std::string_view name) {
  const auto found = std::ranges::find_if(
      rules, [name](const ComparisonRule& rule) { return has_name(rule.names, name); });
  return found == rules.end() ? rules.back() : *found;
}

template <std::size_t Own>
constexpr auto with_common(const ComparisonRule (&own)[Own], std::size_t common) {
  std::array<Structure::Rule, Own + std::size(kCommon)> all{};
  std::size_t at = 0;
  for (const ComparisonRule& rule : own) all[at++] = rule.rule;
  for (std::size_t i = 0; i < common; ++i) all[at++] = kCommon[i];
  return all;
}

constexpr auto kDataRules = with_common(kData, std::size(kCommon));
constexpr std::size_t kCodeCommon = 3;  ///< of a code: no mailboxes, no text
constexpr auto kCodeRules = with_common(kCodes, kCodeCommon);

}  // namespace

const ComparisonRule& data_rule(std::string_view name) { return find(kData, name); }
const ComparisonRule& code_rule(std::string_view name) { return find(kCodes, name); }
std::span<const Structure::Rule> data_rules() { return kDataRules; }
std::span<const Structure::Rule> code_rules() {
  return std::span(kCodeRules).first(std::size(kCodes) + kCodeCommon);
}

}  // namespace wireassay::imap
