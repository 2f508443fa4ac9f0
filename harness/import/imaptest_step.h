// A step of the case that a script becomes, and the texts in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "import/imaptest_script.h"

namespace wireassay::importer {

/// A part of what a command sends: text as a template, then the name of a `let` as its literal.
struct Sent {
  std::string text;
  std::string literal;
  bool binary = false;
};

class StepText {
 public:
  void comment(const std::string& text) { comments_ += "# " + text + "\n"; }
  void set(std::string_view key, const std::string& value);
  /// The act: `parts[at]` behind the literal before it.
  void send(const std::vector<Sent>& parts, std::size_t at);
  std::string text() const { return comments_ + "[[case.dialogue]]\n" + lines_ + "\n"; }

 private:
  std::string comments_, lines_;
};

/// The size of the literal behind a text, "{${len(mail_1)}" and `end`.
std::string announced(const Sent& part, std::string_view end);

std::string lower(std::string_view text);
std::string_view outcome_of(Answer answer);
/// Octets of `id`: letters, digits and hyphens.
std::string id_part(std::string_view name);
/// A line of the script for people.
std::string shown(std::string_view line);
std::size_t variables_in(std::string_view text);

}  // namespace wireassay::importer
