// Targets: URLs, files, and every mistake in them.
#include "scenario/target.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/temp_dir.h"

namespace wireassay::scenario {
namespace {

namespace fs = std::filesystem;

TEST(ServiceUrl, Table) {
  struct Row {
    const char* url;
    const char* text;  // as printed
    const char* service;
    const char* protocol;
    Security security;
    const char* host;
    std::uint16_t port;
  };
  const Row kRows[] = {
      {"smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525", "smtp", "smtp", Security::Plain,
       "127.0.0.1", 2525},
      {"smtp://mx.test", "smtp://mx.test:25", "smtp", "smtp", Security::Plain, "mx.test", 25},
      {"smtp+starttls://[::1]:2525/", "smtp+starttls://[::1]:2525", "smtp", "smtp",
       Security::StartTls, "::1", 2525},
      {"smtps://h", "smtps://h:465", "smtps", "smtp", Security::Tls, "h", 465},
      {"submission://h", "submission://h:587", "submission", "smtp", Security::Plain, "h", 587},
      {"submission+starttls://h", "submission+starttls://h:587", "submission", "smtp",
       Security::StartTls, "h", 587},
      {"submissions://h", "submissions://h:465", "submissions", "smtp", Security::Tls, "h", 465},
      {"pop3://h", "pop3://h:110", "pop3", "pop3", Security::Plain, "h", 110},
      {"pop3+stls://h", "pop3+stls://h:110", "pop3", "pop3", Security::StartTls, "h", 110},
      {"pop3+starttls://h", "pop3+stls://h:110", "pop3", "pop3", Security::StartTls, "h", 110},
      {"pop3s://h", "pop3s://h:995", "pop3s", "pop3", Security::Tls, "h", 995},
      {"imap://h", "imap://h:143", "imap", "imap", Security::Plain, "h", 143},
      {"imap+starttls://h", "imap+starttls://h:143", "imap", "imap", Security::StartTls, "h", 143},
      {"imaps://h", "imaps://h:993", "imaps", "imap", Security::Tls, "h", 993},
      {"http://h", "http://h:80", "http", "http", Security::Plain, "h", 80},
      {"https://h", "https://h:443", "https", "http", Security::Tls, "h", 443}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.url);
    const auto url = parse_service_url(row.url);
    ASSERT_TRUE(url) << url.error();
    EXPECT_EQ(url->text(), row.text);
    EXPECT_EQ(url->service, row.service);
    EXPECT_EQ(url->protocol, row.protocol);
    EXPECT_EQ(url->security, row.security);
    EXPECT_EQ(url->host, row.host);
    EXPECT_EQ(url->port, row.port);
  }
}

TEST(ServiceUrl, Mistakes) {
  struct Row {
    const char* url;
    const char* message;
  };
  const Row kRows[] = {
      {"127.0.0.1:25", "`127.0.0.1:25`: a target is a URL like smtp://127.0.0.1:2525"},
      {"smpt://h", "`smpt://h`: unknown scheme `smpt`; did you mean `smtp`?"},
      {"smtp+tls://h", "`smtp+tls://h`: unknown scheme `smtp+tls`; did you mean `smtps`?"},
      {"smtp://", "`smtp://`: the host is missing"},
      {"smtp://:25", "`smtp://:25`: the host is missing"},
      {"smtp://h:", "`smtp://h:`: the port is a number from 1 to 65535"},
      {"smtp://h:0", "`smtp://h:0`: the port is a number from 1 to 65535"},
      {"smtp://h:65536", "`smtp://h:65536`: the port is a number from 1 to 65535"},
      {"smtp://h:25x", "`smtp://h:25x`: the port is a number from 1 to 65535"},
      {"smtp://::1", "`smtp://::1`: an IPv6 address stands in brackets, like smtp://[::1]:25"},
      {"smtp://[::1", "`smtp://[::1`: the bracket of the IPv6 address is not closed"},
      {"smtp://[h]", "`smtp://[h]`: only an IPv6 address stands in brackets, like [::1]"},
      {"smtp://[::1]25", "`smtp://[::1]25`: behind the host stands `:PORT` or nothing"},
      {"smtp://a@h",
       "`smtp://a@h`: users do not stand in a URL: use `users` of the target, or --user"},
      {"smtp://h/x", "`smtp://h/x`: a service has no path: leave out what follows the port"},
      {"smtp://h h", "`smtp://h h`: the host has a character that no name or address has"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.url);
    const auto url = parse_service_url(row.url);
    ASSERT_FALSE(url);
    EXPECT_EQ(url.error(), row.message);
  }
}

TEST(Target, FromUrl) {
  const auto target = target_from_url("smtps://[::1]");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->name, "smtps://[::1]");
  ASSERT_TRUE(target->services.contains("smtps"));
  EXPECT_EQ(target->facts.at("sender"), "sender@client.wireassay.test");
  EXPECT_FALSE(target_from_url("gopher://h"));
}

class TargetFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = temporary_.path();
    write("ca.pem", "PEM");
    write("password", "from file\n");
  }

  std::string write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

  TempDir temporary_;
  fs::path folder_;
};

TEST_F(TargetFile, Everything) {
  ASSERT_EQ(setenv("WIREASSAY_TEST_PASSWORD", "from env", 1), 0);
  const std::string path = write("wireassay.toml", R"(
[target.lab]
smtp       = "smtp+starttls://127.0.0.1:12025"
submission = "smtp+starttls://127.0.0.1:12587"
imaps      = "imaps://127.0.0.1:17993"
trust      = "ca.pem"
certificate = "ca.pem"
key        = "ca.pem"
sni        = "mx.lab.test"
verify     = true
source     = "127.0.0.2"
client     = "me.test"
software   = "Postfix 3.7"
domain     = "lab.test"
unknown    = "no-such-user@lab.test"
users      = [ { name = "alice", password = "${env(WIREASSAY_TEST_PASSWORD)}" }, { name = "b@x.test", password_file = "password" },
               { name = "c", address = "carol@lab.test", password = "pw" } ]
mailbox    = { prefix = "INBOX.", separator = "." }
http       = { url = "http://127.0.0.1:80", host = "t", file = "/file.txt", file_octets = 1000, echo = "/echo", received = true, gateway = false }
listener   = { address = "sink@wireassay.test", bind = "127.0.0.3:2525" }
timeouts   = { reply = "9s", silence = "150ms" }
max_connections = 4
clock      = 60
deviations = [ { id = "smtp.rfc5321.mail.space-after-colon", reason = "old clients", until = 2027-01-31, versions = "<3.9" },
               { id = "smtp.rfc5321.vrfy.*", reason = "off" } ]
[target.other]
smtps = "smtps://localhost"
)");
  const auto targets = load_targets(path);
  ASSERT_TRUE(targets) << to_string(targets.error().front());
  ASSERT_EQ(targets->size(), 2U);
  const Target& lab = (*targets)[0];
  EXPECT_EQ(lab.name, "lab");
  ASSERT_EQ(lab.services.size(), 4U);
  EXPECT_EQ(lab.services.at("submission").text(), "submission+starttls://127.0.0.1:12587");
  EXPECT_EQ(lab.services.at("http").port, 80);
  EXPECT_EQ(lab.trust, (folder_ / "ca.pem").string());
  EXPECT_EQ(lab.certificate, lab.key);
  EXPECT_EQ(lab.sni, "mx.lab.test");
  EXPECT_TRUE(lab.verify);
  EXPECT_EQ(lab.source, "127.0.0.2");
  EXPECT_EQ(lab.client, "me.test");
  EXPECT_EQ(lab.software, "Postfix 3.7");
  ASSERT_EQ(lab.users.size(), 3U);
  EXPECT_EQ(lab.users[0].password, "from env");
  EXPECT_EQ(lab.users[0].address, "alice@lab.test");
  EXPECT_EQ(lab.users[1].password, "from file");
  EXPECT_EQ(lab.users[1].address, "b@x.test");
  EXPECT_EQ(lab.users[2].address, "carol@lab.test");
  const std::map<std::string, std::string> facts = {{"clock", "60"},
                                                    {"domain", "lab.test"},
                                                    {"echo", "/echo"},
                                                    {"file", "/file.txt"},
                                                    {"file_octets", "1000"},
                                                    {"http_host", "t"},
                                                    {"listener", "sink@wireassay.test"},
                                                    {"listener_address", "sink@wireassay.test"},
                                                    {"listener_bind", "127.0.0.3:2525"},
                                                    {"mailbox_prefix", "INBOX."},
                                                    {"mailbox_separator", "."},
                                                    {"received", "true"},
                                                    {"sender", "sender@me.test"},
                                                    {"unknown", "no-such-user@lab.test"}};
  EXPECT_EQ(lab.facts, facts);
  EXPECT_EQ(lab.timeouts.reply, Millis(9000));
  EXPECT_EQ(lab.timeouts.silence, Millis(150));
  EXPECT_EQ(lab.timeouts.connect, Millis(5000));
  EXPECT_EQ(lab.max_connections, 4U);
  ASSERT_EQ(lab.deviations.size(), 2U);
  using std::chrono::year, std::chrono::January;
  EXPECT_EQ(lab.deviations[0].until, year(2027) / January / 31);
  EXPECT_EQ(lab.deviations[0].versions, "<3.9");
  EXPECT_EQ(lab.deviations[0].file, path);
  EXPECT_EQ(lab.deviations[1].at.line, 25U);
  EXPECT_EQ((*targets)[1].services.at("smtps").port, 465);
}

