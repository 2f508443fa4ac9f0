// Brings real servers up. Without root only what happens before and instead is tested.
#include "lab/lab.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <regex>
#include <set>

#include "core/files.h"
#include "lab/files.h"
#include "lab/instance.h"
#include "lab/lab_test_support.h"
#include "lab/ports.h"

namespace wireassay::lab {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

// A plain SMTP dialogue, as simple as the test needs it.
class Client {
 public:
  Client(const std::string& address, std::uint16_t port)
      : fd_(::socket(address == "::1" ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    six.sin6_addr = in6addr_loopback;
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int result = address == "::1"
                           ? ::connect(fd_, reinterpret_cast<const sockaddr*>(&six), sizeof six)
                           : ::connect(fd_, reinterpret_cast<const sockaddr*>(&four), sizeof four);
    EXPECT_EQ(result, 0) << address << " port " << port;
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Everything up to the end of one reply: a line whose fourth octet is no hyphen.
  std::string reply() {
    std::string out;
    for (std::string line; (line = read_line()).size() >= 4;) {
      out += line;
      if (line[3] != '-') break;
    }
    return out;
  }

  std::string say(const std::string& text) {
    EXPECT_EQ(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
    return reply();
  }

 private:
  std::string read_line() {
    std::string line;
    char c = 0;
    while (::recv(fd_, &c, 1, 0) == 1) {
      line += c;
      if (c == '\n') break;
    }
    return line;
  }

  int fd_;
};

bool needs_root_here() { return ::geteuid() != 0; }

class LabUp : public testing::Test {
 protected:
  void SetUp() override {
    if (needs_root_here()) GTEST_SKIP() << "Postfix's master(8) runs only as root";
  }
  void TearDown() override {
    for (const Recipe& recipe : recipes()) down(recipe, options_);
  }

  // Fails the test with the reason; the caller goes on only with a value.
  std::expected<Instance, std::string> bring_up(const char* name) {
    auto instance = up(*find_recipe(name), options_);
    if (!instance) ADD_FAILURE() << instance.error();
    return instance;
  }

  Scratch scratch_;
  // From the start: TearDown also runs after a skip, and may not touch a lab that somebody uses.
  UpOptions options_{.root = scratch_.path(), .install = false};
};

void expect_delivery(const Instance& instance) {
  Client client("127.0.0.1", port_of(instance, "smtp"));
  EXPECT_THAT(client.reply(), HasSubstr("220 mx.lab.test ESMTP Postfix (Debian/GNU)"));
  EXPECT_THAT(client.say("HELO client.test\r\n"), HasSubstr("250 mx.lab.test"));
  EXPECT_THAT(client.say("MAIL FROM:<a@elsewhere.example>\r\n"), HasSubstr("250"));
  EXPECT_THAT(client.say("RCPT TO:<no-such-user@lab.test>\r\n"), HasSubstr("550"));
  EXPECT_THAT(client.say("RCPT TO:<x@elsewhere.example>\r\n"), HasSubstr("454"));
  EXPECT_THAT(client.say("RCPT TO:<Postmaster>\r\n"), HasSubstr("250"));
  EXPECT_THAT(client.say("RCPT TO:<u01@lab.test>\r\n"), HasSubstr("250"));
  EXPECT_THAT(client.say("RCPT TO:<u02@[127.0.0.1]>\r\n"), HasSubstr("250"));
  EXPECT_THAT(client.say("DATA\r\n"), HasSubstr("354"));
  EXPECT_THAT(client.say("Subject: lab\r\n\r\nfound in the maildir\r\n.\r\n"), HasSubstr("250"));
  for (const char* user : {"u01", "u02", "postmaster"}) {
    const fs::path box = instance.directory / "mail" / user / "new";
    const auto delivered = [&box] { return fs::exists(box) && !fs::is_empty(box); };
    ASSERT_TRUE(wait_until(std::chrono::seconds(20), delivered)) << box;
    EXPECT_THAT(read_octets(fs::directory_iterator(box)->path()),
                HasSubstr("found in the maildir"));
  }
}

void expect_auth(const Instance& instance) {
  const std::string good = base64(std::string("\0u01\0", 5) + first_password(instance));
  const std::string bad = base64(std::string("\0u01\0wrong", 10));
  struct Row {
    const char* service;
    bool starttls;
  };
  for (const Row& row : {Row{"submission", true}, Row{"submissions", false}}) {
    SCOPED_TRACE(row.service);
    const std::string said = over_tls(instance, row.service, row.starttls,
                                      fmt::format("EHLO c.test\r\nAUTH PLAIN {}\r\n"
                                                  "AUTH PLAIN {}\r\nMAIL FROM:<u01@lab.test>\r\n"
                                                  "RCPT TO:<x@elsewhere.example>\r\nQUIT\r\n",
                                                  bad, good));
    for (const char* mechanism : {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"})
      EXPECT_TRUE(std::regex_search(said, std::regex(fmt::format("250-AUTH .*{}", mechanism))))
          << mechanism;
    EXPECT_THAT(said, HasSubstr("\n535 5.7.8"));
    EXPECT_THAT(said, HasSubstr("\n235 2.7.0"));
    EXPECT_THAT(said, HasSubstr("\n250 2.1.5 Ok\r\n221")) << said;
  }
}

TEST_F(LabUp, PostfixServesAndLeavesNothing) {
  const auto instance = bring_up("postfix");
  ASSERT_TRUE(instance);
  const Mark begin = mark(*instance);
  ASSERT_FALSE(instance->pids.empty());
  EXPECT_EQ(status(*find_recipe("postfix"), options_)->state, State::Running);
  std::vector<std::string> addresses = {"127.0.0.1"};
  if (has_ipv6_loopback()) addresses.emplace_back("::1");
  for (const std::string& address : addresses)
    for (const char* service : {"smtp", "submission"}) {
      SCOPED_TRACE(address + " " + service);
      Client client(address, port_of(*instance, service));
      EXPECT_THAT(client.reply(), HasSubstr("220 "));
      const std::string ehlo = client.say("EHLO client.test\r\n");
      EXPECT_THAT(ehlo, HasSubstr("STARTTLS"));
      EXPECT_THAT(ehlo, testing::Not(HasSubstr("AUTH"))) << "not in clear";
    }
  EXPECT_THAT(over_tls(*instance, "submissions", false, "EHLO c.test\r\nQUIT\r\n"),
              HasSubstr("250-mx.lab.test"));
  expect_delivery(*instance);
  expect_auth(*instance);
  EXPECT_THAT(alive(*instance, begin), IsEmpty());
  const pid_t leader = instance->pids.front();
  const auto stopped = down(*instance->recipe, options_);
  ASSERT_TRUE(stopped) << stopped.error();
  EXPECT_TRUE(*stopped);
  EXPECT_FALSE(fs::exists(instance->directory));
  EXPECT_THAT(session_pids(leader, instance->directory), IsEmpty());
  EXPECT_FALSE(works_in(leader, "/")) << "at most a zombie that nobody has reaped";
  EXPECT_FALSE(*down(*instance->recipe, options_)) << "there is nothing left to stop";
}

TEST_F(LabUp, DovecotServesAndLeavesNothing) {
  const auto instance = bring_up("dovecot");
  ASSERT_TRUE(instance);
  const Mark begin = mark(*instance);
  const std::string password = first_password(*instance);
  EXPECT_THAT(over_tls(*instance, "imaps", false,
                       fmt::format("a LOGIN u01 {}\r\nb LIST (SPECIAL-USE) \"\" *\r\nc LOGOUT\r\n",
                                   password)),
              testing::AllOf(HasSubstr("* LIST (\\Drafts) \"/\" Drafts\r\n"),
                             HasSubstr("\\Sent) \"/\" Sent\r\n"), HasSubstr("\r\nc OK ")));
  EXPECT_THAT(over_tls(*instance, "pop3s", false,
                       fmt::format("USER u01\r\nPASS {}\r\nSTAT\r\nQUIT\r\n", password)),
              HasSubstr("\n+OK 0 0\r\n"));
  const std::string submitted = over_tls(
      *instance, "submissions", false,
      fmt::format("EHLO c.test\r\nAUTH PLAIN {}\r\nMAIL FROM:<u01@lab.test>\r\n"
                  "RCPT TO:<x@elsewhere.example>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\nQUIT\r\n",
                  base64(std::string("\0u01\0", 5) + password)));
  EXPECT_THAT(submitted, testing::AllOf(HasSubstr("\n235 2.7.0"), HasSubstr("\n354 "),
                                        HasSubstr("\n221 2.0.0")));
  EXPECT_THAT(alive(*instance, begin), IsEmpty());
  const std::vector<pid_t> pids = instance->pids;
  EXPECT_GE(pids.size(), 3U) << "master, its helpers, the sink";
  ASSERT_TRUE(*down(*instance->recipe, options_));
  EXPECT_FALSE(fs::exists(instance->directory));
  for (const pid_t pid : pids) EXPECT_FALSE(works_in(pid, "/")) << pid;
}

TEST_F(LabUp, MailGoesFromPostfixIntoDovecot) {
  const auto instance = bring_up("mail");
  ASSERT_TRUE(instance);
  const Mark begin = mark(*instance);
  const std::string password = first_password(*instance);
  const std::string good = base64(std::string("\0u01\0", 5) + password);
  const std::string bad = base64(std::string("\0u01\0wrong", 10));
  EXPECT_THAT(
      over_tls(*instance, "submission", true,
               fmt::format("EHLO c.test\r\nAUTH PLAIN {}\r\nAUTH PLAIN {}\r\n"
                           "MAIL FROM:<u01@lab.test>\r\nRCPT TO:<x@elsewhere.example>\r\nQUIT\r\n",
                           bad, good)),
      testing::AllOf(HasSubstr("\n535 5.7.8"), HasSubstr("\n235 2.7.0"),
                     HasSubstr("\n250 2.1.5 Ok\r\n221")));
  Client client("127.0.0.1", port_of(*instance, "smtp"));
  client.reply();
  client.say("HELO client.test\r\n");
  client.say("MAIL FROM:<>\r\n");
  EXPECT_THAT(client.say("RCPT TO:<no-such-user@lab.test>\r\n"), HasSubstr("550"));
  EXPECT_THAT(client.say("RCPT TO:<u01@lab.test>\r\n"), HasSubstr("250"));
  EXPECT_THAT(client.say("RCPT TO:<Postmaster>\r\n"), HasSubstr("250"));
  client.say("DATA\r\n");
  EXPECT_THAT(client.say("Subject: lab\r\n\r\nfound by IMAP\r\n.\r\n"), HasSubstr("250"));
  const auto fetched = [&] {
    return over_tls(*instance, "imaps", false,
                    fmt::format("a LOGIN u01 {}\r\nb SELECT INBOX\r\nc FETCH 1 BODY[TEXT]\r\n"
                                "d LOGOUT\r\n",
                                password))
               .find("found by IMAP\r\n") != std::string::npos;
  };
  EXPECT_TRUE(wait_until(std::chrono::seconds(20), fetched)) << read_octets(instance->log());
  const fs::path box = instance->directory / "mail" / "postmaster" / "Maildir" / "new";
  EXPECT_TRUE(wait_until(std::chrono::seconds(20),
                         [&box] { return fs::exists(box) && !fs::is_empty(box); }));
  EXPECT_THAT(alive(*instance, begin), IsEmpty());
  EXPECT_THAT(read_octets(instance->target_toml()),
              testing::ContainsRegex("software    = \"Postfix 3[^\"]*, Dovecot 2"));
  ASSERT_TRUE(*down(*instance->recipe, options_));
  for (const pid_t pid : instance->pids) EXPECT_FALSE(works_in(pid, "/")) << pid;
}

TEST_F(LabUp, ReturnsWhatRunsAndReplacesWhatDied) {
  const auto first = bring_up("postfix");
  ASSERT_TRUE(first);
  const auto same = bring_up("postfix");
  ASSERT_TRUE(same);
  EXPECT_EQ(same->pids.front(), first->pids.front());
  EXPECT_EQ(port_of(*same, "smtp"), port_of(*first, "smtp"));
  const Mark before = mark(*first);
  ::kill(first->pids.front(), SIGKILL);  // master alone: its children stay behind for a while
  ASSERT_TRUE(wait_until(std::chrono::seconds(5),
                         [&] { return status(*first->recipe, options_)->state == State::Dead; }));
  EXPECT_THAT(alive(*first, before), testing::Contains("postfix has died"));
  const auto second = bring_up("postfix");
  ASSERT_TRUE(second);
  EXPECT_NE(second->pids.front(), first->pids.front());
  EXPECT_THAT(session_pids(first->pids.front(), first->directory), IsEmpty());
  EXPECT_THAT(alive(*second, Mark{}), IsEmpty());
}

TEST_F(LabUp, VariantsRunSideBySideAndDiffer) {
  for (const char* name : {"postfix", "postfix-reject", "postfix-normalize"})
    ASSERT_TRUE(bring_up(name));
  const auto say_bare_lf = [this](const char* name) {
    const auto now = status(*find_recipe(name), options_);
    Client client("127.0.0.1", port_of(now->instance, "smtp"));
    client.reply();
    client.say("EHLO c.test\r\n");
    client.say("MAIL FROM:<>\r\n");
    client.say("RCPT TO:<u01@lab.test>\r\n");
    client.say("DATA\r\n");
    return client.say("Subject: x\r\n\r\nbare\n.\nNOOP\r\n.\r\n");
  };
  EXPECT_THAT(say_bare_lf("postfix"), HasSubstr("250 2.0.0"));
  EXPECT_THAT(say_bare_lf("postfix-normalize"), HasSubstr("250 2.0.0"));
  EXPECT_THAT(say_bare_lf("postfix-reject"), HasSubstr("bare <LF>"));
}

TEST_F(LabUp, AliveReportsCrashes) {
  const auto instance = bring_up("postfix");
  ASSERT_TRUE(instance);
  Client client("127.0.0.1", port_of(*instance, "smtp"));
  client.reply();
  const Mark before = mark(*instance);
  std::ofstream(instance->directory / "queue" / "core") << "not really";
  for (const pid_t pid : session_pids(instance->pids.front(), instance->directory)) {
    std::error_code error;
    const fs::path exe = fs::read_symlink(fmt::format("/proc/{}/exe", pid), error);
    if (exe.filename() == "smtpd") ::kill(pid, SIGSEGV);
  }
  ASSERT_TRUE(
      wait_until(std::chrono::seconds(10), [&] { return alive(*instance, before).size() >= 2; }));
  EXPECT_THAT(alive(*instance, before),
              testing::IsSupersetOf({HasSubstr("core file"), HasSubstr("killed by signal 11")}));
}

TEST_F(LabUp, BasePort) {
  options_.base_port = free_ports(3, 0, false)->numbers.front();
  const auto instance = up(*find_recipe("postfix"), options_);
  // The two ports behind a free one may be taken; then that is what it says.
  if (!instance) {
    EXPECT_THAT(instance.error(), HasSubstr("is taken"));
    return;
  }
  EXPECT_EQ(port_of(*instance, "submission"), options_.base_port + 1);
}

TEST_F(LabUp, MissingPackagesAreNamed) {
  options_.run = [](const Command&) { return Ran{1, "no packages found"}; };
  const auto instance = up(*find_recipe("postfix"), options_);
  ASSERT_FALSE(instance);
  EXPECT_THAT(instance.error(), HasSubstr("missing packages: postfix sasl2-bin"));
  EXPECT_THAT(instance.error(), HasSubstr("apt-get install"));
  EXPECT_EQ(status(*find_recipe("postfix"), options_)->state, State::Absent);
}

TEST(Lab, TableHasNames) {
  EXPECT_EQ(find_recipe("postfix")->software, "Postfix");
  EXPECT_EQ(find_recipe("no-such-server"), nullptr);
}

TEST(Lab, SaysThatItNeedsRoot) {
  if (!needs_root_here()) GTEST_SKIP() << "this is root";
  const auto instance = up(*find_recipe("postfix"), {});
  ASSERT_FALSE(instance);
  EXPECT_THAT(instance.error(), HasSubstr("must run as root"));
}

TEST(Lab, NothingThereIsAbsent) {
  const Scratch scratch;
  EXPECT_EQ(status(*find_recipe("postfix"), {.root = scratch.path()})->state, State::Absent);
  EXPECT_EQ(status(*find_recipe("postfix"), {.root = scratch.path() / "no"})->state, State::Absent);
  EXPECT_FALSE(*down(*find_recipe("postfix"), {.root = scratch.path()}));
}

TEST(Lab, TouchesNoDirectoryOfSomebodyElse) {
  const Scratch scratch;
  fs::create_directory(scratch.path() / "postfix");
  std::ofstream(scratch.path() / "postfix" / "letters") << "private";
  const auto stopped = down(*find_recipe("postfix"), {.root = scratch.path()});
  ASSERT_FALSE(stopped);
  EXPECT_THAT(stopped.error(), HasSubstr("not touched"));
  EXPECT_TRUE(fs::exists(scratch.path() / "postfix" / "letters"));
}

TEST(Lab, RefusesARootThatIsNotItsOwn) {
  const Scratch scratch;
  ::chmod(scratch.path().c_str(), 0777);
  EXPECT_THAT(down(*find_recipe("postfix"), {.root = scratch.path()}).error(),
              HasSubstr("others can write to it"));
  ::chmod(scratch.path().c_str(), 0700);
  EXPECT_THAT(down(*find_recipe("postfix"), {.root = scratch.path()}).error(),
              HasSubstr("cannot reach it"));
  ::chmod(scratch.path().c_str(), 0755);
  fs::create_directory_symlink("/tmp", scratch.path() / "link");
  EXPECT_THAT(down(*find_recipe("postfix"), {.root = scratch.path() / "link"}).error(),
              HasSubstr("not a directory"));
}

bool listens(const Descriptor& socket, std::uint16_t port, bool reuse_port) {
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (reuse_port) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 &&
         ::listen(socket.get(), 1) == 0;
}

TEST(LabPorts, AreHeldForAServerThatReusesPorts) {
  const auto ports = free_ports(3, 0, has_ipv6_loopback());
  ASSERT_TRUE(ports) << ports.error();
  EXPECT_EQ(std::set<std::uint16_t>(ports->numbers.begin(), ports->numbers.end()).size(), 3U);
  const std::uint16_t port = ports->numbers.front();
  EXPECT_EQ(free_ports(1, port, false).error(), fmt::format("port {} is taken", port));
  EXPECT_FALSE(listens(tcp_socket(AF_INET), port, false));
  const Descriptor server = tcp_socket(AF_INET);
  ASSERT_TRUE(listens(server, port, true)) << std::strerror(errno);
  const auto accepts = await_greeting("127.0.0.1", port, {}, std::chrono::seconds(1));
  EXPECT_TRUE(accepts) << accepts.error();
  const int connection = ::accept4(server.get(), nullptr, nullptr, SOCK_CLOEXEC);
  EXPECT_GE(connection, 0) << "it reached the server, not the one who held the port";
  ::close(connection);
}

TEST(LabPorts, SaysWhatIsWrong) {
  EXPECT_EQ(free_ports(2, 65535, false).error(), "there is no port 65536");
  const std::uint16_t free = free_ports(1, 0, false)->numbers.front();
  const auto greets = await_greeting("127.0.0.1", free, {.text = "220 ", .probe = {}},
                                     std::chrono::milliseconds(50));
  ASSERT_FALSE(greets);
  EXPECT_THAT(greets.error(), HasSubstr("Connection refused"));
}

}  // namespace
}  // namespace wireassay::lab
