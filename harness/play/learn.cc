#include "play/learn.h"

#include <algorithm>

#include "play/facts.h"
#include "play/runner.h"
#include "wire/tls/encode.h"

namespace wireassay::play {
namespace {

using scenario::Millis;
using tls::HelloParts;
using std::string_view_literals::operator""sv;

constexpr Millis kPatience{3000};  ///< with a server that says nothing to a hello
constexpr std::uint16_t kEms = 23, kEncryptThenMac = 22, kTicket = 35, kRenegotiation = 0xff01,
                        kPointFormats = 11;

struct Named {
  std::string_view name;
  std::uint16_t value;
};
constexpr Named kVersions[] = {
    {"TLS1.0", tls::kTls10}, {"TLS1.1", tls::kTls11}, {"TLS1.2", tls::kTls12}};
constexpr Named kGroups[] = {{"secp256r1", 23}, {"secp384r1", 24}, {"secp521r1", 25},
                             {"x25519", 29},    {"x448", 30},      {"ffdhe2048", 256},
                             {"ffdhe3072", 257}};
struct Suites {
  std::string_view name;
  std::vector<std::uint16_t> suites;
};
const std::vector<std::uint16_t> kRsaEcdhe = {0xc02f, 0xc030, 0xcca8, 0xc013, 0xc014};
const std::vector<std::uint16_t> kEcdsa = {0xc02b, 0xc02c, 0xcca9, 0xc009, 0xc00a};
const std::vector<std::uint16_t> kDhe = {0x009e, 0x009f, 0xccaa, 0x0033, 0x0039, 0x0067, 0x006b};
const std::vector<std::uint16_t> kRsa = {0x009c, 0x009d, 0x002f, 0x0035, 0x003c, 0x003d};
const std::vector<std::uint16_t> kCbc = {0xc027, 0xc028, 0xc023, 0xc024, 0xc013,
                                         0xc014, 0xc009, 0xc00a, 0x002f, 0x0035};

std::vector<std::uint16_t> joined(std::initializer_list<const std::vector<std::uint16_t>*> lists) {
  std::vector<std::uint16_t> all;
  for (const auto* list : lists) all.insert(all.end(), list->begin(), list->end());
  return all;
}

/// A hello of TLS 1.2 or older that any server of that version can answer.
HelloParts older(std::uint16_t version, const std::string& name) {
  HelloParts parts{.version = version, .random = std::string(tls::kRandom, '\x57')};
  parts.cipher_suites = joined({&kRsaEcdhe, &kEcdsa, &kDhe, &kRsa});
  parts.server_name = name;
  for (const Named& group : kGroups) parts.groups.push_back(group.value);
  parts.signatures = {0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601,
                      0x0403, 0x0503, 0x0603, 0x0807, 0x0201, 0x0203};
  return parts;
}

HelloParts newest(const std::string& name) {
  HelloParts parts = older(tls::kTls12, name);
  parts.session_id.assign(tls::kRandom, '\x57');
  parts.cipher_suites = {0x1301, 0x1302, 0x1303};
  parts.supported_versions = {tls::kTls13};
  return parts;
}

class TlsLearner {
 public:
  explicit TlsLearner(Surroundings where)
      : where_(where), name_(name_to_ask_for(where.target, where.unit.routes.front().url)) {}

  net::Task<Learnt> run() {
    co_await older_versions();
    if (!learnt_.unreachable.empty() || !learnt_.missing.empty()) co_return learnt_;
    co_await size_limit();
    co_await newest_version();
    co_await suites();
    co_await alpn();
    co_return learnt_;
  }

 private:
  void add(std::string capability) {
    if (std::ranges::find(learnt_.capabilities, capability) == learnt_.capabilities.end())
      learnt_.capabilities.push_back(std::move(capability));
  }

