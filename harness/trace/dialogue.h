// The dialogue of a conversation in the clear, or of what was opened: lines to the log, commands
// counted, replies judged, and where TLS begins.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "trace/dialogue_log.h"
#include "trace/replies_judge.h"
#include "trace/speech.h"

namespace wireassay::trace {

/// A line is taken as it stands when it becomes longer, or when the capture ends in it.
inline constexpr std::size_t kMaxSaidLine = 64 * 1024;

class Dialogue {
 public:
  /// `whole`: the beginning was captured, so that replies can be judged.
  Dialogue(Log& log, std::uint16_t port, bool whole);

  /// What one side said next. `last`: it says no more.
  void said(Direction from, std::string_view octets, Moment at, bool last = false);
  /// Octets of that side are missing.
  void lost(Direction from);
  /// TLS has begun for that side: what was not taken of its octets is TLS's.
  bool is_tls(Direction from) const { return side(from).tls; }
  std::string take_rest(Direction from) { return std::exchange(side(from).rest, {}); }
  /// All that comes now was opened.
  void go_inside();

  Protocol protocol() const { return protocol_; }
  /// False: the port tells, or nothing does.
  bool by_what_was_said() const { return recognised_; }
  /// Lines that the client sent as commands, in clear.
  std::uint64_t commands() const { return commands_; }
  const std::vector<std::string>& verbs() const { return verbs_; }
  /// What led to TLS; empty where it was implicit.
  const std::string& upgraded_by() const { return upgraded_by_; }
  /// The client's octets behind the command that asked for TLS and before TLS.
  std::uint64_t lines_behind_upgrade() const { return behind_upgrade_; }
  /// First line of the server, without CRLF, escaped; nullopt: none, or the first one was not
  /// captured.
  const std::optional<std::string>& banner() const { return banner_; }
  /// The domain in it, where the protocol has one there.
  const std::optional<std::string>& banner_name() const { return banner_name_; }
  const RepliesJudge* judge() const { return judge_.get(); }
  /// The protocol of what is inside TLS, said by ALPN.
  void hint(Protocol protocol);
  void finish();

 private:
  struct Side {
    std::string rest;
    bool tls = false, begun = false;
    std::string content;  ///< its first octets
    std::uint64_t content_size = 0, content_lines = 0;
    Moment content_at;
  };
  Side& side(Direction from) { return sides_.at(from == Direction::FromClient ? 0 : 1); }
  const Side& side(Direction from) const {
    return sides_.at(from == Direction::FromClient ? 0 : 1);
  }
  std::size_t take(Direction from, std::string_view rest, Moment at, bool last);
  std::size_t take_line(Direction from, std::string_view line, Moment at);
  bool begins_tls(Direction from, std::string_view rest, bool last, bool& undecided);
  void recognise(Direction from, std::string_view line);
  void judge(Direction from, std::string_view octets, Moment at);
  void add_content(Direction from, std::string_view octets, Moment at);
  void flush_content(Direction from);
  void show(Direction from, const Said& said, Moment at);
  void read_banner(std::string_view line);

  Log& log_;
  std::uint16_t port_;
  bool whole_, inside_ = false;
  std::array<Side, 2> sides_;
  Protocol protocol_ = Protocol::Unknown;
  bool recognised_ = false;
  std::size_t looked_at_ = 0;  ///< lines
  std::unique_ptr<Speech> speech_;
  std::unique_ptr<RepliesJudge> judge_;
  std::uint64_t commands_ = 0, behind_upgrade_ = 0;
  std::vector<std::string> verbs_;
  std::string upgraded_by_;
  std::optional<std::string> banner_, banner_name_;
};

}  // namespace wireassay::trace
