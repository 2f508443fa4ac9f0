// One [[case]] to cases, one for each row.
#include "scenario/load_case.h"

#include <algorithm>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/lint.h"
#include "scenario/load_party.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

constexpr Level kLevels[] = {Level::Must,      Level::MustNot, Level::Should,
                             Level::ShouldNot, Level::May,     Level::Example};

bool word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

class CaseReader {
 public:
  CaseReader(const FileContext& context, const Node& table)
      : context_(context),
        loading_(context.loading),
        source_(context.loading.source),
        table_(table) {}

  std::vector<Case> read() {
    check_keys(source_, table_, Place::Case);
    c_.file = source_.file();
    c_.at = table_.at;
    c_.protocol = context_.protocol;
    read_words();
    read_level();
    c_.connections = read_connections(context_, table_);
    c_.named_connections = table_.find("connections") != nullptr;
    read_conditions();
    c_.lets = context_.lets;
    if (const Node* lets = find(table_, "let", Kind::Table))
      std::ranges::move(read_lets(loading_, *lets), std::back_inserter(c_.lets));
    if (c_.lets.size() > loading_.limits.variables) {
      source_.add(table_.at, "more than " + std::to_string(loading_.limits.variables) +
                                 " variables: put the octets into a file beside the scenario");
      return {};
    }
    if (!c_.connections.empty()) read_dialogue();
    read_rows();
    derive();
    if (!c_.connections.empty())
      lint_case({source_, loading_.limits, loading_.dialects}, c_, rows_);
    return expand();
  }

 private:
  struct RowName {
    std::string name;
    Position at;
  };

  /// The case's own value, else the file's: a case replaces it whole.
  const Node* pick(std::string_view key, Kind kind) const {
    if (table_.find(key) != nullptr) return find(table_, key, kind);
    return find(context_.root, key, kind);
  }
  std::string pick_text(std::string_view key) const {
    const Node* node = pick(key, Kind::Text);
    return node == nullptr ? std::string() : node->text;
  }

  void read_words() {
    c_.id = find_text(table_, "id");
    if (const Node* id = find(table_, "id", Kind::Text); id != nullptr && !is_case_id(id->text)) {
      source_.add(id->at, "`" + escape_short(id->text, 60) +
                              "` is no id: small letters and digits in parts joined by points, "
                              "like smtp.rfc5321.rset.replies-250");
    }
    c_.title = find_text(table_, "title");
    if (const Node* title = find(table_, "title", Kind::Text);
        title != nullptr && title->text.empty()) {
      source_.add(title->at,
                  "`title` is empty: say in one sentence what holds when the case passes");
    }
    c_.spec = pick_text("spec");
    c_.clause = pick_text("clause");
    c_.quote = find_text(table_, "quote");
    if (c_.spec.empty())
      source_.add(table_.at,
                  "the case needs `spec`: the document it comes from, like \"RFC 5321\"");
  }

  void read_level() {
    const Node* node = pick("level", Kind::Text);
    if (node == nullptr) {
      source_.add(table_.at,
                  "the case needs `level`: MUST, MUST NOT, SHOULD, SHOULD NOT, MAY or EXAMPLE");
      return;
    }
    std::vector<std::string_view> names;
    for (const Level level : kLevels) {
      names.push_back(to_string(level));
      if (to_string(level) == node->text) c_.level = level, level_known_ = true;
    }
    if (!level_known_)
      source_.add(node->at, "unknown level `" + escape_short(node->text, 40) + "`" +
                                did_you_mean(node->text, names));
    if (level_known_ && c_.level != Level::Example && c_.clause.empty()) {
      source_.add(table_.at, "the case needs `clause`: the section of " +
                                 (c_.spec.empty() ? "its document" : c_.spec));
    }
    const bool obliges = c_.level != Level::May && c_.level != Level::Example;
    if (level_known_ && obliges && c_.quote.empty()) {
      source_.add(table_.at, "a case of level " + node->text +
                                 " needs `quote`: the sentence of the clause, verbatim");
    }
  }

  void read_conditions() {
    if (const Node* given = find(table_, "given", Kind::Table))
      c_.given = read_given(loading_, *given);
    if (const Node* needs = pick("needs", Kind::Array)) c_.needs = read_needs(loading_, *needs);
    if (const Node* terms = pick("requires", Kind::Array))
      c_.requires_ = read_requires(loading_, *terms);
    const Node* surfaces = pick("surfaces", Kind::Array);
    c_.surfaces = read_surfaces(loading_, surfaces, c_.protocol);
    c_.all_surfaces = surfaces == nullptr && !c_.surfaces.empty();
    if (const Node* readings = find(table_, "readings", Kind::Table))
      c_.readings = read_reasons(loading_, *readings, "readings");
    if (const Node* waive = find(table_, "waive", Kind::Table)) {
      c_.waive = read_reasons(loading_, *waive, "waive");
      for (const Entry& entry : waive->entries) check_waived(entry);
    }
  }

