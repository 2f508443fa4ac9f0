// Brings each web server up and asks it for all that its target promises.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "lab/files.h"
#include "lab/instance.h"
#include "lab/lab.h"
#include "lab/lab_test_support.h"
#include "lab/ports.h"

namespace wireassay::lab {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
namespace fs = std::filesystem;

// All that comes until the server closes.
std::string in_clear(std::uint16_t port, const std::string& request) {
  const Descriptor socket = tcp_socket(AF_INET);
  const timeval limit{10, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 ||
      ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0)
    return out;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::recv(socket.get(), buffer, sizeof buffer, 0)) > 0;)
    out.append(buffer, static_cast<std::size_t>(n));
  return out;
}

std::string ask(const Instance& instance, const std::string& service, const std::string& start,
                const std::string& rest = "\r\n") {
  const std::string request =
      fmt::format("{} HTTP/1.1\r\nHost: mx.lab.test\r\nConnection: close\r\n{}", start, rest);
  if (service == "http") return in_clear(port_of(instance, service), request);
  const std::string out = over_tls(instance, service, false, request);
  return out.substr(std::min(out.find("HTTP/1.1 "), out.size()));  // openssl tells of certificates
}

bool must_be_there() { return std::getenv("WIREASSAY_HAS_PACKAGES") != nullptr; }

class LabWebUp : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const auto missing = missing_packages(recipe().packages, run_command);
    if (missing.empty()) return;
    skipped_ = true;
    if (must_be_there()) FAIL() << install_line(missing);
    GTEST_SKIP() << install_line(missing);
  }
  void TearDown() override {
    if (skipped_) return;
    for (const Scratch& scratch : scratches_)
      for (const Recipe& each : recipes()) down(each, options(scratch));
  }

  static const Recipe& recipe() { return *find_recipe(GetParam()); }
  UpOptions options(const Scratch& scratch) const {
    return {.root = scratch.path(), .install = false, .program = program_};
  }
  std::expected<Instance, std::string> bring_up(const Scratch& scratch) {
    auto instance = up(recipe(), options(scratch));
    if (!instance) ADD_FAILURE() << instance.error();
    return instance;
  }
  void expect_gone(const Instance& instance) {
    for (const pid_t pid : instance.pids) EXPECT_FALSE(works_in(pid, "/")) << pid;
    EXPECT_FALSE(fs::exists(instance.directory));
  }

  std::array<Scratch, 2> scratches_;
  fs::path program_ = WIREASSAY_PROGRAM;
  bool skipped_ = false;
};

void expect_documents(const Instance& instance, const std::string& service) {
  EXPECT_THAT(ask(instance, service, "GET /"),
              AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("<p>index</p>")));
  const std::string file = ask(instance, service, "GET /file.txt");
  EXPECT_THAT(file, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("ontent-")));
  EXPECT_EQ(file.size() - std::min(file.find("\r\n\r\n") + 4, file.size()), 1000U) << file;
  EXPECT_THAT(ask(instance, service, "GET /none"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(ask(instance, service, "GET /sub"),
              AllOf(StartsWith("HTTP/1.1 30"), HasSubstr("ocation: ")));
}

void expect_users(const Instance& instance, const std::string& service) {
  const auto authorization = [](const std::string& pair) {
    return fmt::format("Authorization: Basic {}\r\n\r\n", base64(pair));
  };
  EXPECT_THAT(ask(instance, service, "GET /auth/"),
              AllOf(StartsWith("HTTP/1.1 401"), testing::ContainsRegex("[Ww][Ww][Ww]-[Aa]uth")));
  EXPECT_THAT(ask(instance, service, "GET /auth/", authorization("u01:wrong")),
              StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(
      ask(instance, service, "GET /auth/", authorization("u01:" + first_password(instance))),
      AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("<p>protected</p>")));
}

// What a run with --vary transport needs.
void expect_tls_versions(const Instance& instance) {
  for (const char* version : {"-tls1_2", "-tls1_3"}) {
    const Ran ran =
        run_command({.argv = {"/usr/bin/openssl", "s_client", "-brief", version, "-connect",
                              fmt::format("127.0.0.1:{}", port_of(instance, "https"))},
                     .deadline = std::chrono::seconds(10)});
    EXPECT_TRUE(ran.ok()) << version << ": " << ran.output;
  }
}

// The origin's answer is the request that the gateway sent to it.
void expect_gateway(const Instance& instance, const std::string& service) {
  EXPECT_THAT(
      ask(instance, service, "POST /echo", "Content-Length: 5\r\nX-Lab: was here\r\n\r\nhello"),
      AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("message/http"),
            HasSubstr("\r\nPOST /echo HTTP/1."), HasSubstr(": was here\r\n"), HasSubstr("hello")));
}

