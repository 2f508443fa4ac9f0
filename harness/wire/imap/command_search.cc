// SEARCH, SORT and THREAD.
#include "wire/imap/command_grammar.h"

namespace wireassay::imap {
namespace {

using Kind = SearchKey::Kind;

bool read_key(CommandScanner& in, SearchKey& out, std::size_t depth);

// "NOT" SP search-key / "OR" SP search-key SP search-key
bool read_operands(CommandScanner& in, SearchKey& out, std::size_t count, std::size_t depth) {
  for (std::size_t i = 0; i < count; ++i) {
    if (!in.sp() || !read_key(in, out.keys.emplace_back(), depth + 1)) return false;
  }
  return true;
}

// attr-flag, once its quotes are off: \Seen, $MDNSent; does not include \Recent
bool is_entry(std::string_view entry) {
  Cursor in(entry);
  if (!in.take_word("/flags/")) return false;
  if (equal_ignoring_case(in.rest(), "\\Recent")) return false;
  in.take('\\');
  return !in.take_while(is_atom_char).empty() && in.at_end();
}

// "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer
bool read_modseq(CommandScanner& in, SearchKey& out) {
  if (!in.sp()) return false;
  if (in.next_is('"')) {
    if (!in.quoted_ascii(out.name, "entry-name")) return false;
    if (!is_entry(out.name)) return in.fail("entry-name");
    if (!in.sp()) return false;
    for (const std::string_view type : {"priv", "shared", "all"}) {
      if (out.text.empty() && in.take_keyword(type)) out.text = type;
    }
    if (out.text.empty()) return in.fail("entry-type-req");
    if (!in.sp()) return false;
  }
  return in.mod_sequence(out.number, 0);
}

bool read_operand(CommandScanner& in, Operand operand, SearchKey& out, std::size_t depth) {
  switch (operand) {
    case Operand::None: return true;
    case Operand::Text: return in.sp() && in.astring(out.text, "astring");
    case Operand::HeaderText:
      return in.sp() && in.astring(out.name, "header-fld-name") && in.sp() &&
             in.astring(out.text, "astring");
    case Operand::Keyword: return in.sp() && in.atom(out.text, "flag-keyword");
    case Operand::Date: return in.sp() && in.date(out.date);
    case Operand::Number: return in.sp() && in.number(out.number, "number64");
    case Operand::Modseq: return read_modseq(in, out);
    case Operand::Uid: return in.sp() && in.sequence_set(out.set);
    case Operand::Not: return read_operands(in, out, 1, depth);
    case Operand::Or: return read_operands(in, out, 2, depth);
  }
  return false;
}

bool read_key(CommandScanner& in, SearchKey& out, std::size_t depth) {
  if (depth > kMaxSearchDepth) return in.fail("search-key", Errc::TooDeep);
  if (in.next_is('(')) {
    out.kind = Kind::And;
    return in.list("search-key", [&] { return read_key(in, out.keys.emplace_back(), depth + 1); });
  }
  if (in.next_is_digit() || in.next_is('*') || in.next_is('$')) {
    out.kind = Kind::Set;
    return in.sequence_set(out.set);
  }
  const SearchKeyKind* const found = find_word(kSearchKeys, in.keyword());
  if (found == nullptr) return in.fail_keyword("search-key");
  out.kind = found->kind;
  return read_operand(in, found->operand, out, depth);
}

bool read_keys(CommandScanner& in, SearchProgram& out) {
  return in.items([&] { return read_key(in, out.keys.emplace_back(), 1); });
}

// search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"
bool read_return(CommandScanner& in, SearchReturn& out) {
  return in.list_or_empty("search-return-opts", [&] {
    const std::string word = in.keyword();
    if (word == "MIN") return out.min = true;
    if (word == "MAX") return out.max = true;
    if (word == "ALL") return out.all = true;
    if (word == "COUNT") return out.count = true;
    if (word == "SAVE") return out.save = true;
    return in.fail_keyword("search-return-opt");
  });
}

bool read_return_opts(CommandScanner& in, SearchProgram& out) {
  if (!in.take_keyword("RETURN")) return true;
  return in.sp() && read_return(in, out.returns.emplace()) && in.sp();
}

// search-criteria = charset 1*(SP search-key) ; charset = atom / quoted
bool read_criteria(CommandScanner& in, SearchProgram& out) {
  std::string& charset = out.charset.emplace();
  const bool read =
      in.next_is('"') ? in.quoted_ascii(charset, "charset") : in.atom(charset, "charset");
  return read && in.sp() && read_keys(in, out);
}

bool read_sort_criterion(CommandScanner& in, SortCriterion& out) {
  out.reverse = in.take_keyword("REVERSE");
  if (out.reverse && !in.sp()) return false;
  const SortCriterion::Key* const key = find_word(kSortKeys, in.keyword());
  if (key == nullptr) return in.fail_keyword("sort-key");
  out.key = *key;
  return true;
}

}  // namespace

// search = "SEARCH" [search-return-opts] SP ["CHARSET" SP charset SP] search-key *(SP search-key)
bool read_search(CommandScanner& in, SearchArgument& out) {
  SearchProgram& program = out.program;
  if (!in.sp() || !read_return_opts(in, program)) return false;
  // An astring in RFC 3501, an atom or quoted string in RFC 9051.
  if (in.take_keyword("CHARSET")) {
    if (!in.sp() || !in.astring(program.charset.emplace(), "charset") || !in.sp()) return false;
  }
  return read_keys(in, program);
}

// sort = "SORT" SP ["RETURN" … SP] "(" sort-criterion *(SP sort-criterion) ")" SP search-criteria
bool read_sort(CommandScanner& in, SortArgument& out) {
  if (!in.sp() || !read_return_opts(in, out.program)) return false;
  const auto criterion = [&] { return read_sort_criterion(in, out.criteria.emplace_back()); };
  return in.list("sort-criteria", criterion) && in.sp() && read_criteria(in, out.program);
}

bool read_thread(CommandScanner& in, ThreadArgument& out) {
  if (!in.sp() || !in.atom(out.algorithm, "thread-alg") || !in.sp()) return false;
  for (char& c : out.algorithm) c = to_upper(c);
  return read_criteria(in, out.program);
}

}  // namespace wireassay::imap