TEST_F(TargetFile, Mistakes) {
  unsetenv("WIREASSAY_TEST_UNSET");
  struct Row {
    const char* name;
    const char* line;  // line 3; line 2 is a good service
    Position at;
    std::string message;
  };
  const std::string none = (folder_ / "none.pem").string();
  // clang-format off: one mistake a line
  const Row kRows[] = {
      {"scheme",          "submission = \"sbmission://h\"",     {3, 14}, "`sbmission://h`: unknown scheme `sbmission`; did you mean `submission`?"},
      {"other protocol",  "submission = \"imap://h\"",          {3, 14}, "`submission` speaks smtp, this URL imap"},
      {"implicit",        "smtps = \"smtp://h\"",               {3, 9},  "`smtps` speaks TLS from the first octet: write smtps://…, or use another key"},
      {"clear",           "imap = \"imaps://h\"",               {3, 8},  "`imap` begins in clear: a service with TLS from the first octet is `imaps`"},
      {"slip",            "turst = \"ca.pem\"",                 {3, 1},  "unknown key `turst` in a target; did you mean `trust`? A fact needs a name that is less alike"},
      {"fact type",       "postmaster = true",                  {3, 14}, "a fact is a string or an integer, not a boolean"},
      {"fact name",       "\"a b\" = \"x\"",                    {3, 1},  "`a b` is no name of a fact: small letters, digits, - and _"},
      {"trust",           "trust = \"none.pem\"",               {3, 9},  "there is no file `" + none + "`: a relative path starts at the folder of this file"},
      {"certificate",     "certificate = \"ca.pem\"",           {1, 9},  "the target `t` needs both `certificate` and `key`, or neither"},
      {"env",             "domain = \"${env(WIREASSAY_TEST_UNSET)}\"", {3, 10}, "the environment variable `WIREASSAY_TEST_UNSET` is not set: export it before the run (at +0 in the string)"},
      {"variable",        "domain = \"${user}\"",               {3, 10}, "a target knows no variables but ${env(NAME)} (at +0 in the string)"},
      {"user key",        "users = [ { name = \"a\", pasword = \"x\" } ]", {3, 25}, "unknown key `pasword` in a user; did you mean `password`?"},
      {"user name",       "users = [ { password = \"x\" } ]",   {3, 11}, "a user needs `name`: login name"},
      {"user twice",      "users = [ { name = \"a\" }, { name = \"a\" } ]", {3, 27}, "the user `a` stands twice: cases lease users one by one"},
      {"two passwords",   "users = [ { name = \"a\", password = \"x\", password_file = \"password\" } ]", {3, 57}, "a user has either `password` or `password_file`"},
      {"password file",   "users = [ { name = \"a\", password_file = \"none.pem\" } ]", {3, 41}, "there is no file `" + none + "`: a relative path starts at the folder of this file"},
      {"timeout",         "timeouts = { reply = \"10\" }",      {3, 22}, "`reply` is a duration like \"50ms\", \"5s\" or \"40m\", a day at most; not \"10\""},
      {"timeout key",     "timeouts = { repli = \"10s\" }",     {3, 14}, "unknown key `repli` in `timeouts`; did you mean `reply`?"},
      {"connections",     "max_connections = -1",               {3, 19}, "`max_connections` is an integer from 0 (no limit) to 10000"},
      {"deviation key",   "deviations = [ { id = \"a.b\", reson = \"x\" } ]", {3, 30}, "unknown key `reson` in a deviation; did you mean `reason`?"},
      {"deviation id",    "deviations = [ { id = \"A B\", reason = \"x\" } ]", {3, 23}, "`A B` is neither the id of a case nor a prefix like smtp.rfc5321.vrfy.*"},
      {"deviation twice", "deviations = [ { id = \"a.b\", reason = \"x\" }, { id = \"a.b\", reason = \"y\" } ]", {3, 46}, "`a.b` is listed twice, first in line 3"},
      {"until",           "deviations = [ { id = \"a.b\", reason = \"x\", until = \"2027\" } ]", {3, 52}, "`until` is a date like 2027-01-31, not a string"},
      {"versions",        "deviations = [ { id = \"a.b\", reason = \"x\", versions = \"3.9\" } ]", {3, 55}, "`versions` is an operator and a version, like \"<3.9\"; not \"3.9\""},
      {"listener",        "listener = { address = \"a@b\" }",   {3, 12}, "`listener` needs `bind`: HOST:PORT to listen on"},
      {"mailbox",         "mailbox = { prefx = \"x\" }",        {3, 13}, "unknown key `prefx` in `mailbox`; did you mean `prefix`?"},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto targets = load_targets(
        write("bad.toml", "[target.t]\nsmtp = \"smtp://h\"\n" + std::string(row.line) + "\n"));
    ASSERT_FALSE(targets);
    const Problem& problem = targets.error().front();
    EXPECT_EQ(problem.at, row.at) << to_string(problem);
    EXPECT_EQ(problem.message, row.message);
  }
}

