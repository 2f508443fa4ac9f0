// send, send_bytes, send_hex, hello, tls, auth, do, answer, and the keys that say how they are
// done.
#include "scenario/load_act.h"

#include <algorithm>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/load_hello.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

constexpr std::string_view kActs[] = {"send", "send_bytes", "send_hex", "hello",
                                      "tls",  "auth",       "do"};
constexpr std::string_view kDoWords[] = {"close_notify", "shut",     "reset",      "close",
                                         "accept",       "converse", "key_update", "renegotiate"};
constexpr std::string_view kTlsVersions[] = {"1.0", "1.1", "1.2", "1.3"};
constexpr std::int64_t kMostTimes = 10000;

class ActReader {
 public:
  ActReader(Loading& loading, const Node& table, const ActContext& context, Step& step)
      : loading_(loading), table_(table), context_(context), step_(step) {}

  void read() {
    const Entry* act = nullptr;
    for (const std::string_view key : kActs) {
      const Entry* entry = table_.find(key);
      if (entry == nullptr) continue;
      if (act != nullptr) {
        const Entry& later = act->at < entry->at ? *entry : *act;
        loading_.source.add(later.at, "a step has one act, and this one has `" + act->key +
                                          "` and `" + entry->key + "`: write two steps");
        continue;
      }
      act = entry;
    }
    if (act != nullptr && accepts(find_key(Place::Step, act->key)->shape, act->value))
      read_one(*act);
    read_answer(act);
    read_form();
  }

 private:
  void read_one(const Entry& act) {
    const Node& value = act.value;
    if (act.key == "send") {
      step_.act = ActKind::Send;
      step_.send = read_lines(loading_, value, "send");
    } else if (act.key == "send_bytes" || act.key == "send_hex") {
      step_.act = ActKind::SendBytes;
      step_.hex = act.key == "send_hex" && value.text.contains("${");
      step_.send = {step_.hex               ? read_template(loading_, value)
                    : act.key == "send_hex" ? read_hex(loading_, value)
                                            : read_bytes(loading_, value)};
    } else if (act.key == "hello") {
      step_.act = ActKind::Hello;
      step_.hello = read_hello(loading_, value, context_.hellos);
      step_.word = value.is(Kind::Text) ? value.text : find_text(value, "base");
      if (context_.speaker != nullptr && !context_.speaker->records) {
        loading_.source.add(act.at,
                            "`hello` needs a connection in state `records`: begin = \"records\" "
                            "under protocol = \"tls\"");
      }
    } else if (act.key == "tls") {
      step_.act = ActKind::Tls;
      read_tls(value);
    } else if (act.key == "auth") {
      step_.act = ActKind::Auth;
      read_auth(value);
      if (context_.speaker != nullptr && context_.speaker->dialect != nullptr &&
          context_.speaker->dialect->name == "http")
        loading_.source.add(act.at,
                            "`auth` is a SASL exchange, which HTTP does not have: send a field "
                            "Authorization");
    } else {
      step_.act = ActKind::Do;
      step_.word = value.text;
      check_word(value);
    }
  }

  void check_word(const Node& value) {
    if (std::ranges::find(kDoWords, value.text) == std::end(kDoWords)) {
      loading_.source.add(value.at,
                          "unknown act `" + escape_short(value.text, 40) +
                              "`: close_notify, shut, reset, close, accept, converse, key_update "
                              "or renegotiate" +
                              did_you_mean(value.text, kDoWords));
    } else if (value.text == "accept" && context_.speaker != nullptr &&
               !context_.speaker->listening) {
      loading_.source.add(
          value.at,
          "`accept` needs a listening connection: connections = { NAME = { listen = \"smtp\" } }");
    }
  }

  void read_tls(const Node& table) {
    check_keys(loading_.source, table, Place::Tls);
    TlsAct& tls = step_.tls;
    const auto text = [&](std::string_view key, std::optional<std::string>& into) {
      const Node* node = find(table, key, Kind::Text);
      if (node == nullptr) return;
      into = node->text;
      if (node->text.contains("${"))
        step_.tls_texts.emplace(std::string(key), read_template(loading_, *node));
    };
    text("min", tls.min), text("max", tls.max), text("sni", tls.sni), text("ciphers", tls.ciphers),
        text("cert", tls.cert), text("groups", tls.groups), text("resume", tls.resume);
    if (const Node* ems = find(table, "ems", Kind::Boolean)) tls.ems = ems->boolean;
    for (const std::string_view key : {"min", "max"}) {
      const Node* node = find(table, key, Kind::Text);
      if (node == nullptr || node->text.contains("${") ||
          std::ranges::find(kTlsVersions, node->text) != std::end(kTlsVersions))
        continue;
      loading_.source.add(node->at, "unknown TLS version `" + escape_short(node->text, 40) +
                                        "`: 1.0, 1.1, 1.2 or 1.3");
    }
    if (const Node* alpn = find(table, "alpn", Kind::Array))
      tls.alpn = read_texts(loading_, *alpn, "alpn");
    if (const Node* verify = find(table, "verify", Kind::Boolean)) tls.verify = verify->boolean;
  }

