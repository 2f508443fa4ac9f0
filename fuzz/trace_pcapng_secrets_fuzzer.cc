// Blocks of a pcapng file: trace/pcapng_secrets.h, trace/pcapng_writer.h. Nothing is found that the
// file has no room for, a file cut off loses only what lies behind the cut, and keys that we write
// are read as they were.
#include "trace/pcapng_secrets.h"

#include <sstream>

#include "bounded.h"
#include "trace/pcapng_writer.h"

namespace wireassay {
namespace {

using namespace trace;

constexpr std::size_t kLeastBlock = 20;

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

std::expected<std::size_t, std::string> read(std::string_view file, KeyLog& log) {
  std::istringstream stream{std::string(file)};
  return read_secrets(stream, "input", log, {.block = 1 << 20});
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  KeyLog whole, half, written, plain;
  const auto found = read(in, whole);
  require(found || found.error().starts_with("input: "), "an error that names no file", in);
  require(!found || *found * kLeastBlock <= in.size(), "more blocks than there is room for", in);
  const auto before = read(in.substr(0, in.size() / 2), half);
  require(!found || (before && *before <= *found), "the first half has more than the whole", in);
  require(half.size() <= whole.size(), "the first half knows more", in);

  const auto kept =
      read(section_header("x") + interface_description() + decryption_secrets(in) +
               enhanced_packet({.time_ns = 0, .octets = std::string(in)}, "a comment"),
           written);
  const auto taken = plain.add("input", in);
  require(kept.has_value() == taken.has_value(), "the block says another thing than its text", in);
  require(!kept || *kept == 1, "the block is not found", in);
  require(written.size() == plain.size(), "the block has other keys than its text", in);
}

}  // namespace wireassay
