// What the language and the judge must know of IMAP, as data; its dialogues for TLS and SASL.
#include "wire/imap/dialect.h"

#include "wire/imap/match.h"
#include "wire/imap/response.h"
#include "wire/imap/script.h"
#include "wire/imap/session.h"
#include "wire/imap/session_rules.h"

namespace wireassay::imap {
namespace {

std::vector<Invariant> all_invariants() {
  std::vector<Invariant> all;
  for (const Invariant& invariant : response_invariants()) all.push_back(invariant);
  for (const Invariant& invariant : session_invariants()) all.push_back(invariant);
  return all;
}

const DialectInfo& imap_info() {
  static const DialectInfo kInfo{
      .name = "imap",
      .classes = {"OK", "NO", "BAD", "PREAUTH", "BYE", "+", "*"},
      .text_fields = {"text"},
      .fields =
          {
              {"octets", FieldType::Number, Compare::Exact, "", "size of the reply on the wire"},
              {"capabilities", FieldType::List, Compare::Capability, "",
               "of a CAPABILITY response or code: NAME, NAME=VALUE, AUTH=MECHANISM"},
              {"code", FieldType::Text, Compare::Exact, "",
               "response code of the completion, without brackets: UIDNEXT ${?n}",
               &code_structure()},
              {"untagged", FieldType::List, Compare::Exact, "",
               "untagged responses, without \"* \": 2 FETCH (FLAGS (\\Seen) UID ${?uid})",
               &untagged_structure()},
              {"exchange", FieldType::Text, Compare::Exact, "",
               "all responses since no command was under way, as in a script of imaptest: "
               "* 1 exists",
               &exchange_structure()},
          },
      .invariants = all_invariants(),
      .services = {"imap", "imaps"},
      // "The client MUST be prepared to accept any response at all times" (RFC 3501 section 7);
      // BYE is "an announcement of an inactivity autologout", too (section 7.1.5).
      .unasked = {"*", "BYE"},
  };
  return kInfo;
}

}  // namespace

const DialectInfo& ImapDialect::info() const { return imap_info(); }

std::unique_ptr<DialectSession> ImapDialect::session(const ReadLimits& limits) const {
  return make_session(limits);
}

// RFC 3501 section 6.2.1
std::vector<Dialect::Upgrade> ImapDialect::upgrade(std::string_view /*client_name*/) const {
  return {{"STARTTLS", "OK"}};
}

std::string ImapDialect::ask_capabilities(std::string_view /*client_name*/) const {
  return "CAPABILITY";
}

// "the client MUST send a single pad character ("=")" for an initial response of no octets
// (RFC 4959 section 3)
std::string ImapDialect::auth_command(std::string_view mechanism,
                                      std::optional<std::string_view> initial_base64) const {
  std::string line = "AUTHENTICATE " + std::string(mechanism);
  if (!initial_base64) return line;
  return line + " " + (initial_base64->empty() ? "=" : std::string(*initial_base64));
}

// continue-req = "+" SP (resp-text / base64) CRLF: the last line of the reply
std::optional<std::string> ImapDialect::auth_challenge(const Event& event) const {
  if (event.kind != EventKind::Reply || event.cls != "+") return std::nullopt;
  std::string_view line = event.raw;
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  line = line.substr(line.rfind('\n') + 1);
  line.remove_prefix(line.starts_with("+ ") ? 2 : line.starts_with('+') ? 1 : 0);
  return std::string(line);
}

}  // namespace wireassay::imap
