// From values to octets.
#include <algorithm>
#include <array>

#include "wire/imap/command_grammar.h"

namespace wireassay::imap {
namespace {

std::string literal(std::string_view text) {
  return "{" + std::to_string(text.size()) + "}\r\n" + std::string(text);
}

std::string string(std::string_view text) {
  if (!std::ranges::all_of(text, is_text_char)) return literal(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

template <class Predicate>
std::string bare_or_string(std::string_view text, Predicate allowed) {
  if (!text.empty() && std::ranges::all_of(text, allowed)) return std::string(text);
  return string(text);
}
std::string astring(std::string_view text) { return bare_or_string(text, is_astring_char); }

template <class Items, class Print>
std::string joined(const Items& items, Print print, std::string_view between = " ") {
  std::string out;
  for (const auto& item : items) {
    if (&item != &items.front()) out += between;
    out += print(item);
  }
  return out;
}
std::string same(const std::string& text) { return text; }

/// Words behind each other with one space between.
class Words {
 public:
  void add(bool wanted, std::string_view word) {
    if (!wanted) return;
    if (!out_.empty()) out_ += ' ';
    out_ += word;
  }
  std::string in_parentheses() const { return "(" + out_ + ")"; }
  const std::string& text() const { return out_; }

 private:
  std::string out_;
};

std::string print(const SequenceSet& set) {
  const auto number = [](std::uint32_t n) { return n == kStar ? "*" : std::to_string(n); };
  std::string out = joined(
      set.ranges,
      [&](const SeqRange& range) {
        if (range.first == range.last) return number(range.first);
        return number(range.first) + ":" + number(range.last);
      },
      ",");
  if (set.saved) out += out.empty() ? "$" : ",$";
  return out;
}

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string digits(unsigned value, std::size_t width) {
  std::string out = std::to_string(value);
  return std::string(width - std::min(width, out.size()), '0') + out;
}
std::string month_and_year(const Date& date) {
  const std::size_t month = std::clamp<std::size_t>(date.month, 1, kMonths.size());
  return "-" + std::string(kMonths.at(month - 1)) + "-" + digits(date.year, 4);
}
std::string print(const Date& date) { return std::to_string(date.day) + month_and_year(date); }

std::string print(const DateTime& time) {
  const unsigned east = static_cast<unsigned>(time.zone < 0 ? -time.zone : time.zone);
  return "\"" + digits(time.date.day, 2) + month_and_year(time.date) + " " + digits(time.hour, 2) +
         ":" + digits(time.minute, 2) + ":" + digits(time.second, 2) +
         (time.zone < 0 ? " -" : " +") + digits(east / 60, 2) + digits(east % 60, 2) + "\"";
}

std::string print(const SearchKey& key);

std::string print_operand(const SearchKey& key, Operand operand) {
  switch (operand) {
    case Operand::None: return "";
    case Operand::Text: return " " + astring(key.text);
    case Operand::HeaderText: return " " + astring(key.name) + " " + astring(key.text);
    case Operand::Keyword: return " " + key.text;
    case Operand::Date: return " " + print(key.date);
    case Operand::Number: return " " + std::to_string(key.number);
    case Operand::Modseq:
      return (key.name.empty() ? "" : " " + string(key.name) + " " + key.text) + " " +
             std::to_string(key.number);
    case Operand::Uid: return " " + print(key.set);
    case Operand::Not:
    case Operand::Or: break;
  }
  std::string out;
  for (const SearchKey& inner : key.keys) out += " " + print(inner);
  return out;
}

std::string print_keys(const std::vector<SearchKey>& keys) {
  return joined(keys, [](const SearchKey& key) { return print(key); });
}

std::string print(const SearchKey& key) {
  if (key.kind == SearchKey::Kind::Set) return print(key.set);
  if (key.kind == SearchKey::Kind::And) return "(" + print_keys(key.keys) + ")";
  for (const auto& [word, kind] : kSearchKeys) {
    if (kind.kind == key.kind) return std::string(word) + print_operand(key, kind.operand);
  }
  return {};
}

std::string print(const SearchReturn& returns) {
  Words words;
  words.add(returns.min, "MIN");
  words.add(returns.max, "MAX");
  words.add(returns.all, "ALL");
  words.add(returns.count, "COUNT");
  words.add(returns.save, "SAVE");
  return "RETURN " + words.in_parentheses();
}
std::string return_opts(const SearchProgram& program) {
  return program.returns ? " " + print(*program.returns) : "";
}
// charset = atom / quoted
std::string criteria(const SearchProgram& program) {
  return bare_or_string(program.charset.value_or("US-ASCII"), is_atom_char) + " " +
         print_keys(program.keys);
}

std::string print_part(const std::vector<std::uint32_t>& part) {
  return joined(part, [](std::uint32_t n) { return std::to_string(n); }, ".");
}

std::string print(const Section& section) {
  std::string out = print_part(section.part);
  if (!out.empty() && section.text != Section::Text::None) out += '.';
  out += word_of(kSectionTexts, section.text);
  if (section.text == Section::Text::HeaderFields || section.text == Section::Text::HeaderFieldsNot)
    out += " (" + joined(section.fields, astring) + ")";
  return "[" + out + "]";
}

std::string print(const FetchItem& item) {
  std::string out(word_of(kFetchItems, item.kind));
  if (item.peek) out += ".PEEK";
  if (item.kind == FetchItem::Kind::BodySection) out += print(item.section);
  if (item.kind == FetchItem::Kind::Binary || item.kind == FetchItem::Kind::BinarySize)
    out += "[" + print_part(item.section.part) + "]";
  if (item.partial)
    out +=
        "<" + std::to_string(item.partial->offset) + "." + std::to_string(item.partial->size) + ">";
  return out;
}

std::string print_items(const std::vector<StatusItem>& items) {
  return "(" +
         joined(items, [](StatusItem item) { return std::string(word_of(kStatusItems, item)); }) +
         ")";
}

// One for each argument: what stands behind the verb, with the space before it.

std::string print(const NoArgument&) { return ""; }
std::string print(const AuthenticateArgument& argument) {
  return " " + argument.mechanism + (argument.initial ? " " + *argument.initial : "");
}
std::string print(const LoginArgument& argument) {
  return " " + astring(argument.user) + " " + astring(argument.password);
}
std::string print(const EnableArgument& argument) {
  return " " + joined(argument.capabilities, same);
}
std::string print(const IdArgument& argument) {
  if (!argument.fields) return " NIL";
  return " (" +
         joined(*argument.fields,
                [](const auto& field) {
                  return string(field.first) + " " + (field.second ? string(*field.second) : "NIL");
                }) +
         ")";
}

std::string print(const Qresync& qresync) {
  std::string out =
      "QRESYNC (" + std::to_string(qresync.uidvalidity) + " " + std::to_string(qresync.modseq);
  if (qresync.known_uids) out += " " + print(*qresync.known_uids);
  if (qresync.seq_match)
    out += " (" + print(qresync.seq_match->first) + " " + print(qresync.seq_match->second) + ")";
  return out + ")";
}
std::string print(const SelectArgument& argument) {
  Words words;
  words.add(argument.condstore, "CONDSTORE");
  if (argument.qresync) words.add(true, print(*argument.qresync));
  return " " + astring(argument.mailbox) +
         (words.text().empty() ? "" : " " + words.in_parentheses());
}
std::string print(const CreateArgument& argument) {
  std::string out = " " + astring(argument.mailbox);
  if (argument.special_use) out += " (USE (" + joined(*argument.special_use, same) + "))";
  return out;
}
std::string print(const MailboxArgument& argument) { return " " + astring(argument.mailbox); }
std::string print(const RenameArgument& argument) {
  return " " + astring(argument.from) + " " + astring(argument.to);
}
std::string print(const StatusArgument& argument) {
  return " " + astring(argument.mailbox) + " " + print_items(argument.items);
}

std::string print(const ListSelection& selection) {
  Words words;
  words.add(selection.subscribed, "SUBSCRIBED");
  words.add(selection.remote, "REMOTE");
  words.add(selection.recursive_match, "RECURSIVEMATCH");
  words.add(selection.special_use, "SPECIAL-USE");
  return words.in_parentheses();
}
std::string print(const ListReturn& returns) {
  Words words;
  words.add(returns.subscribed, "SUBSCRIBED");
  words.add(returns.children, "CHILDREN");
  words.add(returns.special_use, "SPECIAL-USE");
  if (returns.status) words.add(true, "STATUS " + print_items(*returns.status));
  return "RETURN " + words.in_parentheses();
}
std::string print(const ListArgument& argument) {
  const std::string patterns = joined(argument.patterns, [](const std::string& pattern) {
    return bare_or_string(pattern, is_list_char);
  });
  std::string out = argument.selection ? " " + print(*argument.selection) : "";
  out += " " + astring(argument.reference) + " ";
  out += argument.in_parentheses ? "(" + patterns + ")" : patterns;
  return argument.returns ? out + " " + print(*argument.returns) : out;
}

std::string print(const AppendArgument& argument) {
  std::string out = " " + astring(argument.mailbox);
  if (!argument.flags.empty()) out += " (" + joined(argument.flags, same) + ")";
  if (argument.date) out += " " + print(*argument.date);
  const std::string data = literal(argument.message);
  switch (argument.form) {
    case AppendArgument::Form::Literal: return out + " " + data;
    case AppendArgument::Form::Literal8: return out + " ~" + data;
    case AppendArgument::Form::Utf8: break;
  }
  return out + " UTF8 (~" + data + ")";
}
std::string print(const SetArgument& argument) { return " " + print(argument.set); }
std::string print(const CopyArgument& argument) {
  return " " + print(argument.set) + " " + astring(argument.mailbox);
}

std::string print_items(const FetchArgument& argument) {
  if (argument.macro != FetchArgument::Macro::None)
    return std::string(word_of(kMacros, argument.macro));
  const std::string items =
      joined(argument.items, [](const FetchItem& item) { return print(item); });
  return argument.items.size() == 1 ? items : "(" + items + ")";
}
std::string print(const FetchArgument& argument) {
  Words words;
  if (argument.changed_since)
    words.add(true, "CHANGEDSINCE " + std::to_string(*argument.changed_since));
  words.add(argument.vanished, "VANISHED");
  return " " + print(argument.set) + " " + print_items(argument) +
         (words.text().empty() ? "" : " " + words.in_parentheses());
}
std::string print(const StoreArgument& argument) {
  std::string out = " " + print(argument.set) + " ";
  if (argument.unchanged_since)
    out += "(UNCHANGEDSINCE " + std::to_string(*argument.unchanged_since) + ") ";
  if (argument.action == StoreArgument::Action::Add) out += '+';
  if (argument.action == StoreArgument::Action::Remove) out += '-';
  out += argument.silent ? "FLAGS.SILENT" : "FLAGS";
  return out + " (" + joined(argument.flags, same) + ")";
}

std::string print(const SearchArgument& argument) {
  const SearchProgram& program = argument.program;
  const std::string charset = program.charset ? " CHARSET " + astring(*program.charset) : "";
  return return_opts(program) + charset + " " + print_keys(program.keys);
}
std::string print(const SortArgument& argument) {
  const std::string keys = joined(argument.criteria, [](const SortCriterion& criterion) {
    return (criterion.reverse ? "REVERSE " : "") + std::string(word_of(kSortKeys, criterion.key));
  });
  return return_opts(argument.program) + " (" + keys + ") " + criteria(argument.program);
}
std::string print(const ThreadArgument& argument) {
  return " " + argument.algorithm + " " + criteria(argument.program);
}

}  // namespace

std::string to_wire(const Command& command) {
  const std::string argument =
      std::visit([](const auto& value) { return print(value); }, command.argument);
  return command.tag + (command.uid ? " UID " : " ") + std::string(to_string(command.verb)) +
         argument + "\r\n";
}

}  // namespace wireassay::imap
