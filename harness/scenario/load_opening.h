// Shared openings (`_begin/PROTOCOL.toml`) and how a connection's `begin` is laid out flat.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenario/load_hello.h"
#include "scenario/load_values.h"

namespace wireassay::scenario {

struct Opening {
  std::string name, after;
  std::vector<Let> params;
  Security security = Security::Any;
  std::vector<Step> steps;
  Position at;
};

class Openings {
 public:
  /// Reads the openings of one protocol; mistakes go to `problems`.
  void add(const std::string& protocol, const std::string& file, const std::string& text,
           const Dialects& dialects, const Limits& limits, std::vector<Problem>& problems);
  /// Reads `begin` (a name or a table; null: "connected") into the connection.
  void read_begin(Loading& loading, const Node* begin, ConnectionSpec& spec) const;
  /// The ClientHellos that all files share.
  const Hellos& hellos() const { return hellos_; }

 private:
  using Named = std::map<std::string, Opening, std::less<>>;
  /// The opening and all it builds on, outermost first; nullopt where a name is unknown.
  std::optional<std::vector<const Opening*>> chain(Loading& loading, const Node& at,
                                                   const std::string& name,
                                                   const std::string& protocol) const;
  void check_chains(Source& source, const std::string& protocol) const;
  /// The opening and all it builds on, outermost first; circles are cut.
  static std::vector<const Opening*> ancestry(const Named& named, std::string_view name);
  std::vector<std::string_view> names(const std::string& protocol, const Dialects& dialects) const;

  std::map<std::string, Named, std::less<>> by_protocol_;
  Hellos hellos_;
};

}  // namespace wireassay::scenario
