// What the web servers are told, and what they say when they crash.
#include "lab/web.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "core/files.h"
#include "lab/files.h"
#include "lab/lab_test_support.h"
#include "lab/target_toml.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

Plan plan() {
  return {.directory = "/lab/web",
          .ports = {{"http", 18081}, {"https", 18481}, {"origin", 18090}},
          .users = {{"u01", "u01@lab.test", "secret"}},
          .variant = {},
          .ipv6 = true,
          .run = {}};
}

struct Conf {
  const char* name;
  std::string text;
  std::vector<const char*> parts;
  const char* user;  // becomes it when it is root
};

std::vector<Conf> confs(const Plan& of) {
  const std::array<std::string, 1> hashes = {"$2b$04$x"};
  return {
      {"nginx",
       nginx_conf(of),
       {"listen 127.0.0.1:18081 reuseport;", "listen [::1]:18481 reuseport ssl http2;",
        "proxy_pass http://127.0.0.1:18090;", "root /lab/web/www;"},
       "user www-data;"},
      {"apache",
       apache_conf(of),
       {"Listen 127.0.0.1:18081 http\n", "Listen [::1]:18481 https\n",
        "ProxyPass /echo http://127.0.0.1:18090/echo\n", "DocumentRoot /lab/web/www\n",
        "<VirtualHost 127.0.0.1:18481 [::1]:18481>"},
       "User www-data\n"},
      {"lighttpd",
       lighttpd_conf(of),
       {"server.port = 18081\n", "$SERVER[\"socket\"] == \"[::1]:18481\" {", "\"port\" => 18090",
        "server.document-root = \"/lab/web/www\""},
       "server.username = \"www-data\"\n"},
      {"h2o",
       h2o_conf(of),
       {"listen:\n  host: \"127.0.0.1\"\n  port: 18081\n",
        "listen:\n  host: \"::1\"\n  port: 18481\n  ssl:\n",
        "proxy.reverse.url: \"http://127.0.0.1:18090/echo\"", "file.dir: /lab/web/www\n"},
       "user: www-data\n"},
      {"caddy",
       caddyfile(of, hashes),
       {"bind 127.0.0.1 [::1]\n", "http://:18081 {", "https://:18481 {",
        "reverse_proxy /echo* 127.0.0.1:18090", "\t\tu01 $2b$04$x\n", "root * /lab/web/www\n"},
       nullptr},
      {"haproxy",
       haproxy_cfg(of),
       {"bind 127.0.0.1:18081,[::1]:18081\n", "bind 127.0.0.1:18481,[::1]:18481 ssl",
        "server origin 127.0.0.1:18090\n", "file /lab/web/www/file.txt if { path /file.txt }"},
       "  user haproxy\n"},
  };
}

TEST(LabWeb, Configurations) {
  for (const Conf& conf : confs(plan())) {
    SCOPED_TRACE(conf.name);
    for (const char* part : conf.parts) EXPECT_THAT(conf.text, HasSubstr(part));
    if (conf.user != nullptr) {
      EXPECT_THAT(conf.text, HasSubstr(conf.user));
    }
  }
}

TEST(LabWeb, WithoutIpv6AndAsAnOrdinaryUser) {
  Plan four = plan();
  four.ipv6 = false;
  four.is_root = false;
  for (const Conf& conf : confs(four)) {
    SCOPED_TRACE(conf.name);
    EXPECT_THAT(conf.text, HasSubstr("127.0.0.1"));
    EXPECT_THAT(conf.text, Not(HasSubstr("::1")));
    if (conf.user != nullptr) {
      EXPECT_THAT(conf.text, Not(HasSubstr(conf.user)));
    }
  }
}

// HAProxy's is for its own eyes only.
TEST(LabWeb, KeepsPasswordsOutOfWhatEverybodyCanRead) {
  for (const Conf& conf : confs(plan())) {
    if (std::string_view(conf.name) == "haproxy") continue;
    EXPECT_THAT(conf.text, Not(HasSubstr("secret"))) << conf.name;
  }
}

TEST(LabWeb, TargetToml) {
  const std::string text = target_toml(nginx_recipe(), plan(), "/lab/web/tls/ca.pem", "nginx 1");
  EXPECT_THAT(text, HasSubstr("http        = { url = \"http://127.0.0.1:18081\", file = "
                              "\"/file.txt\", file_octets = 1000, echo = \"/echo\", received = "
                              "true, gateway = true, "));
  EXPECT_THAT(text, HasSubstr("https       = \"https://127.0.0.1:18481\"\n"));
  EXPECT_THAT(text, Not(HasSubstr("18090"))) << "the origin is not under test";
  EXPECT_THAT(text, Not(HasSubstr("postmaster")));
}