  /// An invariant of a protocol that takes part. Of those that are not played yet only the protocol
  /// is known.
  void check_waived(const Entry& entry) {
    std::vector<std::string_view> candidates;
    for (const ConnectionSpec& connection : c_.connections) {
      const ProtocolRow* row = loading_.dialects.find(connection.protocol);
      if (row == nullptr) continue;
      if (!row->played && entry.key.starts_with(std::string(row->info->name) + ".")) return;
      for (const Invariant& invariant : row->info->invariants) candidates.push_back(invariant.id);
    }
    if (std::ranges::find(candidates, entry.key) != candidates.end()) return;
    source_.add(entry.at, "unknown invariant `" + escape_short(entry.key, 60) + "`" +
                              did_you_mean(entry.key, candidates));
  }

  void read_dialogue() {
    StepContext steps{
        .part = Part::Dialogue, .speakers = {}, .hellos = context_.hellos, .readings = {}};
    for (const auto& [name, reason] : c_.readings) steps.readings.push_back(name);
    for (const ConnectionSpec& connection : c_.connections) {
      const ProtocolRow* row = loading_.dialects.find(connection.protocol);
      steps.speakers.push_back({.name = connection.name,
                                .dialect = row == nullptr ? nullptr : row->info,
                                .listening = !connection.listen.empty(),
                                .records = connection.protocol == "tls"});
    }
    if (const Node* dialogue = find(table_, "dialogue", Kind::Array))
      c_.dialogue = read_steps(loading_, *dialogue, steps);
    steps.part = Part::Cleanup;
    if (const Node* cleanup = find(table_, "cleanup", Kind::Array))
      c_.cleanup = read_steps(loading_, *cleanup, steps);
  }

  void read_rows() {
    const Node* rows = find(table_, "for", Kind::Array);
    if (rows == nullptr) return;
    if (rows->items.empty()) source_.add(rows->at, "`for` has no rows: leave it out");
    if (rows->items.size() > loading_.limits.rows) {
      source_.add(rows->at,
                  "more than " + std::to_string(loading_.limits.rows) + " rows: split the case");
      return;
    }
    for (const Node& row : rows->items) {
      if (!check_keys(source_, row, Place::Row)) continue;
      const Node* name = find(row, "name", Kind::Text);
      if (name == nullptr) continue;
      if (!is_word(name->text) || name->text.contains('_')) {
        source_.add(name->at, "`" + escape_short(name->text, 40) +
                                  "` is no name of a row: small letters, digits and -");
      }
      const auto same = std::ranges::find(names_, name->text, &RowName::name);
      if (same != names_.end()) {
        source_.add(name->at, "the row `" + name->text + "` stands twice, first in line " +
                                  std::to_string(same->at.line));
        continue;
      }
      names_.push_back({name->text, name->at});
      rows_.push_back(read_lets(loading_, row, "name"));
    }
  }

  void derive() {
    const auto acts = [&](auto&& holds) {
      return std::ranges::any_of(c_.dialogue, holds) || std::ranges::any_of(c_.cleanup, holds);
    };
    const bool hello = acts([](const Step& step) { return step.act == ActKind::Hello; });
    c_.fixed_transport = hello || acts([](const Step& step) { return step.act == ActKind::Tls; });
    c_.fixed_fragments = acts([](const Step& step) {
      return step.split_every > 0 || !step.cuts.empty() || !step.records.empty();
    });
    for (const ConnectionSpec& connection : c_.connections) {
      const ProtocolRow* row = loading_.dialects.find(connection.protocol);
      if (!connection.listen.empty())
        cannot_play("listening connections are not played yet");
      else if (row == nullptr || !row->played)
        cannot_play("protocol " + connection.protocol + " is not played yet");
    }
  }

  void cannot_play(const std::string& why) {
    if (c_.playable) c_.why_not_playable = why;
    c_.playable = false;
  }

  /// Each row copies the dialogue: a small file must not become gigabytes.
  bool within_budget() {
    std::size_t steps = c_.dialogue.size() + c_.cleanup.size();
    for (const ConnectionSpec& connection : c_.connections) steps += connection.steps.size();
    steps *= std::max<std::size_t>(1, rows_.size());
    const bool within = steps <= context_.steps_left;
    context_.steps_left -= std::min(steps, context_.steps_left);
    if (!within) {
      source_.add(table_.at, "the rows and steps of this file's cases multiply to more than " +
                                 std::to_string(loading_.limits.expanded_steps) +
                                 " steps: split the file");
    }
    return within;
  }

  std::vector<Case> expand() {
    std::vector<Case> cases;
    if (!within_budget()) return cases;
    if (rows_.empty()) {
      cases.push_back(std::move(c_));
      return cases;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Case& c = cases.emplace_back(c_);
      c.row = names_[i].name;
      std::ranges::move(rows_[i], std::back_inserter(c.lets));
    }
    return cases;
  }

  const FileContext& context_;
  Loading& loading_;
  Source& source_;
  const Node& table_;
  Case c_;
  bool level_known_ = false;
  std::vector<std::vector<Let>> rows_;
  std::vector<RowName> names_;
};

}  // namespace

bool is_case_id(std::string_view text) {
  bool first = true;
  std::size_t part = 0;
  for (const char c : text) {
    if (c == '.') {
      if (part == 0) return false;
      part = 0, first = false;
    } else if (word_char(c) || (c == '-' && !first)) {
      ++part;
    } else {
      return false;
    }
  }
  return !first && part > 0;
}

std::vector<Case> read_case(const FileContext& context, const Node& table) {
  return CaseReader(context, table).read();
}

}  // namespace wireassay::scenario
