// The variables of imaptest in texts of the scenario language.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "import/imaptest_script.h"

namespace wireassay::importer {

/// A `let` of the case.
struct NamedOctets {
  std::string name, octets;
};

/// Turns texts, and remembers what they need: variables that are bound, octets that get a name.
class Texts {
 public:
  Texts(const Script& script, std::vector<Remark>& remarks);

  /// What a command sends: variables must have values by now.
  std::string command(std::string_view text, Place at);
  /// What is expected of a response: a line of `exchange`. Literals are put in.
  std::string pattern(const Line& line);
  /// The name of a `let` with these octets.
  std::string name_octets(const std::string& stem, const std::string& octets);
  /// What patterns have bound may be used from now on.
  void group_ends();

  const std::vector<NamedOctets>& lets() const { return lets_; }
  bool uses_mailbox() const { return uses_mailbox_; }
  bool uses_user() const { return uses_user_; }
  bool uses_second_user() const { return uses_second_user_; }

 private:
  struct Dollar {
    std::string_view name;
    std::size_t size = 0;  ///< octets of the text, "$" included
  };

  void refuse(Place at, std::string message);
  Place move(Place at, std::string_view text, std::size_t octets) const;
  bool dollar_at(std::string_view text, std::size_t at, Place place, Dollar& out);
  std::string known(std::string_view name);
  std::string user_variable(std::string_view stem, std::size_t connection);
  std::string command_variable(const Dollar& dollar, Place at);
  std::string pattern_text(std::string_view text, Place at);
  std::string pattern_variable(std::string_view text, std::size_t at, const Dollar& dollar,
                               Place place);
  std::string literal(const Segment& segment);
  std::string own_name(std::string_view name) const;
  void add(std::string& out, std::string_view literal);
  /// `doubled`: a dollar of the author's stands as "$$" in `out`.
  void add_variable(std::string& out, const std::string& variable, Place at, bool doubled);

  const Script& script_;
  std::vector<Remark>& remarks_;
  std::vector<NamedOctets> lets_;
  std::map<std::string, std::size_t> counts_;
  std::set<std::string, std::less<>> bound_, binding_;
  bool uses_mailbox_ = false, uses_user_ = false, uses_second_user_ = false;
};

}  // namespace wireassay::importer
