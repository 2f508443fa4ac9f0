// The variables that a case can name before its dialogue begins.
#pragma once

#include <string>
#include <vector>

#include "play/link.h"
#include "scenario/evaluate.h"

namespace wireassay::play {

/// Users leased to a case, in order: user, user2, …
using Lease = std::vector<const scenario::User*>;

/// Facts of the target, names of this run, the leased users. Secrets are marked and registered with
/// the transcript.
void fill_facts(scenario::Scope& scope, Stage& stage, const Lease& lease);

/// What Host says: a fact of the target, else host and port of the service.
std::string authority_of(const scenario::Target& target, const scenario::ServiceUrl& url);

/// The name to ask for in a hello (RFC 6066 section 3); empty where the target is an address.
std::string name_to_ask_for(const scenario::Target& target, const scenario::ServiceUrl& url);

/// Hierarchy delimiter of the target's mailboxes, "/" where it does not say.
std::string mailbox_separator(const scenario::Target& target);
/// A mailbox of the run beside the users' own, as an astring ready to send. All that a case makes
/// begin with its `unique`, so that they can be found again and removed.
std::string mailbox_name(const scenario::Target& target, std::string_view unique);

/// cram_md5, apop, plain, file, mailbox: the functions that need users or files.
scenario::Expanded<scenario::Value> call_function(std::string_view function,
                                                  const std::vector<scenario::Value>& args,
                                                  const Stage& stage, const Lease& lease,
                                                  const std::string& unique);

}  // namespace wireassay::play
