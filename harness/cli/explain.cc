// wireassay explain: one case for people, its dialogue in the C:/S: form of the RFCs; fields of a
// dialect.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/context.h"
#include "core/escape.h"
#include "play/runner.h"
#include "scenario/hello.h"

namespace wireassay::cli {
namespace {

using scenario::ActKind;
using scenario::Case;
using scenario::Step;

struct ExplainFlags {
  std::string id, fields;
  std::vector<std::string> paths;
};

std::string duration(scenario::Millis value) {
  return value.count() % 1000 == 0 ? std::to_string(value.count() / 1000) + "s"
                                   : std::to_string(value.count()) + "ms";
}

std::string names(const Step& step) { return step.on.empty() ? "" : step.on + " "; }

/// What of the hello was made wrong.
std::string hello_text(const Step& step) {
  std::string text;
  if (step.hello == nullptr) return text;
  for (const scenario::HelloChange& change : step.hello->changes) {
    text += ", " + change.path + (change.length ? ".length " : " ") + change.op + " " +
            change.value.source;
  }
  return text;
}

void print_act(const Step& step) {
  const std::string head = "  " + names(step) + "C: ";
  switch (step.act) {
    case ActKind::None: break;
    case ActKind::Send:
      for (const auto& line : step.send) std::cout << head << escape(line.source) << "\n";
      break;
    case ActKind::SendBytes:
      for (const auto& line : step.send) std::cout << head << line.source << "   (these octets)\n";
      break;
    case ActKind::Tls: std::cout << "  " << names(step) << "   <TLS handshake>\n"; break;
    case ActKind::Auth:
      std::cout << head << "AUTH " << step.auth.mechanism.source << " … (the whole exchange)\n";
      break;
    case ActKind::Do: std::cout << "  " << names(step) << "   <" << step.word << ">\n"; break;
    case ActKind::Hello:
      std::cout << "  " << names(step) << "   <ClientHello " << step.word << hello_text(step)
                << ">\n";
      break;
    case ActKind::Answer: break;
  }
}

std::string field_text(const scenario::FieldExpectation& field) {
  std::string text = field.field + (field.key.empty() ? "" : "." + field.key);
  const auto add = [&](std::string_view word, const std::vector<scenario::Pattern>& patterns) {
    if (patterns.empty()) return;
    text.append(" ").append(word);
    for (const scenario::Pattern& pattern : patterns)
      text += " " +
              (pattern.text.source.empty() ? std::to_string(pattern.number) : pattern.text.source);
  };
  add("has", field.has);
  if (field.only) add("only", *field.only);
  add("in this order", field.order);
  add("has not", field.none);
  return text;
}

void print_outcomes(const Step& step) {
  const std::string head = "  " + names(step) + "S: ";
  for (const scenario::Outcome& outcome : step.outcomes) {
    std::cout << head << outcome.text() << (step.assume ? "   (assumed)" : "");
    if (step.within) std::cout << "   within " << duration(*step.within);
    std::cout << "\n";
  }
  for (const auto& [name, outcome] : step.reading)
    std::cout << head << outcome.text() << "   (reading " << name << ")\n";
  for (const auto& field : step.fields) std::cout << "        with " << field_text(field) << "\n";
  for (const auto& check : step.checks) std::cout << "        with " << check.source << "\n";
  for (const auto& excuse : step.tolerate)
    std::cout << "        tolerated: " << excuse.outcome.text() << ", " << excuse.reason << "\n";
  for (const auto& excuse : step.skip)
    std::cout << "        skipped: " << excuse.outcome.text() << ", " << excuse.reason << "\n";
}

void print_steps(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    if (step.when) std::cout << "  if the last reply was " << step.when->text() << ":\n";
    if (step.after) std::cout << "  after " << duration(*step.after) << ":\n";
    if (step.poll) std::cout << "  until it holds, at most " << duration(*step.poll) << ":\n";
    if (step.times > 1) std::cout << "  " << step.times << " times:\n";
    print_act(step);
    print_outcomes(step);
  }
}

void print_openings(const Case& c) {
  for (const auto& connection : c.connections) {
    std::cout << (connection.name.empty() ? "Begins" : connection.name + " begins") << " "
              << connection.opening;
    if (!connection.service.empty()) std::cout << " on " << connection.service;
    std::cout << "\n";
    print_steps(connection.steps);
  }
}

void print_list(const char* label, const std::vector<std::string>& words) {
  if (words.empty()) return;
  std::cout << label;
  for (const std::string& word : words) std::cout << " " << word;
  std::cout << "\n";
}

void print_case(const Case& c) {
  std::cout << c.full_id() << "\n" << c.title << "\n\n";
  std::cout << c.spec << " section " << c.clause << ", " << scenario::to_string(c.level) << "\n";
  if (!c.quote.empty()) std::cout << "  \"" << c.quote << "\"\n";
  std::cout << c.file << ":" << c.at.line << "\n\n";
  std::vector<std::string> needed;
  for (const auto& requirement : c.requires_) needed.push_back(requirement.source);
  print_list("Only if the server advertises:", needed);
  print_list("Only if the target declares:", c.needs);
  print_list("Played on:", c.surfaces);
  print_openings(c);
  std::cout << "Dialogue\n";
  for (const auto& let : c.lets)
    std::cout << "  " << let.name << " = " << escape_short(let.value.source, 90) << "\n";
  print_steps(c.dialogue);
  if (!c.cleanup.empty()) std::cout << "Afterwards\n";
  print_steps(c.cleanup);
  for (const auto& [name, source] : c.readings)
    std::cout << "Reading " << name << ": " << source << "\n";
  for (const auto& [rule, why] : c.waive)
    std::cout << "Not checked here: " << rule << " (" << why << ")\n";
}

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::Number: return "number";
    case FieldType::Text: return "text";
    case FieldType::List: return "list";
    case FieldType::Table: return "table";
  }
  return "";
}