  /// What comes for a hello on a fresh connection.
  net::Task<Event> ask(const HelloParts& parts) {
    Stage stage{where_.loop, where_.contexts, where_.target, where_.unit};
    stage.timeouts = where_.timeouts;
    stage.transcript.connections.resize(1);
    Link link(stage, 0, *find_dialect("tls"), where_.unit.routes.front());
    scenario::ConnectionSpec spec;
    spec.opening = "records";
    const Link::Opened opened = co_await link.open(spec);
    if (opened.trouble != Trouble::None) {
      const bool promised = where_.unit.routes.front().url.security != scenario::Security::Plain;
      const bool refused = opened.trouble == Trouble::Tls && !promised;
      (refused ? learnt_.missing : learnt_.unreachable) = opened.text;
      co_return Event{.kind = EventKind::Close, .cls = "close"};
    }
    co_await link.send(tls::to_wire({.hello = tls::client_hello(parts)}), {});
    Event event =
        co_await link.next(link.last_write() + std::min<Millis>(where_.timeouts.reply, kPatience));
    co_await link.finish();
    co_return event;
  }

  static std::string text_of(const Event& event, std::string_view field) {
    const auto found = event.fields.find(field);
    if (found == event.fields.end()) return {};
    const auto* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
  }

  void add_extensions(const Event& event) {
    const auto found = event.fields.find("extensions");
    if (found == event.fields.end()) return;
    const auto* names = std::get_if<TextList>(&found->second);
    if (names == nullptr) return;
    for (const std::string& name : *names) add("EXT=" + name);
  }

  net::Task<void> older_versions() {
    for (const Named& version : kVersions) {
      HelloParts parts = older(version.value, name_);
      parts.more = {{tls::extension::kMaxFragmentLength, "\x04"},
                    {tls::extension::kStatusRequest, std::string("\1\0\0\0\0", 5)},
                    {kPointFormats, std::string("\1\0", 2)},
                    {tls::extension::kHeartbeat, "\1"},
                    {kEms, ""},
                    {kTicket, ""},
                    {kRenegotiation, std::string(1, '\0')}};
      const Event event = co_await ask(parts);
      if (!learnt_.unreachable.empty() || !learnt_.missing.empty()) co_return;
      if (event.cls != "server_hello" || text_of(event, "version") != version.name.substr(3))
        continue;
      add(std::string(version.name));
      if (version.value == tls::kTls12) add_extensions(event);
    }
  }

  /// Who takes record_size_limit passes max_fragment_length over (RFC 8449 section 5): it needs a
  /// hello of its own.
  net::Task<void> size_limit() {
    constexpr std::string_view kLimit = "\x40\x00"sv;
    HelloParts parts = older(tls::kTls12, name_);
    parts.more = {{tls::extension::kRecordSizeLimit, std::string(kLimit)}};
    const Event event = co_await ask(parts);
    if (event.cls == "server_hello") add_extensions(event);
  }

  net::Task<void> newest_version() {
    HelloParts parts = newest(name_);
    parts.key_share = {{29, valid_share(29)}, {23, valid_share(23)}};
    const Event event = co_await ask(parts);
    const bool answered = event.cls == "server_hello" || event.cls == "hello_retry_request";
    if (!answered || text_of(event, "version") != "1.3") co_return;
    add("TLS1.3");
    for (const Named& group : kGroups) {
      HelloParts one = newest(name_);
      one.groups = {group.value};
      one.more = {tls::make_extension(tls::extension::kKeyShare, tls::Where::ClientHello,
                                      std::vector<tls::KeyShare>())};
      const Event asked = co_await ask(one);
      if (asked.cls == "hello_retry_request") add("GROUP=" + std::string(group.name));
    }
  }

