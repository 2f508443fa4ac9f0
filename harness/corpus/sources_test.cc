// What is cut out of small dialogues, for which target.
#include "corpus/sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dialect.h"
#include "corpus/collect.h"
#include "corpus/lines.h"

namespace wireassay::corpus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

std::vector<std::string> octets_of(const Seeds& seeds, std::string_view stem) {
  std::vector<std::string> all;
  for (const Seed& seed : seeds.of(stem)) all.push_back(seed.octets);
  return all;
}

Seeds seeds_of(const Talk& talk, const std::vector<std::string>& stems = {}) {
  Seeds seeds;
  add_seeds(talk, stems, seeds);
  return seeds;
}

Talk smtp_talk() {
  return {.name = "delivery",
          .protocols = {"smtp"},
          .turns = {{Who::Server, "220 x\r\n"},
                    {Who::Client, "EHLO a\r\n"},
                    {Who::Server, "250-x\r\n250 SIZE 9\r\n"},
                    {Who::Client, "STARTTLS\r\n"},
                    {Who::Server, "220 go\r\n"},
                    {Who::Tls, ""},
                    {Who::Client, "MAIL FROM:<a@b> SIZE=3\r\n"},
                    {Who::Server, "250 ok\r\n"},
                    {Who::Client, "DATA\r\n"},
                    {Who::Server, "354 go\r\n"},
                    {Who::Client, "To: x\r\n\r\n..y\r\n.\r\n"},
                    {Who::Server, "250 ok\r\n"}}};
}

TEST(Sources, Smtp) {
  const Seeds seeds = seeds_of(smtp_talk());
  EXPECT_THAT(octets_of(seeds, "smtp_command"),
              ElementsAre("EHLO a\r\n", "STARTTLS\r\n", "MAIL FROM:<a@b> SIZE=3\r\n", "DATA\r\n"));
  EXPECT_THAT(octets_of(seeds, "smtp_reply"),
              ElementsAre("220 x\r\n", "250-x\r\n250 SIZE 9\r\n", "220 go\r\n", "250 ok\r\n",
                          "354 go\r\n"));
  EXPECT_THAT(octets_of(seeds, "smtp_session"),
              ElementsAre("EHLO a\r\nSTARTTLS\r\n~TMAIL FROM:<a@b> SIZE=3\r\nDATA\r\nTo: "
                          "x\r\n\r\n..y\r\n.\r\n"));
  EXPECT_THAT(octets_of(seeds, "smtp_ehlo"), ElementsAre("x", "SIZE 9", "x\nSIZE 9"));
  EXPECT_THAT(octets_of(seeds, "smtp_parameter"), ElementsAre("SIZE=3"));
  EXPECT_THAT(octets_of(seeds, "smtp_xtext"), ElementsAre("3"));
  EXPECT_THAT(octets_of(seeds, "message_mailbox"), ElementsAre("<a@b>", "a@b"));
  EXPECT_THAT(octets_of(seeds, "message_mime"), ElementsAre("To: x\r\n\r\n.y\r\n"));
  EXPECT_THAT(octets_of(seeds, "message_address_list"), ElementsAre("x"));
  const std::vector<std::string> dialogues = octets_of(seeds, "smtp_tracker");
  ASSERT_EQ(dialogues.size(), 1U);
  EXPECT_TRUE(dialogues.front().starts_with("~S220 x\r\n~CEHLO a\r\n~S250-x\r\n250 SIZE 9\r\n"));
  EXPECT_NE(dialogues.front().find("~S220 go\r\n~T~CMAIL"), std::string::npos);
  EXPECT_EQ(seeds.of("smtp_reply")[1].name, "delivery-2");
}

TEST(Sources, ImapOnTwoConnections) {
  const Talk talk{
      .name = "idle",
      .protocols = {"imap", "imap"},
      .turns = {
          {Who::Server, "* OK hi\r\n", 0},
          {Who::Client, "A1 LOGIN \"u7\" \"****\"\r\n", 0},
          {Who::Server, "A1 OK x\r\n", 0},
          {Who::Client, "A1 SELECT wadn1d5i43aqup24vrfgq3u6xds\r\n", 1},
          {Who::Server, "* 2 EXISTS\r\n* 1 FETCH (BODY[] {8}\r\nA: b\r\n\r\n)\r\nA1 OK x\r\n", 1},
          {Who::Client, "A2 FETCH 1:2,4 UID\r\n", 0}}};
  const Seeds seeds = seeds_of(talk);
  EXPECT_THAT(octets_of(seeds, "imap_session"),
              ElementsAre("A1 LOGIN u p\r\n~2A1 SELECT INBOX\r\n~1A2 FETCH 1:2,4 UID\r\n"));
  EXPECT_THAT(octets_of(seeds, "imap_command"),
              ElementsAre("A1 LOGIN u p\r\n", "A2 FETCH 1:2,4 UID\r\n", "A1 SELECT INBOX\r\n"));
  EXPECT_THAT(octets_of(seeds, "imap_response"),
              Contains("* 1 FETCH (BODY[] {8}\r\nA: b\r\n\r\n)\r\n"));
  EXPECT_THAT(octets_of(seeds, "imap_match"), ElementsAre("OK hi\nOK hi", "2 EXISTS\n2 EXISTS"));
  EXPECT_THAT(octets_of(seeds, "imap_number_set"), ElementsAre("1:*\n1:2,4"));
  EXPECT_THAT(octets_of(seeds, "message_mime"), ElementsAre("A: b\r\n\r\n"));
}

