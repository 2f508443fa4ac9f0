// What the client has sent, so that each completion finds its command: commands by their tags,
// literals, the lines of an AUTHENTICATE exchange, IDLE until DONE. Where what was sent can be read
// in two ways, it says that it is not sure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace wireassay::imap {

class Tracker {
 public:
  struct Command {
    std::uint64_t serial = 0;  ///< counts commands from 1
    std::string tag;           ///< as sent
    std::string name;          ///< "UID FETCH"; empty where there is none
    /// The tag is one to every server, and the line no longer than they must read: otherwise BAD
    /// may be untagged.
    bool tagged = true;
    bool doubtful = false;         ///< octets before it, or its own, can be read in two ways
    bool literal_unasked = false;  ///< it has a non-synchronising literal
  };

  void sent(std::string_view octets);
  /// The next octets sent are this command, whatever they look like.
  void answers(std::string_view command);
  void tls_started();

  /// "tag OK|NO|BAD": the command that is finished by it, or nullopt if there is none.
  std::optional<Command> completed(std::string_view tag, std::string_view status);
  /// "* BAD": the command that could not be answered with its tag, or nullopt: it is mere data.
  std::optional<Command> untagged_bad();
  bool awaits_untagged_bad() const;
  /// "+": number of the command that waited for it, or 0.
  std::uint64_t continued();
  /// Something came that is no response.
  void confused();
  /// As it would be if `pending` was sent and the server agreed to all that was: for a look at what
  /// comes next, not for the commands.
  Tracker ahead(std::string_view pending);

  const std::deque<Command>& unfinished() const { return unfinished_; }
  bool has_unfinished(std::string_view name) const;
  /// The next octet sent begins a command.
  bool at_command() const { return mode_ == Mode::Command && !within_ && line_.empty(); }
  /// Nothing that was sent can be read in two ways.
  bool sure() const { return !unsure_; }
  /// Octets were sent in clear behind STARTTLS: who answers them has no command.
  bool swallowed() const { return swallowed_; }
  const std::string& last_tag() const { return last_tag_; }

 private:
  enum class Mode { Command, Literal, Wait, Exchange, Idle, Opaque };
  enum class Awaited { Literal, Exchange, Idle, Tls, Compress };

  void assume();
  void take(std::string_view octets);
  std::size_t take_line(std::string_view octets);
  std::size_t take_literal(std::string_view octets);
  void keep(std::string_view octets);
  void end_line();
  void end_command_line(const std::string& line);
  void begin_command(std::string_view line);
  void wait(Awaited what);
  void resume(Mode mode);
  void abandon(const Command& command, std::string_view status);
  bool opens(const Command& command) const;
  void doubt(std::uint64_t serial);
  void doubt_others(const Command& first);
  void drop_elders(std::uint64_t serial);

  std::deque<Command> unfinished_;
  Mode mode_ = Mode::Command;
  Awaited awaited_ = Awaited::Literal;
  bool within_ = false;  ///< the last command has begun and not ended
  std::string line_;     ///< as far as it was sent; of a long one only its ends
  std::size_t line_size_ = 0;
  std::string deferred_;       ///< sent while its meaning depends on a reply that is not there yet
  std::uint64_t dropped_ = 0;  ///< of that, octets that were too many to keep
  std::uint64_t literal_left_ = 0;
  std::uint64_t serial_ = 0;
  std::uint64_t confused_serial_ = 0;  ///< commands up to this one are in doubt
  std::uint64_t doubt_serial_ = 0;     ///< commands after this one were sent without doubt
  std::size_t responses_ = 0;          ///< sent in this exchange
  std::uint64_t idle_lines_ = 0;       ///< sent in this IDLE, and not DONE
  bool unsure_ = false;
  bool swallowed_ = false;
  std::optional<std::string> forced_;
  std::string last_tag_;
};

}  // namespace wireassay::imap
