// The JSON of trace: what the text says, and valid whatever a capture holds.
#include "cli/trace.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "trace/summary_test_support.h"

namespace wireassay::cli {
namespace {

using nlohmann::ordered_json;
using trace::Direction;

TEST(TraceJson, SaysWhatTheTextSays) {
  std::vector<trace::Happened> happened = trace::starttls();
  add_traffic(happened, trace::TlsTraffic({.version = TLS1_2_VERSION}, trace::smtp_dialogue()));
  const ordered_json json = trace_json(trace::summary_of(trace::recorded(587, happened)));
  EXPECT_EQ(json["connection"], 0);
  EXPECT_EQ(json["client"], "[2001:db8::1]:43540");
  EXPECT_EQ(json["protocol"], "SMTP");
  EXPECT_EQ(json["server_name"]["sni"]["names"], ordered_json::array({"mx.example.org"}));
  EXPECT_EQ(json["server_name"]["certificate"]["names"],
            ordered_json::array({"mx.example.org (CN)"}));
  EXPECT_EQ(json["server_name"]["banner"]["names"], ordered_json::array({"mx.example.net"}));
  EXPECT_EQ(json["tls"]["version"], "TLS 1.2");
  EXPECT_EQ(json["tls"]["begin"], "STARTTLS");
  const ordered_json& counts = json["tls"]["before_first_encrypted_record"];
  EXPECT_EQ(counts["commands"], 2);
  EXPECT_EQ(counts["handshake_messages"], 2);
  EXPECT_EQ(counts["with_change_cipher_spec"], 3);
  EXPECT_EQ(counts["records"], 3);
  EXPECT_EQ(json["dialogue"][0]["text"], "220 mx.example.net ESMTP");
}

TEST(TraceJson, HostileOctetsAreEscaped) {
  std::string every;
  for (int octet = 0; octet < 256; ++octet) every += static_cast<char>(octet);
  for (const int number : {25, 110, 143, 80, 465, 4000}) {
    const auto port = static_cast<std::uint16_t>(number);
    SCOPED_TRACE(port);
    const trace::Summary summary = trace::summary_of(
        trace::recorded(port, {trace::said(Direction::FromServer, "220 " + every + "\r\n"),
                               trace::said(Direction::FromClient, "EHLO " + every + "\r\n"),
                               trace::said(Direction::FromClient, "\x16\x03\x03" + every)}));
    const std::string text = trace_json(summary).dump();  // throws at octets that are no UTF-8
    EXPECT_EQ(ordered_json::parse(text).dump(), text);
  }
}

}  // namespace
}  // namespace wireassay::cli
