// Values: what they mean, and how they are printed.
#include "wire/imap/value.h"

#include "core/cursor.h"
#include "wire/imap/value_reader.h"

namespace wireassay::imap {

bool Value::is_nil() const { return is_atom("NIL"); }

bool Value::is_string() const { return form == Form::Quoted || form == Form::Literal; }

bool Value::is_atom(std::string_view word) const {
  return form == Form::Atom && equal_ignoring_case(text, word);
}

std::string Value::octets() const {
  if (!escaped) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (Cursor in(text); !in.at_end();) {
    in.take('\\');
    out += in.take_octets(1);
  }
  return out;
}

bool Value::operator==(const Value& other) const {
  return form == other.form && spaced == other.spaced && text == other.text && items == other.items;
}

Parsed<std::vector<Value>> parse_values(std::string_view text, Sections sections,
                                        const Limits& limits) {
  Cursor in(text);
  Faults faults;
  std::vector<Value> values;
  if (const auto error = ValueReader(in, limits, faults, sections).read(values, false))
    return *error;
  if (!faults.empty()) return faults.sorted().front().error;
  return Got<std::vector<Value>>{std::move(values), text.size()};
}

namespace {

void print(std::string& out, const Value& value) {
  if (value.spaced) out += ' ';
  switch (value.form) {
    case Value::Form::Atom: out += value.text; return;
    case Value::Form::Quoted: out.append("\"").append(value.text).append("\""); return;
    case Value::Form::Literal8: out += '~'; [[fallthrough]];
    case Value::Form::Literal:
      out.append("{").append(std::to_string(value.text.size())).append("}\r\n");
      out += value.text;
      return;
    case Value::Form::List: break;
  }
  out += '(';
  for (const Value& item : value.items) print(out, item);
  out += ')';
}

}  // namespace

std::string to_wire(const Value& value) {
  std::string out;
  print(out, value);
  return value.spaced ? out.substr(1) : out;
}

std::string to_wire(const std::vector<Value>& values) {
  std::string out;
  for (const Value& value : values) print(out, value);
  return out;
}

}  // namespace wireassay::imap
