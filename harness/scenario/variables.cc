// Variables that are there without being defined.
#include "scenario/variables.h"

#include <algorithm>

namespace wireassay::scenario {
namespace {

constexpr VariableSpec kVariables[] = {
    {"client", false, "own name in EHLO"},
    {"unique", false, "a name unique to the run"},
    {"message_id", false, "an RFC 5322 message id"},
    {"i", false, "count of `times`, from 1"},
    {"tag", false, "the next tag (imap)"},
    {"host", false, "host of the target"},
    {"port", false, "port of the target"},
    {"user", true, "login name, leased from the pool"},
    {"password", true, "its password; secret"},
    {"wrong_password", true, "another password; secret"},
    {"address", true, "its mail address"},
    {"sender", false, "an address to send from"},
    {"domain", false, "a domain of the target"},
    {"unknown", false, "an address in a domain of the target that does not exist"},
    {"remote", false, "an address elsewhere"},
    {"listener_address", false, "an address that is routed to the listener"},
    {"mailbox", false, "the mailbox of `given`, or INBOX; ready to send"},
    {"separator", false, "hierarchy delimiter of the target's mailboxes"},
    {"authority", false, "what Host says: host and port of the target, or its fact (http)"},
    {"file", false, "path of a static text (http)"},
    {"file_octets", false, "its size (http)"},
    {"echo", false, "path that reads the content of any request (http)"},
    {"auth", false, "path that is protected by Basic (http)"},
    {"redirect", false, "path that is answered by 3xx (http)"},
    {"scratch", false, "a path of the case's own, on which PUT and DELETE may be tried (http)"},
    {"trailer", false, "path whose response has trailer fields (http)"},
    {"cookie", false, "path whose response sets a cookie (http)"},
    {"tls_name", false, "name to ask for in a hello; empty where the target is an address (tls)"},
    {"ping", false, "one harmless command of the surface, with its line end (tls)"},
    {"clock", false, "how many times faster than real time the target waits"},
};

}  // namespace

std::span<const VariableSpec> variables() { return kVariables; }

bool is_variable(std::string_view name) {
  const bool numbered = !name.empty() && name.back() >= '2' && name.back() <= '9';
  const std::string_view base = numbered ? name.substr(0, name.size() - 1) : name;
  return std::ranges::any_of(kVariables, [&](const VariableSpec& variable) {
    return variable.name == name || (variable.numbered && numbered && variable.name == base);
  });
}

}  // namespace wireassay::scenario
