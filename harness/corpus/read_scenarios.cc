#include "corpus/read_scenarios.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/cursor.h"
#include "scenario/dialects.h"
#include "scenario/evaluate.h"

namespace wireassay::corpus {
namespace {

using scenario::Case;
using scenario::Expr;
using scenario::Piece;
using scenario::Step;
using scenario::Template;

/// What variables stand for here; one that is not in the table is its own name.
constexpr std::pair<std::string_view, std::string_view> kValues[] = {
    {"address", "u@x.test"},
    {"authority", "x.test"},
    {"client", "client.test"},
    {"content", "Subject: a\r\n\r\nb\r\n"},
    {"domain", "x.test"},
    {"file", "/file"},
    {"file_octets", "100"},
    {"listener_address", "l@y.test"},
    {"mailbox", "INBOX"},
    {"message_id", "<1@x.test>"},
    {"password", "p"},
    {"ping", "NOOP\r\n"},
    {"port", "25"},
    {"remote", "r@y.test"},
    {"sender", "s@y.test"},
    {"separator", "/"},
    {"uid", "1"},
    {"unknown", "none@x.test"},
    {"user", "u"},
    {"wrong_password", "q"},
};
constexpr std::string_view kMessage =
    "From: <s@y.test>\r\nTo: <u@x.test>\r\nSubject: a\r\n\r\nb\r\n";
constexpr std::size_t kMostSent = 16 * 1024;

scenario::Expanded<scenario::Value> call(std::string_view function,
                                         const std::vector<scenario::Value>& args) {
  if (function == "plain") return scenario::Value{"AHUAcA=="};
  if (function == "file") return scenario::Value{std::string(kMessage)};
  return scenario::Value{args.empty() ? "x" : args.front().octets};
}

class Player {
 public:
  explicit Player(const Case& scenario) : case_(scenario) {
    for (const auto& [name, value] : kValues) set(name, std::string(value));
    scope_.function = call;
    scope_.capabilities = &capabilities_;
    for (const scenario::Let& let : case_.lets) set(let.name, expanded(let.value));
  }

  Talk run() {
    talk_.name = name_of_case(case_.full_id());
    for (const scenario::ConnectionSpec& spec : case_.connections) {
      const Dialect* dialect = spec.listen.empty() ? dialect_of(spec.protocol) : nullptr;
      talk_.protocols.push_back(dialect == nullptr ? "" : spec.protocol);
      views_.push_back(dialect == nullptr ? nullptr : dialect->session({}));
      open_.push_back(false);
    }
    for (const Step& step : case_.dialogue) play(step, scenario::connection_index(case_, step));
    return std::move(talk_);
  }

 private:
  void set(std::string_view name, std::string value) {
    scope_.variables[std::string(name)] = {std::move(value), false};
  }

  /// Names that have no value yet get one.
  void name_all(const Expr& expr) {
    if (expr.kind == Expr::Kind::Name && !scope_.variables.contains(expr.text))
      set(expr.text, expr.text);
    for (const Expr& arg : expr.args) name_all(arg);
  }

  /// What cannot be expanded here is "1": a number, and an atom of every grammar.
  std::string expanded(const Template& text) {
    std::string out;
    for (const Piece& piece : text.pieces) {
      if (piece.kind == Piece::Kind::Literal) out += piece.text;
      if (piece.kind != Piece::Kind::Value) continue;
      name_all(piece.value);
      Template alone;
      alone.pieces.push_back(piece);
      const auto value = scenario::expand(alone, scope_, kMostSent);
      out += value ? value->octets : "1";
    }
    return out;
  }

  void open(std::size_t index) {
    if (open_[index]) return;
    open_[index] = true;
    const scenario::ConnectionSpec& spec = case_.connections[index];
    const Dialect* dialect = dialect_of(talk_.protocols[index]);
    if (dialect->greets()) hear(index, reply(index, std::string(dialect->greeting())));
    for (const scenario::Let& let : spec.params) set(let.name, expanded(let.value));
    for (const Step& step : spec.steps) play(step, index);
  }

  void play(const Step& step, std::size_t index) {
    if (index >= views_.size() || views_[index] == nullptr) return;
    open(index);
    if (step.act == scenario::ActKind::Send) say(index, lines(step, index));
    if (step.act == scenario::ActKind::SendBytes && !step.hex)
      say(index, expanded(step.send.front()));
    if (step.act == scenario::ActKind::Tls) {
      talk_.turns.push_back({Who::Tls, {}, index});
      views_[index]->tls_started();
    }
    for (const scenario::Outcome& outcome : step.outcomes)
      if (!outcome.atoms.empty()) hear(index, reply(index, outcome.atoms.front()));
  }

