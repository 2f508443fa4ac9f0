// The reference servers: strictly conforming sessions without I/O on a thin front, for runs without
// a target, for `wireassay serve`, and, with a fault, as mutants.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/target.h"

namespace wireassay::reference {

/// One deliberate violation. `spec` and `clause` are what a conviction must cite; several clauses
/// are separated by '|'.
struct Fault {
  std::string_view name;      ///< "rset-keeps-transaction"
  std::string_view protocol;  ///< "smtp"
  std::string_view spec;      ///< "RFC 5321" (or "RFC 5321|RFC 2920", paired with the clauses)
  std::string_view clause;    ///< "4.1.1.5|4.1.4"
  std::string_view title;     ///< what the server does wrong, one sentence
};
const std::vector<Fault>& faults();
const Fault* find_fault(std::string_view name);

class Store;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::vector<std::string> faults;
  /// Fixed ports by service, 0 or missing: any free one.
  std::map<std::string, std::uint16_t> ports;
  std::size_t users = 64;   ///< pool u01@reference.test …
  bool echoes_all = false;  ///< HTTP: the echo resource shows also what it would refuse
  std::string only;         ///< this protocol and no other; empty: all
};

/// Servers for all protocols on a thread of their own; stops with the object.
class Servers {
 public:
  static std::expected<std::unique_ptr<Servers>, std::string> start(const ServerOptions& options);
  ~Servers();
  /// A target that names the ports, users, trust anchor (a file that lives as long as this object)
  /// and facts.
  const scenario::Target& target() const;
  /// The users' mailboxes; may be read and changed while the servers run.
  Store& store();

  struct Inner;
  explicit Servers(std::unique_ptr<Inner> inner);

 private:
  std::unique_ptr<Inner> inner_;
};

}  // namespace wireassay::reference
