// Words that no table of the grammar has: whole openings, odd numbers, signs, magic octets.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace wireassay::mutate {

/// Words, and the stems that have them, with a space between.
struct ExtraWords {
  std::string_view stems;
  std::span<const std::string_view> words;
};

std::span<const ExtraWords> smtp_extra_words();
std::span<const ExtraWords> pop3_extra_words();
std::span<const ExtraWords> imap_extra_words();
std::span<const ExtraWords> http_extra_words();
std::span<const ExtraWords> message_extra_words();
std::span<const ExtraWords> tls_extra_words();
std::span<const ExtraWords> trace_extra_words();
std::span<const ExtraWords> scenario_extra_words();

}  // namespace wireassay::mutate
