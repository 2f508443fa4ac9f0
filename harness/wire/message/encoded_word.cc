// RFC 2047, and character sets as far as search compares them.
#include "wire/message/encoded_word.h"

#include <cstdint>
#include <optional>

#include "core/cursor.h"
#include "wire/message/mime.h"
#include "wire/message/utf8.h"

namespace wireassay::message {
namespace {

constexpr std::string_view kWhite = " \t\r\n";

// token of RFC 2047 section 2, short of what is never in one that matters here
bool is_token(char c) { return c > 32 && c < 127 && c != '?' && c != '='; }
bool is_encoded_text(char c) { return c > 32 && c < 127 && c != '?'; }

void append_utf8(std::uint32_t code, std::string& out) {
  const auto octet = [](std::uint32_t value) { return static_cast<char>(value & 0xFF); };
  if (code < 0x80) {
    out += octet(code);
  } else if (code < 0x800) {
    out += octet(0xC0 | code >> 6);
    out += octet(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += octet(0xE0 | code >> 12);
    out += octet(0x80 | (code >> 6 & 0x3F));
    out += octet(0x80 | (code & 0x3F));
  } else {
    out += octet(0xF0 | code >> 18);
    out += octet(0x80 | (code >> 12 & 0x3F));
    out += octet(0x80 | (code >> 6 & 0x3F));
    out += octet(0x80 | (code & 0x3F));
  }
}

std::uint32_t code_point(std::string_view character) {
  const auto octet = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(character[at]));
  };
  std::uint32_t code = octet(0) & (0xFFU >> (character.size() + 1));
  for (std::size_t at = 1; at < character.size(); ++at) code = code << 6 | (octet(at) & 0x3F);
  return code;
}

/// The simple one-to-one foldings of Latin-1, Greek and Cyrillic; elsewhere letters are as they
/// are.
std::uint32_t fold(std::uint32_t code) {
  if (code >= 0xC0 && code <= 0xDE && code != 0xD7) return code + 0x20;
  if (code >= 0x391 && code <= 0x3A9 && code != 0x3A2) return code + 0x20;
  if (code >= 0x410 && code <= 0x42F) return code + 0x20;
  if (code >= 0x400 && code <= 0x40F) return code + 0x50;
  if (code >= 0x100 && code <= 0x137 && code != 0x130 && code != 0x131) return code | 1;
  return code;
}

enum class Charset { Ascii, Utf8, Latin1, Unknown };

Charset charset_of(std::string_view name) {
  name = name.substr(0, name.find('*'));  // RFC 2231 section 5: a language may follow
  if (equal_ignoring_case(name, "utf-8") || equal_ignoring_case(name, "utf8")) return Charset::Utf8;
  if (equal_ignoring_case(name, "us-ascii")) return Charset::Ascii;
  if (equal_ignoring_case(name, "iso-8859-1")) return Charset::Latin1;
  return Charset::Unknown;
}

// The "Q" encoding: "_" is a space (RFC 2047 section 4.2)
std::string decode_q(std::string_view text) {
  std::string plain;
  for (const char c : text) plain.push_back(c == '_' ? ' ' : c);
  std::string octets;
  for (std::size_t at = 0; at < plain.size();) {
    const std::string_view three = std::string_view(plain).substr(at, 3);
    if (three.size() == 3 && three[0] == '=' && is_hex(three[1]) && is_hex(three[2])) {
      octets += decode_quoted_printable(three);
      at += 3;
    } else {
      octets.push_back(plain[at++]);
    }
  }
  return octets;
}

// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
std::optional<std::string> read_encoded_word(Cursor& in) {
  Cursor at = in;
  if (!at.take_word("=?")) return std::nullopt;
  const std::string_view charset = at.take_while(is_token);
  if (charset.empty() || !at.take('?')) return std::nullopt;
  const std::string_view encoding = at.take_while(is_token);
  if (!at.take('?')) return std::nullopt;
  const std::string_view text = at.take_while(is_encoded_text);
  if (!at.take_word("?=") || charset_of(charset) == Charset::Unknown) return std::nullopt;
  std::string octets;
  if (equal_ignoring_case(encoding, "b")) {
    octets = decode_base64(text);
  } else if (equal_ignoring_case(encoding, "q")) {
    octets = decode_q(text);
  } else {
    return std::nullopt;
  }
  in = at;
  return to_utf8(charset, octets);
}

}  // namespace

std::string decode_words(std::string_view text) {
  std::string decoded;
  bool after_word = false;
  Cursor in(text);
  while (!in.at_end()) {
    const std::string_view white =
        in.take_while([](char c) { return kWhite.find(c) != std::string_view::npos; });
    if (auto word = read_encoded_word(in)) {
      if (!after_word) decoded += white;
      decoded += *word;
      after_word = true;
      continue;
    }
    after_word = after_word && in.at_end();
    decoded += white;
    // Up to where a word may begin; words in the middle of others are decoded, too, as they are
    // common.
    decoded += in.take_octets(1);
    decoded +=
        in.take_while([](char c) { return c != '=' && kWhite.find(c) == std::string_view::npos; });
  }
  return decoded;
}

std::string to_utf8(std::string_view charset, std::string_view octets) {
  if (charset_of(charset) != Charset::Latin1) return std::string(octets);
  std::string text;
  for (const char c : octets) append_utf8(static_cast<unsigned char>(c), text);
  return text;
}

std::string fold_case(std::string_view utf8) {
  std::string folded;
  folded.reserve(utf8.size());
  while (!utf8.empty()) {
    const std::size_t size = utf8_non_ascii_size(utf8);
    if (size == 0) {
      folded.push_back(to_lower(utf8.front()));
      utf8.remove_prefix(1);
    } else {
      append_utf8(fold(code_point(utf8.substr(0, size))), folded);
      utf8.remove_prefix(size);
    }
  }
  return folded;
}

}  // namespace wireassay::message
