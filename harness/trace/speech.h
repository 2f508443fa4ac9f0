// How one protocol is spoken, as far as showing a dialogue needs it: which lines are commands, what
// is content, where octets follow that are no lines, what is secret, where TLS is agreed upon.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "trace/protocol.h"

namespace wireassay::trace {

enum class SaidKind { Command, Reply, Content, Other };

struct Said {
  SaidKind kind = SaidKind::Other;
  std::string shown;  ///< without CRLF, secrets masked; not escaped
};

enum class Upgrade { None, Asked, Accepted };

class Speech {
 public:
  virtual ~Speech() = default;
  /// A line as it came, with its end.
  virtual Said line(Direction from, std::string_view line) = 0;
  /// Inside TLS now.
  virtual void tls_started() { upgrade_ = Upgrade::None; }

  /// So many octets that are no lines follow from that side.
  std::uint64_t data(Direction from) const { return data_.at(index(from)); }
  void took(Direction from, std::uint64_t octets) { data_.at(index(from)) -= octets; }
  /// Those octets are a secret.
  virtual bool hides(Direction from) const {
    (void)from;
    return false;
  }
  Upgrade upgrade() const { return upgrade_; }
  /// What asked for TLS: "STARTTLS".
  std::string_view asked_by() const { return asked_by_; }
  /// What stands behind needs no further look: a tunnel, another protocol.
  bool is_over() const { return over_; }

 protected:
  static std::size_t index(Direction from) { return from == Direction::FromClient ? 0 : 1; }
  void follow(Direction from, std::uint64_t octets) { data_.at(index(from)) = octets; }
  void ask_for_tls(std::string_view command) {
    upgrade_ = Upgrade::Asked;
    asked_by_ = command;
  }
  void answer_tls(bool accepted) {
    if (upgrade_ == Upgrade::Asked) upgrade_ = accepted ? Upgrade::Accepted : Upgrade::None;
  }
  void end() { over_ = true; }

 private:
  std::array<std::uint64_t, 2> data_{};
  Upgrade upgrade_ = Upgrade::None;
  std::string_view asked_by_;
  bool over_ = false;
};

/// One that knows nothing but lines for Unknown.
std::unique_ptr<Speech> make_speech(Protocol protocol);
std::unique_ptr<Speech> make_smtp_speech();
std::unique_ptr<Speech> make_pop3_speech();
std::unique_ptr<Speech> make_imap_speech();
std::unique_ptr<Speech> make_http_speech();

/// The line without its CRLF; other ends stay, to be seen.
std::string_view without_crlf(std::string_view line);
/// The n-th word, from 0, separated by single spaces; empty if there is none.
std::string_view word(std::string_view line, std::size_t n);
/// `line` with what stands behind its first `words` words as asterisks.
std::string masked_after(std::string_view line, std::size_t words);
/// Octets that may be secret: a few asterisks, whatever their number.
inline constexpr std::string_view kMasked = "********";

}  // namespace wireassay::trace
