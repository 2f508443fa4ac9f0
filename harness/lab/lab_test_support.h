// Test-only: directories of their own for instances, and what clients of all recipes need.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "lab/lab.h"

namespace wireassay::lab {

// A directory that goes away with the test.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::uint16_t port_of(const Instance& instance, const std::string& service);

std::string base64(const std::string& text);

// A whole dialogue through openssl, which has also to like the certificate.
std::string over_tls(const Instance& instance, const std::string& service, bool starttls,
                     const std::string& text);

// The first user's password, as the program reads it.
std::string first_password(const Instance& instance);

}  // namespace wireassay::lab
