#include "beside/iconv.h"

#include <iconv.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

#include "wire/imap/utf7.h"
#include "wire/message/utf8.h"

namespace wireassay::beside {
namespace {

/// nullopt: it refuses the octets, or they end in the middle of something.
std::optional<std::string> converted(const char* from, const char* to, std::string_view octets) {
  const iconv_t converter = iconv_open(to, from);
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    std::fprintf(stderr, "this C library does not convert %s to %s: glibc 2.36 does\n", from, to);
    std::abort();
  }
  std::string in(octets), out(octets.size() * 4 + 16, '\0');
  char* in_at = in.data();
  char* out_at = out.data();
  std::size_t in_left = in.size(), out_left = out.size();
  constexpr auto kFailed = static_cast<std::size_t>(-1);
  const bool good = iconv(converter, &in_at, &in_left, &out_at, &out_left) != kFailed &&
                    iconv(converter, nullptr, nullptr, &out_at, &out_left) != kFailed;
  iconv_close(converter);
  if (!good || in_left != 0) return std::nullopt;
  out.resize(out.size() - out_left);
  return out;
}

std::string shown(const std::optional<std::string>& text) {
  return text ? "=" + *text : std::string(kRefused);
}

std::string our_sizes(std::string_view text) {
  if (!message::is_utf8(text)) return std::string(kRefused);
  std::string sizes;
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(1, message::utf8_non_ascii_size(text));
    sizes += std::to_string(size);
    text.remove_prefix(size);
  }
  return sizes;
}

/// How many octets of UTF-8 each character of UTF-32 takes (RFC 3629 section 3).
std::string their_sizes(std::string_view text) {
  const auto wide = converted("UTF-8", "UTF-32BE", text);
  if (!wide) return std::string(kRefused);
  std::string sizes;
  for (std::size_t at = 0; at < wide->size(); at += 4) {
    std::uint32_t code = 0;
    for (const char octet : wide->substr(at, 4))
      code = code << 8 | static_cast<unsigned char>(octet);
    sizes += code < 0x80 ? "1" : code < 0x800 ? "2" : code < 0x10000 ? "3" : "4";
  }
  return sizes;
}

Readings read_utf8(std::string_view in) { return {our_sizes(in), their_sizes(in)}; }

Readings read_utf7(std::string_view in) {
  return {shown(imap::utf7_decode(in)), shown(converted("UTF-7-IMAP", "UTF-8", in))};
}

Readings write_utf7(std::string_view in) {
  return {shown(imap::utf7_encode(in)), shown(converted("UTF-8", "UTF-7-IMAP", in))};
}

/// "&" to "-" with base64 between them; "&-" is none.
struct Shift {
  std::string_view base64;
  bool ended = false;
  bool touches = false;  ///< the one before it
};

std::vector<Shift> shifts_of(std::string_view name) {
  std::vector<Shift> shifts;
  std::size_t last_end = std::string_view::npos;
  for (std::size_t at = name.find('&'); at < name.size(); at = name.find('&', at)) {
    const std::size_t begin = at + 1;
    at = std::min(name.find('-', begin), name.size());
    if (at == begin) continue;
    const bool ended = at < name.size();
    shifts.push_back({name.substr(begin, at - begin), ended, begin - 1 == last_end});
    last_end = ++at;
  }
  return shifts;
}

/// Whole units of UTF-16 alone; what is left of the bits is nobody's here.
std::vector<std::uint32_t> units_of(std::string_view base64) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  std::vector<std::uint32_t> units;
  std::uint64_t bits = 0;
  std::size_t have = 0;
  for (const char c : base64) {
    bits = (bits << 6 | kDigits.find(c)) & 0xFFFFFF;
    if ((have += 6) >= 16)
      units.push_back(static_cast<std::uint32_t>(bits >> (have -= 16)) & 0xFFFF);
  }
  return units;
}

bool any_shift(std::string_view in, bool (*holds)(const Shift& shift)) {
  return std::ranges::any_of(shifts_of(in), holds);
}

bool no_end(std::string_view in) {
  return any_shift(in, [](const Shift& shift) { return !shift.ended; });
}
bool superfluous(std::string_view in) {
  return any_shift(in, [](const Shift& shift) { return shift.touches; });
}
bool printable(std::string_view in) {
  return any_shift(in, [](const Shift& shift) {
    return std::ranges::any_of(units_of(shift.base64),
                               [](std::uint32_t unit) { return unit >= ' ' && unit <= '~'; });
  });
}
bool shifted_nul(std::string_view in) {
  return any_shift(
      in, [](const Shift& shift) { return std::ranges::count(units_of(shift.base64), 0U) != 0; });
}
bool plain_nul(std::string_view in) {
  return message::is_utf8(in) && in.find('\0') != std::string_view::npos;
}

constexpr Reason kDecodeReasons[] = {
    {"no-end",
     "RFC 3501 section 5.1.3: names \"MUST end in US-ASCII\"; a converter of streams waits for "
     "more",
     no_end},
    {"superfluous-shift",
     "RFC 3501 section 5.1.3: \"null shifts (\"-&\" while in BASE64 …) are not permitted\"; the "
     "converter does not remember that it was in base64",
     superfluous},
    {"shift-for-ascii",
     "RFC 3501 section 5.1.3: \"Modified BASE64 MUST NOT be used to represent any printing "
     "US-ASCII "
     "character which can represent itself\"; the converter takes it",
     printable},
    {"nul", "RFC 3501 section 9: no name has a NUL (CHAR8); the converter takes any character",
     shifted_nul},
};
constexpr Reason kEncodeReasons[] = {
    {"nul", "RFC 3501 section 9: no name has a NUL (CHAR8); the converter takes any character",
     plain_nul},
};

}  // namespace

const Pair kUtf8 = {"UTF-8", read_utf8, {}};
const Pair kUtf7Decode = {"UTF-7-IMAP to UTF-8", read_utf7, kDecodeReasons};
const Pair kUtf7Encode = {"UTF-8 to UTF-7-IMAP", write_utf7, kEncodeReasons};

}  // namespace wireassay::beside
