// File descriptors that have an owner, and reads and writes that do not stop half way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wireassay {

/// Closes its descriptor when it goes; -1 stands for none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// The caller closes it from now on.
  int release();
  void reset();

 private:
  int number_;
};

/// Writes all octets, in as many write(2) as it takes; false: errno says what stopped it.
bool write_all(const Descriptor& to, std::string_view octets);

/// From `offset` on, to the end of the file or at most `most` octets; what comes before an error is
/// given back.
std::string read_at(const Descriptor& from, std::uint64_t offset, std::size_t most);

}  // namespace wireassay