int explain_fields(const std::string& protocol) {
  const Dialect* dialect = play::find_dialect(protocol);
  if (dialect == nullptr) return mistake("no dialect is called '" + protocol + "'");
  const DialectInfo& info = dialect->info();
  std::cout << "Fields of a reply in " << protocol << "\n";
  for (const FieldSpec& field : info.fields) {
    std::cout << "  " << field.name << " (" << type_name(field.type) << "): " << field.doc;
    if (!field.if_advertised.empty())
      std::cout << "; judged only where " << field.if_advertised << " is advertised";
    std::cout << "\n";
    if (field.structure == nullptr) continue;
    for (const Structure::Rule& rule : field.structure->rules())
      std::cout << "    " << rule.what << ": " << rule.how << "\n";
  }
  std::cout << "Invariants, checked in every reply\n";
  for (const Invariant& invariant : info.invariants) {
    std::cout << "  " << invariant.id << " (" << invariant.spec << " section " << invariant.clause
              << ", " << invariant.level << "): " << invariant.title << "\n";
  }
  return kOk;
}

int explain_invariant(const std::string& id) {
  for (const DialectInfo* info : play::dialect_infos()) {
    for (const Invariant& invariant : info->invariants) {
      if ("invariant." + std::string(invariant.id) != id) continue;
      std::cout << id << "\n"
                << invariant.title << "\n\n"
                << invariant.spec << " section " << invariant.clause << ", " << invariant.level
                << "\n  \"" << invariant.quote << "\"\nChecked in every reply of every dialogue in "
                << info->name << ".\n";
      return kOk;
    }
  }
  return mistake("no invariant is called '" + id +
                 "'; `wireassay explain --fields smtp` lists them");
}

int run(ExplainFlags& flags) {
  if (!flags.fields.empty()) return explain_fields(flags.fields);
  if (flags.id.empty()) return mistake("explain which case? `wireassay list` shows their ids");
  if (flags.id.starts_with("invariant.")) return explain_invariant(flags.id);
  const std::string id = flags.id.substr(0, flags.id.find('@'));
  auto suite = load(flags.paths);
  if (!suite) return kMistake;
  bool found = false;
  for (const Case& c : suite->cases) {
    if (c.full_id() != id && c.id != id) continue;
    if (found) std::cout << "\n";
    print_case(c);
    found = true;
  }
  if (found) return kOk;
  std::string near;
  for (const Case& c : suite->cases) {
    if (c.full_id().find(id) != std::string::npos) near += " " + c.full_id();
  }
  return mistake("no case is called '" + id + "'" +
                 (near.empty() ? "; `wireassay list` shows them all" : "; did you mean:" + near));
}

}  // namespace

Action add_explain(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("explain", "one case: clause, sentence, and the dialogue in C:/S: form");
  const auto flags = std::make_shared<ExplainFlags>();
  command->add_option("id", flags->id, "id of a case or an invariant")->type_name("ID");
  command->add_option("--fields", flags->fields, "the fields and invariants of a protocol")
      ->type_name("PROTOCOL");
  command
      ->add_option("--in", flags->paths, "scenario files or folders (default: all of the project)")
      ->type_name("PATH");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
