// Test-only: the reference servers with a user for each case, programs that others wrote, and what
// both then hold, as short texts.
//
// In such a text "1:FS 3" is message 1 of sample() with the flags F and S, and message 3 without:
// sorted, the flags in Maildir's letters (D \Draft, F \Flagged, R \Answered, S \Seen, T \Deleted).
// Octets that are not those of a sample are shown as they are.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/temp_dir.h"
#include "reference/program_test_support.h"
#include "reference/server.h"

namespace wireassay::reference::testing {

/// A message that is easily damaged on its way; `number` from 1 to kSamples.
constexpr int kSamples = 6;
const std::string& sample(int number);

class ClientsTest : public ::testing::Test {
 protected:
  void SetUp() override;

  /// Goes on as the next user of the pool, with empty mailboxes and an empty home.
  void next_user();
  /// {name} in a text is the value of that name: the port of a service ("imaps"), ca, other_ca
  /// (which signed nothing), user, address, password, home, size1 (octets of sample 1), size2 ….
  std::string filled(std::string_view text) const;
  /// A file for the owner alone.
  void write(std::string_view path, std::string_view text) const;
  /// A program: name, contents.
  void write_program(std::string_view path, std::string_view text) const;

  struct Manner {
    std::string input = "/dev/null";
    bool terminal = false;
  };
  /// The command's words are parted by spaces but within '…'.
  Outcome play(std::string_view command, const Manner& manner) const;
  Outcome play(std::string_view command) const { return play(command, Manner{}); }

  // The user's mailboxes on the server.
  void put(std::string_view mailbox, std::string_view messages);
  std::string stored(std::string_view mailbox);
  std::string uid_validity(std::string_view mailbox);
  /// Replaces the flags of a message, or with "gone" removes it.
  void change(std::string_view mailbox, int number, std::string_view flags);

  // A Maildir. Its files end lines by LF; they are compared as if it were CRLF.
  void make_maildir(std::string_view path) const;
  void put_local(std::string_view path, std::string_view messages) const;
  std::string local(std::string_view path) const;
  void change_local(std::string_view path, int number, std::string_view flags) const;
  /// As if the folders of a folder had last been changed a while ago.
  void age(std::string_view path) const;

  std::unique_ptr<Servers> servers_;
  TempDir folder_;
  std::map<std::string, std::string, std::less<>> values_;
  std::vector<std::string> added_;  ///< header fields that the program adds to what it copies

 private:
  std::string without_added(std::string octets) const;

  std::string user_;
  std::size_t next_ = 0;
};

}  // namespace wireassay::reference::testing