TEST_P(LabWebUp, ServesAndLeavesNothing) {
  const auto instance = bring_up(scratches_[0]);
  ASSERT_TRUE(instance);
  const Mark begin = mark(*instance);
  for (const char* service : {"http", "https"}) {
    SCOPED_TRACE(service);
    expect_documents(*instance, service);
    expect_users(*instance, service);
    expect_gateway(*instance, service);
  }
  expect_tls_versions(*instance);
  EXPECT_GE(instance->pids.size(), 2U) << "the server and the origin";
  EXPECT_THAT(alive(*instance, begin), IsEmpty());
  ASSERT_TRUE(*down(recipe(), options(scratches_[0])));
  expect_gone(*instance);
}

// Whoever finds a hole in it is not root.
TEST_P(LabWebUp, DropsRoot) {
  if (::geteuid() != 0) GTEST_SKIP() << "this is not root";
  const auto instance = bring_up(scratches_[0]);
  ASSERT_TRUE(instance);
  const bool drops = std::ranges::any_of(instance->pids, [&](pid_t pid) {
    struct stat info{};
    const bool server = pid != companion_of(*instance);
    return server && ::stat(fmt::format("/proc/{}", pid).c_str(), &info) == 0 && info.st_uid != 0;
  });
  EXPECT_TRUE(drops);
}

TEST_P(LabWebUp, TwoAtOnce) {
  const auto first = bring_up(scratches_[0]);
  const auto second = bring_up(scratches_[1]);
  ASSERT_TRUE(first && second);
  EXPECT_NE(port_of(*first, "http"), port_of(*second, "http"));
  ASSERT_TRUE(*down(recipe(), options(scratches_[0])));
  expect_gone(*first);
  expect_gateway(*second, "http");
  EXPECT_THAT(alive(*second, Mark{}), IsEmpty());
}

TEST_P(LabWebUp, AliveReportsCrashes) {
  const auto instance = bring_up(scratches_[0]);
  ASSERT_TRUE(instance);
  const Mark before = mark(*instance);
  std::vector<pid_t> server = session_pids(leader_of(*instance), instance->directory);
  ASSERT_FALSE(server.empty());
  if (server.size() > 1) server.erase(server.begin());  // a master outlives its workers
  for (const pid_t pid : server) ::kill(pid, SIGSEGV);
  EXPECT_TRUE(
      wait_until(std::chrono::seconds(10), [&] { return !alive(*instance, before).empty(); }));
}

TEST_P(LabWebUp, AliveMissesTheOrigin) {
  const auto instance = bring_up(scratches_[0]);
  ASSERT_TRUE(instance);
  const Mark before = mark(*instance);
  ::kill(companion_of(*instance), SIGKILL);
  EXPECT_TRUE(
      wait_until(std::chrono::seconds(10), [&] { return !alive(*instance, before).empty(); }));
  EXPECT_THAT(alive(*instance, before), testing::Contains(HasSubstr("second server")));
}

// It does not wait for what cannot come.
TEST_P(LabWebUp, AnOriginThatEndsIsReported) {
  program_ = scratches_[1].path() / "wireassay";
  std::ofstream(program_) << "#!/bin/sh\necho no such protocol >&2\nexit 2\n";
  ::chmod(program_.c_str(), 0755);
  UpOptions patient = options(scratches_[0]);
  patient.deadline = std::chrono::minutes(10);
  const auto instance = up(recipe(), patient);
  ASSERT_FALSE(instance);
  EXPECT_THAT(instance.error(),
              AllOf(HasSubstr("does not start: its process ended"), HasSubstr("no such protocol")));
  EXPECT_EQ(status(recipe(), patient)->state, State::Absent);
}

INSTANTIATE_TEST_SUITE_P(Servers, LabWebUp,
                         testing::Values("nginx", "apache", "lighttpd", "h2o", "caddy", "haproxy",
                                         "gnutls"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
}  // namespace wireassay::lab
