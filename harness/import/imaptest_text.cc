#include "import/imaptest_text.h"

#include <algorithm>
#include <charconv>

#include "core/cursor.h"
#include "core/escape.h"
#include "import/toml.h"
#include "scenario/variables.h"
#include "wire/message/utf8.h"

namespace wireassay::importer {
namespace {

constexpr std::size_t kShownOctets = 40;

bool is_name_letter(char c) { return is_alnum(c) || c == '_'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// "2" of "user2"; 1 for "user".
std::size_t index_behind(std::string_view name, std::string_view stem) {
  if (!name.starts_with(stem)) return 0;
  const std::string_view digits = name.substr(stem.size());
  if (digits.empty()) return 1;
  std::size_t index = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  const bool whole = read.ec == std::errc{} && read.ptr == digits.data() + digits.size();
  return whole && index > 1 ? index : 0;
}

/// Octets of the character at the beginning that TOML can hold; 0: it cannot.
std::size_t fit_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first >= 0x80) return message::utf8_non_ascii_size(text);
  return first != '\r' && fits_toml(text.substr(0, 1)) ? 1 : 0;
}

/// Octets that TOML cannot hold, from the beginning of the text.
std::size_t unfit_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && fit_size(text.substr(size)) == 0) ++size;
  return size;
}

}  // namespace

Texts::Texts(const Script& script, std::vector<Remark>& remarks)
    : script_(script), remarks_(remarks) {}

void Texts::refuse(Place at, std::string message) {
  remarks_.push_back({Remark::Kind::Refused, at, std::move(message)});
}

Place Texts::move(Place at, std::string_view text, std::size_t octets) const {
  for (const char c : text.substr(0, octets)) {
    if (c == '\n') {
      ++at.line;
      at.column = 1;
    } else {
      ++at.column;
    }
  }
  return at;
}

std::string Texts::name_octets(const std::string& stem, const std::string& octets) {
  const auto found = std::ranges::find_if(lets_, [&](const NamedOctets& let) {
    return let.octets == octets && let.name.starts_with(stem);
  });
  if (found != lets_.end()) return found->name;
  lets_.push_back({stem + "_" + std::to_string(++counts_[stem]), octets});
  return lets_.back().name;
}

void Texts::group_ends() {
  bound_.merge(binding_);
  binding_.clear();
}

/// "$name", "${name}" or "$" alone at `at`.
bool Texts::dollar_at(std::string_view text, std::size_t at, Place place, Dollar& out) {
  const std::string_view rest = text.substr(at + 1);
  if (rest.starts_with('{')) {
    const std::size_t close = rest.find('}');
    if (close == std::string_view::npos) {
      refuse(place, "${ is not closed: add '}'");
      return false;
    }
    out = {rest.substr(1, close - 1), close + 2};
    return true;
  }
  const auto end = std::ranges::find_if_not(rest, is_name_letter);
  out.name = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  out.size = out.name.size() + 1;
  return true;
}

std::string Texts::user_variable(std::string_view stem, std::size_t connection) {
  uses_user_ = true;
  const auto own = script_.users.find(connection - 1);
  const bool second =
      own != script_.users.end() && (own->second == "$user2" || own->second == "${user2}");
  uses_second_user_ = uses_second_user_ || second;
  if (stem != "password" && own != script_.users.end() && !second)
    return "repeat('" + own->second + "', 1)";
  return std::string(stem) + (second ? "2" : "");
}

/// Variables that imaptest defines: the expression that stands for them, or nothing.
std::string Texts::known(std::string_view name) {
  if (name == "mailbox" || name == "mailbox_url") {
    uses_mailbox_ = true;
    return script_.state == State::Auth || script_.state == State::NonAuth ? "box" : "mailbox";
  }
  for (const std::string_view stem : {"username", "user", "domain", "password"}) {
    const std::size_t connection = index_behind(name, stem);
    if (connection == 0 || connection > script_.connections) continue;
    if (stem == "password") return user_variable("password", connection);
    const std::string user = user_variable("user", connection);
    if (stem == "username") return "before(" + user + ", '@')";
    return stem == "domain" ? "after(" + user + ", '@', host)" : user;
  }
  return {};
}

/// A name that the language does not use for something else.
std::string Texts::own_name(std::string_view name) const {
  const bool other = scenario::is_variable(name) || name == "box" || name.starts_with("mail_") ||
                     name.starts_with("literal_") || name.starts_with("octets_") ||
                     is_digit(name.front()) || name.front() == '_';
  return (other ? "my_" : "") + std::string(name);
}

/// Text of the author's: "${" is none of the language's, and what TOML cannot hold gets a name.
void Texts::add(std::string& out, std::string_view literal) {
  while (!literal.empty()) {
    const std::size_t unfit = unfit_size(literal);
    if (unfit > 0) {
      out += "${" + name_octets("octets", std::string(literal.substr(0, unfit))) + "}";
      literal.remove_prefix(unfit);
      continue;
    }
    if (out.ends_with('$') && literal.starts_with('{')) out += '$';
    const std::size_t size = fit_size(literal);
    out += literal.substr(0, size);
    literal.remove_prefix(size);
  }
}

/// A dollar before a variable would be read as part of it.
void Texts::add_variable(std::string& out, const std::string& variable, Place at, bool doubled) {
  std::size_t dollars = 0;
  for (; out.ends_with('$'); out.pop_back()) ++dollars;
  if (doubled) dollars /= 2;
  if (dollars > 0) out += "${repeat('$', " + std::to_string(dollars) + ")}";
  if (out.ends_with('}') && variable.starts_with("${?") && out.rfind("${?") != std::string::npos &&
      out.find('}', out.rfind("${?")) == out.size() - 1)
    refuse(at, "two variables without anything between them: it is not known where the first ends");
  out += variable;
}