  std::string lines(const Step& step, std::size_t index) {
    std::string pending;
    for (const Template& line : step.send) {
      std::optional<std::string> tag;
      if (step.tag) tag = expanded(*step.tag);
      const std::string prefix = views_[index]->prefix(pending, tag);
      if (prefix.ends_with(' ')) tag_ = prefix.substr(0, prefix.size() - 1);
      pending += prefix + expanded(line) + "\r\n";
    }
    return pending;
  }

  void say(std::size_t index, std::string octets) {
    views_[index]->sent(octets);
    talk_.turns.push_back({Who::Client, std::move(octets), index});
  }

  void hear(std::size_t index, std::string octets) {
    if (!octets.empty()) talk_.turns.push_back({Who::Server, std::move(octets), index});
  }

  /// A reply of that class, the shortest there is; empty for what is none ("close").
  std::string reply(std::size_t index, std::string atom) const {
    const std::string& protocol = talk_.protocols[index];
    if (protocol == "imap") {
      if (atom == "+") return "+ go\r\n";
      const bool status = atom == "OK" || atom == "NO" || atom == "BAD";
      if (atom == "PREAUTH" || atom == "BYE") return "* " + atom + " x\r\n";
      if (!status) return {};
      return (tag_.empty() ? "*" : tag_) + " " + atom + " x\r\n";
    }
    if (protocol == "pop3") {
      const bool status = atom == "+OK" || atom == "-ERR" || atom == "+";
      return status ? atom + " x\r\n" : std::string();
    }
    std::ranges::replace(atom, 'x', '0');
    const bool code = atom.size() == 3 && std::ranges::all_of(atom, is_digit);
    if (!code) return {};
    if (protocol == "http") return "HTTP/1.1 " + atom + " x\r\nContent-Length: 0\r\n\r\n";
    return (atom == "200" ? "250" : atom) + " x\r\n";
  }

  const Case& case_;
  TextList capabilities_;
  scenario::Scope scope_;
  Talk talk_;
  std::vector<std::unique_ptr<DialectSession>> views_;
  std::vector<bool> open_;
  std::string tag_;
};

/// Holes stand for something that may be there: a number.
std::string data_of(const Template& pattern) {
  std::string out;
  for (const Piece& piece : pattern.pieces) {
    if (piece.kind == Piece::Kind::Literal) out += piece.text;
    if (piece.kind == Piece::Kind::Hole || piece.kind == Piece::Kind::AnyHole) out += "1";
    if (piece.kind == Piece::Kind::RestHole) out += "2 3";
  }
  return out;
}

void add_pattern(const scenario::Pattern& pattern, const std::string& name, std::string_view stem,
                 Seeds& seeds) {
  const std::string& source = pattern.text.source;
  const bool text = pattern.kind == scenario::Pattern::Kind::Text;
  const bool regex = pattern.kind == scenario::Pattern::Kind::Regex;
  if ((!text && !regex) || source.find('\n') != source.npos) return;
  if (stem == "scenario_template") {
    if (text) seeds.add(stem, name, source);
  } else if (text || stem == "scenario_pattern") {
    seeds.add(stem, name, (regex ? "re:" : "") + source + "\n" + data_of(pattern.text));
  }
}

}  // namespace

Talk talk_of(const Case& scenario) { return Player(scenario).run(); }

void add_scenario_seeds(std::string_view text, std::string_view stem, Seeds& seeds) {
  constexpr std::string_view kCase = "\n[[case]]\n";
  std::size_t at = text.find(kCase);
  if (at == text.npos) return;
  const std::string head(text.substr(0, at));
  while (at != text.npos) {
    const std::size_t end = text.find(kCase, at + 1);
    const std::string body(text.substr(at, end == text.npos ? end : end - at));
    const std::size_t id = body.find("\nid "), open = body.find('"', id);
    const std::string name = id == body.npos || open == body.npos
                                 ? "case"
                                 : name_of_case(std::string_view(body).substr(
                                       open + 1, body.find('"', open + 1) - open - 1));
    seeds.add(stem, name, head + body);
    at = end;
  }
}

void add_text_seeds(const Case& scenario, std::string_view stem, Seeds& seeds) {
  const std::string name = name_of_case(scenario.full_id());
  for (const Step& step : scenario.dialogue) {
    if (stem == "scenario_template") {
      for (const Template& text : step.send) seeds.add(stem, name, text.source);
    }
    for (const scenario::FieldExpectation& field : step.fields) {
      const bool imap =
          scenario.protocol == "imap" && (field.field == "untagged" || field.field == "code");
      if (imap != (stem == "imap_match")) continue;
      for (const auto* patterns : {&field.has, &field.order, &field.none}) {
        for (const scenario::Pattern& pattern : *patterns) add_pattern(pattern, name, stem, seeds);
      }
    }
  }
}

}  // namespace wireassay::corpus
