// One script becomes one case: its state becomes openings and first steps, a group of commands a
// step (more where a literal waits for "+"), what a group expects a field `exchange`.
#include "import/imaptest.h"

#include <algorithm>
#include <utility>

#include "core/escape.h"
#include "import/imaptest_step.h"
#include "import/imaptest_text.h"
#include "import/toml.h"
#include "scenario/pattern.h"
#include "scenario/template.h"
#include "wire/imap/script.h"

namespace wireassay::importer {
namespace {

constexpr std::size_t kMostSteps = 1000;          // of a case
constexpr std::size_t kMostLets = 990;            // with a few of ours
constexpr std::size_t kMostVariables = 250;       // of an expected text
constexpr std::size_t kMostOctets = 1024 * 1024;  // of a scenario file

class Translator {
 public:
  Translator(std::string_view source, const std::string& name, Script script,
             const std::vector<MboxMessage>& mbox, std::vector<Remark>& remarks)
      : source_(source),
        name_(name),
        script_(std::move(script)),
        mbox_(mbox),
        remarks_(remarks),
        texts_(script_, remarks) {}

  std::string run() {
    prepare();
    for (std::size_t at = 0; at < script_.groups.size() && count_ <= kMostSteps; ++at)
      group(script_.groups[at], at == 0);
    log_out();
    std::string toml = head() + lets() + steps_;
    if (count_ > kMostSteps)
      refuse({}, "the script has more than 1000 steps: split it");
    else if (texts_.lets().size() > kMostLets)
      refuse({}, "the script has more than 990 messages and literals: split it");
    else if (toml.size() > kMostOctets)
      refuse({}, "the scenario would be longer than 1 MiB: split the script, or its mbox");
    return toml;
  }

 private:
  void refuse(Place at, std::string message) {
    remarks_.push_back({Remark::Kind::Refused, at, std::move(message)});
  }

  bool many() const { return script_.connections > 1; }
  static std::string connection_name(std::size_t at) { return "c" + std::to_string(at + 1); }

  StepText step(std::size_t connection) {
    StepText out;
    for (const std::string& comment : comments_) out.comment(comment);
    comments_.clear();
    if (many()) out.set("on", '"' + connection_name(connection) + '"');
    return out;
  }
  void add(const StepText& step) {
    steps_ += step.text();
    ++count_;
  }

  // --- what the state asks for

  void prepare() {
    if (script_.state == State::NonAuth || script_.state == State::Auth) return;
    (void)texts_.command("$mailbox", {});
    if (script_.state == State::Created) return;
    const std::uint64_t messages = script_.messages.value_or(mbox_.size());
    for (std::uint64_t at = 0; at < messages && have_messages({}); ++at) {
      if (at == 0) comments_.push_back("the messages of the mbox");
      set_up({{"APPEND ${mailbox} \"" + date() + "\" ", take_message(), false}, {}});
      if (count_ > kMostSteps) return;
    }
    if (script_.state != State::Selected) return;
    for (std::size_t at = 0; at < script_.connections; ++at) {
      StepText select = step(at);
      select.set("send", "'SELECT ${mailbox}'");
      select.set("assume", "\"OK\"");
      add(select);
    }
  }

  bool have_messages(Place at) {
    if (mbox_.empty() && !std::exchange(said_no_mbox_, true))
      refuse(at, "messages are needed and there is no mbox: put " + name_ +
                     ".mbox or default.mbox beside the script, or name one by --mbox");
    return !mbox_.empty();
  }
  std::string date() const { return mbox_[next_message_ % mbox_.size()].date_time; }
  std::string take_message() {
    return texts_.name_octets("mail", mbox_[next_message_++ % mbox_.size()].octets);
  }

  void set_up(const std::vector<Sent>& parts) {
    for (std::size_t at = 0; at < parts.size(); ++at) {
      StepText one = step(0);
      one.send(parts, at);
      one.set("assume", at + 1 == parts.size() ? "\"OK\"" : "\"+\"");
      add(one);
    }
  }

  // --- commands

