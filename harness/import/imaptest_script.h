// A scripted test of imaptest, read: header, groups of commands, what each expects, all with their
// places. The format is told in docs/scripted_test.md of https://github.com/dovecot/imaptest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::importer {

/// Lines and columns count from 1.
struct Place {
  std::size_t line = 1, column = 1;
};

/// Something to tell: what cannot be turned, or what was decided.
struct Remark {
  enum class Kind { Refused, Note };
  Kind kind = Kind::Refused;
  Place at;
  std::string message;
};

/// A part of a line: text, or what stands between {{{ and }}}.
struct Segment {
  enum class Kind {
    Text,
    Literal,  ///< lines joined by CRLF
    Binary,   ///< ~{{{: lines joined as they were
  };
  Kind kind = Kind::Text;
  std::string octets;
  Place at;
};
using Line = std::vector<Segment>;

enum class Answer { Ok, No, Bad, Any };

struct Command {
  Place at;
  std::uint32_t tag = 0;  ///< of "tag2", 0: none
  Line line;              ///< what is sent, without the tag
  std::optional<Answer> answer;
  Line completion;  ///< "no [trycreate]" where more than the word is expected
  Place completion_at;
};

struct Untagged {
  enum class Kind { Must, MustNot, May };
  Kind kind = Kind::Must;
  Line line;  ///< without "* "
  Place at;
};

struct Group {
  std::size_t connection = 0;     ///< from 0
  std::vector<Command> commands;  ///< empty: what the server says first
  std::vector<Untagged> untagged;
  std::uint64_t sleep_ms = 0;        ///< after it
  std::vector<std::string> outputs;  ///< what imaptest prints behind it
};

enum class State { NonAuth, Auth, Created, Appended, Selected };

struct Script {
  std::vector<std::string> capabilities;
  std::size_t connections = 1;
  std::map<std::size_t, std::string> users;   ///< of connections from 0: "$user2" or a name
  std::optional<std::uint64_t> messages = 0;  ///< nullopt: all
  State state = State::Selected;
  bool ignore_extra = true;
  std::vector<Group> groups;
};

struct ScriptLimits {
  static constexpr std::size_t kOctets = 4 * 1024 * 1024;
  static constexpr std::size_t kConnections = 100;  // as in imaptest
  static constexpr std::size_t kLines = 100'000;
};

struct ReadScript {
  Script script;
  std::vector<Remark> remarks;  ///< any that refuses: the script was not understood whole
};

/// `has_environment` answers `!ifenv`.
ReadScript read_script(std::string_view text,
                       const std::function<bool(const std::string&)>& has_environment);

}  // namespace wireassay::importer
