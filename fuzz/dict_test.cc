// Dictionaries hold every word of the grammar's tables, so that a new verb or parameter is fuzzed
// from its first day.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "wire/smtp/command.h"

namespace wireassay {
namespace {

std::string dictionary(const std::string& stem) {
  std::ifstream in(std::string(WIREASSAY_SOURCE_DIR) + "/fuzz/" + stem + ".dict");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// An entry that begins with the word: "MAIL FROM:<" for MAIL.
bool has(const std::string& dictionary, std::string_view word) {
  for (std::size_t at = dictionary.find(word); at != std::string::npos;
       at = dictionary.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool ends = end < dictionary.size() &&
                      std::string_view("\"= \\-").find(dictionary[end]) != std::string_view::npos;
    const bool begins =
        at > 0 && std::string_view("\" -").find(dictionary[at - 1]) != std::string_view::npos;
    if (begins && ends) return true;
  }
  return false;
}

TEST(Dictionaries, SmtpCommand) {
  const std::string text = dictionary("smtp_command");
  ASSERT_FALSE(text.empty());
  for (const smtp::VerbSpec& spec : smtp::verb_specs())
    EXPECT_TRUE(has(text, spec.word)) << spec.word;
  for (const smtp::ParameterSpec& spec : smtp::parameter_specs())
    EXPECT_TRUE(has(text, spec.keyword)) << spec.keyword;
}

TEST(Dictionaries, SmtpReply) {
  const std::string text = dictionary("smtp_reply");
  ASSERT_FALSE(text.empty());
  for (const smtp::ParameterSpec& spec : smtp::parameter_specs())
    EXPECT_TRUE(has(text, spec.capability)) << spec.capability;
  for (const std::string_view digits : {"220", "221", "250", "334", "354", "421", "550"}) {
    EXPECT_TRUE(has(text, digits)) << digits;
  }
}

TEST(Dictionaries, SmtpTracker) {
  const std::string text = dictionary("smtp_tracker");
  for (const std::string_view word : {"EHLO", "DATA", "BDAT", "AUTH", "STARTTLS", "QUIT"})
    EXPECT_TRUE(has(text, word)) << word;
}

}  // namespace
}  // namespace wireassay
