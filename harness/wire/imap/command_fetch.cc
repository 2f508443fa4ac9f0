// FETCH: items, sections and modifiers.
#include "wire/imap/command_grammar.h"

namespace wireassay::imap {
namespace {

using Kind = FetchItem::Kind;
using Macro = FetchArgument::Macro;

/// What the macros stand for: RFC 9051 section 6.4.5.
std::vector<FetchItem> expand(Macro macro) {
  std::vector<FetchItem> items = {{Kind::Flags}, {Kind::Internaldate}, {Kind::Rfc822Size}};
  if (macro == Macro::All || macro == Macro::Full) items.push_back({Kind::Envelope});
  if (macro == Macro::Full) items.push_back({Kind::Body});
  return items;
}

// section-part = nz-number *("." nz-number); `dot`: one more "." was taken behind it
bool read_part(CommandScanner& in, std::vector<std::uint32_t>& out, bool& dot) {
  for (dot = false; in.next_is_digit();) {
    if (out.size() == kMaxElements) return in.fail("section-part", Errc::TooMany);
    if (!in.nz_number(out.emplace_back(), "section-part")) return false;
    dot = in.take('.');
    if (!dot) return true;
  }
  return true;
}

// section-spec = section-msgtext / (section-part ["." section-text])
bool read_section(CommandScanner& in, Section& out) {
  bool dot = false;
  if (!in.need('[', "section") || !read_part(in, out.part, dot)) return false;
  if (!dot && in.take(']')) return true;
  if (!dot && !out.part.empty()) return in.fail("section-part");
  const Section::Text* const text = find_word(kSectionTexts, in.keyword());
  if (text == nullptr) return in.fail_keyword("section-text");
  out.text = *text;
  // "MIME … MUST be prefixed by one or more numeric part specifiers."
  if (out.text == Section::Text::Mime && out.part.empty())
    return in.fail_keyword("section-msgtext");
  const bool fields =
      out.text == Section::Text::HeaderFields || out.text == Section::Text::HeaderFieldsNot;
  const auto name = [&] { return in.astring(out.fields.emplace_back(), "header-fld-name"); };
  if (fields && (!in.sp() || !in.list("header-list", name))) return false;
  return in.need(']', "section");
}

// section-binary = "[" [section-part] "]"
bool read_section_binary(CommandScanner& in, Section& out) {
  bool dot = false;
  if (!in.need('[', "section-binary") || !read_part(in, out.part, dot)) return false;
  if (dot) return in.fail("section-part");
  return in.need(']', "section-binary");
}

// partial = "<" number64 "." nz-number64 ">"
bool read_partial(CommandScanner& in, std::optional<Partial>& out) {
  if (!in.take('<')) return true;
  Partial& partial = out.emplace();
  return in.number(partial.offset, "partial") && in.need('.', "partial") &&
         in.nz_number64(partial.size, "partial") && in.need('>', "partial");
}

bool read_bracketed(CommandScanner& in, std::string_view word, FetchItem& out) {
  out.peek = word.ends_with(".PEEK");
  if (out.peek) word.remove_suffix(std::string_view(".PEEK").size());
  if (word == "BODY") {
    out.kind = Kind::BodySection;
    return read_section(in, out.section) && read_partial(in, out.partial);
  }
  if (word == "BINARY") {
    out.kind = Kind::Binary;
    return read_section_binary(in, out.section) && read_partial(in, out.partial);
  }
  if (word != "BINARY.SIZE" || out.peek) return in.fail_keyword("fetch-att");
  out.kind = Kind::BinarySize;
  return read_section_binary(in, out.section);
}

bool read_item(CommandScanner& in, std::string_view word, FetchItem& out) {
  if (in.next_is('[')) return read_bracketed(in, word, out);
  const Kind* const kind = find_word(kFetchItems, word);
  if (kind == nullptr || *kind == Kind::Binary || *kind == Kind::BinarySize)
    return in.fail_keyword("fetch-att");
  out.kind = *kind;
  return true;
}

// "ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")"
bool read_items(CommandScanner& in, FetchArgument& out) {
  if (in.next_is('(')) {
    return in.list("fetch-att",
                   [&] { return read_item(in, in.keyword(), out.items.emplace_back()); });
  }
  const std::string word = in.keyword();
  const Macro* const macro = find_word(kMacros, word);
  if (macro == nullptr) return read_item(in, word, out.items.emplace_back());
  out.macro = *macro;
  out.items = expand(*macro);
  return true;
}

bool read_modifier(CommandScanner& in, FetchArgument& out) {
  if (!out.vanished && in.take_keyword("VANISHED")) return out.vanished = true;
  if (out.changed_since || !in.take_keyword("CHANGEDSINCE")) return in.fail("fetch-modifier");
  return in.sp() && in.mod_sequence(out.changed_since.emplace(), 1);
}

}  // namespace

// fetch = "FETCH" SP sequence-set SP (…) [SP "(" fetch-modifier *(SP fetch-modifier) ")"]
bool read_fetch(CommandScanner& in, FetchArgument& out) {
  if (!in.sp() || !in.sequence_set(out.set) || !in.sp() || !read_items(in, out)) return false;
  if (!in.take(' ')) return true;
  return in.list("fetch-modifiers", [&] { return read_modifier(in, out); });
}

}  // namespace wireassay::imap