  net::Task<void> suites() {
    const bool older_than_13 =
        std::ranges::find(learnt_.capabilities, "TLS1.2") != learnt_.capabilities.end();
    if (!older_than_13) co_return;
    const Suites rows[] = {{"KX=ECDHE", joined({&kRsaEcdhe, &kEcdsa})},
                           {"KX=DHE", kDhe},
                           {"KX=RSA", kRsa},
                           {"CERT=RSA", joined({&kRsaEcdhe, &kDhe, &kRsa})},
                           {"CERT=ECDSA", kEcdsa}};
    for (const Suites& row : rows) {
      HelloParts parts = older(tls::kTls12, name_);
      parts.cipher_suites = row.suites;
      const Event event = co_await ask(parts);
      if (event.cls == "server_hello") add(std::string(row.name));
    }
    HelloParts cbc = older(tls::kTls12, name_);
    cbc.cipher_suites = kCbc;
    cbc.more = {{kEncryptThenMac, ""}};
    const Event event = co_await ask(cbc);
    if (event.cls != "server_hello") co_return;
    add("CBC");
    add_extensions(event);
  }

  net::Task<void> alpn() {
    const bool old =
        std::ranges::find(learnt_.capabilities, "TLS1.2") != learnt_.capabilities.end();
    HelloParts known = old ? older(tls::kTls12, name_) : newest(name_);
    if (!old) known.key_share = {{29, valid_share(29)}, {23, valid_share(23)}};
    HelloParts foreign = known;
    known.alpn = {"h2", "http/1.1", "imap", "pop3", "smtp"};
    foreign.alpn = {"wireassay-none"};
    const Event chosen = co_await ask(known);
    if (!text_of(chosen, "alpn").empty()) {
      add("ALPN");
      co_return;
    }
    const Event refused = co_await ask(foreign);
    if (refused.cls == "alert:no_application_protocol") add("ALPN");
  }

  Surroundings where_;
  std::string name_;
  Learnt learnt_;
};

}  // namespace

net::Task<Learnt> learn_tls(Surroundings where) {
  TlsLearner learner(where);
  co_return co_await learner.run();
}

net::Task<Learnt> learn(Surroundings where) {
  const Dialect& dialect = *find_dialect(where.unit.c->connections.front().protocol);
  Stage stage{where.loop, where.contexts, where.target, where.unit};
  stage.timeouts = where.timeouts;
  stage.transcript.connections.resize(1);
  Link link(stage, 0, dialect, where.unit.routes.front());
  const scenario::ConnectionSpec spec;
  const Link::Opened opened = co_await link.open(spec);
  if (opened.trouble == Trouble::Unreachable) co_return Learnt{.unreachable = opened.text};
  // Where the client speaks first it is the server that has to be named.
  const std::string question = dialect.ask_capabilities(
      dialect.greets() ? where.target.client
                       : authority_of(where.target, where.unit.routes.front().url));
  if (opened.trouble == Trouble::None && !question.empty()) {
    co_await link.say(question);
    (void)co_await link.next(link.last_write() + where.timeouts.reply);
  }
  Learnt result{.capabilities = link.capabilities()};
  co_await link.finish();
  co_return result;
}

bool Served::lately(const Route& where, Clock::time_point now) const {
  const auto found = last_.find(key(where));
  return found != last_.end() && now - found->second < kFresh;
}

net::Task<std::string> good_conversation(Surroundings where) {
  std::string why;
  for (const char* lowest : {"", "1.0"}) {
    Stage stage{where.loop, where.contexts, where.target, where.unit};
    stage.timeouts = where.timeouts;
    stage.transcript.connections.resize(1);
    Link link(stage, 0, *find_dialect("tls"), where.unit.routes.front());
    scenario::ConnectionSpec spec;
    spec.opening = "records";
    const Link::Opened opened = co_await link.open(spec);
    why = opened.text;
    if (opened.trouble != Trouble::None) continue;
    scenario::TlsAct act;
    act.verify = false;
    if (*lowest != '\0') act.min = lowest;
    const Event shaken = co_await link.handshake(act, where.loop.now() + where.timeouts.tls);
    why = shaken.cls + " " + shaken.note;
    if (shaken.cls != "established") continue;
    const Event reply = co_await link.converse();
    const bool served = reply.kind == EventKind::Reply;
    co_await link.finish();
    if (served) co_return std::string();
    why = scenario::describe(reply);
  }
  co_return why;
}

}  // namespace wireassay::play