std::string Texts::command_variable(const Dollar& dollar, Place at) {
  // Numbers of the beginning are those of now: no response came yet.
  if (all_digits(dollar.name)) return std::string(dollar.name);
  if (const std::string expression = known(dollar.name); !expression.empty())
    return "${" + expression + "}";
  if (dollar.name.empty()) {
    refuse(at, "$ stands for nothing in a command: write $$ for a dollar");
    return {};
  }
  const std::string name = own_name(dollar.name);
  if (!bound_.contains(name)) {
    refuse(at, "$" + escape_short(dollar.name, kShownOctets) +
                   " has no value here: no response before it binds it; write $$ for a dollar");
    return {};
  }
  return "${" + name + "}";
}

std::string Texts::command(std::string_view text, Place at) {
  std::string out;
  Place place = at;
  for (std::size_t i = 0, placed = 0; i < text.size();) {
    place = move(place, text.substr(placed), i - placed);
    placed = i;
    if (text[i] != '$' || i + 1 == text.size()) {
      const std::size_t end = std::min(text.find('$', i + 1), text.size());
      add(out, text.substr(i, end - i));
      i = end;
    } else if (text[i + 1] == '$') {
      add(out, "$");
      i += 2;
    } else if (text[i + 1] == '!') {
      refuse(place, "a directive has no meaning in a command: write $$! for its octets");
      return out;
    } else {
      Dollar dollar;
      if (!dollar_at(text, i, place, dollar)) return out;
      const std::string variable = command_variable(dollar, place);
      variable.starts_with('$') ? add_variable(out, variable, place, false) : add(out, variable);
      i += dollar.size;
    }
  }
  return out;
}

std::string Texts::pattern(const Line& line) {
  std::string out;
  for (const Segment& segment : line) {
    out += segment.kind == Segment::Kind::Text ? pattern_text(segment.octets, segment.at)
                                               : literal(segment);
  }
  return out;
}

std::string Texts::pattern_text(std::string_view text, Place at) {
  std::string out;
  Place place = at;
  for (std::size_t i = 0, placed = 0; i < text.size();) {
    place = move(place, text.substr(placed), i - placed);
    placed = i;
    if (text[i] != '$') {
      const std::size_t end = std::min(text.find('$', i + 1), text.size());
      add(out, text.substr(i, end - i));
      i = end;
    } else if (text.substr(i).starts_with("$$")) {
      out += "$$";
      i += 2;
    } else {
      Dollar dollar;
      if (!dollar_at(text, i, place, dollar)) return out;
      const std::string variable = pattern_variable(text, i, dollar, place);
      const bool ours = variable.starts_with("${");
      ours ? add_variable(out, variable, place, true) : void(out += variable);
      i += dollar.size;
    }
  }
  return out;
}

/// imaptest's own ($, $3, $tag, ${case:…}) stay; the rest are holes, or values that are known.
std::string Texts::pattern_variable(std::string_view text, std::size_t at, const Dollar& dollar,
                                    Place place) {
  const std::string_view name = dollar.name;
  const std::size_t end = at + dollar.size;
  const bool letter_follows = end < text.size() && is_name_letter(text[end]);
  if (name.empty()) return letter_follows ? "${?}" : "$";
  if (name.starts_with("case:")) {
    const bool plain = std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f'; });
    if (!plain || name.find('$') != std::string_view::npos)
      refuse(place, "in ${case:…} only printable US-ASCII can be turned, and no dollar");
    return "$${" + std::string(name) + "}";
  }
  if (all_digits(name) || name == "tag")
    return letter_follows ? "$${" + std::string(name) + "}" : "$" + std::string(name);
  if (const std::string expression = known(name); !expression.empty())
    return "${" + expression + "}";
  if (!std::ranges::all_of(name, is_name_letter)) {
    refuse(place, "'" + escape_short(name, kShownOctets) + "' is no name of a variable");
    return {};
  }
  const std::string own = own_name(name);
  binding_.insert(own);
  return "${?" + own + "}";
}

/// {{{ … }}}, or a name for octets that TOML cannot hold.
std::string Texts::literal(const Segment& segment) {
  std::string lines;
  bool text = fits_toml(segment.octets);
  for (std::size_t at = 0; at < segment.octets.size(); ++at) {
    if (segment.octets.compare(at, 2, "\r\n") == 0) continue;
    const bool bare = segment.octets[at] == '\r' ||
                      (segment.octets[at] == '\n' && (at == 0 || segment.octets[at - 1] != '\r'));
    text = text && !bare;
    lines += segment.octets[at];
  }
  if (text) return "{{{\n" + pattern_text(lines, segment.at) + "\n}}}";
  std::string octets;
  for (std::size_t at = 0; at < segment.octets.size(); ++at) {
    octets += segment.octets[at];
    if (segment.octets[at] != '$') continue;
    if (segment.octets.compare(at, 2, "$$") != 0) {
      refuse(segment.at, "a variable in a literal that is no text has no form in TOML");
      return {};
    }
    ++at;
  }
  const std::size_t nul = octets.find('\0');
  if (nul == std::string::npos) return "${" + name_octets("literal", octets) + "}";
  remarks_.push_back({Remark::Kind::Note, segment.at,
                      "imaptest compares a literal up to its first NUL, and so does the scenario"});
  return "${" + name_octets("literal", octets.substr(0, nul + 1)) + "}$";
}

}  // namespace wireassay::importer