TEST_F(TargetFile, WholeFile) {
  struct Row {
    const char* name;
    const char* text;
    const char* message;
  };
  const Row kRows[] = {{"nothing", "", "the file names no target: write [target.NAME]"},
                       {"key", "[targets.a]\nsmtp = \"smtp://h\"\n",
                        "unknown key `targets` in a file of targets; did you mean `target`?"},
                       {"syntax", "[target.a\n", "in table header: expected ']', saw '\\n'"},
                       {"no service", "[target.a]\ndomain = \"x\"\n",
                        "the target `a` has no service: write smtp = \"smtp://HOST:PORT\""}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto targets = load_targets(write("bad.toml", row.text));
    ASSERT_FALSE(targets);
    EXPECT_EQ(targets.error().front().message, row.message);
  }
  const auto missing = load_targets((folder_ / "none.toml").string());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().front().message, "no such file");
}

TEST_F(TargetFile, Deviations) {
  const auto good = load_deviations(
      write("d.toml", "deviations = [ { id = \"a.b/row@smtp+starttls\", reason = \"r\" } ]\n"));
  ASSERT_TRUE(good) << to_string(good.error().front());
  ASSERT_EQ(good->size(), 1U);
  EXPECT_EQ((*good)[0].id, "a.b/row@smtp+starttls");
  EXPECT_FALSE((*good)[0].until);
  const auto bad = load_deviations(write("d.toml", "deviation = []\n"));
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().front().message,
            "unknown key `deviation` in a file of deviations; did you mean `deviations`?");
}

}  // namespace
}  // namespace wireassay::scenario
