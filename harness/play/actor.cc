// What a step does: send, handshake, a whole SASL exchange, or a word.
#include "play/actor.h"

#include <algorithm>

#include "play/sasl.h"
#include "scenario/functions.h"
#include "scenario/template.h"

namespace wireassay::play {
namespace {

using scenario::ActKind;
using scenario::ExpansionError;
using scenario::Millis;
using scenario::Scope;
using scenario::Step;

constexpr std::size_t kMostSaslRounds = 16;

}  // namespace

net::Task<Actor::Failure> Actor::act(const Step& step, Link& link, const Scope& scope,
                                     std::optional<Event>& given) {
  switch (step.act) {
    case ActKind::None: co_return std::nullopt;
    case ActKind::Send:
    case ActKind::SendBytes: co_return co_await send(step, link, scope);
    case ActKind::Hello: co_return co_await send_hello(step, link, scope);
    case ActKind::Tls: {
      if (const auto failed = arm(step, link, scope)) co_return failed;
      auto options = expand_options(step, scope);
      if (!options) co_return options.error();
      given = co_await link.handshake(
          *options, context_.loop.now() + step.within.value_or(context_.timeouts.tls));
      co_return std::nullopt;
    }
    case ActKind::Auth: co_return co_await authenticate(step, link, scope, given);
    case ActKind::Do:
      if (step.word == "converse")
        given = co_await link.converse();
      else
        co_await link.act(step.word);
      co_return std::nullopt;
    case ActKind::Answer: break;
  }
  co_return ExpansionError{ExpansionError::Kind::Missing,
                           "this version does not play this act yet"};
}

/// The options of a `tls` act, their variables in place.
scenario::Expanded<scenario::TlsAct> Actor::expand_options(const Step& step, const Scope& scope) {
  scenario::TlsAct options = step.tls;
  for (const auto& [key, source] : step.tls_texts) {
    auto text = scenario::expand(source, scope);
    if (!text) return std::unexpected(text.error());
    std::optional<std::string>& into = key == "min"       ? options.min
                                       : key == "max"     ? options.max
                                       : key == "sni"     ? options.sni
                                       : key == "ciphers" ? options.ciphers
                                       : key == "groups"  ? options.groups
                                       : key == "resume"  ? options.resume
                                                          : options.cert;
    into = std::move(text->octets);
  }
  return options;
}

Actor::Failure Actor::arm(const Step& step, Link& link, const Scope& scope) {
  auto changes = ready_changes(step.records, scope);
  if (!changes) return changes.error();
  link.arm(std::move(*changes));
  return std::nullopt;
}

net::Task<Actor::Failure> Actor::send_hello(const Step& step, Link& link, const Scope& scope) {
  if (step.hello == nullptr)
    co_return ExpansionError{ExpansionError::Kind::Bad, "the ClientHello was not understood"};
  scenario::HelloSpec hello = *step.hello;
  if (context_.unit.variation.records && !hello.odd_records())
    hello.every = scenario::literal_template(std::to_string(*context_.unit.variation.records));
  auto octets = build_hello(hello, scope, link.hellos());
  if (!octets) co_return octets.error();
  SendForm form;
  form.shape = {
      .cuts = step.cuts, .every = step.split_every, .pause = step.pause.value_or(Millis{0})};
  co_await link.send(*octets, std::move(form));
  co_return std::nullopt;
}

net::Task<Actor::Failure> Actor::send(const Step& step, Link& link, const Scope& scope) {
  std::string octets;
  SendForm form;
  form.shape = {.cuts = step.cuts,
                .every = step.split_every,
                .pause = step.pause.value_or(Millis{0}),
                .plain = step.plain};
  std::optional<std::string> tag;
  if (step.tag) {
    auto text = scenario::expand(*step.tag, scope);
    if (!text) co_return text.error();
    tag = std::move(text->octets);
  }
  for (const scenario::Template& line : step.send) {
    auto text = scenario::expand(line, scope);
    if (!text) co_return text.error();
    if (step.act == ActKind::Send) octets += link.session().prefix(octets, tag);
    for (const auto& [at, length] : text->secrets) {
      stage_.transcript.secrets.add(std::string_view(text->octets).substr(at, length));
      form.secrets.emplace_back(octets.size() + at, length);
    }
    if (step.act == ActKind::Send) {
      if (injects(line, *text))
        co_return ExpansionError{
            ExpansionError::Kind::Bad,
            "a value with CR, LF or NUL may not go into a line: " + line.source};
      text->octets += "\r\n";
    }
    if (step.hex) {
      auto plain = scenario::parse_hex(text->octets);
      if (!plain)
        co_return ExpansionError{ExpansionError::Kind::Bad, "`send_hex`: " + plain.error().message};
      text->octets = std::move(*plain);
    }
    octets += text->octets;
  }
  if (const auto failed = arm(step, link, scope)) co_return failed;
  if (!step.plain && link.encrypted()) (void)co_await link.take_greeting();
  if (!step.answers.empty()) link.session().answers(step.answers);
  co_await link.send(octets, std::move(form));
  co_return std::nullopt;
}

/// CR, LF or NUL in a line may come from the author's text and lets, never from what a server
/// said.
bool Actor::injects(const scenario::Template& line, const scenario::ExpandedText& text) const {
  if (text.octets.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos) return false;
  return std::ranges::any_of(line.pieces, [&](const scenario::Piece& piece) {
    if (piece.kind != scenario::Piece::Kind::Value) return false;
    if (piece.value.kind == scenario::Expr::Kind::Field) return true;
    if (piece.value.kind != scenario::Expr::Kind::Name) return false;
    return std::ranges::none_of(context_.unit.c->lets, [&](const scenario::Let& let) {
      return let.name == piece.value.text;
    });
  });
}

net::Task<Actor::Failure> Actor::authenticate(const Step& step, Link& link, const Scope& scope,
                                              std::optional<Event>& given) {
  if (context_.lease.empty() && !step.auth.user)
    co_return ExpansionError{ExpansionError::Kind::Missing, "the case has no user"};
  Credentials credentials{.host = context_.target.sni.empty() ? link.where().url.host
                                                              : context_.target.sni};
  const auto value = [&](const std::optional<scenario::Template>& text,
                         std::string fallback) -> scenario::Expanded<std::string> {
    if (!text) return fallback;
    auto expanded = scenario::expand(*text, scope);
    if (!expanded) return std::unexpected(expanded.error());
    return expanded->octets;
  };
  const auto user =
      value(step.auth.user, context_.lease.empty() ? "" : context_.lease.front()->name);
  const auto password =
      value(step.auth.password, context_.lease.empty() ? "" : context_.lease.front()->password);
  const auto authzid = value(step.auth.authzid, "");
  const auto mechanism = value(step.auth.mechanism, "");
  for (const auto* part : {&user, &password, &authzid, &mechanism}) {
    if (!*part) co_return part->error();
  }
  const std::string capability = "AUTH=" + *mechanism;
  const TextList& offered = link.capabilities();
  if (step.assume && !offered.empty() && !scenario::advertises(offered, capability)) {
    co_return ExpansionError{ExpansionError::Kind::Missing,
                             "the server does not offer " + capability + " on this connection"};
  }
  credentials.user = *user;
  credentials.password = *password;
  credentials.authzid = *authzid;
  stage_.transcript.secrets.add(*password);
  auto client = SaslClient::start(*mechanism, credentials);
  if (!client) co_return ExpansionError{ExpansionError::Kind::Missing, client.error()};
  co_return co_await exchange(step, link, *client, *mechanism, given);
}

net::Task<Actor::Failure> Actor::exchange(const Step& step, Link& link, SaslClient& client,
                                          const std::string& mechanism,
                                          std::optional<Event>& given) {
  std::optional<std::string> initial;
  if (step.auth.initial) {
    const auto first = client.step("");
    if (!first)
      co_return ExpansionError{ExpansionError::Kind::Bad, mechanism + ": " + first.error()};
    initial = *first;
  }
  const std::string command = link.dialect().auth_command(mechanism, initial);
  co_await link.say(command, initial ? initial->size() : 0);
  for (std::size_t round = 0; round < kMostSaslRounds; ++round) {
    given = co_await link.next(link.last_write() + step.within.value_or(context_.timeouts.reply));
    const auto challenge = link.dialect().auth_challenge(*given);
    if (!challenge) break;
    const auto answer = client.step(*challenge);
    const std::string line =
        answer ? *answer : "*";  // a challenge that libgsasl refuses cancels the exchange
    co_await link.say(line, line.size());
  }
  co_return std::nullopt;
}

}  // namespace wireassay::play
