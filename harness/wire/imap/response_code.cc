// resp-text-code of RFC 9051 section 9 and of the extensions: names and what follows them.
#include <algorithm>
#include <array>

#include "core/cursor.h"
#include "wire/imap/productions.h"
#include "wire/imap/response_inner.h"
#include "wire/imap/words.h"

namespace wireassay::imap {
namespace {

using Values = std::span<const Value>;
constexpr std::string_view kCode = "resp-text-code";

Verdict nothing(Values values, std::size_t end) { return Items(values, end, kCode).end(); }

Verdict one_nz_number(Values values, std::size_t end) {
  return Items(values, end, kCode).take(nz_number).end();
}

Verdict one_mod_sequence(Values values, std::size_t end) {
  return Items(values, end, kCode).take(mod_sequence_value).end();
}

Verdict one_set(Values values, std::size_t end) {
  return Items(values, end, kCode).take(sequence_set).end();
}

Verdict one_objectid(Values values, std::size_t end) {
  return Items(values, end, kCode).take(objectid_list).end();
}

Verdict capabilities(Values values, std::size_t end) {
  return Items(values, end, "capability-data").take(atom).rest(atom).end();
}

// "PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")"
Verdict permanent_flags(Values values, std::size_t end) {
  const auto list = [](const Value& value) { return list_of(value, flag_perm, kCode); };
  return Items(values, end, kCode).take(list).end();
}

// "BADCHARSET" [SP "(" charset *(SP charset) ")" ]; astring in RFC 3501
Verdict bad_charset(Values values, std::size_t end) {
  const auto list = [](const Value& value) {
    return Items(value, kCode).take(astring).rest(astring).end();
  };
  Items in(values, end, kCode);
  if (in.more()) in.take(list);
  return in.end();
}

// resp-code-apnd = "APPENDUID" SP nz-number SP append-uid; append-uid =/ uid-set
Verdict append_uid(Values values, std::size_t end) {
  return Items(values, end, "resp-code-apnd").take(nz_number).take(uid_set).end();
}

// resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set
Verdict copy_uid(Values values, std::size_t end) {
  return Items(values, end, "resp-code-copy").take(nz_number).take(uid_set).take(uid_set).end();
}

// "METADATA" SP ("LONGENTRIES" SP number / "MAXSIZE" SP number / "TOOMANY" / "NOPRIVATE")
Verdict metadata(Values values, std::size_t end) {
  Items in(values, end, kCode);
  const bool sized =
      in.more() && (in.next().is_atom("LONGENTRIES") || in.next().is_atom("MAXSIZE"));
  in.take(atom);
  if (sized) in.take(number);
  return in.end();
}

struct Row {
  std::string_view name;
  ValuesCheck check;
};

constexpr auto kRows = std::to_array<Row>({
    // RFC 9051 section 7.1, RFC 3501 section 7.1
    {"ALERT", nothing},
    {"BADCHARSET", bad_charset},
    {"CAPABILITY", capabilities},
    {"PARSE", nothing},
    {"PERMANENTFLAGS", permanent_flags},
    {"READ-ONLY", nothing},
    {"READ-WRITE", nothing},
    {"TRYCREATE", nothing},
    {"UIDNEXT", one_nz_number},
    {"UIDVALIDITY", one_nz_number},
    {"UNSEEN", one_nz_number},
    {"HASCHILDREN", nothing},
    {"UNKNOWN-CTE", nothing},
    // RFC 4315
    {"APPENDUID", append_uid},
    {"COPYUID", copy_uid},
    {"UIDNOTSTICKY", nothing},
    // RFC 5182, 5464, 7162, 8474
    {"NOTSAVED", nothing},
    {"METADATA", metadata},
    {"HIGHESTMODSEQ", one_mod_sequence},
    {"NOMODSEQ", nothing},
    {"MODIFIED", one_set},
    {"CLOSED", nothing},
    {"MAILBOXID", one_objectid},
    // RFC 5530
    {"UNAVAILABLE", nothing},
    {"AUTHENTICATIONFAILED", nothing},
    {"AUTHORIZATIONFAILED", nothing},
    {"EXPIRED", nothing},
    {"PRIVACYREQUIRED", nothing},
    {"CONTACTADMIN", nothing},
    {"NOPERM", nothing},
    {"INUSE", nothing},
    {"EXPUNGEISSUED", nothing},
    {"CORRUPTION", nothing},
    {"SERVERBUG", nothing},
    {"CLIENTBUG", nothing},
    {"CANNOT", nothing},
    {"LIMIT", nothing},
    {"OVERQUOTA", nothing},
    {"ALREADYEXISTS", nothing},
    {"NONEXISTENT", nothing},
});

}  // namespace

std::vector<std::string_view> response_code_words() {
  std::vector<std::string_view> words;
  for (const auto& row : kRows) words.push_back(row.name);
  return words;
}

ValuesCheck find_response_code(std::string_view name) {
  const auto row = std::ranges::find_if(
      kRows, [name](const Row& known) { return equal_ignoring_case(name, known.name); });
  return row == kRows.end() ? nullptr : row->check;
}

}  // namespace wireassay::imap