  std::vector<Sent> parts_of(const Command& command) {
    std::vector<Sent> parts(1);
    for (const Segment& segment : command.line) {
      if (segment.kind == Segment::Kind::Text) {
        parts.back().text += texts_.command(segment.octets, segment.at);
        continue;
      }
      if (segment.octets.find('$') != std::string::npos)
        refuse(segment.at,
               "a literal that is sent takes no variables: imaptest tells its size before it "
               "puts them in");
      parts.back().literal = texts_.name_octets("literal", segment.octets);
      parts.back().binary = segment.kind == Segment::Kind::Binary;
      parts.emplace_back();
    }
    if (parts.size() == 1) add_message(command, parts);
    if (parts.size() == 1) name_password(command, parts.front().text);
    return parts;
  }

  /// A password that stands in the script is one of the script's lets, and this is said.
  void name_password(const Command& command, std::string& text) {
    const std::string line = lower(text);
    const bool login = line.starts_with("login ") || line.starts_with("authenticate plain ");
    const std::size_t last = text.rfind(' ');
    if (!login || last + 1 == text.size() || text.find("${") != std::string::npos) return;
    text =
        text.substr(0, last + 1) + "${" + texts_.name_octets("octets", text.substr(last + 1)) + "}";
    remarks_.push_back({Remark::Kind::Note, command.at,
                        "a password stands in the scenario as it does in the script"});
  }

  /// APPEND and REPLACE without a message get the next one of the mbox.
  void add_message(const Command& command, std::vector<Sent>& parts) {
    const std::string line = lower(command.line.front().octets);
    const bool bare = line == "append";
    const bool append = bare || line.starts_with("append ");
    const bool replace = line.starts_with("replace ") || line.starts_with("uid replace ");
    const bool has_body =
        line.find(" catenate ") != std::string::npos || line.ends_with('}') || !(append || replace);
    if (has_body || !have_messages(command.at)) return;
    if (bare) {
      parts.back().text =
          "APPEND " + texts_.command("$mailbox", command.at) + " \"" + date() + "\"";
    }
    parts.back().text += ' ';
    parts.back().literal = take_message();
    parts.emplace_back();
  }

  // --- groups

  void group(const Group& group, bool first) {
    if (group.commands.empty()) {
      greeting(group, first);
    } else if (group.commands.size() == 1) {
      single(group);
    } else {
      pipelined(group);
    }
    texts_.group_ends();
    sleep_ms_ = group.sleep_ms;
    for (const std::string& output : group.outputs)
      comments_.push_back("imaptest prints: " + escape(output));
  }

  void greeting(const Group& group, bool first) {
    const Place at = group.untagged.front().at;
    if (!first || script_.state != State::NonAuth || group.connection != 0)
      return refuse(at,
                    "what the server says before any command can be looked at on the first "
                    "connection and in state nonauth only");
    raw_ = true;
    comments_.push_back(escape(name_) + ":" + std::to_string(at.line));
    StepText one = step(0);
    one.set("expect", "\"OK|PREAUTH|BYE\"");
    one.set("exchange", toml_lines(exchange(group)));
    add(one);
  }

  /// Whether the group says "* bye".
  static bool ends_connection(const Group& group) {
    return std::ranges::any_of(group.untagged, [](const Untagged& untagged) {
      return untagged.kind == Untagged::Kind::Must &&
             lower(untagged.line.front().octets.substr(0, 3)) == "bye";
    });
  }

  StepText acting(const Group& group, Place at) {
    comments_.push_back(escape(name_) + ":" + std::to_string(at.line) + ": " +
                        shown(line_text(at.line)));
    StepText out = step(group.connection);
    if (sleep_ms_ > 0) out.set("after", "\"" + std::to_string(sleep_ms_) + "ms\"");
    sleep_ms_ = 0;
    return out;
  }

  void single(const Group& group) {
    const Command& command = group.commands.front();
    const auto parts = parts_of(command);
    const std::string wanted(outcome_of(*command.answer));
    const std::string expected = exchange(group);
    const bool log_out = lower(command.line.front().octets) == "logout";
    const bool bye = ends_connection(group) && !log_out;
    const std::string last = bye ? wanted + "|BYE" : wanted;
    for (std::size_t at = 0; at < parts.size(); ++at) {
      StepText one = at == 0 ? acting(group, command.at) : step(group.connection);
      if (at > 0) one.set("when", "\"+\"");
      one.send(parts, at);
      const bool waits = at + 1 < parts.size();
      one.set("expect", std::string(waits ? "\"+|" : "\"") + last + "\"");
      const bool together = parts.size() == 1 && !bye && !expected.empty();
      if (together) one.set("exchange", toml_lines(expected));
      add(one);
    }
    if (bye && *command.answer != Answer::Any) await_completion(group, wanted);
    if (!expected.empty() && (parts.size() > 1 || bye)) look_at(group, expected);
  }

