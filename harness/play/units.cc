// Planning: cases times surfaces times variations, and the route of each connection.
#include <algorithm>

#include "play/unit.h"
#include "scenario/dialects.h"
#include "scenario/hello.h"
#include "scenario/template.h"

namespace wireassay::play {
namespace {

using scenario::Case;
using scenario::Security;
using scenario::ServiceUrl;
using scenario::Step;
using scenario::Target;

struct Surface {
  std::string service;
  Security security;
};

Surface parse_surface(const std::string& text) {
  const std::size_t plus = text.find('+');
  if (plus != std::string::npos) return {text.substr(0, plus), Security::StartTls};
  if (text.ends_with('s') && text != "https") return {text, Security::Tls};
  return {text, text == "https" ? Security::Tls : Security::Plain};
}

/// The services of a protocol in the order in which they are tried when a case names none.
std::vector<std::string> default_services(const std::string& protocol) {
  if (protocol == "smtp") return {"smtp", "submission", "smtps", "submissions"};
  return {protocol, protocol + "s"};
}

const ServiceUrl* find_service(const Target& target, const std::string& name) {
  const auto found = target.services.find(name);
  return found == target.services.end() ? nullptr : &found->second;
}

bool has_handshake(const Case& c, std::size_t connection) {
  return std::ranges::any_of(c.dialogue, [&](const Step& step) {
    return (step.act == scenario::ActKind::Tls || step.act == scenario::ActKind::Hello) &&
           scenario::connection_index(c, step) == connection;
  });
}

/// The service beside `name` that speaks TLS from the first octet.
std::string implicit_service(const std::string& name) {
  return scenario::protocol_of_service(name + "s").empty() ? name : name + "s";
}

Route on_service(const Target& target, const std::string& name, Security wanted) {
  Route result{.service = name};
  const ServiceUrl* url = find_service(target, name);
  if (wanted == Security::Tls && (url == nullptr || url->security != Security::Tls)) {
    const std::string implicit = implicit_service(name);
    url = find_service(target, implicit);
    if (url == nullptr) {
      result.missing = "the target has no service " + implicit;
      return result;
    }
  }
  if (url == nullptr) {
    result.missing = "the target has no service " + name;
    return result;
  }
  result.url = *url;
  const bool implicit = url->security == Security::Tls;
  if (wanted == Security::Any) {
    result.security = url->security;
  } else if (wanted == Security::Encrypted) {
    result.security = implicit ? Security::Tls : Security::StartTls;
  } else {
    result.security = wanted;
  }
  if (implicit && result.security != Security::Tls) {
    result.missing =
        "the service " + name + " speaks TLS from the first octet, the case needs it in clear";
  }
  return result;
}

/// True if the target may speak TLS this way: a service in clear may upgrade.
bool offers(const Target& target, const Surface& surface) {
  const ServiceUrl* url = find_service(target, surface.service);
  return url != nullptr && (url->security == Security::Tls) == (surface.security == Security::Tls);
}

std::string pick_service(const Target& target, const std::string& protocol) {
  const std::vector<std::string> names = default_services(protocol);
  for (const std::string& name : names) {
    if (find_service(target, name) != nullptr) return name;
  }
  return names.front();
}

void count_users(const scenario::Template& text, std::uint32_t& users) {
  scenario::for_each_name(text, [&](const scenario::NameUse& use) {
    const std::string_view name = use.name;
    for (const std::string_view base :
         {"user", "password", "address", "wrong_password", "plain", "cram_md5", "apop"}) {
      if (!name.starts_with(base)) continue;
      const std::string_view rest = name.substr(base.size());
      if (rest.empty()) users = std::max(users, 1U);
      if (rest.size() == 1 && rest.front() >= '2' && rest.front() <= '9') {
        users = std::max(users, static_cast<std::uint32_t>(rest.front() - '0'));
      }
    }
  });
}

void count_users(const std::vector<Step>& steps, std::uint32_t& users) {
  for (const Step& step : steps) {
    if (step.act == scenario::ActKind::Auth && !step.auth.user) users = std::max(users, 1U);
    for (const auto& line : step.send) count_users(line, users);
    for (const auto& field : step.fields) {
      for (const auto& pattern : field.has) count_users(pattern.text, users);
    }
  }
}

bool has_maildrop(const Case& c) {
  return c.given.box == scenario::Given::Box::Inbox ||
         c.given.box == scenario::Given::Box::Maildrop;
}

std::uint64_t mix(std::uint64_t seed, std::string_view id) {
  for (const char octet : id) seed = (seed ^ static_cast<unsigned char>(octet)) * 1099511628211ULL;
  return seed;
}

bool sends_hello(const Case& c) {
  return std::ranges::any_of(c.dialogue, [](const Step& step) {
    return step.hello != nullptr && !step.hello->odd_records();
  });
}

std::vector<Variation> variations(const Case& c, const RunOptions& options) {
  std::vector<Variation> all = {Variation{}};
  if (options.vary_fragments && !c.fixed_fragments) {
    all.push_back({.name = "octets", .fragments = Fragments::Octets});
    all.push_back(
        {.name = "random", .fragments = Fragments::Random, .seed = mix(options.seed, c.full_id())});
    all.push_back({.name = "whole", .fragments = Fragments::Whole});
    if (sends_hello(c)) {
      all.push_back({.name = "records-1", .records = 1});
      all.push_back({.name = "records-5", .records = 5});
    }
  }
  if (options.vary_transport && !c.fixed_transport && c.surfaces.empty()) {
    all.push_back({.name = "plain", .security = Security::Plain});
    const Dialect* dialect = find_dialect(c.protocol);
    if (dialect != nullptr && !dialect->upgrade({}).empty())
      all.push_back({.name = "starttls", .security = Security::StartTls});
    all.push_back({.name = "tls1.2", .security = Security::Tls, .tls_version = "1.2"});
    all.push_back({.name = "tls1.3", .security = Security::Tls, .tls_version = "1.3"});
  }
  return all;
}

Route route(const Target& target, const Unit& unit, std::size_t connection) {
  const Case& c = *unit.c;
  const scenario::ConnectionSpec& spec = c.connections[connection];
  if (!unit.surface.empty() && spec.service.empty()) {
    const Surface surface = parse_surface(unit.surface);
    Route result = on_service(target, surface.service, surface.security);
    const bool below_tls = spec.protocol == "tls";
    if (!below_tls && surface.security == Security::StartTls && has_handshake(c, connection))
      result.security = Security::Plain;
    return result;
  }
  const std::string name =
      spec.service.empty() ? pick_service(target, spec.protocol) : spec.service;
  Security wanted = spec.security;
  if (wanted == Security::Any && has_handshake(c, connection)) wanted = Security::Plain;
  if (unit.variation.security && wanted == Security::Any) wanted = *unit.variation.security;
  Route result = on_service(target, name, wanted);
  result.stands_in = spec.service.empty() && name.starts_with("submission");
  // `raw` wants the greeting for itself, which an upgrade would have read.
  const bool raw = !spec.read_greeting && spec.security == Security::Any;
  if (raw && result.security == Security::StartTls) result.security = Security::Plain;
  if (unit.variation.security && wanted == Security::Encrypted && result.missing.empty() &&
      *unit.variation.security == Security::Tls) {
    const bool stands_in = result.stands_in;
    result = on_service(target, name, Security::Tls);
    result.stands_in = stands_in;
  }
  return result;
}

/// How many users a case needs, from its `needs` and the variables it names.
std::uint32_t users_needed(const Case& c) {
  std::uint32_t users = 0;
  for (const std::string& need : c.needs) {
    if (need == "user") users = std::max(users, 1U);
    if (need == "second-user") users = std::max(users, 2U);
  }
  if (c.given.box != scenario::Given::Box::None) users = std::max(users, 1U);
  for (const scenario::Let& let : c.lets) count_users(let.value, users);
  for (const auto& connection : c.connections) {
    for (const scenario::Let& let : connection.params) count_users(let.value, users);
    count_users(connection.steps, users);
  }
  count_users(c.dialogue, users);
  return users;
}

bool has_mail_access(const Target& target) {
  return service_route(target, "imap").missing.empty() ||
         service_route(target, "pop3").missing.empty();
}

/// A fact that `needs` names and the target does not declare, as the reason of a skip.
std::optional<std::string> missing_need(const Case& c, const Target& target, std::uint32_t users) {
  for (const std::string& need : c.needs) {
    if (need == "user" || need == "second-user") {
      const std::size_t wanted = need == "user" ? 1 : 2;
      if (target.users.size() >= wanted) continue;
      return wanted == 1 ? "the target declares no user (users = [...])"
                         : "the target declares no second user";
    }
    if (target.facts.contains(need)) continue;
    if (need == "readback" && has_mail_access(target)) continue;
    return "the target declares no " + need;
  }
  if (c.given.box == scenario::Given::Box::NewMailbox) {
    const Route imap = service_route(target, "imap");
    if (!imap.missing.empty()) return imap.missing;
  }
  if (has_maildrop(c)) {
    if (!has_mail_access(target)) return service_route(target, "pop3").missing;
    const Route route = service_route(target, fills_by_imap(target) ? "imap" : "smtp");
    if (!c.given.messages.empty() && !route.missing.empty()) return route.missing;
  }
  if (users > target.users.size())
    return "the case needs " + std::to_string(users) + " user(s), the target declares " +
           std::to_string(target.users.size());
  return std::nullopt;
}

/// Why no connection of the case can be made on this target.
std::optional<std::string> missing_route(const Unit& unit) {
  for (std::size_t at = 0; at < unit.routes.size(); ++at) {
    const scenario::ConnectionSpec& spec = unit.c->connections[at];
    if (!unit.routes[at].missing.empty()) return unit.routes[at].missing;
    if (find_dialect(spec.protocol) == nullptr || !spec.listen.empty())
      return "this version does not play " + spec.protocol + spec.listen;
  }
  return std::nullopt;
}

/// Those of the case; where it has named none, those of the language's default that the target has.
std::vector<std::string> surfaces_of(const Case& c, const Target& target) {
  if (c.surfaces.empty()) return {""};
  if (!c.all_surfaces) return c.surfaces;
  std::vector<std::string> there;
  for (const std::string& surface : c.surfaces) {
    if (offers(target, parse_surface(surface))) there.push_back(surface);
  }
  return there.empty() ? std::vector<std::string>{c.surfaces.front()} : there;
}

Unit make_unit(const Case& c, const Target& target, const std::string& surface,
               const Variation& variation) {
  Unit unit{.c = &c, .surface = surface, .variation = variation, .users = users_needed(c)};
  for (std::size_t at = 0; at < c.connections.size(); ++at)
    unit.routes.push_back(route(target, unit, at));
  unit.missing = missing_need(c, target, unit.users);
  if (!unit.missing) unit.missing = missing_route(unit);
  if (unit.missing) unit.users = 0;  // it will be skipped: no user is needed for that
  return unit;
}

}  // namespace

std::string Unit::id() const {
  return surface.empty() ? c->full_id() : c->full_id() + "@" + surface;
}

Route service_route(const Target& target, const std::string& protocol) {
  return on_service(target, pick_service(target, protocol), Security::Any);
}

bool fills_by_imap(const Target& target) {
  const auto deliver = target.facts.find("deliver");
  if (deliver != target.facts.end()) return deliver->second == "imap";
  return service_route(target, "imap").missing.empty();
}

bool looks_into_maildrop(const Case& c) {
  return has_maildrop(c) || std::ranges::find(c.needs, "readback") != c.needs.end();
}

scenario::Millis expected_wait(const Case& c, const scenario::Timeouts& timeouts) {
  scenario::Millis total{0};
  for (const Step& step : c.dialogue) {
    if (step.after) total += *step.after;
    for (const scenario::Outcome& outcome : step.outcomes) {
      if (outcome.has("silence")) total += step.within.value_or(timeouts.silence);
    }
    if (step.pause) total += *step.pause * 10;
  }
  return total;
}

std::vector<Unit> plan(const scenario::Suite& suite, const Target& target,
                       const RunOptions& options) {
  std::vector<Unit> units;
  std::size_t place = 0;
  for (const Case& c : suite.cases) {
    const std::vector<std::string> surfaces = surfaces_of(c, target);
    for (const std::string& surface : surfaces) {
      if (place++ % options.shards != options.shard - 1) continue;
      for (const Variation& variation : variations(c, options)) {
        units.push_back(make_unit(c, target, surface, variation));
        units.back().index = units.size() - 1;
      }
    }
  }
  return units;
}

}  // namespace wireassay::play
