#include "core/descriptor.h"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace wireassay {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    number_ = other.release();
  }
  return *this;
}

int Descriptor::release() { return std::exchange(number_, -1); }

void Descriptor::reset() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

bool write_all(const Descriptor& to, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t n = ::write(to.get(), octets.data(), octets.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::string read_at(const Descriptor& from, std::uint64_t offset, std::size_t most) {
  std::string out;
  char buffer[16384];
  while (out.size() < most) {
    const ssize_t n = ::pread(from.get(), buffer, std::min(sizeof buffer, most - out.size()),
                              static_cast<off_t>(offset + out.size()));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    out.append(buffer, static_cast<std::size_t>(n));
  }
  return out;
}

}  // namespace wireassay
