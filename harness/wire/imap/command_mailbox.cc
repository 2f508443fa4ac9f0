// SELECT, EXAMINE, CREATE, RENAME, STATUS, LIST and LSUB.
#include "wire/imap/command_grammar.h"

namespace wireassay::imap {
namespace {

bool read_status_items(CommandScanner& in, std::vector<StatusItem>& out) {
  return in.list("status-att", [&] {
    const StatusItem* const item = find_word(kStatusItems, in.keyword());
    if (item == nullptr) return in.fail_keyword("status-att");
    out.push_back(*item);
    return true;
  });
}

// "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"
bool read_qresync(CommandScanner& in, Qresync& out) {
  if (!in.sp() || !in.need('(', "select-param") || !in.nz_number(out.uidvalidity, "uidvalidity") ||
      !in.sp() || !in.mod_sequence(out.modseq, 1))
    return false;
  bool more = in.take(' ');
  if (more && !in.next_is('(')) {
    if (!in.known_set(out.known_uids.emplace(), "known-uids")) return false;
    more = in.take(' ');
  }
  if (more) {
    auto& match = out.seq_match.emplace();
    if (!in.need('(', "seq-match-data") || !in.known_set(match.first, "known-sequence-set") ||
        !in.sp() || !in.known_set(match.second, "known-uid-set") || !in.need(')', "seq-match-data"))
      return false;
  }
  return in.need(')', "select-param");
}

bool read_select_param(CommandScanner& in, SelectArgument& out) {
  if (!out.condstore && in.take_keyword("CONDSTORE")) return out.condstore = true;
  if (!out.qresync && in.take_keyword("QRESYNC")) return read_qresync(in, out.qresync.emplace());
  return in.fail("select-param");
}

// use-attr: "\" atom
bool read_use_attribute(CommandScanner& in, std::string& out) {
  if (!in.need('\\', "use-attr") || !in.atom(out, "use-attr")) return false;
  out.insert(0, 1, '\\');
  return true;
}

bool read_create_param(CommandScanner& in, CreateArgument& out) {
  if (out.special_use || !in.take_keyword("USE")) return in.fail("create-param");
  auto& uses = out.special_use.emplace();
  return in.sp() && in.list_or_empty("create-param",
                                     [&] { return read_use_attribute(in, uses.emplace_back()); });
}

bool read_select_option(CommandScanner& in, ListSelection& out) {
  const std::string word = in.keyword();
  if (word == "SUBSCRIBED") return out.subscribed = true;
  if (word == "REMOTE") return out.remote = true;
  if (word == "RECURSIVEMATCH") return out.recursive_match = true;
  if (word == "SPECIAL-USE") return out.special_use = true;
  return in.fail_keyword("list-select-opt");
}

// "If a list-select-mod-opt appears, then a list-select-base-opt must also appear."
bool read_selection(CommandScanner& in, ListSelection& out) {
  if (!in.list_or_empty("list-select-opts", [&] { return read_select_option(in, out); }))
    return false;
  return !out.recursive_match || out.subscribed || in.fail("list-select-base-opt");
}

bool read_return_option(CommandScanner& in, ListReturn& out) {
  const std::string word = in.keyword();
  if (word == "SUBSCRIBED") return out.subscribed = true;
  if (word == "CHILDREN") return out.children = true;
  if (word == "SPECIAL-USE") return out.special_use = true;
  if (word != "STATUS" || out.status) return in.fail_keyword("return-option");
  return in.sp() && read_status_items(in, out.status.emplace());
}

bool read_patterns(CommandScanner& in, ListArgument& out) {
  out.in_parentheses = in.next_is('(');
  if (!out.in_parentheses) return in.list_mailbox(out.patterns.emplace_back());
  return in.list("patterns", [&] { return in.list_mailbox(out.patterns.emplace_back()); });
}

}  // namespace

// select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"]
bool read_select(CommandScanner& in, SelectArgument& out) {
  if (!in.sp() || !in.mailbox(out.mailbox)) return false;
  if (!in.take(' ')) return true;
  return in.list("select-params", [&] { return read_select_param(in, out); });
}

bool read_create(CommandScanner& in, CreateArgument& out) {
  if (!in.sp() || !in.mailbox(out.mailbox)) return false;
  if (!in.take(' ')) return true;
  return in.list("create-params", [&] { return read_create_param(in, out); });
}

bool read_rename(CommandScanner& in, RenameArgument& out) {
  return in.sp() && in.mailbox(out.from) && in.sp() && in.mailbox(out.to);
}

bool read_status(CommandScanner& in, StatusArgument& out) {
  return in.sp() && in.mailbox(out.mailbox) && in.sp() && read_status_items(in, out.items);
}

// list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
bool read_list(CommandScanner& in, ListArgument& out) {
  if (!in.sp()) return false;
  if (in.next_is('(') && (!read_selection(in, out.selection.emplace()) || !in.sp())) return false;
  if (!in.mailbox(out.reference) || !in.sp() || !read_patterns(in, out)) return false;
  if (!in.take(' ')) return true;
  if (!in.take_keyword("RETURN")) return in.fail("list-return-opts");
  ListReturn& returns = out.returns.emplace();
  return in.sp() &&
         in.list_or_empty("list-return-opts", [&] { return read_return_option(in, returns); });
}

bool read_lsub(CommandScanner& in, ListArgument& out) {
  return in.sp() && in.mailbox(out.reference) && in.sp() &&
         in.list_mailbox(out.patterns.emplace_back());
}

}  // namespace wireassay::imap