TEST(Sources, Pop3) {
  const Talk talk{.name = "retr",
                  .protocols = {"pop3"},
                  .turns = {{Who::Server, "+OK <1@x>\r\n"},
                            {Who::Client, "USER u9\r\n"},
                            {Who::Server, "+OK\r\n"},
                            {Who::Client, "PASS ****\r\n"},
                            {Who::Server, "+OK\r\n"},
                            {Who::Client, "RETR 1\r\n"},
                            {Who::Server, "+OK\r\nA: b\r\n\r\n..\r\n.\r\n"}}};
  const Seeds seeds = seeds_of(talk);
  EXPECT_THAT(octets_of(seeds, "pop3_session"), ElementsAre("USER u\r\nPASS p\r\nRETR 1\r\n"));
  EXPECT_THAT(octets_of(seeds, "pop3_reply"),
              ElementsAre("+OK <1@x>\r\n", "+OK\r\n", "+OK\r\nA: b\r\n\r\n..\r\n.\r\n"));
  EXPECT_THAT(octets_of(seeds, "pop3_greeting"), ElementsAre("<1@x>"));
  EXPECT_THAT(octets_of(seeds, "message_mime"), ElementsAre("A: b\r\n\r\n.\r\n"));
  EXPECT_TRUE(octets_of(seeds, "player_pop3")
                  .front()
                  .substr(1)
                  .starts_with("+OK <1@x>\r\n~++OK\r\n~++OK\r\n~++OK\r\nA: b"));
}

TEST(Sources, Http) {
  const Talk talk{.name = "get",
                  .protocols = {"http"},
                  .turns = {{Who::Client, "GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n"},
                            {Who::Server,
                             "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nTransfer-Encoding: "
                             "chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"}}};
  const Seeds seeds = seeds_of(talk);
  EXPECT_THAT(octets_of(seeds, "http_request"),
              ElementsAre("GET /a?b HTTP/1.1\r\nHost: x.test\r\n\r\n"));
  EXPECT_THAT(octets_of(seeds, "http_uri"), ElementsAre("/a?b", "x.test"));
  EXPECT_THAT(octets_of(seeds, "http_chunked"), ElementsAre("1\r\nx\r\n0\r\n\r\n"));
  EXPECT_THAT(octets_of(seeds, "http_field"), ElementsAre("x.test", "\"1\"", "chunked"));
  EXPECT_THAT(octets_of(seeds, "http_validators"), ElementsAre("\"1\""));
  EXPECT_EQ(octets_of(seeds, "http_message").size(), 2U);
}

TEST(Sources, OnlyWantedTargetsAndThoseOfTheSameInput) {
  const Seeds seeds =
      seeds_of(smtp_talk(), {"message_mime_beside_gmime", "reference_imap_structure", "tls_hello"});
  EXPECT_EQ(seeds.all().size(), 2U);
  EXPECT_THAT(octets_of(seeds, "message_mime_beside_gmime"), ElementsAre("To: x\r\n\r\n.y\r\n"));
  EXPECT_TRUE(has_a_source("message_mime_beside_gmime"));
  EXPECT_TRUE(has_a_source("tls_hello"));
  EXPECT_FALSE(has_a_source("import_imaptest"));
}

TEST(Sources, BdatHasItsOctets) {
  const Talk talk{.name = "bdat",
                  .protocols = {"smtp"},
                  .turns = {{Who::Client, "BDAT 7 LAST\r\nA: b\r\n\rQUIT\r\n"}}};
  const SmtpSaid said = smtp_said(talk);
  EXPECT_THAT(said.commands, ElementsAre("BDAT 7 LAST\r\n", "QUIT\r\n"));
  EXPECT_THAT(said.contents, ElementsAre("A: b\r\n\r"));
}

TEST(Files, OtherThanReportsAndCapturesAreRefused) {
  Seeds seeds;
  const auto added = add_file("notes.txt", "hello", {}, seeds);
  ASSERT_FALSE(added);
  EXPECT_TRUE(added.error().starts_with("notes.txt: ")) << added.error();
}

TEST(Files, AReport) {
  constexpr std::string_view kReport = R"({"schema": "wireassay-report/1", "started": "",
 "targets": [], "cases": [{"id": "smtp.rfc5321.noop.is-250", "target": "lab:postfix",
 "verdict": "pass", "where": "a.toml:1",
 "connections": [{"name": "", "service": "submission", "transport": "plain", "peer": "127.0.0.1:1"}],
 "transcript": [
  {"index": 0, "from": "server", "at_ms": 0, "tls": false, "offset": 0, "hex": "323230ff0d0a"},
  {"index": 0, "from": "client", "at_ms": 0, "tls": false, "offset": 0, "text": "NOOP\r\n"}]}]})";
  Seeds seeds;
  const auto added = add_file("run.json", kReport, {"smtp_command", "smtp_tracker"}, seeds);
  ASSERT_TRUE(added) << added.error();
  const std::vector<Seed> commands = {{"postfix-noop-is-250", "NOOP\r\n"}};
  EXPECT_EQ(seeds.of("smtp_command"), commands);
  EXPECT_THAT(octets_of(seeds, "smtp_tracker"), ElementsAre("~S220\xff\r\n~CNOOP\r\n"));
}

}  // namespace
}  // namespace wireassay::corpus
