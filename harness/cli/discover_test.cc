// The services of a domain, as a name server of the test's own tells them.
#include "cli/discover.h"

#include <gtest/gtest.h>

#include <sstream>

#include "testing/name_server.h"

namespace wireassay::cli {
namespace {

using testing::NameServer;

// The example of RFC 6186 section 3.4: in clear nothing is offered, IMAP is preferred.
const std::vector<std::string> kRecords = {
    "--srv-host=_imap._tcp.example.org",
    "--srv-host=_imaps._tcp.example.org,localhost,2993,0,1",
    "--srv-host=_pop3._tcp.example.org",
    "--srv-host=_pop3s._tcp.example.org,localhost,2995,10,1",
    "--srv-host=_submission._tcp.example.org,mail.example.org,2587,0,1",
    "--srv-host=_submission._tcp.example.org,spare.example.org,2588,5,1"};

struct Found {
  std::expected<scenario::Target, std::string> target;
  std::string log;
};

Found discover(const NameServer& server, const std::string& address) {
  const net::SrvLookup lookup{.server = server.address(), .timeout = net::Millis(2000), .tries = 1};
  EXPECT_TRUE(server.is_up()) << server.said();
  std::ostringstream log;
  auto target = discover_target(address, lookup, 1, log);
  return {std::move(target), log.str()};
}

TEST(Discover, ServicesOfADomain) {
  const NameServer server(kRecords);
  const auto [target, log] = discover(server, "user@example.org");
  ASSERT_TRUE(target.has_value()) << target.error();
  std::map<std::string, std::string> urls;
  for (const auto& [name, url] : target->services) urls[name] = url.text();
  const std::map<std::string, std::string> wanted = {
      {"imaps", "imaps://localhost:2993"},
      {"pop3s", "pop3s://localhost:2995"},
      {"submission", "submission+starttls://mail.example.org:2587"}};
  EXPECT_EQ(urls, wanted);
  EXPECT_EQ(target->facts.at("domain"), "example.org");
  for (const char* line :
       {"_submissions._tcp.example.org: no record\n",
        "_submission._tcp.example.org: submission+starttls://mail.example.org:2587 (priority 0, "
        "weight 1); not used: spare.example.org:2588 (priority 5, weight 1)\n",
        "_imap._tcp.example.org: not offered (target \".\")\n",
        "_imaps._tcp.example.org: imaps://localhost:2993 (priority 0, weight 1); that host is not "
        "in example.org"}) {
    EXPECT_NE(log.find(line), std::string::npos) << line << log;
  }
}

TEST(Discover, Mistakes) {
  const NameServer server({});
  struct Row {
    std::string_view name, address, error;
  };
  const Row rows[] = {
      {"no domain", "user", "discover:user: write an address, like discover:user@example.org"},
      {"no user", "@example.org",
       "discover:@example.org: write an address, like discover:user@example.org"},
      {"nothing offered", "user@example.org",
       "example.org offers no mail service by SRV records (RFC 6186): name the server by its URL, "
       "like imaps://HOST"}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto [target, log] = discover(server, std::string(row.address));
    ASSERT_FALSE(target.has_value());
    EXPECT_EQ(target.error(), row.error);
  }
}

}  // namespace
}  // namespace wireassay::cli
