#include "lab/lab_test_support.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <regex>

#include "core/files.h"
#include "lab/files.h"

namespace wireassay::lab {

namespace fs = std::filesystem;

Scratch::Scratch() {
  std::string name = "/tmp/wireassay-lab-test.XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    ADD_FAILURE() << name << ": " << ::strerror(errno);
    return;
  }
  path_ = name;
  ::chmod(path_.c_str(), 0755);  // daemons without privileges pass through, as not below $TMPDIR
}

Scratch::~Scratch() {
  if (!path_.empty()) fs::remove_all(path_);
}

std::uint16_t port_of(const Instance& instance, const std::string& service) {
  for (const Port& port : instance.ports)
    if (port.service == service) return port.number;
  ADD_FAILURE() << "no service " << service;
  return 0;
}

std::string base64(const std::string& text) {
  Ran ran = run_command({.argv = {"/usr/bin/openssl", "base64", "-A"}, .input = text});
  return ran.output;
}

std::string over_tls(const Instance& instance, const std::string& service, bool starttls,
                     const std::string& text) {
  Command command{
      .argv = {"/usr/bin/openssl", "s_client", "-quiet", "-verify_return_error", "-verify_hostname",
               "mx.lab.test", "-CAfile", (instance.directory / "tls" / "ca.pem").string(),
               "-connect", fmt::format("127.0.0.1:{}", port_of(instance, service))},
      .input = text,
      .deadline = std::chrono::seconds(10)};
  if (starttls) command.argv.insert(command.argv.end(), {"-starttls", "smtp"});
  return run_command(command).output;
}

std::string first_password(const Instance& instance) {
  std::smatch found;
  const std::string text = read_octets(instance.target_toml());
  const std::regex pattern(R"re(name = "u01".*password = "([a-z0-9]+)")re");
  return std::regex_search(text, found, pattern) ? found[1].str() : "";
}

}  // namespace wireassay::lab
