// Carries out the acts of steps: what the client's side of a dialogue does.
#pragma once

#include <optional>
#include <string>

#include "play/player.h"

namespace wireassay::play {

class SaslClient;

class Actor {
 public:
  /// Both outlive it.
  Actor(const PlayContext& context, Stage& stage) : context_(context), stage_(stage) {}

  /// Why an act could not be carried out.
  using Failure = std::optional<scenario::ExpansionError>;
  /// A `tls` or `auth` act brings its own event in `given`.
  net::Task<Failure> act(const scenario::Step& step, Link& link, const scenario::Scope& scope,
                         std::optional<Event>& given);

 private:
  static scenario::Expanded<scenario::TlsAct> expand_options(const scenario::Step& step,
                                                             const scenario::Scope& scope);
  static Failure arm(const scenario::Step& step, Link& link, const scenario::Scope& scope);
  net::Task<Failure> send_hello(const scenario::Step& step, Link& link,
                                const scenario::Scope& scope);
  net::Task<Failure> send(const scenario::Step& step, Link& link, const scenario::Scope& scope);
  bool injects(const scenario::Template& line, const scenario::ExpandedText& text) const;
  net::Task<Failure> authenticate(const scenario::Step& step, Link& link,
                                  const scenario::Scope& scope, std::optional<Event>& given);
  net::Task<Failure> exchange(const scenario::Step& step, Link& link, SaslClient& client,
                              const std::string& mechanism, std::optional<Event>& given);

  const PlayContext& context_;
  Stage& stage_;
};

}  // namespace wireassay::play