  /// BYE came before the completion, which must come all the same.
  void await_completion(const Group& group, const std::string& wanted) {
    StepText one = step(group.connection);
    one.set("when", "\"BYE\"");
    one.set("expect", "\"" + wanted + "\"");
    add(one);
  }

  void pipelined(const Group& group) {
    std::string lines, outcomes;
    for (const Command& command : group.commands) {
      for (const std::string& line : lines_of(parts_of(command)))
        lines += "\n  " + toml_string(line) + ",";
      outcomes +=
          (outcomes.empty() ? "\"" : ", \"") + std::string(outcome_of(*command.answer)) + "\"";
    }
    StepText one = acting(group, group.commands.front().at);
    one.set("send", "[" + lines + "\n]");
    one.set("expect", "[" + outcomes + "]");
    add(one);
    const std::string expected = exchange(group);
    if (!expected.empty()) look_at(group, expected);
  }

  /// One write: literals do not wait.
  std::vector<std::string> lines_of(const std::vector<Sent>& parts) {
    std::vector<std::string> lines;
    std::string before;
    for (const Sent& part : parts) {
      std::string line = before + part.text;
      if (!part.literal.empty()) {
        line += announced(part, "+}");
        before = "${" + part.literal + "}";
        needs_literals_ = true;
      }
      lines.push_back(std::move(line));
    }
    return lines;
  }

  void look_at(const Group& group, const std::string& expected) {
    StepText one = step(group.connection);
    one.set("exchange", toml_lines(expected));
    add(one);
  }

  /// A line that is expected, or a remark on what is wrong in it.
  std::string checked(const std::string& line, const std::string& sign, Place at) {
    const std::string whole = sign + line + "\n";
    const auto text = scenario::parse_template(whole, {.holes = true});
    if (!text) {
      refuse(at, text.error().message);
    } else if (const auto problem =
                   scenario::structure_problem(*text, imap::exchange_structure())) {
      refuse(at, problem->message);
    }
    return line + "\n";
  }

  /// What the group expects, but the words that are outcomes.
  std::string exchange(const Group& group) {
    std::string out;
    for (const Untagged& untagged : group.untagged) {
      out += untagged.kind == Untagged::Kind::Must      ? "* "
             : untagged.kind == Untagged::Kind::MustNot ? "! "
                                                        : "? ";
      out += checked(texts_.pattern(untagged.line), "* ", untagged.at);
    }
    for (std::size_t at = 0; at < group.commands.size(); ++at) {
      const Command& command = group.commands[at];
      if (command.completion.empty()) continue;
      if (group.commands.size() > 1) out += "tag" + std::to_string(at + 1) + " ";
      out += checked(texts_.pattern(command.completion), "", command.completion_at);
    }
    if (variables_in(out) > kMostVariables) {
      const Place at =
          group.commands.empty() ? group.untagged.front().at : group.commands.front().at;
      refuse(at, "more than 250 variables are expected of this group: split it");
    }
    const bool log_out =
        !group.commands.empty() && lower(group.commands.front().line.front().octets) == "logout";
    if (!script_.ignore_extra && (!log_out || !group.untagged.empty())) out = "$!noextra\n" + out;
    return out;
  }

  /// imaptest takes its leave on the first connection, unless the script ends one.
  void log_out() {
    for (const Group& group : script_.groups) {
      if (ends_connection(group)) return;
      for (const Command& command : group.commands) {
        if (lower(command.line.front().octets) == "logout") return;
      }
    }
    comments_.push_back("imaptest takes its leave");
    StepText one = step(0);
    if (sleep_ms_ > 0) one.set("after", "\"" + std::to_string(sleep_ms_) + "ms\"");
    one.set("send", "'logout'");
    one.set("expect", "\"OK\"");
    add(one);
  }

  // --- the case

  std::string_view line_text(std::size_t number) const {
    std::string_view rest = source_;
    for (std::size_t line = 1; line < number && !rest.empty(); ++line)
      rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    rest = rest.substr(0, rest.find('\n'));
    return rest.size() > 1 && rest.ends_with('\r') ? rest.substr(0, rest.size() - 1) : rest;
  }

  Place first_place() const {
    const Group& group = script_.groups.front();
    return group.commands.empty() ? group.untagged.front().at : group.commands.front().at;
  }

