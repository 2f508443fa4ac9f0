// Reads scripts line by line, as imaptest does: what a line is depends on the group it stands in.
#include "import/imaptest_script.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay::importer {
namespace {

constexpr std::size_t kShownOctets = 60;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

std::string quoted(std::string_view text) { return "'" + escape_short(text, kShownOctets) + "'"; }

std::optional<std::uint64_t> to_number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

std::optional<Answer> answer_of(std::string_view word) {
  if (equal_ignoring_case(word, "ok")) return Answer::Ok;
  if (equal_ignoring_case(word, "no")) return Answer::No;
  if (equal_ignoring_case(word, "bad")) return Answer::Bad;
  if (word == "\"\"") return Answer::Any;
  return std::nullopt;
}

std::optional<Untagged::Kind> untagged_kind(std::string_view text) {
  if (text.starts_with("* ")) return Untagged::Kind::Must;
  if (text.starts_with("! ")) return Untagged::Kind::MustNot;
  if (text.starts_with("? ")) return Untagged::Kind::May;
  return std::nullopt;
}

/// "500ms", "2s", "1 min": what imaptest takes, as far as a test would wait.
std::optional<std::uint64_t> milliseconds(std::string_view text) {
  Cursor in(text);
  const auto number = to_number(in.take_while(is_digit));
  in.take_while([](char c) { return c == ' '; });
  const std::string unit = lower(in.rest());
  if (!number || *number > 100'000) return std::nullopt;
  for (const auto& [prefix, factor] : {std::pair<std::string_view, std::uint64_t>{"ms", 1},
                                       {"msecs", 1},
                                       {"millisecs", 1},
                                       {"milliseconds", 1},
                                       {"s", 1000},
                                       {"secs", 1000},
                                       {"seconds", 1000},
                                       {"m", 60'000},
                                       {"mins", 60'000},
                                       {"minutes", 60'000}}) {
    if (!unit.empty() && prefix.starts_with(unit)) return *number * factor;
  }
  return std::nullopt;
}

/// A line with its literals; the text before the first of them decides what the line is.
struct Source {
  Line segments;
  Place at;
  std::string_view head() const {
    return segments.empty() ? std::string_view() : std::string_view(segments.front().octets);
  }
  void drop(std::size_t octets) {
    segments.front().octets.erase(0, octets);
    segments.front().at.column += octets;
  }
};

class LineReader {
 public:
  LineReader(std::string_view text, std::vector<Remark>& remarks)
      : text_(text), remarks_(remarks), crlf_(text.substr(0, text.find('\n')).ends_with('\r')) {}

  bool at_end() const { return at_ >= text_.size(); }

  Source next() {
    Source source{.at = {line_ + 1, 1}};
    std::string physical(take());
    source.segments.push_back({Segment::Kind::Text, physical, source.at});
    if (physical.starts_with('#')) return source;
    while (source.segments.back().octets.ends_with("{{{")) {
      if (!literal(source)) return source;
    }
    return source;
  }

 private:
  bool literal(Source& source) {
    std::string& before = source.segments.back().octets;
    before.resize(before.size() - 3);
    const bool binary = before.ends_with('~');
    if (binary) before.pop_back();
    Segment content{binary ? Segment::Kind::Binary : Segment::Kind::Literal, {}, {line_ + 1, 1}};
    std::string end;
    for (bool first = true;; first = false) {
      if (at_end()) {
        remarks_.push_back({Remark::Kind::Refused, source.at,
                            "{{{ is not closed: add a line that begins with }}}"});
        return false;
      }
      const std::string last_end = std::exchange(end, {});
      const std::string_view line = take_raw();
      if (line.starts_with("}}}")) {
        source.segments.push_back(std::move(content));
        source.segments.push_back(
            {Segment::Kind::Text, std::string(without_cr(line).substr(3)), {line_, 4}});
        return true;
      }
      if (!first) content.octets += last_end;
      // A binary literal has the line ends of the file.
      content.octets += binary ? line : without_cr(line);
      end = binary ? "\n" : "\r\n";
    }
  }

  std::string_view take_raw() {
    const std::string_view rest = text_.substr(at_);
    const std::string_view line = rest.substr(0, rest.find('\n'));
    at_ = std::min(at_ + line.size() + 1, text_.size());
    ++line_;
    return line;
  }
  std::string_view take() { return without_cr(take_raw()); }

  /// Of a script whose lines end in CRLF; in others a CR is an octet like any other.
  std::string_view without_cr(std::string_view line) const {
    return crlf_ && line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
  }

  std::string_view text_;
  std::vector<Remark>& remarks_;
  bool crlf_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
};

class ScriptReader {
 public:
  explicit ScriptReader(const std::function<bool(const std::string&)>& has_environment)
      : has_environment_(has_environment) {}

  ReadScript run(std::string_view text) {
    if (text.size() > ScriptLimits::kOctets) {
      refuse({}, "the script is longer than 4 MiB");
      return std::move(out_);
    }
    LineReader lines(text, out_.remarks);
    bool header = true;
    while (!lines.at_end()) {
      Source source = lines.next();
      last_ = source.at;
      if (source.segments.size() == 1 && source.head().empty()) {
        header = false;
      } else if (!source.head().starts_with('#')) {
        header ? header_line(source) : command_line(std::move(source));
      }
      if (refused_) return std::move(out_);
    }
    finish();
    return std::move(out_);
  }

 private:
  struct Condition {
    Place at;
    bool skipped_before = false;
    bool else_seen = false;
  };

  void refuse(Place at, std::string message) {
    out_.remarks.push_back({Remark::Kind::Refused, at, std::move(message)});
    refused_ = true;
  }

  void note(Place at, std::string message) {
    out_.remarks.push_back({Remark::Kind::Note, at, std::move(message)});
  }

  void header_line(const Source& source) {
    const std::string_view line = source.head();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      return refuse(source.at, quoted(line) +
                                   " is no line of the header: write \"key: value\", or an empty "
                                   "line before the first command");
    std::string key = lower(line.substr(0, colon));
    while (key.ends_with(' ')) key.pop_back();
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    const Place at{source.at.line, line.size() - value.size() + 1};
    if (key == "capabilities") {
      capabilities(at, value);
    } else if (key == "connections") {
      const auto count = value == "n" ? 2 : to_number(value);
      if (!count || *count == 0 || *count > ScriptLimits::kConnections)
        return refuse(at, "connections is a number from 1 to 100");
      out_.script.connections = static_cast<std::size_t>(*count);
    } else if (key == "ignore_extra_untagged") {
      out_.script.ignore_extra = value.starts_with('y');
    } else if (key == "messages") {
      out_.script.messages = value == "all" ? std::nullopt : to_number(value);
      if (value != "all" && !out_.script.messages) refuse(at, "messages is a number, or \"all\"");
    } else if (key == "state") {
      state(at, lower(value));
    } else if (key.starts_with("user ")) {
      const auto index = to_number(std::string_view(key).substr(5));
      if (!index || *index == 0 || *index > ScriptLimits::kConnections)
        return refuse(source.at, "the number of a connection is expected: \"user 2: $user2\"");
      if (!is_user(value))
        return refuse(at, quoted(value) +
                              " is no user: write $user2, or a name without spaces, "
                              "quotes, backslashes and dollars");
      out_.script.users[static_cast<std::size_t>(*index - 1)] = value;
    } else {
      refuse(source.at, quoted(key) +
                            " is no key of the header: capabilities, connections, messages, "
                            "state, ignore_extra_untagged and \"user N\" are");
    }
  }

  static bool is_user(std::string_view word) {
    if (word == "$user2" || word == "${user2}") return true;
    return !word.empty() && std::ranges::all_of(word, [](char c) {
      return c > ' ' && c < '\x7f' &&
             std::string_view("'\"\\${}").find(c) == std::string_view::npos;
    });
  }

  static bool is_capability(std::string_view word) {
    const auto part = [](char c) { return is_alnum(c) || std::string_view("-_.=+/:").contains(c); };
    return std::ranges::all_of(word, part) && word.find("==") == std::string_view::npos;
  }

  void capabilities(Place at, std::string_view value) {
    for (Cursor in(value); !in.at_end();) {
      const auto word = in.take_while([](char c) { return c != ' '; });
      if (!is_capability(word)) return refuse(at, quoted(word) + " is no name of a capability");
      if (!word.empty()) out_.script.capabilities.emplace_back(word);
      in.take_while([](char c) { return c == ' '; });
    }
  }

  void state(Place at, const std::string& word) {
    constexpr std::pair<std::string_view, State> kStates[] = {{"nonauth", State::NonAuth},
                                                              {"auth", State::Auth},
                                                              {"created", State::Created},
                                                              {"appended", State::Appended},
                                                              {"selected", State::Selected}};
    const auto* found =
        std::ranges::find(kStates, word, &std::pair<std::string_view, State>::first);
    if (found == std::end(kStates))
      return refuse(
          at, quoted(word) + " is no state: nonauth, auth, created, appended and selected are");
    out_.script.state = found->second;
  }

  void command_line(Source source) {
    if (condition(source)) return;
    if (skip_) return;
    if (++lines_ > ScriptLimits::kLines) return refuse(source.at, "the script has too many lines");
    Group* group = out_.script.groups.empty() ? nullptr : &out_.script.groups.back();
    if (group != nullptr) {
      if (source.head().starts_with("!sleep ")) return sleep(source, *group);
      if (source.head().starts_with("!output ")) {
        group->outputs.emplace_back(source.head().substr(8));
        return note(source.at, "what imaptest would print stands as a comment");
      }
      if (const auto kind = untagged_kind(source.head()))
        return add_untagged(*group, *kind, std::move(source));
      if (pending_ > 0 && completion(source, *group)) return;
    }
    begin_command(std::move(source));
  }

  /// True for a line of the preprocessor.
  bool condition(const Source& source) {
    const std::string_view line = source.head();
    const bool wants = line.starts_with("!ifenv ");
    if (wants || line.starts_with("!ifnenv ")) {
      const std::string name(line.substr(wants ? 7 : 8));
      conditions_.push_back({source.at, skip_, false});
      const bool taken = has_environment_(name) == wants;
      if (!skip_)
        note(source.at, std::string(taken ? "taken" : "left out") + " up to !else or !endif: $" +
                            name + " is " + (taken == wants ? "set" : "not set") + " here");
      skip_ = skip_ || !taken;
      return true;
    }
    if (line != "!else" && line != "!endif") return false;
    if (conditions_.empty()) {
      refuse(source.at, std::string(line) + " without !ifenv");
    } else if (line == "!endif") {
      skip_ = conditions_.back().skipped_before;
      conditions_.pop_back();
    } else if (std::exchange(conditions_.back().else_seen, true)) {
      refuse(source.at, "a second !else: write !endif");
    } else if (!conditions_.back().skipped_before) {
      skip_ = !skip_;
    }
    return true;
  }

  void sleep(const Source& source, Group& group) {
    const auto time = milliseconds(source.head().substr(7));
    if (!time) return refuse({source.at.line, 8}, "!sleep takes a time such as 500ms or 2s");
    group.sleep_ms = *time;
  }

  void add_untagged(Group& group, Untagged::Kind kind, Source source) {
    source.drop(2);
    const bool bye = lower(source.head().substr(0, 3)) == "bye";
    if (bye && kind == Untagged::Kind::May)
      return refuse(source.segments.front().at,
                    "\"? bye\" has no meaning in imaptest: write \"* bye\" or \"! bye\"");
    const Place at = source.segments.front().at;
    group.untagged.push_back({kind, std::move(source.segments), at});
  }

  /// "tag2 " at the start of a text: the number, and how many octets it takes.
  static std::pair<std::uint32_t, std::size_t> tag_of(std::string_view text) {
    const std::string_view word = first_word(text);
    if (word.size() == text.size() || !equal_ignoring_case(word.substr(0, 3), "tag")) return {0, 0};
    const auto number = to_number(word.substr(3));
    if (!number || *number == 0 || *number > UINT32_MAX) return {0, 0};
    return {static_cast<std::uint32_t>(*number), word.size() + 1};
  }

  /// "2 " at the start of a text.
  static std::pair<std::size_t, std::size_t> connection_of(std::string_view text) {
    const std::string_view word = first_word(text);
    const auto number = to_number(word);
    if (!number || *number == 0 || *number > ScriptLimits::kConnections) return {0, 0};
    return {static_cast<std::size_t>(*number), std::min(word.size() + 1, text.size())};
  }

  /// True for a line that says how a command of the group ends.
  bool completion(Source& source, Group& group) {
    const bool many = out_.script.connections > 1;
    const auto [connection, skip] =
        many ? connection_of(source.head()) : std::pair<std::size_t, std::size_t>();
    std::string_view rest = source.head().substr(skip);
    const auto [tag, tag_size] = tag_of(rest);
    rest.remove_prefix(tag_size);
    const auto answer = answer_of(first_word(rest));
    if (!answer) return false;
    if (many && connection == 0) {
      refuse(source.at, "the number of the connection is missing before the completion");
    } else if (many && connection - 1 != group.connection) {
      refuse(source.at, "the completion is of another connection than the commands before it");
    } else {
      finish_command(source, group, tag, *answer, skip + tag_size);
    }
    return true;
  }

  void finish_command(Source& source, Group& group, std::uint32_t tag, Answer answer,
                      std::size_t skip) {
    const auto command = std::ranges::find(group.commands, tag, &Command::tag);
    if (command == group.commands.end())
      return refuse(source.at, "no command of this group has this tag");
    if (command->answer) return refuse(source.at, "the command has an answer already");
    command->answer = answer;
    command->completion_at = source.at;
    const bool more = source.segments.size() > 1 ||
                      source.head().substr(skip).find(' ') != std::string_view::npos;
    if (more) {
      source.drop(skip);
      command->completion = std::move(source.segments);
    }
    --pending_;
  }

  void begin_command(Source source) {
    const bool fresh = out_.script.groups.empty() || pending_ == 0;
    if (fresh) out_.script.groups.emplace_back();
    Group& group = out_.script.groups.back();
    Command command{.at = source.at};
    if (out_.script.connections > 1 && !connection(source, group)) return;
    const auto [tag, tag_size] = tag_of(source.head());
    command.tag = tag;
    source.drop(tag_size);
    command.answer = answer_of(first_word(source.head()));
    if (command.answer) {
      const std::size_t word = first_word(source.head()).size();
      source.drop(std::min(word + 1, source.head().size()));
    }
    if (tag == 0 && !fresh)
      return refuse(source.at,
                    "the command before has no answer: write how it ends, or give both "
                    "commands tags (tag1, tag2)");
    if (tag != 0 && std::ranges::find(group.commands, tag, &Command::tag) != group.commands.end())
      return refuse(source.at, "the tag stands twice in this group");
    if (const auto kind = untagged_kind(source.head()); kind && group.commands.empty())
      return add_untagged(group, *kind, std::move(source));
    if (source.segments.size() == 1 && source.head().empty())
      return refuse(source.at, "the command is missing");
    if (!command.answer) ++pending_;
    command.line = std::move(source.segments);
    group.commands.push_back(std::move(command));
  }

  bool connection(Source& source, Group& group) {
    const auto [number, size] = connection_of(source.head());
    if (number == 0) {
      refuse(source.at, "the number of the connection is missing before the command");
      return false;
    }
    if (!group.commands.empty() && group.connection != number - 1) {
      refuse(source.at, "commands that are sent together use one connection");
      return false;
    }
    group.connection = number - 1;
    out_.script.connections = std::max(out_.script.connections, number);
    source.drop(size);
    return true;
  }

  void finish() {
    if (refused_) return;
    if (!conditions_.empty()) return refuse(conditions_.front().at, "!endif is missing");
    if (out_.script.groups.empty()) return refuse(last_, "the script has no commands");
    if (pending_ > 0) {
      const auto& commands = out_.script.groups.back().commands;
      const auto open =
          std::ranges::find_if(commands, [](const Command& command) { return !command.answer; });
      refuse(open->at,
             "it is not said how this command ends: write OK, NO, BAD or \"\" before it, "
             "or on a line of its own");
    }
  }

  const std::function<bool(const std::string&)>& has_environment_;
  ReadScript out_;
  std::vector<Condition> conditions_;
  std::size_t pending_ = 0;  ///< commands of the last group whose end is not told yet
  std::size_t lines_ = 0;
  Place last_;
  bool skip_ = false;
  bool refused_ = false;
};

}  // namespace

ReadScript read_script(std::string_view text,
                       const std::function<bool(const std::string&)>& has_environment) {
  ReadScript read = ScriptReader(has_environment).run(text);
  return read;
}

}  // namespace wireassay::importer
