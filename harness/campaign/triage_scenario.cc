// Turns of an input to steps of a dialogue.
#include "campaign/triage_scenario.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "core/escape.h"

namespace wireassay::campaign {
namespace {

/// Inputs have fewer; the language allows 1,000 steps.
constexpr std::size_t kMaxTurns = 900;

struct Turn {
  char mark;
  std::string octets;
};

/// Marks that a target understands; before anything else "~" is an octet. Empty: all are marks.
struct Form {
  std::string_view ending, marks;
  char first;  ///< the mark of octets before the first one
};

constexpr auto kForms = std::to_array<Form>({{"imap_session", "1234TM", '1'},
                                             {"_session", "", '1'},
                                             {"_tracker", "", '\0'},
                                             {"player_", "", 'S'}});

const Form* form_of(std::string_view target) {
  for (const Form& form : kForms) {
    if (form.ending == "player_" ? target.starts_with(form.ending) : target.ends_with(form.ending))
      return &form;
  }
  return nullptr;
}

std::vector<Turn> turns_of(std::string_view in, const Form& form) {
  std::vector<Turn> turns{{form.first, ""}};
  for (std::size_t at = 0; at < in.size(); ++at) {
    const bool mark = in[at] == '~' && at + 1 < in.size() &&
                      (form.marks.empty() || form.marks.find(in[at + 1]) != form.marks.npos);
    if (mark && turns.size() < kMaxTurns) {
      turns.push_back({in[++at], ""});
    } else {
      turns.back().octets += in[at];
    }
  }
  return turns;
}

/// A literal TOML string of `send_bytes`: no quote, no variable.
std::string toml(std::string_view octets) {
  std::string text = "'";
  const std::string escaped = escape(octets);
  for (std::size_t at = 0; at < escaped.size(); ++at) {
    if (escaped[at] == '\'') {
      text += "\\x27";
    } else {
      text += escaped[at];
      if (escaped[at] == '$' && at + 1 < escaped.size() && escaped[at + 1] == '{') text += '$';
    }
  }
  return text + "'";
}

std::string comment(std::string_view what, std::string_view octets) {
  return "# " + std::string(what) + ": " + escape_short(octets, 160) + "\n";
}

class Writer {
 public:
  explicit Writer(bool tracker) : tracker_(tracker) {}

  void add(const Turn& turn) {
    if (turn.mark >= '1' && turn.mark <= '4') connection_ = turn.mark;
    if (turn.mark == 'T') step("tls = {}\n");
    if (turn.mark == 'E') step("do = \"shut\"\n");
    if (turn.mark == 'M') steps_ += comment("here a message is delivered", turn.octets);
    if (turn.octets.empty() || (turn.mark == 'M' && !tracker_)) return;
    if (tracker_ && turn.mark != 'C') {
      if (turn.mark == 'S') steps_ += comment("the server said", turn.octets);
      return;
    }
    step("send_bytes = " + toml(turn.octets) + "\n");
    sends_ = true;
  }

  bool sends() const { return sends_; }
  std::string text(std::string_view protocol) const {
    std::string text;
    if (used_.size() > 1) {
      for (const char name : used_) {
        text += text.empty() ? "connections = { " : ", ";
        text.append("c").append(1, name).append(" = { service = \"").append(protocol) += "\" }";
      }
      text += " }\n";
    }
    // With one connection its name is forbidden.
    std::string steps = steps_;
    if (used_.size() <= 1) {
      const std::string on =
          std::string("on = \"c") + (used_.empty() ? '1' : *used_.begin()) + "\"\n";
      for (std::size_t at = steps.find(on); at != std::string::npos; at = steps.find(on, at))
        steps.erase(at, on.size());
    }
    return text + steps + "expect = \"reply|close|silence\"\n";
  }

 private:
  void step(const std::string& act) {
    used_.insert(connection_);
    steps_ += "[[case.dialogue]]\non = \"c" + std::string(1, connection_) + "\"\n" + act;
  }

  bool tracker_;
  char connection_ = '1';
  bool sends_ = false;
  std::set<char> used_;
  std::string steps_;
};

std::string id_of(std::string_view name) {
  std::string id(name);
  std::ranges::replace(id, '_', '-');
  return id;
}

}  // namespace

bool is_dialogue(std::string_view target) { return form_of(target) != nullptr; }

std::string scenario_of(std::string_view target, std::string_view octets, std::string_view name,
                        std::string_view what) {
  const Form* form = form_of(target);
  if (form == nullptr) return {};
  const std::string_view protocol = target.starts_with("player_")
                                        ? target.substr(7, target.find('_', 7) - 7)
                                        : target.substr(0, target.find('_'));
  if (protocol != "smtp" && protocol != "pop3" && protocol != "imap" && protocol != "http")
    return {};
  Writer writer(!target.ends_with("_session"));
  for (const Turn& turn : turns_of(octets, *form)) writer.add(turn);
  if (!writer.sends()) return {};
  std::string text = "# What the fuzz target " + std::string(target) +
                     " found: " + escape_short(what, 200) +
                     "\n# The dialogue goes to a server as it stands; "
                     "give the case its clause, level and expectation.\n";
  text.append("protocol = \"")
      .append(protocol)
      .append("\"\nspec     = \"a finding of fuzzing\"\n\n[[case]]\nid    = \"finding.");
  text.append(id_of(name)).append("\"\ntitle = \"The server answers, closes or waits: ");
  text.append(id_of(name)).append("\"\nlevel = \"EXAMPLE\"\n");
  return text + writer.text(protocol);
}

}  // namespace wireassay::campaign
