#include "trace/pcapng_secrets.h"

#include <algorithm>
#include <istream>
#include <optional>

#include "core/cursor.h"
#include "trace/octets.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kHeader = 8;  // type and total length of a block
constexpr std::size_t kFrame = 12;  // the same, and the length again behind the body
/// A seek throws away what was read ahead: small blocks are read over.
constexpr std::streamoff kReadRather = 64 * 1024;
constexpr std::size_t kSecretsHeader = 8;  // type and length of secrets

constexpr std::size_t kPiece = 64 * 1024;

/// A block may declare more than the file has: memory grows with what is read.
std::optional<std::string> take(std::istream& file, std::size_t octets) {
  std::string taken;
  while (taken.size() < octets) {
    const std::size_t had = taken.size();
    const std::size_t piece = std::min(octets - had, kPiece);
    taken.resize(had + piece);
    file.read(taken.data() + had, static_cast<std::streamsize>(piece));
    if (static_cast<std::size_t>(file.gcount()) != piece) return std::nullopt;
  }
  return taken;
}

class Sections {
 public:
  Sections(std::istream& file, const std::string& name, KeyLog& log, const SecretsLimits& limits)
      : file_(file), name_(name), log_(log), limits_(limits) {}

  std::expected<std::size_t, std::string> read() {
    while (true) {
      const std::optional<std::string> header = take(file_, kHeader);
      if (!header) return found_;
      const auto more = block(*header);
      if (!more) return std::unexpected(more.error());
      if (!*more) return found_;
    }
  }

 private:
  using More = std::expected<bool, std::string>;

  std::uint32_t number(Cursor& in) const {
    const std::uint32_t big = take_u32(in);
    return little_ ? __builtin_bswap32(big) : big;
  }

  More wrong(const std::string& what) const {
    return std::unexpected(name_ + ": block at octet " + std::to_string(at_) + ": " + what);
  }

  More block(std::string_view header) {
    Cursor in(header);
    std::uint32_t type = number(in);
    // The type of a section header reads alike in both orders; its length needs the magic behind.
    std::size_t read = kHeader;
    if (type == block::kSectionHeader) {
      const std::optional<std::string> magic = take(file_, 4);
      if (!magic) return false;
      read += magic->size();
      if (!order(*magic)) return at_ == 0 ? More(false) : wrong("no byte order magic");
    } else if (at_ == 0) {
      return false;  // no pcapng
    }
    const std::size_t total = number(in);
    if (total < kFrame || total % 4 != 0) return wrong("a total length that cannot be");
    if (type == block::kDecryptionSecrets) return secrets(total);
    return skip(total, read);
  }

  bool order(std::string_view magic) {
    Cursor in(magic);
    const std::uint32_t big = take_u32(in);
    little_ = __builtin_bswap32(big) == kByteOrderMagic;
    return little_ || big == kByteOrderMagic;
  }

  More skip(std::size_t total, std::size_t read) {
    at_ += total;
    const auto rest = static_cast<std::streamoff>(total - read);  // a magic needs 12 octets
    if (rest > kReadRather) {
      file_.seekg(rest, std::ios::cur);
    } else {
      file_.ignore(rest);
    }
    return static_cast<bool>(file_);
  }

  More secrets(std::size_t total) {
    if (total > limits_.block) return wrong("more keys than are read");
    const std::optional<std::string> body = take(file_, total - kHeader);
    if (!body) return false;
    if (total < kFrame + kSecretsHeader) return wrong("a total length that cannot be");
    Cursor in(*body);
    const std::uint32_t type = number(in);
    const std::size_t size = number(in);
    if (size > total - kFrame - kSecretsHeader) return wrong("secrets beyond the end");
    if (type == kTlsKeyLog) {
      const auto added = log_.add(name_ + ": keys of the block at octet " + std::to_string(at_),
                                  in.take_octets(size));
      if (!added) return std::unexpected(added.error());
      ++found_;
    }
    at_ += total;
    return true;
  }

  std::istream& file_;
  const std::string& name_;
  KeyLog& log_;
  SecretsLimits limits_;
  std::size_t at_ = 0, found_ = 0;
  bool little_ = false;
};

}  // namespace

std::expected<std::size_t, std::string> read_secrets(std::istream& file, const std::string& name,
                                                     KeyLog& log, const SecretsLimits& limits) {
  return Sections(file, name, log, limits).read();
}

}  // namespace wireassay::trace
