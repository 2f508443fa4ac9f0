#include "beside/openssl_base64.h"

#include <openssl/evp.h>

#include <limits>
#include <optional>

#include "core/cursor.h"
#include "wire/http/auth.h"
#include "wire/message/mime.h"
#include "wire/pop3/argument.h"
#include "wire/smtp/command.h"

namespace wireassay::beside {
namespace {

const unsigned char* unsigned_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// It counts the octets of "=", too.
std::optional<std::string> decoded(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), unsigned_of(text),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(size));
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  out.resize(out.size() - std::min(out.size(), padding));
  return out;
}

std::string encoded(std::string_view octets) {
  std::string out(octets.size() / 3 * 4 + 5, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   unsigned_of(octets), static_cast<int>(octets.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

/// The other readers of the house: what is wrong, or nothing.
std::string others(std::string_view in, const std::optional<std::string>& octets) {
  std::string wrong;
  if (octets && message::decode_base64(in) != *octets) wrong += " wire/message";
  // Their grammars leave the spare bits alone: what is canonical is read by all.
  if (octets && !in.empty() && !smtp::is_base64(in)) wrong += " wire/smtp";
  if (octets && !in.empty() && !pop3::is_base64(in)) wrong += " wire/pop3";
  if (smtp::is_base64(in) != pop3::is_base64(in)) wrong += " wire/smtp or wire/pop3";
  return wrong;
}

std::string shown(const std::optional<std::string>& octets, std::string_view again) {
  if (!octets) return std::string(kRefused);
  return std::string(again) + "=" + *octets;
}

Readings read(std::string_view in) {
  const auto ours = http::decode_base64(in);
  const auto theirs = decoded(in);
  return {shown(ours, ours ? http::encode_base64(*ours) : "") + others(in, ours),
          shown(theirs, theirs ? encoded(*theirs) : "")};
}

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit64(char c) { return is_alnum(c) || c == '+' || c == '/'; }

/// Groups of four, padded as they must be, whatever the spare bits are.
bool has_form(std::string_view in) { return in.empty() || pop3::is_base64(in); }

bool spare_bits(std::string_view in) {
  return has_form(in) && in.ends_with('=') && !http::decode_base64(in);
}

bool white_space(std::string_view in) {
  return !in.empty() && (is_white(in.front()) || is_white(in.back()));
}

bool ends_early(std::string_view in) { return in.ends_with('-'); }

bool inner_padding(std::string_view in) {
  const std::size_t first = in.find('=');
  return !has_form(in) && first != std::string_view::npos &&
         std::ranges::all_of(in, [](char c) { return is_digit64(c) || c == '='; });
}

constexpr Reason kReasons[] = {
    {"spare-bits",
     "RFC 4648 section 3.5: \"decoders MAY choose to reject an encoding if the pad bits have not "
     "been set to zero\"; EVP_DecodeBlock does not look at them",
     spare_bits},
    {"white-space",
     "RFC 4648 section 3.1: no line feeds unless a specification says so; EVP_DecodeBlock skips "
     "white space at both ends",
     white_space},
    {"minus", "RFC 4648 section 4: \"-\" is not in the alphabet; to EVP_DecodeBlock it is an end",
     ends_early},
    {"inner-padding",
     "RFC 4648 section 4: \"=\" stands at the end, once or twice; to EVP_DecodeBlock it is a zero "
     "anywhere",
     inner_padding},
};

}  // namespace

const Pair kBase64 = {"base64", read, kReasons};

}  // namespace wireassay::beside
