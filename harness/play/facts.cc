// Names of a run are unique by time and 64 random bits; user secrets are marked where they enter.
#include "play/facts.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/files.h"
#include "net/digest.h"
#include "play/sasl.h"
#include "wire/message/message_id.h"

namespace wireassay::play {
namespace {

using scenario::Expanded;
using scenario::ExpansionError;
using scenario::Value;

constexpr std::size_t kMostFileOctets = 16 * 1024 * 1024;

std::string base36(std::uint64_t value) {
  std::string out;
  do {
    out.insert(out.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[value % 36]);
    value /= 36;
  } while (value != 0);
  return out;
}

std::string fact_or(const scenario::Target& target, const std::string& name, std::string fallback) {
  const auto found = target.facts.find(name);
  return found == target.facts.end() ? std::move(fallback) : found->second;
}

/// astring (RFC 9051 section 9): as it is where it is an atom, else quoted.
std::string as_astring(const std::string& name) {
  const bool atom = !name.empty() && name.find_first_of("(){ %*\"\\\x7f") == std::string::npos &&
                    std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f'; });
  if (atom) return name;
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

void add_user(scenario::Scope& scope, const scenario::User& user, const std::string& suffix) {
  scope.variables["user" + suffix] = {user.name, false};
  scope.variables["address" + suffix] = {user.address, false};
  scope.variables["password" + suffix] = {user.password, true};
  scope.variables["wrong_password" + suffix] = {"not-" + user.password, true};
}

void hide(const scenario::User& user, Secrets& secrets) {
  if (user.password.empty()) return;
  secrets.add("not-" + user.password);
  secrets.add(user.password);
  for (const std::string& secret : {user.password, "not-" + user.password})
    secrets.add(base64(secret));
  for (const std::string& secret : {user.password, "not-" + user.password}) {
    std::string plain = user.name;
    plain.insert(plain.begin(), '\0');
    plain += '\0';
    secrets.add(base64(plain + secret));
  }
}

Credentials credentials(const Stage& stage, const scenario::User& user) {
  return {.user = user.name, .password = user.password, .authzid = "", .host = stage.target.sni};
}

Expanded<Value> by_sasl(std::string_view mechanism, const std::string& challenge,
                        const Stage& stage, const scenario::User& user) {
  auto client = SaslClient::start(mechanism, credentials(stage, user));
  if (!client) return std::unexpected(ExpansionError{ExpansionError::Kind::Bad, client.error()});
  auto answer = client->step(challenge);
  if (!answer)
    return std::unexpected(
        ExpansionError{ExpansionError::Kind::Bad, std::string(mechanism) + ": " + answer.error()});
  return Value{*answer, true};
}

Expanded<Value> read_beside(const std::string& name, const Stage& stage) {
  const auto refuse = [&](const std::string& why) {
    return std::unexpected(
        ExpansionError{ExpansionError::Kind::Bad, "file('" + name + "'): " + why});
  };
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path folder = fs::canonical(fs::path(stage.unit.c->file).parent_path(), error);
  const fs::path path = fs::canonical(folder / name, error);
  if (error) return refuse("no such file beside the scenario");
  if (!path.string().starts_with(folder.string() + "/"))
    return refuse("lies outside the scenario's folder");
  if (fs::file_size(path, error) > kMostFileOctets || error) return refuse("is larger than 16 MiB");
  return Value{read_octets(path), false};
}

}  // namespace

std::string authority_of(const scenario::Target& target, const scenario::ServiceUrl& url) {
  return fact_or(target, "http_host", url.authority());
}

std::string name_to_ask_for(const scenario::Target& target, const scenario::ServiceUrl& url) {
  if (!target.sni.empty()) return target.sni;
  const bool address = url.host.find(':') != std::string::npos ||
                       url.host.find_first_not_of("0123456789.") == std::string::npos;
  return address ? std::string() : url.host;
}

std::string mailbox_separator(const scenario::Target& target) {
  return fact_or(target, "mailbox_separator", "/");
}

std::string mailbox_name(const scenario::Target& target, std::string_view unique) {
  return as_astring(fact_or(target, "mailbox_prefix", "") + std::string(unique));
}

void fill_facts(scenario::Scope& scope, Stage& stage, const Lease& lease) {
  const scenario::Target& target = stage.target;
  for (const auto& [name, value] : target.facts) scope.variables[name] = {value, false};
  const std::uint64_t time = stage.loop.wall_nanoseconds();
  scope.variables["client"] = {target.client, false};
  scope.variables["unique"] = {"wa" + base36(time) + base36(stage.loop.random_bits()), false};
  // Cases run side by side: each has a resource of its own to write to.
  const auto scratch = target.facts.find("scratch");
  if (scratch != target.facts.end())
    scope.variables["scratch"] = {scratch->second + "-" + scope.variables["unique"].octets, false};
  scope.variables["message_id"] = {
      message::make_message_id(time, stage.loop.random_bits(), target.client), false};
  scope.variables["i"] = {"1", false};
  scope.variables["sender"] = {fact_or(target, "sender", "sender@" + target.client), false};
  scope.variables["separator"] = {mailbox_separator(target), false};
  const bool own = stage.unit.c->given.box == scenario::Given::Box::NewMailbox;
  scope.variables["mailbox"] = {own ? mailbox_name(target, scope.variables["unique"].octets)
                                    : fact_or(target, "mailbox", "INBOX"),
                                false};
  for (std::size_t at = 0; at < lease.size(); ++at) {
    add_user(scope, *lease[at], at == 0 ? "" : std::to_string(at + 1));
  }
  // A server may say what another connection told it.
  for (const scenario::User& user : target.users) hide(user, stage.transcript.secrets);
}

Expanded<Value> call_function(std::string_view function, const std::vector<Value>& args,
                              const Stage& stage, const Lease& lease, const std::string& unique) {
  const auto refuse = [&](ExpansionError::Kind kind, std::string why) {
    return std::unexpected(ExpansionError{kind, std::string(function) + "(): " + std::move(why)});
  };
  if (function == "file" && args.size() == 1) return read_beside(args[0].octets, stage);
  if (function == "mailbox" && args.size() == 1)
    return Value{mailbox_name(stage.target, unique + "-" + args[0].octets), false};
  if (lease.empty()) return refuse(ExpansionError::Kind::Missing, "the case has no user");
  const scenario::User& user = *lease.front();
  if (function == "plain" && args.empty()) {
    std::string plain(1, '\0');
    plain += user.name;
    plain += '\0';
    plain += user.password;
    return Value{base64(plain), true};
  }
  if (function == "cram_md5" && args.size() == 1)
    return by_sasl("CRAM-MD5", args[0].octets, stage, user);
  if (function == "apop" && args.size() == 1)
    return Value{net::md5_hex(args[0].octets + user.password), true};  // RFC 1939 section 7
  return refuse(ExpansionError::Kind::Bad, "is not played yet, or takes other arguments");
}

}  // namespace wireassay::play
