// A folder that lives as long as the object: for keys, fixtures and what tests write.
#pragma once

#include <stdlib.h>  // NOLINT: mkdtemp is POSIX, not <cstdlib>

#include <filesystem>
#include <string>
#include <utility>

namespace wireassay {

class TempDir {
 public:
  /// A new folder under the system's temporary one, for the owner alone (0700). path() is empty if
  /// there is no room.
  TempDir() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "wireassay.XXXXXX").string();
    if (!error && ::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TempDir(TempDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TempDir& operator=(TempDir&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace wireassay
