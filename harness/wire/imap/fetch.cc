// msg-att: the items of FETCH data, by name.
#include <algorithm>
#include <array>

#include "core/cursor.h"
#include "wire/imap/characters.h"
#include "wire/imap/productions.h"
#include "wire/imap/response_inner.h"
#include "wire/imap/words.h"

namespace wireassay::imap {
namespace {

Verdict plain_body(const Value& value) { return check_body_structure(value, false); }
Verdict body_structure(const Value& value) { return check_body_structure(value, true); }

Verdict flags(const Value& value) { return list_of(value, flag, "msg-att-dynamic"); }

// fetch-mod-resp = "MODSEQ" SP "(" permsg-modsequence ")" (RFC 7162 section 7)
Verdict mod_sequence(const Value& value) {
  return Items(value, "fetch-mod-resp").take(mod_sequence_value).end();
}

// fetch-threadid-resp = "THREADID" SP ( "(" objectid ")" / nil ) (RFC 8474 section 7)
Verdict thread_id(const Value& value) { return value.is_nil() ? Verdict() : objectid_list(value); }

// SAVEDATE (RFC 8514 section 5)
Verdict save_date(const Value& value) { return value.is_nil() ? Verdict() : date_time(value); }

struct Row {
  std::string_view name;
  Check check;
  std::string_view id = rule::kFetchItem;
};

constexpr auto kRows = std::to_array<Row>({
    {"UID", nz_number},
    {"FLAGS", flags},
    {"RFC822.SIZE", number64},
    {"INTERNALDATE", date_time},
    {"ENVELOPE", check_envelope, rule::kEnvelope},
    {"BODYSTRUCTURE", body_structure, rule::kBodyStructure},
    {"BODY", plain_body, rule::kBodyStructure},
    {"MODSEQ", mod_sequence},
    {"RFC822", nstring},
    {"RFC822.HEADER", nstring},
    {"RFC822.TEXT", nstring},
    {"PREVIEW", nstring},
    {"EMAILID", objectid_list},
    {"THREADID", thread_id},
    {"SAVEDATE", save_date},
});

// header-fld-name = astring. Octets of strings were judged when they were read.
bool take_astring(Cursor& in) {
  if (!in.next_is('"') && !in.next_is('{')) return !in.take_while(is_astring_char).empty();
  if (in.take('{')) {
    std::size_t size = 0;
    for (const char digit : in.take_while(is_digit))
      size = size * 10 + static_cast<std::size_t>(digit - '0');
    in.take('+'), in.take('}'), in.take('\r'), in.take('\n');
    return in.take_octets(size).size() == size;
  }
  in.take('"');
  while (!in.at_end() && !in.take('"')) in.take_octets(in.next_is('\\') ? 2 : 1);
  return true;
}

// header-list = "(" header-fld-name *(SP header-fld-name) ")"
bool take_header_list(Cursor& in) {
  if (!in.take('(')) return false;
  do {
    if (!take_astring(in)) return false;
  } while (in.take(' '));
  return in.take(')');
}

// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
bool take_section_text(Cursor& in, bool mime) {
  if (in.take_word("HEADER.FIELDS")) {
    in.take_word(".NOT");
    return in.take(' ') && take_header_list(in);
  }
  return in.take_word("HEADER") || in.take_word("TEXT") || (mime && in.take_word("MIME"));
}

// section = "[" [section-spec] "]"; section-part = nz-number *("." nz-number)
bool take_section(Cursor& in, bool binary) {
  if (!in.take('[')) return false;
  bool part = false;
  bool dot = false;
  while (!in.at_end() && is_digit(*in.peek()) && (!part || dot)) {
    if (check_digits(in.take_while(is_digit), 0, 1, kMaxNumber, "section-part")) return false;
    part = true;
    dot = in.take('.');
  }
  const bool text = dot || (!part && !in.next_is(']'));
  if (text && (binary || !take_section_text(in, part))) return false;
  return in.take(']');
}

// "BODY" section ["<" number ">"]; "BINARY" section-binary; "BINARY.SIZE" section-binary
std::optional<Row> section_row(const Value& name) {
  constexpr auto kNames = std::to_array<Row>({
      {"BODY", nstring},
      {"BINARY", nstring_or_literal8},
      {"BINARY.SIZE", number},
  });
  const std::size_t bracket = name.text.find('[');
  const auto row = std::ranges::find_if(kNames, [&](const Row& known) {
    return equal_ignoring_case(name.text.substr(0, bracket), known.name);
  });
  if (bracket == std::string_view::npos || row == kNames.end()) return std::nullopt;
  return *row;
}

Verdict section_name(const Value& name) {
  const ParseError wrong = malformed(name, "section");
  const std::size_t bracket = name.text.find('[');
  const std::string_view word = name.text.substr(0, bracket);
  const bool binary = !equal_ignoring_case(word, "BODY");
  Cursor in(name.text.substr(bracket));
  if (!take_section(in, binary)) return wrong;
  if (!equal_ignoring_case(word, "BINARY.SIZE") && in.take('<')) {
    if (check_digits(in.take_while(is_digit), 0, 0, kMaxNumber, "partial") || !in.take('>'))
      return wrong;
  }
  if (!in.at_end()) return wrong;
  return std::nullopt;
}

Row row_of(const Value& name) {
  if (const auto section = section_row(name)) return *section;
  const auto row =
      std::ranges::find_if(kRows, [&](const Row& known) { return name.is_atom(known.name); });
  return row == kRows.end() ? Row{"", any} : *row;
}

void check_item(const Value& name, const Value& value, Faults& faults) {
  const auto add = [&](std::string_view id, const Verdict& wrong) {
    if (wrong) faults.add(wrong->code == Errc::OutOfRange ? rule::kNumberRange : id, *wrong);
  };
  const bool section = name.form == Value::Form::Atom && section_row(name).has_value();
  add(rule::kFetchItem, section ? section_name(name) : atom(name));
  const Row row = row_of(name);
  add(row.id, row.check(value));
}

}  // namespace

std::vector<std::string_view> fetch_words() {
  std::vector<std::string_view> words;
  for (const auto& row : kRows) words.push_back(row.name);
  return words;
}

// msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP (msg-att-dynamic / msg-att-static)) ")"
void check_msg_att(const Response& response, std::size_t end, Faults& faults) {
  const std::span<const Value> values(response.values);
  if (const Verdict wrong = Items(values, end, "msg-att")
                                .take([](const Value& value) -> Verdict {
                                  if (!value.is_list() || value.items.empty())
                                    return malformed(value, "msg-att");
                                  return std::nullopt;
                                })
                                .end())
    faults.add(rule::kFetchItem, *wrong);
  if (values.empty()) return;
  const std::span<const Value> items(values.front().items);
  for (std::size_t i = 0; i < items.size(); i += 2) {
    const bool apart = i == 0 || items[i].spaced;
    const bool valued = i + 1 < items.size() && items[i + 1].spaced;
    if (!apart || !valued) faults.add(rule::kFetchItem, malformed(items[i], "msg-att"));
    if (i + 1 < items.size()) check_item(items[i], items[i + 1], faults);
  }
}

}  // namespace wireassay::imap
