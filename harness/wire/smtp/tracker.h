// What the client has sent, so that each reply finds its command: commands, message content after
// 354, BDAT chunks by their size, lines of a SASL exchange after 334. Where what was sent is out of
// syntax, it says that it is not sure.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace wireassay::smtp {

/// What a reply answers.
enum class Asked {
  Greeting,
  Ehlo,
  Helo,
  Data,
  EndOfContent,
  Auth,
  AuthResponse,
  Starttls,
  Chunk,
  Quit,
  Turn,
  Other,
  Nothing,  ///< there was no command left to answer
};

class Tracker {
 public:
  void sent(std::string_view octets);
  /// The next octets sent answer this command, whatever they look like.
  void answers(std::string_view command) {
    forced_ = command;
    has_forced_ = true;
  }
  void tls_started();

  struct Attribution {
    Asked asked = Asked::Nothing;
    bool sure = true;  ///< nothing that was sent could be read in two ways
  };
  /// A reply came: what it answers.
  Attribution replied(std::uint16_t code);
  /// Something came that is no reply.
  void confused();

  /// The next octet sent begins a command.
  bool at_command() const;
  std::size_t outstanding() const { return pending_.size(); }
  bool smtputf8() const { return smtputf8_; }

 private:
  enum class Mode { Command, Content, Chunk, Exchange, Tls };
  enum class ContentAt { LineStart, Text, Cr, Dot, DotCr };

  void take(std::string_view octets);
  std::size_t take_line(std::string_view octets);
  std::size_t take_content(std::string_view octets);
  std::size_t take_chunk(std::string_view octets);
  void end_line();
  void command(std::string_view line);
  void ask(Asked what);
  void begin_chunk(std::string_view line);
  void take_forced();
  void resolve(Asked what, std::uint16_t code);
  void resynchronise(std::uint16_t code);

  std::deque<Asked> pending_{Asked::Greeting};
  Mode mode_ = Mode::Command;
  ContentAt content_at_ = ContentAt::LineStart;
  std::uint64_t chunk_left_ = 0;
  std::string line_;      ///< of a command or a SASL response, as far as it was sent
  std::string deferred_;  ///< sent while the meaning depends on a reply that is not there yet
  bool waiting_ = false;  ///< for that reply
  bool unsure_ = false;
  bool greeted_ = false;
  bool smtputf8_ = false;
  bool has_forced_ = false;
  std::string forced_;
};

}  // namespace wireassay::smtp