  void read_auth(const Node& value) {
    AuthAct& auth = step_.auth;
    if (value.is(Kind::Text)) {
      auth.mechanism = read_template(loading_, value);
      return;
    }
    check_keys(loading_.source, value, Place::Auth);
    if (const Node* node = find(value, "mechanism", Kind::Text))
      auth.mechanism = read_template(loading_, *node);
    const auto text = [&](std::string_view key, std::optional<Template>& into) {
      if (const Node* node = find(value, key, Kind::Text)) into = read_template(loading_, *node);
    };
    text("user", auth.user), text("password", auth.password), text("authzid", auth.authzid);
    if (const Node* initial = find(value, "initial", Kind::Boolean))
      auth.initial = initial->boolean;
  }

  void read_answer(const Entry* act) {
    const Entry* answer = table_.find("answer");
    if (answer == nullptr || !accepts(Shape::Lines, answer->value)) return;
    step_.answer = read_lines(loading_, answer->value, "answer");
    if (step_.act == ActKind::None) step_.act = ActKind::Answer;
    if (act != nullptr && step_.word != "accept") {
      loading_.source.add(
          answer->at, "`answer` is an act of its own: beside it only do = \"accept\" may stand");
    }
    if (context_.speaker != nullptr && !context_.speaker->listening) {
      loading_.source.add(answer->at,
                          "`answer` needs a listening connection; a client's step has `send`");
    }
  }

  bool sends() const { return step_.act == ActKind::Send || step_.act == ActKind::SendBytes; }
  bool writes() const { return sends() || step_.act == ActKind::Hello; }

  void read_form() {
    if (const Entry* split = table_.find("split")) read_split(split->value);
    step_.pause = read_duration(loading_, table_, "pause");
    if (const Node* plain = find(table_, "plain", Kind::Boolean)) step_.plain = plain->boolean;
    if (const Node* times = find(table_, "times", Kind::Integer)) read_times(*times);
    if (const Node* tag = find(table_, "tag", Kind::Text)) read_tag(*tag);
    if (const Node* records = find(table_, "records", Kind::Array)) {
      step_.records = read_record_changes(loading_, *records);
      if (!sends() && step_.act != ActKind::Tls)
        loading_.source.add(records->at,
                            "`records` changes what a `send` inside TLS or a `tls` act "
                            "sends");
    }
    for (const std::string_view key : {"split", "plain"}) {
      const Entry* entry = table_.find(key);
      if (entry == nullptr || sends() || (writes() && key == "split")) continue;
      loading_.source.add(
          entry->at,
          "`" + std::string(key) + "` has no meaning without `send`, `send_bytes` or `send_hex`");
    }
    if (const Entry* pause = table_.find("pause");
        pause != nullptr && table_.find("split") == nullptr) {
      loading_.source.add(
          pause->at, "`pause` is between the pieces of `split`; a wait before the step is `after`");
    }
  }

  void read_times(const Node& value) {
    if (value.integer < 1 || value.integer > kMostTimes) {
      loading_.source.add(value.at,
                          "`times` is an integer from 1 to " + std::to_string(kMostTimes));
      return;
    }
    step_.times = static_cast<std::uint32_t>(value.integer);
  }

  void read_tag(const Node& value) {
    step_.tag = read_template(loading_, value);
    if (context_.speaker == nullptr || context_.speaker->dialect == nullptr) return;
    if (context_.speaker->dialect->name == "imap") return;
    loading_.source.add(value.at, "`tag` is for imap: commands of " +
                                      std::string(context_.speaker->dialect->name) +
                                      " have no tags");
  }

  void read_split(const Node& value) {
    if (value.is(Kind::Integer)) {
      if (value.integer < 1)
        loading_.source.add(value.at, "`split` is a number of octets, 1 or more");
      else
        step_.split_every = static_cast<std::uint64_t>(value.integer);
      return;
    }
    if (value.is(Kind::Array) && value.items.empty())
      loading_.source.add(value.at, "`split` has no offsets");
    std::int64_t last = 0;
    for (const Node& cut : value.items) {
      if (!cut.is(Kind::Integer) || cut.integer <= last) {
        loading_.source.add(
            cut.at, "the offsets of `split` are integers above 0, each larger than the one before");
        return;
      }
      last = cut.integer;
      step_.cuts.push_back(static_cast<std::uint64_t>(last));
    }
  }

  Loading& loading_;
  const Node& table_;
  const ActContext& context_;
  Step& step_;
};

}  // namespace

void read_act(Loading& loading, const Node& table, const ActContext& context, Step& step) {
  ActReader(loading, table, context, step).read();
}

}  // namespace wireassay::scenario
