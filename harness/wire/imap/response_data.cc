// Data responses and the productions their values follow: one row each.
#include <algorithm>
#include <array>

#include "core/cursor.h"
#include "wire/imap/productions.h"
#include "wire/imap/response_inner.h"
#include "wire/imap/words.h"

namespace wireassay::imap {
namespace {

using Values = std::span<const Value>;

Verdict no_values(Values values, std::size_t end) {
  return Items(values, end, "message-data").end();
}

// capability-data = "CAPABILITY" *(SP capability) SP "IMAP4rev2" *(SP capability); "IMAP4rev1" in
// RFC 3501
Verdict capability_data(Values values, std::size_t end) {
  if (const Verdict wrong = Items(values, end, "capability-data").rest(atom).end()) return wrong;
  const auto is_imap4 = [](const Value& value) {
    return value.is_atom("IMAP4rev1") || value.is_atom("IMAP4rev2");
  };
  if (std::ranges::any_of(values, is_imap4)) return std::nullopt;
  return ParseError{Errc::Malformed, values.empty() ? end : values.front().offset,
                    "capability-data"};
}

// enable-data = "ENABLED" *(SP capability)
Verdict enable_data(Values values, std::size_t end) {
  return Items(values, end, "enable-data").rest(atom).end();
}

// "FLAGS" SP flag-list
Verdict flag_list(Values values, std::size_t end) {
  const auto list = [](const Value& value) { return list_of(value, flag, "flag-list"); };
  return Items(values, end, "flag-list").take(list).end();
}

// mbox-list-extended = "(" [mbox-list-extended-item *(SP mbox-list-extended-item)] ")"
Verdict mbox_list_extended(const Value& value) {
  Items in(value, "mbox-list-extended");
  while (in.more()) in.take(astring).take(tagged_ext_val);
  return in.end();
}

// mbx-list-oflag = "\Noinferiors" / ... / flag-extension ; flag-extension = "\" atom
Verdict mailbox_attribute(const Value& value) {
  if (!value.text.starts_with('\\') || flag(value)) return malformed(value, "mbx-list-flags");
  return std::nullopt;
}

// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
//                [SP mbox-list-extended]
Verdict mailbox_list(Values values, std::size_t end) {
  const auto attributes = [](const Value& value) {
    return list_of(value, mailbox_attribute, "mailbox-list");
  };
  Items in(values, end, "mailbox-list");
  in.take(attributes).take(delimiter).take(astring);
  if (in.more()) in.take(mbox_list_extended);
  return in.end();
}

// search-sort-mod-seq = "(" "MODSEQ" SP mod-sequence-value ")" (RFC 7162 section 7)
Verdict search_sort_mod_seq(const Value& value) {
  const auto label = [](const Value& word) -> Verdict {
    if (!word.is_atom("MODSEQ")) return malformed(word, "search-sort-mod-seq");
    return std::nullopt;
  };
  return Items(value, "search-sort-mod-seq").take(label).take(mod_sequence_value).end();
}

// "SEARCH" [1*(SP nz-number) SP search-sort-mod-seq] / "SEARCH" *(SP nz-number); SORT alike
Verdict search_data(Values values, std::size_t end) {
  Items in(values, end, "mailbox-data");
  while (in.more() && !in.next().is_list()) in.take(nz_number);
  if (in.more() && values.size() > 1) in.take(search_sort_mod_seq);
  return in.end();
}

// search-return-data, by name; search-ret-data-ext = search-modifier-name SP tagged-ext-val
Check search_return_value(const Value& name) {
  struct Row {
    std::string_view name;
    Check check;
  };
  static constexpr Row kRows[] = {
      {"MIN", nz_number},
      {"MAX", nz_number},
      {"ALL", sequence_set},
      {"COUNT", number},
      {"MODSEQ", mod_sequence_value},
  };
  const auto row =
      std::ranges::find_if(kRows, [&name](const Row& known) { return name.is_atom(known.name); });
  return row == std::end(kRows) ? tagged_ext_val : row->check;
}

// search-correlator = SP "(" "TAG" SP tag-string ")"
Verdict search_correlator(const Value& value) {
  const auto label = [](const Value& word) -> Verdict {
    if (!word.is_atom("TAG")) return malformed(word, "search-correlator");
    return std::nullopt;
  };
  return Items(value, "search-correlator").take(label).take(astring).end();
}

// tagged-ext-label = tagged-label-fchar *tagged-label-char
Verdict tagged_ext_label(const Value& value) {
  const auto first = [](char c) { return is_alpha(c) || c == '-' || c == '_' || c == '.'; };
  const auto later = [first](char c) { return first(c) || is_digit(c) || c == ':'; };
  const bool right = value.form == Value::Form::Atom && first(value.text.front()) &&
                     std::ranges::all_of(value.text, later);
  if (!right) return malformed(value, "tagged-ext-label");
  return std::nullopt;
}

// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
Verdict esearch_response(Values values, std::size_t end) {
  Items in(values, end, "esearch-response");
  if (in.more() && in.next().is_list()) in.take(search_correlator);
  if (in.more() && in.next().is_atom("UID")) in.take(any);
  while (in.more()) {
    const Check check = search_return_value(in.next());
    in.take(tagged_ext_label).take(check);
  }
  return in.end();
}

// thread-list = "(" (thread-members / thread-nested) ")"
// thread-members = nz-number *(SP nz-number) [SP thread-nested] ; thread-nested = 2*thread-list
Verdict thread_list(const Value& value) {
  Items in(value, "thread-list");
  if (value.items.empty()) return malformed(value, "thread-list");
  while (in.more() && !in.next().is_list()) in.take(nz_number);
  if (!in.more()) return in.end();
  if (std::ranges::count_if(value.items, &Value::is_list) == 1)
    return malformed(in.next(), "thread-nested");
  return in.adjacent(thread_list).end();
}

// thread-data = "THREAD" [SP 1*thread-list]
Verdict thread_data(Values values, std::size_t end) {
  Items in(values, end, "thread-data");
  if (in.more()) in.adjacent(thread_list);
  return in.end();
}

// status-att-val, by name; "Extensions should use the generic syntax defined by tagged-ext."
Check status_value(const Value& name) {
  struct Row {
    std::string_view name;
    Check check;
  };
  // number / nil (RFC 7889)
  constexpr Check kNumberOrNil = [](const Value& value) {
    return value.is_nil() ? Verdict() : number(value);
  };
  static constexpr Row kRows[] = {
      {"MESSAGES", number},
      {"RECENT", number},
      {"UIDNEXT", nz_number},
      {"UIDVALIDITY", nz_number},
      {"UNSEEN", number},
      {"DELETED", number},
      {"SIZE", number64},
      {"HIGHESTMODSEQ", mod_sequence_valzer},
      {"DELETED-STORAGE", number64},
      {"APPENDLIMIT", kNumberOrNil},
      {"MAILBOXID", objectid_list},
  };
  const auto row =
      std::ranges::find_if(kRows, [&name](const Row& known) { return name.is_atom(known.name); });
  return row == std::end(kRows) ? tagged_ext_val : row->check;
}

// "STATUS" SP mailbox SP "(" [status-att-list] ")"
Verdict status_data(Values values, std::size_t end) {
  const auto list = [](const Value& value) {
    Items in(value, "status-att-list");
    while (in.more()) {
      const Check check = status_value(in.next());
      in.take(atom).take(check);
    }
    return in.end();
  };
  return Items(values, end, "mailbox-data").take(astring).take(list).end();
}

// namespace-descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil)
//                   [namespace-response-extensions] ")"
Verdict namespace_descr(const Value& value) {
  const auto strings = [](const Value& list) {
    return Items(list, "namespace-response-extension").take(string).rest(string).end();
  };
  Items in(value, "namespace-descr");
  in.take(string).take(delimiter);
  while (in.more()) in.take(string).take(strings);
  return in.end();
}

// namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace
Verdict namespace_response(Values values, std::size_t end) {
  const auto space = [](const Value& value) {
    if (value.is_nil()) return Verdict();
    return Items(value, "namespace").adjacent(namespace_descr).end();
  };
  return Items(values, end, "namespace-response").take(space).take(space).take(space).end();
}

// id_response ::= "ID" SPACE id_params_list (RFC 2971 section 4)
Verdict id_response(Values values, std::size_t end) {
  const auto params = [](const Value& value) {
    if (value.is_nil()) return Verdict();
    Items in(value, "id_params_list");
    while (in.more()) in.take(string).take(nstring);
    return in.end();
  };
  return Items(values, end, "id_response").take(params).end();
}

// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids (RFC 7162 section 7)
Verdict expunged_resp(Values values, std::size_t end) {
  const auto earlier = [](const Value& value) -> Verdict {
    const bool right = value.items.size() == 1 && value.items.front().is_atom("EARLIER");
    if (!right) return malformed(value, "expunged-resp");
    return std::nullopt;
  };
  Items in(values, end, "expunged-resp");
  if (in.more() && in.next().is_list()) in.take(earlier);
  return in.take(uid_set).end();
}

// quota-response = "QUOTA" SP quota-root-name SP quota-list (RFC 9208 section 7); the list may be
// empty in RFC 2087
Verdict quota_response(Values values, std::size_t end) {
  const auto list = [](const Value& value) {
    Items in(value, "quota-list");
    while (in.more()) in.take(atom).take(number64).take(number64);
    return in.end();
  };
  return Items(values, end, "quota-response").take(astring).take(list).end();
}

// quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
Verdict quotaroot_response(Values values, std::size_t end) {
  return Items(values, end, "quotaroot-response").take(astring).rest(astring).end();
}

// acl-data = "ACL" SP mailbox *(SP identifier SP rights) (RFC 4314 section 7)
Verdict acl_data(Values values, std::size_t end) {
  Items in(values, end, "acl-data");
  in.take(astring);
  while (in.more()) in.take(astring).take(astring);
  return in.end();
}

// listrights-data = "LISTRIGHTS" SP mailbox SP identifier SP rights *(SP rights)
Verdict listrights_data(Values values, std::size_t end) {
  Items in(values, end, "listrights-data");
  return in.take(astring).take(astring).take(astring).rest(astring).end();
}

// myrights-data = "MYRIGHTS" SP mailbox SP rights
Verdict myrights_data(Values values, std::size_t end) {
  return Items(values, end, "myrights-data").take(astring).take(astring).end();
}

// metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list) (RFC 5464 section 5)
Verdict metadata_resp(Values values, std::size_t end) {
  const auto entry_values = [](const Value& value) {
    Items in(value, "entry-values");
    do {
      in.take(astring).take(nstring_or_literal8);
    } while (in.more());
    return in.end();
  };
  Items in(values, end, "metadata-resp");
  in.take(astring);
  if (in.more() && in.next().is_list()) return in.take(entry_values).end();
  return in.take(astring).rest(astring).end();
}

struct Row {
  std::string_view name;
  /// none; number; nz-number
  enum class Number { None, Any, NonZero } number;
  ValuesCheck values;  // nullptr: msg-att
};
using enum Row::Number;

constexpr auto kRows = std::to_array<Row>({
    {"FETCH", NonZero, nullptr},
    {"EXISTS", Any, no_values},
    {"RECENT", Any, no_values},
    {"EXPUNGE", NonZero, no_values},
    {"CAPABILITY", None, capability_data},
    {"ENABLED", None, enable_data},
    {"FLAGS", None, flag_list},
    {"LIST", None, mailbox_list},
    {"LSUB", None, mailbox_list},
    {"SEARCH", None, search_data},
    {"SORT", None, search_data},
    {"ESEARCH", None, esearch_response},
    {"THREAD", None, thread_data},
    {"STATUS", None, status_data},
    {"NAMESPACE", None, namespace_response},
    {"ID", None, id_response},
    {"VANISHED", None, expunged_resp},
    {"QUOTA", None, quota_response},
    {"QUOTAROOT", None, quotaroot_response},
    {"ACL", None, acl_data},
    {"LISTRIGHTS", None, listrights_data},
    {"MYRIGHTS", None, myrights_data},
    {"METADATA", None, metadata_resp},
});

bool is_condition(const Response& response) {
  return response.named("OK") || response.named("NO") || response.named("BAD") ||
         response.named("BYE") || response.named("PREAUTH");
}

void check_number(const Row& row, const Response& response, const DataNumber& number,
                  Faults& faults) {
  if ((row.number != None) != response.number.has_value()) {
    faults.add(rule::kGrammar, number.offset, "response-data");
    return;
  }
  if (row.number == None) return;
  const bool from_one = row.number == NonZero;
  const std::string_view production = from_one ? "nz-number" : "number";
  if (const Verdict wrong =
          check_digits(number.digits, number.offset, from_one ? 1 : 0, kMaxNumber, production))
    faults.add(rule::kNumberRange, *wrong);
  if (from_one && number.digits.starts_with('0'))
    faults.add(rule::kNumberRange, number.offset, production);
}

}  // namespace

std::vector<std::string_view> response_words() {
  std::vector<std::string_view> words;
  for (const auto& row : kRows) words.push_back(row.name);
  return words;
}

void check_data(const Response& response, const DataNumber& number, std::size_t end,
                Faults& faults) {
  const auto row =
      std::ranges::find_if(kRows, [&](const Row& known) { return response.named(known.name); });
  if (row == kRows.end()) {
    // What no extension defines is taken as it is, but "* -3 EXISTS" is no extension, and "* 5 OK"
    // a status response that has no number.
    if (is_condition(response) || !is_alpha(response.name.front()))
      faults.add(rule::kGrammar, number.offset, "response-data");
    return;
  }
  check_number(*row, response, number, faults);
  if (row->values == nullptr) return check_msg_att(response, end, faults);
  if (const Verdict wrong = row->values(response.values, end))
    faults.add(wrong->code == Errc::OutOfRange ? rule::kNumberRange : rule::kGrammar, *wrong);
}

}  // namespace wireassay::imap