TEST(LabWeb, TroubleIsWhatTheServerSaysNotWhatItQuotes) {
  struct Row {
    const char* name;
    bool (*is_trouble)(std::string_view);
    const char* line;
    bool trouble;
  };
  const Row kRows[] = {
      {"nginx worker", nginx_is_trouble,
       "2024/01/01 10:00:00 [alert] 7#7: worker process 8 exited on signal 11 (core dumped)", true},
      {"nginx emerg", nginx_is_trouble, "2024/01/01 10:00:00 [emerg] 7#7: bind() failed", true},
      {"nginx stop", nginx_is_trouble, "2024/01/01 10:00:00 [notice] 7#7: exiting", false},
      {"nginx quote", nginx_is_trouble,
       "2024/01/01 10:00:00 [error] 7#7: *1 open() \"/lab/[alert] 7#7: worker process 8 exited on "
       "signal 11\" failed",
       false},
      {"nginx short", nginx_is_trouble, "[emerg]", false},
      {"apache child", apache_is_trouble,
       "[Mon Jan 01 10:00:00.000000 2024] [core:notice] [pid 7:tid 8] AH00052: child pid 9 exit "
       "signal Segmentation fault (11)",
       true},
      {"apache parent", apache_is_trouble,
       "[Mon Jan 01 10:00:00.000000 2024] [mpm_event:emerg] [pid 7:tid 8] AH00050: seg fault",
       true},
      {"apache start", apache_is_trouble,
       "[Mon Jan 01 10:00:00.000000 2024] [core:notice] [pid 7:tid 8] AH00094: Command line",
       false},
      {"apache quote", apache_is_trouble,
       "[Mon Jan 01 10:00:00.000000 2024] [core:error] [pid 7:tid 8] [client 127.0.0.1:9] AH00126: "
       "Invalid URI in request GET [x:emerg] AH00052: child pid 9",
       false},
      {"apache cut", apache_is_trouble, "[Mon Jan 01", false},
      {"lighttpd", lighttpd_is_trouble, "buffer.c.123: assertion failed: NULL != b", true},
      {"lighttpd quote", lighttpd_is_trouble,
       "2024-01-01 10:00:00: (request.c.1) x.c.1: assertion failed: y", false},
      {"h2o signal", h2o_is_trouble, "received fatal signal 11", true},
      {"h2o fatal", h2o_is_trouble, "fatal:lib/core/util.c:1:h2o_fatal", true},
      {"h2o quote", h2o_is_trouble, "[lib/http1.c] in request:/received fatal signal 11", false},
      {"caddy panic", caddy_is_trouble, "panic: runtime error: index out of range", true},
      {"caddy survived", caddy_is_trouble,
       R"({"level":"error","ts":1,"logger":"http.stdlib","msg":"http: panic serving 127.0.0.1:9"})",
       true},
      {"caddy quote", caddy_is_trouble,
       R"({"level":"error","ts":1,"msg":"x","uri":"/\"msg\":\"http: panic serving 127.0.0.1"})",
       false},
      {"haproxy bug", haproxy_is_trouble, "FATAL: bug condition \"x\" matched at src/h1.c:1", true},
      {"haproxy hangs", haproxy_is_trouble, "Thread 1 is about to kill the process.", true},
      {"haproxy alert", haproxy_is_trouble, "[ALERT]    (7) : config : no", true},
      {"haproxy warning", haproxy_is_trouble, "[WARNING]  (7) : Exiting", false}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(row.is_trouble(row.line), row.trouble);
    EXPECT_FALSE(row.is_trouble(""));
  }
}

// A machine without web servers will do: what is prepared does not start any.
class LabWebFiles : public testing::Test {
 protected:
  void SetUp() override {
    plan_.directory = scratch_.path();
    plan_.program = scratch_.path() / "wireassay";
    plan_.run = run_command;
    plan_.is_root = false;
    ASSERT_TRUE(make_directory(scratch_.path() / "tls", 0755));
  }

  Scratch scratch_;
  Plan plan_ = plan();
};

TEST_F(LabWebFiles, Documents) {
  const auto done = prepare_web(plan_, {.conf_name = "conf", .conf = "x", .check = {}});
  ASSERT_TRUE(done) << done.error();
  const fs::path root = scratch_.path() / "www";
  EXPECT_EQ(read_octets(root / "index.html").size(), 13U);
  EXPECT_EQ(read_octets(root / "file.txt").size(), 1000U);
  EXPECT_TRUE(fs::exists(root / "empty.txt"));
  for (const char* name : {"index.html", "file.txt", "sub", "auth/index.html"}) {
    struct stat info{};
    ASSERT_EQ(::stat((root / name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mtime, 1704067200) << name;
  }
  EXPECT_EQ(read_octets(scratch_.path() / "htpasswd"), "u01:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
  EXPECT_EQ(fs::read_symlink(scratch_.path() / "origin/wireassay"), plan_.program);
  EXPECT_EQ(read_octets(scratch_.path() / "origin/port"), "18090");
}

TEST_F(LabWebFiles, HashesForCaddy) {
  const auto hashes = bcrypt_hashes(plan_);
  ASSERT_TRUE(hashes) << hashes.error();
  ASSERT_EQ(hashes->size(), 1U);
  EXPECT_EQ(hashes->front().size(), 60U);
  EXPECT_THAT(hashes->front(), testing::StartsWith("$2b$04$"));
}

TEST_F(LabWebFiles, SaysThatTheServerRefusesItsConfiguration) {
  const auto done = prepare_web(
      plan_,
      {.conf_name = "conf", .conf = "x", .check = {"/bin/sh", "-c", "echo bad line 1; false"}});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error(), HasSubstr("refuses the lab's configuration"));
  EXPECT_THAT(done.error(), HasSubstr("bad line 1"));
}

// A test program that were started as the origin would run its tests, and start origins …
TEST_F(LabWebFiles, OnlyWireassayIsTheOrigin) {
  plan_.program = "/proc/self/exe";
  const auto done = prepare_web(plan_, {.conf_name = "conf", .conf = "x", .check = {}});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error(), HasSubstr("wireassay serve http"));
}

}  // namespace
}  // namespace wireassay::lab