  std::string begin_of(std::size_t connection) {
    if (script_.state == State::NonAuth)
      return raw_ && connection == 0 ? "\"raw\"" : "\"connected\"";
    const auto own = script_.users.find(connection);
    if (own == script_.users.end()) return "\"authenticated\"";
    const std::string number = connection == 0 ? "" : std::to_string(connection + 1);
    const std::string user = texts_.command("${user" + number + "}", {});
    const std::string password = texts_.command("${password" + number + "}", {});
    return "{ opening = \"authenticated\", user = " + toml_string(user) +
           ", password = " + toml_string(password) + " }";
  }

  std::string opening() {
    if (!many()) return "begin    = " + begin_of(0) + "\n";
    std::string out;
    for (std::size_t at = 0; at < script_.connections; ++at)
      out += (at == 0 ? "" : ", ") + connection_name(at) +
             " = { service = \"imap\", begin = " + begin_of(at) + " }";
    return "connections = { " + out + " }\n";
  }

  std::string requirements() const {
    std::string out;
    for (const std::string& capability : script_.capabilities)
      out += (out.empty() ? "" : ", ") + toml_string(capability);
    if (needs_literals_) out += std::string(out.empty() ? "" : ", ") + "'LITERAL+|LITERAL-'";
    return out.empty() ? out : "requires = [" + out + "]\n";
  }

  std::string head() {
    const std::string begin = opening();
    const bool user =
        script_.state != State::NonAuth || texts_.uses_user() || texts_.uses_mailbox();
    const Place at = first_place();
    const std::string quote = shown(line_text(at.line));
    std::string out = "# Made by `wireassay import imaptest` from the script " + escape(name_) +
                      ": change it there.\nprotocol = \"imap\"\n\n[[case]]\n";
    out += "id       = \"imap.imaptest." + id_part(name_) + "\"\n";
    out += "title    = " + toml_string("The script " + name_ + " of imaptest holds") + "\n";
    out += "spec     = " + toml_string("imaptest " + name_) + "\n";
    out += "clause   = \"line " + std::to_string(at.line) + "\"\n";
    out += "level    = \"MUST\"\n";
    out += "quote    = " + toml_string(quote) + "\n";
    if (texts_.uses_second_user())
      out += "needs    = [\"user\", \"second-user\"]\n";
    else if (user)
      out += "needs    = [\"user\"]\n";
    out += requirements();
    if (texts_.uses_mailbox()) out += "given    = { mailbox = [] }\n";
    return out + begin + "\n";
  }

  std::string lets() const {
    std::string out;
    const bool box = script_.state == State::Auth || script_.state == State::NonAuth;
    // A name of ours under which there is no mailbox yet.
    if (box && texts_.uses_mailbox()) out += "box = '${mailbox(box)}'\n";
    for (const NamedOctets& let : texts_.lets())
      out += let.name + " = " + let_value(let.octets) + "\n";
    return out.empty() ? out : "[case.let]\n" + out + "\n";
  }

  std::string_view source_;
  const std::string& name_;
  Script script_;
  const std::vector<MboxMessage>& mbox_;
  std::vector<Remark>& remarks_;
  Texts texts_;
  std::string steps_;
  std::vector<std::string> comments_;
  std::size_t count_ = 0;
  std::size_t next_message_ = 0;
  std::uint64_t sleep_ms_ = 0;
  bool raw_ = false;
  bool needs_literals_ = false;
  bool said_no_mbox_ = false;
};

bool refuses(const std::vector<Remark>& remarks) {
  return std::ranges::any_of(
      remarks, [](const Remark& remark) { return remark.kind == Remark::Kind::Refused; });
}

}  // namespace

Imported import_imaptest(std::string_view text, const std::string& name,
                         const std::vector<MboxMessage>& mbox,
                         const std::function<bool(const std::string&)>& has_environment) {
  ReadScript read = read_script(text, has_environment);
  Imported out{.toml = {}, .remarks = std::move(read.remarks)};
  if (refuses(out.remarks)) return out;
  std::string toml = Translator(text, name, std::move(read.script), mbox, out.remarks).run();
  std::ranges::sort(out.remarks, {}, [](const Remark& remark) {
    return std::pair(remark.at.line, remark.at.column);
  });
  if (!refuses(out.remarks)) out.toml = std::move(toml);
  return out;
}

}  // namespace wireassay::importer
